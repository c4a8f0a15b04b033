import { describe, expect, test } from 'vitest'
import { aReglement } from '../../../../../test/given.ts'
import { PRESETS } from '../../presets/index.ts'
import { presetForm } from '../../presets/preset-form.ts'
import type { Reglement } from '../reglement.ts'
import { chooseKinds, kindsOf } from './fields.ts'
import { fillForm, readForm } from './read.ts'

const free = {
  floor: { baseCents: 10_00, perExtraPersonCents: 2_50 },
  stepCents: 5_00,
  ceiling: { cents: 250_00, binding: false },
}
const bands = [
  { fromCents: 0, cents: 10_00 },
  { fromCents: 900_00, cents: 45_50 },
]

/** One of every kind, with each of their options taken once and left once. */
const SHAPES: Record<string, Partial<Reglement>> = {
  free: { contribution: { kind: 'free', ...free } },
  'free without anything': {
    contribution: {
      kind: 'free',
      floor: { baseCents: 0, perExtraPersonCents: 0 },
      stepCents: null,
      ceiling: null,
    },
  },
  'share of income': { contribution: { kind: 'share_of_income', ...free, basisPoints: 250 } },
  'a grid not typed in': { contribution: { kind: 'self_assessed', ...free, assessment: null } },
  'a grid of amounts': {
    contribution: {
      kind: 'self_assessed',
      ...free,
      assessment: {
        kind: 'amounts',
        combine: 'mean',
        criteria: [
          { kind: 'bands', input: 'monthlyIncomeCents', perPerson: true, bands },
          { kind: 'rate', input: 'foodBudgetCents', perPerson: false, basisPoints: 3_000 },
        ],
      },
    },
  },
  'a grid of points': {
    contribution: {
      kind: 'self_assessed',
      ...free,
      assessment: {
        kind: 'points',
        criteria: [
          {
            input: 'leftToLiveCents',
            perPerson: false,
            bands: [
              { fromCents: 0, points: 0 },
              { fromCents: 100_00, points: 3 },
            ],
          },
        ],
        amounts: [
          { fromPoints: 0, cents: 10_00 },
          { fromPoints: 3, cents: 60_00 },
        ],
      },
    },
  },
  steps: {
    contribution: {
      kind: 'steps',
      lowestCents: 20_00,
      highestCents: 70_00,
      amountsCents: [20_00, 45_50, 70_00],
    },
  },
  'steps between two': {
    contribution: { kind: 'steps', lowestCents: 20_00, highestCents: 70_00, amountsCents: null },
  },
  hours: { contribution: { kind: 'time', hours: 1.25, period: 'four_weeks', what: 'Tenir la boutique' } },
  presence: { contribution: { kind: 'time', hours: null, period: 'month', what: 'Venir' } },
  grant: { contribution: { kind: 'grant', voluntary: true } },
  prices: {
    contribution: {
      kind: 'price_choice',
      tiers: [
        { code: 'solidaire', name: 'Solidaire : pour nous', basisPoints: 8_000 },
        { code: 'juste', name: 'Juste', basisPoints: 10_000 },
      ],
    },
    allocation: { kind: 'none' },
  },
  'an employer pays a rate': {
    contribution: {
      kind: 'third_party_share',
      base: { kind: 'self_assessed', ...free, assessment: null },
      payer: 'employer',
      payerName: 'La Coopérative',
      share: { kind: 'rate', basisPoints: 5_000 },
      appliesTo: 'named_households',
    },
  },
  'an institution pays an amount': {
    contribution: {
      kind: 'third_party_share',
      base: { kind: 'free', ...free },
      payer: 'institution',
      payerName: null,
      share: { kind: 'fixed', cents: 20_00 },
      appliesTo: 'everyone',
    },
  },
  'flat per adult': { allocation: { kind: 'flat', per: 'adult', cents: 150_00 }, childAgeLimit: 14 },
  'children apart': {
    allocation: {
      kind: 'base_plus_extra',
      baseCents: 100_00,
      extraPersonCents: 50_00,
      childExtraCents: 30_00,
    },
    childAgeLimit: 14,
  },
  'by size': { allocation: { kind: 'by_size', amountsCents: [100_00, 150_00, 180_50] } },
  'adults and children': {
    allocation: { kind: 'adult_child', adultCents: 100_00, childCents: 40_00 },
    childAgeLimit: 16,
  },
  shared: { allocation: { kind: 'mean_of_contributions', per: 'person', levyBasisPoints: 550 } },
  cap: { carryOver: { kind: 'cap', cents: 300_00 }, releaseAfterPayment: true },
  'cap of allocations': { carryOver: { kind: 'cap_allocations', count: 2 } },
  expiry: {
    carryOver: { kind: 'expires_after', months: 3 },
    entry: { contribution: 'nothing', allocation: 'pro_rata' },
    exit: { contribution: 'pro_rata', allocation: 'nothing' },
    unit: 'shared_budget_group',
  },
}

