import { createHash } from 'node:crypto'
import { inCaisse, type CaisseId } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { plainName } from '../../../kit/plain-name.ts'
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
