import { Hono, type Context } from 'hono'
import { freshForm, textField, type Fields } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { MonthField, NumberField, TextField } from '../../../kit/ui/inputs.tsx'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { Disclosure, EmptyState, Money, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { computeDues } from '../../contributions/actions/dues.ts'
import { recordReceipts, undoReceipts } from '../../contributions/actions/receipts.ts'
import type { ReceiptMethod } from '../../contributions/rules/receipt.ts'
import { dueStates } from '../../contributions/store/due-states.ts'
import { receiptsOfGesture } from '../../contributions/store/receipts.ts'
import { setGraceDays } from '../actions/counts.ts'
import { graceDays } from '../store/counts.ts'
import { duesSeen, SHOWN, type NamedDue, type Shown } from '../store/dues-seen.ts'
import { TickForm } from './due-lines.tsx'
import { hrefOf, viewOf } from './dues-view.ts'
import {
  ActForm,
  formAt,
  HOME,
  hrefIn,
  monthsAround,
  named,
  showing,
  tickedIds,
  TreasuryPage,
  type Sent,
} from './frame.tsx'

export const dues = new Hono<CaisseEnv>()

const PAGE = 200

dues.get(`${HOME}/cotisations`, showing(duesPage))

const listHref = (c: Context<CaisseEnv>) => hrefOf(c, '/cotisations')

formAt(dues, `${HOME}/cotisations/calculer`, {
  act: (c, _, call) => computeDues(call, { month: viewOf(c).month }),
  done: listHref,
  page: duesPage,
  home: listHref,
})

formAt(dues, `${HOME}/cotisations/delai`, {
  act: (_, fields, call) => setGraceDays(call, { days: textField(fields, 'days') }),
  done: listHref,
  page: duesPage,
  home: listHref,
  name: 'delai',
})

formAt(dues, `${HOME}/cotisations/noter`, {
  act: async (c, fields, call) => {
    const ids = tickedIds(fields, 'recue')
    if (ids.length === 0) throw new Refusal('nothing_ticked')
    const receipts = ids.map((householdId) => ({
      householdId,
      amount: textField(fields, `montant.${householdId}`),
      method: textField(fields, 'method') as ReceiptMethod,
      receivedOn: textField(fields, 'receivedOn'),
    }))
    const inForm = (field: string) => {
      const [, place, name] = /^receipts\.(\d+)\.(\w+)$/.exec(field) ?? []
      return name === 'amount' ? `montant.${ids[Number(place)]}` : (name ?? field)
    }
    await refuseNotedMeanwhile(c, fields, ids, call.key)
    const { receiptIds } = await named(inForm, () => recordReceipts(call, { receipts }))
    return { count: receiptIds.length, gesture: call.key }
  },
  done: (c, { count, gesture }) => hrefOf(c, '/cotisations', { notees: String(count), geste: gesture }),
  page: duesPage,
  home: listHref,
  name: 'noter',
})

formAt(dues, `${HOME}/cotisations/annuler`, {
  act: async (_, fields, call) =>
    (await undoReceipts(call, { gestureId: textField(fields, 'geste') })).receiptIds.length,
  done: (c, count) => hrefOf(c, '/cotisations', { annulees: String(count) }),
  page: duesPage,
  home: listHref,
  name: 'annuler',
})

/** Somebody else noted one of them since the page was read: it is not noted twice. */
async function refuseNotedMeanwhile(
  c: Context<CaisseEnv>,
  fields: Fields,
  ids: readonly string[],
  key: string,
): Promise<void> {
  const { month } = viewOf(c)
  const [sentBefore, states] = await read(c, async (tx) => [
    await receiptsOfGesture(tx, key),
    await dueStates(tx, month, { only: ids, limit: ids.length }),
  ])
  // The same form sent again is answered as the first time.
  if (sentBefore.length > 0) return
  const missing = new Map(states.map(({ householdId, missingCents }) => [householdId, missingCents]))
  const line = ids.findIndex((id) => (missing.get(id) ?? 0) < Number(textField(fields, `attendu.${id}`)))
  if (line !== -1) throw new Refusal('due_noted_meanwhile', { lineNumber: line + 1 }, 409)
}

async function duesPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const { month, search, shown, from } = viewOf(c)
  const today = c.get('today')
  const seen = await read(c, async (tx) => {
    const grace = await graceDays(tx)
    return { grace, ...(await duesSeen(tx, { month, today, graceDays: grace, search, shown })) }
  })
  const { totals, counts } = seen
  return (
    <TreasuryPage
      c={c}
      tab="/cotisations"
      sent={sent}
      title={
        counts.toutes === 0
          ? t('dues.list.noneTitle', { month })
          : t('dues.list.title', { month, count: counts.attendues })
      }
      notice={<JustDone c={c} />}
      actions={
        <LinkButton icon="statements" href={`${hrefIn(c, '/recettes')}?mois=${month}`}>
          {t('dues.list.receipts')}
        </LinkButton>
      }
    >
      <RefusedLine t={t} sent={sent} dues={seen.dues} />
      <Form method="get">
        <div class="form-row">
          <MonthField name="mois" label={t('dues.list.month')} value={month} {...monthsAround(c)} />
          <TextField name="q" type="search" label={t('dues.list.search')} value={search} optional />
          <Button icon="search">{t('dues.list.go')}</Button>
        </div>
      </Form>
      {counts.toutes === 0 ? (
        <EmptyState title={t('dues.list.none')} icon="calendar">
          <p>{t('dues.list.noneText')}</p>
          <form method="post" action={hrefOf(c, '/cotisations/calculer')}>
            <HiddenKey value={freshForm().key} />
            <Button kind="primary">{t('dues.list.compute', { month })}</Button>
          </form>
        </EmptyState>
      ) : (
        <>
          <Stats>
            <Stat label={t('dues.list.expected')} value={<Money cents={totals.expectedCents} />} />
            <Stat label={t('dues.list.received')} value={<Money cents={totals.receivedCents} />} />
            {totals.waivedCents > 0 && (
              <Stat label={t('dues.list.waived')} value={<Money cents={totals.waivedCents} />} />
            )}
            <Stat label={t('dues.list.missing')} value={<Money cents={totals.missingCents} />} />
          </Stats>
          <Tabs
            label={t('dues.list.which')}
            tabs={SHOWN.map((each: Shown) => ({
              href: hrefOf(c, '/cotisations', { voir: each }),
              label: t(`dues.shown.${each}`),
              count: counts[each],
              current: each === shown,
            }))}
          />
          <TickForm c={c} sent={sent} dues={seen.dues.slice(from, from + PAGE)} />
          {seen.dues.length > from + PAGE && (
            <LinkButton href={hrefOf(c, '/cotisations', { apres: String(from + PAGE) })}>
              {t('dues.list.more')}
            </LinkButton>
          )}
        </>
      )}
      <Disclosure summary={t('dues.grace.title', { days: seen.grace })} open={sent?.name === 'delai'}>
        <ActForm sent={sent} name="delai" action={hrefOf(c, '/cotisations/delai')}>
          <div class="form-row">
            <NumberField name="days" label={t('dues.grace.label')} value={seen.grace} />
            <Button>{t('dues.grace.keep')}</Button>
          </div>
        </ActForm>
      </Disclosure>
    </TreasuryPage>
  )
}

