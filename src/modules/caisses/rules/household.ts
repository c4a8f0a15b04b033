import type { Cents } from '../../../kit/money.ts'
import type { Day, Month } from '../../../kit/month.ts'

/** A child's age comes from the month and year of birth, or from a number of years in a typed list. */
export type Child = { birthMonth?: Month | null; ageYears?: number | null }

/** What a household says of its means. Only for calculators and the browser: never stored, never logged. */
export type DeclaredMeans = {
  monthlyIncomeCents?: Cents | null
  leftToLiveCents?: Cents | null
  foodBudgetCents?: Cents | null
}

/**
 * What the rules need to know of a household. A single person and a group that shares a food
 * budget are households too; the règlement's `unit` says which of them one line stands for.
 */
export type BudgetHousehold = {
  id: string
  adults: number
  children: readonly Child[]
  /** First day in the caisse; unknown means before this month. */
  enteredOn?: Day | null
  /** Last day in the caisse, that day included. */
  leavesOn?: Day | null
  /** Neither owes nor receives this month: it asked for a break, or its people counted in another household. */
  paused?: 'pause' | 'counted_before' | null
  /** The contribution it chose for this month; null when it chose none. */
  contributionCents?: Cents | null
  /** An agreed contribution below the floor, until the end of a month. It has no reason, on purpose. */
  exception?: { cents: Cents; until: Month } | null
  /** Received for this month's due, whichever way. */
  receivedCents?: Cents | null
  /** Hours given this month, where time stands for money. */
  hoursGiven?: number | null
  /** An employer or an institution pays part of the contribution, where the règlement names households. */
  hasThirdParty?: boolean
  declared?: DeclaredMeans
}

export const personsIn = (household: BudgetHousehold): number => household.adults + household.children.length

/** Months since year 0, so that ages need no calendar (this file also runs on phones). */
export const monthIndex = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))

/**
 * A child is below the age limit when it is so on the 1st of the month. A child born in November
 * keeps the child's rate throughout the November of the birthday: on the 1st it has not come yet.
 */
export function isBelow(ageLimit: number, child: Child, month: number): boolean | null {
  if (child.birthMonth) return month - monthIndex(child.birthMonth) <= ageLimit * 12
  if (child.ageYears !== undefined && child.ageYears !== null) return child.ageYears < ageLimit
  return null
}

/** How many children are below the limit; null when one age is not known. */
export function childrenBelow(ageLimit: number, children: readonly Child[], month: number): number | null {
  let count = 0
  for (const child of children) {
    const below = isBelow(ageLimit, child, month)
    if (below === null) return null
    if (below) count += 1
  }
  return count
}
