import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { ContactField } from '../rules/contact-file.ts'

export type ContactImport = {
  id: string
  name: string
  file: Buffer | null
  mapping: Partial<Record<ContactField, number | null>>
  status: 'read' | 'done' | 'dropped'
  uploadedAt: Date
  contacts: number | null
}

const columns = sql`id, name, mapping, status, uploaded_at as "uploadedAt", contacts`

/** Without the files themselves. */
export async function listContactImports(tx: CaisseTx): Promise<Omit<ContactImport, 'file'>[]> {
  const { rows } = await sql<Omit<ContactImport, 'file'>>`
    select ${columns} from contact_import where caisse_id = ${tx.caisseId} and status <> 'dropped'
    order by uploaded_at desc, id limit 20
  `.execute(tx)
  return rows
}

export async function findContactImport(tx: CaisseTx, id: string): Promise<ContactImport | undefined> {
  const { rows } = await sql<ContactImport>`
    select ${columns}, file from contact_import where caisse_id = ${tx.caisseId} and id = ${id}
  `.execute(tx)
  return rows[0]
}

export async function takeContactImport(tx: CaisseTx, id: string): Promise<ContactImport | undefined> {
  await sql`select from contact_import where caisse_id = ${tx.caisseId} and id = ${id} for update`.execute(tx)
  return findContactImport(tx, id)
}

export async function insertContactImport(
  tx: CaisseTx,
  { id, name, file, by, at }: { id: string; name: string; file: Uint8Array; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('contact_import')
    .values({
      caisse_id: tx.caisseId,
      id,
      name,
      file: Buffer.from(file),
      mapping: '{}',
      status: 'read',
      uploaded_at: at,
      uploaded_by: by,
    })
    .execute()
}

export async function setImportMapping(
  tx: CaisseTx,
  id: string,
  mapping: ContactImport['mapping'],
): Promise<void> {
  await tx
    .updateTable('contact_import')
    .set({ mapping: JSON.stringify(mapping) })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** The file goes with the import that it was read for. `contacts`: how many it brought; none when it is dropped. */
export async function endImport(tx: CaisseTx, id: string, contacts: number | null): Promise<void> {
  await tx
    .updateTable('contact_import')
    .set({ status: contacts === null ? 'dropped' : 'done', file: null, contacts })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Files with names in them do not lie about. */
export async function forgetContactImports(tx: CaisseTx, before: Date): Promise<void> {
  await tx
    .updateTable('contact_import')
    .set({ status: 'dropped', file: null })
    .where('caisse_id', '=', tx.caisseId)
    .where('status', '=', 'read')
    .where('uploaded_at', '<', before)
    .execute()
}
