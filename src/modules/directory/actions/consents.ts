import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, InputError, type Gesture } from '../../../kit/gesture.ts'
import { DayValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { ownHousehold } from '../../people/store/own-household.ts'
import { CONSENT_SOURCES, PURPOSES } from '../rules/words.ts'
import { findInBook } from '../store/book.ts'
import { insertConsents, withdraw } from '../store/consents.ts'
import { confirmContact, ensureContact } from '../store/contacts.ts'
import { KEEPERS, todayOf } from './inputs.ts'

export const NoteConsent = z.object({
  contactId: z.uuid(),
  purpose: z.enum(PURPOSES),
  givenOn: DayValue,
  source: z.enum(CONSENT_SOURCES),
  untilOn: DayValue.or(z.literal(''))
    .default('')
    .transform((typed) => typed || null),
})

/** Somebody said yes to one use: on which day, and where. To be shown to everyone, only until a day. */
export const noteConsent = gesture('note_consent', KEEPERS, NoteConsent, async (tx, gesture, input) => {
  const { app, now, about } = gesture
  const { contactId, givenOn, purpose, untilOn } = input
  about(contactId)
  const today = await todayOf(tx, gesture)
  if (!(await findInBook(tx, today, contactId))) throw new Refusal('unknown_contact', {}, 404)
  if (givenOn > today) throw new InputError([{ field: 'givenOn', message: 'day_to_come' }])
  if (purpose === 'public_contact' && untilOn === null)
    throw new InputError([{ field: 'untilOn', message: 'until_needed' }])
  if (untilOn !== null && untilOn < givenOn)
    throw new InputError([{ field: 'untilOn', message: 'until_before' }])
  await ensureContact(tx, contactId, { now, today })
  await insertConsents(tx, [{ id: app.newId(), ...input }])
  await confirmContact(tx, contactId, today)
})

const Withdrawal = z.object({ purpose: z.enum(PURPOSES) })

/** A word is enough, and no reason is asked. */
export const withdrawConsent = gesture(
  'withdraw_consent',
  KEEPERS,
  Withdrawal.extend({ contactId: z.uuid() }),
  async (tx, { now, about }, { contactId, purpose }) => {
    about(contactId)
    if (!(await withdraw(tx, contactId, purpose, now))) throw new Refusal('no_such_consent', {}, 404)
  },
)

/** The resident who is signed in. */
export async function ownPerson(
  tx: CaisseTx,
  { actor, now }: Pick<Gesture, 'actor' | 'now'>,
): Promise<string> {
  const own =
    actor.kind === 'account' ? await ownHousehold(tx, actor.accountId, await todayOf(tx, { now })) : undefined
  if (!own) throw new Refusal('unknown_contact', {}, 404)
  return own.personId
}

const OWN = ['resident'] as const

/** A resident says yes or no for themselves, whenever they like. */
export const chooseForMyself = gesture(
  'choose_own_consent',
  OWN,
  Withdrawal.extend({ agrees: z.enum(['yes', 'no']) }),
  async (tx, gesture, { purpose, agrees }) => {
    const { app, now, about } = gesture
    const contactId = await ownPerson(tx, gesture)
    about(contactId)
    // Being shown to everyone is agreed with the caisse, with an end.
    if (agrees === 'yes' && purpose === 'public_contact') throw new Refusal('agreed_at_the_desk')
    const today = await todayOf(tx, gesture)
    await ensureContact(tx, contactId, { now, today })
    if (agrees === 'no') await withdraw(tx, contactId, purpose, now)
    else
      await insertConsents(tx, [
        { id: app.newId(), contactId, purpose, givenOn: today, source: 'web', untilOn: null },
      ])
  },
)
