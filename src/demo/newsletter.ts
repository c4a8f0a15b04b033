import { drawnPicture } from './drawn-picture.ts'
import { inCaisse, type CaisseTx } from '../db/db.ts'
import { SYSTEM } from '../kit/actor.ts'
import { addDays, type Day } from '../kit/month.ts'
import { listTerritories } from '../modules/caisses/store.ts'
import { scheduleMeeting } from '../modules/meetings/actions/meetings.ts'
import { createPoll, dropPoll } from '../modules/polls/actions.ts'
import { keepBlock, startLetter } from '../modules/newsletter/actions/letters.ts'
import { scheduleLetter } from '../modules/newsletter/actions/sending.ts'
import { subscribeAtDesk } from '../modules/newsletter/actions/subscriptions.ts'
import type { SubjectKind } from '../modules/newsletter/rules/letter.ts'
import {
  deleteDeliveries,
  tallyOf,
  progressOf,
  markAllSent,
  markPrinted,
} from '../modules/newsletter/store/deliveries.ts'
import { finish, saveTally } from '../modules/newsletter/store/letters.ts'
import { choicesFor } from '../modules/newsletter/store/sources.ts'
import { insertAsked, setBounced } from '../modules/newsletter/store/subscribers.ts'
import { FAMILY_NAMES, GIVEN_NAMES } from './cast.ts'
import type { Clock, DemoCaisse } from './stage.ts'

type Told = { title?: string; body?: string } & (
  | { kind: 'text' | 'calendar' | 'contacts' | 'funding' }
  | { kind: SubjectKind; find: RegExp }
  | { kind: 'picture'; picture: Uint8Array<ArrayBuffer>; alt: string }
)

/** The letter of June 2024 in our words, and the one that is being written. */
export async function seedNewsletter(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  clock.set('2024-06-18')
  await seedReaders(clock, caisse, today)
  const pollId = await seedThen(clock, caisse)
  const fourth = await compose(
    clock,
    caisse,
    '4',
    'Six mois plus tard : les groupes sont lancés',
    await fourthLetter(),
    {
      summary: 'Ce qui s’est fait depuis la journée du 11 décembre, et comment prendre part à la suite.',
    },
  )
  clock.set('2024-06-20')
  await scheduleLetter(clock.call(caisse.id, SYSTEM), { letterId: fourth, when: 'now' })
  await inCaisse(clock.app.db, caisse.id, (tx) => arrive(tx, fourth, clock))
  clock.set('2024-07-12')
  await dropPoll(clock.call(caisse.id, SYSTEM), { pollId })
  clock.set(addDays(today, -2))
  await compose(clock, caisse, '5', 'Un an de caisse, et la troisième vague', FIFTH, {
    summary: 'Les rencontres de l’hiver, ce qui se décide, et comment faire venir une voisine.',
  })
}

/** What the letter of 2024 tells: the day of December 2023, and the date that was to be found. */
async function seedThen(clock: Clock, caisse: DemoCaisse): Promise<string> {
  const call = () => clock.call(caisse.id, SYSTEM)
  clock.set('2023-11-20')
  await scheduleMeeting(call(), {
    kind: 'collective_day',
    title: 'Journée collective du 11 décembre 2023',
    description:
      'Habitant·es, associations, collectivités et lieux d’alimentation mettent sur la table ce qu’une caisse commune pourrait être ici.',
    day: '2023-12-11',
    from: '09:30',
    until: '16:30',
    placeName: 'Maison de quartier de la Fiction',
    placeAddress: '12 place des Fanes, 44100 Nantes',
    audience: 'public',
    announce: true,
  })
  clock.set('2024-06-18')
  const { pollId } = await createPoll(call(), {
    title: 'Groupe mobilisation : quand se retrouver en juillet ?',
    description: 'Deux heures pour dire **comment aller vers les habitant·es**, et qui fait quoi.',
    kind: 'meeting',
    placeName: 'Maison de quartier de la Fiction',
    minutes: '120',
    closesOn: '2024-06-30',
    dates: [
      { day: '2024-07-04', clock: '18 h' },
      { day: '2024-07-09', clock: '18 h' },
      { day: '2024-07-11', clock: '10 h' },
    ],
  })
  return pollId
}

/** The other caisse begins its own. */
export async function seedFirstLetter(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  clock.set(addDays(today, -3))
  for (const [name, address] of [
    ['Mairie (inventée)', ''],
    ['Mme Topinambour', '3 chemin de la Fiction\n44680 Rouans'],
  ] as const)
    await subscribeAtDesk(clock.call(caisse.id, SYSTEM), { name, address, part: 'partner', signed: 'yes' })
  await compose(
    clock,
    caisse,
    '1',
    'Quatre communes à la même table',
    [
      {
        kind: 'text',
        title: 'Où nous en sommes',
        body: 'Cheix-en-Retz, Le Pellerin, Rouans et Vue avancent ensemble. Cette première lettre est en préparation.',
      },
      CONTACTS,
    ],
    { summary: 'La première lettre du Pays de Retz.' },
  )
}

