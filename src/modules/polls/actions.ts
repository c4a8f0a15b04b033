import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import { gesture, InputError, type Gesture } from '../../kit/gesture.ts'
import { DayValue, instantAt, startOfDay, addDays } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { isPlainText, Line } from '../../kit/input.ts'
import { getCaisse, type Caisse } from '../caisses/store.ts'
import { EMAIL } from '../people/rules/text.ts'
import { MEETING_KINDS } from '../meetings/rules/meeting.ts'
import { mailOwnLink, mailPoll } from './mails.ts'
import {
  ANSWERS,
  isFirstName,
  LENGTHS,
  MOST_DATES,
  MOST_VOICES,
  readClock,
  refusalToAnswer,
  refusalToChange,
} from './rules.ts'
import { newToken } from './secrets.ts'
import {
  countVoices,
  datesOf,
  deleteDate,
  deleteVoice,
  endPoll,
  findVoice,
  findVoiceByEmail,
  getPoll,
  getPollByToken,
  insertDates,
  insertPoll,
  insertVoices,
  lockPoll,
  markReminded,
  setAnswers,
  silentVoices,
  updatePoll,
  updateVoice,
  type NewVoice,
  type Poll,
  type PollDate,
} from './store.ts'

const STAFF = ['coordinator', 'administrator'] as const

const Text = z.string().trim().max(2000)

const FirstName = z
  .string()
  .trim()
  .min(1, 'required')
  .max(40)
  .refine(isPlainText, 'text')
  .refine(isFirstName, 'first_name')

const Email = z.union([z.literal('').transform(() => null), z.string().trim().max(200).regex(EMAIL, 'email')])

/** Typed as a day and an hour on the caisse's clock: without an hour, that of the line above; without a day, nothing. */
const TypedDate = z.object({ day: z.string(), clock: z.string() })
const TypedDates = z.array(TypedDate).max(MOST_DATES)

const PollFields = {
  title: Line(120).min(1, 'required'),
  description: Text.default(''),
  kind: z.enum(MEETING_KINDS),
  placeName: Line(120).default(''),
  placeAddress: Line(120).default(''),
  answersShown: z.boolean().default(false),
  closesOn: DayValue,
}

const Length = z
  .string()
  .transform(Number)
  .refine((minutes) => (LENGTHS as readonly number[]).includes(minutes), 'choice')

export const CreatePoll = z.object({
  ...PollFields,
  minutes: Length,
  groupId: z.union([z.literal('').transform(() => null), z.uuid()]).default(null),
  dates: TypedDates,
})

/** Proposes days for something that is not planned yet. */
export const createPoll = gesture('create_poll', STAFF, CreatePoll, async (tx, act, input) => {
  const caisse = await getCaisse(tx, tx.caisseId)
  const closesAt = deadlineOf(input.closesOn, caisse, act.now)
  const dates = readDates(input.dates, { caisse, minutes: input.minutes, act })
  if (dates.length === 0) throw new InputError([{ field: 'day1', message: 'poll_dates_missing' }])
  const poll = { ...input, id: act.app.newId(), token: newToken(), closesAt }
  act.about(poll.id)
  await insertPoll(tx, poll, act.now)
  await insertDates(tx, poll.id, dates)
  return { pollId: poll.id }
})

/** Open through the whole of that day. */
function deadlineOf(day: string, { time_zone }: Caisse, now: Date): Date {
  const closesAt = startOfDay(addDays(day, 1), time_zone)
  if (closesAt <= now) throw new InputError([{ field: 'closesOn', message: 'poll_deadline_over' }])
  return closesAt
}

function readDates(
  typed: readonly z.output<typeof TypedDate>[],
  { caisse, minutes, act: { app, now } }: { caisse: Caisse; minutes: number; act: Gesture },
): PollDate[] {
  const issues: { field: string; message: string }[] = []
  const dates: PollDate[] = []
  let before: string | null = null
  for (const [i, { day, clock }] of typed.entries()) {
    if (day.trim() === '') continue
    const known = DayValue.safeParse(day.trim())
    const hour: string | null = clock.trim() === '' ? before : readClock(clock)
    before = hour
    if (!known.success) issues.push({ field: `day${i + 1}`, message: 'day' })
    if (hour === null) issues.push({ field: `clock${i + 1}`, message: 'clock' })
    if (!known.success || hour === null) continue
    const startsAt = instantAt(known.data, hour, caisse.time_zone)
    if (!startsAt) issues.push({ field: `clock${i + 1}`, message: 'clock_skipped' })
    else if (startsAt <= now) issues.push({ field: `day${i + 1}`, message: 'poll_date_over' })
    else dates.push({ id: app.newId(), startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) })
  }
  if (issues.length > 0) throw new InputError(issues)
  return dates
}

export const ChangePoll = z.object({ pollId: z.uuid(), ...PollFields, dates: TypedDates })

