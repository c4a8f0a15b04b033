import { inCaisse } from '../db/db.ts'
import { SYSTEM } from '../kit/actor.ts'
import { addDays, type Day } from '../kit/month.ts'
import { createPoll, inviteToPoll } from '../modules/polls/actions.ts'
import { closePoll } from '../modules/polls/close.ts'
import type { Answer } from '../modules/polls/rules.ts'
import { datesOf, insertVoices, setAnswers, talliesOf } from '../modules/polls/store.ts'
import type { Clock, DemoCaisse } from './stage.ts'

/** Who answered, and for each date: `y` yes, `m` if need be, `n` no. */
type Voices = readonly (readonly [name: string, answers: string, email?: string])[]

const PARTY: Voices = [
  ['Capucine', 'ynym', 'capucine.a@example.org'],
  ['Anselme', 'ymyn'],
  ['Garance', 'nyym', 'garance.p@example.org'],
  ['Aïcha', 'ynyy', 'aicha.f@example.org'],
  ['Léandre', 'mnyn'],
  ['Nolwenn', 'yymn', 'nolwenn.k@example.org'],
  ['Oumar', 'nnym'],
]

const SHELVES: Voices = [
  ['Camille', 'yyn', 'coordination@example.org'],
  ['Mahaut', 'nyy', 'commerce@example.org'],
  ['Romarin', 'yyn'],
  ['Tiphaine', 'myn', 'tiphaine.r@example.org'],
]

const ANSWERS: Readonly<Record<string, Answer>> = { y: 'yes', m: 'if_needed', n: 'no' }

/** A party whose day is still open, and a morning at the shop that was chosen last week. */
export async function seedPolls(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  const call = () => clock.call(caisse.id, caisse.coordinator)
  clock.set(addDays(today, -12))
  const shelves = await createPoll(call(), {
    title: 'Ranger l’épicerie avant l’inventaire',
    description: 'Deux heures à plusieurs mains, et un café. Prenez des gants si vous en avez.',
    kind: 'collective_day',
    placeName: 'Épicerie du Sillon',
    placeAddress: '12 rue des Essais, 44100 Nantes',
    minutes: '150',
    closesOn: addDays(today, -6),
    dates: [
      { day: addDays(today, 9), clock: '9 h' },
      { day: addDays(today, 10), clock: '' },
      { day: addDays(today, 12), clock: '14 h' },
    ],
  })
  await answerAll(clock, caisse, shelves.pollId, SHELVES)
  clock.set(addDays(today, -5))
  const best = await inCaisse(clock.app.db, caisse.id, async (tx) =>
    (await talliesOf(tx, shelves.pollId)).reduce((most, tally) => (tally.yes > most.yes ? tally : most)),
  )
  await closePoll(call(), {
    pollId: shelves.pollId,
    dateId: best.dateId,
    title: 'Ranger l’épicerie avant l’inventaire',
    placeName: 'Épicerie du Sillon',
    placeAddress: '12 rue des Essais, 44100 Nantes',
    audience: 'public',
  })
  clock.set(addDays(today, -4))
  const party = await createPoll(call(), {
    title: 'Préparer la fête de l’hiver',
    description: 'On décide du **repas**, de la musique et de qui apporte quoi. Les enfants sont bienvenus.',
    kind: 'meeting',
    placeName: 'Maison de quartier de la Fiction',
    minutes: '120',
    closesOn: addDays(today, 6),
    dates: [
      { day: addDays(today, 14), clock: '18 h 30' },
      { day: addDays(today, 15), clock: '' },
      { day: addDays(today, 17), clock: '10 h' },
      { day: addDays(today, 21), clock: '18 h 30' },
    ],
  })
  await inviteToPoll(call(), {
    pollId: party.pollId,
    guests: 'Florian <florian.h@example.org>\nHortense <hortense.c@example.org>',
  })
  await answerAll(clock, caisse, party.pollId, PARTY)
}

async function answerAll(clock: Clock, caisse: DemoCaisse, pollId: string, voices: Voices): Promise<void> {
  const { app } = clock.call(caisse.id, SYSTEM)
  const now = app.now()
  await inCaisse(app.db, caisse.id, async (tx) => {
    const dates = await datesOf(tx, pollId)
    const given = voices.map(([name, , email]) => ({
      id: app.newId(),
      name,
      email: email ?? null,
      language: 'fr',
      origin: 'link' as const,
      answeredAt: now,
    }))
    await insertVoices(tx, pollId, given, now)
    for (const [i, [, letters]] of voices.entries())
      await setAnswers(
        tx,
        pollId,
        given[i]!.id,
        Object.fromEntries(dates.map(({ id }, n) => [id, ANSWERS[letters[n]!]!])),
      )
  })
}
