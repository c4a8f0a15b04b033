import { inCaisse } from '../db/db.ts'
import { addDays, type Day } from '../kit/month.ts'
import { listTerritories } from '../modules/caisses/store.ts'
import { scheduleMeeting } from '../modules/meetings/actions/meetings.ts'
import { savePoster } from '../modules/mobilisation/actions/posters.ts'
import type { ActionKind, Reason, Source } from '../modules/mobilisation/rules/outreach.ts'
import { CONTACT_CONSENT } from '../modules/mobilisation/rules/outreach.ts'
import {
  adoptRequests,
  changeContact,
  forgetOne,
  insertContacts,
  type NewContact,
} from '../modules/mobilisation/store/contacts.ts'
import { insertAction, insertLeaving } from '../modules/mobilisation/store/funnel.ts'
import { openStructures } from '../modules/people/store/structures.ts'
import { FAMILY_NAMES, GIVEN_NAMES, phoneNumber } from './cast.ts'
import type { Clock, DemoCaisse } from './stage.ts'

type Outing = readonly [
  daysAgo: number,
  kind: ActionKind,
  title: string,
  place: string,
  team: number,
  talkedTo: number,
  met: number,
]

const OUTINGS: readonly Outing[] = [
  [168, 'market', 'Stand au marché de Bellevue', 'Sous la halle', 4, 62, 9],
  [151, 'school', 'Sortie de l’école des Fables', 'École des Fables', 2, 35, 6],
  [130, 'door', 'Porte-à-porte, tour des Lilas', 'Allée de la Fiction', 6, 48, 7],
  [112, 'event', 'Fête de quartier', 'Parc de l’Invention', 5, 90, 11],
  [88, 'structure', 'Petit-déjeuner au centre social', 'Centre social de la Fiction', 3, 22, 8],
  [61, 'street', 'Porteur de café sur la place', 'Place du Conte', 2, 30, 4],
  [39, 'market', 'Stand au marché de Chantenay', 'Marché de Chantenay', 3, 55, 8],
  [17, 'school', 'Café des parents', 'École des Légendes', 2, 18, 5],
  [6, 'market', 'Stand au marché de Bellevue, le retour', 'Sous la halle', 4, 58, 9],
]

const RETZ_OUTINGS: readonly Outing[] = [
  [140, 'market', 'Marché du Pellerin', 'Quai de l’Invention', 3, 41, 6],
  [75, 'event', 'Foire de Vue', 'Champ de foire', 4, 66, 7],
  [20, 'school', 'Sortie d’école à Rouans', 'École du Conte', 2, 24, 4],
]

/** What became of people met that long ago: most of the names are gone, as they should be. */
const becomes = (daysAgo: number, place: number): 'joined' | 'forgotten' | 'stopped' | 'meeting' | 'met' => {
  if (daysAgo > 92) return place % 4 === 0 ? 'joined' : 'forgotten'
  if (place % 7 === 3) return 'stopped'
  return place % 3 === 0 ? 'meeting' : 'met'
}

const REASONS: readonly Reason[] = ['no_time', 'undisclosed', 'too_far', 'no_answer', 'moved']

