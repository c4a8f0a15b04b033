import { inCaisse, type CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { openNumberSession } from '../../identity/actions.ts'
import { forgive, guessAt, guessInVain } from '../../identity/guesses.ts'
import { hmacOfCode, isCode, isSameCode } from '../rules/code.ts'
import { isNumber, typedNumber } from '../rules/number.ts'
import { lockedUntil, minutesUntil } from '../rules/tries.ts'
import { lockPayer, setTries } from '../store/alone.ts'
import { caissesOfNumbers, NOWHERE } from '../store/batch.ts'

export type NumberSignIn = {
  number: string
  code: string
  userAgent: string
  /** Where the browser is on the network. */
  from: string
}

/**
 * A resident comes in by number and code, as at the till: wrong codes count together, and an unknown number
 * waits as a known one does, with the same words after the same work.
 */
export async function signInByNumber(app: App, typed: NumberSignIn): Promise<{ session: string }> {
  const number = typedNumber(typed.number)
  if (!isNumber(number)) throw new Refusal('number_mistyped')
  if (!isCode(typed.code)) throw new Refusal('code_format')
  const network = { kind: 'address', name: `numbers ${typed.from}` } as const
  await guessAt(app, network)
  const codeHmac = hmacOfCode(app.codePepper, number, typed.code)
  const caisseId = (await caissesOfNumbers(app.pool, [number])).get(number) ?? NOWHERE
  // A refusal comes back as a value, so that the try it counts is committed.
  const found = await inCaisse(app.db, caisseId, (tx) => tryCode(tx, app, number, codeHmac))
  if (found instanceof Refusal) throw found
  await forgive(app, network)
  return openNumberSession(app, { ...found, caisseId, userAgent: typed.userAgent })
}

type Found = { personId: string; personName: string }

/** One try of a code, counted; a refusal comes back as a value. */
export async function tryCode(
  tx: CaisseTx,
  app: App,
  number: string,
  codeHmac: Buffer,
): Promise<Found | Refusal> {
  const now = app.now()
  const payer = await lockPayer(tx, number)
  const matches = isSameCode(payer?.code_hmac ?? null, codeHmac)
  if (!payer) {
    const waits = await guessInVain(tx, app, { kind: 'number', name: number }, lockedUntil)
    return waits ? locked(waits, now) : new Refusal('number_or_code')
  }
  if (payer.locked_until && payer.locked_until > now) return locked(payer.locked_until, now)
  const person = await findGivenName(tx, payer.person_id)
  if (!matches) {
    const failures = payer.failures + 1
    await setTries(tx, payer.person_id, failures, lockedUntil(failures, now))
    return new Refusal('number_or_code')
  }
  if (payer.failures > 0) await setTries(tx, payer.person_id, 0, null)
  // Told to who knows the code only.
  if (payer.blocked_at !== null) return new Refusal('payer_blocked')
  return { personId: payer.person_id, personName: person }
}

const locked = (until: Date, now: Date): Refusal =>
  new Refusal('code_locked', { minutes: minutesUntil(until, now) }, 429)

async function findGivenName(tx: CaisseTx, personId: string): Promise<string> {
  const { given_name } = await tx
    .selectFrom('person')
    .select('given_name')
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  return given_name
}
