import { expect } from 'vitest'
import { test } from '../../../test/app.ts'
import { givenHousehold } from '../../../test/given-contributions.ts'
import { givenReader } from '../../../test/given-newsletter.ts'
import { aPerson } from '../../../test/given-people.ts'
import { givenCaisse } from '../../../test/given.ts'
import { inCaisse } from '../../db/db.ts'
import { SYSTEM } from '../../kit/actor.ts'
import { membersOf } from '../people/store/households.ts'
import { erasePerson } from '../retention/actions.ts'
import { noteReturns } from './actions/returns.ts'
import { askForLetter } from './actions/subscriptions.ts'
import { forgetReaders } from './jobs.ts'
import { newsletterPersonalData } from './personal-data.ts'
import { findByEmail, listSubscribers } from './store/subscribers.ts'

test('a person who is forgotten is off the list; until then their data tells it', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const householdId = await givenHousehold(caisse, { members: [aPerson({ email: 'Ana@example.org' })] })
  await givenReader(app, caisse, 'ana@example.org')
  const [person] = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, householdId))
  const { personId } = person!
  const told = await inCaisse(app.db, caisse.id, async (tx) => {
    const rows = []
    for await (const row of newsletterPersonalData(tx, { personId, householdId })[0]!.rows()) rows.push(row)
    return rows
  })
  expect(told.map(([email, status]) => [email, status])).toEqual([
    ['ana@example.org', 'newsletter.subscriber.active'],
  ])
  await erasePerson(caisse.call(), { personId, sure: 'yes' })
  expect(await inCaisse(app.db, caisse.id, (tx) => findByEmail(tx, 'ana@example.org'))).toBeUndefined()
})

test('who never said yes, and addresses where nobody is, go by themselves', async ({ app }) => {
  const caisse = await givenCaisse(app)
  await askForLetter(caisse.call(SYSTEM), { email: 'asked@example.org' })
  await givenReader(app, caisse, 'gone@example.org')
  await givenReader(app, caisse, 'here@example.org')
  await noteReturns(caisse.call(SYSTEM), { returns: [{ email: 'gone@example.org', kind: 'hard' }] })
  const emails = async () =>
    (await inCaisse(app.db, caisse.id, (tx) => listSubscribers(tx)))
      .map(({ email }) => email)
      .toSorted((a, b) => (a! < b! ? -1 : 1))
  app.at('2026-11-30T10:00:00Z')
  await forgetReaders(app, {})
  expect(await emails()).toEqual(['asked@example.org', 'gone@example.org', 'here@example.org'])
  app.at('2026-12-02T10:00:00Z')
  await forgetReaders(app, {})
  expect(await emails()).toEqual(['gone@example.org', 'here@example.org'])
  app.at('2027-06-01T10:00:00Z')
  await forgetReaders(app, {})
  expect(await emails()).toEqual(['here@example.org'])
})

test('an address where nobody was may ask again', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const id = await givenReader(app, caisse, 'back@example.org')
  await noteReturns(caisse.call(SYSTEM), { returns: [{ email: 'back@example.org', kind: 'hard' }] })
  expect(await givenReader(app, caisse, 'back@example.org')).toBe(id)
})
