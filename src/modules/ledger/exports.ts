import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import { CANONICAL } from './seal.ts'
import type { ExportedSeal, ExportedTransfer } from './verify-journal.ts'

/** The columns of the exported journal; joined by `|` from `gesture` on they are what was hashed. */
export const JOURNAL_COLUMNS = [
  'seal',
  'gesture',
  'leg',
  'book',
  'debit',
  'credit',
  'cents',
  'kind',
  'corrects',
  'at',
] as const

/** The journal with the seal of each row, in the order in which it is verified, `size` rows at a time. */
export async function* readJournal(tx: CaisseTx, size = 20_000): AsyncGenerator<ExportedTransfer[]> {
  await sql`
    declare journal no scroll cursor for
    with block as (
      select n, epoch, below_xact, coalesce(lag(below_xact) over (partition by epoch order by n), 0) as from_xact
      from seal where caisse_id = ${sql.lit(tx.caisseId)}
    )
    select coalesce(block.n::text, '') as seal, ${CANONICAL} as line
    from transfer
    left join block
      on block.epoch = transfer.epoch and transfer.xact >= block.from_xact and transfer.xact < block.below_xact
    where transfer.caisse_id = ${sql.lit(tx.caisseId)}
    order by block.n nulls last, gesture_id, leg
  `.execute(tx)
  for (;;) {
    const { rows } = await sql<ExportedTransfer>`fetch forward ${sql.lit(size)} from journal`.execute(tx)
    if (rows.length === 0) break
    yield rows
  }
  await sql`close journal`.execute(tx)
}

export async function readSeals(tx: CaisseTx): Promise<ExportedSeal[]> {
  const rows = await tx
    .selectFrom('seal')
    .select(['n', 'transfers', 'head'])
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('n')
    .execute()
  return rows.map((row) => ({
    n: String(row.n),
    transfers: String(row.transfers),
    head: row.head.toString('hex'),
  }))
}

/** A whole small journal at once. */
export async function exportedJournal(
  tx: CaisseTx,
): Promise<{ transfers: ExportedTransfer[]; seals: ExportedSeal[] }> {
  const transfers: ExportedTransfer[] = []
  for await (const rows of readJournal(tx)) transfers.push(...rows)
  return { transfers, seals: await readSeals(tx) }
}
