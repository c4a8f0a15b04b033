import { describe, expect, test } from 'vitest'
import { aReglement } from '../../../../test/given.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { compareReglements, describeReglement } from './describe.ts'
import { childrenBelow, monthIndex } from './household.ts'
import { lengthOf, presenceIn } from './presence.ts'
import { readReglement } from './read-reglement.ts'
import type { Reglement } from './reglement.ts'

const changed = (changes: Record<string, unknown>) => ({ ...aReglement(), ...changes })

describe('a règlement that cannot be read', () => {
  const free = { floor: { baseCents: 0, perExtraPersonCents: 0 }, stepCents: null, ceiling: null }
  const band = (fromCents: number) => ({ fromCents, cents: 0 })
  const grid = (bands: unknown, input = 'leftToLiveCents') => ({
    kind: 'bands',
    input,
    perPerson: false,
    bands,
  })
  const amounts = (...criteria: unknown[]) => ({
    contribution: {
      kind: 'self_assessed',
      ...free,
      assessment: { kind: 'amounts', combine: 'mean', criteria },
    },
  })

  test.each<[string, Record<string, unknown>, string, string]>([
    ['an unknown kind', { allocation: { kind: 'lottery' } }, 'allocation.kind', 'other'],
    [
      'cents with decimals',
      { allocation: { kind: 'flat', per: 'unit', cents: 1.5 } },
      'allocation.cents',
      'other',
    ],
    [
      'a negative amount',
      { allocation: { kind: 'flat', per: 'unit', cents: -1 } },
      'allocation.cents',
      'other',
    ],
    ['a word too much', { allocation: { kind: 'none', cents: 1 } }, 'allocation.cents', 'other'],
    [
      'a larger household that receives less',
      { allocation: { kind: 'by_size', amountsCents: [100, 90] } },
      'allocation.amountsCents',
      'by_size',
    ],
    [
      "a child's amount without an age",
      { allocation: { kind: 'adult_child', adultCents: 2, childCents: 1 } },
      'childAgeLimit',
      'child_age_limit',
    ],
    ['a size counted per person', { unit: 'person' }, 'unit', 'unit'],
    [
      'steps that do not rise',
      { contribution: { kind: 'steps', lowestCents: 20, highestCents: 20, amountsCents: [20, 20] } },
      'contribution.amountsCents',
      'rising',
    ],
    [
      'steps beyond the bounds',
      { contribution: { kind: 'steps', lowestCents: 20, highestCents: 70, amountsCents: [10, 70] } },
      'contribution',
      'steps',
    ],
    [
      'two just prices',
      {
        contribution: {
          kind: 'price_choice',
          tiers: ['a', 'b'].map((code) => ({ code, name: code, basisPoints: 10_000 })),
        },
      },
      'contribution.tiers',
      'tiers',
    ],
    [
      'bands that start above zero',
      amounts(grid([band(10)])),
      'contribution.assessment.criteria.0.bands',
      'bands',
    ],
    [
      'the same input twice',
      amounts(grid([band(0)]), grid([band(0)])),
      'contribution.assessment.criteria',
      'inputs',
    ],
  ])('%s', (_, changes, path, code) => {
    expect(readReglement(changed(changes))).toEqual({ ok: false, problems: [{ path, code }] })
  })

  test('something else entirely', () => {
    expect(readReglement('gironde')).toEqual({ ok: false, problems: [{ path: '', code: 'other' }] })
  })

  test('what is read is what was written', () => {
    expect(readReglement(JSON.parse(JSON.stringify(aReglement())))).toEqual({
      ok: true,
      reglement: aReglement(),
    })
  })
})

