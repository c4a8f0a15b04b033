import { describe, expect } from 'vitest'
import { aPoll, answersTo, givenAnswer, givenPoll } from '../../../test/given-polls.ts'
import { givenAccount, givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { test, type TestApp } from '../../../test/app.ts'
import { inCaisse } from '../../db/db.ts'
import { SYSTEM } from '../../kit/actor.ts'
import { listMails } from '../identity/outbox.ts'
import { getMeeting } from '../meetings/store/meetings.ts'
import {
  answerPoll,
  changePoll,
  createPoll,
  dropPoll,
  inviteToPoll,
  noteAnswer,
  remindPoll,
  removeDate,
  removeVoice,
} from './actions.ts'
import { closePoll } from './close.ts'
import { forgetPolls, remindPolls } from './jobs.ts'
import { MOST_VOICES, type Answer } from './rules.ts'
import { readVoiceKey, voiceKey } from './secrets.ts'
import { datesOf, getPoll, insertVoices, talliesOf, voicesOf } from './store.ts'

const voices = (app: TestApp, caisse: GivenCaisse, pollId: string) =>
  inCaisse(app.db, caisse.id, (tx) => voicesOf(tx, pollId))

const mails = (app: TestApp, caisse: GivenCaisse) => inCaisse(app.db, caisse.id, (tx) => listMails(tx))

const YES: readonly Answer[] = ['yes', 'if_needed', 'no']

describe('proposing dates', () => {
  test('reads them on the caisse’s clock, in summer and in winter time', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { dates } = await givenPoll(app, caisse, {
      dates: [
        { day: '2027-03-27', clock: '18:00' },
        { day: '2027-03-28', clock: '' },
      ],
    })
    expect(dates.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2027-03-27T17:00:00.000Z',
      '2027-03-28T16:00:00.000Z',
    ])
    expect(dates.every(({ startsAt, endsAt }) => endsAt.getTime() - startsAt.getTime() === 7_200_000)).toBe(
      true,
    )
  })

  test.for([
    [{ day: '2027-03-28', clock: '02:30' }, 'clock1', 'clock_skipped'],
    [{ day: '2026-11-24', clock: '08:00' }, 'day1', 'poll_date_over'],
    [{ day: '2026-02-31', clock: '18:00' }, 'day1', 'day'],
    [{ day: '2026-12-01', clock: 'le soir' }, 'clock1', 'clock'],
    [{ day: '', clock: '18:00' }, 'day1', 'poll_dates_missing'],
  ] as const)('says at the line what is wrong with %j', async ([date, field, message], { app }) => {
    const caisse = await givenCaisse(app)
    await expect(createPoll(caisse.call(), aPoll({ dates: [date] }))).rejects.toMatchObject({
      issues: [{ field, message }],
    })
  })

  test('the hour that autumn has twice is the first one', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { dates } = await givenPoll(app, caisse, { dates: [{ day: '2027-10-31', clock: '02:30' }] })
    expect(dates[0]!.startsAt.toISOString()).toBe('2027-10-31T00:30:00.000Z')
  })

  test('is for the team', async ({ app }) => {
    const caisse = await givenCaisse(app)
    for (const role of ['resident', 'treasurer', 'committee_member', 'partner_structure'] as const) {
      const actor = await givenAccount(app, caisse.id, role)
      await expect(createPoll(caisse.call(actor), aPoll())).rejects.toMatchObject({ code: 'not_allowed' })
    }
  })

  test('dates are added and taken out while it is open; the last one stays', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse, { dates: [{ day: '2026-12-08', clock: '18:00' }] })
    await expect(
      removeDate(caisse.call(), { pollId: poll.id, dateId: poll.dates[0]!.id }),
    ).rejects.toMatchObject({ code: 'poll_last_date' })
    await changePoll(caisse.call(), {
      pollId: poll.id,
      ...aPoll({ title: 'Autrement', dates: [{ day: '2026-12-09', clock: '18:00' }] }),
    })
    await removeDate(caisse.call(), { pollId: poll.id, dateId: poll.dates[0]!.id })
    const dates = await inCaisse(app.db, caisse.id, (tx) => datesOf(tx, poll.id))
    expect(dates.map(({ startsAt }) => startsAt.toISOString())).toEqual(['2026-12-09T17:00:00.000Z'])
  })
})

