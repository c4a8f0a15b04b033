import { Refusal } from '../../../kit/refusal.ts'

export type Folder = { id: string; parentId: string | null; name: string }

/** Deeper, nobody finds anything any more. */
export const MOST_LEVELS = 5

/** From the top of the library to the folder itself. */
export function trailTo(folders: readonly Folder[], id: string | null): Folder[] {
  const trail: Folder[] = []
  for (let next = id; next !== null && trail.length <= folders.length;) {
    const folder = folders.find((one) => one.id === next)
    if (!folder) break
    trail.unshift(folder)
    next = folder.parentId
  }
  return trail
}

/** Folders whose contents, at any depth, are counted in `held`; the others tell nobody their name. */
export function foldersWithContents(folders: readonly Folder[], held: ReadonlySet<string>): Folder[] {
  const seen = new Set([...held].flatMap((id) => trailTo(folders, id).map((folder) => folder.id)))
  return folders.filter(({ id }) => seen.has(id))
}

export function refusalToNest(
  folders: readonly Folder[],
  { id, parentId }: Pick<Folder, 'parentId'> & { id: string | null },
): Refusal | null {
  const trail = trailTo(folders, parentId)
  if (id !== null && trail.some((folder) => folder.id === id)) return new Refusal('folder_in_itself')
  return trail.length + (id === null ? 1 : depthOf(folders, id)) > MOST_LEVELS
    ? new Refusal('folders_too_deep', { levels: MOST_LEVELS })
    : null
}

const depthOf = (folders: readonly Folder[], id: string): number =>
  1 + Math.max(0, ...folders.filter(({ parentId }) => parentId === id).map((one) => depthOf(folders, one.id)))

/** Every folder under its own, with how deep it stands: for a list to choose from. */
export function inTreeOrder(
  folders: readonly Folder[],
  parentId: string | null = null,
  level = 0,
): (Folder & { level: number })[] {
  return folders
    .filter((folder) => folder.parentId === parentId)
    .flatMap((folder) => [{ ...folder, level }, ...inTreeOrder(folders, folder.id, level + 1)])
}
