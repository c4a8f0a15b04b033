import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, InputError } from '../../../kit/gesture.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { withoutUnseen } from '../rules/file-name.ts'
import { refusalToNest, type Folder } from '../rules/folders.ts'
import { LIBRARIANS } from '../rules/rights.ts'
import { changeFolderTo, deleteFolder, holdsAnything, insertFolder, listFolders } from '../store/folders.ts'

const Name = z
  .string()
  .transform((typed) => withoutUnseen(typed.replace(/\s+/g, ' ')).trim())
  .pipe(z.string().min(1).max(80))
const Parent = z.union([z.literal('').transform(() => null), z.uuid(), z.null()]).default(null)

export const openFolder = gesture(
  'open_document_folder',
  LIBRARIANS,
  z.object({ name: Name, parentId: Parent }),
  async (tx, { app, now, about }, { name, parentId }) => {
    const folders = await listFolders(tx)
    const folderId = app.newId()
    about(folderId)
    if (parentId !== null) refuseUnknown(folders, parentId)
    refuse(refusalToNest(folders, { id: null, parentId }))
    refuseTwice(folders, { name, parentId })
    await insertFolder(tx, { id: folderId, parentId, name, at: now })
    return { folderId }
  },
)

export const changeFolder = gesture(
  'change_document_folder',
  LIBRARIANS,
  z.object({ folderId: z.uuid(), name: Name, parentId: Parent }),
  async (tx, { about }, { folderId: id, name, parentId }) => {
    about(id)
    const folders = await listFolders(tx)
    refuseUnknown(folders, id)
    if (parentId !== null) refuseUnknown(folders, parentId)
    refuse(refusalToNest(folders, { id, parentId }))
    refuseTwice(
      folders.filter((folder) => folder.id !== id),
      { name, parentId },
    )
    await changeFolderTo(tx, { id, parentId, name })
  },
)

/** An empty one: what stands in a folder is never taken away with it. */
export const removeFolder = gesture(
  'remove_document_folder',
  LIBRARIANS,
  z.object({ folderId: z.uuid() }),
  async (tx, { about }, { folderId }) => {
    about(folderId)
    const folders = await listFolders(tx)
    refuseUnknown(folders, folderId)
    await refuseFilled(tx, folderId)
    await deleteFolder(tx, folderId)
    return { parentId: folders.find(({ id }) => id === folderId)!.parentId }
  },
)

function refuseUnknown(folders: readonly Folder[], id: string): void {
  if (!folders.some((folder) => folder.id === id)) throw new Refusal('unknown_folder', {}, 404)
}

function refuseTwice(folders: readonly Folder[], { name, parentId }: Omit<Folder, 'id'>): void {
  const same = (folder: Folder) =>
    folder.parentId === parentId && folder.name.toLowerCase() === name.toLowerCase()
  if (folders.some(same)) throw new InputError([{ field: 'name', message: 'folder_name_taken' }])
}

async function refuseFilled(tx: CaisseTx, id: string): Promise<void> {
  if (await holdsAnything(tx, id)) throw new Refusal('folder_not_empty', {}, 409)
}
