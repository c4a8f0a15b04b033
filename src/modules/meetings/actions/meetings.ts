import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture } from '../../../kit/gesture.ts'
import { dayAt } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { Line } from '../../../kit/input.ts'
import { getCaisse } from '../../caisses/store.ts'
import { MeetingInput, ORGANISERS, Ticked, factsOf } from './input.ts'
import { refusalToShrink } from '../rules/meeting.ts'
import {
  getMeeting,
  insertMeeting,
  lockMeeting,
  setMeetingStatus,
  updateMeeting,
  type Meeting,
  type MeetingFacts,
} from '../store/meetings.ts'
import { invite, tellNews } from './invitations.ts'
import { fillPlaces } from './registrations.ts'
import { isTerritory, isGroup, membersToInvite, peopleToInvite } from '../store/around.ts'

export const ScheduleMeeting = MeetingInput.extend({ announce: Ticked.default(false) })

/** A day, an hour and a place. Nobody else sees it before it is announced. */
export const scheduleMeeting = gesture(
  'schedule_meeting',
  ORGANISERS,
  ScheduleMeeting,
  async (tx, { app, now, about }, { announce, ...input }) => {
    const facts = factsOf(input, (await getCaisse(tx, tx.caisseId)).time_zone)
    await refuseUnknown(tx, facts)
    const meetingId = app.newId()
    about(meetingId)
    await insertMeeting(tx, { id: meetingId, ...facts, status: announce ? 'announced' : 'draft' }, now)
    return { meetingId }
  },
)

export async function refuseUnknown(
  tx: CaisseTx,
  { territoryId, groupId }: Pick<MeetingFacts, 'territoryId' | 'groupId'>,
): Promise<void> {
  if (territoryId && !(await isTerritory(tx, territoryId))) throw new Refusal('unknown_territory', {}, 404)
  if (groupId && !(await isGroup(tx, groupId))) throw new Refusal('meeting_group_unknown', {}, 404)
}

export const ChangeMeeting = MeetingInput.extend({
  meetingId: z.uuid(),
  /** What changed, in the team's words, for whoever is told. */
  told: Line(500).default(''),
})

/** Moved, or told better. Whoever was told of it is told what changed; those whom no mail reaches are called. */
export const changeMeeting = gesture(
  'change_meeting',
  ORGANISERS,
  ChangeMeeting,
  async (tx, { app, now, about }, { meetingId, told, ...input }) => {
    about(meetingId)
    const before = await lockMeeting(tx, meetingId)
    if (before.status === 'cancelled') throw new Refusal('meeting_cancelled', {}, 409)
    const facts = factsOf(input, (await getCaisse(tx, tx.caisseId)).time_zone)
    await refuseUnknown(tx, facts)
    refuse(refusalToShrink(facts.capacity, before.registered))
    const news = newsOf(before, facts)
    await updateMeeting(tx, meetingId, facts, { news: news !== null, told, now })
    const after = await getMeeting(tx, meetingId)
    if (after.status === 'announced' && after.endsAt > now && news) await tellNews(tx, app, after, news)
    await fillPlaces(tx, app, after)
  },
)

/** What a calendar would show otherwise; moved in time or space is news enough to call somebody. */
export function newsOf(before: Meeting, after: MeetingFacts): 'moved' | 'detail' | null {
  const moved =
    before.startsAt.getTime() !== after.startsAt.getTime() ||
    before.endsAt.getTime() !== after.endsAt.getTime() ||
    before.placeName !== after.placeName ||
    before.placeAddress !== after.placeAddress
  if (moved) return 'moved'
  return before.title !== after.title ? 'detail' : null
}

export const CancelMeeting = z.object({ meetingId: z.uuid(), told: Line(500).default('') })

export const cancelMeeting = gesture(
  'cancel_meeting',
  ORGANISERS,
  CancelMeeting,
  async (tx, { app, now, about }, { meetingId, told }) => {
    about(meetingId)
    const before = await lockMeeting(tx, meetingId)
    if (before.status === 'cancelled') throw new Refusal('meeting_cancelled', {}, 409)
    await setMeetingStatus(tx, meetingId, { status: 'cancelled', told, now })
    if (before.status === 'announced' && before.endsAt > now)
      await tellNews(tx, app, await getMeeting(tx, meetingId), 'cancelled')
  },
)

export const AnnounceMeeting = z.object({ meetingId: z.uuid() })

/** From now on those for whom it is see it. */
export const announceMeeting = gesture(
  'announce_meeting',
  ORGANISERS,
  AnnounceMeeting,
  async (tx, { now, about }, { meetingId }) => {
    about(meetingId)
    const { status } = await lockMeeting(tx, meetingId)
    if (status === 'announced') return
    if (status === 'cancelled') throw new Refusal('meeting_cancelled', {}, 409)
    await setMeetingStatus(tx, meetingId, { status: 'announced', told: '', now })
  },
)

export const InviteToMeeting = z.object({
  meetingId: z.uuid(),
  whom: z.enum(['everybody', 'territory', 'group']),
})

/** A mail with an invitation to those of the caisse, of its territory or of its group who have an address. */
export const inviteToMeeting = gesture(
  'invite_to_meeting',
  ORGANISERS,
  InviteToMeeting,
  async (tx, { app, now, about }, { meetingId, whom }) => {
    about(meetingId)
    const meeting = await lockMeeting(tx, meetingId)
    if (meeting.status !== 'announced') throw new Refusal('meeting_not_announced', {}, 409)
    if (meeting.endsAt <= now) throw new Refusal('meeting_over', {}, 409)
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    const people =
      whom === 'group'
        ? await membersToInvite(tx, meeting)
        : await peopleToInvite(tx, meeting, whom, dayAt(now, time_zone))
    await invite(tx, app, meetingId, people)
    return { invited: people.length }
  },
)
