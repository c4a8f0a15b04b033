import { z } from 'zod'
import { gesture } from '../../kit/gesture.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { Line } from '../../kit/input.ts'
import { invite } from '../meetings/actions/invitations.ts'
import { AUDIENCES } from '../meetings/rules/meeting.ts'
import { insertMeeting } from '../meetings/store/meetings.ts'
import { refusalToClose } from './rules.ts'
import { datesOf, endPoll, getPoll, lockPoll, voicesOf } from './store.ts'

export const ClosePoll = z.object({
  pollId: z.uuid(),
  dateId: z.uuid(),
  title: Line(120).min(1, 'required'),
  placeName: Line(120).default(''),
  placeAddress: Line(120).default(''),
  audience: z.enum(AUDIENCES),
})

/** The day is chosen: there is a meeting, and whoever left an address gets an invitation for their calendar. */
export const closePoll = gesture(
  'close_poll',
  ['coordinator', 'administrator'],
  ClosePoll,
  async (tx, { app, now, about }, { pollId, dateId, ...said }) => {
    about(pollId)
    await lockPoll(tx, pollId)
    const poll = await getPoll(tx, pollId)
    const date = (await datesOf(tx, pollId)).find(({ id }) => id === dateId)
    if (!date) throw new Refusal('unknown_poll_date', {}, 404)
    refuse(refusalToClose(poll, date, now))
    if (said.audience === 'group' && poll.groupId === null) throw new Refusal('poll_without_group')
    const meetingId = app.newId()
    await insertMeeting(
      tx,
      {
        ...said,
        id: meetingId,
        kind: poll.kind,
        description: poll.description,
        startsAt: date.startsAt,
        endsAt: date.endsAt,
        groupId: poll.groupId,
        status: 'announced',
      },
      now,
    )
    await endPoll(tx, pollId, { status: 'closed', meetingId }, now)
    const guests = (await voicesOf(tx, pollId)).flatMap(({ name, email, language }) =>
      email === null ? [] : [{ name, email, language, personId: null }],
    )
    await invite(tx, app, meetingId, guests)
    return { meetingId, invited: guests.length }
  },
)