async function compose(
  clock: Clock,
  caisse: DemoCaisse,
  number: string,
  title: string,
  told: readonly Told[],
  { summary }: { summary: string },
): Promise<string> {
  const call = () => clock.call(caisse.id, SYSTEM)
  const { letterId } = await startLetter(call(), { number, title, summary })
  for (const { kind, title: heading = '', body = '', ...rest } of told) {
    const subject = 'find' in rest ? await find(clock, caisse, kind as SubjectKind, rest.find) : null
    if ('find' in rest && subject === null) continue
    await keepBlock(call(), {
      letterId,
      kind,
      title: heading,
      body,
      ...(subject !== null && { subjectId: subject }),
      ...('picture' in rest && { picture: rest.picture, alt: rest.alt }),
    })
  }
  return letterId
}

/** The first thing whose name says it; none when the demonstration has no such thing. */
async function find(
  clock: Clock,
  caisse: DemoCaisse,
  kind: SubjectKind,
  words: RegExp,
): Promise<string | null> {
  const choices = await inCaisse(clock.app.db, caisse.id, (tx) => choicesFor(tx, kind, clock.app.now()))
  return choices.find(({ label }) => words.test(label))?.id ?? null
}

async function arrive(tx: CaisseTx, letterId: string, clock: Clock): Promise<void> {
  const now = clock.app.now()
  await markAllSent(tx, letterId, now)
  await markPrinted(tx, letterId, now)
  await finish(tx, letterId, now)
  await saveTally(tx, letterId, tallyOf(await progressOf(tx, letterId)))
  await deleteDeliveries(tx, letterId)
}

const READERS = 46

/** Neighbours and partners who asked for the letter; three of them read it on paper. */
async function seedReaders(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  await inCaisse(clock.app.db, caisse.id, async (tx) => {
    const territories = await listTerritories(tx)
    const then = clock.app.now()
    clock.set(addDays(today, -2))
    for (let place = 0; place < READERS; place += 1) {
      const paper = place % 15 === 7
      const asked = place % 23 === 20
      const now = asked || place === 33 ? clock.app.now() : then
      const id = clock.app.newId()
      await insertAsked(
        tx,
        {
          id,
          name: `${GIVEN_NAMES[(place * 7 + 2) % GIVEN_NAMES.length]!} ${FAMILY_NAMES[(place * 11 + 4) % FAMILY_NAMES.length]!}`,
          email: paper ? null : `lecture${place}@example.org`,
          address: paper && place > 10 ? `${place} rue de la Fiction\n44100 Nantes` : '',
          territoryId: territories[place % (territories.length + 1)]?.id ?? null,
          part: (['resident', 'resident', 'other', 'partner'] as const)[place % 4]!,
          source: paper || place % 5 === 1 ? 'desk' : 'web',
        },
        now,
        asked ? null : now,
      )
      if (place === 33) await setBounced(tx, id, now)
    }
  })
}

/** A long table seen from above. */
const TABLE = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300" viewBox="0 0 900 300">
  <rect width="900" height="300" fill="#f3ebd9"/>
  <rect x="70" y="95" width="760" height="110" rx="24" fill="#fffdf8" stroke="#1f6b43" stroke-width="6"/>
  ${Array.from({ length: 9 }, (_, place) => {
    const x = 120 + place * 82
    const colour = ['#cf4a2b', '#e3aa2b', '#4a90bd'][place % 3]!
    return `<circle cx="${x}" cy="55" r="26" fill="${colour}"/><circle cx="${x}" cy="245" r="26" fill="${colour}"/>
      <circle cx="${x}" cy="130" r="17" fill="#e2efdc"/><circle cx="${x}" cy="172" r="17" fill="#fbe5dc"/>`
  }).join('')}
