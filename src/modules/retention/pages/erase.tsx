import { Hono, type Context } from 'hono'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, CardGrid, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { noteReading } from '../../payments/store/readings.ts'
import { listDepartures } from '../../people/store/erasure.ts'
import { erasePerson } from '../actions.ts'
import { dayAfterMonths } from '../rules.ts'
import { afterLeavingMonths } from '../store.ts'

export const erasing = new Hono<CaisseEnv>()

const LIST = '/c/:slug/donnees/effacer'
const ONE = `${LIST}/:person{[0-9a-f-]{36}}`

const listHref = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/donnees/effacer`

erasing.get(LIST, async (c) => {
  const t = c.get('t')
  const search = (c.req.query('q') ?? '').slice(0, 120)
  const { left, people, months } = await read(c, async (tx) => ({
    left: (await listDepartures(tx, { limit: 10_000 })).length,
    people: await listDepartures(tx, { search }),
    months: await afterLeavingMonths(tx),
  }))
  return html(
    <DeskPage
      {...deskFrame(c, '/donnees')}
      title={t('retention.erase.title')}
      lead={t('retention.erase.lead', { count: left })}
      breadcrumb={[{ href: `/c/${c.get('caisse').slug}/donnees`, label: t('retention.nav') }]}
      notice={c.req.query('efface') && <Notice tone="success" title={t('retention.erase.done')} />}
    >
      <Form method="get">
        <TextField name="q" type="search" label={t('retention.erase.search')} value={search} optional />
        <Actions>
          <Button icon="search">{t('retention.erase.go')}</Button>
        </Actions>
      </Form>
      <DataTable
        caption={t('retention.erase.title')}
        columns={[
          {
            label: t('retention.erase.name'),
            heading: true,
            cell: (one) => <a href={`${listHref(c)}/${one.personId}`}>{one.name}</a>,
          },
          { label: t('retention.erase.household'), cell: (one) => one.householdName },
          {
            label: t('retention.erase.leftOn'),
            cell: (one) => (one.leftOn ? t.day(one.leftOn) : t('retention.erase.still')),
          },
          {
            label: t('retention.erase.until'),
            cell: (one) => (one.leftOn ? t.day(dayAfterMonths(one.leftOn, months)) : '–'),
          },
        ]}
        rows={people}
        keyOf={(one) => one.personId}
        empty={
          <EmptyState title={t(search ? 'retention.erase.none' : 'retention.erase.empty')} icon="person">
            <p>{t(search ? 'retention.erase.noneText' : 'retention.erase.emptyText')}</p>
          </EmptyState>
        }
      />
    </DeskPage>,
  )
})

erasing.get(ONE, async (c) => {
  const page = await personPage(c, freshForm())
  return html(page)
})

erasing.post(ONE, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      erasePerson(callOf(c, key), { personId: c.req.param('person'), sure: textField(fields, 'sure') }),
    done: () => `${listHref(c)}?efface=oui`,
    again: (form) => personPage(c, form),
  }),
)

async function personPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const personId = c.req.param('person')!
  const { person, leftCents } = await read(c, async (tx) => {
    const [found] = await listDepartures(tx, { personId })
    if (!found) throw new Refusal('unknown_person', {}, 404)
    return { person: found, leftCents: await rightsLeft(tx, found.householdId) }
  })
  await noteReading(c.get('app'), actorOf(c), c.get('caisse').id, person.householdId)
  const there = person.leftOn === null || person.leftOn > c.get('today')
  return (
    <DeskPage
      {...deskFrame(c, '/donnees')}
      title={t('retention.erase.oneTitle', { nameText: person.name })}
      lead={t('retention.erase.oneLead')}
      breadcrumb={[
        { href: `/c/${c.get('caisse').slug}/donnees`, label: t('retention.nav') },
        { href: listHref(c), label: t('retention.erase.title') },
      ]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          there && (
            <Notice tone="wait" title={t('retention.erase.leaves', { householdText: person.householdName })}>
              {!person.child && leftCents > 0 && (
                <p>{t('retention.erase.rights', { leftRightsCents: leftCents })}</p>
              )}
            </Notice>
          )
        )
      }
    >
      <CardGrid>
        <Card title={t('retention.erase.goes')} icon="delete">
          <Lines text={t('retention.erase.goesList')} />
        </Card>
        <Card title={t('retention.erase.stays')} icon="rules">
          <Lines text={t('retention.erase.staysList')} />
        </Card>
      </CardGrid>
      <Form idempotencyKey={form.key} issues={form.issues} typed={form.typed} summary={false}>
        <CheckboxField name="sure" label={t('retention.erase.sure')} mandatory />
        <Actions>
          <Button kind="primary">{t('retention.erase.confirm')}</Button>
          <LinkButton kind="quiet" href={listHref(c)}>
            {t('retention.erase.back')}
          </LinkButton>
        </Actions>
      </Form>
    </DeskPage>
  )
}

const Lines = ({ text }: { text: string }) => (
  <ul>
    {text.split('\n').map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
)
