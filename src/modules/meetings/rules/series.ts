import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import type { Day } from '../../../kit/month.ts'

export const RHYTHMS = ['weeks', 'month_day', 'month_weekday'] as const
export type Rhythm = (typeof RHYTHMS)[number]

export const MOST_DATES = 60

export type SeriesRule = {
  rhythm: Rhythm
  /** Every so many weeks or months. */
  every: number
  count: number
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** As calendars write it (RFC 5545, RRULE). On the fifth weekday of a month means on its last. */
export function ruleText({ rhythm, every, count }: SeriesRule, first: Day): string {
  const day = Temporal.PlainDate.from(first)
  const weekday = WEEKDAYS[day.dayOfWeek - 1]!
  const nth = Math.ceil(day.day / 7)
  const on = {
    weeks: `FREQ=WEEKLY;INTERVAL=${every};BYDAY=${weekday}`,
    // The 31st where there is one, else the month's last day.
    month_day: `FREQ=MONTHLY;INTERVAL=${every};BYMONTHDAY=${lastDays(day.day)};BYSETPOS=-1`,
    month_weekday: `FREQ=MONTHLY;INTERVAL=${every};BYDAY=${nth === 5 ? -1 : nth}${weekday}`,
  }
  return `${on[rhythm]};COUNT=${count}`
}

const lastDays = (day: number): string =>
  day <= 28 ? String(day) : Array.from({ length: day - 27 }, (_, i) => 28 + i).join(',')

/** The days that a rule gives from a first one on, read on a clock of that zone. */
export function daysOf(rule: string, first: Day, time: string, timeZone: string): Day[] {
  const dtstart = Temporal.PlainDateTime.from(`${first}T${time}`).toZonedDateTime(timeZone)
  return new RRuleTemporal({ rruleString: rule, dtstart })
    .all((_, i) => i < MOST_DATES)
    .map((date) => date.toPlainDate().toString())
}
