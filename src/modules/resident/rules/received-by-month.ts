import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'

export type DueOfMonth = { month: Month; cents: Cents; waivedCents: Cents }
export type ReceivedOfMonth = DueOfMonth & { receivedCents: Cents }

/** What was received, month by month: the oldest due is served first, as everywhere in the house. */
export function receivedByMonth(dues: readonly DueOfMonth[], receivedCents: Cents): ReceivedOfMonth[] {
  let left = receivedCents
  return dues
    .toSorted((one, other) => (one.month < other.month ? -1 : 1))
    .map((due) => {
      const served = Math.min(left, due.cents - due.waivedCents)
      left -= served
      return { ...due, receivedCents: served }
    })
    .toReversed()
}
