import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aReglement } from '../../../../test/given.ts'
import { aHousehold, childrenAged, households } from '../../../../test/rules.ts'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import type { AllocationScheme, Reglement } from '../../caisses/rules/reglement.ts'
import { computeLines, computeMonth, firstPass } from './compute-month.ts'

const MONTH = '2026-11'
const PAID = { assumePaid: true }

const single = aHousehold()
const couple = aHousehold({ adults: 2 })
const motherOfTwo = aHousehold({ children: childrenAged(3, 15) })

/** What one household receives under a scheme, teenagers of 14 counting as adults. */
function receives(
  allocation: AllocationScheme,
  household: BudgetHousehold,
  changes: Partial<Reglement> = {},
) {
  const unit = allocation.kind === 'flat' ? 'person' : 'household'
  const reglement = aReglement({ unit, childAgeLimit: 14, allocation, ...changes })
  return computeMonth(reglement, MONTH, [household]).lines[0]!
}

describe('each scheme of the field', () => {
  test.each<[string, AllocationScheme, [number, number, number]]>([
    ['the same for each member', { kind: 'flat', per: 'unit', cents: 100_00 }, [100_00, 100_00, 100_00]],
    ['per person', { kind: 'flat', per: 'person', cents: 150_00 }, [150_00, 300_00, 450_00]],
    [
      'per adult, a teenager being one',
      { kind: 'flat', per: 'adult', cents: 50_00 },
      [50_00, 100_00, 100_00],
    ],
    [
      'a base and more for each other (Nantes)',
      { kind: 'base_plus_extra', baseCents: 100_00, extraPersonCents: 50_00, childExtraCents: null },
      [100_00, 150_00, 200_00],
    ],
    [
      'less for a young child (Lyon)',
      { kind: 'base_plus_extra', baseCents: 150_00, extraPersonCents: 75_00, childExtraCents: 40_00 },
      [150_00, 225_00, 265_00],
    ],
    [
      'by size with a cap (Grenoble)',
      { kind: 'by_size', amountsCents: [100_00, 150_00, 200_00] },
      [100_00, 150_00, 200_00],
    ],
    [
      'adults and children (Genève)',
      { kind: 'adult_child', adultCents: 150_00, childCents: 75_00 },
      [150_00, 300_00, 375_00],
    ],
    ['nothing', { kind: 'none' }, [0, 0, 0]],
  ])('%s', (_, scheme, expected) => {
    expect([single, couple, motherOfTwo].map((one) => receives(scheme, one).allocationCents)).toEqual(
      expected,
    )
  })

  test('the last size holds for every larger household', () =>
    expect(
      receives({ kind: 'by_size', amountsCents: [1, 2, 3] }, aHousehold({ adults: 9 })).allocationCents,
    ).toBe(3))

  test('an age that is missing where it decides leaves the line empty, and says so', () => {
    const unknown = aHousehold({ children: [{ birthMonth: null }] })
    const scheme: AllocationScheme = { kind: 'adult_child', adultCents: 150_00, childCents: 75_00 }
    expect(receives(scheme, unknown)).toMatchObject({
      allocationCents: 0,
      outcome: 'none',
      reason: { code: 'allocations.reason.age_unknown' },
    })
    expect(receives({ kind: 'flat', per: 'person', cents: 1 }, unknown).allocationCents).toBe(2)
  })

  test('a household in which nobody is registered receives nothing', () =>
    expect(receives({ kind: 'by_size', amountsCents: [1] }, aHousehold({ adults: 0 }))).toMatchObject({
      allocationCents: 0,
      reason: { code: 'allocations.reason.nobody' },
    }))

  test('a child alone with a child is still a first person', () => {
    const scheme: AllocationScheme = {
      kind: 'base_plus_extra',
      baseCents: 150_00,
      extraPersonCents: 75_00,
      childExtraCents: 40_00,
    }
    expect(receives(scheme, aHousehold({ adults: 0, children: childrenAged(3, 5) })).allocationCents).toBe(
      190_00,
    )
  })
})

