import type { CaisseTx } from '../../../db/db.ts'
import type { Folder } from '../rules/folders.ts'

export async function listFolders(tx: CaisseTx): Promise<Folder[]> {
  const rows = await tx
    .selectFrom('document_folder')
    .select(['id', 'parent_id as parentId', 'name'])
    .where('caisse_id', '=', tx.caisseId)
    .orderBy(
      (eb) => eb.cast<string>('name', 'text'),
      (order) => order.collate('fr-x-icu'),
    )
    .execute()
  return rows
}

export async function insertFolder(tx: CaisseTx, folder: Folder & { at: Date }): Promise<void> {
  await tx
    .insertInto('document_folder')
    .values({
      caisse_id: tx.caisseId,
      id: folder.id,
      parent_id: folder.parentId,
      name: folder.name,
      created_at: folder.at,
    })
    .execute()
}

export async function changeFolderTo(tx: CaisseTx, { id, parentId, name }: Folder): Promise<void> {
  await tx
    .updateTable('document_folder')
    .set({ parent_id: parentId, name })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Whether anything stands in it, what waits in the bin included: that can be put back. */
export async function holdsAnything(tx: CaisseTx, id: string): Promise<boolean> {
  const folder = await tx
    .selectFrom('document_folder')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('parent_id', '=', id)
    .executeTakeFirst()
  const document = await tx
    .selectFrom('document')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('folder_id', '=', id)
    .executeTakeFirst()
  return folder !== undefined || document !== undefined
}

export async function deleteFolder(tx: CaisseTx, id: string): Promise<void> {
  await tx.deleteFrom('document_folder').where('caisse_id', '=', tx.caisseId).where('id', '=', id).execute()
}
