import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { gesture } from '../../../kit/gesture.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Line, orNull } from '../../../kit/input.ts'
import { getMeeting, lockMeeting, type Meeting } from '../store/meetings.ts'
import { getRegistration, type Registration } from '../store/registrations.ts'
import {
  dropRide,
  getRide,
  getRideRequest,
  ridesOfRegistration,
  saveRide,
  saveRideRequest,
  setRideRequest,
  type Ride,
  type RideRequest,
} from '../store/rides.ts'
import { ORGANISERS, TimeValue, Whole } from './input.ts'
import { tellRider } from './invitations.ts'

/** Drivers and riders act by the link of their own registration, or signed in; the page knows whose it is. */
const RIDERS = [...ORGANISERS, 'resident'] as const

async function coming(tx: CaisseTx, registrationId: string, now: Date): Promise<[Registration, Meeting]> {
  const registration = await getRegistration(tx, registrationId)
  const meeting = await lockMeeting(tx, registration.meetingId)
  if (registration.status === 'withdrawn') throw new Refusal('registration_withdrawn', {}, 409)
  if (meeting.status === 'cancelled') throw new Refusal('meeting_cancelled', {}, 409)
  if (meeting.endsAt <= now) throw new Refusal('meeting_over', {}, 409)
  return [registration, meeting]
}

export const OfferRide = z.object({
  registrationId: z.uuid(),
  seats: Whole(1, 8),
  fromPlace: Line(120).min(1, 'required'),
  leavesAt: orNull(TimeValue).default(null),
  note: Line(200).default(''),
  contact: Line(120).min(1, 'required'),
})

/** Seats from a place that the driver chose to say; said again, it is as said last. */
export const offerRide = gesture('offer_ride', RIDERS, OfferRide, async (tx, { app, now, about }, input) => {
  const [registration] = await coming(tx, input.registrationId, now)
  const { rideId } = await ridesOfRegistration(tx, registration.id)
  const id = rideId ?? app.newId()
  about(id)
  if (rideId && (await getRide(tx, rideId)).taken > input.seats)
    throw new Refusal('ride_seats_taken', { taken: (await getRide(tx, rideId)).taken }, 409)
  await saveRide(tx, { ...input, id, meetingId: registration.meetingId }, now)
  return { rideId: id }
})

export const StopRide = z.object({ registrationId: z.uuid() })

/** No car after all: whoever counted on it is told, and looks for another. */
export const stopRide = gesture('stop_ride', RIDERS, StopRide, async (tx, { app, about }, input) => {
  about(input.registrationId)
  await dropRideOf(tx, app, input.registrationId)
})

export async function dropRideOf(tx: CaisseTx, app: App, registrationId: string): Promise<void> {
  const { rideId, requestId } = await ridesOfRegistration(tx, registrationId)
  if (requestId) await setRideRequest(tx, requestId, { status: 'withdrawn', rideId: null })
  if (!rideId) return
  const ride = await getRide(tx, rideId)
  const meeting = await getMeeting(tx, ride.meetingId)
  for (const request of await dropRide(tx, rideId))
    await tellRider(tx, app, meeting, { to: request, kind: 'rideGone', ride })
}

export const AskRide = z.object({
  registrationId: z.uuid(),
  /** Empty: any car. */
  rideId: orNull(z.uuid()).default(null),
  riderFrom: Line(120).default(''),
  riderContact: Line(120).min(1, 'required'),
})

/** A seat asked for, in one car or in any; nobody's contact is given before both agree. */
export const askRide = gesture('ask_ride', RIDERS, AskRide, async (tx, { app, now, about }, input) => {
  const [registration, meeting] = await coming(tx, input.registrationId, now)
  const ride = input.rideId ? await getRide(tx, input.rideId) : null
  if (ride && ride.meetingId !== meeting.id) throw new Refusal('unknown_ride', {}, 404)
  if (ride && ride.registrationId === registration.id) throw new Refusal('own_ride', {}, 409)
  if (ride && ride.taken >= ride.seats) throw new Refusal('ride_full', {}, 409)
  const { requestId } = await ridesOfRegistration(tx, registration.id)
  const id = requestId ?? app.newId()
  about(id)
  await saveRideRequest(
    tx,
    {
      id,
      meetingId: meeting.id,
      registrationId: registration.id,
      rideId: input.rideId,
      fromPlace: input.riderFrom,
      contact: input.riderContact,
    },
    now,
  )
  if (ride) await tellDriver(tx, app, meeting, ride, await getRideRequest(tx, id), 'rideAsked')
})

async function tellDriver(
  tx: CaisseTx,
  app: App,
  meeting: Meeting,
  ride: Ride,
  request: RideRequest,
  kind: 'rideAsked' | 'rideAgreed',
): Promise<void> {
  const { driver: rider, driverEmail: riderEmail, driverLanguage: riderLanguage, registrationId } = ride
  await tellRider(tx, app, meeting, {
    to: { rider, riderEmail, riderLanguage, registrationId },
    kind,
    ride,
    other: { name: request.rider, contact: kind === 'rideAgreed' ? request.contact : request.fromPlace },
  })
}

export const WithdrawRide = z.object({ registrationId: z.uuid() })

export const withdrawRide = gesture(
  'withdraw_ride',
  RIDERS,
  WithdrawRide,
  async (tx, { about }, { registrationId }) => {
    about(registrationId)
    const { requestId } = await ridesOfRegistration(tx, registrationId)
    if (requestId) await setRideRequest(tx, requestId, { status: 'withdrawn', rideId: null })
  },
)

export const AnswerRide = z.object({
  /** Whose answer it is: the driver's own registration; the team answers for both once they said so. */
  registrationId: orNull(z.uuid()).default(null),
  requestId: z.uuid(),
  /** Which car, when the team finds one for whoever asked for any. */
  rideId: orNull(z.uuid()).default(null),
  answer: z.enum(['agreed', 'declined']),
})

/** The driver agrees, or the team puts both in touch: each gets the other's contact, as they gave it. */
export const answerRide = gesture('answer_ride', RIDERS, AnswerRide, async (tx, { app, about }, input) => {
  about(input.requestId)
  const asked = await getRideRequest(tx, input.requestId)
  const meeting = await lockMeeting(tx, asked.meetingId)
  const request = await getRideRequest(tx, input.requestId)
  if (request.status !== 'asked') throw new Refusal('ride_answered', {}, 409)
  const rideId = input.rideId ?? request.rideId
  if (rideId === null) throw new Refusal('unknown_ride', {}, 404)
  const ride = await getRide(tx, rideId)
  if (ride.meetingId !== meeting.id) throw new Refusal('unknown_ride', {}, 404)
  if (input.registrationId !== null && ride.registrationId !== input.registrationId)
    throw new Refusal('unknown_ride', {}, 404)
  if (input.answer === 'declined') {
    await setRideRequest(tx, request.id, { status: 'declined' })
    await tellRider(tx, app, meeting, { to: request, kind: 'rideDeclined', ride })
    return
  }
  if (ride.taken >= ride.seats) throw new Refusal('ride_full', {}, 409)
  await setRideRequest(tx, request.id, { status: 'agreed', rideId: ride.id })
  await tellRider(tx, app, meeting, {
    to: request,
    kind: 'rideAgreed',
    ride,
    other: { name: ride.driver, contact: ride.contact },
  })
  await tellDriver(tx, app, meeting, ride, request, 'rideAgreed')
})
