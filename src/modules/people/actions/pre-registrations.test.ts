import { describe, expect } from 'vitest'
import { givenHousehold } from '../../../../test/given-contributions.ts'
import { aRequest, givenRequest, givenWave } from '../../../../test/given-welcome.ts'
import { aHousehold } from '../../../../test/given-people.ts'
import { givenAccount, givenCaisse } from '../../../../test/given.ts'
import { test, type TestApp } from '../../../../test/app.ts'
import { inCaisse, type CaisseId } from '../../../db/db.ts'
import { SYSTEM } from '../../../kit/actor.ts'
import { registerHouseholds } from '../../contributions/actions/register.ts'
import { listMails } from '../../identity/outbox.ts'
import { monthsBefore } from '../rules/pre-registration.ts'
import {
  countByStatus,
  deleteForgotten,
  getPreRegistration,
  listPreRegistrations,
  waitingCount,
} from '../store/pre-registrations.ts'
import { listWaves, nextWave, placesLeft } from '../store/waves.ts'
import {
  answerPreRegistration,
  forgetPreRegistration,
  placeInWave,
  preRegister,
} from './pre-registrations.ts'

const requestOf = (app: TestApp, id: CaisseId, request: string) =>
  inCaisse(app.db, id, (tx) => getPreRegistration(tx, request))

describe('somebody asks to join', () => {
  test('by themselves: the installation writes it down, and answers by mail to who chose so', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { preRegistrationId } = await preRegister(
      caisse.call(SYSTEM),
      aRequest({ reach: 'mail', email: 'maelle@example.org', language: 'en' }),
    )
    expect(await requestOf(app, caisse.id, preRegistrationId)).toMatchObject({
      status: 'asked',
      source: 'web',
      adults: 2,
      children: 1,
      statusOn: '2026-11-24',
    })
    const [mail] = await inCaisse(app.db, caisse.id, (tx) => listMails(tx))
    expect(mail).toMatchObject({
      recipient: 'maelle@example.org',
      subject: 'Caisse d’essai: your request has arrived',
    })
  })

  test('twice is once, whatever the accents, capitals and spaces in the number', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const first = await givenRequest(caisse, { givenName: 'Maëlle', phone: '06 39 98 10 10' })
    expect(await givenRequest(caisse, { givenName: 'MAELLE', phone: '0639981010' })).toBe(first)
    expect(await givenRequest(caisse, { givenName: 'Anaïs', phone: '0639981010' })).not.toBe(first)
  })

  test.for([
    [{ reach: 'mail', email: '' }, 'email: reach_mail'],
    [{ reach: 'phone', phone: '' }, 'phone: reach_phone'],
    [{ adults: '0' }, 'adults: household_count'],
    [{ children: 'deux' }, 'children: number'],
    [{ consent: '' }, 'consent: consent'],
    [{ givenName: ' ' }, 'givenName: required'],
    [{ email: 'maelle' }, 'email: email'],
  ] as const)('with %o is told at the field', async ([changes, message], { app }) => {
    const caisse = await givenCaisse(app)
    await expect(givenRequest(caisse, changes)).rejects.toThrow(message)
  })

  test('without phone or mail needs neither', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const id = await givenRequest(caisse, { reach: 'desk', phone: '', email: '' })
    expect(await requestOf(app, caisse.id, id)).toMatchObject({ phone: null, email: null, source: 'desk' })
  })

  test('somewhere that is not of this caisse is refused', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const elsewhere = '01980000-0000-7000-8000-000000000001'
    await expect(givenRequest(caisse, { territoryId: elsewhere })).rejects.toMatchObject({
      code: 'unknown_territory',
    })
    await expect(givenRequest(caisse, { structureId: elsewhere })).rejects.toMatchObject({
      code: 'unknown_structure',
    })
  })

  test('is not for residents to write down', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const resident = await givenAccount(app, caisse.id, 'resident')
    await expect(preRegister(caisse.call(resident), aRequest())).rejects.toMatchObject({
      code: 'not_allowed',
    })
  })
})

