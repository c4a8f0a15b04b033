import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { membershipOf } from '../../payments/store/payers.ts'
import type { Contact } from '../../people/store/households.ts'

export async function contactOf(tx: CaisseTx, personId: string): Promise<Contact> {
  const contact = await tx
    .selectFrom('person')
    .select(['email', 'phone', 'language'])
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', personId)
    .executeTakeFirst()
  if (!contact) throw new Refusal('unknown_person', {}, 404)
  return contact
}

/** What is left to the household that a person is in that day; null when in none. */
export async function leftForPerson(tx: CaisseTx, personId: string, day: Day): Promise<Cents | null> {
  const membership = await membershipOf(tx, personId, day)
  return membership ? rightsLeft(tx, membership.householdId) : null
}
