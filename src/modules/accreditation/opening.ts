import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { addDays, DayValue, type Day } from '../../kit/month.ts'

/** `09:30`, on the clock of the place. */
const HourValue = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'hours')

const Slot = z.object({ from: HourValue, to: HourValue }).refine(({ from, to }) => from < to, 'hours')
export type Slot = z.output<typeof Slot>

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
/** Monday is 1. */
export type Weekday = (typeof WEEKDAYS)[number]

/** Every week, or those with an odd or an even number in the calendar. */
export const WEEKS = ['every', 'odd', 'even'] as const

const slotsOf = z
  .array(Slot)
  .max(4, 'hours')
  .refine((slots) => slots.every((slot, i) => i === 0 || slots[i - 1]!.to <= slot.from), 'hours')
  .default([])

/** When an outlet is open: slots by day of the week, and the days for which it announced that it closes. */
export const OpeningHours = z.object({
  weeks: z.enum(WEEKS).default('every'),
  days: z.object({
    1: slotsOf,
    2: slotsOf,
    3: slotsOf,
    4: slotsOf,
    5: slotsOf,
    6: slotsOf,
    7: slotsOf,
  }),
  closed: z
    .object({ from: DayValue, to: DayValue })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'closed_ends_before' })
    .nullable()
    .default(null),
})
export type OpeningHours = z.output<typeof OpeningHours>

/** What the rule reads of an outlet. */
export type Opening = { hours: OpeningHours | null }

/** The hours of an outlet on a day: none when it is closed, null when nobody told its hours. */
export function openOn({ hours }: Opening, day: Day): readonly Slot[] | null {
  if (!hours || WEEKDAYS.every((weekday) => hours.days[weekday].length === 0)) return null
  if (hours.closed && hours.closed.from <= day && day <= hours.closed.to) return []
  const date = Temporal.PlainDate.from(day)
  const odd = (date.weekOfYear ?? 0) % 2 === 1
  if (hours.weeks !== 'every' && (hours.weeks === 'odd') !== odd) return []
  return hours.days[date.dayOfWeek as Weekday]
}

/** Three weeks hold every rhythm and most holidays. */
const LOOKED_AHEAD = 21

/** The next day on which it is open, from that day on; null when it is not told or too far. */
export function nextOpenDay(outlet: Opening, from: Day): Day | null {
  for (let ahead = 0; ahead < LOOKED_AHEAD; ahead += 1) {
    const day = addDays(from, ahead)
    if (openOn(outlet, day)?.length) return day
  }
  return null
}

/** Days that follow each other with the same slots, as one reads them on a door. */
export type DaysAlike = { from: Weekday; to: Weekday; slots: readonly Slot[] }

export function daysAlike({ days }: Pick<OpeningHours, 'days'>): DaysAlike[] {
  const groups: DaysAlike[] = []
  for (const weekday of WEEKDAYS) {
    const slots = days[weekday]
    if (slots.length === 0) continue
    const last = groups.at(-1)
    if (last && last.to === weekday - 1 && sameSlots(last.slots, slots)) last.to = weekday
    else groups.push({ from: weekday, to: weekday, slots })
  }
  return groups
}

const sameSlots = (a: readonly Slot[], b: readonly Slot[]): boolean =>
  a.length === b.length && a.every((slot, i) => slot.from === b[i]!.from && slot.to === b[i]!.to)

/**
 * What a person types for a day: `9h30-12h30, 15h à 19h`; nothing where it is closed. What cannot be read comes
 * back as a slot that is none, which the form tells at its field.
 */
export function typedSlots(text: string): Slot[] {
  return text
    .split(/[,;+]|\s(?:et|and)\s/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [from, to, ...more] = part.split(/\s*[-–—]\s*|\s+(?:à|to)\s+/).map(typedHour)
      return more.length === 0 && from && to ? { from, to } : { from: '', to: '' }
    })
}

function typedHour(text: string): string | null {
  const [, hour, minute = '00'] = /^(\d{1,2})\s*(?:h|:)?\s*(\d{2})?$/i.exec(text.trim()) ?? []
  return hour === undefined ? null : `${hour.padStart(2, '0')}:${minute}`
}

/** As it was typed, to be changed. */
export const writtenSlots = (slots: readonly Slot[]): string =>
  slots.map(({ from, to }) => `${from.replace(':', 'h')}-${to.replace(':', 'h')}`).join(', ')
