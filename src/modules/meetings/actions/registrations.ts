import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { gesture, InputError } from '../../../kit/gesture.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { Line, orNull } from '../../../kit/input.ts'
import { personExists } from '../../people/store/households.ts'
import { EMAIL, PHONE } from '../../people/rules/text.ts'
import { placesLeft, refusalToRegister } from '../rules/meeting.ts'
import { getMeeting, lockMeeting, type Meeting } from '../store/meetings.ts'
import {
  countUnder,
  findSameRegistration,
  getRegistration,
  insertRegistration,
  nextWaiting,
  putOnCallList,
  setAttended,
  setRegistrationStatus,
  takeOffCallList,
  updateWishes,
  type RegistrationStatus,
} from '../store/registrations.ts'
import { ORGANISERS, Ticked, Whole } from './input.ts'
import { tellRegistered, tellWithdrawn } from './invitations.ts'
import { dropRideOf } from './rides.ts'

/** Residents for themselves; the page gives their own person, never the form. */
const COMERS = [...ORGANISERS, 'resident'] as const

/** A family comes under one address; a program that invents names stops there. */
const NAMES_UNDER_ONE_ADDRESS = 8

export const Register = z.object({
  meetingId: z.uuid(),
  personId: orNull(z.uuid()).default(null),
  name: Line(120)
    .refine((name) => !/@|:\/\/|www\./i.test(name), 'person_name')
    .default(''),
  email: orNull(z.string().trim().max(200).regex(EMAIL, 'email')).default(null),
  phone: orNull(z.string().trim().regex(PHONE, 'phone')).default(null),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'language')
    .default('fr'),
  needs: Line(500).default(''),
  interpreter: Line(120).default(''),
  children: Whole(0, 12).default(0),
  meal: Ticked.default(false),
  mayBeNamed: Ticked.default(false),
  source: z.enum(['web', 'desk', 'self', 'team']),
  /** At the door, or noted from a paper list the day after. */
  here: Ticked.default(false),
})

export type Registering = {
  registrationId: string
  status: Exclude<RegistrationStatus, 'withdrawn'>
  /** It was there already: whoever typed a name and an address is not given what only its owner knows. */
  again: boolean
}

/**
 * Somebody comes: a place while there is one, else the waiting list. Asked twice is asked once; who comes back after
 * leaving asks anew.
 */
export const register = gesture(
  'register_for_meeting',
  COMERS,
  Register,
  async (tx, { app, now, about }, input): Promise<Registering> => {
    const meeting = await lockMeeting(tx, input.meetingId)
    const refusal = refusalToRegister(meeting, now)
    if (!(input.here && refusal?.code === 'meeting_over')) refuse(refusal)
    await refuseNobody(tx, input)
    const known = await findSameRegistration(tx, input)
    const id = known?.id ?? app.newId()
    about(id)
    if (!known && input.email && (await countUnder(tx, meeting.id, input.email)) >= NAMES_UNDER_ONE_ADDRESS)
      throw new Refusal('too_many_under_one_address', { most: NAMES_UNDER_ONE_ADDRESS }, 409)
    const again = known !== undefined
    const stranger = again && input.source === 'web'
    if (again && !stranger) await updateWishes(tx, id, input)
    if (known && known.status !== 'withdrawn') {
      if (input.here) await setAttended(tx, id, true)
      // The link is lost: it is sent once more, to the address that was left.
      if (stranger) await tellRegistered(tx, app, meeting, known, known.status)
      return { registrationId: id, status: known.status, again }
    }
    const status = placesLeft(meeting.capacity, meeting.registered) === 0 ? 'waiting' : 'registered'
    if (known) await setRegistrationStatus(tx, id, status, { askedAt: now })
    else await insertRegistration(tx, { ...input, id, status }, now)
    if (input.here) await setAttended(tx, id, true)
    else await tellRegistered(tx, app, meeting, await getRegistration(tx, id), status)
    return { registrationId: id, status, again }
  },
)

