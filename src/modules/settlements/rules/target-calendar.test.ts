import { expect, test } from 'vitest'
import { easterSunday, isTargetDay, nextTargetDay } from './target-calendar.ts'

test.each([
  [2000, '2000-04-23'],
  [2008, '2008-03-23'],
  [2011, '2011-04-24'],
  [2024, '2024-03-31'],
  [2026, '2026-04-05'],
  [2027, '2027-03-28'],
  [2038, '2038-04-25'],
])('Easter of %i is on %s', (year, day) => {
  expect(easterSunday(year)).toBe(day)
})

test.each([
  ['2026-01-01', '2026-01-02'],
  ['2026-04-03', '2026-04-07'], // Good Friday, a week-end, Easter Monday
  ['2026-05-01', '2026-05-04'],
  ['2026-12-25', '2026-12-28'], // Friday and Saturday, then Sunday
  ['2027-12-25', '2027-12-27'],
  ['2026-11-28', '2026-11-30'],
])('on %s banks are closed until %s', (day, next) => {
  expect(isTargetDay(day)).toBe(false)
  expect(nextTargetDay(day)).toBe(next)
})

test.each(['2026-05-08', '2026-05-14', '2026-07-14', '2026-11-11'])(
  'on %s, a holiday in France, banks settle',
  (day) => {
    expect(isTargetDay(day)).toBe(true)
    expect(nextTargetDay(day)).toBe(day)
  },
)
