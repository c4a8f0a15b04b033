import { z } from 'zod'

/** Whole hundredths of the caisse's currency or unit. Never a float, never a fraction. */
export type Cents = number

/** An amount a person typed: `12`, `12,5`, `12.50`, `1 234,56`, with or without a currency sign. */
const TYPED = /^(\d{1,9})(?:[.,](\d{1,2}))?$/

/** Reads what a person types in a money field; null when it is not an amount of at most two decimals. */
export function parseAmount(typed: string): Cents | null {
  const [, whole, decimals = ''] = TYPED.exec(typed.replace(/[\s\u00a0\u202f€]|CHF|EUR/g, '')) ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(decimals.padEnd(2, '0'))
}

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

/** `1 234,56 €`; without a currency, `1 234,56` for a caisse's own unit. */
export function formatMoney(cents: Cents, locale: string, currency?: string): string {
  const style = currency
    ? { style: 'currency' as const, currency }
    : { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return new Intl.NumberFormat(locale, style).format(cents / 100)
}

/** `1234.56`, for machines (CSV, SEPA). */
export function decimal(cents: Cents): string {
  const sign = cents < 0 ? '-' : ''
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * `numerator / denominator` of an amount, rounded half up.
 * Both are whole numbers, so that no float decides a cent: 2.5 % is `share(cents, 25, 1000)`.
 */
export function share(cents: Cents, numerator: number, denominator: number): Cents {
  if (denominator <= 0) throw new RangeError('share: the denominator must be positive')
  const scaled = 2n * BigInt(cents) * BigInt(numerator) + BigInt(denominator)
  const divisor = 2n * BigInt(denominator)
  return Number(floorDivide(scaled, divisor))
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b < 0n ? quotient - 1n : quotient
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
