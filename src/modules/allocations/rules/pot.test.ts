import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aReglement } from '../../../../test/given.ts'
import { aHousehold, households } from '../../../../test/rules.ts'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import type { Reglement } from '../../caisses/rules/reglement.ts'
import { computeMonth } from './compute-month.ts'

const MONTH = '2026-11'

describe('the mean of the month’s contributions', () => {
  const mean = (
    levyBasisPoints = 0,
    per: 'unit' | 'person' | 'adult' = 'unit',
    changes: Partial<Reglement> = {},
  ) =>
    aReglement({
      contribution: { kind: 'steps', lowestCents: 20_00, highestCents: 70_00, amountsCents: null },
      allocation: { kind: 'mean_of_contributions', per, levyBasisPoints },
      ...changes,
    })
  const choosing = (...cents: number[]) => households(cents.length, (i) => ({ contributionCents: cents[i]! }))
  const received = (reglement: Reglement, list: BudgetHousehold[]) =>
    computeMonth(reglement, MONTH, list).lines.map((line) => line.allocationCents)

  test('T13: what comes in goes out, the odd cents to the first ids', () => {
    expect(received(mean(), choosing(20_00, 50_00, 30_01))).toEqual([33_34, 33_34, 33_33])
  })

  test('T13: with a levy of 5 % each receives 0.95 of the mean', () => {
    const { lines, totals } = computeMonth(mean(500), MONTH, choosing(20_00, 50_00, 50_00))
    expect(lines.map((line) => line.allocationCents)).toEqual([38_00, 38_00, 38_00])
    expect(totals).toMatchObject({ contributionCents: 120_00, allocationCents: 114_00, keptCents: 6_00 })
  })

  test('per person, and by days', () => {
    const three = choosing(60_00, 30_00)
    expect(received(mean(0, 'person'), [{ ...three[0]!, adults: 2 }, three[1]!])).toEqual([60_00, 30_00])
    const byDays = mean(0, 'unit', { entry: { contribution: 'full', allocation: 'pro_rata' } })
    expect(received(byDays, [three[0]!, { ...three[1]!, enteredOn: '2026-11-16' }])).toEqual([60_00, 30_00])
  })

  test('shares only what was received, among those who paid, where the allocation waits', () => {
    const rules = mean(0, 'unit', { releaseAfterPayment: true })
    const list = choosing(20_00, 50_00, 70_00).map((one, i) => ({
      ...one,
      receivedCents: i === 2 ? 0 : 50_00,
    }))
    const { lines, totals } = computeMonth(rules, MONTH, list)
    expect(lines.map((line) => line.allocationCents)).toEqual([35_00, 35_00, 0])
    expect(lines[2]).toMatchObject({ outcome: 'none', reason: { code: 'allocations.reason.mean_unpaid' } })
    expect(totals).toMatchObject({ contributionCents: 140_00, allocationCents: 70_00 })
  })

  test('a month in which nobody has a part keeps everything', () => {
    const rules = mean(0, 'unit', { entry: { contribution: 'full', allocation: 'nothing' } })
    const { totals } = computeMonth(rules, MONTH, [{ ...choosing(20_00)[0]!, enteredOn: '2026-11-02' }])
    expect(totals).toMatchObject({ contributionCents: 20_00, allocationCents: 0, keptCents: 20_00 })
  })

  test('the same household twice is a bug, not a second share', () => {
    expect(() => computeMonth(mean(), MONTH, [aHousehold(), aHousehold()])).toThrow(RangeError)
  })

  const contributors = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      adults: fc.integer({ min: 1, max: 4 }),
      contributionCents: fc.integer({ min: 0, max: 500_00 }),
      enteredOn: fc.option(
        fc.integer({ min: 1, max: 30 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`),
      ),
    }),
    { selector: (one) => one.id, minLength: 1, maxLength: 40 },
  )
  const lists = contributors.map((list) => list.map((one) => aHousehold(one)))
  const schemes = fc
    .record({ levy: fc.integer({ min: 0, max: 10_000 }), per: fc.constantFrom('unit', 'person', 'adult') })
    .map(({ levy, per }) =>
      mean(levy, per, {
        contribution: {
          kind: 'free',
          floor: { baseCents: 0, perExtraPersonCents: 0 },
          stepCents: null,
          ceiling: null,
        },
        entry: { contribution: 'pro_rata', allocation: 'pro_rata' },
      }),
    )

  test('is conserved to the cent, whatever the households, the days and the levy', () => {
    fc.assert(
      fc.property(lists, schemes, (list, reglement) => {
        const { lines, totals } = computeMonth(reglement, MONTH, list)
        const out = lines.reduce((sum, line) => sum + line.allocationCents, 0)
        expect(out + totals.keptCents).toBe(totals.contributionCents)
        expect(totals.allocationCents).toBe(out)
      }),
    )
  })

  test('does not depend on the order of the households', () => {
    fc.assert(
      fc.property(lists, schemes, fc.integer(), (list, reglement, seed) => {
        const byId = (households: BudgetHousehold[]) =>
          new Map(computeMonth(reglement, MONTH, households).lines.map((line) => [line.householdId, line]))
        const shuffled = list
          .map((one, i) => ({ one, key: Math.sin(seed + i) }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one)
        expect(byId(shuffled)).toEqual(byId(list))
      }),
    )
  })
})
