import { inCaisse, type CaisseId, type CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { shareCaisse } from '../../../kit/gesture.ts'
import type { Cents } from '../../../kit/money.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { agreementInForce } from '../../accreditation/store.ts'
import { post } from '../../ledger/store.ts'
import { isSameCode } from '../rules/code.ts'
import { paidCents, refusalToPay } from '../rules/refusal-to-pay.ts'
import { lockedUntil } from '../rules/tries.ts'
import {
  caisseDay,
  countDeviceTry,
  findPayment,
  insertPaymentGesture,
  lockDevice,
  lockPayer,
  setTries,
} from '../store/alone.ts'
import type { Asked } from '../store/batch.ts'

export type Outcome = { paidCents: Cents; at: Date }

/**
 * One payment by itself: a repeated key, a wrong code, too little left, a first payment after wrong codes.
 * A refusal comes back as a value, so that the try it counts is committed.
 */
export async function payAlone(app: App, caisseId: CaisseId, asked: Asked): Promise<Outcome | Refusal> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inCaisse(app.db, caisseId, (tx) => payIn(tx, asked, app.now()))
    } catch (error) {
      if (attempt === 5 || !isLostRace(error)) throw error
    }
  }
}

async function payIn(tx: CaisseTx, asked: Asked, now: Date): Promise<Outcome | Refusal> {
  await shareCaisse(tx, 'payments')
  const device = await lockDevice(tx, asked.deviceId)
  const earlier = await findPayment(tx, asked.key)
  if (earlier) {
    if (!earlier.request_hash.equals(asked.requestHash)) return new Refusal('key_reused', {}, 422)
    return { paidCents: earlier.amount_cents!, at: earlier.at }
  }
  if (!device) return new Refusal('device_revoked', {}, 403)
  const payer = await lockPayer(tx, asked.number)
  const agreement = await agreementInForce(tx, device.outletId, await caisseDay(tx, now))
  const codeMatches = isSameCode(payer?.code_hmac ?? null, asked.codeHmac)
  const state = payer && {
    codeMatches,
    lockedUntil: payer.locked_until,
    blocked: payer.blocked_at !== null,
    paysInPart: payer.pays_in_part,
    balanceCents: payer.balance_cents,
  }
  const refusal = refusalToPay({
    now,
    device,
    payer: state ?? null,
    accredited: agreement !== undefined,
    amountCents: asked.amountCents,
    inPart: asked.inPart,
  })
  if (refusal?.code === 'number_or_code') {
    await countDeviceTry(tx, asked.deviceId, now)
    if (payer) await setTries(tx, payer.person_id, payer.failures + 1, lockedUntil(payer.failures + 1, now))
    return refusal
  }
  if (payer && payer.failures > 0 && codeMatches && !isLocked(refusal))
    await setTries(tx, payer.person_id, 0, null)
  if (refusal) return refusal

  const paid = paidCents({ ...state!, amountCents: asked.amountCents, inPart: asked.inPart })
  const leg = {
    book: 'rights',
    kind: 'payment',
    debit: payer!.account_id,
    credit: agreement!.accountId,
  } as const
  await post(tx, asked.key, [{ ...leg, amountCents: paid }], now)
  await insertPaymentGesture(tx, asked, payer!.person_id, now)
  return { paidCents: paid, at: now }
}

const isLocked = (refusal: Refusal | null): boolean =>
  refusal !== null && ['device_revoked', 'device_locked', 'code_locked'].includes(refusal.code)

/** Another of the same key, or a deadlock: what came first is looked at again. */
export function isLostRace(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === '23505' || code === '40001' || code === '40P01'
}
