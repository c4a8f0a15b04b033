import { Hono, type Context } from 'hono'
import { textField } from '../../../kit/http.ts'
import { conventions } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { formatMoney } from '../../../kit/cents.ts'
import type { Cents } from '../../../kit/money.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { DateField, MoneyField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { Badge, Card, Money, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { Tick, TickList } from '../../../kit/ui/ticks.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { chequesInHand } from '../../contributions/store/receipts.ts'
import { balanceOn } from '../../ledger/store.ts'
import { countCash } from '../actions/counts.ts'
import { depositToBank } from '../actions/deposits.ts'
import { isNote, piecesOf } from '../rules/cash.ts'
import { cashCounts, type CashCount } from '../store/counts.ts'
import { listDeposits } from '../store/deposits.ts'
import {
  ActForm,
  formAt,
  HOME,
  hrefIn,
  named,
  showing,
  tickedIds,
  TreasuryPage,
  type Sent,
} from './frame.tsx'

export const cash = new Hono<CaisseEnv>()

const pageHref = (c: Context<CaisseEnv>) => hrefIn(c, '/especes')

cash.get(`${HOME}/especes`, showing(cashPage))

/** `dix` pieces of two euros: a count that is no number is told at its field. */
const countOf = (typed: string): number => (typed.trim() === '' ? 0 : Number(typed.trim()))

formAt(cash, `${HOME}/especes/compter`, {
  act: (c, fields, call) => {
    const { currency } = c.get('caisse')
    const pieces = Object.fromEntries(
      piecesOf(currency).map((piece) => [piece, countOf(textField(fields, `piece-${piece}`))]),
    )
    return named(
      (field) => (field === 'on' ? 'countedOn' : field.replace(/^pieces\.(\d+)$/, 'piece-$1')),
      () => countCash(call, { on: textField(fields, 'countedOn'), pieces }),
    )
  },
  done: (c) => `${pageHref(c)}?fait=compte`,
  page: cashPage,
  home: pageHref,
  name: 'compter',
})

formAt(cash, `${HOME}/especes/remettre`, {
  act: (_, fields, call) =>
    named(
      (field) => (field === 'on' ? 'cashOn' : field),
      () =>
        depositToBank(call, {
          from: 'cash',
          amount: textField(fields, 'amount'),
          on: textField(fields, 'cashOn'),
        }),
    ),
  done: (c, { depositId }) => hrefIn(c, `/remises/${depositId}?fait=oui`),
  page: cashPage,
  home: pageHref,
  name: 'remettre',
})

formAt(cash, `${HOME}/especes/cheques`, {
  act: (_, fields, call) => {
    const receiptIds = tickedIds(fields, 'cheque')
    if (receiptIds.length === 0) throw new Refusal('nothing_ticked')
    return named(
      (field) => (field === 'on' ? 'chequesOn' : field),
      () => depositToBank(call, { from: 'cheques', receiptIds, on: textField(fields, 'chequesOn') }),
    )
  },
  done: (c, { depositId }) => hrefIn(c, `/remises/${depositId}?fait=oui`),
  page: cashPage,
  home: pageHref,
  name: 'cheques',
})

async function cashPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const today = c.get('today')
  const seen = await read(c, async (tx) => {
    const counts = await cashCounts(tx, { limit: 6 })
    return {
      heldCents: await balanceOn(tx, 'cash', today),
      counts: await Promise.all(
        counts.map(async (count) => ({ ...count, ledgerCents: await balanceOn(tx, 'cash', count.on) })),
      ),
      cheques: await chequesInHand(tx),
      deposits: await listDeposits(tx),
    }
  })
  const chequeCents = seen.cheques.reduce((sum, { cents }) => sum + cents, 0)
  return (
    <TreasuryPage
      c={c}
      tab="/especes"
      sent={sent}
      title={t('cash.title', { heldCents: seen.heldCents, count: seen.cheques.length })}
      notice={c.req.query('fait') && <CountedNotice t={t} count={seen.counts[0]} />}
    >
      <Stats>
        <Stat label={t('cash.ledger')} value={<Money cents={seen.heldCents} />} />
        <Stat label={t('cash.inHand')} value={<Money cents={chequeCents} />} />
      </Stats>
      <Card title={t('cash.count.title')} icon="money">
        <ActForm sent={sent} name="compter" action={hrefIn(c, '/especes/compter')}>
          <DateField name="countedOn" label={t('cash.count.day')} value={today} max={today} />
          <PieceFields c={c} sent={sent} />
          <Actions>
            <Button kind="primary" icon="check">
              {t('cash.count.keep')}
            </Button>
          </Actions>
        </ActForm>
      </Card>
      <CountTable c={c} counts={seen.counts} />
      <Card title={t('cash.cheques.title', { count: seen.cheques.length })} icon="document">
        {seen.cheques.length === 0 ? (
          <p>{t('cash.cheques.none')}</p>
        ) : (
          <ActForm sent={sent} name="cheques" action={hrefIn(c, '/especes/cheques')}>
            <TickList label={t('cash.cheques.list')}>
              {seen.cheques.map((cheque) => (
                <Tick
                  key={cheque.id}
                  name={`cheque.${cheque.id}`}
                  checked={sent?.name !== 'cheques'}
                  title={cheque.householdName}
                  text={[cheque.reference, t.day(cheque.receivedOn)].filter(Boolean).join(' · ')}
                  aside={<Money cents={cheque.cents} />}
                />
              ))}
            </TickList>
            <div class="form-row">
              <DateField name="chequesOn" label={t('cash.cheques.day')} value={today} max={today} />
              <Button icon="bank">{t('cash.cheques.deposit')}</Button>
            </div>
          </ActForm>
        )}
      </Card>
      <Card title={t('cash.deposit.title')} icon="bank">
        <ActForm sent={sent} name="remettre" action={hrefIn(c, '/especes/remettre')}>
          <div class="form-row">
            <MoneyField name="amount" label={t('cash.deposit.amount')} />
            <DateField name="cashOn" label={t('cash.deposit.day')} value={today} max={today} />
            <Button>{t('cash.deposit.keep')}</Button>
          </div>
        </ActForm>
      </Card>
      <section class="stack">
        <h2>{t('cash.slips')}</h2>
        {seen.deposits.length === 0 ? (
          <p>{t('cash.slipsNone')}</p>
        ) : (
          <RowList>
            {seen.deposits.map((deposit) => (
              <RowLink
                key={deposit.id}
                href={hrefIn(c, `/remises/${deposit.id}`)}
                title={t(`cash.slip.${deposit.kind}`, { numberText: deposit.number })}
                text={t.day(deposit.on)}
                aside={<Money cents={deposit.amountCents} />}
              />
            ))}
          </RowList>
        )}
      </section>
    </TreasuryPage>
  )
}