describe('answering', () => {
  test('takes a first name and an answer to each date, and counts them', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    await givenAnswer(caisse, poll, YES)
    await givenAnswer(caisse, poll, ['yes', 'yes', 'no'])
    const tallies = await inCaisse(app.db, caisse.id, (tx) => talliesOf(tx, poll.id))
    expect(tallies.map(({ yes, ifNeeded, no }) => [yes, ifNeeded, no])).toEqual([
      [2, 0, 0],
      [1, 1, 0],
      [0, 0, 2],
    ])
    expect(await mails(app, caisse)).toEqual([])
  })

  test('says at which date an answer is missing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    const [first, second] = poll.dates
    await expect(
      answerPoll(caisse.call(SYSTEM), { token: poll.token, name: 'Ana', answers: { [first!.id]: 'yes' } }),
    ).rejects.toMatchObject({
      issues: [{ field: `date.${second!.id}` }, { field: `date.${poll.dates[2]!.id}` }],
    })
  })

  test('one’s own answer is changed with one’s own key, and nobody else’s', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    const voiceId = await givenAnswer(caisse, poll, YES, { name: 'Ana', email: 'ana@example.org' })
    const [mail] = await mails(app, caisse)
    const key = /reponse\/([\w-]+)/.exec(mail!.text)![1]!
    expect(readVoiceKey(app, key)).toBe(voiceId)
    expect(readVoiceKey(app, key.slice(0, -2) + (key.endsWith('AA') ? 'BB' : 'AA'))).toBeNull()
    expect(readVoiceKey(app, 'x')).toBeNull()
    await givenAnswer(caisse, poll, ['no', 'no', 'yes'], { voiceId, name: 'Ana', email: 'ana@example.org' })
    const all = await voices(app, caisse, poll.id)
    expect(all).toHaveLength(1)
    expect(all[0]!.answers).toEqual(answersTo(poll, ['no', 'no', 'yes']))
    expect(await mails(app, caisse)).toHaveLength(1)
  })

  test('an address answers once; whoever was asked by mail and uses the link is the same person', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    await inviteToPoll(caisse.call(), { pollId: poll.id, guests: 'Ana <ana@example.org>' })
    await givenAnswer(caisse, poll, YES, { name: 'Anaïs', email: 'ANA@example.org' })
    expect((await voices(app, caisse, poll.id)).map(({ name }) => name)).toEqual(['Anaïs'])
    await expect(
      givenAnswer(caisse, poll, YES, { name: 'X', email: 'ana@example.org' }),
    ).rejects.toMatchObject({
      issues: [{ field: 'email', message: 'poll_known_address' }],
    })
  })

  test('ends at the end of the day that was told', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse, { closesOn: '2026-11-24' })
    app.at('2026-11-24T22:59:59Z')
    await givenAnswer(caisse, poll, YES)
    app.at('2026-11-24T23:00:00Z')
    await expect(givenAnswer(caisse, poll, YES)).rejects.toMatchObject({ code: 'poll_deadline_passed' })
    await noteAnswer(caisse.call(), { pollId: poll.id, name: 'Bilal', answers: answersTo(poll, YES) })
    expect(await voices(app, caisse, poll.id)).toHaveLength(2)
  })

  test('is bounded: three hundred people, no address as a name', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    await expect(givenAnswer(caisse, poll, YES, { name: 'https://example.org' })).rejects.toMatchObject({
      issues: [{ field: 'name', message: 'first_name' }],
    })
    await inCaisse(app.db, caisse.id, (tx) =>
      insertVoices(
        tx,
        poll.id,
        Array.from({ length: MOST_VOICES }, () => ({
          id: app.newId(),
          name: 'Ana',
          email: null,
          language: 'fr',
          origin: 'link',
          answeredAt: app.now(),
        })),
        app.now(),
      ),
    )
    await expect(givenAnswer(caisse, poll, YES)).rejects.toMatchObject({ code: 'poll_full' })
  })

  test('two who press at once are two answers, and the last place is taken once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    await inCaisse(app.db, caisse.id, (tx) =>
      insertVoices(
        tx,
        poll.id,
        Array.from({ length: MOST_VOICES - 1 }, () => ({
          id: app.newId(),
          name: 'Ana',
          email: null,
          language: 'fr',
          origin: 'link',
          answeredAt: app.now(),
        })),
        app.now(),
      ),
    )
    const outcomes = await Promise.allSettled([
      givenAnswer(caisse, poll, YES),
      givenAnswer(caisse, poll, YES),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('is taken out for whoever asks', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    const voiceId = await givenAnswer(caisse, poll, YES)
    await removeVoice(caisse.call(), { pollId: poll.id, voiceId })
    expect(await voices(app, caisse, poll.id)).toEqual([])
    await expect(removeVoice(caisse.call(), { pollId: poll.id, voiceId })).rejects.toMatchObject({
      code: 'unknown_voice',
    })
  })
})