describe('the plain page', () => {
  const fr = translator('fr', { unit: 'MonA' })
  const sentences = (reglement: Reglement) =>
    describeReglement(reglement).flatMap(({ clauses }) =>
      clauses.map(({ key, params }) => fr(key, params).replace(/[\u00a0\u202f]/g, ' ')),
    )

  test('says amounts as people read them', () => {
    expect(sentences(aReglement())).toEqual([
      'L’allocation est comptée par foyer.',
      'Chaque foyer choisit librement le montant de sa cotisation.',
      'Le minimum est de 10,00 € par mois, plus 5,00 € par personne au-delà de la première.',
      'Une personne seule reçoit 100,00 MonA par mois.',
      'Chaque autre personne du foyer ajoute 50,00 MonA par mois.',
      'Le mois d’arrivée compte en entier : cotisation entière, allocation entière.',
      'Le mois de départ compte en entier : cotisation entière, allocation entière.',
      'L’allocation est versée chaque mois, sans attendre la cotisation.',
      'Ce que vous ne dépensez pas reste à vous, sans limite de temps.',
    ])
  })

  test('names a partner that pays part', () => {
    const contribution = {
      kind: 'third_party_share',
      base: aReglement().contribution as never,
      payer: 'employer',
      payerName: 'Le Fournil',
      share: { kind: 'rate', basisPoints: 2500 },
      appliesTo: 'named_households',
    } as const
    expect(sentences(aReglement({ contribution }))).toContain(
      'L’employeur Le Fournil paie 25 % de la cotisation.',
    )
  })
})

describe('two versions side by side', () => {
  test('the same says nothing', () => expect(compareReglements(aReglement(), aReglement())).toEqual([]))

  test('only what changed is shown, before and after', () => {
    const cut = aReglement({
      allocation: { kind: 'flat', per: 'unit', cents: 100_00 },
      carryOver: { kind: 'expires_after', months: 3 },
    })
    expect(compareReglements(aReglement(), cut)).toEqual([
      {
        section: 'allocation',
        before: [
          { key: 'reglement.allocation.first_person', params: { rightsCents: 100_00 } },
          { key: 'reglement.allocation.each_other', params: { rightsCents: 50_00 } },
        ],
        after: [{ key: 'reglement.allocation.flat_unit', params: { rightsCents: 100_00 } }],
      },
      {
        section: 'carryOver',
        before: [{ key: 'reglement.carryOver.unlimited', params: {} }],
        after: [{ key: 'reglement.carryOver.expires_after', params: { months: 3 } }],
      },
    ])
  })
})

describe('the age of a child', () => {
  const born = (birthMonth: string) => [{ birthMonth }]
  test.each([
    ['2012-12', 1],
    ['2012-11', 1],
    ['2012-10', 0],
  ])('born %s, in November 2026, counts %i below 14', (month, count) =>
    expect(childrenBelow(14, born(month), monthIndex('2026-11'))).toBe(count),
  )
  test('in years', () => expect(childrenBelow(14, [{ ageYears: 13 }, { ageYears: 14 }], 0)).toBe(1))
  test('one unknown age makes the count unknown', () =>
    expect(childrenBelow(14, [{ ageYears: 3 }, {}], 0)).toBeNull())
})

describe('days of a month that count', () => {
  test.each([
    ['2026-02', 28],
    ['2028-02', 29],
    ['2100-02', 28],
    ['2026-11', 30],
    ['2026-12', 31],
  ])('%s has %i', (month, days) => expect(lengthOf(month)).toBe(days))

  const days = presenceIn('2026-11', 'pro_rata', 'pro_rata')
  test.each([
    [{}, 30, 'whole'],
    [{ enteredOn: '2026-11-01', leavesOn: '2026-11-30' }, 30, 'whole'],
    [{ enteredOn: '2026-11-30' }, 1, 'pro_rata'],
    [{ leavesOn: '2026-11-01' }, 1, 'pro_rata'],
    [{ enteredOn: '2026-11-10', leavesOn: '2026-11-19' }, 10, 'pro_rata'],
    [{ enteredOn: '2026-12-01' }, 0, 'before_entry'],
    [{ leavesOn: '2026-10-31' }, 0, 'after_exit'],
    [{ enteredOn: '2026-11-20', leavesOn: '2026-11-10' }, 0, 'after_exit'],
  ])('%j', (dates, count, why) => expect(days(dates)).toEqual({ days: count, why }))

  test('each end has its own rule', () => {
    const rule = presenceIn('2026-11', 'nothing', 'full')
    expect(rule({ enteredOn: '2026-11-02' }).why).toBe('entry_month')
    expect(rule({ enteredOn: '2026-11-01' }).why).toBe('whole')
    expect(rule({ leavesOn: '2026-11-02' })).toEqual({ days: 30, why: 'whole' })
    expect(presenceIn('2026-11', 'full', 'nothing')({ leavesOn: '2026-11-29' }).why).toBe('exit_month')
  })
})
