import type { Cents } from '../../../kit/money.ts'
import { addMonths, firstDay, addDays, type Day, type Month } from '../../../kit/month.ts'

// What of a month may be told to everyone (INSEE's rules of secrecy): nothing about fewer than eleven households or
// three outlets, no outlet that makes nearly all of a sum, and no figure that another figure, or another month, undoes.

export const FEWEST_HOUSEHOLDS = 11
export const FEWEST_OUTLETS = 3
/** Of a sum, the largest outlet's share. */
const LARGEST_SHARE = 0.85
/** Under this, totals only: parts of so few would tell who is who. */
export const FEWEST_FOR_PARTS = 40

/**
 * A sum of money is told to the nearest step, and one household counts in it for a step at most: whoever joins or
 * leaves moves the figure by one step or by none, whatever they give or receive.
 */
export const STEPS = { households: 5, people: 10, cents: 500_00 } as const

/** After a season all outlets take other sums than before: what one of them took is no longer in the difference. */
export const APART_MONTHS = 3

/** What a month is made of. Who is who does not come in here. */
export type MonthFacts = {
  month: Month
  households: readonly { territoryId: string | null; people: number }[]
  /** What each household gave, received and bought. */
  paid: readonly Cents[]
  granted: readonly Cents[]
  spent: readonly Cents[]
  /** What each outlet took. */
  takings: readonly { outletId: string; cents: Cents }[]
  /** Outlets where one could buy during the month. */
  accredited: readonly string[]
  /** How many there were on its last day. */
  outlets: number
  territories: readonly { id: string; name: string }[]
}

export type TerritoryCell = { name: string; households: number | null }

/** The same cells each month; null where nothing may be told. */
export type Cells = {
  households: number | null
  people: number | null
  contributionsCents: Cents | null
  grantedCents: Cents | null
  spentCents: Cents | null
  /** Which part of what was granted the contributions pay, of the two figures as they are told. */
  coverage: number | null
  outlets: number
  territories: TerritoryCell[]
}

/** What was told of an earlier month, and where one could buy in it. */
export type EarlierRelease = { month: Month; spentShown: boolean; outletIds: readonly string[] }

export type Release = { cells: Cells; outletIds: string[] }

export function figuresOf(facts: MonthFacts, earlier: readonly EarlierRelease[]): Release {
  const households = count(facts.households.length, STEPS.households)
  const contributionsCents = sum(facts.paid)
  const grantedCents = sum(facts.granted)
  return {
    outletIds: [...facts.accredited].sort(),
    cells: {
      households,
      people: households === null ? null : people(facts.households),
      contributionsCents,
      grantedCents,
      spentCents: tellsOfAnOutlet(facts, earlier) ? null : sum(facts.spent),
      coverage:
        contributionsCents === null || grantedCents === null
          ? null
          : nearest(contributionsCents / grantedCents, 0.05),
      outlets: facts.outlets,
      territories: territoryCells(facts),
    },
  }
}

const nearest = (value: number, step: number): number => Math.round(value / step) * step

/** A number of households to the nearest step; nothing when it, or what would be told of it, is under the floor. */
function count(households: number, step: number): number | null {
  const told = nearest(households, step)
  return households < FEWEST_HOUSEHOLDS || told < FEWEST_HOUSEHOLDS ? null : told
}

/** One household counts for a step at most: a group of twenty that joins tells no more than a couple. */
function people(households: MonthFacts['households']): number | null {
  const told = nearest(
    households.reduce((all, one) => all + Math.min(one.people, STEPS.people), 0),
    STEPS.people,
  )
  return told < FEWEST_HOUSEHOLDS ? null : told
}

function sum(amounts: readonly Cents[]): Cents | null {
  const given = amounts.filter((cents) => cents > 0)
  if (given.length < FEWEST_HOUSEHOLDS) return null
  const told = nearest(
    given.reduce((all, cents) => all + Math.min(cents, STEPS.cents), 0),
    STEPS.cents,
  )
  return told === 0 ? null : told
}

/**
 * Whether what was bought would tell what one outlet took: too few of them, one that takes nearly all, or one or two
 * that came or went since a month that was told lately.
 */
function tellsOfAnOutlet(
  { month, takings, accredited }: MonthFacts,
  earlier: readonly EarlierRelease[],
): boolean {
  const taking = takings.filter(({ cents }) => cents > 0)
  if (taking.length < FEWEST_OUTLETS) return true
  const all = taking.reduce((total, { cents }) => total + cents, 0)
  if (taking.some(({ cents }) => cents > all * LARGEST_SHARE)) return true
  return earlier
    .filter((release) => release.spentShown && addMonths(release.month, APART_MONTHS) >= month)
    .some((release) => {
      const apart = differing(accredited, release.outletIds)
      return apart > 0 && apart < FEWEST_OUTLETS
    })
}

function differing(some: readonly string[], others: readonly string[]): number {
  const [a, b] = [new Set(some), new Set(others)]
  return some.filter((id) => !b.has(id)).length + others.filter((id) => !a.has(id)).length
}

/**
 * Households by territory. A part that may not be told takes another with it, the smallest, until what is left out is
 * two parts and eleven households at least: taken from the total, the others then tell of none of them.
 */
function territoryCells({ households, territories }: MonthFacts): TerritoryCell[] {
  if (households.length < FEWEST_FOR_PARTS) return []
  const parts = [...territories.map(({ id }) => id), null].map((id) => ({
    id,
    size: households.filter(({ territoryId }) => territoryId === id).length,
  }))
  const hidden = new Set(parts.filter(({ size }) => count(size, STEPS.households) === null))
  // Households of no territory have no line, and are what is left out where there are any.
  const elsewhere = parts.at(-1)!
  if (elsewhere.size > 0) hidden.add(elsewhere)
  else hidden.delete(elsewhere)
  const shown = () => parts.filter((part) => part.size > 0 && !hidden.has(part))
  const size = () => [...hidden].reduce((all, part) => all + part.size, 0)
  while (hidden.size > 0 && (filled(hidden) < 2 || size() < FEWEST_HOUSEHOLDS) && size() > 0) {
    const smallest = shown().sort((a, b) => a.size - b.size)[0]
    if (!smallest) break
    hidden.add(smallest)
  }
  const told = parts.filter((part) => !hidden.has(part) && part.id !== null)
  if (told.length < 2) return []
  return territories.map(({ id, name }) => ({
    name,
    households: count(told.find((part) => part.id === id)?.size ?? 0, STEPS.households),
  }))
}

const filled = (parts: ReadonlySet<{ size: number }>): number =>
  [...parts].filter(({ size }) => size > 0).length

/** On the tenth, late receipts are in: the month before is told, and stays as it was told. */
export const RELEASE_DAY = 10

/** Months to tell, the oldest first: those since `from` that ended, on their day or later. */
export function monthsToRelease(from: Month, today: Day, published: ReadonlySet<Month>): Month[] {
  const months: Month[] = []
  const isTold = (month: Month) => addDays(firstDay(addMonths(month, 1)), RELEASE_DAY - 1) <= today
  for (let month = from; isTold(month); month = addMonths(month, 1))
    if (!published.has(month)) months.push(month)
  return months
}
