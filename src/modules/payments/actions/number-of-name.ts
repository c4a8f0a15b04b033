import { createHash } from 'node:crypto'
import { inCaisse, type CaisseId } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { numberOfNobody } from '../rules/number.ts'
import { numbersOfName } from '../store/payers.ts'

/**
 * The number of whoever has exactly this full name in a caisse that the outlet knows. A name that nobody has gets a
 * number that nobody has, and is refused with the code as a wrong one: the till tells nobody who is a member.
 */
export async function numberOfName(app: App, caisses: readonly CaisseId[], typed: string): Promise<string> {
  const plain = plainName(typed)
  const found = await Promise.all(
    caisses.map((caisseId) => inCaisse(app.db, caisseId, (tx) => numbersOfName(tx, plain))),
  )
  const [number, another] = found.flat()
  if (another) throw new Refusal('same_name')
  return number ?? numberOfNobody(createHash('sha256').update(app.codePepper).update(plain).digest())
}

/** Accents, capitals and hyphens do not matter; each letter does. */
export const plainName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
