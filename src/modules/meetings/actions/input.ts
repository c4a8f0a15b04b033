import { z } from 'zod'
import { InputError } from '../../../kit/gesture.ts'
import { DayValue, instantAt, type Day } from '../../../kit/month.ts'
import { Line, orNull } from '../../../kit/input.ts'
import { AUDIENCES, MEETING_KINDS } from '../rules/meeting.ts'

/** Who prepares meetings, welcomes and writes to people. */
export const ORGANISERS = ['coordinator', 'administrator'] as const

export const Text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(/\r\n?/g, '\n').trim())

/** A box that is ticked, from a form or from code. */
export const Ticked = z.union([z.boolean(), z.string().transform((given) => given === 'yes')])

export const TimeValue = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'clock')

const Whole = (least: number, most: number) =>
  z.union([
    z.number().int().min(least).max(most),
    z
      .string()
      .trim()
      .regex(/^\d{1,6}$/, 'number')
      .transform(Number)
      .refine((count) => count >= least && count <= most, 'number'),
  ])

export { Whole }

export const MeetingInput = z.object({
  kind: z.enum(MEETING_KINDS),
  title: Line(160).min(1, 'required'),
  description: Text(20_000).default(''),
  day: DayValue,
  from: TimeValue,
  until: TimeValue,
  /** The last day, where it lasts more than one. */
  untilDay: orNull(DayValue).default(null),
  placeName: Line(160).default(''),
  placeAddress: Line(300).default(''),
  territoryId: orNull(z.uuid()).default(null),
  groupId: orNull(z.uuid()).default(null),
  audience: z.enum(AUDIENCES),
  capacity: orNull(Whole(1, 10_000)).default(null),
  stepFree: z.enum(['', 'yes', 'no']).default(''),
  access: Line(500).default(''),
  childcare: Ticked.default(false),
  meal: Line(300).default(''),
  transport: Text(2000).default(''),
  registers: Ticked.default(true),
})

/** Hours on the caisse's own clock become instants; an end that does not come after the beginning is told at its field. */
export function factsOf(input: z.output<typeof MeetingInput>, timeZone: string) {
  const { day, from, until, untilDay, stepFree, ...facts } = input
  const { startsAt, endsAt } = hoursOn(day, { from, until, untilDay: untilDay ?? day }, timeZone)
  if (endsAt <= startsAt)
    throw new InputError([
      { field: untilDay && untilDay < day ? 'untilDay' : 'until', message: 'ends_before' },
    ])
  if (facts.audience === 'group' && facts.groupId === null)
    throw new InputError([{ field: 'groupId', message: 'group_needed' }])
  return { ...facts, startsAt, endsAt, stepFree: stepFree === '' ? null : stepFree === 'yes' }
}

/** Both ends on the caisse's clock; an hour that spring skips is told at its field. */
export function hoursOn(
  day: Day,
  { from, until, untilDay }: { from: string; until: string; untilDay: Day },
  timeZone: string,
): { startsAt: Date; endsAt: Date } {
  const startsAt = instantAt(day, from, timeZone)
  const endsAt = instantAt(untilDay, until, timeZone)
  if (startsAt === null) throw new InputError([{ field: 'from', message: 'clock_skipped' }])
  if (endsAt === null) throw new InputError([{ field: 'until', message: 'clock_skipped' }])
  return { startsAt, endsAt }
}
