import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'

export type Version = {
  number: number
  fileName: string
  mediaType: string
  bytes: number
  note: string
  restores: number | null
  depositedAt: Date
  depositedBy: string | null
}

/** The last first. */
export async function listVersions(tx: CaisseTx, documentId: string): Promise<Version[]> {
  const { rows } = await sql<Version>`
    select v.number, v.file_name as "fileName", v.media_type as "mediaType", v.size_bytes as bytes, v.note, v.restores,
      v.deposited_at as "depositedAt", account.display_name as "depositedBy"
    from document_version v left join login_account account on account.id = v.deposited_by
    where v.caisse_id = ${tx.caisseId} and v.document_id = ${documentId}
    order by v.number desc
  `.execute(tx)
  return rows
}

/** One version with the name of its content; the last one without a number. */
export function findVersion(tx: CaisseTx, documentId: string, number?: number) {
  return tx
    .selectFrom('document_version')
    .select([
      'number',
      'sha256',
      'file_name as fileName',
      'media_type as mediaType',
      'size_bytes as bytes',
      'content',
    ])
    .where('caisse_id', '=', tx.caisseId)
    .where('document_id', '=', documentId)
    .$if(number !== undefined, (query) => query.where('number', '=', number!))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

type NewVersion = {
  documentId: string
  number: number
  sha256: Buffer
  fileName: string
  mediaType: string
  bytes: number
  note: string
  restores?: number
  at: Date
  by: string | null
  content: string | null
}

export async function insertVersion(tx: CaisseTx, version: NewVersion): Promise<void> {
  await tx
    .insertInto('document_version')
    .values({
      caisse_id: tx.caisseId,
      document_id: version.documentId,
      number: version.number,
      sha256: version.sha256,
      file_name: version.fileName,
      media_type: version.mediaType,
      size_bytes: version.bytes,
      note: version.note,
      restores: version.restores ?? null,
      deposited_at: version.at,
      deposited_by: version.by,
      content: version.content,
    })
    .execute()
}

/** What was read in a file, for each version that holds it. */
export async function setContent(tx: CaisseTx, sha256: Buffer, content: string): Promise<void> {
  await tx
    .updateTable('document_version')
    .set({ content })
    .where('caisse_id', '=', tx.caisseId)
    .where('sha256', '=', sha256)
    .where('content', 'is', null)
    .execute()
}

/** Whether a file was not read yet. */
export async function isUnread(tx: CaisseTx, sha256: Buffer): Promise<boolean> {
  const version = await tx
    .selectFrom('document_version')
    .select('number')
    .where('caisse_id', '=', tx.caisseId)
    .where('sha256', '=', sha256)
    .where('content', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return version !== undefined
}
