import { sql } from 'kysely'
import { drawnPicture } from './drawn-picture.ts'
import { Temporal } from 'temporal-polyfill'
import { v7 as uuid } from 'uuid'
import { inCaisse, type CaisseTx } from '../db/db.ts'
import { addDays, instantAt, type Day } from '../kit/month.ts'
import { insertDecision, listTerritories } from '../modules/caisses/store.ts'
import { storeFile } from '../modules/documents/files.ts'
import { marksIn, publishable } from '../modules/meetings/rules/marks.ts'
import { daysOf, ruleText } from '../modules/meetings/rules/series.ts'
import { insertMeeting, type NewMeeting } from '../modules/meetings/store/meetings.ts'
import {
  insertMinutes,
  insertSection,
  insertVersion,
  keepMark,
  publishSection,
  setMinutes,
  writeSection,
} from '../modules/meetings/store/minutes.ts'
import { insertConsent, insertPhoto } from '../modules/meetings/store/photos.ts'
import { insertExpense, insertMaterial, replaceAgenda } from '../modules/meetings/store/preparation.ts'
import {
  insertRegistrations,
  putOnCallList,
  type NewRegistration,
} from '../modules/meetings/store/registrations.ts'
import { saveRide, saveRideRequest } from '../modules/meetings/store/rides.ts'
import { insertSeries } from '../modules/meetings/store/series.ts'
import { phoneNumber } from './cast.ts'
import { ZONE, type Clock, type DemoCaisse } from './stage.ts'

type Hours = { day: Day; from: string; until: string }

const hours = ({ day, from, until }: Hours) => ({
  startsAt: instantAt(day, from, ZONE)!,
  endsAt: instantAt(day, until, ZONE)!,
})

const HOUSE = {
  placeName: 'Maison de quartier de la Fiction',
  placeAddress: '12 place des Fanes, 44100 Nantes',
}
const KITCHEN = { placeName: 'Cuisine partagée du Romarin', placeAddress: '4 rue du Romarin, 44100 Nantes' }

/** The last 11 December before that day: a whole year of the experiment stands behind it, or begins with it. */
const lastGathering = (today: Day): Day => {
  const year = Number(today.slice(0, 4))
  return today > `${year}-12-11` ? `${year}-12-11` : `${year - 1}-12-11`
}

/** What was, what is coming, what is full, and whom to call. */
export async function seedMeetings(
  clock: Clock,
  nantes: DemoCaisse,
  retz: DemoCaisse,
  today: Day,
): Promise<void> {
  const { app } = clock
  clock.set(addDays(today, -3))
  await inCaisse(app.db, nantes.id, async (tx) => {
    const people = await adultsOf(tx)
    await gathering(tx, today, people, clock)
    await nextGathering(tx, today, people, clock)
    await workshops(tx, today, people, clock)
    await informations(tx, today, clock, HOUSE)
    await committee(tx, today, clock)
  })
  await inCaisse(app.db, retz.id, async (tx) => {
    await informations(tx, today, clock, {
      placeName: 'Salle des Haricots',
      placeAddress: '2 place du Marché, 44210 Pornic',
    })
    await insertMeeting(
      tx,
      {
        id: uuid(),
        kind: 'workshop',
        title: 'Visite d’une ferme, de la graine à l’étal',
        description: 'Bottes et vêtements chauds. Nous goûtons une soupe en repartant.',
        ...hours({ day: addDays(today, 26), from: '14:00', until: '17:00' }),
        placeName: 'Ferme des Deux Rives',
        placeAddress: 'Le Pré, 44680 Chaumes-en-Retz',
        audience: 'public',
        status: 'announced',
        capacity: 15,
        stepFree: false,
        access: 'Chemins de terre, quelques marches',
        transport: 'Pas de car le samedi : proposez ou cherchez une place en voiture en vous inscrivant.',
      },
      app.now(),
    )
  })
}

type Adult = { id: string; name: string; email: string | null }

