import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, InputError, type Gesture } from '../../../kit/gesture.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { DayValue, type Day } from '../../../kit/month.ts'
import { CONTACT_ROLES } from '../rules/words.ts'
import { findInBook, type Listed } from '../store/book.ts'
import {
  confirmContact,
  deleteContact,
  endRole,
  ensureContact,
  insertContacts,
  insertRoles,
  setTags,
  updateContact,
} from '../store/contacts.ts'
import { ensurePartner, getPartner } from '../store/partners.ts'
import { Email, Id, KEEPERS, Phone, Tags, Text, todayOf } from './inputs.ts'

const Who = z.object({
  givenName: Text.default(''),
  familyName: Text.default(''),
  email: Email,
  phone: Phone,
  territoryId: Id,
})

const Role = z.object({
  role: z.enum(CONTACT_ROLES),
  partnerId: Id,
  title: Text.default(''),
  workingPercent: z
    .string()
    .trim()
    .regex(/^(?:\d{1,3}\s*%?)?$/, 'percent')
    .default('')
    .transform((typed) => (typed === '' ? null : Number.parseInt(typed, 10)))
    .refine((percent) => percent === null || (percent >= 1 && percent <= 100), 'percent'),
  territoryId: Id,
})
type Role = z.output<typeof Role>

export const AddContact = Who.extend({
  tags: Tags,
  role: z.enum(CONTACT_ROLES).or(z.literal('')).default(''),
  partnerId: Id,
  title: Text.default(''),
})

/** Somebody who is not a resident, with what they are to the caisse. */
export const addContact = gesture('add_contact', KEEPERS, AddContact, async (tx, gesture, input) => {
  const { app, now, about } = gesture
  const { role, partnerId, title, ...contact } = input
  refuseNobody(contact)
  const contactId = app.newId()
  const today = await todayOf(tx, gesture)
  about(contactId)
  await insertContacts(tx, [{ id: contactId, ...contact }], { now, today })
  if (role !== '' || partnerId)
    await hold(tx, gesture, contactId, {
      role: role || 'partner',
      partnerId,
      title,
      territoryId: contact.territoryId,
      workingPercent: null,
    })
  return { contactId }
})

export const ChangeContact = Who.extend({ contactId: z.uuid() })

export const changeContact = gesture('change_contact', KEEPERS, ChangeContact, async (tx, gesture, input) => {
  const { contactId, ...contact } = input
  const { today, card } = await cardOf(tx, gesture, contactId)
  // What a resident is called, and how they are reached, is changed with their household.
  if (card.fromPeople) throw new Refusal('contact_is_resident')
  refuseNobody(contact)
  await updateContact(tx, contactId, contact)
  await confirmContact(tx, contactId, today)
})

function refuseNobody({ givenName, familyName }: z.output<typeof Who>): void {
  if (givenName === '' && familyName === '')
    throw new InputError([{ field: 'familyName', message: 'required' }])
}

/** The card, or 404: nobody is written about who is not in the book. */
async function cardOf(
  tx: CaisseTx,
  gesture: Pick<Gesture, 'now' | 'about'>,
  contactId: string,
): Promise<{ today: Day; card: Listed }> {
  gesture.about(contactId)
  const today = await todayOf(tx, gesture)
  const card = await findInBook(tx, today, contactId)
  if (!card) throw new Refusal('unknown_contact', {}, 404)
  return { today, card }
}

export const TagContact = z.object({ contactId: z.uuid(), tags: Tags })

export const tagContact = gesture('tag_contact', KEEPERS, TagContact, async (tx, gesture, input) => {
  const { today } = await cardOf(tx, gesture, input.contactId)
  await ensureContact(tx, input.contactId, { now: gesture.now, today })
  await setTags(tx, input.contactId, input.tags)
})

export const GiveRole = Role.extend({ contactId: z.uuid(), fromOn: DayValue.or(z.literal('')).default('') })

/** What somebody is to the caisse, from a day on; for the team, their mission and working time. */
export const giveRole = gesture('give_contact_role', KEEPERS, GiveRole, async (tx, gesture, input) => {
  const { contactId, fromOn, ...role } = input
  const { today } = await cardOf(tx, gesture, contactId)
  if (role.role === 'team' && role.title === '')
    throw new InputError([{ field: 'title', message: 'mission_needed' }])
  if (role.role !== 'team' && role.workingPercent !== null)
    throw new InputError([{ field: 'workingPercent', message: 'percent_of_team' }])
  await ensureContact(tx, contactId, { now: gesture.now, today })
  return hold(tx, gesture, contactId, role, fromOn || today)
})

async function hold(
  tx: CaisseTx,
  gesture: Gesture,
  contactId: string,
  role: Role,
  fromOn?: Day,
): Promise<{ roleId: string }> {
  const today = await todayOf(tx, gesture)
  if (role.partnerId) await ensurePartner(tx, await getPartner(tx, today, role.partnerId), gesture.now)
  const roleId = gesture.app.newId()
  await insertRoles(tx, [{ id: roleId, contactId, ...role, fromOn: fromOn ?? today }])
  return { roleId }
}

export const takeRole = gesture(
  'end_contact_role',
  KEEPERS,
  z.object({ contactId: z.uuid(), roleId: z.uuid() }),
  async (tx, gesture, { contactId, roleId }) => {
    const { today } = await cardOf(tx, gesture, contactId)
    if (!(await endRole(tx, contactId, roleId, today))) throw new Refusal('unknown_contact_role', {}, 404)
  },
)

/** Somebody knows that the card still holds. */
export const confirmCard = gesture(
  'confirm_contact',
  KEEPERS,
  z.object({ contactId: z.uuid() }),
  async (tx, gesture, { contactId }) => {
    const { today } = await cardOf(tx, gesture, contactId)
    await confirmContact(tx, contactId, today)
  },
)

/** They asked, or nobody needs the card any more. Residents are forgotten with their household's file. */
export const forgetContact = gesture(
  'forget_contact',
  KEEPERS,
  z.object({ contactId: z.uuid() }),
  async (tx, gesture, { contactId }) => {
    const { card } = await cardOf(tx, gesture, contactId)
    if (card.fromPeople) throw new Refusal('contact_is_resident')
    await deleteContact(tx, contactId)
  },
)
