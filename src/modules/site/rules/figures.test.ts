import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths } from '../../../kit/month.ts'
import {
  APART_MONTHS,
  FEWEST_FOR_PARTS,
  FEWEST_HOUSEHOLDS,
  figuresOf,
  monthsToRelease,
  STEPS,
  type Cells,
  type EarlierRelease,
  type MonthFacts,
} from './figures.ts'

const SETS = 10_000
const TERRITORIES = ['Bellevue', 'Chantenay', 'Couëron', 'Indre'].map((name) => ({ id: name, name }))

type Household = { territory: number; people: number; paid: number; granted: number; spent: number }

const cents = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 300_00 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 5_000_00 }) },
)

const household: fc.Arbitrary<Household> = fc.record({
  territory: fc.integer({ min: 0, max: 4 }),
  people: fc.integer({ min: 1, max: 14 }),
  paid: cents,
  granted: cents,
  spent: cents,
})

/** Sizes around the floors and around the steps, and whole caisses in one quarter but for a few. */
const members = fc.oneof(
  fc.array(household, { maxLength: 30 }),
  fc.array(household, { minLength: 36, maxLength: 70, size: 'small' }),
  fc
    .tuple(fc.array(household, { maxLength: 8 }), fc.array(household, { minLength: 40, maxLength: 70 }))
    .map(([few, many]) => [...few, ...many.map((one) => ({ ...one, territory: 1 + (one.territory % 2) }))]),
)

const facts = (households: readonly Household[], changes: Partial<MonthFacts> = {}): MonthFacts => ({
  month: '2026-10',
  households: households.map(({ territory, people }) => ({
    territoryId: TERRITORIES[territory]?.id ?? null,
    people,
  })),
  paid: households.map(({ paid }) => paid),
  granted: households.map(({ granted }) => granted),
  spent: households.map(({ spent }) => spent),
  takings: ['a', 'b', 'c', 'd'].map((outletId) => ({ outletId, cents: 1_000_00 })),
  accredited: ['a', 'b', 'c', 'd'],
  outlets: 4,
  territories: TERRITORIES,
  ...changes,
})

const told = (households: readonly Household[]): Cells => figuresOf(facts(households), []).cells

const sizeOf = (households: readonly Household[], territory: number): number =>
  households.filter((one) => one.territory === territory).length

/** Whole numbers of households that round to what was told. */
const bounds = (figure: number) => ({ low: figure - 2, high: figure + 2 })

const amountsOf = (households: readonly Household[]) =>
  [
    ['contributionsCents', households.map(({ paid }) => paid)],
    ['grantedCents', households.map(({ granted }) => granted)],
    ['spentCents', households.map(({ spent }) => spent)],
  ] as const

const all = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each, 0)

/** Properties answer yes or no: ten thousand times, words are slow. */
describe('ten thousand sets of members', () => {
  test('no cell is told of fewer than eleven households', () => {
    fc.assert(
      fc.property(members, (households) => {
        const cells = told(households)
        const counts = [
          [cells.households, households.length] as const,
          ...cells.territories.map((cell, i) => [cell.households, sizeOf(households, i)] as const),
        ]
        return (
          counts.every(
            ([figure, truth]) =>
              figure === null || (figure >= FEWEST_HOUSEHOLDS && truth >= FEWEST_HOUSEHOLDS),
          ) &&
          amountsOf(households).every(
            ([cell, amounts]) =>
              cells[cell] === null || amounts.filter((each) => each > 0).length >= FEWEST_HOUSEHOLDS,
          ) &&
          (cells.people === null || (cells.people >= FEWEST_HOUSEHOLDS && cells.households !== null))
        )
      }),
      { numRuns: SETS },
    )
  })

  test('no cell that is left out follows from the total and those that are told', () => {
    fc.assert(
      fc.property(members, (households) => {
        const cells = told(households)
        if (cells.territories.length === 0) return true
        const shown = cells.territories.flatMap((cell) =>
          cell.households === null ? [] : [bounds(cell.households)],
        )
        const hidden = [0, 1, 2, 3, 4]
          .filter((territory) => territory === 4 || cells.territories[territory]!.households === null)
          .map((territory) => sizeOf(households, territory))
          .filter((size) => size > 0)
        if (hidden.length === 0) return households.length >= FEWEST_FOR_PARTS
        // All that is left of the total for those that are not told: each may be any part of it, and none is alone.
        const most = bounds(cells.households!).high - all(shown.map(({ low }) => low))
        return (
          households.length >= FEWEST_FOR_PARTS &&
          hidden.length >= 2 &&
          all(hidden) >= FEWEST_HOUSEHOLDS &&
          most >= all(hidden)
        )
      }),
      { numRuns: SETS },
    )
  })

  test('two months that differ by one household do not tell what it gives, receives or buys', () => {
    fc.assert(
      fc.property(members, household, (households, newcomer) => {
        const before = told(households)
        const after = told([...households, newcomer])
        const isOneStep = (
          cell: 'people' | 'contributionsCents' | 'grantedCents' | 'spentCents',
          step: number,
        ) => before[cell] === null || after[cell] === null || [0, step].includes(after[cell] - before[cell])
        // A step or none. With none, any level under a step fits a total that was low in its step; with one, any level
        // fits a total that was at its edge: what is seen excludes no level under a step.
        return (
          isOneStep('contributionsCents', STEPS.cents) &&
          isOneStep('grantedCents', STEPS.cents) &&
          isOneStep('spentCents', STEPS.cents) &&
          isOneStep('people', STEPS.people)
        )
      }),
      { numRuns: SETS },
    )
  })

  test('whether a cell is told does not depend on what the newcomer gives', () => {
    fc.assert(
      fc.property(members, household, cents, (households, newcomer, other) => {
        const isTold = (paid: number) =>
          told([...households, { ...newcomer, paid: paid + 1 }]).contributionsCents !== null
        // A total under half a step is not told, whoever gives what in it.
        return (
          isTold(newcomer.paid) === isTold(other) || all(households.map(({ paid }) => paid)) < STEPS.cents / 2
        )
      }),
      { numRuns: SETS / 4 },
    )
  })
})

