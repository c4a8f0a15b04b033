import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { dayAt } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { getCaisse } from '../../caisses/store.ts'
import { endNumberSessions } from '../../identity/sessions.ts'
import { findPayer, updatePayer } from '../../payments/store/payers.ts'
import type { Power } from '../../people/rules/mandate.ts'
import { EMAIL, PHONE } from '../../people/rules/text.ts'
import { updateContact } from '../../people/store/households.ts'
import { powersFor } from '../../people/store/mandates.ts'

const HELPERS = ['helper', 'partner_structure'] as const

async function refuseWithout(
  tx: CaisseTx,
  { actor, now }: { actor: Actor; now: Date },
  personId: string,
  power: Power,
): Promise<void> {
  const { time_zone } = await getCaisse(tx, tx.caisseId)
  const powers = await powersFor(tx, actor, personId, dayAt(now, time_zone))
  if (powers.size === 0) throw new Refusal('unknown_person', {}, 404)
  if (!powers.has(power)) throw new Refusal('not_in_mandate', {}, 403)
}

const orNull = (pattern: RegExp, message: string) =>
  z.union([z.literal('').transform(() => null), z.string().trim().regex(pattern, message)])

export const HelpContact = z.object({
  personId: z.uuid(),
  email: orNull(EMAIL, 'email'),
  phone: orNull(PHONE, 'phone'),
  language: z.string().regex(/^[a-z]{2,3}$/, 'language'),
})

/** Keeps up to date how somebody is reached, for them. */
export const helpContact = gesture(
  'help_contact',
  HELPERS,
  HelpContact,
  async (tx, gesture, { personId, ...contact }) => {
    gesture.about(personId)
    await refuseWithout(tx, gesture, personId, 'contact')
    await updateContact(tx, personId, contact)
  },
)

/** A lost card, blocked for its person: another number is given at the desk. */
export const helpBlock = gesture(
  'help_block',
  HELPERS,
  z.object({ personId: z.uuid() }),
  async (tx, gesture, { personId }) => {
    gesture.about(personId)
    await refuseWithout(tx, gesture, personId, 'number')
    await lockCaisse(tx, 'payments')
    if (!(await findPayer(tx, personId))) throw new Refusal('unknown_payer', {}, 404)
    await updatePayer(tx, personId, { blockedAt: gesture.now })
    await endNumberSessions(tx, tx.caisseId, personId)
  },
)
