import { addMonths, firstDay, lastDay, monthOf, type Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

/** How somebody wishes to be reached. At the desk: they come by, or an association tells them. */
export const REACHES = ['mail', 'phone', 'desk'] as const
export type Reach = (typeof REACHES)[number]

export const PRE_REGISTRATION_STATUSES = [
  'asked',
  'waiting',
  'invited',
  'registered',
  'declined',
  'withdrawn',
] as const
export type PreRegistrationStatus = (typeof PRE_REGISTRATION_STATUSES)[number]

/** What may follow what. Whoever changes their mind comes back to the waiting list. */
const NEXT: Record<PreRegistrationStatus, readonly PreRegistrationStatus[]> = {
  asked: ['waiting', 'invited', 'registered', 'declined', 'withdrawn'],
  waiting: ['invited', 'registered', 'declined', 'withdrawn'],
  invited: ['waiting', 'invited', 'registered', 'declined', 'withdrawn'],
  registered: [],
  declined: ['waiting'],
  withdrawn: ['waiting'],
}

export const mayFollow = (from: PreRegistrationStatus, to: PreRegistrationStatus): boolean =>
  NEXT[from].includes(to)

export function refusalToMove(from: PreRegistrationStatus, to: PreRegistrationStatus): Refusal | null {
  if (mayFollow(from, to)) return null
  return new Refusal(from === 'registered' ? 'already_registered' : 'not_from_here', {}, 409)
}

/** The text that people agree to today; an earlier one stays named on what was asked under it. */
export const CONSENT = '2026-11'

/** Months without news after which a request is forgotten. Who waits for a place was told so, and is kept longer. */
export const KEPT_MONTHS: Record<PreRegistrationStatus, number> = {
  asked: 3,
  waiting: 12,
  invited: 3,
  registered: 3,
  declined: 3,
  withdrawn: 3,
}

/** The same day of an earlier month, or its last day. */
export function monthsBefore(day: Day, months: number): Day {
  const month = addMonths(monthOf(day), -months)
  const same = firstDay(month).slice(0, 8) + day.slice(8)
  return same > lastDay(month) ? lastDay(month) : same
}
