import type { Cents } from '../../../kit/money.ts'

/** What one payer (the household, or whoever pays part in its place) owes and gave, over all months. */
export type Sums = {
  /** Received over all time, less what was undone. */
  receivedCents: Cents
  /** Made due before the month, less what was waived. */
  owedBeforeCents: Cents
  dueCents: Cents
  waivedCents: Cents
  /** Made due after the month, less what was waived. */
  owedAfterCents: Cents
}

export type Standing = {
  /** Of the month's due. */
  receivedCents: Cents
  missingCents: Cents
  /** What earlier months still miss. */
  lateCents: Cents
  /** Received beyond all that was made due; counts for the months to come. */
  aheadCents: Cents
}

/** The oldest due is served first; by sums, so that no receipt is ever tied to a month. */
export function standing(sums: Sums): Standing {
  const netDue = sums.dueCents - sums.waivedCents
  const left = Math.max(0, sums.receivedCents - sums.owedBeforeCents)
  const receivedCents = Math.min(left, netDue)
  return {
    receivedCents,
    missingCents: netDue - receivedCents,
    lateCents: Math.max(0, sums.owedBeforeCents - sums.receivedCents),
    aheadCents: Math.max(0, left - netDue - sums.owedAfterCents),
  }
}