describe('a place in a wave', () => {
  test('is kept for those who are told, and counts as taken', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const waveId = await givenWave(caisse, { plannedHouseholds: 3 })
    const ids = [await givenRequest(caisse), await givenRequest(caisse)]
    await placeInWave(caisse.call(), { preRegistrationIds: ids, waveId })
    const wave = (await inCaisse(app.db, caisse.id, (tx) => nextWave(tx, '2026-11-24')))!
    expect([wave.invited, placesLeft(wave)]).toEqual([2, 1])
    expect(await inCaisse(app.db, caisse.id, waitingCount)).toEqual({ asked: 0, waiting: 0 })
  })

  test('is never given twice: two desks at once, one place', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const waveId = await givenWave(caisse, { plannedHouseholds: 1 })
    const ids = [await givenRequest(caisse), await givenRequest(caisse)]
    const outcomes = await Promise.allSettled(
      ids.map((id) => placeInWave(caisse.call(), { preRegistrationIds: [id], waveId })),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [wave] = await inCaisse(app.db, caisse.id, listWaves)
    expect(wave!.invited).toBe(1)
  })

  test('beyond what was planned is refused, and nobody gets one', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const waveId = await givenWave(caisse, { plannedHouseholds: 1 })
    const ids = [await givenRequest(caisse), await givenRequest(caisse)]
    await expect(placeInWave(caisse.call(), { preRegistrationIds: ids, waveId })).rejects.toMatchObject({
      code: 'wave_full',
      params: { places: 1 },
    })
    expect((await inCaisse(app.db, caisse.id, countByStatus)).asked).toBe(2)
  })

  test('in a full wave can be asked again for who has it already', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const waveId = await givenWave(caisse, { plannedHouseholds: 1 })
    const id = await givenRequest(caisse)
    await placeInWave(caisse.call(), { preRegistrationIds: [id], waveId })
    await placeInWave(caisse.call(), { preRegistrationIds: [id], waveId })
    const [wave] = await inCaisse(app.db, caisse.id, listWaves)
    expect(wave!.invited).toBe(1)
  })
})

describe('what becomes of a request', () => {
  test('it becomes a household in the same gesture, once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const preRegistrationId = await givenRequest(caisse)
    const join = () =>
      registerHouseholds(caisse.call(), { households: [{ ...aHousehold(), preRegistrationId }] })
    const { householdIds } = await join()
    expect(await requestOf(app, caisse.id, preRegistrationId)).toMatchObject({
      status: 'registered',
      householdId: householdIds[0],
    })
    await expect(join()).rejects.toMatchObject({ code: 'already_registered' })
    await expect(
      answerPreRegistration(caisse.call(), { preRegistrationId, status: 'declined' }),
    ).rejects.toMatchObject({ code: 'already_registered' })
  })

  test('whoever gave up may come back to the list', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const preRegistrationId = await givenRequest(caisse)
    await answerPreRegistration(caisse.call(), { preRegistrationId, status: 'withdrawn' })
    await expect(
      answerPreRegistration(caisse.call(), { preRegistrationId, status: 'declined' }),
    ).rejects.toMatchObject({ code: 'not_from_here' })
    await answerPreRegistration(caisse.call(), { preRegistrationId, status: 'waiting' })
    expect((await requestOf(app, caisse.id, preRegistrationId)).status).toBe('waiting')
  })

  test('it is erased at once when the person asks', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const preRegistrationId = await givenRequest(caisse)
    await forgetPreRegistration(caisse.call(), { preRegistrationId })
    expect(await inCaisse(app.db, caisse.id, (tx) => listPreRegistrations(tx))).toEqual([])
  })

  test('without news it is forgotten after three months; who waits for a place, after twelve', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const [asked, declined, waiting] = [
      await givenRequest(caisse),
      await givenRequest(caisse),
      await givenRequest(caisse),
    ]
    await answerPreRegistration(caisse.call(), { preRegistrationId: declined, status: 'declined' })
    await answerPreRegistration(caisse.call(), { preRegistrationId: waiting, status: 'waiting' })
    const forgottenOn = (day: string) => inCaisse(app.db, caisse.id, (tx) => deleteForgotten(tx, day))
    expect(await forgottenOn('2027-02-24')).toBe(0)
    expect(await forgottenOn('2027-02-25')).toBe(2)
    await expect(requestOf(app, caisse.id, asked)).rejects.toMatchObject({ code: 'unknown_pre_registration' })
    expect(await forgottenOn('2027-11-24')).toBe(0)
    expect(await forgottenOn('2027-11-25')).toBe(1)
  })

  test('three months before the last day of May is the last of February', () =>
    expect(monthsBefore('2027-05-31', 3)).toBe('2027-02-28'))

  test('requests of another caisse are not there', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const theirs = await givenRequest(there)
    const waveId = await givenWave(here)
    await expect(placeInWave(here.call(), { preRegistrationIds: [theirs], waveId })).rejects.toMatchObject({
      code: 'unknown_pre_registration',
    })
    const householdOf = () =>
      registerHouseholds(here.call(), { households: [{ ...aHousehold(), preRegistrationId: theirs }] })
    await expect(householdOf()).rejects.toMatchObject({ code: 'unknown_pre_registration' })
    expect(await givenHousehold(there)).toBeTruthy()
  })
})
