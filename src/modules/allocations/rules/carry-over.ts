import type { Cents } from '../../../kit/money.ts'
import { monthIndex } from '../../caisses/rules/household.ts'
import type { Month } from '../../../kit/month.ts'
import type { CarryOver } from '../../caisses/rules/reglement.ts'

/** What a household's rights were until a month begins, before that month's allocation. */
export type RightsHistory = {
  /** Everything credited, by the month it belongs to (several rows of a month add up). */
  credits: readonly { month: Month; cents: Cents }[]
  /** Everything debited so far: payments less refunds, corrections, and what lapsed before. */
  debitedCents: Cents
}

/**
 * What lapses when `month` begins. First in first out by sums: the oldest credits are spent first,
 * so what is left of credits too old is their sum less all debits. Earlier lapses are debits like
 * others, so that running it twice for a month gives nothing the second time.
 */
export function expiryFor(
  carryOver: CarryOver,
  month: Month,
  history: RightsHistory,
  allocationCents: Cents,
): Cents {
  switch (carryOver.kind) {
    case 'unlimited':
      return 0
    case 'expires_after': {
      const now = monthIndex(month)
      const tooOld = sum(history, (credited) => now - monthIndex(credited) >= carryOver.months)
      return Math.max(0, tooOld - history.debitedCents)
    }
    case 'cap':
      return overCap(month, history, carryOver.cents)
    case 'cap_allocations':
      return overCap(month, history, carryOver.count * allocationCents)
  }
}

function overCap(month: Month, history: RightsHistory, capCents: Cents): Cents {
  const balance = sum(history, (credited) => credited < month) - history.debitedCents
  return Math.max(0, balance - capCents)
}

function sum({ credits }: RightsHistory, counts: (month: Month) => boolean): Cents {
  return credits.reduce((total, credit) => (counts(credit.month) ? total + credit.cents : total), 0)
}