/** What was just noted, and the way back from it. */
function JustDone({ c }: { c: Context<CaisseEnv> }) {
  const t = c.get('t')
  const [noted, undone] = [Number(c.req.query('notees')), Number(c.req.query('annulees'))]
  const gesture = c.req.query('geste')
  if (undone > 0) return <Notice tone="success" title={t('dues.list.undone', { count: undone })} />
  if (!(noted > 0)) return null
  return (
    <Notice tone="success" title={t('dues.list.noted', { count: noted })}>
      {gesture && (
        <form method="post" action={hrefOf(c, '/cotisations/annuler')}>
          <HiddenKey value={freshForm().key} />
          <input type="hidden" name="geste" value={gesture} />
          <Button kind="quiet" icon="undo">
            {t('dues.list.undo', { count: noted })}
          </Button>
        </form>
      )}
    </Notice>
  )
}

/** Of many receipts sent at once, whose it was that was refused. */
function RefusedLine({ t, sent, dues: listed }: { t: Translate; sent: Sent; dues: readonly NamedDue[] }) {
  const line = sent?.name === 'noter' ? sent.form.refusal?.params['lineNumber'] : undefined
  if (typeof line !== 'number') return null
  const id = tickedIds(sent!.form.typed, 'recue')[line - 1]
  const name = listed.find(({ householdId }) => householdId === id)?.name
  return name ? <p>{t('dues.list.refusedLine', { nameText: name })}</p> : null
}
