import type { MessageKey, MessageParams } from '../../../kit/i18n/translate.ts'
import type {
  AllocationScheme,
  Assessment,
  CarryOver,
  ContributionScheme,
  Reglement,
  SimpleContribution,
} from './reglement.ts'

export const SECTIONS = [
  'unit',
  'contribution',
  'allocation',
  'entry',
  'exit',
  'release',
  'carryOver',
] as const
export type Section = (typeof SECTIONS)[number]

/** One sentence of the règlement: a text of the catalogue and its values. */
export type Clause = { key: MessageKey; params: MessageParams }

const clause = (key: MessageKey, params: MessageParams = {}): Clause => ({ key, params })

/** The whole règlement as short sentences, section by section, for one plain page. */
export function describeReglement(reglement: Reglement): { section: Section; clauses: Clause[] }[] {
  return SECTIONS.map((section) => ({ section, clauses: describeSection(reglement, section) }))
}

export type Change = { section: Section; before: Clause[]; after: Clause[] }

/** The sections that do not say the same; empty when nothing changed. */
export function compareReglements(before: Reglement, after: Reglement): Change[] {
  return SECTIONS.map((section) => ({
    section,
    before: describeSection(before, section),
    after: describeSection(after, section),
  })).filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

function describeSection(reglement: Reglement, section: Section): Clause[] {
  switch (section) {
    case 'unit':
      return [clause(`reglement.unit.${reglement.unit}`), ...ageLimit(reglement)]
    case 'contribution':
      return contribution(reglement.contribution)
    case 'allocation':
      return allocation(reglement.allocation)
    case 'entry':
    case 'exit':
      return partMonth(section, reglement)
    case 'release':
      return [clause(reglement.releaseAfterPayment ? 'reglement.release.after' : 'reglement.release.always')]
    case 'carryOver':
      return [describeCarryOver(reglement.carryOver)]
  }
}

function ageLimit({ childAgeLimit }: Reglement): Clause[] {
  return childAgeLimit === null ? [] : [clause('reglement.unit.age_limit', { years: childAgeLimit })]
}

function partMonth(section: 'entry' | 'exit', reglement: Reglement): Clause[] {
  const { contribution: due, allocation: right } = reglement[section]
  if (due === right) return [clause(`reglement.${section}.both_${due}`)]
  return [
    clause(`reglement.${section}.contribution_${due}`),
    clause(`reglement.${section}.allocation_${right}`),
  ]
}

export function describeCarryOver(rule: CarryOver): Clause {
  switch (rule.kind) {
    case 'unlimited':
      return clause('reglement.carryOver.unlimited')
    case 'cap':
      return clause('reglement.carryOver.cap', { rightsCents: rule.cents })
    case 'cap_allocations':
      return clause('reglement.carryOver.cap_allocations', { count: rule.count })
    case 'expires_after':
      return clause('reglement.carryOver.expires_after', { months: rule.months })
  }
}

function contribution(scheme: ContributionScheme): Clause[] {
  if (scheme.kind !== 'third_party_share') return simpleContribution(scheme)
  const payer = {
    payer: scheme.payer,
    named: scheme.payerName ? 'yes' : 'no',
    nameText: scheme.payerName ?? '',
  }
  return [
    ...simpleContribution(scheme.base),
    scheme.share.kind === 'rate'
      ? clause('reglement.contribution.third_party_rate', {
          ...payer,
          rate: scheme.share.basisPoints / 10_000,
        })
      : clause('reglement.contribution.third_party_fixed', { ...payer, cents: scheme.share.cents }),
    clause(`reglement.contribution.third_party_${scheme.appliesTo}`),
  ]
}

function simpleContribution(scheme: SimpleContribution): Clause[] {
  switch (scheme.kind) {
    case 'free':
      return [clause('reglement.contribution.free'), ...freeChoice(scheme)]
    case 'self_assessed':
      return [
        clause('reglement.contribution.self_assessed'),
        ...(scheme.assessment ? grid(scheme.assessment) : [clause('reglement.contribution.grid_on_paper')]),
        ...freeChoice(scheme),
      ]
    case 'share_of_income':
      return [
        clause('reglement.contribution.share_of_income', { rate: scheme.basisPoints / 10_000 }),
        ...freeChoice(scheme),
      ]
    case 'steps':
      return fixedSteps(scheme)
    case 'time':
      return [
        scheme.hours === null
          ? clause('reglement.contribution.time', { whatText: scheme.what })
          : clause(`reglement.contribution.hours_${scheme.period}`, {
              hours: scheme.hours,
              whatText: scheme.what,
            }),
      ]
    case 'grant':
      return [
        clause('reglement.contribution.grant'),
        ...(scheme.voluntary ? [clause('reglement.contribution.voluntary')] : []),
      ]
    case 'price_choice':
      return [
        clause('reglement.contribution.price_choice'),
        ...scheme.tiers.map((tier) =>
          clause('reglement.contribution.price_tier', {
            nameText: tier.name,
            rate: tier.basisPoints / 10_000,
          }),
        ),
      ]
  }
}

type FreeChoice = Extract<SimpleContribution, { kind: 'free' | 'self_assessed' | 'share_of_income' }>

function freeChoice({ floor, stepCents, ceiling }: FreeChoice): Clause[] {
  const clauses = [floorClause(floor)]
  if (stepCents !== null) clauses.push(clause('reglement.contribution.step', { cents: stepCents }))
  if (ceiling)
    clauses.push(
      clause(`reglement.contribution.ceiling_${ceiling.binding ? 'binding' : 'indicative'}`, {
        cents: ceiling.cents,
      }),
    )
  return clauses
}

function floorClause({ baseCents, perExtraPersonCents }: FreeChoice['floor']): Clause {
  if (perExtraPersonCents > 0)
    return clause('reglement.contribution.floor_by_size', {
      baseCents,
      extraCents: perExtraPersonCents,
    })
  return baseCents > 0
    ? clause('reglement.contribution.floor', { baseCents })
    : clause('reglement.contribution.no_floor')
}

function fixedSteps(scheme: Extract<SimpleContribution, { kind: 'steps' }>): Clause[] {
  const { lowestCents, highestCents, amountsCents } = scheme
  if (!amountsCents) return [clause('reglement.contribution.between', { lowestCents, highestCents })]
  return [
    clause('reglement.contribution.steps'),
    ...amountsCents.map((cents) => clause('reglement.contribution.one_step', { cents })),
  ]
}

function grid(assessment: Assessment): Clause[] {
  if (assessment.kind === 'points')
    return [
      clause('reglement.grid.points'),
      ...assessment.criteria.flatMap((one) => [
        clause('reglement.grid.criterion', reading(one)),
        ...one.bands.map((band) =>
          clause('reglement.grid.points_band', { fromCents: band.fromCents, points: band.points }),
        ),
      ]),
      ...assessment.amounts.map((row) =>
        clause('reglement.grid.points_amount', { fromPoints: row.fromPoints, cents: row.cents }),
      ),
    ]
  return [
    ...assessment.criteria.flatMap((one) =>
      one.kind === 'rate'
        ? [clause('reglement.grid.rate', { ...reading(one), rate: one.basisPoints / 10_000 })]
        : [
            clause('reglement.grid.criterion', reading(one)),
            ...one.bands.map((band) =>
              clause('reglement.grid.amount_band', { fromCents: band.fromCents, cents: band.cents }),
            ),
          ],
    ),
    ...(assessment.criteria.length > 1 ? [clause(`reglement.grid.combine_${assessment.combine}`)] : []),
  ]
}

const reading = (one: { input: string; perPerson: boolean }): MessageParams => ({
  input: one.input,
  perPerson: one.perPerson ? 'yes' : 'no',
})

function allocation(scheme: AllocationScheme): Clause[] {
  switch (scheme.kind) {
    case 'flat':
      return [clause(`reglement.allocation.flat_${scheme.per}`, { rightsCents: scheme.cents })]
    case 'base_plus_extra':
      return basePlusExtra(scheme)
    case 'by_size':
      return scheme.amountsCents.map((rightsCents, i) =>
        clause(`reglement.allocation.${i === scheme.amountsCents.length - 1 ? 'size_or_more' : 'size'}`, {
          persons: i + 1,
          rightsCents,
        }),
      )
    case 'adult_child':
      return [
        clause('reglement.allocation.adult', { rightsCents: scheme.adultCents }),
        clause('reglement.allocation.child', { rightsCents: scheme.childCents }),
      ]
    case 'mean_of_contributions':
      return [
        clause(`reglement.allocation.mean_${scheme.per}`),
        ...(scheme.levyBasisPoints > 0
          ? [clause('reglement.allocation.levy', { rate: scheme.levyBasisPoints / 10_000 })]
          : []),
      ]
    case 'none':
      return [clause('reglement.allocation.none')]
  }
}

function basePlusExtra(scheme: Extract<AllocationScheme, { kind: 'base_plus_extra' }>): Clause[] {
  const clauses = [
    clause('reglement.allocation.first_person', { rightsCents: scheme.baseCents }),
    clause('reglement.allocation.each_other', { rightsCents: scheme.extraPersonCents }),
  ]
  if (scheme.childExtraCents !== null)
    clauses.push(clause('reglement.allocation.each_child', { rightsCents: scheme.childExtraCents }))
  return clauses
}