async function adultsOf(tx: CaisseTx): Promise<Adult[]> {
  const { rows } = await sql<Adult>`
    select distinct p.id, trim(p.given_name || ' ' || p.family_name) as name, p.email
    from person p join household_member m on m.caisse_id = p.caisse_id and m.person_id = p.id
    where p.caisse_id = ${tx.caisseId} and not m.child and m.to_on is null order by p.id limit 60
  `.execute(tx)
  return rows
}

const comer = (meetingId: string, adult: Adult, changes: Partial<NewRegistration> = {}): NewRegistration => ({
  id: uuid(),
  meetingId,
  personId: adult.id,
  name: '',
  email: null,
  phone: null,
  language: 'fr',
  status: 'registered',
  source: 'self',
  needs: '',
  interpreter: '',
  children: 0,
  meal: false,
  mayBeNamed: false,
  ...changes,
})

const PRESENT = `Quarante-deux personnes : des habitant·es des trois quartiers, le comité, deux producteurs, le centre social.

Clémentine a ouvert la journée ; Basile et Violette ont gardé les enfants.`

const DISCUSSED = `## Ce que la caisse change

- Cuisiner plus souvent, moins compter en fin de mois.
- Choisir son lieu, sans avoir à dire pourquoi.
- Se connaître : beaucoup de personnes se sont rencontrées ici.

## Ce qui coince

- Les horaires du marché, quand on travaille tôt.
- Le code, difficile à retenir : le papier aide.

Objection (Narcisse) : un plancher plus haut ferait partir ceux qui ont le moins.`

const DECIDED = `Décision : le plancher reste le même toute l’année qui vient.

Décision : un étal de plus est cherché, ouvert le soir.`

const NEXT = `Tâche : demander à deux primeurs s’ils ouvriraient le jeudi soir (Capucine, avant le 15/01/2027)

Tâche : écrire une fiche « mon code, si je l’oublie » (Aubin)

La prochaine journée aura lieu dans un an, au même endroit.`

/** The collective day: how the day went, what was said and decided, and what it cost that people could come. */
async function gathering(tx: CaisseTx, today: Day, people: readonly Adult[], { app }: Clock): Promise<void> {
  const now = app.now()
  const day = lastGathering(today)
  const meetingId = uuid()
  const meeting: NewMeeting = {
    id: meetingId,
    kind: 'collective_day',
    title: 'Journée collective du 11 décembre',
    description:
      'Une journée pour faire le point ensemble : ce que la caisse change, ce qui coince, ce que nous décidons pour la suite.',
    ...hours({ day, from: '09:30', until: '16:30' }),
    ...HOUSE,
    audience: 'public',
    status: 'announced',
    stepFree: true,
    access: 'Ascenseur, toilettes adaptées',
    childcare: true,
    meal: 'Soupe, pain et fromages des lieux de la caisse',
    transport: 'Tram 1, arrêt Fiction, puis cinq minutes à pied',
  }
  await insertMeeting(tx, meeting, now)
  await replaceAgenda(tx, meetingId, [
    { id: uuid(), title: 'Accueil, café, qui est là', minutes: 30, owner: 'La coordination' },
    { id: uuid(), title: 'Ce que la caisse change pour nous', minutes: 90, owner: 'Le comité' },
    { id: uuid(), title: 'Repas préparé ensemble', minutes: 90, owner: 'Le groupe cuisine' },
    { id: uuid(), title: 'Ce que nous décidons pour l’année', minutes: 120, owner: 'Le comité' },
    { id: uuid(), title: 'La suite, et qui fait quoi', minutes: 90, owner: 'La coordination' },
  ])
  await insertRegistrations(
    tx,
    people.slice(0, 46).map((adult, i) => comer(meetingId, adult, { meal: true, mayBeNamed: i % 9 === 0 })),
    now,
    { attended: (place) => place < 42 },
  )
  const file = new TextEncoder().encode(
    'Déroulé de la journée\n\n9 h 30  Accueil\n10 h    Ce que la caisse change\n12 h    Repas\n14 h    Décider\n16 h 30 Fin\n',
  )
  const { sha256 } = await storeFile(tx, now, file)
  await insertMaterial(
    tx,
    {
      id: uuid(),
      meetingId,
      sha256,
      title: 'Le déroulé de la journée',
      fileName: 'deroule.txt',
      shared: true,
    },
    now,
  )
  const paid = (kind: 'childcare' | 'travel', paidTo: string, amountCents: number) =>
    insertExpense(
      tx,
      meetingId,
      { id: uuid(), kind, paidTo, amountCents, paidOn: addDays(day, 4), note: '' },
      now,
    )
  await paid('childcare', 'Association des Petites Pousses', 180_00)
  await paid('travel', people[3]!.name, 12_40)
  await minutes(tx, meetingId, day, now)
  await picture(tx, meetingId, day, people, now)
}

