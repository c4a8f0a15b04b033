import { z } from 'zod'
import { CentsValue } from '../../../kit/money.ts'

/**
 * The règlement: what a version says, as it is stored in JSON. Kinds are code, amounts are data.
 * Currency and the name of the unit belong to the caisse. Rates are whole basis points: 2.5 % is 250.
 */
const BasisPoints = z.number().int().min(0).max(10_000)
const Words = z.string().trim().min(1).max(200)

/** The least a household contributes: an amount, and one more for each person after the first. */
export const Floor = z.strictObject({ baseCents: CentsValue, perExtraPersonCents: CentsValue })

/** Indicative ceilings are shown and never refused. */
const Ceiling = z.strictObject({ cents: CentsValue, binding: z.boolean() })

const freeChoice = {
  floor: Floor,
  /** Amounts by steps, counted from zero; null for any amount. */
  stepCents: CentsValue.min(1).nullable(),
  ceiling: Ceiling.nullable(),
}

export const DECLARED_INPUTS = ['monthlyIncomeCents', 'leftToLiveCents', 'foodBudgetCents'] as const
export type DeclaredInput = (typeof DECLARED_INPUTS)[number]

const criterion = {
  input: z.enum(DECLARED_INPUTS),
  /** Divided by the number of persons first. */
  perPerson: z.boolean(),
}

/** The last band whose start is reached holds; the first starts at zero. */
const bands = <Band extends z.ZodType<{ fromCents: number }>>(band: Band) =>
  z.array(band).min(1).max(50).refine(startsAtZeroAndRises, 'bands')

function startsAtZeroAndRises(list: readonly { fromCents: number }[]): boolean {
  return list[0]?.fromCents === 0 && rises(list.map((band) => band.fromCents))
}

const rises = (list: readonly number[]) => list.every((value, i) => i === 0 || value > list[i - 1]!)
const neverFalls = (list: readonly number[]) => list.every((value, i) => i === 0 || value >= list[i - 1]!)

/** A grid that turns up to three declared amounts into a suggestion: by amounts, or by points. */
export const Assessment = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('amounts'),
    combine: z.enum(['mean', 'sum', 'lowest', 'highest']),
    criteria: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('rate'), ...criterion, basisPoints: BasisPoints }),
          z.strictObject({
            kind: z.literal('bands'),
            ...criterion,
            bands: bands(z.strictObject({ fromCents: CentsValue, cents: CentsValue })),
          }),
        ]),
      )
      .min(1)
      .max(3)
      .refine(distinctInputs, 'inputs'),
  }),
  z.strictObject({
    kind: z.literal('points'),
    criteria: z
      .array(
        z.strictObject({
          ...criterion,
          bands: bands(z.strictObject({ fromCents: CentsValue, points: z.number().int().min(0).max(1000) })),
        }),
      )
      .min(1)
      .max(3)
      .refine(distinctInputs, 'inputs'),
    amounts: z
      .array(z.strictObject({ fromPoints: z.number().int().min(0).max(3000), cents: CentsValue }))
      .min(1)
      .max(50)
      .refine((list) => list[0]?.fromPoints === 0 && rises(list.map((row) => row.fromPoints)), 'points'),
  }),
])

function distinctInputs(criteria: readonly { input: string }[]): boolean {
  return new Set(criteria.map((one) => one.input)).size === criteria.length
}

/** One price level at the till; 10,000 basis points is the price that covers the cost. */
const PriceTier = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  name: Words,
  basisPoints: z.number().int().min(0).max(50_000),
})

const simpleContributions = [
  /** Each chooses, above a floor. */
  z.strictObject({ kind: z.literal('free'), ...freeChoice }),
  /** Each chooses with the help of a grid; null while the caisse has not typed its grid in. */
  z.strictObject({ kind: z.literal('self_assessed'), ...freeChoice, assessment: Assessment.nullable() }),
  z.strictObject({ kind: z.literal('share_of_income'), ...freeChoice, basisPoints: BasisPoints }),
  /** Fixed steps. `null`: only the lowest and the highest are known, and every amount between is taken. */
  z
    .strictObject({
      kind: z.literal('steps'),
      lowestCents: CentsValue,
      highestCents: CentsValue,
      amountsCents: z.array(CentsValue).min(1).max(100).refine(rises, 'rising').nullable(),
    })
    .refine(
      ({ lowestCents, highestCents, amountsCents }) =>
        lowestCents <= highestCents &&
        (!amountsCents || (amountsCents[0] === lowestCents && amountsCents.at(-1) === highestCents)),
      'steps',
    ),
  /** No money: time given. `hours` is null where being there is what counts. */
  z.strictObject({
    kind: z.literal('time'),
    hours: z.number().multipleOf(0.25).min(0.25).max(200).nullable(),
    period: z.enum(['month', 'four_weeks']),
    what: Words,
  }),
  /** No contribution: a grant pays everything. */
  z.strictObject({ kind: z.literal('grant'), voluntary: z.boolean() }),
  /** No monthly contribution: at each purchase one of several prices, on trust. */
  z.strictObject({
    kind: z.literal('price_choice'),
    tiers: z
      .array(PriceTier)
      .min(2)
      .max(9)
      .refine(
        (tiers) =>
          new Set(tiers.map((tier) => tier.code)).size === tiers.length &&
          tiers.filter((tier) => tier.basisPoints === 10_000).length === 1,
        'tiers',
      ),
  }),
] as const

