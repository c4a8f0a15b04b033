import { sql } from 'kysely'
import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { ROLES } from '../../../kit/actor.ts'
import { gesture, InputError, type Gesture } from '../../../kit/gesture.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { findFile, storeFile } from '../files.ts'
import { isKept, keptName, titleFrom, withoutUnseen } from '../rules/file-name.ts'
import { AUDIENCES, refusalToKeep, type Audience, type Shelf } from '../rules/rights.ts'
import { changeDocumentTo, insertDocument } from '../store/documents.ts'
import { listFolders } from '../store/folders.ts'
import { findVersion, insertVersion, setContent } from '../store/versions.ts'
import { groupsToKeepFor } from '../store/viewer.ts'
import { readText } from '../text.ts'
import { takeDocument, viewerIn } from './shared.ts'

export const READ_DOCUMENT = 'read_document'

const Line = (longest: number) =>
  z
    .string()
    .transform((typed) => withoutUnseen(typed.replace(/\s+/g, ' ')).trim())
    .pipe(z.string().max(longest))
const Paragraphs = z.string().trim().max(2000)
const FileBytes = z.instanceof(Uint8Array<ArrayBufferLike>)
/** An empty choice is the top of the library. */
const FolderChoice = z.union([z.literal('').transform(() => null), z.uuid(), z.null()]).default(null)
const GroupChoice = z.union([z.literal('').transform(() => null), z.uuid(), z.null()]).default(null)

const Kept = {
  title: Line(160).default(''),
  description: Paragraphs.default(''),
  folderId: FolderChoice,
  audience: z.enum(AUDIENCES),
  groupId: GroupChoice,
}

const NewFile = { file: FileBytes, fileName: z.string() }

/** A new document, at its first version. */
export const depositDocument = gesture(
  'deposit_document',
  ROLES,
  z.object({ ...NewFile, ...Kept }),
  async (tx, { about, ...gesture }, { file, fileName, ...kept }) => {
    const shelf = shelfOf(kept)
    refuse(refusalToKeep(await viewerIn(tx, gesture), shelf))
    await checkPlaces(tx, gesture, { ...kept, ...shelf })
    const documentId = gesture.app.newId()
    about(documentId)
    const title = kept.title || titleFrom(keptName(fileName, 'text/plain')).slice(0, 160)
    const { description, folderId } = kept
    await insertDocument(tx, { id: documentId, title, description, folderId, ...shelf }, gesture.now)
    await addVersion(tx, gesture, { documentId, number: 1, file, fileName, note: '' })
    return { documentId }
  },
)

/** Another file in its place: the one before stays readable. */
export const replaceDocument = gesture(
  'replace_document',
  ROLES,
  z.object({ documentId: z.uuid(), ...NewFile, note: Line(200).default('') }),
  async (tx, { about, ...gesture }, { documentId, ...version }) => {
    about(documentId)
    const document = await takeDocument(tx, gesture, documentId)
    await addVersion(tx, gesture, { documentId, number: document.versions + 1, ...version })
  },
)

/** An earlier version becomes the last one again; nothing in between is lost. */
export const restoreVersion = gesture(
  'restore_document_version',
  ROLES,
  z.object({ documentId: z.uuid(), number: z.number().int().min(1) }),
  async (tx, { about, ...gesture }, { documentId, number }) => {
    about(documentId)
    const document = await takeDocument(tx, gesture, documentId)
    const earlier = await findVersion(tx, documentId, number)
    if (!earlier) throw new Refusal('unknown_document', {}, 404)
    if (number === document.versions) throw new Refusal('version_is_last', {}, 409)
    await insertVersion(tx, {
      documentId,
      ...earlier,
      number: document.versions + 1,
      note: '',
      restores: number,
      at: gesture.now,
      by: accountOf(gesture),
    })
  },
)

/** Its title, what it says of itself, where it stands and who may read it. */
export const changeDocument = gesture(
  'change_document',
  ROLES,
  z.object({ documentId: z.uuid(), ...Kept, title: Line(160).pipe(z.string().min(1)) }),
  async (tx, { about, ...gesture }, { documentId, ...kept }) => {
    about(documentId)
    const document = await takeDocument(tx, gesture, documentId)
    const shelf = shelfOf(kept)
    refuse(refusalToKeep(await viewerIn(tx, gesture), shelf))
    await checkPlaces(tx, gesture, { ...kept, ...shelf })
    const { title, description, folderId } = kept
    await changeDocumentTo(tx, { id: document.id, title, description, folderId, ...shelf }, gesture.now)
  },
)

// --- what they share ---------------------------------------------------------------------------------

type Doing = Omit<Gesture, 'about'>

const accountOf = ({ actor }: Doing): string | null => (actor.kind === 'account' ? actor.accountId : null)

function shelfOf({ audience, groupId }: { audience: Audience; groupId: string | null }): Shelf {
  if (audience === 'group' && groupId === null)
    throw new InputError([{ field: 'groupId', message: 'required' }])
  return { audience, groupId: audience === 'group' ? groupId : null }
}

async function checkPlaces(
  tx: CaisseTx,
  gesture: Doing,
  { folderId, groupId }: { folderId: string | null; groupId: string | null },
): Promise<void> {
  if (folderId !== null && !(await listFolders(tx)).some(({ id }) => id === folderId))
    throw new Refusal('unknown_folder', {}, 404)
  if (groupId === null) return
  const groups = await groupsToKeepFor(tx, await viewerIn(tx, gesture))
  if (!groups.some(({ id }) => id === groupId)) throw new Refusal('unknown_group_here', {}, 404)
}

async function addVersion(
  tx: CaisseTx,
  gesture: Doing,
  given: { documentId: string; number: number; file: Uint8Array; fileName: string; note: string },
): Promise<void> {
  const { documentId, number, note } = given
  const { sha256, mediaType, size } = await storeFile(tx, gesture.now, given.file)
  if (!isKept(mediaType)) throw new Refusal('file_kind_refused')
  const last = await findVersion(tx, documentId)
  if (last?.sha256.equals(sha256)) throw new Refusal('file_unchanged', {}, 409)
  await insertVersion(tx, {
    documentId,
    number,
    sha256,
    fileName: keptName(given.fileName, mediaType),
    mediaType,
    bytes: size,
    note,
    at: gesture.now,
    by: accountOf(gesture),
    content: null,
  })
  if (mediaType === 'text/plain') await readNow(tx, sha256)
  else if (mediaType === 'application/pdf') {
    const payload = JSON.stringify({ caisseId: tx.caisseId, sha256: sha256.toString('hex') })
    await sql`select add_job(${READ_DOCUMENT}, ${payload}::json)`.execute(tx)
  }
}

async function readNow(tx: CaisseTx, sha256: Buffer): Promise<void> {
  const file = await findFile(tx, sha256)
  if (file) await setContent(tx, sha256, await readText(file.bytes, file.mediaType))
}
