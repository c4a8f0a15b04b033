/** A picture of the demonstration, from its drawing (SVG). */
export async function drawnPicture(svg: string): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp(Buffer.from(svg)).png().toBuffer()
}
