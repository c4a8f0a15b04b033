import { Refusal } from '../../kit/refusal.ts'

/** The middle one says: I would come if it has to be then. */
export const ANSWERS = ['yes', 'if_needed', 'no'] as const
export type Answer = (typeof ANSWERS)[number]

/** How long it lasts, in minutes: from an hour to a day. */
export const LENGTHS = [60, 90, 120, 150, 180, 240, 360, 480] as const

export const MOST_DATES = 30
/** A whole caisse may answer; a program that invents people stops there. */
export const MOST_VOICES = 300
/** Days before the deadline on which those who were asked and did not answer are reminded, once. */
export const REMINDED_DAYS = 2
/** Days for which names and answers stay once a poll has ended. */
export const KEPT_DAYS = 30

export type PollStatus = 'open' | 'closed' | 'dropped'

export type PollState = { status: PollStatus; closesAt: Date }

export function refusalToAnswer({ status, closesAt }: PollState, now: Date): Refusal | null {
  if (status !== 'open') return new Refusal('poll_ended', {}, 409)
  return closesAt <= now ? new Refusal('poll_deadline_passed', {}, 409) : null
}

/** The team notes and changes until it has chosen: a call may come after the deadline. */
export const refusalToChange = ({ status }: Pick<PollState, 'status'>): Refusal | null =>
  status === 'open' ? null : new Refusal('poll_ended', {}, 409)

/** A day that has passed is no longer chosen. */
export function refusalToClose(poll: PollState, date: { startsAt: Date }, now: Date): Refusal | null {
  return refusalToChange(poll) ?? (date.startsAt <= now ? new Refusal('poll_date_passed', {}, 409) : null)
}

export type Tally = { dateId: string; yes: number; ifNeeded: number; no: number }

export type Best = {
  /** In the order of the calendar; several when they are equal. */
  dateIds: string[]
  yes: number
  ifNeeded: number
}

/** Most yes, then most « if needed »; null while no date suits anybody. */
export function bestDates(tallies: readonly Tally[]): Best | null {
  const most = (of: (tally: Tally) => number, among: readonly Tally[]) =>
    among.reduce((highest, tally) => Math.max(highest, of(tally)), 0)
  const yes = most((tally) => tally.yes, tallies)
  const withYes = tallies.filter((tally) => tally.yes === yes)
  const ifNeeded = most((tally) => tally.ifNeeded, withYes)
  if (yes === 0 && ifNeeded === 0) return null
  const best = withYes.filter((tally) => tally.ifNeeded === ifNeeded)
  return { dateIds: best.map(({ dateId }) => dateId), yes, ifNeeded }
}

/** Bidirectional marks turn around what follows; a heap of accents covers the lines above. */
const DISTURBING = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{M}{4}/u
const ADDRESS = /:\/\/|www\.|@|\.(?:com|net|org|fr|ru|io|info)\b/i

/** A first name, in any script: no address to visit, nothing that disturbs the lines around. */
export const isFirstName = (text: string): boolean =>
  !DISTURBING.test(text.normalize('NFD')) && !ADDRESS.test(text) && /\p{L}/u.test(text)

/** `18:30` of what people type: 18:30, 18h30, 18 h, 1830. */
export function readClock(typed: string): string | null {
  const found = /^\s*(\d{1,2})\s*(?:[h:.]\s*(\d{2})?|(\d{2}))?\s*$/i.exec(typed)
  if (!found) return null
  const [, hours, after, glued] = found
  const minutes = after ?? glued ?? '00'
  if (Number(hours) > 23 || Number(minutes) > 59) return null
  return `${hours!.padStart(2, '0')}:${minutes}`
}

/** `Europe/Paris` is the clock of Paris, `Indian/Reunion` that of Réunion. */
export const cityOf = (timeZone: string): string => timeZone.split('/').at(-1)!.replaceAll('_', ' ')
