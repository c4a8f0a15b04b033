import { expect, test } from 'vitest'
import { receivedByMonth } from './received-by-month.ts'

const due = (month: string, cents: number, waivedCents = 0) => ({ month, cents, waivedCents })

test('the oldest due is served first, the latest month is shown first', () => {
  const dues = [due('2026-11', 35_00), due('2026-09', 30_00), due('2026-10', 30_00, 30_00)]
  expect(receivedByMonth(dues, 50_00)).toEqual([
    { ...due('2026-11', 35_00), receivedCents: 20_00 },
    { ...due('2026-10', 30_00, 30_00), receivedCents: 0 },
    { ...due('2026-09', 30_00), receivedCents: 30_00 },
  ])
})

test('what is ahead is no month’s', () => {
  expect(receivedByMonth([due('2026-11', 35_00)], 90_00)[0]!.receivedCents).toBe(35_00)
})
