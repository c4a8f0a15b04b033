import { inCaisse } from '../db/db.ts'
import { SYSTEM } from '../kit/actor.ts'
import { addDays, addMonths, firstDay, monthOf, type Day } from '../kit/month.ts'
import { listTerritories } from '../modules/caisses/store.ts'
import { inviteMember, openStructure, recordMandate } from '../modules/people/actions/mandates.ts'
import { createWave } from '../modules/people/actions/households.ts'
import {
  answerPreRegistration,
  placeInWave,
  preRegister,
} from '../modules/people/actions/pre-registrations.ts'
import { noteCall, objectToMessages, tellChange, writeText } from '../modules/welcome/actions/messages.ts'
import { peopleToCall } from '../modules/welcome/store/people-to-call.ts'
import { listWaves } from '../modules/people/store/waves.ts'
import { FAMILY_NAMES, HELPERS, phoneNumber } from './cast.ts'
import type { Clock, DemoCaisse } from './stage.ts'

const NEIGHBOURS = [
  'Solène',
  'Théophile',
  'Aïcha',
  'Corentin',
  'Fatoumata',
  'Gwenola',
  'Ismaël',
  'Jeanne',
  'Kévin',
  'Lina',
  'Mathurin',
  'Nolwenn',
  'Oumar',
  'Perrine',
  'Rosalie',
  'Samuel',
  'Tiphaine',
  'Ulysse',
  'Yasmine',
  'Zélie',
] as const

/** Left for the visitor to call. */
const TO_CALL = 5

/** What became of each request, in their order: the first ones have a place already. */
const becomes = (place: number) =>
  place < 4 ? 'invited' : place === 6 ? 'withdrawn' : place < 14 ? 'waiting' : 'asked'

/** Neighbours who would like to join, and the wave that will welcome forty of them. */
export async function seedWaiting(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  const call = () => clock.call(caisse.id, caisse.coordinator)
  clock.set(addDays(today, -45))
  const { waveId } = await createWave(call(), {
    name: 'Troisième vague',
    startsOn: firstDay(addMonths(monthOf(today), 2)),
    plannedHouseholds: 40,
    meeting: 'Le samedi de 10 h à 12 h, maison de quartier de la Fiction',
  })
  const territories = await inCaisse(clock.app.db, caisse.id, listTerritories)
  const invited: string[] = []
  for (const [i, givenName] of NEIGHBOURS.entries()) {
    clock.set(addDays(today, -40 + 2 * i), 8 + (i % 9))
    const reach = (['phone', 'mail', 'phone', 'desk'] as const)[i % 4]!
    const { preRegistrationId } = await preRegister(
      clock.call(caisse.id, i % 3 === 0 ? caisse.coordinator : SYSTEM),
      {
        givenName,
        familyName: FAMILY_NAMES[(i * 5 + 3) % FAMILY_NAMES.length]!,
        reach,
        email: reach === 'mail' ? `voisin${i}@example.org` : '',
        phone: reach === 'phone' ? phoneNumber(4000 + i) : '',
        adults: String(1 + (i % 2)),
        children: String([0, 2, 1, 0, 3][i % 5]),
        territoryId: territories[i % territories.length]!.id,
        language: i % 7 === 4 ? 'en' : 'fr',
        consent: 'yes',
      },
    )
    const status = becomes(i)
    if (status === 'invited') invited.push(preRegistrationId)
    if (status === 'waiting' || status === 'withdrawn')
      await answerPreRegistration(call(), { preRegistrationId, status })
  }
  clock.set(addDays(today, -1))
  await placeInWave(call(), { preRegistrationIds: invited, waveId })
}

/** A daughter helps her mother, and a social centre helps two neighbours, under mandates signed on paper. */
export async function seedMandates(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  clock.set(addDays(today, -60))
  const call = () => clock.call(caisse.id, caisse.coordinator)
  const { centre, ...member } = HELPERS.structure
  const { structureId } = await openStructure(call(), { name: centre, kind: 'social_centre' })
  await inviteMember(call(), { structureId, name: member.name, email: member.email })
  const until = { signedOn: addDays(today, -60), untilOn: addDays(today, 305) }
  const person = (place: number) => caisse.households[place]!.payers[0]!
  for (const place of [4, 11])
    await recordMandate(call(), {
      personId: person(place),
      helper: { kind: 'structure', structureId },
      powers: ['speak', 'contact', 'number'],
      ...until,
    })
  await recordMandate(call(), {
    personId: person(2),
    helper: { kind: 'relative', name: HELPERS.relative.name, email: HELPERS.relative.email },
    powers: ['speak', 'contact', 'number', 'messages', 'balance'],
    ...until,
  })
}

/** The caisse writes in its own words, and told the first wave yesterday that the desk has moved. */
export async function seedMessages(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  clock.set(addDays(today, -1), 17)
  const call = () => clock.call(caisse.id, caisse.coordinator)
  await writeText(call(), {
    occasion: 'welcome',
    language: 'fr',
    subject: 'Bienvenue à table, {prenom}',
    body:
      'Bonjour {prenom},\n\nVous faites partie de la {caisse} depuis le {jour} : bienvenue à table !\n\n' +
      'Votre référence pour les virements : {reference}. Votre page : {lien}\n\n' +
      'Le guichet ouvre le samedi matin, avec du café. Venez avec vos questions.\n\nCamille, pour la {caisse}',
  })
  const [firstWave] = await inCaisse(clock.app.db, caisse.id, listWaves)
  await tellChange(call(), {
    changeText:
      'Le guichet quitte la salle du fond : il vous accueille maintenant dans la maison de quartier de la Fiction, le samedi de 10 h à 12 h.',
    waveId: firstWave!.id,
  })
  // Somebody has called most of those whose contribution is late.
  const late = await inCaisse(clock.app.db, caisse.id, (tx) => peopleToCall(tx, today))
  for (const { householdId, month } of late.slice(TO_CALL)) await noteCall(call(), { householdId, month })
  await objectToMessages(call(), { personId: caisse.households[7]!.payers[0]!, objects: true })
}