const SimpleContribution = z.discriminatedUnion('kind', simpleContributions)

export const ContributionScheme = z.discriminatedUnion('kind', [
  ...simpleContributions,
  /** An employer or an institution pays part of what another scheme makes due. */
  z.strictObject({
    kind: z.literal('third_party_share'),
    base: SimpleContribution,
    payer: z.enum(['employer', 'institution', 'other']),
    payerName: Words.nullable(),
    share: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('rate'), basisPoints: BasisPoints }),
      z.strictObject({ kind: z.literal('fixed'), cents: CentsValue }),
    ]),
    appliesTo: z.enum(['everyone', 'named_households']),
  }),
])

/** `unit`: one per line, that is per member, household or group as the règlement's unit says. */
const Per = z.enum(['unit', 'person', 'adult'])

export const AllocationScheme = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('flat'), per: Per, cents: CentsValue }),
  /** An amount for the first person, one more for each other; `childExtraCents` below the age limit. */
  z.strictObject({
    kind: z.literal('base_plus_extra'),
    baseCents: CentsValue,
    extraPersonCents: CentsValue,
    childExtraCents: CentsValue.nullable(),
  }),
  /** By number of persons; the last amount holds for every larger household. */
  z.strictObject({
    kind: z.literal('by_size'),
    amountsCents: z.array(CentsValue).min(1).max(20).refine(neverFalls, 'by_size'),
  }),
  z.strictObject({ kind: z.literal('adult_child'), adultCents: CentsValue, childCents: CentsValue }),
  /** The month's contributions minus a levy, shared to the cent. */
  z.strictObject({ kind: z.literal('mean_of_contributions'), per: Per, levyBasisPoints: BasisPoints }),
  /** No allocation: where the price itself is chosen. */
  z.strictObject({ kind: z.literal('none') }),
])

/** The month of entry or exit: whole, nothing, or by calendar days. */
const PartMonth = z.enum(['full', 'nothing', 'pro_rata'])
const PartMonths = z.strictObject({ contribution: PartMonth, allocation: PartMonth })

export const CarryOver = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unlimited') }),
  /** What is carried into a new month, before its allocation, is at most this. */
  z.strictObject({ kind: z.literal('cap'), cents: CentsValue }),
  z.strictObject({ kind: z.literal('cap_allocations'), count: z.number().int().min(1).max(24) }),
  /** Rights of a month last this many months, their own included: 1 ends with the month itself. */
  z.strictObject({ kind: z.literal('expires_after'), months: z.number().int().min(1).max(60) }),
])

export const Reglement = z
  .strictObject({
    /** What one allocation is counted for. */
    unit: z.enum(['person', 'household', 'shared_budget_group']),
    /** Below this age on the 1st of the month a child counts as one; null where all count alike. */
    childAgeLimit: z.number().int().min(1).max(25).nullable(),
    contribution: ContributionScheme,
    allocation: AllocationScheme,
    entry: PartMonths,
    exit: PartMonths,
    carryOver: CarryOver,
    /** The allocation waits for the month's contribution. */
    releaseAfterPayment: z.boolean(),
  })
  .refine((one) => one.childAgeLimit !== null || !hasChildRate(one.allocation), {
    path: ['childAgeLimit'],
    message: 'child_age_limit',
  })
  .refine((one) => one.unit !== 'person' || !['base_plus_extra', 'by_size'].includes(one.allocation.kind), {
    path: ['unit'],
    message: 'unit',
  })

export type Floor = z.infer<typeof Floor>
export type Assessment = z.infer<typeof Assessment>
export type SimpleContribution = z.infer<typeof SimpleContribution>
export type ContributionScheme = z.infer<typeof ContributionScheme>
export type PriceChoice = Extract<SimpleContribution, { kind: 'price_choice' }>
export type AllocationScheme = z.infer<typeof AllocationScheme>
export type PartMonth = z.infer<typeof PartMonth>
export type CarryOver = z.infer<typeof CarryOver>
export type Reglement = z.infer<typeof Reglement>

/** No list, form or import takes a household with more adults, or more children, than this. */
export const LARGEST_HOUSEHOLD = 99

/** Whether children below the age limit receive another amount, so that ages must be known. */
export function hasChildRate(allocation: AllocationScheme): boolean {
  return (
    allocation.kind === 'adult_child' ||
    (allocation.kind === 'base_plus_extra' && allocation.childExtraCents !== null)
  )
}

/** Whether the ages of children change an allocation. */
export function agesMatter({ allocation, childAgeLimit }: Reglement): boolean {
  if (childAgeLimit === null) return false
  return hasChildRate(allocation) || ('per' in allocation && allocation.per === 'adult')
}
