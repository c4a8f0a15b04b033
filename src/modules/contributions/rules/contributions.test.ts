import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aReglement } from '../../../../test/given.ts'
import { aHousehold, childrenAged } from '../../../../test/rules.ts'
import type { ContributionScheme, PriceChoice, SimpleContribution } from '../../caisses/rules/reglement.ts'
import { dueFor } from './due.ts'
import { refusalToPledge } from './pledge.ts'
import { balancingRatio, isBalanced, pooled, priceAt, surplus } from './prices.ts'
import { floorFor, missingInputs, suggestionFor } from './suggestion.ts'

const anyAmount = { floor: { baseCents: 10_00, perExtraPersonCents: 5_00 }, stepCents: null, ceiling: null }
const free: SimpleContribution = { kind: 'free', ...anyAmount }
const ofIncome: SimpleContribution = {
  kind: 'share_of_income',
  basisPoints: 250,
  floor: { baseCents: 10_00, perExtraPersonCents: 0 },
  stepCents: null,
  ceiling: null,
}
const steps: SimpleContribution = {
  kind: 'steps',
  lowestCents: 20_00,
  highestCents: 70_00,
  amountsCents: [20_00, 30_00, 70_00],
}
const time: SimpleContribution = { kind: 'time', hours: 3, period: 'four_weeks', what: 'épicerie' }
const byPrice: PriceChoice = {
  kind: 'price_choice',
  tiers: [
    { code: 'accessible', name: 'Accessible', basisPoints: 6_500 },
    { code: 'juste', name: 'Juste', basisPoints: 10_000 },
    { code: 'solidaire', name: 'Solidaire', basisPoints: 12_500 },
  ],
}
const family = aHousehold({ adults: 2, children: childrenAged(3, 7) })

const due = (contribution: ContributionScheme, household = aHousehold(), month = '2026-11') =>
  dueFor(aReglement({ contribution }), household, month)

describe('the least a household contributes', () => {
  test.each<[string, ContributionScheme, number]>([
    ['grows with the household', free, 25_00],
    ['is the lowest step', steps, 20_00],
    ['is nothing where time is given', time, 0],
    ['is nothing where a grant pays', { kind: 'grant', voluntary: true }, 0],
  ])('%s', (_, scheme, floor) => expect(floorFor(scheme, family)).toBe(floor))
})

