import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import { duesIn, inPart, timeReason, type Due } from '../../contributions/rules/due.ts'
import { simpleScheme } from '../../contributions/rules/suggestion.ts'
import { childrenBelow, monthIndex, type BudgetHousehold } from '../../caisses/rules/household.ts'
import { lengthOf, presenceIn, type Presence } from '../../caisses/rules/presence.ts'
import { because, type Reason } from '../../caisses/rules/reason.ts'
import { agesMatter, type Reglement } from '../../caisses/rules/reglement.ts'
import { potShares, startPot, type Pot } from './pot.ts'
import { amountFor, headsOf, type Amount, type Shape } from './scheme-amount.ts'

/**
 * One household's month. `allocationCents` of a waiting line is what its payment will release.
 * Contributions are what is due, whether received or not.
 */
export type MonthLine = {
  householdId: string
  contributionCents: Cents
  thirdPartyCents: Cents
  contributionReason: Reason
  allocationCents: Cents
  outcome: 'granted' | 'waiting' | 'none'
  reason: Reason
}

export type MonthTotals = {
  households: number
  contributionCents: Cents
  thirdPartyCents: Cents
  /** Granted only. */
  allocationCents: Cents
  waitingCents: Cents
  granted: number
  waiting: number
  none: number
  /** What sharing the contributions out leaves to the caisse (the levy); zero where they are not shared out. */
  keptCents: Cents
}

export type MonthOptions = {
  /** For previews and simulations: every contribution counts as received, every hour as given. */
  assumePaid?: boolean
}

export type MonthResult = { lines: MonthLine[]; totals: MonthTotals }

/** Whether the month's contributions are shared out, so that all must be seen before the first line. */
export const needsFirstPass = (reglement: Reglement): boolean =>
  reglement.allocation.kind === 'mean_of_contributions'

