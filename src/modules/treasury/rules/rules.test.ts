import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths, firstDay } from '../../../kit/month.ts'
import { refusalToPlan, refusalToReceive, refusalToUndo } from './grants.ts'
import { legalCounter } from './legal-limits.ts'
import { positionOf } from './position.ts'
import { meanNetCost, monthsLeft, type MonthBalance } from './runway.ts'

describe('the position', () => {
  const holdings = {
    bankCents: 1_000_00,
    cashCents: 50_00,
    chequesCents: 30_00,
    inFlightCents: 80_00,
    circulationCents: 600_00,
    claimsCents: 400_00,
  }

  test('covers rights and claims with what is not already on its way out', () => {
    expect(positionOf(holdings)).toMatchObject({ availableCents: 1_000_00, freeCents: 0, covered: true })
  })

  test('one cent short is not covered', () => {
    expect(positionOf({ ...holdings, bankCents: 999_99 })).toMatchObject({ freeCents: -1, covered: false })
  })
})

describe('what a month costs', () => {
  const month = (name: string, allocationsCents: number, contributionsCents: number): MonthBalance => ({
    month: name,
    allocationsCents,
    contributionsCents,
  })

  test('is nothing that anyone knows before the first month', () => {
    expect(meanNetCost([])).toBeNull()
  })

  test('is the mean of the last three, in any order, rounded up', () => {
    const months = [
      month('2026-01', 900_00, 0),
      month('2026-04', 100_01, 0),
      month('2026-02', 100_00, 0),
      month('2026-03', 100_00, 0),
    ]
    expect(meanNetCost(months)).toBe(100_01)
    expect(meanNetCost(months.slice(0, 1))).toBe(900_00)
  })

  test('is below zero when contributions bring more than allocations take', () => {
    expect(meanNetCost([month('2026-01', 100_00, 130_00)])).toBe(-30_00)
  })
})

/** A caisse that issues the same each month, all of it spent and settled. */
function steadyCaisse({ grantCents, costCents }: { grantCents: number; costCents: number }) {
  return (issued: number) =>
    monthsLeft({
      next: addMonths('2024-04', issued),
      today: firstDay(addMonths('2024-04', issued)),
      freeCents: grantCents - issued * costCents,
      netCostCents: costCents,
      tranches: [],
    })
}

describe('months left, on published figures', () => {
  test('Cadenet: 33 persons at 150, a grant of 60,000: twelve months, 600 left, the thirteenth impossible', () => {
    const month: MonthBalance = { month: '2024-04', allocationsCents: 33 * 150_00, contributionsCents: 0 }
    const costCents = meanNetCost([month])!
    const after = steadyCaisse({ grantCents: 60_000_00, costCents })
    expect(12 * costCents).toBe(59_400_00)
    expect(60_000_00 - 12 * costCents).toBe(600_00)
    expect(after(0)).toMatchObject({ months: 12, firstImpossible: '2025-04' })
    expect(after(11)).toMatchObject({ months: 1, firstImpossible: '2025-04' })
    expect(after(12)).toMatchObject({ months: 0, firstImpossible: '2025-04' })
  })

  test.each([
    [16_67, 12],
    [16_66, 11],
    [10_00, 10],
  ])(
    'CCAMPA: 50 members at 50, a grant of 20,000, a mean contribution of %i cents: %i months',
    (meanContribution, months) => {
      const month: MonthBalance = {
        month: '2024-01',
        allocationsCents: 50 * 50_00,
        contributionsCents: 50 * meanContribution,
      }
      const after = steadyCaisse({ grantCents: 20_000_00, costCents: meanNetCost([month])! })
      expect(after(0).months).toBe(months)
    },
  )
})

