import { Refusal } from '../../../kit/refusal.ts'

export const MEETING_KINDS = [
  'meeting',
  'workshop',
  'collective_day',
  'information',
  'training',
  'event',
] as const
export type MeetingKind = (typeof MEETING_KINDS)[number]

export const AUDIENCES = ['public', 'members', 'group'] as const
export type Audience = (typeof AUDIENCES)[number]

export type MeetingStatus = 'draft' | 'announced' | 'cancelled'

export type Registrable = {
  status: MeetingStatus
  registers: boolean
  endsAt: Date
}

/** Asked by the page to say why there is no form, and by the action before it writes. */
export function refusalToRegister({ status, registers, endsAt }: Registrable, now: Date): Refusal | null {
  if (status === 'draft') return new Refusal('meeting_not_announced', {}, 409)
  if (status === 'cancelled') return new Refusal('meeting_cancelled', {}, 409)
  if (endsAt <= now) return new Refusal('meeting_over', {}, 409)
  return registers ? null : new Refusal('meeting_without_registration', {}, 409)
}

/** Places left, or null where everybody fits. */
export const placesLeft = (capacity: number | null, registered: number): number | null =>
  capacity === null ? null : Math.max(0, capacity - registered)

/** Nobody who has a place loses it because the room is smaller: somebody tells them first. */
export const refusalToShrink = (capacity: number | null, registered: number): Refusal | null =>
  capacity !== null && capacity < registered ? new Refusal('capacity_taken', { registered }, 409) : null
