import { createHmac, timingSafeEqual } from 'node:crypto'
import { Refusal } from '../../../kit/refusal.ts'

/**
 * Four digits as on a bank card, six when people can remember them. Every try passes by the server, which
 * lets through ten a day at most (see tries.ts), and what is stored cannot be searched without the pepper.
 */
export const isCode = (text: string): boolean => /^\d{4,6}$/.test(text)

/** Says no to the codes that people guess first. */
export function refusalToChooseCode(code: string, number: string): Refusal | null {
  if (!isCode(code)) return new Refusal('code_format')
  if (isTrivial(code) || isDate(code) || number.includes(code)) return new Refusal('code_too_easy')
  return null
}

/** One step between all digits (0000, 1234, 9876, 2468), or a group that repeats (1212, 123123). */
function isTrivial(code: string): boolean {
  const digits = [...code].map(Number)
  const steps = digits.slice(1).map((digit, i) => (digit - digits[i]! + 10) % 10)
  if (steps.every((step) => step === steps[0])) return true
  return /^(\d{2,3})\1+$/.test(code)
}

/** Birthdays: a year, day and month, or a whole date in the orders in which people write it. */
function isDate(code: string): boolean {
  const year = '(?:19|20)\\d\\d'
  const month = '(?:0[1-9]|1[0-2])'
  const day = '(?:0[1-9]|[12]\\d|3[01])'
  const orders = [
    year,
    day + month,
    month + year,
    year + month,
    `${day}${month}\\d\\d`,
    `\\d\\d${month}${day}`,
  ]
  return new RegExp(`^(?:${orders.join('|')})$`).test(code)
}

/** What is kept of a code. */
export const hmacOfCode = (pepper: Buffer, number: string, code: string): Buffer =>
  createHmac('sha256', pepper).update(`${number}:${code}`).digest()

/** Takes as long when there is nothing to compare with. */
export function isSameCode(kept: Buffer | null, given: Buffer): boolean {
  const same = timingSafeEqual(kept ?? NO_CODE, given)
  return same && kept !== null
}

const NO_CODE = Buffer.alloc(32)
