import { createHash } from 'node:crypto'
import type { CaisseId } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { sepaText } from '../../../kit/sepa-text.ts'
import type { AccountId } from '../../ledger/rules.ts'
import { isTargetDay, nextTargetDay } from './target-calendar.ts'

export const SEPA_FORMATS = ['pain.001.001.09', 'pain.001.001.03'] as const
export type SepaFormat = (typeof SEPA_FORMATS)[number]
/** How a batch leaves: a file for the bank, or a numbered list of transfers to type. */
export const FORMATS = [...SEPA_FORMATS, 'list'] as const
export type Format = (typeof FORMATS)[number]

export type BatchStatus = 'prepared' | 'released' | 'closed' | 'cancelled'
export type LineStatus = 'prepared' | 'held' | 'sent' | 'executed' | 'returned' | 'cancelled'

/** What may follow what. A held line of a released batch goes back to what is owed: it is cancelled. */
export const NEXT_LINE: Record<LineStatus, readonly LineStatus[]> = {
  prepared: ['held', 'sent', 'cancelled'],
  held: ['prepared', 'cancelled'],
  sent: ['executed', 'returned'],
  executed: ['returned'],
  returned: [],
  cancelled: [],
}

/** What is in such a line is in no other batch. */
export const LIVE: readonly LineStatus[] = ['prepared', 'held']
const FINAL: readonly LineStatus[] = ['executed', 'returned', 'cancelled']

export const isSettled = (statuses: readonly LineStatus[]): boolean =>
  statuses.every((status) => FINAL.includes(status))

/** A bank account written on a transfer. */
export type Party = { holder: string; iban: string; bic: string | null }

export type Line = Party & {
  line: number
  outletId: string
  accountId: AccountId
  amountCents: Cents
  endToEndId: string
}

// --- preparing ---------------------------------------------------------------------------------

export type Owed = {
  outletId: string
  outletName: string
  accountId: AccountId
  /** What the outlet accepted and was not paid for; below zero when it refunded more since. */
  owedCents: Cents
  bank: Party | null
  /** A new account is confirmed but not yet paid: from this instant on. */
  bankFrom: Date | null
  /** The outlet's line in a batch that has not left. */
  live: { batchId: string; status: LineStatus } | null
}

export type AsideReason =
  'iban_missing' | 'iban_held' | 'holder_unwritable' | 'in_batch' | 'held' | 'owes_caisse'
export type Aside = {
  outletId: string
  outletName: string
  owedCents: Cents
  reason: AsideReason
}

/** Who is paid in a batch, and who is left aside and why. Outlets that are owed nothing are in neither. */
export function planBatch(owed: readonly Owed[]): { payable: Owed[]; aside: Aside[] } {
  const payable: Owed[] = []
  const aside: Aside[] = []
  for (const one of owed) {
    if (one.owedCents === 0) continue
    const reason = reasonAside(one)
    if (!reason) payable.push(one)
    else
      aside.push({
        outletId: one.outletId,
        outletName: one.outletName,
        owedCents: one.owedCents,
        reason,
      })
  }
  return { payable, aside }
}

function reasonAside({ owedCents, live, bank, bankFrom }: Owed): AsideReason | null {
  if (live) return live.status === 'held' ? 'held' : 'in_batch'
  if (owedCents < 0) return 'owes_caisse'
  if (!bank) return 'iban_missing'
  if (bankFrom) return 'iban_held'
  return sepaText(bank.holder, 70) === '' ? 'holder_unwritable' : null
}

/** Numbers and names the lines: their references never serve again. */
export function linesOf(batchId: string, payable: readonly (Owed & { bank: Party | null })[]): Line[] {
  return payable.map(({ outletId, accountId, owedCents, bank }, i) => ({
    ...bank!,
    line: i + 1,
    outletId,
    accountId,
    amountCents: owedCents,
    endToEndId: `${reference(batchId)}-${i + 1}`,
  }))
}

/** A UUID in 25 characters that every bank carries: with a line number it fits in 35. */
export const reference = (id: string): string =>
  BigInt(`0x${id.replaceAll('-', '')}`)
    .toString(36)
    .toUpperCase()
    .padStart(25, '0')

export const totalOf = (lines: readonly { amountCents: Cents }[]): Cents =>
  lines.reduce((total, { amountCents }) => total + amountCents, 0)

