import type { Cents } from '../../../kit/money.ts'

/** What a caisse holds and what it has promised. */
export type Holdings = {
  bankCents: Cents
  cashCents: Cents
  chequesCents: Cents
  /** Sent to outlets and not yet taken from the bank account. */
  inFlightCents: Cents
  /** Rights that households can still spend. */
  circulationCents: Cents
  /** What outlets accepted and were not paid for. */
  claimsCents: Cents
}

export type Position = Holdings & {
  availableCents: Cents
  /** Left when every right is spent and every outlet paid; below zero, it is missing. */
  freeCents: Cents
  covered: boolean
}

export function positionOf(holdings: Holdings): Position {
  const { bankCents, cashCents, chequesCents, inFlightCents, circulationCents, claimsCents } = holdings
  const availableCents = bankCents + cashCents + chequesCents - inFlightCents
  const freeCents = availableCents - circulationCents - claimsCents
  return { ...holdings, availableCents, freeCents, covered: freeCents >= 0 }
}
