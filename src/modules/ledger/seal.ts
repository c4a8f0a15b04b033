import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import { lockCaisse } from '../../kit/gesture.ts'

/** Before the first seal. */
export const FIRST_HEAD = Buffer.alloc(32)

/** One row of the journal as it is hashed: every field that makes it, in this order, separated by `|`. */
export const CANONICAL = sql<string>`concat_ws('|',
  gesture_id, leg, book, debit_account, credit_account, amount_cents, kind, coalesce(corrects::text, '-'),
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))`

const BATCH = 20_000

type Range = { epoch: number; fromXact: number; belowXact: number }

/**
 * Seals what can no longer change: the rows of transactions older than the oldest one still running,
 * in the order of their gesture and leg, hashed after the previous head. Runs as the tables' owner.
 * Returns the number of rows sealed.
 */
export async function sealJournal(tx: CaisseTx, at: Date): Promise<number> {
  await lockCaisse(tx, 'seal')
  let last = await lastSeal(tx)
  let sealed = 0
  for (const range of await openRanges(tx, last)) {
    const { hash, count, lastXact } = await hashRange(tx, range, last.head)
    if (count === 0) continue
    const n = last.n + 1
    const belowXact = Math.min(range.belowXact, lastXact + 1)
    await tx
      .insertInto('seal')
      .values({
        caisse_id: tx.caisseId,
        n,
        epoch: range.epoch,
        below_xact: belowXact,
        transfers: count,
        head: hash,
        at,
      })
      .execute()
    last = { n, head: hash, epoch: range.epoch, belowXact }
    sealed += count
  }
  return sealed
}

async function lastSeal(tx: CaisseTx) {
  const row = await tx
    .selectFrom('seal')
    .select(['n', 'head', 'epoch', 'below_xact as belowXact'])
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? { n: 0, head: FIRST_HEAD, epoch: 1, belowXact: 0 }
}

/** What is not sealed yet: the rest of epochs that a restore closed, then the current one up to the horizon. */
async function openRanges(tx: CaisseTx, last: { epoch: number; belowXact: number }): Promise<Range[]> {
  const { rows } = await sql<{ current: number; horizon: number }>`
    select
      (regexp_match(pg_get_expr(adbin, adrelid), '\\d+'))[1]::integer as current,
      pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon
    from pg_attrdef
    where adrelid = 'transfer'::regclass
      and adnum = (select attnum from pg_attribute where attrelid = 'transfer'::regclass and attname = 'epoch')
  `.execute(tx)
  const { current, horizon } = rows[0]!
  const ranges: Range[] = []
  for (let epoch = last.epoch; epoch <= current; epoch += 1) {
    ranges.push({
      epoch,
      fromXact: epoch === last.epoch ? last.belowXact : 0,
      belowXact: epoch === current ? horizon : Number.MAX_SAFE_INTEGER,
    })
  }
  return ranges
}

async function hashRange(tx: CaisseTx, range: Range, previous: Buffer) {
  const hash = createHash('sha256').update(previous)
  let count = 0
  let lastXact = 0
  let after: { gesture: string; leg: number } | undefined
  for (;;) {
    const { rows } = await sql<{ gesture: string; leg: number; xact: number; line: string }>`
      select gesture_id as gesture, leg, xact, ${CANONICAL} as line
      from transfer
      where caisse_id = ${tx.caisseId} and epoch = ${range.epoch}
        and xact >= ${range.fromXact} and xact < ${range.belowXact}
        ${after ? sql`and (gesture_id, leg) > (${after.gesture}::uuid, ${after.leg}::integer)` : sql``}
      order by gesture_id, leg
      limit ${BATCH}
    `.execute(tx)
    for (const row of rows) {
      hash.update(row.line).update('\n')
      lastXact = Math.max(lastXact, row.xact)
    }
    count += rows.length
    const final = rows.at(-1)
    if (!final || rows.length < BATCH) break
    after = { gesture: final.gesture, leg: final.leg }
  }
  return { hash: hash.digest(), count, lastXact }
}
