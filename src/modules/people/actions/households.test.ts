import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenAccount, givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { givenHousehold } from '../../../../test/given-contributions.ts'
import { aChild, aPerson } from '../../../../test/given-people.ts'
import { inCaisse, type CaisseTx } from '../../../db/db.ts'
import { shownReference } from '../rules/payment-reference.ts'
import { getHousehold, membersOf } from '../store/households.ts'
import { listHouseholds, type HouseholdFilter } from '../store/listing.ts'
import { listWaves } from '../store/waves.ts'
import { addMember, correctPerson, createWave, endHousehold, removeMember } from './households.ts'

const see = <T>(app: TestApp, caisse: GivenCaisse, read: (tx: CaisseTx) => Promise<T>) =>
  inCaisse(app.db, caisse.id, read)

const found = async (app: TestApp, caisse: GivenCaisse, filter: HouseholdFilter) =>
  (await see(app, caisse, (tx) => listHouseholds(tx, filter))).households.map((household) => household.name)

describe('waves', () => {
  test('come in the order in which they start, with who is in them', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await createWave(caisse.call(), { name: 'Vague 2', startsOn: '2026-09-01', plannedHouseholds: 80 })
    const { waveId } = await createWave(caisse.call(), {
      name: 'Vague 1',
      startsOn: '2026-03-01',
      plannedHouseholds: 20,
    })
    await givenHousehold(caisse, { waveId })
    expect(await see(app, caisse, listWaves)).toMatchObject([
      { name: 'Vague 1', plannedHouseholds: 20, households: 1 },
      { name: 'Vague 2', plannedHouseholds: 80, households: 0 },
    ])
  })

  test('have one name each, in their caisse', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const wave = { name: 'Vague 1', startsOn: '2026-03-01' }
    const outcomes = await Promise.allSettled([1, 2].map(() => createWave(here.call(), wave)))
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(createWave(here.call(), wave)).rejects.toMatchObject({ code: 'wave_exists' })
    await createWave(there.call(), wave)
    expect(await see(app, there, listWaves)).toMatchObject([{ households: 0 }])
  })
})

describe('a household', () => {
  test('receives somebody, and a single person is single no more', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse)
    await addMember(caisse.call(), { householdId, fromOn: '2026-05-02', person: aChild('2026-05') })
    await see(app, caisse, async (tx) => {
      expect((await getHousehold(tx, householdId)).kind).toBe('household')
      expect(await membersOf(tx, householdId)).toMatchObject([
        { child: false, fromOn: '2026-01-01' },
        { child: true, fromOn: '2026-05-02', birthMonth: '2026-05' },
      ])
    })
  })

  test('receives nobody before it came or after it left, nor a child not yet born', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { enteredOn: '2026-03-01' })
    await endHousehold(caisse.call(), { householdId, leavesOn: '2026-09-30' })
    const add = (fromOn: string, person = aPerson()) =>
      addMember(caisse.call(), { householdId, fromOn, person })
    await expect(add('2026-02-28')).rejects.toMatchObject({ code: 'before_household' })
    await expect(add('2026-10-01')).rejects.toMatchObject({ code: 'household_left' })
    await expect(add('2026-05-01', aChild('2026-06'))).rejects.toMatchObject({ code: 'born_after_entry' })
  })

  test('sees people go, but not its last adult', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { adults: 2, children: ['2019-01'] })
    const [first, second] = await see(app, caisse, (tx) => membersOf(tx, householdId))
    const leave = (personId: string, toOn = '2026-06-30') =>
      removeMember(caisse.call(), { householdId, personId, toOn })
    await expect(leave(first!.personId, '2025-12-31')).rejects.toMatchObject({
      code: 'leaves_before_entering',
    })
    await leave(first!.personId)
    await expect(leave(first!.personId)).rejects.toMatchObject({ code: 'not_a_member' })
    await expect(leave(second!.personId)).rejects.toMatchObject({ code: 'household_without_adult' })
    await expect(leave(uuid())).rejects.toMatchObject({ code: 'not_a_member' })
  })

  test('leaves on a day, and the last day told counts', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { enteredOn: '2026-03-01' })
    const leave = (leavesOn: string) => endHousehold(caisse.call(), { householdId, leavesOn })
    await expect(leave('2026-02-28')).rejects.toMatchObject({ code: 'leaves_before_entering' })
    await leave('2026-09-30')
    await leave('2026-10-31')
    expect((await see(app, caisse, (tx) => getHousehold(tx, householdId))).leavesOn).toBe('2026-10-31')
  })

  test('is out of reach of another caisse, and of who is not of the team', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const householdId = await givenHousehold(there, { adults: 2 })
    const [member] = await see(app, there, (tx) => membersOf(tx, householdId))
    const { personId } = member!
    await expect(endHousehold(here.call(), { householdId, leavesOn: '2026-10-31' })).rejects.toMatchObject({
      code: 'unknown_household',
    })
    await expect(
      addMember(here.call(), { householdId, fromOn: '2026-10-31', person: aPerson() }),
    ).rejects.toMatchObject({ code: 'unknown_household' })
    await expect(
      removeMember(here.call(), { householdId, personId, toOn: '2026-10-31' }),
    ).rejects.toMatchObject({ code: 'unknown_household' })
    await expect(correctPerson(here.call(), { personId, givenName: 'Volé' })).rejects.toMatchObject({
      code: 'unknown_person',
    })
    const resident = await givenAccount(app, there.id, 'resident')
    await expect(
      endHousehold(there.call(resident), { householdId, leavesOn: '2026-10-31' }),
    ).rejects.toMatchObject({ code: 'not_allowed' })
  })
})

