import { gesture } from '../../../kit/gesture.ts'
import { dayAt } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { getCaisse } from '../../caisses/store.ts'
import { updateContact } from '../store/households.ts'
import { householdOf } from '../store/own-household.ts'
import { ContactInput } from './input.ts'

/** A resident corrects how they are reached; who they are is corrected at the desk. */
export const correctOwnContact = gesture(
  'correct_own_contact',
  ['resident'],
  ContactInput,
  async (tx, { actor, now, about }, contact) => {
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    const own = await householdOf(tx, actor, dayAt(now, time_zone))
    if (!own) throw new Refusal('unknown_person', {}, 404)
    about(own.personId)
    await updateContact(tx, own.personId, contact)
  },
)
