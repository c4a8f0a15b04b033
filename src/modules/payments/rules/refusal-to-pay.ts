import type { Cents } from '../../../kit/money.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { deviceLockedUntil, minutesUntil, type DeviceTries } from './tries.ts'

/** More than any basket: what is above was typed wrong. */
export const PAYMENT_LIMIT: Cents = 1_000_00

/** Asked while the amount is typed, and again by the action. */
export function refusalToAsk(amountCents: Cents): Refusal | null {
  if (amountCents <= 0) return new Refusal('amount_zero')
  if (amountCents > PAYMENT_LIMIT) return new Refusal('amount_too_large', { limitRightsCents: PAYMENT_LIMIT })
  return null
}

export type PayerState = {
  codeMatches: boolean
  lockedUntil: Date | null
  blocked: boolean
  paysInPart: boolean
  balanceCents: Cents
}

export type PaymentFacts = {
  now: Date
  device: { revoked: boolean; tries: DeviceTries | null }
  /** Null when nobody has the number: answered like a wrong code. */
  payer: PayerState | null
  /** The outlet has an agreement in the resident's caisse that day, not suspended. */
  accredited: boolean
  amountCents: Cents
  /** The resident said so at the till, for this payment. */
  inPart: boolean
}

/**
 * Why a payment is refused, or nothing. `pay_batch` (migrations, payments) says yes to the same ones, in full.
 * What is told after the code is told to who knows the code only; the balance is told to nobody.
 */
export function refusalToPay({ amountCents, inPart, ...facts }: PaymentFacts): Refusal | null {
  const refusal = refusalToAnswer(facts)
  if (refusal) return refusal
  return paidCents({ ...facts.payer!, amountCents, inPart }) === 0 ? new Refusal('not_enough') : null
}

/** Why a device answers nothing to whoever typed a number and a code there, neither a payment nor what is left. */
export function refusalToAnswer({
  now,
  device,
  payer,
  accredited,
}: Omit<PaymentFacts, 'amountCents' | 'inPart'>): Refusal | null {
  if (device.revoked) return new Refusal('device_revoked', {}, 403)
  const waits = deviceLockedUntil(device.tries, now)
  if (waits) return new Refusal('device_locked', { minutes: minutesUntil(waits, now) }, 429)
  if (!payer) return new Refusal('number_or_code')
  if (payer.lockedUntil && payer.lockedUntil > now)
    return new Refusal('code_locked', { minutes: minutesUntil(payer.lockedUntil, now) }, 429)
  if (!payer.codeMatches) return new Refusal('number_or_code')
  if (payer.blocked) return new Refusal('payer_blocked')
  if (!accredited) return new Refusal('not_accredited')
  return null
}

/** All of it, or what is left where the person chose to pay in part; 0 when it cannot be paid. */
export function paidCents({
  amountCents,
  balanceCents,
  inPart,
  paysInPart,
}: {
  amountCents: Cents
  balanceCents: Cents
  inPart: boolean
  paysInPart: boolean
}): Cents {
  if (balanceCents >= amountCents) return amountCents
  return inPart || paysInPart ? balanceCents : 0
}
