import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import type { ContributionScheme, SimpleContribution } from '../../caisses/rules/reglement.ts'
import { floorFor, simpleScheme } from './suggestion.ts'

export type PledgeChange = {
  scheme: ContributionScheme
  household: BudgetHousehold
  cents: Cents
  from: Month
  firstOpenMonth: Month
}

/** The page asks it to grey the button, the action asks it before writing: one answer for both. */
export function refusalToPledge(change: PledgeChange): Refusal | null {
  if (change.from < change.firstOpenMonth)
    return new Refusal('month_closed', { month: change.firstOpenMonth })
  return refusalOfAmount(change)
}

/** Whether the scheme takes this amount from this household. */
export function refusalOfAmount({ scheme, household, cents, from }: Omit<PledgeChange, 'firstOpenMonth'>) {
  const simple = simpleScheme(scheme)
  if (!takesMoney(simple)) return cents === 0 ? null : new Refusal('no_contribution_here')
  if (simple.kind === 'grant') return null
  const { exception } = household
  if (exception && from <= exception.until && cents >= exception.cents) return null
  const floorCents = floorFor(scheme, household)
  if (cents < floorCents) return new Refusal('below_floor', { floorCents })
  // Also where the floor of a large household is no step, or above the ceiling.
  if (cents === floorCents) return null
  return simple.kind === 'steps' ? refusalOfFixedStep(simple, cents) : refusalOfFreeAmount(simple, cents)
}

function takesMoney(scheme: SimpleContribution): boolean {
  if (scheme.kind === 'time' || scheme.kind === 'price_choice') return false
  return scheme.kind !== 'grant' || scheme.voluntary
}

function refusalOfFixedStep(scheme: Extract<SimpleContribution, { kind: 'steps' }>, cents: Cents) {
  if (cents > scheme.highestCents) return new Refusal('above_ceiling', { ceilingCents: scheme.highestCents })
  if (!scheme.amountsCents || scheme.amountsCents.includes(cents)) return null
  const [lower, upper] = neighbours(scheme.amountsCents, cents)
  return new Refusal('not_a_fixed_step', { lowerCents: lower, upperCents: upper })
}

/** The two steps around an amount that is between the first and the last. */
function neighbours(steps: readonly Cents[], cents: Cents): [Cents, Cents] {
  const upper = steps.findIndex((step) => step > cents)
  return [steps[upper - 1]!, steps[upper]!]
}

function refusalOfFreeAmount(scheme: SimpleContribution, cents: Cents): Refusal | null {
  if (!('floor' in scheme)) return null
  const { ceiling, stepCents } = scheme
  if (ceiling?.binding && cents > ceiling.cents)
    return new Refusal('above_ceiling', { ceilingCents: ceiling.cents })
  if (stepCents !== null && cents % stepCents !== 0) return new Refusal('not_a_step', { stepCents })
  return null
}
