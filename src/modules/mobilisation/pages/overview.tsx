import { Hono, type Context } from 'hono'
import { answerForm, fileAnswer, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { addDays, addMonths, firstDay, monthOf } from '../../../kit/month.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { BarList } from '../../../kit/ui/figures.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { Funnel } from '../../../kit/ui/funnel.tsx'
import { MonthField, SelectField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, Disclosure, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { noteLeaving } from '../actions/outreach.ts'
import { callListPaper } from '../papers.ts'
import { LIST_KEPT_DAYS, REASONS } from '../rules/outreach.ts'
import { listContacts } from '../store/contacts.ts'
import { countBySource, countFunnel, countReasons } from '../store/funnel.ts'
import { home, OUTREACH, Parts, sayReach, StepBadge, territoryOptions } from './parts.tsx'

/** Months that the picture looks back on. */
const MONTHS = 6

export const overview = new Hono<CaisseEnv>()

overview.use('/c/:slug/mobilisation', readCaisse, async (c, next) => (requireRole(c, OUTREACH), next()))
overview.use('/c/:slug/mobilisation/*', readCaisse, async (c, next) => (requireRole(c, OUTREACH), next()))

overview.get('/c/:slug/mobilisation', async (c) => html(await overviewPage(c, freshForm())))

const isId = (text: string | undefined): text is string => /^[0-9a-f-]{36}$/.test(text ?? '')

async function overviewPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const today = c.get('today')
  const asked = c.req.query('territoire')
  const territories = await territoryOptions(c, t('mobilisation.everywhere'))
  const territoryId = isId(asked) ? asked : undefined
  const period = { since: firstDay(addMonths(monthOf(today), 1 - MONTHS)), until: today, territoryId }
  const { due, funnel, sources, reasons } = await read(c, async (tx) => ({
    due: await listContacts(tx, { dueBy: today, ...(territoryId && { territoryId }) }),
    funnel: await countFunnel(tx, period),
    sources: await countBySource(tx, period),
    reasons: await countReasons(tx, period),
  }))
  const count = (step: string) => funnel.find((one) => one.step === step)?.count ?? 0
  return (
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.title', { count: due.length })}
      lead={t('mobilisation.lead')}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('note') && <Notice tone="success" title={t('mobilisation.leaving.noted')} />
        )
      }
      actions={
        <LinkButton kind="primary" icon="add" href={`${home(c)}/contacts/noter`}>
          {t('mobilisation.contact.add')}
        </LinkButton>
      }
    >
      <Parts c={c} current="" />
      {due.length > 0 && (
        <section class="stack">
          <h2>{t('mobilisation.due.title')}</h2>
          <RowList>
            {due.slice(0, 8).map((contact) => (
              <RowLink
                key={contact.id}
                href={`${home(c)}/contacts/${contact.id}`}
                icon={contact.reach === 'mail' ? 'mail' : contact.reach === 'phone' ? 'phone' : 'person'}
                title={contact.name}
                text={`${sayReach(t, contact)} · ${t('mobilisation.due.since', { day: contact.followUpOn! })}`}
                aside={<StepBadge t={t} contact={contact} />}
              />
            ))}
          </RowList>
          <Actions>
            {due.length > 8 && (
              <LinkButton href={`${home(c)}/contacts?etat=due`}>
                {t('mobilisation.due.all', { count: due.length })}
              </LinkButton>
            )}
            <LinkButton icon="print" href={`${home(c)}/appels.pdf`} download>
              {t('mobilisation.due.print')}
            </LinkButton>
          </Actions>
          <p class="soft small">{t('mobilisation.due.destroy', { days: LIST_KEPT_DAYS })}</p>
        </section>
      )}
      {territories.length > 2 && (
        <Form method="get">
          <div class="form-row">
            <SelectField
              name="territoire"
              label={t('mobilisation.territory')}
              value={territoryId ?? ''}
              options={territories}
              optional
            />
            <Button>{t('mobilisation.show')}</Button>
          </div>
        </Form>
      )}
      {count('met') === 0 ? (
        <EmptyState title={t('mobilisation.funnel.none')} icon="announce">
          <p>{t('mobilisation.funnel.noneText')}</p>
        </EmptyState>
      ) : (
        <>
          <Funnel
            title={t('mobilisation.funnel.title', { met: count('met'), joined: count('joined') })}
            caption={t('mobilisation.funnel.caption', { count: MONTHS })}
            heads={[
              t('mobilisation.funnel.step'),
              t('mobilisation.funnel.people'),
              t('mobilisation.funnel.share'),
            ]}
            steps={funnel.flatMap(({ step, count: people }) =>
              step === 'left' ? [] : [{ key: step, label: t(`mobilisation.reached.${step}`), count: people }],
            )}
          />
          <p class="soft">{t('mobilisation.funnel.left', { count: count('left') })}</p>
          <BarList
            title={t('mobilisation.sources.title', {
              sourceText: t(`mobilisation.source.${sources[0]!.source}`),
            })}
            caption={t('mobilisation.sources.caption')}
            heads={[t('mobilisation.sources.source'), t('mobilisation.funnel.people')]}
            share="rights"
            bars={sources.map(({ source, met, asked: pre, joined }) => ({
              key: source,
              label: t(`mobilisation.source.${source}`),
              value: met,
              text: t('mobilisation.sources.bar', { met, asked: pre, joined }),
            }))}
          />
        </>
      )}
      {reasons.length > 0 && (
        <BarList
          title={t('mobilisation.reasons.title')}
          caption={t('mobilisation.reasons.caption')}
          heads={[t('mobilisation.reasons.reason'), t('mobilisation.reasons.times')]}
          share="coming"
          bars={reasons.map(({ reason, count: times }) => ({
            key: reason,
            label: t(`mobilisation.reason.${reason}`),
            value: times,
          }))}
        />
      )}
      <Disclosure summary={t('mobilisation.leaving.title')} open={form.issues.length > 0}>
        <p>{t('mobilisation.leaving.text')}</p>
        <Form action={`${home(c)}/depart`} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <div class="form-row">
            <MonthField
              name="leftIn"
              label={t('mobilisation.leaving.month')}
              from={addMonths(monthOf(today), -12)}
              to={monthOf(today)}
              value={monthOf(today)}
            />
            <SelectField
              name="reason"
              label={t('mobilisation.leaving.reason')}
              options={REASONS.filter((reason) => reason !== 'no_answer').map((reason) => ({
                value: reason,
                label: t(`mobilisation.reason.${reason}`),
              }))}
            />
            <Button>{t('mobilisation.leaving.confirm')}</Button>
          </div>
        </Form>
      </Disclosure>
      <Card title={t('mobilisation.rule.title')} icon="lock" look="sunk">
        <p>{t('mobilisation.rule.text')}</p>
      </Card>
    </DeskPage>
  )
}

overview.post('/c/:slug/mobilisation/depart', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      noteLeaving(callOf(c, key), {
        leftIn: textField(fields, 'leftIn'),
        reason: textField(fields, 'reason') as 'undisclosed',
      }),
    done: () => `${home(c)}?note=oui`,
    again: (form) => overviewPage(c, form),
  }),
)

overview.get('/c/:slug/mobilisation/appels.pdf', async (c) => {
  const today = c.get('today')
  const paper = await read(c, async (tx) =>
    callListPaper(tx, await listContacts(tx, { dueBy: today, reach: 'phone' }), {
      at: c.get('app').now(),
      destroyOn: addDays(today, LIST_KEPT_DAYS),
    }),
  )
  return fileAnswer(await printPaper(paper), 'application/pdf', 'appels.pdf')
})
