import type { CaisseTx } from '../../../db/db.ts'
import { findFile } from '../../documents/files.ts'
import { asJpeg } from '../pictures.ts'
import type { Picture } from '../render/print.ts'
import type { Letter } from '../rules/letter.ts'

/** The letter's pictures as they are printed. */
export async function readPictures(tx: CaisseTx, { sections }: Letter): Promise<Picture[]> {
  const shown = new Set(sections.flatMap(({ picture }) => (picture ? [picture.sha256] : [])))
  const pictures: Picture[] = []
  for (const sha256 of shown) {
    const file = await findFile(tx, Buffer.from(sha256, 'hex'))
    if (file) pictures.push({ sha256, jpeg: await asJpeg(file.bytes) })
  }
  return pictures
}
