/** A sheet of text as a PDF: what the demonstration needs of it, without waiting for a typesetter. */
export function smallPdf(title: string, paragraphs: readonly string[]): Uint8Array {
  const lines = [
    { size: 18, text: title },
    ...paragraphs.flatMap((paragraph) => [
      { size: 8, text: '' },
      ...wrapped(paragraph).map((text) => ({ size: 11, text })),
    ]),
  ]
  const text = lines.map(({ size, text: line }) => `/F ${size} Tf ${size * 1.5} TL T* <${hex(line)}> Tj`)
  const content = `BT 56 800 Td ${text.join('\n')} ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let file = '%PDF-1.4\n'
  const starts = objects.map((object, index) => {
    const start = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return start
  })
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}

const WIDTH = 86

function wrapped(paragraph: string): string[] {
  const lines: string[] = []
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Signs that Windows-1252 writes elsewhere than Unicode. */
const ELSEWHERE: Readonly<Record<string, number>> = { '’': 0x92, '–': 0x96, '…': 0x85, œ: 0x9c, '€': 0x80 }

const hex = (text: string): string =>
  [...text]
    .map((sign) => ELSEWHERE[sign] ?? sign.charCodeAt(0))
    .map((code) => (code < 256 ? code : 0x3f).toString(16).padStart(2, '0'))
    .join('')
