import { createHash } from 'node:crypto'
import type { CaisseId } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { addMonths, monthOf, type Day, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

/** All that a closed month says of itself; amounts in cents. No name of a household is in it. */
export type ClosingFigures = {
  month: Month
  dues: {
    households: number
    expectedCents: Cents
    waivedCents: Cents
    receivedCents: Cents
    missingCents: Cents
    /** Households whose due of the month is not complete. */
    lateHouseholds: number
    thirdPartyExpectedCents: Cents
    thirdPartyReceivedCents: Cents
  }
  /** Euros that came in, by the days they moved; what was undone is taken off. */
  income: {
    cashCents: Cents
    chequeCents: Cents
    transferCents: Cents
    cardCents: Cents
    thirdPartyCents: Cents
    grantsCents: Cents
    differencesCents: Cents
  }
  rights: {
    openingCents: Cents
    issuedCents: Cents
    spentCents: Cents
    refundedCents: Cents
    expiredCents: Cents
    returnedCents: Cents
    /** Still in circulation when the month ended. */
    carriedCents: Cents
  }
  claims: {
    openingCents: Cents
    acceptedCents: Cents
    refundedCents: Cents
    sentCents: Cents
    cameBackCents: Cents
    closingCents: Cents
  }
  /** What the bank said of transfers in the month. */
  transfers: {
    executedCents: Cents
    executed: number
    returned: readonly { outletName: string; amountCents: Cents; on: Day }[]
    inFlightCents: Cents
    /** Batches that wait for signatures or to leave. */
    batchesWaiting: number
  }
  bank: { ledgerCents: Cents; readCents: Cents | null; othersCents: Cents }
  cash: {
    ledgerCents: Cents
    moved: boolean
    counted: { on: Day; totalCents: Cents; ledgerCents: Cents } | null
  }
  cheques: { ledgerCents: Cents; inHand: number }
  /** A run of allocations of the month that was begun and not issued. */
  runsOpen: number
}

export type Coverage = { availableCents: Cents; promisedCents: Cents; freeCents: Cents }

/** At the end of the month: what is held against what can be spent and what outlets are owed. */
export function coverageOf({ bank, cash, cheques, transfers, rights, claims }: ClosingFigures): Coverage {
  const availableCents = bank.ledgerCents + cash.ledgerCents + cheques.ledgerCents - transfers.inFlightCents
  const promisedCents = rights.carriedCents + claims.closingCents
  return { availableCents, promisedCents, freeCents: availableCents - promisedCents }
}

/** What the bank account held more than the journal says; below zero, it is missing. */
export const bankGap = ({ ledgerCents, readCents, othersCents }: ClosingFigures['bank']): Cents | null =>
  readCents === null ? null : readCents - othersCents - ledgerCents

export const cashGap = ({ counted }: ClosingFigures['cash']): Cents | null =>
  counted === null ? null : counted.totalCents - counted.ledgerCents

// --- what is left to do, and what is only named --------------------------------------------------------

/** `blocks`: the month is not closed before it is done. The others are told, and stay true afterwards. */
export type Gap = { blocks: boolean } & (
  | { kind: 'runs_open'; count: number }
  | { kind: 'no_dues' }
  | { kind: 'dues_late'; count: number; cents: Cents }
  | { kind: 'cash_not_counted'; cents: Cents }
  | { kind: 'cash_gap'; cents: Cents }
  | { kind: 'cheques_in_hand'; count: number; cents: Cents }
  | { kind: 'batches_waiting'; count: number }
  | { kind: 'transfers_in_flight'; cents: Cents }
  | { kind: 'transfers_returned'; count: number; cents: Cents }
  | { kind: 'bank_not_read' }
  | { kind: 'bank_gap'; cents: Cents }
  | { kind: 'not_covered'; cents: Cents }
)

export function gapsOf(figures: ClosingFigures): Gap[] {
  const { dues, cash, cheques, transfers, bank, runsOpen } = figures
  const gaps: Gap[] = []
  if (runsOpen > 0) gaps.push({ kind: 'runs_open', blocks: true, count: runsOpen })
  if (dues.households === 0) gaps.push({ kind: 'no_dues', blocks: false })
  if (dues.lateHouseholds > 0)
    gaps.push({ kind: 'dues_late', blocks: false, count: dues.lateHouseholds, cents: dues.missingCents })
  const inCash = cashGap(cash)
  if (inCash === null) {
    if (cash.moved || cash.ledgerCents !== 0)
      gaps.push({ kind: 'cash_not_counted', blocks: true, cents: cash.ledgerCents })
  } else if (inCash !== 0) gaps.push({ kind: 'cash_gap', blocks: true, cents: inCash })
  if (cheques.inHand > 0)
    gaps.push({ kind: 'cheques_in_hand', blocks: false, count: cheques.inHand, cents: cheques.ledgerCents })
  if (transfers.batchesWaiting > 0)
    gaps.push({ kind: 'batches_waiting', blocks: false, count: transfers.batchesWaiting })
  if (transfers.inFlightCents !== 0)
    gaps.push({ kind: 'transfers_in_flight', blocks: false, cents: transfers.inFlightCents })
  if (transfers.returned.length > 0)
    gaps.push({
      kind: 'transfers_returned',
      blocks: false,
      count: transfers.returned.length,
      cents: transfers.returned.reduce((sum, { amountCents }) => sum + amountCents, 0),
    })
  const inBank = bankGap(bank)
  if (inBank === null) gaps.push({ kind: 'bank_not_read', blocks: true })
  else if (inBank !== 0) gaps.push({ kind: 'bank_gap', blocks: true, cents: inBank })
  const { freeCents } = coverageOf(figures)
  if (freeCents < 0) gaps.push({ kind: 'not_covered', blocks: false, cents: -freeCents })
  return gaps
}

// --- why not --------------------------------------------------------------------------------------------

/** Months are closed once they are over, one after the other. */
export function refusalToCloseMonth(month: Month, today: Day, closed: Month | null): Refusal | null {
  if (closed !== null && month <= closed) return new Refusal('closing_done', { month }, 409)
  if (monthOf(today) <= month) return new Refusal('closing_month_not_over', { month })
  if (closed !== null && month !== addMonths(closed, 1))
    return new Refusal('closing_in_order', { month: addMonths(closed, 1) })
  return null
}

export function refusalToPrepareClosing({
  figures,
  today,
  closed,
}: {
  figures: ClosingFigures
  today: Day
  closed: Month | null
}): Refusal | null {
  const refusal = refusalToCloseMonth(figures.month, today, closed)
  if (refusal) return refusal
  const blocking = gapsOf(figures).filter(({ blocks }) => blocks)
  return blocking.length === 0 ? null : new Refusal('closing_steps_left', { count: blocking.length }, 409)
}

/** SHA-256 of all the figures: what two people sign. */
export function closingDigest(caisseId: CaisseId, id: string, figures: ClosingFigures): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([caisseId, id, sorted(figures)]))
    .digest()
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  )
}

// --- late dues ------------------------------------------------------------------------------------------

/** Days after the first of the month before anybody is called. */
export const DEFAULT_GRACE_DAYS = 15
