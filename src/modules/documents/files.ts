import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'
import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import { Refusal } from '../../kit/refusal.ts'
import { MAX_FILE_BYTES } from '../../kit/table-file.ts'

/** As large as a screen shows; what a camera adds (place, hour, name of its owner) is left out. */
const LONGEST_SIDE = 2000
const MOST_PIXELS = 60_000_000
const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']

export type StoredFile = { sha256: Buffer; mediaType: string; size: number }

/** Keeps a file under the name of its content. Pictures are made smaller and lose what their camera noted. */
export async function storeFile(tx: CaisseTx, now: Date, given: Uint8Array): Promise<StoredFile> {
  if (given.length === 0) throw new Refusal('file_empty')
  if (given.length > MAX_FILE_BYTES)
    throw new Refusal('file_too_large', { megabytes: MAX_FILE_BYTES / 1024 / 1024 })
  const { bytes, mediaType } = await read(given)
  const sha256 = createHash('sha256').update(bytes).digest()
  await tx
    .insertInto('stored_file')
    .values({ caisse_id: tx.caisseId, sha256, media_type: mediaType, bytes, stored_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return { sha256, mediaType, size: bytes.length }
}

export function findFile(tx: CaisseTx, sha256: Buffer) {
  return tx
    .selectFrom('stored_file')
    .select(['media_type as mediaType', 'bytes'])
    .where('caisse_id', '=', tx.caisseId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
}

async function read(given: Uint8Array): Promise<{ bytes: Buffer; mediaType: string }> {
  const type = await fileTypeFromBuffer(given)
  if (type && PICTURES.includes(type.mime)) return asPicture(given)
  const mediaType = type?.mime ?? (isText(given) ? 'text/plain' : 'application/octet-stream')
  return { bytes: Buffer.from(given), mediaType }
}

async function asPicture(given: Uint8Array): Promise<{ bytes: Buffer; mediaType: string }> {
  // Needed when a picture comes, not at each start.
  const { default: sharp } = await import('sharp')
  try {
    const bytes = await sharp(given, { limitInputPixels: MOST_PIXELS })
      .rotate()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer()
    return { bytes, mediaType: 'image/webp' }
  } catch {
    throw new Refusal('picture_unreadable')
  }
}

/** UTF-8 without control signs. */
function isText(bytes: Uint8Array): boolean {
  try {
    // oxlint-disable-next-line no-control-regex
    return !/[\u0000-\u0008\u000e-\u001f]/.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return false
  }
}

/** Drops a file that nothing shows any more; one that something else still shows stays. */
export async function forgetFile(tx: CaisseTx, sha256: Buffer): Promise<void> {
  await sql`savepoint forget_file`.execute(tx)
  try {
    await tx
      .deleteFrom('stored_file')
      .where('caisse_id', '=', tx.caisseId)
      .where('sha256', '=', sha256)
      .execute()
  } catch (error) {
    if ((error as { code?: string }).code !== FOREIGN_KEY) throw error
    await sql`rollback to savepoint forget_file`.execute(tx)
  }
}

/** SQLSTATE of a row that another one names. */
const FOREIGN_KEY = '23503'
