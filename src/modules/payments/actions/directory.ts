import type pg from 'pg'
import type { CaisseId } from '../../../db/db.ts'
import { caissesOfNumbers, NOWHERE } from '../store/batch.ts'

/** Residents of a large town; about 10 MB. */
const REMEMBERED = 100_000

/**
 * Tells a number's caisse, which never changes. Numbers asked for while a query is under way share the next one;
 * the least recently used are forgotten. Unknown numbers are asked for each time: one may be issued meanwhile.
 */
export function openDirectory(pool: pg.Pool): (number: string) => CaisseId | Promise<CaisseId> {
  const known = new Map<string, CaisseId>()
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

  function remember(number: string, caisse: CaisseId): void {
    known.delete(number)
    known.set(number, caisse)
    if (known.size > REMEMBERED) known.delete(known.keys().next().value!)
  }

  return (number) => {
    const caisse = known.get(number)
    if (caisse !== undefined) {
      remember(number, caisse)
      return caisse
    }
    return lookUp(number).then((found) => {
      const asked = found.get(number)
      if (asked !== undefined) remember(number, asked)
      return asked ?? NOWHERE
    })
  }
}
