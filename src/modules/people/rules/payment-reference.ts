import { createHash } from 'node:crypto'

/**
 * No vowel (no word appears), and of each pair that is misread (0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B) the digit only.
 * Twenty-three signs, a prime: the check sign then finds every single slip and every swap of two signs.
 */
const SIGNS = '23456789CDFHJKMNPQRTVWX'

const LENGTH = 8

/**
 * What a household writes on its transfers, made from its id, so that it needs no chance and tells nothing.
 * `attempt` gives another one when the caisse already uses the first.
 */
export function paymentReference(householdId: string, attempt = 0): string {
  const digest = createHash('sha256').update(`${householdId}/${attempt}`).digest()
  let rest = digest.readUIntBE(0, 6)
  let signs = ''
  for (let i = 1; i < LENGTH; i += 1) {
    signs += SIGNS[rest % SIGNS.length]
    rest = Math.floor(rest / SIGNS.length)
  }
  return signs + checkSign(signs)
}

function checkSign(signs: string): string {
  const sum = [...signs].reduce((total, sign, i) => total + (i + 2) * SIGNS.indexOf(sign), 0)
  return SIGNS[sum % SIGNS.length]!
}

const LOOKALIKES: Readonly<Record<string, string>> = { Z: '2', S: '5', G: '6', B: '8' }

/** A reference as somebody typed or a bank passed on; null when it is not one. */
export function readPaymentReference(typed: string): string | null {
  const signs = typed
    .toUpperCase()
    .replace(/[\s.-]/g, '')
    .replace(/[ZSGB]/g, (sign) => LOOKALIKES[sign]!)
  if (signs.length !== LENGTH || [...signs].some((sign) => !SIGNS.includes(sign))) return null
  return checkSign(signs.slice(0, -1)) === signs.at(-1) ? signs : null
}

/** `4K7Q-2MXR`, as it is printed. */
export const shownReference = (reference: string): string => `${reference.slice(0, 4)}-${reference.slice(4)}`
