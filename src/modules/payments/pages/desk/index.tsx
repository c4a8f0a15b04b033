import { Hono, type Context } from 'hono'
import type { Role } from '../../../../kit/actor.ts'
import { InputError } from '../../../../kit/gesture.ts'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../../../kit/http.ts'
import { monthOf } from '../../../../kit/month.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { CodeField, TextField } from '../../../../kit/ui/inputs.tsx'
import { DeskPage, PrintPage, TillPage } from '../../../../kit/ui/pages.tsx'
import {
  Badge,
  Card,
  DefinitionList,
  EmptyState,
  Money,
  Notice,
  Stat,
  Stats,
} from '../../../../kit/ui/parts.tsx'
import { DataTable } from '../../../../kit/ui/table.tsx'
import {
  callOf,
  deskFrame,
  frameOf,
  mayHere,
  read,
  readCaisse,
  requireRole,
  type CaisseEnv,
} from '../../../caisses/web.ts'
import { registerHouseholds } from '../../../contributions/actions/register.ts'
import { listPledges } from '../../../contributions/store/pledges.ts'
import { rightsLeft } from '../../../ledger/store.ts'
import { getHousehold, membersOf, type Member } from '../../../people/store/households.ts'
import { listHouseholds } from '../../../people/store/listing.ts'
import { blockPayer, chooseCode, issueNumber, resetCode, unblockPayer } from '../../actions/payers.ts'
import { groupNumber } from '../../rules/number.ts'
import { noteReading } from '../../store/readings.ts'
import { householdHistory, type HouseholdLine } from '../../store/journal.ts'
import { payersOfHousehold, type Payer } from '../../store/payers.ts'
import { freshRegistration, readRegistration, registerPage } from './register.tsx'

/** Files of persons are for the desk; each reading of one is noted. */
const DESK: readonly Role[] = ['coordinator', 'administrator']

/** How much a household gives: for itself, coordination and treasury. */
const CONTRIBUTION_READERS: readonly Role[] = ['coordinator', 'treasurer']

export const desk = new Hono<CaisseEnv>()

desk.use('/c/:slug/foyers', readCaisse, async (c, next) => (requireRole(c, DESK), next()))
desk.use('/c/:slug/foyers/*', readCaisse, async (c, next) => (requireRole(c, DESK), next()))

const PAGE = 50

desk.get('/c/:slug/foyers', async (c) => {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const search = c.req.query('q') ?? ''
  const offset = Math.max(0, Number.parseInt(c.req.query('apres') ?? '0', 10) || 0)
  const { households, total } = await read(c, (tx) => listHouseholds(tx, { search, offset, limit: PAGE }))
  return html(
    <DeskPage
      {...deskFrame(c, '/foyers')}
      title={t('desk.list.title')}
      lead={search === '' ? t('desk.list.lead', { total }) : undefined}
      actions={
        <LinkButton kind="primary" icon="add" href={`/c/${slug}/foyers/inscrire`}>
          {t('desk.list.register')}
        </LinkButton>
      }
    >
      <Form method="get">
        <TextField
          name="q"
          type="search"
          label={t('desk.list.search')}
          hint={t('desk.list.searchHint')}
          value={search}
          optional
        />
        <Actions>
          <Button icon="search">{t('desk.list.go')}</Button>
        </Actions>
      </Form>
      <DataTable
        caption={t('desk.list.title')}
        columns={[
          {
            label: t('desk.list.name'),
            heading: true,
            cell: (one) => <a href={`/c/${slug}/foyers/${one.id}`}>{one.name}</a>,
          },
          {
            label: t('desk.list.people'),
            cell: (one) => t('desk.list.people_count', { adults: one.adults, children: one.children }),
          },
          { label: t('desk.list.wave'), cell: (one) => one.waveName },
          { label: t('desk.list.since'), cell: (one) => t.day(one.enteredOn) },
          { label: t('desk.list.reference'), cell: (one) => one.paymentReference },
        ]}
        rows={households}
        keyOf={(one) => one.id}
        empty={
          <EmptyState title={t(search ? 'desk.list.none' : 'desk.list.empty')} icon="household">
            <p>{t(search ? 'desk.list.noneText' : 'desk.list.emptyText')}</p>
          </EmptyState>
        }
      />
      {offset + households.length < total && (
        <Actions>
          <LinkButton
            href={`/c/${slug}/foyers?${new URLSearchParams({ q: search, apres: String(offset + PAGE) })}`}
          >
            {t('desk.list.more')}
          </LinkButton>
        </Actions>
      )}
    </DeskPage>,
  )
})

