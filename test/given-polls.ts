import type { z } from 'zod'
import { inCaisse } from '../src/db/db.ts'
import { SYSTEM } from '../src/kit/actor.ts'
import { answerPoll, createPoll, type AnswerPoll, type CreatePoll } from '../src/modules/polls/actions.ts'
import type { Answer } from '../src/modules/polls/rules.ts'
import { datesOf, getPoll, type Poll, type PollDate } from '../src/modules/polls/store.ts'
import type { TestApp } from './app.ts'
import type { GivenCaisse } from './given.ts'

/** Two evenings and a Saturday, to be answered until the end of November. */
export const aPoll = (changes: Partial<z.input<typeof CreatePoll>> = {}): z.input<typeof CreatePoll> => ({
  title: 'Préparer la fête de printemps',
  kind: 'meeting',
  placeName: 'Maison de quartier',
  minutes: '120',
  closesOn: '2026-11-30',
  dates: [
    { day: '2026-12-08', clock: '18:00' },
    { day: '2026-12-10', clock: '18h30' },
    { day: '2026-12-12', clock: '10 h' },
  ],
  ...changes,
})

export type GivenPoll = Poll & { dates: PollDate[] }

export async function givenPoll(
  app: TestApp,
  caisse: GivenCaisse,
  changes: Partial<z.input<typeof CreatePoll>> = {},
): Promise<GivenPoll> {
  const { pollId } = await createPoll(caisse.call(), aPoll(changes))
  return inCaisse(app.db, caisse.id, async (tx) => ({
    ...(await getPoll(tx, pollId)),
    dates: await datesOf(tx, pollId),
  }))
}

/** One answer a date, in the order of the calendar. */
export const answersTo = (poll: GivenPoll, answers: readonly Answer[]): Record<string, Answer> =>
  Object.fromEntries(poll.dates.map(({ id }, i) => [id, answers[i] ?? 'no']))

let answered = 0

/** Somebody who holds the link answers. */
export async function givenAnswer(
  caisse: GivenCaisse,
  poll: GivenPoll,
  answers: readonly Answer[],
  changes: Partial<z.input<typeof AnswerPoll>> = {},
): Promise<string> {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  const name = `Ana ${letters[(answered += 1) % 26]}`
  const given = { token: poll.token, name, answers: answersTo(poll, answers), ...changes }
  return (await answerPoll(caisse.call(SYSTEM), given)).voiceId
}