async function refuseNobody(tx: CaisseTx, input: z.output<typeof Register>): Promise<void> {
  if (input.personId) {
    if (!(await personExists(tx, input.personId))) throw new Refusal('unknown_person', {}, 404)
    return
  }
  if (input.name === '') throw new InputError([{ field: 'name', message: 'required' }])
  if (input.source === 'web' && input.email === null && input.phone === null)
    throw new InputError([{ field: 'email', message: 'reach_either' }])
}

export const ChangeWishes = Register.pick({
  needs: true,
  interpreter: true,
  children: true,
  meal: true,
  mayBeNamed: true,
}).extend({ registrationId: z.uuid() })

/** What they asked for, said otherwise. */
export const changeWishes = gesture(
  'change_meeting_wishes',
  COMERS,
  ChangeWishes,
  async (tx, { about }, { registrationId, ...wishes }) => {
    about(registrationId)
    await getRegistration(tx, registrationId)
    await updateWishes(tx, registrationId, wishes)
  },
)

export const Withdraw = z.object({ registrationId: z.uuid() })

/** Somebody cannot come: their place goes to whoever has waited longest. */
export const withdraw = gesture(
  'withdraw_from_meeting',
  COMERS,
  Withdraw,
  async (tx, { app, now, about }, { registrationId }) => {
    about(registrationId)
    const { meetingId } = await getRegistration(tx, registrationId)
    const meeting = await lockMeeting(tx, meetingId)
    const registration = await getRegistration(tx, registrationId)
    if (registration.status === 'withdrawn') return
    if (meeting.endsAt <= now) throw new Refusal('meeting_over', {}, 409)
    await setRegistrationStatus(tx, registrationId, 'withdrawn')
    await dropRideOf(tx, app, registrationId)
    if (meeting.status === 'announced') await tellWithdrawn(tx, app, meeting, registration)
    await fillPlaces(tx, app, meeting)
  },
)

/** Free places go to the waiting list in the order in which people asked; under the meeting's lock. */
export async function fillPlaces(tx: CaisseTx, app: App, { id }: Pick<Meeting, 'id'>): Promise<void> {
  for (;;) {
    const meeting = await getMeeting(tx, id)
    if (meeting.status !== 'announced' || meeting.endsAt <= app.now()) return
    if (placesLeft(meeting.capacity, meeting.registered) === 0) return
    const next = await nextWaiting(tx, id)
    if (!next) return
    await setRegistrationStatus(tx, next.id, 'registered')
    const told = await tellRegistered(tx, app, meeting, next, 'promoted')
    if (!told) await putOnCallList(tx, [next.id], 'promoted', app.now())
  }
}

export const NoteCalled = z.object({ registrationId: z.uuid() })

/** Somebody called: they know. */
export const noteCalled = gesture(
  'note_meeting_call',
  ORGANISERS,
  NoteCalled,
  async (tx, { about }, { registrationId }) => {
    about(registrationId)
    await getRegistration(tx, registrationId)
    await takeOffCallList(tx, registrationId)
  },
)

export const CheckIn = z.object({ registrationId: z.uuid(), attended: z.enum(['yes', 'no', '']) })

/** At the door: here, not here, or not looked at after all. */
export const checkIn = gesture(
  'check_in',
  ORGANISERS,
  CheckIn,
  async (tx, { about }, { registrationId, attended }) => {
    about(registrationId)
    const registration = await getRegistration(tx, registrationId)
    if (registration.status === 'withdrawn') throw new Refusal('registration_withdrawn', {}, 409)
    const meeting = await getMeeting(tx, registration.meetingId)
    if (meeting.status === 'cancelled') throw new Refusal('meeting_cancelled', {}, 409)
    await setAttended(tx, registrationId, attended === '' ? null : attended === 'yes')
  },
)
