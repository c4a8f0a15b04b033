import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './schema.ts'

export type Db = Kysely<DB>

declare const caisse: unique symbol
/** Identifies a caisse in the installation; first column of every key of its rows. */
export type CaisseId = number & { readonly [caisse]: true }

/** A transaction that sees and writes the rows of one caisse only. Made by `inCaisse`, nowhere else. */
export type CaisseTx = Transaction<DB> & { readonly caisseId: CaisseId }

/** Gestures on the installation itself (organisations, outlets) are kept under this pseudo-caisse. */
export const INSTALLATION = 0 as CaisseId

// int8 arrives as text: every amount and id here is far below 2^53, and one that is not must be seen.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 out of range: ${text}`)
  return value
})
// A date is a calendar day: text, never an instant.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`a sum out of range: ${text}`)
  return value
})

/** `options`: settings of the session, such as `-c synchronous_commit=off`. */
export function openPool(url: string, max: number, options?: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'tablee', options })
  // A server that goes away closes idle connections: the next query reconnects, the process lives on.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export function openDb(pool: pg.Pool): Db {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

/**
 * Runs `work` in one transaction that sees one caisse; the row-level policies stand behind it.
 * `snapshot`: all its queries see the database at one instant, and it writes nothing.
 */
export function inCaisse<T>(
  db: Db,
  caisseId: CaisseId,
  work: (tx: CaisseTx) => Promise<T>,
  { snapshot = false }: { snapshot?: boolean } = {},
): Promise<T> {
  const opened = snapshot
    ? db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
    : db.transaction()
  return opened.execute(async (transaction) => {
    await sql`select set_config('tablee.caisse', ${String(caisseId)}, true)`.execute(transaction)
    return work(Object.assign(transaction, { caisseId }))
  })
}

/** Goes on in another caisse within the same transaction: only to fill one that has just been created. */
export async function enterCaisse(tx: CaisseTx, caisseId: CaisseId): Promise<CaisseTx> {
  await sql`select set_config('tablee.caisse', ${String(caisseId)}, true)`.execute(tx)
  return Object.assign(tx, { caisseId })
}