/** Every line of a month, in the order given; the order changes no amount. */
export function computeMonth(
  reglement: Reglement,
  month: Month,
  households: readonly BudgetHousehold[],
  options: MonthOptions = {},
): MonthResult {
  const first = firstPass(reglement, month, options)
  for (const household of households) first.add(household)
  const lines = computeLines(reglement, month, first.pot(), options)
  if (!needsFirstPass(reglement))
    return { lines: households.map((household) => lines.next(household)), totals: lines.totals() }
  const byId = households.map((_, i) => i).sort((a, b) => compare(households[a]!.id, households[b]!.id))
  const result = new Array<MonthLine>(households.length)
  for (const i of byId) result[i] = lines.next(households[i]!)
  return { lines: result, totals: lines.totals() }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Sees every household once, in any order, and says what there is to share; needless where nothing is shared. */
export function firstPass(reglement: Reglement, month: Month, options: MonthOptions = {}) {
  const view = viewOf(reglement, month, options)
  const pot = startPot(reglement.allocation)
  return {
    add(household: BudgetHousehold): void {
      if (!needsFirstPass(reglement)) return
      const seen = view(household)
      if (!seen.waitsFor) pot.add(seen.due.cents + seen.due.thirdPartyCents, seen.shares)
    },
    pot: (): Pot => pot.total(),
  }
}

/**
 * The second pass, for a stream: a million households need not be held. Where contributions are
 * shared out the stream must come by ascending id (`order by id collate "C"`), because the cents
 * left by rounding go to the first ids; anything else is refused.
 */
export function computeLines(reglement: Reglement, month: Month, pot: Pot, options: MonthOptions = {}) {
  const view = viewOf(reglement, month, options)
  const shareOf = potShares(pot)
  const length = lengthOf(month)
  const totals: MonthTotals = {
    households: 0,
    contributionCents: 0,
    thirdPartyCents: 0,
    allocationCents: 0,
    waitingCents: 0,
    granted: 0,
    waiting: 0,
    none: 0,
    keptCents: pot.keptCents,
  }

  const next = (household: BudgetHousehold): MonthLine => {
    const seen = view(household)
    const { cents, reason } = needsFirstPass(reglement)
      ? sharedAmount(seen, pot, shareOf(household.id, seen.shares))
      : ownAmount(seen, length)
    const outcome = cents === 0 ? 'none' : seen.waitsFor ? 'waiting' : 'granted'
    totals.households += 1
    totals.contributionCents += seen.due.cents
    totals.thirdPartyCents += seen.due.thirdPartyCents
    totals[outcome] += 1
    if (outcome === 'granted') totals.allocationCents += cents
    if (outcome === 'waiting') totals.waitingCents += cents
    return {
      householdId: household.id,
      contributionCents: seen.due.cents,
      thirdPartyCents: seen.due.thirdPartyCents,
      contributionReason: seen.due.reason,
      allocationCents: cents,
      outcome,
      reason: outcome === 'waiting' ? seen.waitsFor! : reason,
    }
  }
  return { next, totals: (): MonthTotals => ({ ...totals }) }
}

/** All that both passes ask of one household. */
type Seen = {
  due: Due
  present: Presence
  /** The allocation of a whole month; null where contributions are shared out. */
  amount: Amount | null
  /** Its part of a shared pot: heads times days; zero where nothing is shared or it has no part. */
  shares: number
  /** Why the allocation waits, if it does. */
  waitsFor: Reason | null
}

function viewOf(reglement: Reglement, month: Month, { assumePaid = false }: MonthOptions) {
  const { allocation } = reglement
  const dueOf = duesIn(reglement, month)
  const presenceOf = presenceIn(month, reglement.entry.allocation, reglement.exit.allocation)
  const shapeOf = shapesIn(reglement, month)
  const wholeMonths = new Map<number, Amount>()

  const wholeMonth = (shape: Shape | null): Amount | null => {
    if (allocation.kind === 'mean_of_contributions') return null
    if (!shape) return AGE_UNKNOWN
    const key = (shape.adults * 100 + shape.older) * 100 + shape.young
    const known = wholeMonths.get(key)
    if (known) return known
    const amount = amountFor(allocation, shape)
    wholeMonths.set(key, amount)
    return amount
  }

  return (household: BudgetHousehold): Seen => {
    const due = dueOf(household)
    const present = presenceOf(household)
    const shape = shapeOf(household)
    const waitsFor = reglement.releaseAfterPayment && !assumePaid ? awaited(reglement, household, due) : null
    const shares =
      allocation.kind === 'mean_of_contributions' && !waitsFor && shape
        ? headsOf(allocation.per, shape) * present.days
        : 0
    return { due, present, amount: wholeMonth(shape), shares, waitsFor }
  }
}

const AGE_UNKNOWN: Amount = { cents: 0, reason: because('allocations.reason.age_unknown') }

/** Who counts as a child; null when an age is missing that an amount depends on. */
function shapesIn(reglement: Reglement, month: Month): (household: BudgetHousehold) => Shape | null {
  const { childAgeLimit } = reglement
  const now = monthIndex(month)
  const byAge = agesMatter(reglement)
  return ({ adults, children }) => {
    if (childAgeLimit === null || !byAge) return { adults, older: 0, young: children.length }
    const young = childrenBelow(childAgeLimit, children, now)
    return young === null ? null : { adults, older: children.length - young, young }
  }
}

function awaited(reglement: Reglement, household: BudgetHousehold, due: Due): Reason | null {
  const scheme = simpleScheme(reglement.contribution)
  if (scheme.kind === 'time') {
    const given = household.hoursGiven ?? 0
    return given > 0 && given >= (scheme.hours ?? 0) ? null : timeReason(scheme)
  }
  const receivedCents = household.receivedCents ?? 0
  if (receivedCents >= due.cents) return null
  return because('allocations.reason.waiting', { dueCents: due.cents, receivedCents })
}

const absences = {
  before_entry: because('allocations.reason.before_entry'),
  after_exit: because('allocations.reason.after_exit'),
  entry_month: because('allocations.reason.entry_month'),
  exit_month: because('allocations.reason.exit_month'),
  pause: because('allocations.reason.pause'),
  counted_before: because('allocations.reason.counted_before'),
} as const

function absence({ why }: Presence): Amount | null {
  return why === 'whole' || why === 'pro_rata' ? null : { cents: 0, reason: absences[why] }
}

function ownAmount({ present, amount }: Seen, length: number): Amount {
  const whole = amount!
  if (present.days === length) return whole
  const absent = absence(present)
  if (absent || whole.cents === 0) return absent ?? whole
  const params = { days: present.days, monthDays: length, wholeRightsCents: whole.cents }
  return {
    cents: inPart(whole.cents, present, length),
    reason: because('allocations.reason.pro_rata', params),
  }
}

function sharedAmount({ present, shares, waitsFor }: Seen, pot: Pot, cents: Cents): Amount {
  if (shares > 0)
    return {
      cents,
      reason: because('allocations.reason.mean', {
        sharedCents: pot.sharedCents,
        households: pot.households,
      }),
    }
  if (waitsFor) return { cents: 0, reason: because('allocations.reason.mean_unpaid') }
  return absence(present) ?? AGE_UNKNOWN
}