describe('those who were asked by mail', () => {
  test('get a link of their own, once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse, { title: 'La fête à 10 €' })
    const guests = 'Ana <ana@example.org>\nbilal@example.org\nANA@example.org'
    expect(await inviteToPoll(caisse.call(), { pollId: poll.id, guests })).toEqual({ asked: 2 })
    expect(await inviteToPoll(caisse.call(), { pollId: poll.id, guests })).toEqual({ asked: 0 })
    const all = await mails(app, caisse)
    expect(all.map(({ recipient }) => recipient).sort()).toEqual(['ana@example.org', 'bilal@example.org'])
    const asked = await voices(app, caisse, poll.id)
    for (const { email, id } of asked)
      expect(all.find(({ recipient }) => recipient === email)!.text).toContain(voiceKey(app, id))
  })

  test('a line that is no address sends nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    await expect(
      inviteToPoll(caisse.call(), { pollId: poll.id, guests: 'ana@example.org\nbilal' }),
    ).rejects.toMatchObject({ issues: [{ field: 'guests', message: 'poll_guest' }] })
    expect(await mails(app, caisse)).toEqual([])
  })

  test('and did not answer are reminded once before the deadline, and by hand no more than once a day', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    await inviteToPoll(caisse.call(), { pollId: poll.id, guests: 'ana@example.org\nbilal@example.org' })
    await givenAnswer(caisse, poll, YES, { email: 'bilal@example.org' })
    const reminders = async () =>
      (await mails(app, caisse))
        .filter(({ subject }) => subject.includes('manque'))
        .map(({ recipient }) => recipient)
    await remindPolls(app)
    expect(await reminders()).toEqual([])
    app.at('2026-11-29T08:00:00Z')
    await remindPolls(app)
    await remindPolls(app)
    expect(await reminders()).toEqual(['ana@example.org'])
    expect(await remindPoll(caisse.call(), { pollId: poll.id })).toEqual({ reminded: 0 })
    app.at('2026-11-30T10:00:00Z')
    expect(await remindPoll(caisse.call(), { pollId: poll.id })).toEqual({ reminded: 1 })
  })
})

describe('choosing', () => {
  test('makes the meeting and invites whoever left an address', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    await givenAnswer(caisse, poll, YES, { name: 'Ana', email: 'ana@example.org' })
    await givenAnswer(caisse, poll, YES, { name: 'Bilal' })
    const { meetingId, invited } = await closePoll(caisse.call(), {
      pollId: poll.id,
      dateId: poll.dates[0]!.id,
      title: poll.title,
      placeName: 'Salle des fêtes',
      audience: 'members',
    })
    expect(invited).toBe(1)
    const meeting = await inCaisse(app.db, caisse.id, (tx) => getMeeting(tx, meetingId))
    expect(meeting).toMatchObject({
      title: 'Préparer la fête de printemps',
      placeName: 'Salle des fêtes',
      status: 'announced',
      startsAt: poll.dates[0]!.startsAt,
      endsAt: poll.dates[0]!.endsAt,
    })
    const closed = await inCaisse(app.db, caisse.id, (tx) => getPoll(tx, poll.id))
    expect(closed).toMatchObject({ status: 'closed', meetingId })
    await expect(givenAnswer(caisse, poll, YES)).rejects.toMatchObject({ code: 'poll_ended' })
  })

  test('is done once, by whoever is first', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    const choose = (i: number) =>
      closePoll(caisse.call(), {
        pollId: poll.id,
        dateId: poll.dates[i]!.id,
        title: 'Fête',
        audience: 'members',
      })
    const outcomes = await Promise.allSettled([choose(0), choose(1)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('is for a date of this poll that is to come, and for a group only where there is one', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    const choose = (changes: object) =>
      closePoll(caisse.call(), {
        pollId: poll.id,
        dateId: poll.dates[0]!.id,
        title: 'Fête',
        audience: 'members',
        ...changes,
      })
    await expect(choose({ dateId: app.newId() })).rejects.toMatchObject({ code: 'unknown_poll_date' })
    await expect(choose({ audience: 'group' })).rejects.toMatchObject({ code: 'poll_without_group' })
    app.at('2026-12-09T10:00:00Z')
    await expect(choose({})).rejects.toMatchObject({ code: 'poll_date_passed' })
  })
})

describe('names and answers', () => {
  test('go thirty days after the choice; the dates and the meeting stay', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    await givenAnswer(caisse, poll, YES)
    await dropPoll(caisse.call(), { pollId: poll.id })
    app.at('2026-12-24T09:00:00Z')
    await forgetPolls(app)
    expect(await voices(app, caisse, poll.id)).toHaveLength(1)
    app.at('2026-12-24T10:00:01Z')
    await forgetPolls(app)
    expect(await voices(app, caisse, poll.id)).toEqual([])
    expect(await inCaisse(app.db, caisse.id, (tx) => datesOf(tx, poll.id))).toHaveLength(3)
  })

  test('of a poll that nobody ended go thirty days after its last date', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    await givenAnswer(caisse, poll, YES)
    app.at('2027-01-10T10:00:00Z')
    await forgetPolls(app)
    expect(await voices(app, caisse, poll.id)).toHaveLength(1)
    app.at('2027-01-12T10:00:00Z')
    await forgetPolls(app)
    expect(await voices(app, caisse, poll.id)).toEqual([])
  })
})
