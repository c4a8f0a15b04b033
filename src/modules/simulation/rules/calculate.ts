import { share } from '../../../kit/cents.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { computeMonth } from '../../allocations/rules/compute-month.ts'
import type { Figure, FigureKey } from '../../caisses/presets/preset.ts'
import { childrenBelow, monthIndex, personsIn, type BudgetHousehold } from '../../caisses/rules/household.ts'
import { because, type Reason } from '../../caisses/rules/reason.ts'
import {
  agesMatter,
  type DeclaredInput,
  type PriceChoice,
  type Reglement,
} from '../../caisses/rules/reglement.ts'
import { refusalOfAmount } from '../../contributions/rules/pledge.ts'
import { priceAt } from '../../contributions/rules/prices.ts'
import { missingInputs } from '../../contributions/rules/suggestion.ts'
import type { Column, ListedHousehold, ListProblem } from './household-list.ts'

/** A figure that the preset does not give and nobody answered. */
export type OpenFigure = { key: FigureKey; neededFor: Figure['neededFor'] }

export type CalculatedLine = {
  id: string
  /** In full: what the household and any third party pay together. */
  contributionCents: Cents
  allocationCents: Cents
  reasons: readonly Reason[]
}

export type Calculation = {
  lines: CalculatedLine[]
  contributionCents: Cents
  allocationCents: Cents
  /** Contributions over allocations, to four decimals, half up; null when nothing is allocated. */
  coverage: number | null
}

export type CalculationResult =
  { ok: true; calculation: Calculation } | { ok: false; problems: ListProblem[] }

export type Question = {
  reglement: Reglement
  month: Month
  rows: readonly ListedHousehold[]
  open?: readonly OpenFigure[]
  t: Translate
}

/** One month of a list of households, as production would compute it if every contribution were paid. */
export function calculate(question: Question): CalculationResult {
  const problems = [
    ...openForEveryone(question),
    ...question.rows.flatMap((row) => problemsOf(row, question)),
  ]
  if (problems.length > 0) return { ok: false, problems }
  const lines =
    question.reglement.contribution.kind === 'price_choice'
      ? priceLines(question.reglement.contribution, question.rows)
      : monthLines(question)
  const sum = (of: (line: CalculatedLine) => Cents) => lines.reduce((total, line) => total + of(line), 0)
  const contributionCents = sum((line) => line.contributionCents)
  const allocationCents = sum((line) => line.allocationCents)
  const coverage = allocationCents === 0 ? null : share(10_000, contributionCents, allocationCents) / 10_000
  return { ok: true, calculation: { lines, contributionCents, allocationCents, coverage } }
}

function monthLines({ reglement, month, rows }: Question): CalculatedLine[] {
  const households = rows.map((row) => row.household)
  return computeMonth(reglement, month, households, { assumePaid: true }).lines.map((line) => ({
    id: line.householdId,
    contributionCents: line.contributionCents + line.thirdPartyCents,
    allocationCents: line.allocationCents,
    reasons: [line.contributionReason, line.reason],
  }))
}

/**
 * Where the price is chosen at the till there is no monthly due: the list then says what a household
 * buys (its food budget, at the just price) and pays (its chosen contribution). What it pays stands
 * for the contribution, what it takes home for the allocation: a coverage of 1 is balance.
 */
function priceLines(scheme: PriceChoice, rows: readonly ListedHousehold[]): CalculatedLine[] {
  return rows.map(({ household }) => {
    const worthCents = household.declared!.foodBudgetCents!
    const paidCents = household.contributionCents ?? worthCents
    const tier = tierPaid(scheme, household)!
    return {
      id: household.id,
      contributionCents: paidCents,
      allocationCents: worthCents,
      reasons: [
        typeof household.contributionCents === 'number'
          ? because('simulation.reason.price_choice', { nameText: tier.name, paidCents, worthCents })
          : because('simulation.reason.price_just', { paidCents, worthCents }),
      ],
    }
  })
}

