import { DECLARED_INPUTS } from '../reglement.ts'
import type { ValueKind } from './texts.ts'

/** What was typed in the form of a règlement, by the place of each value in it: `allocation.baseCents`. */
export type Typed = Readonly<Record<string, string>>

export const CONTRIBUTIONS = [
  'free',
  'self_assessed',
  'share_of_income',
  'steps',
  'time',
  'grant',
  'price_choice',
] as const
export const ALLOCATIONS = [
  'base_plus_extra',
  'flat',
  'by_size',
  'adult_child',
  'mean_of_contributions',
  'none',
] as const
export const CARRY_OVERS = ['unlimited', 'cap', 'cap_allocations', 'expires_after'] as const
export const UNITS = ['household', 'person', 'shared_budget_group'] as const
export const ASSESSMENTS = ['', 'amounts', 'points'] as const
export const SHARES = ['rate', 'fixed'] as const

/** The kinds are chosen first; what is asked then depends on them. */
export type Kinds = {
  unit: string
  contribution: string
  /** An employer or an institution pays part of what the contribution makes due. */
  thirdParty: boolean
  assessment: string
  share: string
  allocation: string
  carryOver: string
}

export const SECTIONS = ['contribution', 'thirdParty', 'allocation', 'months', 'carryOver'] as const
export type FormSection = (typeof SECTIONS)[number]

export type FormField = {
  /** The place of the value in the règlement. */
  name: string
  kind: ValueKind
  section: FormSection
  /** The last part of its texts in the catalogue: `draft.field.<label>`. */
  label: string
  /** For choices. */
  options?: readonly string[]
  /** Counted in the caisse's own unit, not in its currency. */
  rights?: true
}

const chosen = (kinds: readonly string[], typed = ''): string => (kinds.includes(typed) ? typed : kinds[0]!)

/** Under which name the simple contribution stands, with or without a third party. */
const contributionAt = (typed: Typed): string =>
  typed['contribution.kind'] === 'third_party_share' ? 'contribution.base' : 'contribution'

export function kindsOf(typed: Typed): Kinds {
  const at = contributionAt(typed)
  return {
    unit: chosen(UNITS, typed['unit']),
    contribution: chosen(CONTRIBUTIONS, typed[`${at}.kind`]),
    thirdParty: at !== 'contribution',
    assessment: chosen(ASSESSMENTS, typed[`${at}.assessment.kind`]),
    share: chosen(SHARES, typed['contribution.share.kind']),
    allocation: chosen(ALLOCATIONS, typed['allocation.kind']),
    carryOver: chosen(CARRY_OVERS, typed['carryOver.kind']),
  }
}

/** Other kinds for what was typed: what they have in common stays, with or without a third party. */
export function chooseKinds(typed: Typed, kinds: Kinds): Typed {
  const [from, to] = [contributionAt(typed), kinds.thirdParty ? 'contribution.base' : 'contribution']
  const ofThirdParty = new Set(thirdPartyFields(kinds).map(({ name }) => name))
  const moved = Object.entries(typed).map(([name, value]): [string, string] => {
    const simple =
      name.startsWith(`${from}.`) && !ofThirdParty.has(name) && !name.startsWith('contribution.share.')
    return [simple ? to + name.slice(from.length) : name, value]
  })
  return {
    ...Object.fromEntries(moved),
    unit: kinds.unit,
    'contribution.kind': kinds.thirdParty ? 'third_party_share' : kinds.contribution,
    ...(kinds.thirdParty && { 'contribution.base.kind': kinds.contribution }),
    [`${to}.assessment.kind`]: kinds.assessment,
    'contribution.share.kind': kinds.share,
    'allocation.kind': kinds.allocation,
    'carryOver.kind': kinds.carryOver,
  }
}

const PER = ['unit', 'person', 'adult'] as const
const PART_MONTHS = ['full', 'pro_rata', 'nothing'] as const
export const CRITERIA = [0, 1, 2] as const

/** Everything that a règlement of these kinds is asked for, in the order of the page. */
export function fieldsOf(kinds: Kinds): FormField[] {
  return [
    ...contributionFields(kinds),
    ...(kinds.thirdParty ? thirdPartyFields(kinds) : []),
    ...allocationFields(kinds),
    ...monthFields(),
    ...carryOverFields(kinds),
  ]
}

