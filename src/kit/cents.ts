// What islands use too: this file must not need anything else.

/** Whole hundredths of the caisse's currency or unit. Never a float, never a fraction. */
export type Cents = number

/** An amount a person typed: `12`, `12,5`, `12.50`, `1 234,56`, with or without a currency sign. */
const TYPED = /^(\d{1,9})(?:[.,](\d{1,2}))?$/

/** Reads what a person types in a money field; null when it is not an amount of at most two decimals. */
export function parseAmount(typed: string): Cents | null {
  const [, whole, decimals = ''] = TYPED.exec(typed.replace(/[\s\u00a0\u202f€]|CHF|EUR/g, '')) ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(decimals.padEnd(2, '0'))
}

/** `1 234,56 €`; without a currency, `1 234,56` for a caisse's own unit. */
export function formatMoney(cents: Cents, locale: string, currency?: string): string {
  const style = currency
    ? { style: 'currency' as const, currency }
    : { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return new Intl.NumberFormat(locale, style).format(cents / 100)
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