async function minutes(tx: CaisseTx, meetingId: string, day: Day, now: Date): Promise<void> {
  await insertMinutes(tx, meetingId)
  const parts = [
    ['Qui était là', PRESENT],
    ['Ce que nous nous sommes dit', DISCUSSED],
    ['Ce que nous avons décidé', DECIDED],
    ['La suite', NEXT],
  ] as const
  const unnamed = ['Clémentine', 'Basile', 'Violette', 'Capucine', 'Aubin', 'Narcisse'].map((givenName) => ({
    givenName,
    familyName: '',
    present: true,
  }))
  for (const [title, body] of parts) {
    const id = uuid()
    await insertSection(tx, { id, meetingId, title })
    await writeSection(tx, id, { body, version: 1, by: null, now })
    await insertVersion(tx, id, { version: 1, body, by: null, now })
    await publishSection(tx, id, publishable(body, { unnamed, named: [] }, 'un·e habitant·e'))
  }
  for (const mark of [...marksIn(DECIDED), ...marksIn(NEXT)]) {
    if (mark.kind === 'objection') continue
    const decisionId = mark.kind === 'decision' ? uuid() : null
    if (decisionId)
      await insertDecision(tx, {
        id: decisionId,
        decidedOn: day,
        body: 'Journée collective',
        title: mark.text,
        text: mark.text,
        minutesUrl: null,
      })
    const { owner, dueOn } = mark.kind === 'task' ? mark : { owner: '', dueOn: null }
    await keepMark(tx, { id: uuid(), meetingId, kind: mark.kind, text: mark.text, decisionId, owner, dueOn })
  }
  await setMinutes(tx, meetingId, {
    status: 'published',
    audience: 'public',
    validatedAt: now,
    publishedAt: now,
  })
}

/** Drawn: nobody of the demonstration exists to be photographed. */
const TABLE = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360">
  <rect width="480" height="360" fill="#e9dcc3"/><ellipse cx="240" cy="180" rx="200" ry="140" fill="#c99a63"/>
  <circle cx="150" cy="150" r="46" fill="#fbf6ea"/><circle cx="150" cy="150" r="30" fill="#c9472f"/>
  <circle cx="320" cy="140" r="52" fill="#fbf6ea"/><circle cx="320" cy="140" r="36" fill="#4d7a3a"/>
  <circle cx="245" cy="245" r="56" fill="#fbf6ea"/><circle cx="245" cy="245" r="40" fill="#e3b23c"/>
</svg>`

const SOUP = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360">
  <rect width="480" height="360" fill="#dfe8dd"/><rect y="270" width="480" height="90" fill="#c99a63"/>
  <path d="M70 270v-70a60 60 0 0 1 120 0v70z" fill="#4a90bd"/><circle cx="130" cy="100" r="42" fill="#8a5a3c"/>
  <path d="M290 270v-70a60 60 0 0 1 120 0v70z" fill="#e3aa2b"/><circle cx="350" cy="100" r="42" fill="#f0c9a4"/>
  <path d="M180 220h120l-14 76h-92z" fill="#5e5547"/><ellipse cx="240" cy="220" rx="60" ry="16" fill="#cf4a2b"/>
</svg>`

