import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { Refusal } from '../../kit/refusal.ts'

/** Where somebody guesses: from an address on the network, at an account, at a number that nobody has. */
export type Door = { kind: 'address' | 'mailbox' | 'account' | 'number'; name: string }

/** Wrong guesses let through at a door in a while; the next ones wait for its end. */
export const GUESSES = 10
export const GUESS_MINUTES = 15

const MINUTE = 60_000

/** What is kept of a door cannot be read back without the secret that stays out of the database. */
const keyOf = (app: App, { kind, name }: Door): Buffer =>
  createHmac('sha256', app.codePepper).update(`door:${kind}:${name}`).digest()

/**
 * Counts a guess before it is looked at, so that a thousand at once are still ten; refuses when the door waits.
 * A right one is forgiven afterwards. The same words at every door.
 */
export async function guessAt(app: App, door: Door, limit = GUESSES): Promise<void> {
  const now = app.now()
  const windowStart = new Date(now.getTime() - GUESS_MINUTES * MINUTE)
  const key = keyOf(app, door)
  const { rows } = await sql`
    insert into guess (door, failures, since) values (${key}, 1, ${now})
    on conflict (door) do update set
      failures = case when guess.since > ${windowStart} then guess.failures + 1 else 1 end,
      since = case when guess.since > ${windowStart} then guess.since else excluded.since end
    where guess.since <= ${windowStart} or guess.failures < ${limit}
    returning failures
  `.execute(app.db)
  if (rows.length > 0) return
  throw new Refusal('too_many_guesses', { minutes: GUESS_MINUTES }, 429)
}

/** It was right: it does not count. */
export async function forgive(app: App, door: Door): Promise<void> {
  await app.db
    .updateTable('guess')
    .set({ failures: sql<number>`failures - 1` })
    .where('door', '=', keyOf(app, door))
    .where('failures', '>', 0)
    .execute()
}

/**
 * Counts a guess at something that does not exist as if it did: after as many of them it waits as long
 * (`lockFor`), so that waiting tells nothing. Returns until when it waits, or null.
 */
export async function guessInVain(
  tx: Db,
  app: App,
  door: Door,
  lockFor: (failures: number, now: Date) => Date | null,
): Promise<Date | null> {
  const now = app.now()
  const key = keyOf(app, door)
  await tx
    .insertInto('guess')
    .values({ door: key, failures: 0, since: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await tx
    .selectFrom('guess')
    .select(['failures', 'locked_until'])
    .where('door', '=', key)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  if (known.locked_until && known.locked_until > now) return known.locked_until
  const failures = known.failures + 1
  await tx
    .updateTable('guess')
    .set({ failures, locked_until: lockFor(failures, now) })
    .where('door', '=', key)
    .execute()
  return null
}

const KEPT_DAYS = 30

/** Every night: doors where nobody guesses any more. */
export async function forgetGuesses(app: App): Promise<void> {
  const before = new Date(app.now().getTime() - KEPT_DAYS * 24 * 60 * MINUTE)
  await app.db.deleteFrom('guess').where('since', '<', before).execute()
}
