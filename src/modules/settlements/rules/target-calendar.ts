import { Temporal } from 'temporal-polyfill'
import { addDays, type Day } from '../../../kit/month.ts'

/**
 * Days on which banks settle transfers: Monday to Friday but six holidays.
 * Source: European Central Bank, long-term calendar of TARGET closing days.
 */
export function isTargetDay(day: Day): boolean {
  const { dayOfWeek, year } = Temporal.PlainDate.from(day)
  return dayOfWeek <= 5 && !closingDays(year).includes(day)
}

export function nextTargetDay(day: Day): Day {
  return isTargetDay(day) ? day : nextTargetDay(addDays(day, 1))
}

function closingDays(year: number): Day[] {
  const easter = easterSunday(year)
  return [
    `${year}-01-01`,
    addDays(easter, -2),
    addDays(easter, 1),
    `${year}-05-01`,
    `${year}-12-25`,
    `${year}-12-26`,
  ]
}

/** Gregorian Easter, by the anonymous method that Meeus gives in Astronomical Algorithms, chapter 8. */
export function easterSunday(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const leap = Math.floor(b / 4)
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - leap - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 }).toString()
}
