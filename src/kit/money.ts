import { z } from 'zod'
import { parseAmount, type Cents } from './cents.ts'

export type { Cents } from './cents.ts'

/** An amount given to an action: text as a person typed it in a form, or whole cents from code. */
export const Amount = z.union([z.string(), z.number()]).transform((given, ctx): Cents => {
  const cents = typeof given === 'string' ? parseAmount(given) : given
  if (cents !== null && Number.isSafeInteger(cents) && cents >= 0) return cents
  ctx.addIssue({ code: 'custom', message: 'amount' })
  return z.NEVER
})

/** An amount of one cent at least. */
export const PositiveAmount = Amount.refine((cents) => cents > 0, 'amount_positive')

/** Cents in stored data such as a règlement. */
export const CentsValue = z.number().int().min(0).max(100_000_000_00)

/** `1234.56`, for machines (CSV, SEPA). */
export function decimal(cents: Cents): string {
  const sign = cents < 0 ? '-' : ''
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * Divides a pot over weights: each share is floored, then one cent each goes to the first shares
 * in the order given until the sum is exact. Callers pass shares sorted by household id,
 * so that anyone can redo it.
 */
export function split(pot: Cents, weights: readonly number[]): Cents[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  if (total <= 0n) throw new RangeError('split: at least one weight must be positive')
  const shares = weights.map((weight) => Number((BigInt(pot) * BigInt(weight)) / total))
  let rest = pot - shares.reduce((sum, cents) => sum + cents, 0)
  for (let i = 0; rest > 0; i = (i + 1) % shares.length) {
    if (weights[i] === 0) continue
    shares[i]! += 1
    rest -= 1
  }
  return shares
}