// --- what two people sign ------------------------------------------------------------------------

export type Signable = {
  caisseId: CaisseId
  id: string
  executionOn: Day
  debtor: Party
  lines: readonly Line[]
}

/**
 * SHA-256 of all that decides where money goes. A line that is held afterwards is only left out,
 * so that the signatures stay good; everything else would change this.
 */
export function digestOf({ caisseId, id, executionOn, debtor, lines }: Signable): Buffer {
  const seen = [
    [caisseId, id, executionOn, debtor.holder, debtor.iban],
    ...lines.map((one) => [
      one.line,
      one.outletId,
      one.accountId,
      one.amountCents,
      one.holder,
      one.iban,
      one.bic,
      one.endToEndId,
    ]),
  ]
  return createHash('sha256').update(JSON.stringify(seen)).digest()
}

// --- what whoever signs should see -------------------------------------------------------------------

/** What the bank says when it compares the name with the account before it pays. */
export const PAYEE_CHECKS = ['match', 'close_match', 'no_match', 'not_possible'] as const
export type PayeeCheck = (typeof PAYEE_CHECKS)[number]

export type Warning =
  /** Of a file with one order nobody can opt out of the comparison of names. */
  | { kind: 'single_order' }
  | { kind: 'account_changed'; line: number; outletName: string; before: Party; after: Party }
  | { kind: 'payee_doubt'; line: number; outletName: string; check: PayeeCheck }

export function warningsOf(
  lines: readonly (Line & { outletName: string; status: LineStatus })[],
  past: ReadonlyMap<string, { party: Party; payeeCheck: PayeeCheck | null }>,
): Warning[] {
  const going = lines.filter(({ status }) => status === 'prepared' || status === 'sent')
  const warnings: Warning[] = going.length === 1 ? [{ kind: 'single_order' }] : []
  for (const line of going) {
    const before = past.get(line.outletId)
    if (!before) continue
    const { line: number, outletName, holder, iban, bic } = line
    if (before.party.iban !== iban || before.party.holder !== holder)
      warnings.push({
        kind: 'account_changed',
        line: number,
        outletName,
        before: before.party,
        after: { holder, iban, bic },
      })
    else if (before.payeeCheck === 'no_match' || before.payeeCheck === 'close_match')
      warnings.push({ kind: 'payee_doubt', line: number, outletName, check: before.payeeCheck })
  }
  return warnings
}

// --- why not ---------------------------------------------------------------------------------------

export function refusalToPrepare({
  practice,
  executionOn,
  today,
  currency,
}: {
  practice: boolean
  executionOn: Day
  today: Day
  currency: string
}): Refusal | null {
  if (practice) return new Refusal('practice_pays_nobody')
  return refusalToExecuteOn(executionOn, today, currency === 'EUR')
}

/** Banks refuse a day that is past; in euros, also one on which they do not settle. */
export function refusalToExecuteOn(executionOn: Day, today: Day, euros: boolean): Refusal | null {
  if (executionOn < today) return new Refusal('execution_in_past', { day: executionOn })
  if (euros && !isTargetDay(executionOn))
    return new Refusal('banks_closed', { day: executionOn, nextDay: nextTargetDay(executionOn) })
  return null
}

export function refusalToRelease({
  status,
  format,
  currency,
  executionOn,
  today,
}: {
  status: BatchStatus
  format: Format
  currency: string
  executionOn: Day
  today: Day
}): Refusal | null {
  if (status !== 'prepared') return new Refusal(`batch_${status}`, {}, 409)
  if (format !== 'list' && currency !== 'EUR') return new Refusal('sepa_needs_euros', { currency })
  return refusalToExecuteOn(executionOn, today, format !== 'list')
}

export function refusalToMove(line: { line: number; status: LineStatus }, to: LineStatus): Refusal | null {
  if (NEXT_LINE[line.status].includes(to)) return null
  return new Refusal(`line_${line.status}`, { line: line.line }, 409)
}

/** What the bank did, it did between the release and today. */
export function refusalToDate(on: Day, releasedOn: Day, today: Day): Refusal | null {
  if (on > today) return new Refusal('bank_day_in_future', { day: on })
  if (on < releasedOn) return new Refusal('bank_day_before_release', { day: releasedOn })
  return null
}