desk.get('/c/:slug/foyers/inscrire', async (c) => html(await registerPage(c, await freshRegistration(c))))

desk.post('/c/:slug/foyers/inscrire', (c) =>
  answerForm(c, {
    act: (fields, key) => registerHouseholds(callOf(c, key), { households: [readRegistration(fields)] }),
    done: ({ householdIds }) => `/c/${c.get('caisse').slug}/foyers/${householdIds[0]}?inscrit=oui`,
    again: (form) => registerPage(c, form),
  }),
)

const FILE = '/c/:slug/foyers/:household{[0-9a-f-]{36}}'

desk.get(FILE, async (c) => {
  await noteReading(c.get('app'), actorOf(c), c.get('caisse').id, c.req.param('household'))
  return html(await filePage(c, freshForm()))
})

const ON_PERSON = {
  numero: issueNumber,
  effacer: resetCode,
  bloquer: blockPayer,
  debloquer: unblockPayer,
} as const

desk.post(`${FILE}/:person{[0-9a-f-]{36}}/:act{numero|effacer|bloquer|debloquer}`, (c) =>
  answerForm(c, {
    act: async (_, key): Promise<unknown> => {
      const act = ON_PERSON[c.req.param('act') as keyof typeof ON_PERSON]
      return act(callOf(c, key), { personId: c.req.param('person') })
    },
    done: () => fileHref(c),
    again: (form) => filePage(c, form),
  }),
)

desk.get(`${FILE}/:person{[0-9a-f-]{36}}/code`, async (c) => html(await codePage(c, freshForm())))

desk.post(`${FILE}/:person{[0-9a-f-]{36}}/code`, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const code = textField(fields, 'code')
      if (code !== textField(fields, 'again')) {
        throw new InputError([{ field: 'again', message: c.get('t')('desk.code.different') }])
      }
      await chooseCode(callOf(c, key), { personId: c.req.param('person'), code })
    },
    done: () => fileHref(c),
    again: (form) => codePage(c, form),
    secret: ['code', 'again'],
  }),
)

desk.get(`${FILE}/solde`, async (c) => {
  await noteReading(c.get('app'), actorOf(c), c.get('caisse').id, c.req.param('household'))
  return html(await balanceSheet(c))
})

const fileHref = (c: Context<CaisseEnv>): string =>
  `/c/${c.get('caisse').slug}/foyers/${c.req.param('household')}`

function readFile(c: Context<CaisseEnv>, movements: number) {
  const householdId = c.req.param('household')!
  const { now } = c.get('app')
  return read(c, async (tx) => ({
    household: await getHousehold(tx, householdId),
    members: (await membersOf(tx, householdId)).filter(
      (one) => one.toOn === null || one.toOn >= c.get('today'),
    ),
    leftCents: await rightsLeft(tx, householdId),
    payers: await payersOfHousehold(tx, householdId),
    pledge: (await listPledges(tx, householdId)).find((one) => one.fromMonth <= monthOf(c.get('today'))),
    movements: await householdHistory(tx, householdId, { now: now(), limit: movements }),
  }))
}

async function filePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const { household, members, leftCents, payers, pledge, movements } = await readFile(c, 10)
  const href = fileHref(c)
  return (
    <DeskPage
      {...deskFrame(c, '/foyers')}
      title={household.name}
      breadcrumb={[{ href: `/c/${slug}/foyers`, label: t('desk.nav') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('inscrit') && (
            <Notice tone="success" title={t('desk.register.done', { nameText: household.name })} />
          )
        )
      }
      actions={
        <>
          <LinkButton icon="print" href={`${href}/solde`}>
            {t('desk.file.print')}
          </LinkButton>
          <LinkButton icon="agreement" href={`${href}/aide`}>
            {t('mandates.desk.link')}
          </LinkButton>
        </>
      }
    >
      <Stats>
        <Stat label={t('desk.file.left')} value={<Money cents={leftCents} rights />} />
        {mayHere(c, CONTRIBUTION_READERS) && (
          <Stat
            label={t('desk.file.pledge')}
            value={pledge ? <Money cents={pledge.cents} /> : t('desk.file.pledgeNone')}
          />
        )}
        <Stat label={t('desk.file.reference')} value={household.paymentReference} />
      </Stats>
      <h2>{t('desk.file.members')}</h2>
      <div class="card-grid">
        {members.map((member) => (
          <MemberCard
            key={member.personId}
            c={c}
            member={member}
            payer={payers.find((one) => one.personId === member.personId)}
            href={`${href}/${member.personId}`}
          />
        ))}
      </div>
      <DefinitionList
        items={[
          { term: t('desk.file.since'), value: t.day(household.enteredOn) },
          ...(household.waveName ? [{ term: t('desk.file.wave'), value: household.waveName }] : []),
          ...(household.territoryName
            ? [{ term: t('desk.file.territory'), value: household.territoryName }]
            : []),
        ]}
      />
      <h2>{t('desk.file.history')}</h2>
      <Movements c={c} movements={movements} />
      <p class="soft small">{t('desk.file.readingLogged')}</p>
    </DeskPage>
  )
}

