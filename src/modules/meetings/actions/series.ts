import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { gesture, InputError } from '../../../kit/gesture.ts'
import { DayValue, localTime } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { Line } from '../../../kit/input.ts'
import { getCaisse } from '../../caisses/store.ts'
import { refusalToShrink } from '../rules/meeting.ts'
import { daysOf, MOST_DATES, RHYTHMS, ruleText } from '../rules/series.ts'
import { getMeeting, insertMeeting, listMeetings, lockMeeting, updateMeeting } from '../store/meetings.ts'
import { insertSeries } from '../store/series.ts'
import { factsOf, hoursOn, MeetingInput, ORGANISERS, Ticked, Whole } from './input.ts'
import { tellNews } from './invitations.ts'
import { newsOf, refuseUnknown } from './meetings.ts'
import { fillPlaces } from './registrations.ts'

export const SeriesInput = MeetingInput.extend({
  rhythm: z.enum(RHYTHMS),
  every: Whole(1, 12).default(1),
  count: Whole(2, MOST_DATES),
})

export const ScheduleSeries = SeriesInput.extend({
  /** Days that the rule gives and that nobody wants. */
  skipped: z.array(DayValue).max(MOST_DATES).default([]),
  announce: Ticked.default(false),
})

/** Dates by a rule, each a meeting of its own from then on. */
export const scheduleSeries = gesture(
  'schedule_meeting_series',
  ORGANISERS,
  ScheduleSeries,
  async (tx, { app, now, about }, { rhythm, every, count, skipped, announce, ...input }) => {
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    const facts = factsOf(input, time_zone)
    await refuseUnknown(tx, facts)
    const rule = ruleText({ rhythm, every, count }, input.day)
    const days = daysOf(rule, input.day, input.from, time_zone).filter((day) => !skipped.includes(day))
    if (days.length === 0) throw new InputError([{ field: 'skipped', message: 'no_date_left' }])
    const lasts = Temporal.PlainDate.from(input.day).until(input.untilDay ?? input.day)
    const seriesId = app.newId()
    about(seriesId)
    await insertSeries(
      tx,
      {
        id: seriesId,
        title: input.title,
        rule,
        startsLocal: localTime(facts.startsAt, time_zone),
        minutes: Math.round((facts.endsAt.getTime() - facts.startsAt.getTime()) / 60_000),
        skipped,
      },
      now,
    )
    for (const day of days) {
      const lastDay = Temporal.PlainDate.from(day).add(lasts).toString()
      await insertMeeting(
        tx,
        {
          ...facts,
          id: app.newId(),
          ...hoursOn(day, { ...input, untilDay: lastDay }, time_zone),
          status: announce ? 'announced' : 'draft',
          series: { id: seriesId, day },
        },
        now,
      )
    }
    return { seriesId, meetings: days.length }
  },
)

export const ChangeFollowing = MeetingInput.extend({ meetingId: z.uuid(), told: Line(500).default('') })

/**
 * This date and those that follow in its series: its day moves alone, its hours, place and words are given to all.
 * Dates cancelled or past stay as they were.
 */
export const changeFollowing = gesture(
  'change_following_meetings',
  ORGANISERS,
  ChangeFollowing,
  async (tx, { app, now, about }, { meetingId, told, ...input }) => {
    about(meetingId)
    const first = await getMeeting(tx, meetingId)
    if (first.seriesId === null || first.seriesDay === null) throw new Refusal('unknown_series', {}, 404)
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    const facts = factsOf(input, time_zone)
    await refuseUnknown(tx, facts)
    const lasts = Temporal.PlainDate.from(input.day).until(input.untilDay ?? input.day)
    const following = (await listMeetings(tx, { seriesId: first.seriesId, from: now })).filter(
      (one) => one.seriesDay! >= first.seriesDay! && one.status !== 'cancelled',
    )
    for (const { id, startsAt } of following) {
      const before = await lockMeeting(tx, id)
      const day = id === meetingId ? input.day : localTime(startsAt, time_zone).slice(0, 10)
      const lastDay = Temporal.PlainDate.from(day).add(lasts).toString()
      const changed = { ...facts, ...hoursOn(day, { ...input, untilDay: lastDay }, time_zone) }
      refuse(refusalToShrink(facts.capacity, before.registered))
      const news = newsOf(before, changed)
      await updateMeeting(tx, id, changed, { news: news !== null, told, now })
      const after = await getMeeting(tx, id)
      if (after.status === 'announced' && after.endsAt > now && news) await tellNews(tx, app, after, news)
      await fillPlaces(tx, app, after)
    }
    return { changed: following.length }
  },
)
