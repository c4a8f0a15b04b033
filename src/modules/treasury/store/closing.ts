import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Closing as ClosingRow } from '../../../db/schema.ts'
import type { Month } from '../../../kit/month.ts'
import type { ClosingFigures } from '../rules/closing.ts'

export type Closing = {
  id: string
  month: Month
  status: 'prepared' | 'closed' | 'cancelled'
  /** As they were signed. */
  figures: ClosingFigures
  digest: Buffer
  preparedAt: Date
  closedAt: Date | null
  documentSha256: string | null
}

const asClosing = (row: Selectable<ClosingRow>): Closing => ({
  id: row.id,
  month: row.month,
  status: row.status as Closing['status'],
  figures: row.figures as unknown as ClosingFigures,
  digest: row.digest,
  preparedAt: row.prepared_at,
  closedAt: row.closed_at,
  documentSha256: row.document_sha256?.toString('hex') ?? null,
})

const closings = (tx: CaisseTx) => tx.selectFrom('closing').selectAll().where('caisse_id', '=', tx.caisseId)

/** The month's closing, prepared or signed. */
export async function findClosing(tx: CaisseTx, month: Month): Promise<Closing | undefined> {
  const row = await closings(tx)
    .where('month', '=', month)
    .where('status', '<>', 'cancelled')
    .executeTakeFirst()
  return row && asClosing(row)
}

/** Locked, to be signed or dropped. */
export async function takeClosing(tx: CaisseTx, id: string): Promise<Closing | undefined> {
  const row = await closings(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && asClosing(row)
}

/** The latest month first. */
export async function listClosings(tx: CaisseTx): Promise<Closing[]> {
  const rows = await closings(tx).where('status', '<>', 'cancelled').orderBy('month', 'desc').execute()
  return rows.map(asClosing)
}

export async function insertClosing(
  tx: CaisseTx,
  closing: Pick<Closing, 'id' | 'month' | 'figures' | 'digest' | 'preparedAt'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('closing')
    .values({
      caisse_id: tx.caisseId,
      id: closing.id,
      month: closing.month,
      status: 'prepared',
      figures: JSON.stringify(closing.figures),
      digest: closing.digest,
      prepared_at: closing.preparedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function setClosingCancelled(tx: CaisseTx, id: string): Promise<void> {
  await tx
    .updateTable('closing')
    .set({ status: 'cancelled' })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Keeps the paper under its own SHA-256, and ties it to the closing. */
export async function setClosed(tx: CaisseTx, id: string, document: Uint8Array, at: Date): Promise<string> {
  const sha256 = createHash('sha256').update(document).digest()
  await tx
    .insertInto('closing_document')
    .values({ caisse_id: tx.caisseId, sha256, bytes: Buffer.from(document) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await tx
    .updateTable('closing')
    .set({ status: 'closed', closed_at: at, document_sha256: sha256 })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
  return sha256.toString('hex')
}

/** The very bytes that were archived. */
export async function closingDocument(tx: CaisseTx, sha256: string): Promise<Buffer | undefined> {
  const row = await tx
    .selectFrom('closing_document')
    .select('bytes')
    .where('caisse_id', '=', tx.caisseId)
    .where('sha256', '=', Buffer.from(sha256, 'hex'))
    .executeTakeFirst()
  return row?.bytes
}
