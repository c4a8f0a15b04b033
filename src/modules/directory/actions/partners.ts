import { z } from 'zod'
import { gesture } from '../../../kit/gesture.ts'
import { DayValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { PARTNER_KINDS } from '../rules/words.ts'
import { getPartner, partnerNamed, savePartner } from '../store/partners.ts'
import { Email, KEEPERS, Phone, Tags, Text, todayOf } from './inputs.ts'

const Website = z
  .string()
  .trim()
  .max(200)
  .default('')
  .refine((typed) => typed === '' || /^https?:\/\/[^\s/$.?#"<>][^\s"<>]*$/i.test(typed), 'website')
  .transform((typed) => typed || null)

const PartnerInput = z.object({
  kind: z.enum(PARTNER_KINDS),
  name: Text.min(1),
  email: Email,
  phone: Phone,
  website: Website,
  address: z.string().trim().max(300).default(''),
  tags: Tags,
  territoryIds: z.array(z.uuid()).max(50).default([]),
})

/** An organisation that is neither a structure of ours nor an outlet; one of that name is not written twice. */
export const openPartner = gesture('open_partner', KEEPERS, PartnerInput, async (tx, gesture, input) => {
  const { app, now, about } = gesture
  const known = await partnerNamed(tx, await todayOf(tx, gesture), input.name)
  if (known) throw new Refusal('partner_known', { nameText: known.name })
  const partnerId = app.newId()
  about(partnerId)
  await savePartner(tx, { id: partnerId, source: 'own', now }, { ...input, endedOn: null })
  return { partnerId }
})

export const ChangePartner = PartnerInput.partial({ kind: true, name: true }).extend({
  partnerId: z.uuid(),
  endedOn: DayValue.or(z.literal('')).default(''),
})

/** Name and kind of a structure or an outlet stay where they are; the rest is the address book's. */
export const changePartner = gesture('change_partner', KEEPERS, ChangePartner, async (tx, gesture, input) => {
  const { partnerId, endedOn, ...file } = input
  gesture.about(partnerId)
  const today = await todayOf(tx, gesture)
  const { source, kind, name } = await getPartner(tx, today, partnerId)
  const said = source === 'own' ? { kind: file.kind ?? kind, name: file.name ?? name } : { kind, name }
  const known = await partnerNamed(tx, today, said.name)
  if (source === 'own' && known && known.id !== partnerId)
    throw new Refusal('partner_known', { nameText: known.name })
  await savePartner(
    tx,
    { id: partnerId, source, now: gesture.now },
    { ...file, ...said, endedOn: endedOn || null },
  )
})