async function picture(
  tx: CaisseTx,
  meetingId: string,
  day: Day,
  people: readonly Adult[],
  now: Date,
): Promise<void> {
  const draw = async (svg: string) => {
    const { sha256 } = await storeFile(tx, now, await drawnPicture(svg))
    return { meetingId, sha256, takenOn: day }
  }
  await insertPhoto(
    tx,
    {
      id: uuid(),
      ...(await draw(TABLE)),
      alt: 'Une grande table vue d’en haut, trois plats de légumes',
      nobody: true,
    },
    now,
  )
  const asked = uuid()
  await insertPhoto(
    tx,
    { id: asked, ...(await draw(SOUP)), alt: 'Deux personnes autour d’une marmite de soupe', nobody: false },
    now,
  )
  await insertConsent(
    tx,
    asked,
    {
      id: uuid(),
      personId: people[5]!.id,
      name: people[5]!.name,
      uses: ['newsletter', 'report'],
      until: addDays(day, 720),
    },
    now,
  )
}

/** The next one, with cars that leave from squares and stops. */
async function nextGathering(
  tx: CaisseTx,
  today: Day,
  people: readonly Adult[],
  { app }: Clock,
): Promise<void> {
  const now = app.now()
  const meetingId = uuid()
  await insertMeeting(
    tx,
    {
      id: meetingId,
      kind: 'collective_day',
      title: 'Journée collective d’hiver',
      description: 'Nous cuisinons le matin, nous parlons de l’année qui vient l’après-midi.',
      ...hours({ day: addDays(today, 17), from: '10:00', until: '16:00' }),
      ...HOUSE,
      audience: 'public',
      status: 'announced',
      capacity: 60,
      stepFree: true,
      access: 'Ascenseur, toilettes adaptées',
      childcare: true,
      meal: 'Ce que nous aurons cuisiné, avec et sans viande',
      transport: 'Tram 1, arrêt Fiction',
    },
    now,
  )
  const comers = people.slice(4, 32).map((adult, i) =>
    comer(meetingId, adult, {
      meal: i % 4 !== 0,
      ...(i === 2 && { interpreter: 'arabe' }),
      ...(i === 5 && { interpreter: 'soninké', children: 2 }),
      ...(i === 8 && { needs: 'Une place près de la porte' }),
      ...(i === 11 && { children: 1 }),
    }),
  )
  await insertRegistrations(tx, comers, now)
  const ride = uuid()
  const car = (id: string, place: number, fromPlace: string, leavesAt: string, note: string) =>
    saveRide(
      tx,
      {
        id,
        meetingId,
        registrationId: comers[place]!.id,
        seats: 3,
        fromPlace,
        leavesAt,
        note,
        contact: phoneNumber(place),
      },
      now,
    )
  await car(ride, 0, 'place Bellevue', '09:30', 'Retour vers 16 h 30')
  await car(uuid(), 1, 'arrêt de tram Frachon', '09:15', 'Un siège enfant')
  for (const [place, fromPlace] of [
    [6, 'près du marché'],
    [7, ''],
  ] as const)
    await saveRideRequest(
      tx,
      {
        id: uuid(),
        meetingId,
        registrationId: comers[place]!.id,
        rideId: place === 6 ? ride : null,
        fromPlace,
        contact: phoneNumber(place),
      },
      now,
    )
}

const THEMES = [
  'les courges',
  'le pain',
  'les légumes secs',
  'les soupes',
  'les restes',
  'les conserves',
] as const

const thursdayAfter = (day: Day): Day => addDays(day, (11 - Temporal.PlainDate.from(day).dayOfWeek) % 7)