describe('what a month makes due', () => {
  test('the chosen amount', () =>
    expect(due(free, aHousehold({ contributionCents: 40_00 }))).toMatchObject({
      cents: 40_00,
      reason: { code: 'contributions.reason.chosen' },
    }))

  test('the floor when nothing is chosen, and when the household has grown above its choice', () => {
    expect(due(free, family)).toMatchObject({ cents: 25_00, reason: { code: 'contributions.reason.floor' } })
    expect(due(free, { ...family, contributionCents: 12_00 }).reason).toEqual({
      code: 'contributions.reason.raised',
      params: { floorCents: 25_00, chosenCents: 12_00 },
    })
  })

  test('less than the floor by an agreed exception, until its month and not after', () => {
    const agreed = aHousehold({ contributionCents: 40_00, exception: { cents: 2_00, until: '2026-11' } })
    expect(due(free, agreed, '2026-11').cents).toBe(2_00)
    expect(due(free, agreed, '2026-12').cents).toBe(40_00)
  })

  test('T12: 2.5 % of income with a floor of 10, which binds under 400 a month', () => {
    const earning = (euros: number) =>
      due(ofIncome, aHousehold({ declared: { monthlyIncomeCents: euros * 100 } }))
    expect([399, 400, 401, 2000, 2001].map((euros) => earning(euros).cents)).toEqual([
      10_00, 10_00, 10_03, 50_00, 50_03,
    ])
    expect(earning(399).reason.code).toBe('contributions.reason.income_floor')
    expect(earning(400).reason.code).toBe('contributions.reason.income')
    expect(due(ofIncome).reason.code).toBe('contributions.reason.floor')
  })

  test('nothing in money where time, a grant or the price stands for it', () => {
    const generous = aHousehold({ contributionCents: 10_00 })
    for (const scheme of [time, byPrice, { kind: 'grant', voluntary: false } as const])
      expect(due(scheme, generous).cents).toBe(0)
    expect(due({ kind: 'grant', voluntary: true }, generous).cents).toBe(10_00)
  })

  test('an employer pays part: by rate, or a fixed amount that never exceeds the contribution', () => {
    const shared = (share: { kind: 'rate'; basisPoints: number } | { kind: 'fixed'; cents: number }) =>
      ({
        kind: 'third_party_share',
        base: free,
        payer: 'employer',
        payerName: null,
        share,
        appliesTo: 'named_households',
      }) satisfies ContributionScheme
    const employed = aHousehold({ contributionCents: 33_33, hasThirdParty: true })
    expect(due(shared({ kind: 'rate', basisPoints: 5_000 }), employed)).toMatchObject({
      cents: 16_66,
      thirdPartyCents: 16_67,
    })
    expect(due(shared({ kind: 'fixed', cents: 50_00 }), employed)).toMatchObject({
      cents: 0,
      thirdPartyCents: 33_33,
    })
    expect(due(shared({ kind: 'fixed', cents: 50_00 }), { ...employed, hasThirdParty: false }).cents).toBe(
      33_33,
    )
  })

  test('part of a month by calendar days, and nothing outside', () => {
    const rules = aReglement({
      contribution: free,
      entry: { contribution: 'pro_rata', allocation: 'full' },
      exit: { contribution: 'nothing', allocation: 'full' },
    })
    const arriving = aHousehold({ contributionCents: 40_00, enteredOn: '2026-11-21' })
    expect(dueFor(rules, arriving, '2026-11')).toEqual({
      cents: 13_33,
      thirdPartyCents: 0,
      reason: {
        code: 'contributions.reason.pro_rata',
        params: { days: 10, monthDays: 30, wholeCents: 40_00 },
      },
    })
    expect(dueFor(rules, arriving, '2026-10').reason.code).toBe('contributions.reason.before_entry')
    expect(dueFor(rules, aHousehold({ leavesOn: '2026-11-29' }), '2026-11').cents).toBe(0)
  })
})

