import { z } from 'zod'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { PositiveAmount } from '../../../kit/money.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { todayIn } from '../../contributions/actions/pledges.ts'
import { caisseAccount, householdAccount, post, rightsLeft } from '../../ledger/store.ts'
import { householdOf } from '../../people/store/own-household.ts'
import { refusalToGiveBack } from '../rules/give-back.ts'

export const GiveBack = z.object({ amount: PositiveAmount })

/** Rights that a household does not need return to the pot: a leg to the caisse, and less to find in euros. */
export const giveBack = gesture(
  'give_back',
  ['resident'],
  GiveBack,
  async (tx, { actor, key, now, about }, input) => {
    const own = await householdOf(tx, actor, await todayIn(tx, now))
    if (!own) throw new Refusal('unknown_household', {}, 404)
    about(own.householdId)
    // A till that spends the last rights at this moment ends first, or sees them gone.
    await lockCaisse(tx, 'payments')
    const leftCents = await rightsLeft(tx, own.householdId)
    refuse(refusalToGiveBack({ cents: input.amount, leftCents }))
    const debit = await householdAccount(tx, own.householdId, 'rights')
    const credit = await caisseAccount(tx, 'rights_returned')
    await post(
      tx,
      key,
      [{ book: 'rights', debit, credit, amountCents: input.amount, kind: 'return_to_pot' }],
      now,
    )
    return { leftCents: leftCents - input.amount }
  },
)
