import type { Cents } from '../../../kit/money.ts'
import { addMonths, firstDay, type Day, type Month } from '../../../kit/month.ts'

/** What a month gave out and took in. */
export type MonthBalance = {
  month: Month
  allocationsCents: Cents
  contributionsCents: Cents
}

/** What the month took from grants and reserves; below zero when contributions brought more. */
export const netCost = ({ allocationsCents, contributionsCents }: MonthBalance): Cents =>
  allocationsCents - contributionsCents

const RECENT = 3

/** Months after which no end is in sight: a hundred years. */
const LONGEST = 1200

/**
 * What a month costs: the mean of the last three, rounded up. Allocations count as issued, not as spent, and
 * contributions as received: rights that lapse or money that comes late make it last longer, never shorter.
 */
export function meanNetCost(months: readonly MonthBalance[]): Cents | null {
  const recent = [...months].sort((a, b) => (a.month < b.month ? 1 : -1)).slice(0, RECENT)
  if (recent.length === 0) return null
  return Math.ceil(recent.reduce((sum, month) => sum + netCost(month), 0) / recent.length)
}

export type ExpectedTranche = { expectedOn: Day; amountCents: Cents }

export type Runway = {
  /** Whole months that can still be issued; null when no end is in sight. */
  months: number | null
  /** The first month that cannot be issued. */
  firstImpossible: Month | null
  /** Expected before now and not received: not counted on. */
  overdueCents: Cents
}

/**
 * How many months can be issued from `next` on. Tranches of signed grants count from the first month that
 * starts on the day they are expected, or later.
 */
export function monthsLeft({
  next,
  today,
  freeCents,
  netCostCents,
  tranches,
}: {
  next: Month
  today: Day
  freeCents: Cents
  netCostCents: Cents
  tranches: readonly ExpectedTranche[]
}): Runway {
  const sum = (some: readonly ExpectedTranche[]) =>
    some.reduce((total, { amountCents }) => total + amountCents, 0)
  const overdueCents = sum(tranches.filter(({ expectedOn }) => expectedOn < today))
  const expected = tranches
    .filter(({ expectedOn }) => expectedOn >= today)
    .sort((a, b) => (a.expectedOn < b.expectedOn ? -1 : 1))

  let left = freeCents
  let waiting = expected
  for (let months = 0; months <= LONGEST; months += 1) {
    const month = addMonths(next, months)
    const arrived = waiting.filter(({ expectedOn }) => expectedOn <= firstDay(month))
    waiting = waiting.slice(arrived.length)
    left += sum(arrived)
    if (left < netCostCents) return { months, firstImpossible: month, overdueCents }
    left -= netCostCents
  }
  return { months: null, firstImpossible: null, overdueCents }
}