/** `20 €`, `0,50 €`: what stands on the piece. */
const faceValue = (t: Translate, piece: Cents, currency: string): string =>
  formatMoney(piece, conventions(t.locale), currency).replace(/[.,]00(?!\d)/, '')

function PieceFields({ c, sent }: { c: Context<CaisseEnv>; sent: Sent }) {
  const t = c.get('t')
  const { currency } = c.get('caisse')
  const form = sent?.name === 'compter' ? sent.form : null
  const groups = [
    { title: t('cash.count.notes'), pieces: piecesOf(currency).filter((piece) => isNote(currency, piece)) },
    { title: t('cash.count.coins'), pieces: piecesOf(currency).filter((piece) => !isNote(currency, piece)) },
  ].filter(({ pieces }) => pieces.length > 0)
  return (
    <>
      {groups.map(({ title, pieces }) => (
        <fieldset class="field" key={title}>
          <legend>{title}</legend>
          <div class="pieces">
            {pieces.map((piece) => {
              const id = `piece-${piece}`
              const error = form?.issues.find(({ field }) => field === id)
              return (
                <span class="piece" key={piece}>
                  <label for={`field-${id}`}>
                    {faceValue(t, piece, currency)}
                    {'\u00a0'}×
                  </label>
                  <input
                    class="input input-figures"
                    id={`field-${id}`}
                    name={id}
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    placeholder="0"
                    aria-invalid={error ? 'true' : undefined}
                    aria-describedby={error ? `field-${id}-error` : undefined}
                    value={form?.typed[id]}
                  />
                  {error && (
                    <span class="field-message" id={`field-${id}-error`}>
                      {t.issue('number')}
                    </span>
                  )}
                </span>
              )
            })}
          </div>
        </fieldset>
      ))}
    </>
  )
}

type Compared = CashCount & { ledgerCents: number }

function CountedNotice({ t, count }: { t: Translate; count: Compared | undefined }) {
  if (!count) return null
  const cents = count.totalCents - count.ledgerCents
  if (cents === 0)
    return <Notice tone="success" title={t('cash.count.same', { totalCents: count.totalCents })} />
  return (
    <Notice
      tone="wait"
      title={t(cents > 0 ? 'closing.gap.cash_gap_more' : 'closing.gap.cash_gap_less', {
        cents: Math.abs(cents),
      })}
    >
      <p>{t('cash.count.gapText')}</p>
    </Notice>
  )
}

function CountTable({ c, counts }: { c: Context<CaisseEnv>; counts: readonly Compared[] }) {
  const t = c.get('t')
  if (counts.length === 0) return null
  return (
    <section class="stack">
      <h2>{t('cash.count.last')}</h2>
      <DataTable
        caption={t('cash.count.last')}
        columns={[
          { label: t('cash.count.dayShort'), heading: true, cell: ({ on }) => t.day(on) },
          { label: t('cash.count.counted'), numeric: true, cell: (one) => <Money cents={one.totalCents} /> },
          { label: t('cash.ledgerThen'), numeric: true, cell: (one) => <Money cents={one.ledgerCents} /> },
          {
            label: t('cash.count.gap'),
            numeric: true,
            cell: (one) => (
              <GapCell c={c} place="especes" on={one.on} cents={one.totalCents - one.ledgerCents} />
            ),
          },
        ]}
        rows={counts}
        keyOf={({ id }) => id}
      />
    </section>
  )
}

/** What differs, and the way to say why. */
export function GapCell({
  c,
  place,
  on,
  cents,
}: {
  c: Context<CaisseEnv>
  place: 'especes' | 'banque'
  on: string
  cents: number
}) {
  const t = c.get('t')
  if (cents === 0) return <Badge tone="success">{t('closing.figures.noGap')}</Badge>
  const asked = new URLSearchParams({ lieu: place, le: on, ecart: String(cents) })
  return (
    <span class="gap">
      <Money cents={cents} sign /> <a href={`${hrefIn(c, '/ecart')}?${asked}`}>{t('cash.explain.open')}</a>
    </span>
  )
}