function tierPaid(scheme: PriceChoice, household: BudgetHousehold) {
  const worthCents = household.declared!.foodBudgetCents!
  const paidCents = household.contributionCents ?? worthCents
  return scheme.tiers.find((tier) => priceAt(scheme, tier.code, worthCents) === paidCents)
}

const COLUMN_OF: Record<DeclaredInput, Column> = {
  monthlyIncomeCents: 'revenu_mensuel',
  leftToLiveCents: 'reste_a_vivre',
  foodBudgetCents: 'budget_alimentaire',
}

/** What the règlement needs and the list lacks, for one household. */
function problemsOf({ line, household }: ListedHousehold, question: Question): ListProblem[] {
  const { reglement, t } = question
  const at = (
    column: Column | null,
    key: ListProblem['key'],
    params: ListProblem['params'] = {},
  ): ListProblem => ({ line, householdId: household.id, column, key, params })

  const scheme = reglement.contribution
  if (scheme.kind === 'price_choice') return priceProblems(scheme, household, at, t)
  const problems = openFigures(household, question, at)
  const chose = typeof household.contributionCents === 'number'
  if (!chose)
    problems.push(
      ...missingInputs(scheme, household.declared ?? {}).map((input) =>
        at(COLUMN_OF[input], `simulation.needs.${input}`),
      ),
    )
  if (lacksAges(household, question)) problems.push(at('age_enfants', 'simulation.needs.ages'))
  const refusal = chose ? refusedAmount(household, question) : null
  if (refusal)
    problems.push(
      at('cotisation_choisie', `contributions.refusal.${refusal.code}` as ListProblem['key'], refusal.params),
    )
  return problems
}

type At = (column: Column | null, key: ListProblem['key'], params?: ListProblem['params']) => ListProblem

function priceProblems(scheme: PriceChoice, household: BudgetHousehold, at: At, t: Translate): ListProblem[] {
  const worthCents = household.declared?.foodBudgetCents ?? null
  if (worthCents === null) return [at('budget_alimentaire', 'simulation.needs.food_budget')]
  if (tierPaid(scheme, household)) return []
  const prices = scheme.tiers.map((tier) => t.money(priceAt(scheme, tier.code, worthCents)))
  return [
    at('cotisation_choisie', 'simulation.needs.price', {
      chosenCents: household.contributionCents ?? 0,
      worthCents,
      pricesText: prices.join(', '),
    }),
  ]
}

const about = (key: FigureKey, t: Translate) => ({ figureText: t(`presets.figure.${key}`), nameText: key })

/** Figures without which no household can be computed are asked for once. */
function openForEveryone({ open = [], t }: Question): ListProblem[] {
  return open
    .filter((one) => one.neededFor === 'everyone')
    .map(({ key }) => ({
      line: null,
      householdId: null,
      column: null,
      key: 'simulation.needs.open_everyone',
      params: about(key, t),
    }))
}

function openFigures(household: BudgetHousehold, { open = [], t }: Question, at: At): ListProblem[] {
  return open.flatMap(({ key, neededFor }) => {
    if (neededFor === 'no_pledge' && typeof household.contributionCents !== 'number')
      return [at('cotisation_choisie', 'simulation.needs.open_no_pledge', about(key, t))]
    return neededFor === 'several_persons' && personsIn(household) > 1
      ? [at(null, 'simulation.needs.open_several_persons', about(key, t))]
      : []
  })
}

function lacksAges({ children }: BudgetHousehold, { reglement, month }: Question): boolean {
  if (reglement.childAgeLimit === null || !agesMatter(reglement)) return false
  return childrenBelow(reglement.childAgeLimit, children, monthIndex(month)) === null
}

/** An amount below the floor is raised and said; a wrong step or too much is a mistake in the list. */
function refusedAmount(household: BudgetHousehold, { reglement, month }: Question) {
  const refusal = refusalOfAmount({
    scheme: reglement.contribution,
    household,
    cents: household.contributionCents ?? 0,
    from: month,
  })
  return refusal?.code === 'below_floor' ? null : refusal
}
