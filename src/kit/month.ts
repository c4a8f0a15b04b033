import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/** A calendar month `YYYY-MM`, in the caisse's time zone. Sorts as text. */
export type Month = string

/** A calendar day `YYYY-MM-DD`. Sorts as text. */
export type Day = string

/** Of our time: a slip of the year is told at the field. */
export const MonthValue = z.string().regex(/^(?:19|20|21)\d{2}-(0[1-9]|1[0-2])$/, 'month')

export const DayValue = z
  .string()
  .refine((text) => /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/.test(text) && isDay(text), 'day')

function isDay(text: string): boolean {
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

export const monthOf = (day: Day): Month => day.slice(0, 7)
export const firstDay = (month: Month): Day => `${month}-01`
export const lastDay = (month: Month): Day => `${month}-${String(daysIn(month)).padStart(2, '0')}`
export const daysIn = (month: Month): number => Temporal.PlainYearMonth.from(month).daysInMonth

export function addMonths(month: Month, count: number): Month {
  return Temporal.PlainYearMonth.from(month).add({ months: count }).toString()
}

/** Months from one to the other: `monthsBetween('2026-01', '2026-03')` is 2. */
export function monthsBetween(from: Month, to: Month): number {
  const [fromYear, fromMonth] = from.split('-').map(Number) as [number, number]
  const [toYear, toMonth] = to.split('-').map(Number) as [number, number]
  return (toYear - fromYear) * 12 + toMonth - fromMonth
}

export function addDays(day: Day, count: number): Day {
  return Temporal.PlainDate.from(day).add({ days: count }).toString()
}

/** The day it is for a caisse at an instant. */
export function dayAt(instant: Date, timeZone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString()
}

/** What a clock on the wall of the caisse shows, to the second: `2026-11-24T11:00:00`. */
export function localTime(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
}

/** The instant at which a day begins for a caisse (daylight saving included). */
export function startOfDay(day: Day, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds)
}

/**
 * The instant at which a clock on the wall of the caisse shows `18:30` that day: null where spring skips that hour,
 * the first one where autumn has it twice.
 */
export function instantAt(day: Day, clock: string, timeZone: string): Date | null {
  const wished = Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(clock))
  const found = wished.toZonedDateTime(timeZone, { disambiguation: 'compatible' })
  return found.toPlainDateTime().equals(wished) ? new Date(found.epochMilliseconds) : null
}
