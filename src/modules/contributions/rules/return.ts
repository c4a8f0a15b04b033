import { createHash } from 'node:crypto'
import type { Cents } from '../../../kit/money.ts'
import { addDays, type Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { ReceiptMethod } from './receipt.ts'

export const RETURN_WAYS = ['cash', 'transfer'] as const
export type ReturnWay = (typeof RETURN_WAYS)[number]

type Received = {
  method: ReceiptMethod
  cents: Cents
  undone: boolean
  undoesReceiptId: string | null
  depositId: string | null
}

/** Only what is beyond all that was made due goes back, and only as it came in: a whole receipt. */
export function refusalToReturn(receipt: Received, aheadCents: Cents): Refusal | null {
  if (receipt.undoesReceiptId) return new Refusal('receipt_is_an_undoing')
  if (receipt.undone) return new Refusal('receipt_already_undone', {}, 409)
  if (receipt.method === 'third_party') return new Refusal('return_to_third_party')
  if (receipt.method === 'cheque' && receipt.depositId === null) return new Refusal('cheque_still_here')
  if (receipt.cents > aheadCents) return new Refusal('return_not_ahead', { aheadCents }, 409)
  return null
}

const NEAR_DAYS = 12

/** Receipts that look like another one: the same amount a few days before. */
export function looksTwice<R extends { id: string; cents: Cents; receivedOn: Day }>(
  receipts: readonly R[],
): Set<string> {
  return new Set(
    receipts
      .filter((one) =>
        receipts.some(
          (other) =>
            other.id !== one.id &&
            other.cents === one.cents &&
            (other.receivedOn < one.receivedOn ||
              (other.receivedOn === one.receivedOn && other.id < one.id)) &&
            addDays(other.receivedOn, NEAR_DAYS) >= one.receivedOn,
        ),
      )
      .map(({ id }) => id),
  )
}

/** Of exactly what is signed. */
export const returnDigest = (given: {
  caisseId: number
  id: string
  receiptId: string
  cents: Cents
}): Buffer =>
  createHash('sha256').update(`${given.caisseId} ${given.id} ${given.receiptId} ${given.cents}`).digest()