/** The desk sees that something was spent, not where: purchases are the household's own. */
function Movements({ c, movements }: { c: Context<CaisseEnv>; movements: readonly HouseholdLine[] }) {
  const t = c.get('t')
  if (movements.length === 0) return <p>{t('desk.file.movementsNone')}</p>
  return (
    <DefinitionList
      amounts
      items={movements.map((line, i) => ({
        key: `${line.gestureId} ${i}`,
        term: `${t(`payments.kind.${line.kind}`)}, ${t.instant(line.at)}`,
        value: <Money cents={line.changeCents} rights sign />,
      }))}
    />
  )
}

function MemberCard({
  c,
  member,
  payer,
  href,
}: {
  c: Context<CaisseEnv>
  member: Member
  payer: Payer | undefined
  href: string
}) {
  const t = c.get('t')
  const act = (name: keyof typeof ON_PERSON, label: string) => (
    <form method="post" action={`${href}/${name}`}>
      <input type="hidden" name="key" value={freshForm().key} />
      <Button kind={name === 'numero' ? 'secondary' : 'quiet'}>{label}</Button>
    </form>
  )
  return (
    <Card
      title={`${member.givenName} ${member.familyName}`.trim()}
      icon={member.child ? 'people' : 'person'}
      level={3}
    >
      <p>
        <Badge>{t(member.child ? 'desk.file.child' : 'desk.file.adult')}</Badge>{' '}
        {payer?.blocked && <Badge tone="refusal">{t('desk.file.blocked')}</Badge>}
        {payer && !payer.blocked && (
          <Badge tone={payer.hasCode ? 'success' : 'wait'}>
            {t(payer.hasCode ? 'desk.file.code' : 'desk.file.noCode')}
          </Badge>
        )}
      </p>
      {payer && <p>{t('desk.file.number', { numberText: groupNumber(payer.number) })}</p>}
      {!member.child && (
        <div class="actions">
          {!payer && act('numero', t('desk.file.issueNumber'))}
          {payer && !payer.hasCode && (
            <LinkButton href={`${href}/code`} icon="code">
              {t('desk.file.chooseCode')}
            </LinkButton>
          )}
          {payer?.hasCode && act('effacer', t('desk.file.resetCode'))}
          {payer &&
            (payer.blocked ? act('debloquer', t('desk.file.unblock')) : act('bloquer', t('desk.file.block')))}
        </div>
      )}
    </Card>
  )
}

/** The screen is turned to the person: nothing else of the file is on it. */
async function codePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const person = c.req.param('person')
  const members = await read(c, (tx) => membersOf(tx, c.req.param('household')!))
  const member = members.find((one) => one.personId === person)
  if (!member) throw new Refusal('unknown_person', {}, 404)
  const nameText = member.givenName
  return (
    <TillPage
      {...frameOf(c)}
      title={t('desk.code.title')}
      lead={t('desk.code.lead', { nameText })}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <CodeField
          name="code"
          label={t('desk.code.code')}
          hint={t('desk.code.hint')}
          length={6}
          big
          autofocus
        />
        <CodeField name="again" label={t('desk.code.again')} length={6} big />
        <Actions>
          <Button kind="primary">{t('desk.code.confirm')}</Button>
        </Actions>
      </Form>
    </TillPage>
  )
}

async function balanceSheet(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const { household, leftCents, movements } = await readFile(c, 12)
  return (
    <PrintPage t={t} title={t('desk.print.title')} caisse={frameOf(c).caisse} help={t('desk.print.help')}>
      <h1>{household.name}</h1>
      <p>{t('desk.print.asOf', { instantText: t.instant(c.get('app').now()) })}</p>
      <p>{t('desk.print.left')}</p>
      <p class="amount-hero">
        <Money cents={leftCents} rights />
      </p>
      <p>
        {t('desk.print.reference')} : {household.paymentReference}
      </p>
      <h2>{t('desk.print.last')}</h2>
      <Movements c={c} movements={movements} />
    </PrintPage>
  )
}