describe('somebody', () => {
  test('is corrected as a whole', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse)
    const [member] = await see(app, caisse, (tx) => membersOf(tx, householdId))
    const corrected = {
      givenName: 'Zoé',
      familyName: 'Le Goff',
      birthMonth: '1990-02',
      email: 'z@example.org',
      phone: '01 99 00 00 01',
      language: 'br',
    }
    await correctPerson(caisse.call(), { personId: member!.personId, ...corrected })
    expect(await see(app, caisse, (tx) => membersOf(tx, householdId))).toMatchObject([
      { ...corrected, child: false },
    ])
  })

  const unreadable: [string, object, string][] = [
    ['no name', { givenName: ' ' }, 'givenName'],
    ['a name with a line end', { givenName: 'Zoé\nMartin' }, 'givenName'],
    ['half a sign', { givenName: 'Zo\ud800' }, 'givenName'],
    ['no address', { email: 'zoe@' }, 'email'],
    ['two addresses', { email: 'a@example.org,b@example.org' }, 'email'],
    ['no number', { phone: '06' }, 'phone'],
    ['a thirteenth month', { birthMonth: '1990-13' }, 'birthMonth'],
  ]
  for (const [what, changes, field] of unreadable)
    test(`${what} is told at its field`, async ({ app }) => {
      const caisse = await givenCaisse(app)
      await expect(
        correctPerson(caisse.call(), { personId: uuid(), givenName: 'Zoé', ...changes }),
      ).rejects.toMatchObject({ issues: [{ field }] })
    })
})

describe('the list', () => {
  test('is searched without accents or case, by household, by person, by reference', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const id = await givenHousehold(caisse, {
      name: 'Chez Zoé & Élie',
      members: [aPerson({ givenName: 'Zoé', familyName: 'Lefèvre' })],
    })
    await givenHousehold(caisse, { name: '100 % Loire_Atlantique', members: [aPerson({ givenName: 'Ali' })] })
    const { paymentReference } = await see(app, caisse, (tx) => getHousehold(tx, id))
    for (const search of ['elie', 'ZOÉ', 'zoe lefevre', shownReference(paymentReference), '  chez '])
      expect(await found(app, caisse, { search })).toEqual(['Chez Zoé & Élie'])
    expect(await found(app, caisse, { search: '100 %' })).toEqual(['100 % Loire_Atlantique'])
    expect(await found(app, caisse, { search: 'e_a' })).toEqual(['100 % Loire_Atlantique'])
    expect(await found(app, caisse, { search: '%_%' })).toEqual([])
    expect(await found(app, caisse, { search: "'; drop table person; --" })).toEqual([])
  })

  test('comes in pages by French order, of a wave, or of a day', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { waveId } = await createWave(caisse.call(), { name: 'Vague 1', startsOn: '2026-03-01' })
    for (const name of ['Zoé', 'Élie', 'eva', 'Abel']) await givenHousehold(caisse, { name })
    const leaver = await givenHousehold(caisse, { name: 'Éloi', waveId, adults: 2, children: [null] })
    await endHousehold(caisse.call(), { householdId: leaver, leavesOn: '2026-06-30' })
    expect(await found(app, caisse, {})).toEqual(['Abel', 'Élie', 'Éloi', 'eva', 'Zoé'])
    expect(await found(app, caisse, { limit: 2, offset: 1 })).toEqual(['Élie', 'Éloi'])
    expect(await found(app, caisse, { on: '2026-07-01' })).toEqual(['Abel', 'Élie', 'eva', 'Zoé'])
    expect(await found(app, caisse, { waveId })).toEqual(['Éloi'])
    const { households, total } = await see(app, caisse, (tx) => listHouseholds(tx, { limit: 3 }))
    expect(total).toBe(5)
    expect(households[2]).toMatchObject({ name: 'Éloi', adults: 2, children: 1, waveName: 'Vague 1' })
  })
})