/** Eleven workshops over nine months; the next one is full, and somebody without mail has just got a place. */
async function workshops(tx: CaisseTx, today: Day, people: readonly Adult[], { app }: Clock): Promise<void> {
  const now = app.now()
  const first = thursdayAfter(addDays(today, -7 * 23))
  const rule = ruleText({ rhythm: 'weeks', every: 4, count: 11 }, first)
  const seriesId = uuid()
  const skipped = daysOf(rule, first, '18:00', ZONE)[3]!
  await insertSeries(
    tx,
    {
      id: seriesId,
      title: 'Cuisiner de saison',
      rule,
      startsLocal: `${first}T18:00:00`,
      minutes: 150,
      skipped: [skipped],
    },
    now,
  )
  let full: string | undefined
  for (const [i, day] of daysOf(rule, first, '18:00', ZONE).entries()) {
    if (day === skipped) continue
    const meetingId = uuid()
    const moved = i === 8
    await insertMeeting(
      tx,
      {
        id: meetingId,
        kind: 'workshop',
        title: `Cuisiner de saison : ${THEMES[i % THEMES.length]}`,
        description: 'Nous cuisinons ensemble et chacun repart avec une recette et un bocal.',
        ...hours({ day: moved ? addDays(day, 2) : day, from: '18:00', until: '20:30' }),
        ...KITCHEN,
        audience: 'public',
        status: 'announced',
        capacity: 12,
        stepFree: true,
        meal: 'Ce que nous aurons cuisiné',
        series: { id: seriesId, day },
      },
      now,
    )
    const adults = people.slice(i, i + 12)
    const over = day < today
    if (!over && full !== undefined) continue
    await insertRegistrations(
      tx,
      adults.map((adult) => comer(meetingId, adult, { meal: true })),
      now,
      over ? { attended: (place) => place % 5 !== 4 } : {},
    )
    if (over) continue
    full = meetingId
    await insertRegistrations(
      tx,
      people.slice(40, 44).map((adult) => comer(meetingId, adult, { status: 'waiting' })),
      now,
    )
    const called = { id: uuid(), name: 'Philomène Rutabaga', phone: phoneNumber(77) }
    await insertRegistrations(
      tx,
      [comer(meetingId, people[0]!, { ...called, personId: null, source: 'desk', status: 'waiting' })],
      new Date(now.getTime() + 60_000),
    )
  }
  const next = uuid()
  await insertMeeting(
    tx,
    {
      id: next,
      kind: 'workshop',
      title: 'Réparer son vélo pour aller au marché',
      ...hours({ day: addDays(today, 9), from: '14:00', until: '17:00' }),
      ...HOUSE,
      audience: 'members',
      status: 'announced',
      capacity: 8,
    },
    now,
  )
  const promoted = comer(next, people[0]!, {
    personId: null,
    name: 'Eustache Topinambour',
    phone: phoneNumber(78),
    source: 'desk',
  })
  await insertRegistrations(tx, [...people.slice(20, 26).map((adult) => comer(next, adult)), promoted], now)
  await putOnCallList(tx, [promoted.id], 'promoted', now)
}

/** One for each territory, for whoever wonders whether to join. */
async function informations(
  tx: CaisseTx,
  today: Day,
  { app }: Clock,
  place: { placeName: string; placeAddress: string },
): Promise<void> {
  for (const [i, { id, name }] of (await listTerritories(tx)).entries())
    await insertMeeting(
      tx,
      {
        id: uuid(),
        kind: 'information',
        title: `Comprendre la caisse : ${name}`,
        description:
          'Comment on cotise, ce que l’on reçoit, où l’on achète. Une heure pour poser toutes les questions.',
        ...hours({ day: addDays(today, 6 + 4 * i), from: '18:30', until: '20:00' }),
        ...place,
        territoryId: id,
        audience: 'public',
        status: 'announced',
        stepFree: true,
        childcare: true,
      },
      app.now(),
    )
}

async function committee(tx: CaisseTx, today: Day, { app }: Clock): Promise<void> {
  const meetingId = uuid()
  await insertMeeting(
    tx,
    {
      id: meetingId,
      kind: 'meeting',
      title: 'Réunion du comité',
      ...hours({ day: addDays(today, 3), from: '18:00', until: '20:00' }),
      ...HOUSE,
      audience: 'members',
      status: 'announced',
      registers: false,
    },
    app.now(),
  )
  await insertMinutes(tx, meetingId)
  for (const title of ['Qui était là', 'Ce que nous nous sommes dit', 'Ce que nous avons décidé', 'La suite'])
    await insertSection(tx, { id: uuid(), meetingId, title })
  await insertMeeting(
    tx,
    {
      id: uuid(),
      kind: 'event',
      title: 'Fête des récoltes',
      ...hours({ day: addDays(today, 140), from: '15:00', until: '21:00' }),
      audience: 'public',
      status: 'draft',
    },
    app.now(),
  )
}