</svg>`

async function fourthLetter(): Promise<readonly Told[]> {
  return [
    {
      kind: 'picture',
      picture: new Uint8Array(await drawnPicture(TABLE)),
      alt: 'Dessin : une longue table vue d’en haut, avec des assiettes et des gens tout autour.',
    },
    {
      kind: 'text',
      title: 'D’où nous partons : la journée du 11 décembre',
      body:
        'Le **11 décembre 2023**, habitant·es, associations, collectivités et lieux d’alimentation ont passé une journée ensemble. ' +
        'On y a mis sur la table ce qu’une caisse commune de l’alimentation pourrait être ici : qui cotise, qui décide, où l’on achète.\n\n' +
        'Les supports de la journée et le détail de chaque groupe de travail sont dans les [documents de la caisse](https://example.org/11-decembre).',
    },
    { kind: 'meeting', find: /11 décembre 2023/ },
    {
      kind: 'text',
      title: 'Les groupes se lancent l’un après l’autre',
      body:
        'Nous avons choisi de ne pas tout ouvrir en même temps. Les groupes des structures partenaires avancent **au pas des habitant·es** : ' +
        'ce qui doit être décidé par qui mange ne se décide pas avant.\n\n' +
        '- **Mobilisation des habitant·es** : se met en place en juillet.\n' +
        '- **Lieux et conventionnement** : attend les premiers choix des habitant·es.\n' +
        '- **Outils de paiement** : compare ce qui existe ailleurs.\n' +
        '- **Évaluation** : prépare ses questions avec la recherche.',
    },
    { kind: 'group', find: /mobilis/i },
    { kind: 'group', find: /convention|lieux/i },
    {
      kind: 'text',
      title: 'Une personne de plus dans l’équipe',
      body:
        'Une **coordinatrice** nous a rejoints, à **80 %**. Elle anime les groupes, fait le lien avec les territoires, ' +
        'et prépare avec vous la venue des habitant·es. Écrivez-lui, ou passez la voir.',
    },
    {
      kind: 'text',
      title: 'Ce qui s’est fait en six mois',
      body:
        '**Chercher des financements.** Plusieurs demandes sont déposées, auprès de fondations et de collectivités. ' +
        'Nous saurons *à l’automne* ce qui est acquis, et nous le dirons ici.\n\n' +
        '**Le Pays de Retz.** Quatre communes avancent au même rythme que Nantes, avec d’autres moyens.\n\n' +
        '**Lorient, Caen, Rennes.** Nous échangeons avec celles et ceux qui préparent une caisse : parcours d’ateliers, façon d’aller vers, budgets.',
    },
    {
      kind: 'text',
      title: 'La suite : aller vers les habitant·es',
      body:
        'Le groupe de travail sur la mobilisation se met en place **en juillet**. Son but : que trente habitant·es, qui ne se connaissent pas ' +
        'et ne mangent pas pareil, décident ensemble des règles de la caisse.\n\n' +
        'Vous voulez en être ? Dites-nous quand vous pouvez venir : la date se fixe à plusieurs.',
    },
    { kind: 'poll', find: /mobilis/i },
    {
      kind: 'text',
      title: 'Des outils pour en parler',
      body: 'Une affiche, un dépliant et un jeu sont en préparation. **Un site** ouvre bientôt : cette lettre s’y lira aussi.',
    },
    { kind: 'calendar', title: 'Le calendrier de l’expérimentation' },
    {
      kind: 'text',
      title: 'Ailleurs',
      body: 'À **Montpellier**, un premier bilan est publié. En **Gironde**, les caisses ont démarré en avril 2024. Deux webinaires : l’un se revoit, l’autre est à venir.',
    },
    { kind: 'publication', find: /Montpellier/ },
    { kind: 'publication', find: /Gironde/ },
    { kind: 'publication', find: /Décider ensemble/ },
    { kind: 'publication', find: /conventionner un lieu/ },
    {
      kind: 'text',
      title: 'À fonds les caisses',
      body:
        'Nous prenons part au projet **À fonds les caisses**, porté par le réseau CIVAM et VRAC France et soutenu par le Programme national pour l’alimentation. ' +
        'Il paie deux choses : des **échanges techniques** entre équipes, et des **rencontres d’habitant·es** d’une caisse à l’autre.',
    },
    CONTACTS,
  ]
}

const CONTACTS: Told = { kind: 'contacts', title: 'Vos contacts, territoire par territoire' }

const FIFTH: readonly Told[] = [
  {
    kind: 'text',
    title: 'Un an déjà',
    body:
      'Les premiers foyers sont entrés il y a un peu plus d’un an. Depuis, la caisse s’est remplie, des lieux sont partis, d’autres sont venus. ' +
      'Cette lettre dit où nous en sommes, sans chiffres sur personne.',
  },
  { kind: 'meeting', title: 'Prochain rendez-vous', find: /./ },
  { kind: 'poll', find: /./ },
  { kind: 'group', title: 'Un groupe cherche du monde', find: /./ },
  { kind: 'news', find: /./ },
  { kind: 'calendar', title: 'Où en est l’expérimentation' },
  { kind: 'funding', title: 'Qui nous soutient' },
  { kind: 'publication', title: 'À voir avec vos voisins', find: /se comparer/ },
  CONTACTS,
]