describe('a suggestion from what the household declares', () => {
  const bands = (...rows: [number, number][]) => rows.map(([fromCents, cents]) => ({ fromCents, cents }))
  const grid: SimpleContribution = {
    kind: 'self_assessed',
    ...anyAmount,
    stepCents: 5_00,
    ceiling: { cents: 150_00, binding: false },
    assessment: {
      kind: 'amounts',
      combine: 'mean',
      criteria: [
        { kind: 'rate', input: 'monthlyIncomeCents', perPerson: false, basisPoints: 300 },
        {
          kind: 'bands',
          input: 'leftToLiveCents',
          perPerson: true,
          bands: bands([0, 10_00], [300_00, 30_00], [600_00, 60_00]),
        },
        { kind: 'rate', input: 'foodBudgetCents', perPerson: false, basisPoints: 2_000 },
      ],
    },
  }
  const declared = { monthlyIncomeCents: 1_500_00, leftToLiveCents: 600_00, foodBudgetCents: 300_00 }

  test('the mean of three criteria, rounded half up to the step', () => {
    // 45, 30 (600 left for two persons is 300 each), 60: the mean is 45
    expect(suggestionFor(grid, aHousehold({ adults: 2, declared }))).toEqual({
      cents: 45_00,
      parts: [
        { input: 'monthlyIncomeCents', cents: 45_00 },
        { input: 'leftToLiveCents', cents: 30_00 },
        { input: 'foodBudgetCents', cents: 60_00 },
      ],
    })
    // 75.01 / 3 = 25.003 goes to 25; 37.50 goes up to 40
    const income = (monthlyIncomeCents: number) =>
      suggestionFor(grid, aHousehold({ adults: 2, declared: { ...declared, monthlyIncomeCents } }))!.cents
    expect(income(750_00)).toBe(40_00)
    expect(income(749_00)).toBe(35_00)
  })

  test('never under the floor, never over the ceiling', () => {
    const poor = { monthlyIncomeCents: 0, leftToLiveCents: 0, foodBudgetCents: 0 }
    const rich = { monthlyIncomeCents: 90_000_00, leftToLiveCents: 600_00, foodBudgetCents: 0 }
    expect(suggestionFor(grid, { ...family, declared: poor })!.cents).toBe(25_00)
    expect(suggestionFor(grid, { ...family, declared: rich })!.cents).toBe(150_00)
  })

  test('none without all that the grid asks, and the missing is named', () => {
    const household = aHousehold({ declared: { monthlyIncomeCents: 1_000_00, leftToLiveCents: null } })
    expect(suggestionFor(grid, household)).toBeNull()
    expect(missingInputs(grid, household.declared!)).toEqual(['leftToLiveCents', 'foodBudgetCents'])
    expect(due(grid, household)).toMatchObject({
      cents: 10_00,
      reason: { code: 'contributions.reason.floor' },
    })
    expect(due(grid, { ...household, adults: 2, declared }).reason.code).toBe(
      'contributions.reason.suggested',
    )
  })

  test('by points', () => {
    const points: SimpleContribution = {
      kind: 'self_assessed',
      ...anyAmount,
      assessment: {
        kind: 'points',
        criteria: [
          {
            input: 'monthlyIncomeCents',
            perPerson: false,
            bands: [
              { fromCents: 0, points: 1 },
              { fromCents: 1_000_00, points: 3 },
            ],
          },
          { input: 'foodBudgetCents', perPerson: false, bands: [{ fromCents: 0, points: 2 }] },
        ],
        amounts: [
          { fromPoints: 0, cents: 5_00 },
          { fromPoints: 4, cents: 40_00 },
          { fromPoints: 6, cents: 80_00 },
        ],
      },
    }
    const suggested = (monthlyIncomeCents: number) =>
      suggestionFor(points, aHousehold({ declared: { monthlyIncomeCents, foodBudgetCents: 1 } }))
    expect(suggested(999_99)).toMatchObject({ cents: 10_00 })
    expect(suggested(1_000_00)).toEqual({
      cents: 40_00,
      parts: [
        { input: 'monthlyIncomeCents', points: 3 },
        { input: 'foodBudgetCents', points: 2 },
      ],
    })
  })

  test.each([
    ['lowest', 30_00],
    ['highest', 60_00],
    ['sum', 135_00],
  ] as const)('combined by %s', (combine, cents) => {
    if (grid.kind !== 'self_assessed' || grid.assessment?.kind !== 'amounts') throw new Error('not a grid')
    const scheme = { ...grid, assessment: { ...grid.assessment, combine } }
    expect(suggestionFor(scheme, aHousehold({ adults: 2, declared }))!.cents).toBe(cents)
  })

  test('a suggestion is always an amount one may pledge, whatever the floor, the step and the ceiling', () => {
    const cents = fc.integer({ min: 0, max: 10_000_00 })
    const said = fc.record({ monthlyIncomeCents: cents, leftToLiveCents: cents, foodBudgetCents: cents })
    const rule = fc.record({
      floor: fc.record({ baseCents: fc.nat(50_00), perExtraPersonCents: fc.nat(20_00) }),
      stepCents: fc.option(fc.integer({ min: 1, max: 20_00 })),
      ceiling: fc.option(fc.record({ cents: fc.nat(300_00), binding: fc.boolean() })),
    })
    fc.assert(
      fc.property(said, rule, fc.integer({ min: 1, max: 9 }), (declared, changes, adults) => {
        const scheme = { ...grid, ...changes }
        const household = aHousehold({ adults, declared })
        expect(refusal(scheme, suggestionFor(scheme, household)!.cents, household)).toBeNull()
      }),
    )
  })
})

