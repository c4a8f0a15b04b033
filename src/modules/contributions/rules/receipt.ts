import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export const RECEIPT_METHODS = ['cash', 'cheque', 'transfer', 'card', 'third_party'] as const
export type ReceiptMethod = (typeof RECEIPT_METHODS)[number]

/**
 * The most that may be paid in cash at once, from a day on.
 * France, euro: Code monétaire et financier, L. 112-6 and D. 112-3 (1,000 EUR since 1 September 2015).
 */
const CASH_LIMITS: readonly { currency: string; from: Day; cents: Cents }[] = [
  { currency: 'EUR', from: '2015-09-01', cents: 1_000_00 },
]

export function cashLimit(currency: string, day: Day): Cents | null {
  const inForce = CASH_LIMITS.findLast((limit) => limit.currency === currency && limit.from <= day)
  return inForce?.cents ?? null
}

export type ReceiptGiven = {
  method: ReceiptMethod
  cents: Cents
  receivedOn: Day
  today: Day
  currency: string
  /** Whether somebody pays part of this household's contribution. */
  hasThirdParty: boolean
}

export function refusalToReceive(receipt: ReceiptGiven): Refusal | null {
  const { method, cents, receivedOn, today, currency, hasThirdParty } = receipt
  if (receivedOn > today) return new Refusal('received_in_future', { day: today })
  const limitCents = cashLimit(currency, receivedOn)
  if (method === 'cash' && limitCents !== null && cents > limitCents)
    return new Refusal('too_much_cash', { limitCents })
  // Counted for a third party, this money would never cover what the household owes.
  if (method === 'third_party' && !hasThirdParty) return new Refusal('no_third_party')
  return null
}
