import type pg from 'pg'
import type { CaisseId } from '../../../db/db.ts'
import { caissesOfNumbers, NOWHERE } from '../store/batch.ts'

/** One place for each number that can exist: the eighth digit follows from the seven others. 40 MB at most. */
const PLACES = 10_000_000

/**
 * Tells a number's caisse, which never changes. Numbers asked for while a query is under way share the next one.
 * Unknown numbers are asked for each time: one may be issued meanwhile.
 */
export function openDirectory(pool: pg.Pool): (number: string) => CaisseId | Promise<CaisseId> {
  const known = new Int32Array(PLACES)
  const placeOf = (number: string) => Math.floor(Number(number) / 10)
  let wanted = new Set<string>()
  let next: Promise<Map<string, CaisseId>> | null = null
  let current: Promise<unknown> = Promise.resolve()

  function lookUp(number: string): Promise<Map<string, CaisseId>> {
    wanted.add(number)
    next ??= current.then(() => {
      const numbers = [...wanted]
      wanted = new Set()
      next = null
      const found = caissesOfNumbers(pool, numbers)
      current = found.catch(() => undefined)
      return found
    })
    return next
  }

  return (number) => {
    const caisse = known[placeOf(number)]!
    if (caisse > 0) return caisse as CaisseId
    return lookUp(number).then((found) => {
      const asked = found.get(number)
      if (asked !== undefined) known[placeOf(number)] = asked
      return asked ?? NOWHERE
    })
  }
}
