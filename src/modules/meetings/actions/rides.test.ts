import { describe, expect } from 'vitest'
import { test } from '../../../../test/app.ts'
import { givenCaisse } from '../../../../test/given.ts'
import { givenMeeting, givenRegistration, mailsOf } from '../../../../test/given-meetings.ts'
import { inCaisse } from '../../../db/db.ts'
import { SYSTEM } from '../../../kit/actor.ts'
import { rideRequestsOf } from '../store/rides.ts'
import { withdraw } from './registrations.ts'
import { answerRide, askRide, offerRide } from './rides.ts'

const car = (registrationId: string, seats = 1) => ({
  registrationId,
  seats,
  fromPlace: 'arrêt Bellevue',
  leavesAt: '09:30',
  contact: '06 39 98 20 20',
})

describe('coming together', () => {
  test('names and contacts are exchanged once the driver agrees, and not before', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const driver = await givenRegistration(caisse, meetingId, { email: 'conduit@example.org' })
    const rider = await givenRegistration(caisse, meetingId, { email: 'cherche@example.org' })
    const { rideId } = await offerRide(caisse.call(SYSTEM), car(driver))
    const before = (await mailsOf(app, caisse)).length
    await askRide(caisse.call(SYSTEM), {
      registrationId: rider,
      rideId,
      riderFrom: 'le marché',
      riderContact: '06 39 98 30 30',
    })
    const [asked] = (await mailsOf(app, caisse)).slice(before)
    expect(asked).toMatchObject({ to: 'conduit@example.org' })
    expect(asked!.text).not.toContain('06 39 98 30 30')
    const [request] = await inCaisse(app.db, caisse.id, (tx) => rideRequestsOf(tx, meetingId))
    await answerRide(caisse.call(SYSTEM), {
      registrationId: driver,
      requestId: request!.id,
      answer: 'agreed',
    })
    const told = (await mailsOf(app, caisse)).slice(before + 1)
    expect(told.map(({ to }) => to)).toEqual(['cherche@example.org', 'conduit@example.org'])
    expect(told[0]!.text).toContain('06 39 98 20 20')
    expect(told[1]!.text).toContain('06 39 98 30 30')
  })

  test('a full car, one’s own, and somebody else’s request are refused', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const [driver, one, two] = [
      await givenRegistration(caisse, meetingId),
      await givenRegistration(caisse, meetingId),
      await givenRegistration(caisse, meetingId),
    ]
    const { rideId } = await offerRide(caisse.call(SYSTEM), car(driver))
    const ask = (registrationId: string) =>
      askRide(caisse.call(SYSTEM), { registrationId, rideId, riderContact: '06 39 98 30 31' })
    await expect(ask(driver)).rejects.toMatchObject({ code: 'own_ride' })
    await ask(one)
    const [request] = await inCaisse(app.db, caisse.id, (tx) => rideRequestsOf(tx, meetingId))
    await expect(
      answerRide(caisse.call(SYSTEM), { registrationId: two, requestId: request!.id, answer: 'agreed' }),
    ).rejects.toMatchObject({ code: 'unknown_ride' })
    await answerRide(caisse.call(), { requestId: request!.id, answer: 'agreed' })
    await expect(ask(two)).rejects.toMatchObject({ code: 'ride_full' })
    await expect(offerRide(caisse.call(SYSTEM), { ...car(one), seats: 0 })).rejects.toMatchObject({
      issues: [{ field: 'seats' }],
    })
  })

  test('when the driver does not come, who counted on the car is told and looks again', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const driver = await givenRegistration(caisse, meetingId)
    const rider = await givenRegistration(caisse, meetingId, { email: 'cherche@example.org' })
    const { rideId } = await offerRide(caisse.call(SYSTEM), car(driver))
    await askRide(caisse.call(SYSTEM), { registrationId: rider, rideId, riderContact: 'au 06 39 98 30 32' })
    const [request] = await inCaisse(app.db, caisse.id, (tx) => rideRequestsOf(tx, meetingId))
    await answerRide(caisse.call(), { requestId: request!.id, answer: 'agreed' })
    await withdraw(caisse.call(SYSTEM), { registrationId: driver })
    const [after] = await inCaisse(app.db, caisse.id, (tx) => rideRequestsOf(tx, meetingId))
    expect(after).toMatchObject({ status: 'asked', rideId: null })
    const told = (await mailsOf(app, caisse)).filter(({ to }) => to === 'cherche@example.org')
    expect(told.at(-1)!.subject).toContain('La voiture ne part plus')
  })
})
