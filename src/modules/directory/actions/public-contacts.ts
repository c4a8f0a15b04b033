import { z } from 'zod'
import { gesture, InputError } from '../../../kit/gesture.ts'
import { DayValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { findInBook } from '../store/book.ts'
import { whoAgrees } from '../store/consents.ts'
import { deletePublicContact, savePublicContact } from '../store/public-contacts.ts'
import { Email, Id, KEEPERS, Phone, Text, todayOf } from './inputs.ts'

export const SavePublicContact = z.object({
  publicContactId: Id,
  territoryId: Id,
  name: Text.min(1),
  email: Email,
  phone: Phone,
  hours: Text.default(''),
  contactId: Id,
  untilOn: DayValue.or(z.literal(''))
    .default('')
    .transform((typed) => typed || null),
})

/** A mailbox or a number of a function; somebody's own only with their yes to that, until a day. */
export const keepPublicContact = gesture(
  'keep_public_contact',
  KEEPERS,
  SavePublicContact,
  async (tx, gesture, input) => {
    const { publicContactId, ...file } = input
    const id = publicContactId ?? gesture.app.newId()
    gesture.about(id)
    const today = await todayOf(tx, gesture)
    if (!file.email && !file.phone) throw new InputError([{ field: 'email', message: 'mail_or_phone' }])
    if (file.contactId) {
      if (!(await findInBook(tx, today, file.contactId))) throw new Refusal('unknown_contact', {}, 404)
      if (!file.untilOn) throw new InputError([{ field: 'untilOn', message: 'until_needed' }])
      if (file.untilOn < today) throw new InputError([{ field: 'untilOn', message: 'until_before' }])
      if (!(await whoAgrees(tx, 'public_contact', today)).has(file.contactId))
        throw new Refusal('public_without_consent')
    }
    await savePublicContact(tx, id, { ...file, untilOn: file.contactId ? file.untilOn : null })
  },
)

export const removePublicContact = gesture(
  'remove_public_contact',
  KEEPERS,
  z.object({ publicContactId: z.uuid() }),
  async (tx, { about }, { publicContactId }) => {
    about(publicContactId)
    await deletePublicContact(tx, publicContactId)
  },
)
