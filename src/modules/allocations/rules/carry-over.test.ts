import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths } from '../../../kit/month.ts'
import type { CarryOver } from '../../caisses/rules/reglement.ts'
import { expiryFor } from './carry-over.ts'

const threeMonths: CarryOver = { kind: 'expires_after', months: 3 }
const history = (debitedCents: number, ...credits: [string, number][]) => ({
  debitedCents,
  credits: credits.map(([month, cents]) => ({ month, cents })),
})

describe('what lapses when a month begins', () => {
  test('nothing without a limit', () =>
    expect(expiryFor({ kind: 'unlimited' }, '2030-01', history(0, ['2020-01', 100]), 100)).toBe(0))

  test.each([
    ['2026-03', 0],
    ['2026-04', 100],
    ['2026-05', 100],
  ])('rights of January that last three months: in %s, %i', (month, cents) =>
    expect(expiryFor(threeMonths, month, history(0, ['2026-01', 100]), 100)).toBe(cents),
  )

  test('one month ends with the month itself', () =>
    expect(
      expiryFor({ kind: 'expires_after', months: 1 }, '2026-02', history(30, ['2026-01', 100]), 100),
    ).toBe(70))

  test('the oldest is spent first', () => {
    const twoMonths = [
      ['2026-01', 100],
      ['2026-02', 100],
    ] as [string, number][]
    expect(expiryFor(threeMonths, '2026-04', history(60, ...twoMonths), 100)).toBe(40)
    expect(expiryFor(threeMonths, '2026-04', history(130, ...twoMonths), 100)).toBe(0)
  })

  test('what lapsed counts as spent, so that nothing lapses twice', () =>
    expect(expiryFor(threeMonths, '2026-04', history(60 + 40, ['2026-01', 100]), 100)).toBe(0))

  test('over a cap, before the month’s own allocation', () => {
    const held = history(20, ['2026-01', 100], ['2026-02', 100])
    expect(expiryFor({ kind: 'cap', cents: 150 }, '2026-03', held, 100)).toBe(30)
    expect(expiryFor({ kind: 'cap', cents: 200 }, '2026-03', held, 100)).toBe(0)
    expect(expiryFor({ kind: 'cap_allocations', count: 1 }, '2026-03', held, 100)).toBe(80)
    // The allocation of the month itself, already credited, is not what was carried over.
    expect(expiryFor({ kind: 'cap', cents: 150 }, '2026-02', held, 100)).toBe(0)
  })
})

/** The naive model: every credit is a lot with a date; payments eat the oldest lots; old lots are thrown away. */
function lotByLot(months: number, life: readonly { credit: number; spend: number }[]): number[] {
  const lots: { month: number; left: number }[] = []
  return life.map(({ credit, spend }, month) => {
    let lapsed = 0
    for (const lot of lots) {
      if (month - lot.month < months) continue
      lapsed += lot.left
      lot.left = 0
    }
    lots.push({ month, left: credit })
    let toSpend = spend
    for (const lot of lots) {
      const part = Math.min(lot.left, toSpend)
      lot.left -= part
      toSpend -= part
    }
    return lapsed
  })
}

test('sums say what lots would say, month after month', () => {
  const life = fc.array(fc.record({ credit: fc.nat(200), wish: fc.nat(300) }), {
    minLength: 1,
    maxLength: 24,
  })
  fc.assert(
    fc.property(life, fc.integer({ min: 1, max: 6 }), (wishes, months) => {
      const rule: CarryOver = { kind: 'expires_after', months }
      const credits: { month: string; cents: number }[] = []
      const spent: { credit: number; spend: number }[] = []
      let debitedCents = 0
      const lapses = wishes.map(({ credit, wish }, i) => {
        const month = addMonths('2026-01', i)
        const lapsed = expiryFor(rule, month, { credits, debitedCents }, credit)
        credits.push({ month, cents: credit })
        debitedCents += lapsed
        const balance = credits.reduce((sum, one) => sum + one.cents, 0) - debitedCents
        const spend = Math.min(wish, balance)
        debitedCents += spend
        spent.push({ credit, spend })
        return lapsed
      })
      expect(lapses).toEqual(lotByLot(months, spent))
    }),
    { numRuns: 500 },
  )
})