function contributionFields(kinds: Kinds): FormField[] {
  const at = kinds.thirdParty ? 'contribution.base' : 'contribution'
  const field = (name: string, kind: ValueKind, options?: readonly string[]): FormField => ({
    name: `${at}.${name}`,
    kind,
    section: 'contribution',
    label: name.replaceAll('.', '_').replace(/_\d/, ''),
    ...(options && { options }),
  })
  const freeChoice = [
    field('floor.baseCents', 'money'),
    field('floor.perExtraPersonCents', 'money'),
    field('stepCents', 'moneyOrNone'),
    field('ceiling.cents', 'moneyOrNone'),
    field('ceiling.binding', 'check'),
  ]
  switch (kinds.contribution) {
    case 'free':
      return freeChoice
    case 'share_of_income':
      return [field('basisPoints', 'percent'), ...freeChoice]
    case 'self_assessed':
      return [...freeChoice, ...gridFields(kinds.assessment, field)]
    case 'steps':
      return [
        field('lowestCents', 'money'),
        field('highestCents', 'money'),
        field('amountsCents', 'amountsOrNone'),
      ]
    case 'time':
      return [
        field('hours', 'hoursOrNone'),
        field('period', 'choice', ['month', 'four_weeks']),
        field('what', 'words'),
      ]
    case 'grant':
      return [field('voluntary', 'check')]
    default:
      return [field('tiers', 'tiers')]
  }
}

function gridFields(
  assessment: string,
  field: (name: string, kind: ValueKind, options?: readonly string[]) => FormField,
): FormField[] {
  if (assessment === '') return []
  const points = assessment === 'points'
  const criteria = CRITERIA.flatMap((i) => [
    field(`assessment.criteria.${i}.input`, i === 0 ? 'choice' : 'choiceOrNone', DECLARED_INPUTS),
    field(`assessment.criteria.${i}.perPerson`, 'check'),
    ...(points
      ? [field(`assessment.criteria.${i}.bands`, 'pointBandsOrNone')]
      : [
          field(`assessment.criteria.${i}.basisPoints`, 'percentOrNone'),
          field(`assessment.criteria.${i}.bands`, 'bandsOrNone'),
        ]),
  ])
  return points
    ? [...criteria, field('assessment.amounts', 'pointAmounts')]
    : [field('assessment.combine', 'choice', ['mean', 'sum', 'lowest', 'highest']), ...criteria]
}

function thirdPartyFields({ share }: Kinds): FormField[] {
  const section = 'thirdParty' as const
  return [
    {
      name: 'contribution.payer',
      kind: 'choice',
      section,
      label: 'payer',
      options: ['employer', 'institution', 'other'],
    },
    { name: 'contribution.payerName', kind: 'wordsOrNone', section, label: 'payerName' },
    share === 'rate'
      ? { name: 'contribution.share.basisPoints', kind: 'percent', section, label: 'share_basisPoints' }
      : { name: 'contribution.share.cents', kind: 'money', section, label: 'share_cents' },
    {
      name: 'contribution.appliesTo',
      kind: 'choice',
      section,
      label: 'appliesTo',
      options: ['everyone', 'named_households'],
    },
  ]
}

function allocationFields({ allocation }: Kinds): FormField[] {
  const field = (
    name: string,
    kind: ValueKind,
    more: Pick<FormField, 'options' | 'rights'> = { rights: true },
  ): FormField => ({ name: `allocation.${name}`, kind, section: 'allocation', label: name, ...more })
  const ages: FormField = {
    name: 'childAgeLimit',
    kind: 'countOrNone',
    section: 'allocation',
    label: 'childAgeLimit',
  }
  switch (allocation) {
    case 'base_plus_extra':
      return [
        field('baseCents', 'money'),
        field('extraPersonCents', 'money'),
        field('childExtraCents', 'moneyOrNone'),
        ages,
      ]
    case 'flat':
      return [field('per', 'choice', { options: PER }), field('cents', 'money'), ages]
    case 'by_size':
      return [field('amountsCents', 'amounts')]
    case 'adult_child':
      return [field('adultCents', 'money'), field('childCents', 'money'), ages]
    case 'mean_of_contributions':
      return [field('per', 'choice', { options: PER }), field('levyBasisPoints', 'percent', {}), ages]
    default:
      return []
  }
}

const monthFields = (): FormField[] => [
  ...(['entry', 'exit'] as const).flatMap((when) =>
    (['contribution', 'allocation'] as const).map((what): FormField => ({
      name: `${when}.${what}`,
      kind: 'choice',
      section: 'months',
      label: `${when}_${what}`,
      options: PART_MONTHS,
    })),
  ),
  { name: 'releaseAfterPayment', kind: 'check', section: 'months', label: 'releaseAfterPayment' },
]

function carryOverFields({ carryOver }: Kinds): FormField[] {
  const section = 'carryOver' as const
  if (carryOver === 'cap')
    return [{ name: 'carryOver.cents', kind: 'money', section, label: 'carryOver_cents', rights: true }]
  if (carryOver === 'cap_allocations')
    return [{ name: 'carryOver.count', kind: 'count', section, label: 'carryOver_count' }]
  if (carryOver === 'expires_after')
    return [{ name: 'carryOver.months', kind: 'count', section, label: 'carryOver_months' }]
  return []
}