const many = (count: number, changes: Partial<Household> = {}): Household[] =>
  Array.from({ length: count }, () => ({
    territory: 0,
    people: 2,
    paid: 60_00,
    granted: 130_00,
    spent: 120_00,
    ...changes,
  }))

test('a caisse of twenty households tells totals only', () => {
  const households = [...many(14), ...many(6, { territory: 1 })]
  expect(told(households)).toMatchObject({
    households: 20,
    people: 40,
    contributionsCents: 1_000_00,
    grantedCents: 2_500_00,
    territories: [],
  })
})

test('a caisse of ten tells nothing but its places', () => {
  expect(told(many(10))).toEqual({
    households: null,
    people: null,
    contributionsCents: null,
    grantedCents: null,
    spentCents: null,
    coverage: null,
    outlets: 4,
    territories: [],
  })
})

test('what was bought is left out where it would tell what one outlet took', () => {
  const households = many(60)
  const spent = (changes: Partial<MonthFacts>, earlier: EarlierRelease[] = []) =>
    figuresOf(facts(households, changes), earlier).cells.spentCents
  const release = (month: string, outletIds: string[]) => ({ month, spentShown: true, outletIds })
  expect(spent({})).toBe(7_000_00)
  const two = ['a', 'b'].map((outletId) => ({ outletId, cents: 3_000_00 }))
  expect(spent({ takings: two })).toBeNull()
  const one = ['a', 'b', 'c'].map((outletId, i) => ({ outletId, cents: i === 0 ? 9_000_00 : 100_00 }))
  expect(spent({ takings: one })).toBeNull()
  expect(spent({}, [release('2026-09', ['a', 'b', 'c'])])).toBeNull()
  expect(spent({}, [release('2026-09', ['a'])])).toBe(7_000_00)
  expect(spent({}, [release('2026-09', ['a', 'b', 'c', 'd'])])).toBe(7_000_00)
  const longAgo = addMonths('2026-10', -APART_MONTHS - 1)
  expect(spent({}, [release(longAgo, ['a', 'b', 'c'])])).toBe(7_000_00)
})

const MEMBERS = many(40)

test('no two months that are told within a season differ by one or two outlets', () => {
  const outlets = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 3 })
  fc.assert(
    fc.property(fc.array(outlets, { minLength: 2, maxLength: 8 }), (months) => {
      const past: EarlierRelease[] = []
      months.forEach((accredited, i) => {
        const month = addMonths('2026-01', i)
        const takings = accredited.map((outletId) => ({ outletId, cents: 500_00 }))
        const { cells, outletIds } = figuresOf(facts(MEMBERS, { month, accredited, takings }), past)
        past.push({ month, spentShown: cells.spentCents !== null, outletIds })
      })
      const shown = past.filter(({ spentShown }) => spentShown)
      return shown.every((one) =>
        shown.every((other) => {
          if (one.month >= other.month || addMonths(one.month, APART_MONTHS) < other.month) return true
          const apart =
            one.outletIds.filter((id) => !other.outletIds.includes(id)).length +
            other.outletIds.filter((id) => !one.outletIds.includes(id)).length
          return apart === 0 || apart > 2
        }),
      )
    }),
    { numRuns: 500 },
  )
})

test('a month is told on the tenth of the next one, and once', () => {
  expect(monthsToRelease('2026-08', '2026-11-09', new Set())).toEqual(['2026-08', '2026-09'])
  expect(monthsToRelease('2026-08', '2026-11-10', new Set(['2026-09']))).toEqual(['2026-08', '2026-10'])
  expect(monthsToRelease('2026-12', '2026-11-10', new Set())).toEqual([])
})
