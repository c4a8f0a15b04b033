import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, InputError, type Gesture } from '../../../kit/gesture.ts'
import { DayValue, dayAt, type Day } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { Line, orNull } from '../../../kit/input.ts'
import { getCaisse } from '../../caisses/store.ts'
import { tellRegistered } from '../../meetings/actions/invitations.ts'
import { placesLeft, refusalToRegister } from '../../meetings/rules/meeting.ts'
import { lockMeeting } from '../../meetings/store/meetings.ts'
import {
  findSameRegistration,
  getRegistration,
  insertRegistration,
  setRegistrationStatus,
} from '../../meetings/store/registrations.ts'
import { structureOf } from '../../people/actions/pre-registrations.ts'
import { CONSENT, REACHES } from '../../people/rules/pre-registration.ts'
import { EMAIL, PHONE } from '../../people/rules/text.ts'
import { findSameRequest, insertPreRegistration } from '../../people/store/pre-registrations.ts'
import { CONTACT_CONSENT, nextFollowUp, REASONS, refusalToSpeak } from '../rules/outreach.ts'
import {
  changeContact,
  findSameContact,
  forgetOne,
  insertContacts,
  linkRequest,
  lockContact,
  type Contact,
} from '../store/contacts.ts'
import { getAction } from '../store/funnel.ts'
import { refuseUnknown, STAFF } from './outreach.ts'

export const ContactFields = {
  givenName: Line(80).min(1, 'required'),
  familyName: Line(80).default(''),
  reach: z.enum(REACHES),
  email: orNull(z.string().trim().max(200).regex(EMAIL, 'email')).default(null),
  phone: orNull(z.string().trim().regex(PHONE, 'phone')).default(null),
  language: z
    .string()
    .trim()
    .regex(/^[a-z]{2,3}$/, 'language')
    .default('fr'),
  territoryId: orNull(z.uuid()).default(null),
}

export const NoteContact = z.object({
  ...ContactFields,
  actionId: orNull(z.uuid()).default(null),
  consent: z.string().refine((given) => given === 'yes', 'consent'),
})

export const todayOf = async (tx: CaisseTx, now: Date): Promise<Day> =>
  dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)

/** Somebody leaves a name and a way to be reached: noted by the team, or by the structure that brings them. */
export const noteContact = gesture(
  'note_contact',
  [...STAFF, 'partner_structure'],
  NoteContact,
  async (tx, { app, actor, now, about }, input) => {
    refuseUnreachable(input)
    const today = await todayOf(tx, now)
    const own = structureOf(actor, tx, today)
    const action = input.actionId ? await getAction(tx, input.actionId) : null
    if (own && action && action.structureId !== own) throw new Refusal('unknown_outreach_action', {}, 404)
    // A structure whose work here has ended notes nobody any more.
    await refuseUnknown(tx, { territoryId: input.territoryId, structureId: own })
    const known = await findSameContact(tx, input)
    // A structure is not told whom others have met.
    if (known && !own) throw new Refusal('contact_known', {}, 409)
    const contactId = app.newId()
    about(contactId)
    await insertContacts(
      tx,
      [
        {
          ...input,
          id: contactId,
          source: own ? 'structure' : (action?.kind ?? 'desk'),
          structureId: own ?? action?.structureId ?? null,
          territoryId: input.territoryId ?? action?.territoryId ?? null,
          metOn: action && action.heldOn <= today ? action.heldOn : today,
          consent: CONTACT_CONSENT,
          followUpOn: nextFollowUp(today),
        },
      ],
      now,
    )
    await changeContact(tx, contactId, { last_heard_on: today })
    return { contactId }
  },
)

export function refuseUnreachable({
  reach,
  email,
  phone,
}: Pick<z.output<typeof NoteContact>, 'reach' | 'email' | 'phone'>): void {
  if (reach === 'mail' && email === null) throw new InputError([{ field: 'email', message: 'reach_mail' }])
  if (reach === 'phone' && phone === null) throw new InputError([{ field: 'phone', message: 'reach_phone' }])
}

/** What came of a call or a visit. */
export const OUTCOMES = ['later', 'no_answer', 'meeting', 'stop'] as const

export const FollowUp = z.object({
  contactId: z.uuid(),
  outcome: z.enum(OUTCOMES),
  followUpOn: orNull(DayValue).default(null),
  meetingId: orNull(z.uuid()).default(null),
  reason: orNull(z.enum(REASONS)).default(null),
})