/** Other words, a later deadline, more dates. Those who answered find the new dates without an answer. */
export const changePoll = gesture('change_poll', STAFF, ChangePoll, async (tx, act, input) => {
  act.about(input.pollId)
  const poll = await lockedPoll(tx, input.pollId)
  refuse(refusalToChange(poll))
  const caisse = await getCaisse(tx, tx.caisseId)
  const closesAt = deadlineOf(input.closesOn, caisse, act.now)
  const dates = readDates(input.dates, { caisse, minutes: poll.minutes, act })
  if ((await datesOf(tx, poll.id)).length + dates.length > MOST_DATES)
    throw new Refusal('poll_too_many_dates', { count: MOST_DATES })
  await updatePoll(tx, poll.id, { ...input, closesAt })
  await insertDates(tx, poll.id, dates)
})

async function lockedPoll(tx: CaisseTx, pollId: string): Promise<Poll> {
  await lockPoll(tx, pollId)
  return getPoll(tx, pollId)
}

/** That day is no longer possible. */
export const removeDate = gesture(
  'remove_poll_date',
  STAFF,
  z.object({ pollId: z.uuid(), dateId: z.uuid() }),
  async (tx, { about }, { pollId, dateId }) => {
    about(pollId)
    refuse(refusalToChange(await lockedPoll(tx, pollId)))
    const dates = await datesOf(tx, pollId)
    if (!dates.some(({ id }) => id === dateId)) throw new Refusal('unknown_poll_date', {}, 404)
    if (dates.length === 1) throw new Refusal('poll_last_date', {}, 409)
    await deleteDate(tx, pollId, dateId)
  },
)

const Answers = z.record(z.uuid(), z.enum(ANSWERS))

/** Every date of the poll has its answer: what was left out is told at the date. */
function completeAnswers(
  dates: readonly PollDate[],
  given: z.output<typeof Answers>,
): z.output<typeof Answers> {
  const missing = dates.filter(({ id }) => given[id] === undefined)
  if (missing.length > 0)
    throw new InputError(missing.map(({ id }) => ({ field: `date.${id}`, message: 'poll_answer_missing' })))
  return Object.fromEntries(dates.map(({ id }) => [id, given[id]!]))
}

export const AnswerPoll = z.object({
  token: z.string(),
  /** Whose answer is changed, once their key was checked. */
  voiceId: z.uuid().nullable().default(null),
  name: FirstName,
  email: Email.default(null),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'language')
    .default('fr'),
  answers: Answers,
})

/**
 * By the link, without account: the installation answers for whoever holds it, and for their own key alone when an
 * answer is changed.
 */
export const answerPoll = gesture('answer_poll', [], AnswerPoll, async (tx, act, input) => {
  const found = await getPollByToken(tx, input.token)
  const poll = await lockedPoll(tx, found.id)
  act.about(poll.id)
  refuse(refusalToAnswer(poll, act.now))
  const answers = completeAnswers(await datesOf(tx, poll.id), input.answers)
  const own = input.voiceId ? await findVoice(tx, poll.id, input.voiceId) : undefined
  const voiceId = own ? own.id : await takeVoice(tx, poll, act, { ...input, origin: 'link' })
  if (own) {
    const other = input.email ? await findVoiceByEmail(tx, poll.id, input.email) : undefined
    if (other && other.id !== own.id)
      throw new InputError([{ field: 'email', message: 'poll_known_address' }])
    await updateVoice(tx, poll.id, {
      ...own,
      name: input.name,
      email: input.email ?? own.email,
      answeredAt: act.now,
    })
  }
  await setAnswers(tx, poll.id, voiceId, answers)
  if (input.email && own?.email !== input.email)
    await mailOwnLink(tx, act.app, { poll, voiceId, to: input.email, language: input.language })
  return { voiceId }
})

type Told = { name: string; email: string | null; language: string; origin: 'link' | 'desk' }

/** A new voice; or that of somebody who was asked at this address and had not answered. */
async function takeVoice(tx: CaisseTx, poll: Poll, { app, now }: Gesture, told: Told): Promise<string> {
  const known = told.email ? await findVoiceByEmail(tx, poll.id, told.email) : undefined
  if (known?.answeredAt) throw new InputError([{ field: 'email', message: 'poll_known_address' }])
  if (known) {
    await updateVoice(tx, poll.id, { ...known, name: told.name, answeredAt: now })
    return known.id
  }
  if ((await countVoices(tx, poll.id)) >= MOST_VOICES) throw new Refusal('poll_full', {}, 409)
  const id = app.newId()
  await insertVoices(tx, poll.id, [{ ...told, id, answeredAt: now }], now)
  return id
}

export const NoteAnswer = z.object({
  pollId: z.uuid(),
  voiceId: z.union([z.literal('').transform(() => null), z.uuid()]).default(null),
  name: FirstName,
  answers: Answers,
})

