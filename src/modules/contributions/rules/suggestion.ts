import { share } from '../../../kit/cents.ts'
import type { Cents } from '../../../kit/money.ts'
import { personsIn, type BudgetHousehold, type DeclaredMeans } from '../../caisses/rules/household.ts'
import type {
  Assessment,
  ContributionScheme,
  DeclaredInput,
  SimpleContribution,
} from '../../caisses/rules/reglement.ts'

/** What each declared amount brought to a suggestion: an amount, or points. */
export type SuggestionPart = { input: DeclaredInput; cents?: Cents; points?: number }

export type Suggestion = { cents: Cents; parts: readonly SuggestionPart[] }

/** The scheme itself, without the third party that pays part of it. */
export const simpleScheme = (scheme: ContributionScheme): SimpleContribution =>
  scheme.kind === 'third_party_share' ? scheme.base : scheme

/** The least this household contributes, exceptions aside. */
export function floorFor(scheme: ContributionScheme, household: BudgetHousehold): Cents {
  const simple = simpleScheme(scheme)
  if (simple.kind === 'steps') return simple.lowestCents
  if (!('floor' in simple)) return 0
  return simple.floor.baseCents + simple.floor.perExtraPersonCents * Math.max(0, personsIn(household) - 1)
}

/** What must be declared before the scheme can suggest anything. */
export function inputsOf(scheme: ContributionScheme): readonly DeclaredInput[] {
  const simple = simpleScheme(scheme)
  if (simple.kind === 'share_of_income') return ['monthlyIncomeCents']
  if (simple.kind === 'self_assessed') return simple.assessment?.criteria.map((one) => one.input) ?? []
  return []
}

export const missingInputs = (scheme: ContributionScheme, declared: DeclaredMeans): DeclaredInput[] =>
  inputsOf(scheme).filter((input) => typeof declared[input] !== 'number')

/** A suggestion, never an obligation; null where the scheme has none or something is not declared. */
export function suggestionFor(scheme: ContributionScheme, household: BudgetHousehold): Suggestion | null {
  const simple = simpleScheme(scheme)
  const declared = household.declared ?? {}
  if (missingInputs(simple, declared).length > 0) return null
  if (simple.kind === 'share_of_income') {
    const cents = share(declared.monthlyIncomeCents!, simple.basisPoints, 10_000)
    const parts: SuggestionPart[] = [{ input: 'monthlyIncomeCents', cents }]
    return { cents: allowed(simple, household, cents), parts }
  }
  if (simple.kind !== 'self_assessed' || !simple.assessment) return null
  const { cents, parts } = assess(simple.assessment, declared, personsIn(household))
  return { cents: allowed(simple, household, cents), parts }
}

type WithFloor = Extract<SimpleContribution, { kind: 'share_of_income' | 'self_assessed' }>

/** Rounded half up to a step, not above the last step under the ceiling, not below the floor. */
function allowed(scheme: WithFloor, household: BudgetHousehold, cents: Cents): Cents {
  const step = scheme.stepCents ?? 1
  const stepped = Math.floor((2 * cents + step) / (2 * step)) * step
  const capped = scheme.ceiling
    ? Math.min(stepped, scheme.ceiling.cents - (scheme.ceiling.cents % step))
    : stepped
  return Math.max(capped, floorFor(scheme, household))
}

function assess(assessment: Assessment, declared: DeclaredMeans, persons: number): Suggestion {
  const valueOf = (one: { input: DeclaredInput; perPerson: boolean }): Cents =>
    one.perPerson ? share(declared[one.input]!, 1, Math.max(1, persons)) : declared[one.input]!

  if (assessment.kind === 'points') {
    const parts = assessment.criteria.map((one) => ({
      input: one.input,
      points: reached(one.bands, (band) => band.fromCents <= valueOf(one)).points,
    }))
    const points = parts.reduce((sum, part) => sum + part.points, 0)
    return { cents: reached(assessment.amounts, (row) => row.fromPoints <= points).cents, parts }
  }

  const parts = assessment.criteria.map((one) => ({
    input: one.input,
    cents:
      one.kind === 'rate'
        ? share(valueOf(one), one.basisPoints, 10_000)
        : reached(one.bands, (band) => band.fromCents <= valueOf(one)).cents,
  }))
  return {
    cents: combine(
      assessment.combine,
      parts.map((part) => part.cents),
    ),
    parts,
  }
}

function combine(how: 'mean' | 'sum' | 'lowest' | 'highest', amounts: readonly Cents[]): Cents {
  if (how === 'lowest') return Math.min(...amounts)
  if (how === 'highest') return Math.max(...amounts)
  const sum = amounts.reduce((total, cents) => total + cents, 0)
  return how === 'sum' ? sum : share(sum, 1, amounts.length)
}

/** The last row whose start is reached; the schema makes the first start at zero. */
function reached<Row>(rows: readonly Row[], isReached: (row: Row) => boolean): Row {
  return rows.findLast(isReached) ?? rows[0]!
}
