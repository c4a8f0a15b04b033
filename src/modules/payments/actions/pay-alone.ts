import { inCaisse, type CaisseId, type CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { isArchived, shareCaisse } from '../../../kit/gesture.ts'
import type { Cents } from '../../../kit/money.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { post } from '../../ledger/store.ts'
import { paidCents, refusalToPay } from '../rules/refusal-to-pay.ts'
import { findPayment, insertPaymentGesture, lockDevice } from '../store/alone.ts'
import type { Asked } from '../store/batch.ts'
import { countTry, look } from './tries.ts'

export type Outcome = { paidCents: Cents; at: Date }

/**
 * One payment by itself: a repeated key, a wrong code, too little left, a first payment after wrong codes.
 * A refusal comes back as a value, so that the try it counts is committed.
 */
export async function payAlone(app: App, caisseId: CaisseId, asked: Asked): Promise<Outcome | Refusal> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inCaisse(app.db, caisseId, (tx) => payIn(tx, app, asked))
    } catch (error) {
      if (attempt === 5 || !isLostRace(error)) throw error
    }
  }
}

async function payIn(tx: CaisseTx, app: App, asked: Asked): Promise<Outcome | Refusal> {
  const now = app.now()
  await shareCaisse(tx, 'payments')
  const device = await lockDevice(tx, asked.deviceId)
  const earlier = await findPayment(tx, asked.key)
  if (earlier) {
    if (!earlier.request_hash.equals(asked.requestHash)) return new Refusal('key_reused', {}, 422)
    return { paidCents: earlier.amount_cents!, at: earlier.at }
  }
  if (!device) return new Refusal('device_revoked', {}, 403)
  const { payer, facts } = await look(tx, asked, device, now)
  const refusal = refusalToPay({ ...facts, amountCents: asked.amountCents, inPart: asked.inPart })
  const told = (await countTry(tx, app, asked, { payer, refusal })) ?? refusal
  if (told?.code === 'not_accredited' && (await isArchived(tx)))
    return new Refusal('caisse_archived', {}, 409)
  if (told) return told

  const paid = paidCents({ ...facts.payer!, amountCents: asked.amountCents, inPart: asked.inPart })
  const leg = {
    book: 'rights',
    kind: 'payment',
    debit: payer!.account_id,
    credit: facts.outletAccount!,
  } as const
  await post(tx, asked.key, [{ ...leg, amountCents: paid }], now)
  await insertPaymentGesture(tx, asked, payer!.person_id, now)
  return { paidCents: paid, at: now }
}

/** Another of the same key, or a deadlock: what came first is looked at again. */
export function isLostRace(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === '23505' || code === '40001' || code === '40P01'
}