describe('months left', () => {
  const start = { next: '2026-12', today: '2026-11-24', freeCents: 100_00, netCostCents: 50_00, tranches: [] }

  test.each([
    ['nothing free', { freeCents: 0 }, 0, '2026-12'],
    ['already short', { freeCents: -1 }, 0, '2026-12'],
    ['exactly enough', {}, 2, '2027-02'],
    ['one cent short of the second', { freeCents: 99_99 }, 1, '2027-01'],
    ['contributions pay all', { netCostCents: 0 }, null, null],
    ['contributions pay more', { netCostCents: -10_00 }, null, null],
    ['they fill a gap in time', { netCostCents: -10_00, freeCents: -10_00 }, null, null],
    ['they do not fill it in time', { netCostCents: -10_00, freeCents: -10_01 }, 0, '2026-12'],
    ['a hundred years and more', { freeCents: 1e12, netCostCents: 1 }, null, null],
  ] as const)('%s', (_, changes, months, firstImpossible) => {
    expect(monthsLeft({ ...start, ...changes })).toMatchObject({ months, firstImpossible })
  })

  test.each([
    ['expected on the day a month starts, it pays that month', '2027-02-01', 4],
    ['expected a day later, it comes too late for it', '2027-02-02', 2],
    ['expected before the end, it adds its months', '2026-12-15', 4],
  ])('a tranche of a signed grant: %s', (_, expectedOn, months) => {
    expect(monthsLeft({ ...start, tranches: [{ expectedOn, amountCents: 100_00 }] }).months).toBe(months)
  })

  test('a tranche that is late is told and not counted on', () => {
    const tranches = [{ expectedOn: '2026-11-23', amountCents: 100_00 }]
    expect(monthsLeft({ ...start, tranches })).toMatchObject({ months: 2, overdueCents: 100_00 })
  })

  test('more euros never make fewer months, and one cost more makes one month more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_00 }),
        fc.integer({ min: 1_00, max: 100_00 }),
        (freeCents, netCostCents) => {
          const left = (cents: number) =>
            monthsLeft({ ...start, freeCents: cents, netCostCents }).months ?? Infinity
          expect(left(freeCents)).toBe(Math.floor(freeCents / netCostCents))
          expect(left(freeCents + netCostCents)).toBe(left(freeCents) + 1)
        },
      ),
    )
  })
})

describe('the threshold of article L. 521-3', () => {
  test.each([
    [0, 0],
    [499_999_99, 0],
    [500_000_00, 50],
    [799_999_99, 50],
    [800_000_00, 80],
    [949_999_99, 80],
    [950_000_00, 95],
    [999_999_99, 95],
    [1_000_000_00, 100],
    [5_000_000_00, 100],
  ])('%i cents over twelve months reach %i %%', (paidCents, step) => {
    expect(legalCounter(paidCents, '2026-11-24')).toMatchObject({ step, limitCents: 1_000_000_00 })
  })

  test('no threshold is claimed for days before it existed', () => {
    expect(legalCounter(1, '2017-12-31')).toBeNull()
  })
})

describe('tranches', () => {
  const tranche = { number: 1, expectedOn: '2026-12-01', amountCents: 100_00, receivedOn: null }

  test.each([
    [[], [100_00], null],
    [[60_00], [40_00], null],
    [[60_00], [40_01], 'tranches_exceed_grant'],
  ])('received %j and planned %j of 100 → %s', (received, planned, code) => {
    const of = (amounts: number[]) => amounts.map((amountCents) => ({ amountCents }))
    expect(refusalToPlan(100_00, of(received), of(planned))?.code ?? null).toBe(code)
  })

  test('are received once, not in the future, and undone only when received', () => {
    expect(refusalToReceive(tranche, '2026-11-24', '2026-11-24')).toBeNull()
    expect(refusalToReceive(tranche, '2026-11-25', '2026-11-24')?.code).toBe('tranche_in_future')
    const received = { ...tranche, receivedOn: '2026-11-01' }
    expect(refusalToReceive(received, '2026-11-24', '2026-11-24')?.code).toBe('tranche_received')
    expect(refusalToUndo(received)).toBeNull()
    expect(refusalToUndo(tranche)?.code).toBe('tranche_not_received')
  })
})
