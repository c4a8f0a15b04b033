import { Hono, type Context } from 'hono'
import { freshForm, textField } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { formatMoney } from '../../../kit/cents.ts'
import { conventions } from '../../../kit/i18n/locale.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, MonthField, NumberField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { Badge, Disclosure, EmptyState, Money, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { LineField, Tick, TickList } from '../../../kit/ui/ticks.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { computeDues } from '../../contributions/actions/dues.ts'
import { recordReceipts } from '../../contributions/actions/receipts.ts'
import type { DueWord } from '../../contributions/rules/due-word.ts'
import type { ReceiptMethod } from '../../contributions/rules/receipt.ts'
import { setGraceDays } from '../actions/counts.ts'
import { graceDays } from '../store/counts.ts'
import { duesSeen, SHOWN, type NamedDue, type Shown } from '../store/dues-seen.ts'
import {
  ActForm,
  formAt,
  HOME,
  hrefIn,
  monthAsked,
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

/** The address of the list as it is looked at, which its forms bring back. */
function viewOf(c: Context<CaisseEnv>) {
  const search = c.req.query('q')?.slice(0, 100) ?? ''
  const shown = SHOWN.find((each) => each === c.req.query('voir')) ?? (search === '' ? 'attendues' : 'toutes')
  const from = Math.min(1_000_000, Math.max(0, Number.parseInt(c.req.query('apres') ?? '0', 10) || 0))
  return { month: monthAsked(c), search, shown, from }
}

function hrefOf(c: Context<CaisseEnv>, path: string, change: Record<string, string> = {}): string {
  const { month, search, shown } = viewOf(c)
  const asked = { mois: month, ...(search !== '' && { q: search }), voir: shown, ...change }
  return `${hrefIn(c, path)}?${new URLSearchParams(asked)}`
}

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
  act: async (_, fields, call) => {
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
    const { receiptIds } = await named(inForm, () => recordReceipts(call, { receipts }))
    return receiptIds.length
  },
  done: (c, count) => hrefOf(c, '/cotisations', { notees: String(count) }),
  page: duesPage,
  home: listHref,
  name: 'noter',
})

async function duesPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const { month, search, shown, from } = viewOf(c)
  const today = c.get('today')
  const seen = await read(c, async (tx) => {
    const grace = await graceDays(tx)
    return { grace, ...(await duesSeen(tx, { month, today, graceDays: grace, search, shown })) }
  })
  const { totals, counts } = seen
  const noted = Number(c.req.query('notees'))
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
      notice={noted > 0 && <Notice tone="success" title={t('dues.list.noted', { count: noted })} />}
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

/** Of many receipts sent at once, whose it was that was refused. */
function RefusedLine({ t, sent, dues: listed }: { t: Translate; sent: Sent; dues: readonly NamedDue[] }) {
  const line = sent?.name === 'noter' ? sent.form.refusal?.params['lineNumber'] : undefined
  if (typeof line !== 'number') return null
  const id = tickedIds(sent!.form.typed, 'recue')[line - 1]
  const name = listed.find(({ householdId }) => householdId === id)?.name
  return name ? <p>{t('dues.list.refusedLine', { nameText: name })}</p> : null
}

const METHODS = ['transfer', 'cash', 'cheque', 'card', 'third_party'] as const

export const methodOptions = (t: Translate) =>
  METHODS.map((value) => ({ value, label: t(`dues.method.${value}`) }))

function TickForm({
  c,
  sent,
  dues: listed,
}: {
  c: Context<CaisseEnv>
  sent: Sent
  dues: readonly NamedDue[]
}) {
  const t = c.get('t')
  const open = listed.some(({ missingCents }) => missingCents > 0)
  const all = c.req.query('cocher') === 'tout' && sent === null
  if (listed.length === 0)
    return (
      <EmptyState title={t('dues.list.nobody')} icon="search">
        <p>{t('dues.list.nobodyText')}</p>
      </EmptyState>
    )
  const lines = (
    <TickList label={t('dues.list.households')}>
      {listed.map((due) => (
        <DueLine key={due.householdId} c={c} due={due} checked={all} />
      ))}
    </TickList>
  )
  if (!open) return lines
  return (
    <ActForm
      sent={sent}
      name="noter"
      action={hrefOf(c, '/cotisations/noter')}
      labels={Object.fromEntries(listed.map((due) => [`montant.${due.householdId}`, due.name]))}
    >
      <div class="form-row">
        <DateField name="receivedOn" label={t('dues.list.day')} value={c.get('today')} max={c.get('today')} />
        <SelectField
          name="method"
          label={t('dues.list.method')}
          value="transfer"
          options={methodOptions(t)}
          width="medium"
        />
      </div>
      <Actions>
        <LinkButton kind="quiet" href={hrefOf(c, '/cotisations', all ? {} : { cocher: 'tout' })}>
          {t(all ? 'dues.list.untickAll' : 'dues.list.tickAll')}
        </LinkButton>
      </Actions>
      {lines}
      <Actions sticky>
        <Button kind="primary" icon="check">
          {t('dues.list.note')}
        </Button>
      </Actions>
    </ActForm>
  )
}

const TONES: Record<DueWord, Tone | undefined> = {
  received: 'success',
  waived: 'info',
  nothing: undefined,
  expected: 'wait',
  late: 'wait',
}

export function DueBadge({ t, word }: { t: Translate; word: DueWord }) {
  const tone = TONES[word]
  return <Badge {...(tone && { tone })}>{t(`dues.word.${word}`)}</Badge>
}

function DueLine({ c, due, checked }: { c: Context<CaisseEnv>; due: NamedDue; checked: boolean }) {
  const t = c.get('t')
  const { householdId, name, paymentReference, expectedCents, receivedCents, missingCents, lateCents } = due
  const href = hrefIn(c, `/cotisations/${householdId}`)
  const open = missingCents > 0
  return (
    <Tick
      name={open ? `recue.${householdId}` : undefined}
      checked={checked}
      title={name}
      text={
        <>
          <span>{paymentReference}</span>
          {open && receivedCents > 0 && (
            <span>{t('dues.line.partly', { receivedCents, expectedCents })}</span>
          )}
          {lateCents > 0 && <span>{t('dues.line.earlier', { lateCents })}</span>}
        </>
      }
      aside={
        <>
          <DueBadge t={t} word={due.word} />
          {open ? (
            <LineField
              name={`montant.${householdId}`}
              label={t('dues.line.amount', { nameText: name })}
              value={formatMoney(missingCents, conventions(t.locale))}
            />
          ) : (
            <Money cents={expectedCents} />
          )}
          <a href={href} aria-label={t('dues.line.openNamed', { nameText: name })}>
            {t('dues.line.open')}
          </a>
        </>
      }
    />
  )
}
