import type { Cents } from '../../../kit/money.ts'
import { Refusal } from '../../../kit/refusal.ts'

/** Goods brought back, or an amount typed wrong: at most what was paid, all refunds together. */
export function refusalToRefund({
  paidCents,
  refundedCents,
  amountCents,
}: {
  paidCents: Cents
  refundedCents: Cents
  amountCents: Cents
}): Refusal | null {
  const leftCents = paidCents - refundedCents
  if (leftCents === 0) return new Refusal('already_refunded')
  if (amountCents > leftCents) return new Refusal('refund_too_large', { leftRightsCents: leftCents })
  return null
}
