/** Wide enough for a mail on a fine screen. */
const WIDTH = 1160

/** JPEG, which every mail program and our PDFs show; on paper colour where it was transparent. */
export async function asJpeg(bytes: Uint8Array): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp(bytes)
    .resize({ width: WIDTH, withoutEnlargement: true })
    .flatten({ background: '#fffdf8' })
    .jpeg({ quality: 80, progressive: true })
    .toBuffer()
}