/** Told at the desk or by telephone, by somebody without electronic mail. */
export const noteAnswer = gesture('note_poll_answer', STAFF, NoteAnswer, async (tx, act, input) => {
  act.about(input.pollId)
  const poll = await lockedPoll(tx, input.pollId)
  refuse(refusalToChange(poll))
  const answers = completeAnswers(await datesOf(tx, poll.id), input.answers)
  const own = input.voiceId ? await findVoice(tx, poll.id, input.voiceId) : undefined
  if (input.voiceId && !own) throw new Refusal('unknown_voice', {}, 404)
  if (own) await updateVoice(tx, poll.id, { ...own, name: input.name, answeredAt: act.now })
  const told: Told = { name: input.name, email: null, language: 'fr', origin: 'desk' }
  const voiceId = own ? own.id : await takeVoice(tx, poll, act, told)
  await setAnswers(tx, poll.id, voiceId, answers)
})

/** An answer that is nobody's, or that somebody asks to take out. */
export const removeVoice = gesture(
  'remove_poll_voice',
  STAFF,
  z.object({ pollId: z.uuid(), voiceId: z.uuid() }),
  async (tx, { about }, { pollId, voiceId }) => {
    about(pollId)
    const poll = await lockedPoll(tx, pollId)
    if (!(await findVoice(tx, poll.id, voiceId))) throw new Refusal('unknown_voice', {}, 404)
    await deleteVoice(tx, poll.id, voiceId)
  },
)

/** One a line: `Ana <ana@example.org>`, or the address alone. */
export function readGuests(text: string): { name: string; email: string }[] {
  const issues: { field: string; message: string }[] = []
  const guests = text
    .split(/[\n;,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap((line) => {
      const named = /^(.*?)\s*<([^>]*)>$/.exec(line)
      const email = (named ? named[2]! : line).trim()
      const name = named?.[1] ? named[1].replaceAll('"', '').trim() : email.split('@')[0]!
      if (!EMAIL.test(email) || name.length > 80 || !isPlainText(name)) {
        issues.push({ field: 'guests', message: 'poll_guest' })
        return []
      }
      return [{ name: name.slice(0, 40) || email.split('@')[0]!.slice(0, 40), email }]
    })
  if (issues.length > 0) throw new InputError(issues.slice(0, 1))
  return guests
}

export const InviteToPoll = z.object({ pollId: z.uuid(), guests: z.string().max(20_000).default('') })

/** Each gets a link of their own by mail; who was asked already is not asked twice. */
export const inviteToPoll = gesture('invite_to_poll', STAFF, InviteToPoll, async (tx, act, input) => {
  act.about(input.pollId)
  const poll = await lockedPoll(tx, input.pollId)
  refuse(refusalToAnswer(poll, act.now))
  const typed = readGuests(input.guests)
  if (typed.length === 0) throw new InputError([{ field: 'guests', message: 'required' }])
  return {
    asked: await ask(
      tx,
      poll,
      act,
      typed.map((guest) => ({ ...guest, language: 'fr' })),
    ),
  }
})

async function ask(
  tx: CaisseTx,
  poll: Poll,
  { app, now }: Gesture,
  guests: readonly { name: string; email: string; language: string }[],
): Promise<number> {
  if ((await countVoices(tx, poll.id)) + guests.length > MOST_VOICES) throw new Refusal('poll_full', {}, 409)
  const voices = guests.map((guest): NewVoice & { answeredAt: null } => ({
    ...guest,
    id: app.newId(),
    origin: 'invited',
    answeredAt: null,
  }))
  const asked = await insertVoices(tx, poll.id, voices, now)
  for (const voice of asked) await mailPoll(tx, app, { poll, voice, occasion: 'asked' })
  return asked.length
}

/** Those who were asked by mail and did not answer; nobody twice in a day. */
export const remindPoll = gesture(
  'remind_poll',
  STAFF,
  z.object({ pollId: z.uuid() }),
  async (tx, { app, now, about }, { pollId }) => {
    about(pollId)
    const poll = await lockedPoll(tx, pollId)
    refuse(refusalToAnswer(poll, now))
    const remindedBefore = new Date(now.getTime() - 24 * 60 * 60_000)
    const silent = await silentVoices(tx, pollId, { remindedBefore })
    for (const voice of silent) await mailPoll(tx, app, { poll, voice, occasion: 'reminder' })
    await markReminded(
      tx,
      pollId,
      silent.map(({ id }) => id),
      now,
    )
    return { reminded: silent.length }
  },
)

/** Nothing will be planned: the link says so, and answers go as after a choice. */
export const dropPoll = gesture(
  'drop_poll',
  STAFF,
  z.object({ pollId: z.uuid() }),
  async (tx, { about, now }, { pollId }) => {
    about(pollId)
    refuse(refusalToChange(await lockedPoll(tx, pollId)))
    await endPoll(tx, pollId, { status: 'dropped' }, now)
  },
)