export const followUp = gesture('follow_up', STAFF, FollowUp, async (tx, act, input) => {
  act.about(input.contactId)
  const contact = await lockContact(tx, input.contactId)
  refuse(refusalToSpeak({ ...contact, named: contact.givenName !== null }))
  const today = await todayOf(tx, act.now)
  const next = input.followUpOn ?? nextFollowUp(today)
  if (next <= today && input.outcome !== 'stop')
    throw new InputError([{ field: 'followUpOn', message: 'follow_up_over' }])
  switch (input.outcome) {
    case 'later':
      return changeContact(tx, contact.id, { follow_up_on: next, last_heard_on: today })
    case 'no_answer':
      return changeContact(tx, contact.id, { follow_up_on: next })
    case 'stop':
      if (!input.reason) throw new InputError([{ field: 'reason', message: 'choice' }])
      return changeContact(tx, contact.id, {
        closed_on: today,
        reason: input.reason,
        follow_up_on: null,
        ...(input.reason !== 'no_answer' && { last_heard_on: today }),
      })
    case 'meeting':
      if (!input.meetingId) throw new InputError([{ field: 'meetingId', message: 'choice' }])
      await registerContact(tx, act, contact, input.meetingId)
      return changeContact(tx, contact.id, {
        meeting_id: input.meetingId,
        follow_up_on: next,
        last_heard_on: today,
      })
  }
})

/** A place at an information meeting, and its invitation for whoever has an address. */
async function registerContact(
  tx: CaisseTx,
  { app, now }: Gesture,
  contact: Contact,
  meetingId: string,
): Promise<void> {
  const meeting = await lockMeeting(tx, meetingId)
  if (meeting.kind !== 'information') throw new Refusal('not_an_information_meeting', {}, 409)
  refuse(refusalToRegister(meeting, now))
  const who = {
    meetingId,
    personId: null,
    name: contact.name!,
    email: contact.email,
    phone: contact.phone,
    language: contact.language,
  }
  const known = await findSameRegistration(tx, who)
  if (known && known.status !== 'withdrawn') return
  const status = placesLeft(meeting.capacity, meeting.registered) === 0 ? 'waiting' : 'registered'
  const id = known?.id ?? app.newId()
  const wishes = { needs: '', interpreter: '', children: 0, meal: false, mayBeNamed: false }
  if (known) await setRegistrationStatus(tx, id, status, { askedAt: now })
  else await insertRegistration(tx, { ...who, ...wishes, id, status, source: 'team' }, now)
  await tellRegistered(tx, app, meeting, await getRegistration(tx, id), status)
}

/** Whoever stopped comes back. */
export const reopenContact = gesture(
  'reopen_contact',
  STAFF,
  z.object({ contactId: z.uuid() }),
  async (tx, { now, about }, { contactId }) => {
    about(contactId)
    const contact = await lockContact(tx, contactId)
    if (contact.closedOn === null || contact.givenName === null)
      throw new Refusal('contact_not_closed', {}, 409)
    const today = await todayOf(tx, now)
    await changeContact(tx, contactId, {
      closed_on: null,
      reason: null,
      follow_up_on: nextFollowUp(today),
      last_heard_on: today,
    })
  },
)

const Size = (least: number) =>
  z
    .string()
    .regex(/^\d{1,2}$/, 'number')
    .transform(Number)
    .refine((count) => count >= least && count <= 12, 'household_count')

export const AskToJoin = z.object({
  contactId: z.uuid(),
  ...ContactFields,
  structureId: orNull(z.uuid()).default(null),
  adults: Size(1),
  children: Size(0),
  consent: z.string().refine((given) => given === 'yes', 'consent'),
})

/** They ask to join: the request takes their name, and the contact only counts from now on. */
export const askToJoin = gesture('contact_asks_to_join', STAFF, AskToJoin, async (tx, act, input) => {
  const { contactId, ...request } = input
  act.about(contactId)
  refuseUnreachable(request)
  const contact = await lockContact(tx, contactId)
  refuse(refusalToSpeak({ ...contact, named: contact.givenName !== null }))
  await refuseUnknown(tx, {
    territoryId: request.territoryId,
    structureId: request.structureId === contact.structureId ? null : request.structureId,
  })
  const today = await todayOf(tx, act.now)
  const id = act.app.newId()
  const asked = {
    ...request,
    id,
    source: 'desk' as const,
    consent: CONSENT,
    outreachActionId: contact.actionId,
  }
  const known = await findSameRequest(tx, asked)
  if (known) throw new Refusal('contact_asked_already', {}, 409)
  await insertPreRegistration(tx, asked, { now: act.now, today })
  await linkRequest(tx, contactId, { preRegistrationId: id, today })
  return { preRegistrationId: id }
})

/** Whoever asks to be forgotten is, at once. */
export const forgetContact = gesture(
  'forget_contact',
  STAFF,
  z.object({ contactId: z.uuid() }),
  async (tx, { now, about }, { contactId }) => {
    about(contactId)
    const contact = await lockContact(tx, contactId)
    if (contact.preRegistrationId) throw new Refusal('contact_asked_already', {}, 409)
    await forgetOne(tx, contactId, await todayOf(tx, now))
  },
)
