import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { Mapping } from '../rules/contact-file.ts'

export type ContactImport = {
  id: string
  name: string
  file: Buffer
  mapping: Mapping
  actionId: string | null
}

export async function insertImport(
  tx: CaisseTx,
  one: { id: string; name: string; file: Uint8Array; mapping: Mapping; actionId: string | null },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('outreach_import')
    .values({
      caisse_id: tx.caisseId,
      id: one.id,
      name: one.name,
      file: Buffer.from(one.file),
      mapping: JSON.stringify(one.mapping),
      action_id: one.actionId,
      uploaded_at: now,
    })
    .execute()
}

/** Nobody else imports it meanwhile; gone once it was imported. */
export async function takeImport(tx: CaisseTx, id: string): Promise<ContactImport> {
  const { rows } = await sql<ContactImport & { file: Buffer | null }>`
    select id, name, file, mapping, action_id as "actionId" from outreach_import
    where caisse_id = ${tx.caisseId} and id = ${id} for update
  `.execute(tx)
  if (!rows[0]?.file) throw new Refusal('unknown_contact_import', {}, 404)
  return rows[0]
}

export async function findImport(tx: CaisseTx, id: string): Promise<ContactImport> {
  const found = await tx
    .selectFrom('outreach_import')
    .select(['id', 'name', 'file', 'mapping', 'action_id'])
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found?.file) throw new Refusal('unknown_contact_import', {}, 404)
  return { ...found, file: found.file, mapping: found.mapping as Mapping, actionId: found.action_id }
}

export async function mapImport(tx: CaisseTx, id: string, mapping: Mapping): Promise<void> {
  await tx
    .updateTable('outreach_import')
    .set({ mapping: JSON.stringify(mapping) })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function finishImport(
  tx: CaisseTx,
  id: string,
  { contacts, now }: { contacts: number; now: Date },
): Promise<void> {
  await tx
    .updateTable('outreach_import')
    .set({ file: null, done_at: now, contacts })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Files with names in them do not lie about. */
export async function forgetImports(tx: CaisseTx, before: Date): Promise<void> {
  await tx
    .deleteFrom('outreach_import')
    .where('caisse_id', '=', tx.caisseId)
    .where('uploaded_at', '<', before)
    .execute()
}
