import type { Cents } from '../../../kit/money.ts'
import { addMonths, lastDay, type Day, type Month } from '../../../kit/month.ts'
import type { CarryOver } from '../../caisses/rules/reglement.ts'

export type RightsLeft = {
  leftCents: Cents
  /** What was allocated, by month. */
  granted: readonly { month: Month; cents: Cents }[]
  /** A month's allocation as it stands today. */
  allocationCents: Cents
  thisMonth: Month
}

/** What must be spent by a day, or nothing that lapses. */
export type LeftUntil = { cents: Cents; on: Day } | null

/** The first day on which something lapses if nothing more is spent, by the rule of the month that follows. */
export function leftUntil(carryOver: CarryOver, rights: RightsLeft): LeftUntil {
  const { leftCents, thisMonth, allocationCents } = rights
  switch (carryOver.kind) {
    case 'unlimited':
      return null
    case 'cap':
      return over(leftCents - carryOver.cents, thisMonth)
    case 'cap_allocations':
      return over(leftCents - carryOver.count * allocationCents, thisMonth)
    case 'expires_after':
      return firstLapse(carryOver.months, rights)
  }
}

const over = (cents: Cents, month: Month): LeftUntil => (cents > 0 ? { cents, on: lastDay(month) } : null)

/** The oldest rights are spent first: what is left is of the latest months. */
function firstLapse(months: number, { leftCents, granted, thisMonth }: RightsLeft): LeftUntil {
  if (leftCents <= 0) return null
  for (let ahead = 0; ahead < months; ahead += 1) {
    const month = addMonths(thisMonth, ahead)
    const keptFrom = addMonths(month, 2 - months)
    const kept = granted.reduce((sum, one) => (one.month >= keptFrom ? sum + one.cents : sum), 0)
    const lapse = over(leftCents - kept, month)
    if (lapse) return lapse
  }
  return null
}