/** Six months of mornings at markets and schools, and those who left a name there. */
export async function seedMobilisation(
  clock: Clock,
  caisse: DemoCaisse,
  today: Day,
  { retz = false }: { retz?: boolean } = {},
): Promise<void> {
  clock.set(addDays(today, -1))
  const { app } = clock
  const call = () => clock.call(caisse.id, caisse.coordinator)
  const { meetingId } = await scheduleMeeting(call(), {
    kind: 'information',
    title: 'La caisse, comment ça marche ?',
    description: 'Une heure pour comprendre, poser ses questions et goûter ce que vendent les paysan·nes.',
    day: addDays(today, 8),
    from: '18:30',
    until: '20:00',
    placeName: retz ? 'Salle de l’Invention' : 'Maison de quartier de la Fiction',
    placeAddress: retz ? '2 quai du Conte, 44640 Le Pellerin' : '3 rue du Conte, 44100 Nantes',
    audience: 'public',
    announce: true,
  })
  await inCaisse(app.db, caisse.id, async (tx) => {
    const territories = await listTerritories(tx)
    const [centre] = await openStructures(tx)
    // Households that came by word of mouth count for where they were met first.
    const arrivals = caisse.households.slice(-12).map(({ id }) => id)
    const contacts: NewContact[] = []
    const later: (() => Promise<void>)[] = []
    for (const [n, outing] of (retz ? RETZ_OUTINGS : OUTINGS).entries()) {
      const [daysAgo, kind, title, placeName, team, talkedTo, met] = outing
      const heldOn = addDays(today, -daysAgo)
      const actionId = app.newId()
      const structureId = kind === 'structure' ? (centre?.id ?? null) : null
      const territoryId = territories[n % territories.length]!.id
      const token = `${retz ? 'retz' : 'deux'}${String(n + 2).padStart(4, 'a')}`
      await insertAction(
        tx,
        { id: actionId, token, kind, title, heldOn, placeName, territoryId, structureId, team, talkedTo },
        app.now(),
      )
      for (let place = 0; place < met; place += 1) {
        const id = app.newId()
        const seed = n * 11 + place
        const reach = (['phone', 'phone', 'mail', 'desk'] as const)[seed % 4]!
        const became = becomes(daysAgo, place)
        contacts.push({
          id,
          actionId,
          source: kind satisfies Source,
          structureId,
          territoryId,
          metOn: heldOn,
          givenName: GIVEN_NAMES[(seed * 7) % GIVEN_NAMES.length]!,
          familyName: FAMILY_NAMES[(seed * 5 + 2) % FAMILY_NAMES.length]!,
          reach,
          email: reach === 'mail' ? `contact${retz ? 'r' : ''}${seed}@example.org` : null,
          phone: reach === 'phone' ? phoneNumber(5000 + seed) : null,
          language: seed % 9 === 4 ? 'ar' : seed % 9 === 7 ? 'en' : 'fr',
          consent: CONTACT_CONSENT,
          followUpOn: addDays(heldOn, daysAgo < 30 ? 7 : daysAgo + (seed % 5) - 1),
        })
        later.push(async () => {
          if (became === 'meeting') await changeContact(tx, id, { meeting_id: meetingId })
          if (became === 'stopped')
            await changeContact(tx, id, {
              closed_on: addDays(heldOn, 8),
              reason: REASONS[seed % REASONS.length]!,
              follow_up_on: null,
            })
          if (became !== 'joined' && became !== 'forgotten') return
          await forgetOne(tx, id, addDays(heldOn, 93 > daysAgo ? daysAgo : 93))
          const householdId = became === 'joined' ? arrivals.pop() : undefined
          if (householdId)
            await changeContact(tx, id, {
              meeting_id: meetingId,
              household_id: householdId,
              asked_on: addDays(heldOn, 20),
            })
        })
      }
    }
    await insertContacts(tx, contacts, app.now())
    for (const finish of later) await finish()
    await adoptRequests(tx)
    await insertLeaving(
      tx,
      { id: app.newId(), leftIn: addDays(today, -40).slice(0, 7), reason: 'moved' },
      app.now(),
    )
  })
  if (retz) return
  await savePoster(call(), {
    kind: 'invitation',
    format: 'a4',
    meetingId,
    first: {
      language: 'fr',
      title: 'Bien manger, ensemble',
      text: 'Chaque mois, chacun·e cotise ce qu’il choisit et reçoit de quoi acheter à manger chez les paysan·nes et les commerces du quartier.\n\nVenez comprendre, avec les enfants.',
    },
    second: {
      language: 'ar',
      title: 'لنأكل جيدا معا',
      text: 'كل شهر يساهم كل واحد بما يختاره، ويحصل على ما يشتري به الطعام من المزارعين ومتاجر الحي.\n\nتعالوا لتفهموا أكثر، والأطفال مرحب بهم.',
    },
  })
  await savePoster(call(), {
    kind: 'flyer',
    format: 'a6',
    first: {
      language: 'fr',
      title: 'On mange bien, tous ensemble ?',
      text: 'La caisse commune de l’alimentation : on cotise ce qu’on choisit, on reçoit de quoi bien manger.',
    },
  })
}