describe('every kind of règlement', () => {
  test.each(Object.entries(SHAPES))('%s is written into the form and read back the same', (_, changes) => {
    const reglement = aReglement(changes)
    expect(readForm(fillForm(reglement))).toEqual({ ok: true, reglement })
  })

  test.each(PRESETS.map((preset) => [preset.slug, preset] as const))(
    'the preset of %s leaves empty what nobody published, and only that',
    (_, preset) => {
      const read = readForm(presetForm(preset))
      const open = Object.values(preset.figures).some((figure) => figure.value === null)
      expect(read.ok || open).toBe(true)
      expect(read.ok ? [] : read.issues.filter(({ message }) => message !== 'required')).toEqual([])
    },
  )
})

describe('what is wrong comes back at its field', () => {
  const form = (changes: Partial<Reglement>, typed: Record<string, string>) => {
    const read = readForm({ ...fillForm(aReglement(changes)), ...typed })
    return read.ok ? [] : read.issues.map(({ field, message }) => `${field} ${message}`)
  }

  test.each<[string, Partial<Reglement>, Record<string, string>, string[]]>([
    ['an amount in words', {}, { 'allocation.baseCents': 'cent' }, ['allocation.baseCents amount']],
    ['nothing', {}, { 'contribution.floor.baseCents': '' }, ['contribution.floor.baseCents required']],
    [
      'steps that fall',
      SHAPES['steps']!,
      { 'contribution.amountsCents': '20 ; 70 ; 45' },
      ['contribution.amountsCents amounts_rise'],
    ],
    [
      'steps that end elsewhere',
      SHAPES['steps']!,
      { 'contribution.amountsCents': '20 ; 60' },
      ['contribution.amountsCents steps_ends'],
    ],
    [
      'bands without their start',
      SHAPES['a grid of amounts']!,
      { 'contribution.assessment.criteria.0.bands': '10 : 5' },
      ['contribution.assessment.criteria.0.bands bands_rise'],
    ],
    [
      'a rate and bands at once',
      SHAPES['a grid of amounts']!,
      { 'contribution.assessment.criteria.0.basisPoints': '3' },
      ['contribution.assessment.criteria.0.bands rate_or_bands'],
    ],
    [
      'one declared amount twice',
      SHAPES['a grid of amounts']!,
      { 'contribution.assessment.criteria.1.input': 'monthlyIncomeCents' },
      ['contribution.assessment.criteria.0.input inputs_differ'],
    ],
    [
      'two prices at 100 %',
      SHAPES['prices']!,
      { 'contribution.tiers': 'A : 100\nB : 100' },
      ['contribution.tiers tiers_once'],
    ],
    [
      'a line without a colon',
      SHAPES['prices']!,
      { 'contribution.tiers': 'A 100' },
      ['contribution.tiers pairs'],
    ],
    [
      'a child without an age',
      SHAPES['children apart']!,
      { childAgeLimit: '' },
      ['childAgeLimit age_limit_needed'],
    ],
    [
      'more than everything',
      SHAPES['share of income']!,
      { 'contribution.basisPoints': '101' },
      ['contribution.basisPoints out_of_range'],
    ],
    [
      'a larger household that gets less',
      SHAPES['by size']!,
      { 'allocation.amountsCents': '100;50' },
      ['allocation.amountsCents sizes_rise'],
    ],
    ['by size, per person', SHAPES['by size']!, { unit: 'person' }, ['unit unit_by_size']],
    ['an answer nobody proposed', {}, { 'entry.allocation': 'half' }, ['entry.allocation choice']],
  ])('%s', (_, changes, typed, issues) => {
    expect(form(changes, typed)).toEqual(issues)
  })
})

describe('choosing other kinds', () => {
  test('what an employer pays is added to what was typed, and taken away again', () => {
    const own = aReglement({ contribution: { kind: 'free', ...free } })
    const typed = fillForm(own)
    const shared = chooseKinds(typed, { ...kindsOf(typed), thirdParty: true, share: 'rate' })
    const asked = {
      'contribution.payer': 'employer',
      'contribution.share.basisPoints': '50',
      'contribution.appliesTo': 'everyone',
    }
    expect(readForm({ ...shared, ...asked })).toMatchObject({
      ok: true,
      reglement: { contribution: { kind: 'third_party_share', base: { kind: 'free', ...free } } },
    })
    const again = chooseKinds({ ...shared, ...asked }, { ...kindsOf(shared), thirdParty: false })
    expect(readForm(again)).toEqual({ ok: true, reglement: own })
  })
})