function refusal(scheme: ContributionScheme, cents: number, household = aHousehold(), from = '2026-12') {
  return refusalToPledge({ scheme, household, cents, from, firstOpenMonth: '2026-12' })
}

describe('a pledge is refused', () => {
  const bySteps: SimpleContribution = { kind: 'free', ...anyAmount, stepCents: 5_00 }
  const capped: SimpleContribution = { kind: 'free', ...anyAmount, ceiling: { cents: 250_00, binding: true } }
  test.each<[string, ContributionScheme, number, string | null]>([
    ['below the floor', free, 9_99, 'below_floor'],
    ['not at the floor', free, 10_00, null],
    ['between two steps', bySteps, 22_00, 'not_a_step'],
    ['above a binding ceiling', capped, 250_01, 'above_ceiling'],
    ['not above an indicative one', { ...capped, ceiling: { cents: 250_00, binding: false } }, 900_00, null],
    ['between fixed steps', steps, 40_00, 'not_a_fixed_step'],
    ['above the last of them', steps, 80_00, 'above_ceiling'],
    ['not on one of them', steps, 30_00, null],
    ['where only the bounds are known, not between them', { ...steps, amountsCents: null }, 40_00, null],
    ['where time is given', time, 10_00, 'no_contribution_here'],
    ['where a grant pays', { kind: 'grant', voluntary: false }, 10_00, 'no_contribution_here'],
    ['but not where one may give', { kind: 'grant', voluntary: true }, 10_00, null],
  ])('%s', (_, scheme, cents, code) => expect(refusal(scheme, cents)?.code ?? null).toBe(code))

  test('the nearest steps are named', () =>
    expect(refusal(steps, 40_00)?.params).toEqual({ lowerCents: 30_00, upperCents: 70_00 }))

  test('for a closed month', () =>
    expect(refusal(free, 50_00, aHousehold(), '2026-11')?.code).toBe('month_closed'))

  test('not under an exception while it lasts', () => {
    const agreed = aHousehold({ exception: { cents: 2_00, until: '2026-12' } })
    expect(refusal(free, 2_00, agreed)).toBeNull()
    expect(refusal(free, 1_99, agreed)?.code).toBe('below_floor')
    expect(refusal(free, 2_00, agreed, '2027-01')?.code).toBe('below_floor')
  })
})

describe('T14: three prices on trust', () => {
  test('65, 100 or 125 for goods worth 100, half up to the cent', () => {
    expect(['accessible', 'juste', 'solidaire'].map((tier) => priceAt(byPrice, tier, 100_00))).toEqual([
      65_00, 100_00, 125_00,
    ])
    expect(priceAt(byPrice, 'accessible', 1)).toBe(1)
    expect(priceAt(byPrice, 'solidaire', 2)).toBe(3)
  })

  test('balance if and only if solidarity sales are 1.4 times accessible sales', () => {
    expect(balancingRatio(byPrice, 'accessible', 'solidaire')).toBe(1.4)
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000), (accessible, juste, solidaire) => {
        expect(isBalanced(byPrice, { accessible, juste, solidaire })).toBe(solidaire * 10 === accessible * 14)
        expect(isBalanced(byPrice, { accessible: accessible * 10, juste, solidaire: accessible * 14 })).toBe(
          true,
        )
      }),
    )
  })

  test('three points of sale count as one purse', () => {
    const stalls = [{ accessible: 500_00 }, { solidaire: 650_00, juste: 80_00 }, { solidaire: 50_00 }]
    expect(stalls.map((stall) => surplus(byPrice, stall))).toEqual([-175_00, 162_50, 12_50])
    expect(isBalanced(byPrice, pooled(stalls))).toBe(true)
    expect(surplus(byPrice, pooled(stalls))).toBe(0)
  })
})
