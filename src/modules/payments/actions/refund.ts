import { z } from 'zod'
import { gesture, shareCaisse } from '../../../kit/gesture.ts'
import { PositiveAmount } from '../../../kit/money.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { ownedAccount, post } from '../../ledger/store.ts'
import { refusalToRefund } from '../rules/refund.ts'
import { lockDevice, lockWallet } from '../store/alone.ts'
import { findPaidLeg, refundedOf } from '../store/payers.ts'

export const Refund = z.object({ paymentGestureId: z.uuid(), amountCents: PositiveAmount })

/** Gives back a payment, wholly or in part, to the household that paid: by the outlet's own device, or at the desk. */
export const refund = gesture(
  'refund',
  ['device', 'coordinator'],
  Refund,
  async (tx, { actor, key, now, about }, { paymentGestureId, amountCents }) => {
    about(paymentGestureId)
    await shareCaisse(tx, 'payments')
    const paid = await findPaidLeg(tx, paymentGestureId)
    if (!paid) throw new Refusal('unknown_payment', {}, 404)
    if (actor.kind === 'device') {
      const device = await lockDevice(tx, actor.deviceId)
      if (!device || device.revoked) throw new Refusal('device_revoked', {}, 403)
      if ((await ownedAccount(tx, 'rights_outlet', device.outletId)) !== paid.outletAccount)
        throw new Refusal('unknown_payment', {}, 404)
    }
    // Held until the end: two refunds of one payment come one after the other.
    await lockWallet(tx, paid.householdAccount)
    const refundedCents = await refundedOf(tx, paymentGestureId, paid)
    refuse(refusalToRefund({ paidCents: paid.paidCents, refundedCents, amountCents }))
    const leg = { debit: paid.outletAccount, credit: paid.householdAccount, amountCents }
    await post(tx, key, [{ book: 'rights', kind: 'refund', corrects: paymentGestureId, ...leg }], now)
    return {
      refundedCents: amountCents,
      leftCents: paid.paidCents - refundedCents - amountCents,
      at: now.toISOString(),
    }
  },
)
