import type { z } from 'zod'
import { inCaisse } from '../src/db/db.ts'
import { addContact, type AddContact } from '../src/modules/directory/actions/contacts.ts'
import { openPartner } from '../src/modules/directory/actions/partners.ts'
import { registerHouseholds } from '../src/modules/contributions/actions/register.ts'
import { linkLogin } from '../src/modules/people/store/own-household.ts'
import { membersOf } from '../src/modules/people/store/households.ts'
import type { TestApp } from './app.ts'
import { givenSignedIn, type SignedIn } from './given-pages.ts'
import { aHousehold, aPerson } from './given-people.ts'
import type { GivenCaisse } from './given.ts'

/** Somebody in the address book who is not a resident. */
export const givenContact = async (
  caisse: GivenCaisse,
  changes: Partial<z.input<typeof AddContact>> = {},
): Promise<string> =>
  (await addContact(caisse.call(), { givenName: 'Hélène', familyName: 'Pissenlit', ...changes })).contactId

export const givenPartner = async (caisse: GivenCaisse, name = 'Jardin des Essais'): Promise<string> =>
  (await openPartner(caisse.call(), { name, kind: 'association' })).partnerId

/** An adult in a household of their own. */
export async function givenNeighbour(
  app: TestApp,
  caisse: GivenCaisse,
  person: Parameters<typeof aPerson>[0] = {},
): Promise<{ personId: string; householdId: string }> {
  const { householdIds } = await registerHouseholds(caisse.call(), {
    households: [{ ...aHousehold(), members: [aPerson(person)], contribution: '20' }],
  })
  const householdId = householdIds[0]!
  const [member] = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, householdId))
  return { personId: member!.personId, householdId }
}

/** The same, who signs in. */
export async function givenOwnPages(
  app: TestApp,
  caisse: GivenCaisse,
  person: Parameters<typeof aPerson>[0] = {},
): Promise<SignedIn & { personId: string }> {
  const { personId } = await givenNeighbour(app, caisse, person)
  const signedIn = await givenSignedIn(app, caisse, 'resident')
  await inCaisse(app.db, caisse.id, (tx) => linkLogin(tx, personId, signedIn.actor.accountId))
  return { ...signedIn, personId }
}