describe('part of a month', () => {
  const rules = (allocation: 'full' | 'nothing' | 'pro_rata') =>
    aReglement({ entry: { contribution: 'full', allocation }, exit: { contribution: 'full', allocation } })
  const line = (rule: 'full' | 'nothing' | 'pro_rata', dates: Partial<BudgetHousehold>) =>
    computeMonth(rules(rule), MONTH, [aHousehold(dates)]).lines[0]!

  test.each([
    ['full', 100_00],
    ['nothing', 0],
    ['pro_rata', 33_33],
  ] as const)('from the 21st, %s: %i', (rule, cents) =>
    expect(line(rule, { enteredOn: '2026-11-21' }).allocationCents).toBe(cents),
  )

  test('says for how many days', () =>
    expect(line('pro_rata', { enteredOn: '2026-11-21' }).reason).toEqual({
      code: 'allocations.reason.pro_rata',
      params: { days: 10, monthDays: 30, wholeRightsCents: 100_00 },
    }))

  test('a month from its first to its last day is a whole month, under every rule', () => {
    for (const rule of ['full', 'nothing', 'pro_rata'] as const)
      expect(line(rule, { enteredOn: '2026-11-01', leavesOn: '2026-11-30' }).allocationCents).toBe(100_00)
  })

  test('who has not arrived or has left receives nothing, and reads why', () => {
    expect(line('full', { enteredOn: '2026-12-01' }).reason.code).toBe('allocations.reason.before_entry')
    expect(line('full', { leavesOn: '2026-10-31' }).reason.code).toBe('allocations.reason.after_exit')
    expect(line('nothing', { leavesOn: '2026-11-29' }).reason.code).toBe('allocations.reason.exit_month')
  })

  test('the days before and after a move are shared without a cent too much or too few, give or take one', () => {
    const day = fc.integer({ min: 2, max: 30 })
    fc.assert(
      fc.property(day, fc.nat(1_000_00), (first, cents) => {
        const two = (n: number) => `2026-11-${String(n).padStart(2, '0')}`
        const reglement = { ...rules('pro_rata'), allocation: { kind: 'flat', per: 'unit', cents } as const }
        const [before, after] = computeMonth(reglement, MONTH, [
          aHousehold({ id: 'a', leavesOn: two(first - 1) }),
          aHousehold({ id: 'b', enteredOn: two(first) }),
        ]).lines
        const sum = before!.allocationCents + after!.allocationCents
        expect(Math.abs(sum - cents)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('an allocation that waits for the contribution', () => {
  const waiting = aReglement({ releaseAfterPayment: true })
  const result = (receivedCents: number | null) =>
    computeMonth(waiting, MONTH, [aHousehold({ contributionCents: 20_00, receivedCents })])

  test('waits until all of it is received', () => {
    expect(result(null).lines[0]).toMatchObject({
      outcome: 'waiting',
      allocationCents: 100_00,
      reason: { code: 'allocations.reason.waiting', params: { dueCents: 20_00, receivedCents: 0 } },
    })
    expect(result(19_99).totals).toMatchObject({ allocationCents: 0, waitingCents: 100_00, waiting: 1 })
    expect(result(20_00).totals).toMatchObject({ allocationCents: 100_00, waitingCents: 0, granted: 1 })
  })

  test('does not wait where nothing is due, nor in a preview', () => {
    const excused = aHousehold({ exception: { cents: 0, until: MONTH } })
    expect(computeMonth(waiting, MONTH, [excused]).lines[0]!.outcome).toBe('granted')
    expect(computeMonth(waiting, MONTH, [aHousehold()], PAID).lines[0]!.outcome).toBe('granted')
  })

  test('waits for the hours where time stands for money', () => {
    const byTime = (hours: number | null) =>
      aReglement({
        releaseAfterPayment: true,
        contribution: { kind: 'time', hours, period: 'month', what: 'ateliers' },
      })
    const outcome = (hours: number | null, hoursGiven: number | null) =>
      computeMonth(byTime(hours), MONTH, [aHousehold({ hoursGiven })]).lines[0]!.outcome
    expect([outcome(3, null), outcome(3, 2.5), outcome(3, 3)]).toEqual(['waiting', 'waiting', 'granted'])
    expect([outcome(null, 0), outcome(null, 1)]).toEqual(['waiting', 'granted'])
  })
})

describe('a stream', () => {
  async function* streamed(list: readonly BudgetHousehold[]) {
    for (const household of list) yield household
  }

  test.each<[string, Partial<Reglement>]>([
    ['of households that stand alone', {}],
    [
      'that shares contributions',
      { allocation: { kind: 'mean_of_contributions', per: 'unit', levyBasisPoints: 333 } },
    ],
  ])('%s gives the same month without being held', async (_, changes) => {
    const reglement = aReglement(changes)
    const list = households(1_000, (i) => ({ contributionCents: 10_00 + i * 7, adults: 1 + (i % 3) }))
    const pass = firstPass(reglement, MONTH)
    for await (const household of streamed(list)) pass.add(household)
    const second = computeLines(reglement, MONTH, pass.pot())
    const lines = []
    for await (const household of streamed(list)) lines.push(second.next(household))
    expect({ lines, totals: second.totals() }).toEqual(computeMonth(reglement, MONTH, list))
  })

  test('that shares contributions out of order is refused', () => {
    const reglement = aReglement({
      allocation: { kind: 'mean_of_contributions', per: 'unit', levyBasisPoints: 0 },
    })
    const pass = firstPass(reglement, MONTH)
    const list = households(2)
    for (const household of list) pass.add(household)
    const second = computeLines(reglement, MONTH, pass.pot())
    second.next(list[1]!)
    expect(() => second.next(list[0]!)).toThrow(RangeError)
  })
})

describe('whatever the household', () => {
  const amount = fc.nat(200_00)
  const own: fc.Arbitrary<AllocationScheme> = fc.oneof(
    fc.record({
      kind: fc.constant('flat' as const),
      per: fc.constantFrom('unit', 'person', 'adult'),
      cents: amount,
    }),
    fc.record({
      kind: fc.constant('base_plus_extra' as const),
      baseCents: amount,
      extraPersonCents: amount,
      childExtraCents: fc.option(amount),
    }),
    fc
      .array(amount, { minLength: 1, maxLength: 6 })
      .map((list) => ({ kind: 'by_size' as const, amountsCents: list.sort((a, b) => a - b) })),
    fc.record({ kind: fc.constant('adult_child' as const), adultCents: amount, childCents: amount }),
  )
  const ages = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 6 })

  test('one more person never receives less', () => {
    fc.assert(
      fc.property(own, fc.integer({ min: 1, max: 6 }), ages, fc.nat(20), (scheme, adults, years, age) => {
        const before = receives(
          scheme,
          aHousehold({ adults, children: childrenAged(...years) }),
        ).allocationCents
        const child = aHousehold({ adults, children: childrenAged(...years, age) })
        const adult = aHousehold({ adults: adults + 1, children: childrenAged(...years) })
        expect(receives(scheme, child).allocationCents).toBeGreaterThanOrEqual(before)
        expect(receives(scheme, adult).allocationCents).toBeGreaterThanOrEqual(before)
      }),
    )
  })

  test('totals are the sums of the lines', () => {
    fc.assert(
      fc.property(own, fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 30 }), (allocation, sizes) => {
        const unit = allocation.kind === 'flat' ? 'person' : 'household'
        const list = households(sizes.length, (i) => ({ adults: sizes[i]! }))
        const { lines, totals } = computeMonth(
          aReglement({ unit, childAgeLimit: 14, allocation }),
          MONTH,
          list,
        )
        expect(totals.allocationCents).toBe(lines.reduce((sum, line) => sum + line.allocationCents, 0))
        expect(totals.contributionCents).toBe(lines.reduce((sum, line) => sum + line.contributionCents, 0))
        expect(totals.granted + totals.waiting + totals.none).toBe(sizes.length)
      }),
    )
  })
})
