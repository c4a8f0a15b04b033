import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import { computeMonth } from '../../allocations/rules/compute-month.ts'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import type { Reglement } from '../../caisses/rules/reglement.ts'

/** How many households get more, less, or the same as before. */
export type Moves = { up: number; down: number; same: number }

export type Effect = {
  households: number
  /** What all of them owe, third parties included. */
  contributions: { beforeCents: Cents | null; afterCents: Cents; moves: Moves | null }
  /** What all of them receive, once everybody has paid. */
  allocations: { beforeCents: Cents | null; afterCents: Cents; moves: Moves | null }
}

/** What other rules would change for the households of today, by the functions that will compute the month. */
export function effectOf(
  before: Reglement | null,
  after: Reglement,
  month: Month,
  households: readonly BudgetHousehold[],
): Effect {
  const asPaid = { assumePaid: true }
  const old = before && computeMonth(before, month, households, asPaid)
  const next = computeMonth(after, month, households, asPaid)
  const owed = ({
    contributionCents,
    thirdPartyCents,
  }: {
    contributionCents: Cents
    thirdPartyCents: Cents
  }) => contributionCents + thirdPartyCents
  const compare = (value: (line: (typeof next.lines)[number]) => Cents): Moves | null => {
    if (!old) return null
    const moves = { up: 0, down: 0, same: 0 }
    for (const [i, line] of next.lines.entries()) {
      const change = value(line) - value(old.lines[i]!)
      moves[change > 0 ? 'up' : change < 0 ? 'down' : 'same'] += 1
    }
    return moves
  }
  return {
    households: households.length,
    contributions: {
      beforeCents: old && owed(old.totals),
      afterCents: owed(next.totals),
      moves: compare(owed),
    },
    allocations: {
      beforeCents: old && old.totals.allocationCents,
      afterCents: next.totals.allocationCents,
      moves: compare((line) => line.allocationCents),
    },
  }
}
