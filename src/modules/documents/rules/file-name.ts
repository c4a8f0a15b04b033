/** What may be deposited, told by content, and how such a file's name ends. */
const KINDS: Readonly<Record<string, { ending: string; others?: readonly string[] }>> = {
  'application/pdf': { ending: 'pdf' },
  'image/webp': { ending: 'webp' },
  'text/plain': { ending: 'txt', others: ['csv', 'md', 'ics', 'vcf'] },
  'application/rtf': { ending: 'rtf' },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': { ending: 'docx' },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { ending: 'xlsx' },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': { ending: 'pptx' },
  'application/vnd.oasis.opendocument.text': { ending: 'odt' },
  'application/vnd.oasis.opendocument.spreadsheet': { ending: 'ods' },
  'application/vnd.oasis.opendocument.presentation': { ending: 'odp' },
  'application/vnd.oasis.opendocument.graphics': { ending: 'odg' },
  'application/x-cfb': { ending: 'doc', others: ['xls', 'ppt'] },
  'application/epub+zip': { ending: 'epub' },
  'audio/mpeg': { ending: 'mp3' },
  'audio/x-m4a': { ending: 'm4a' },
  'audio/ogg': { ending: 'ogg' },
}

/** Programs, web pages and archives are not documents. */
export const isKept = (mediaType: string): boolean => mediaType in KINDS

/** Bytes: disks take 255 with the ending. */
const LONGEST = 200

/** Turns writing around, joins without being seen, or cannot be shown: a name must be what it looks like. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu

export const withoutUnseen = (text: string): string => text.replace(UNSEEN, '')

/**
 * The name a file is given back under: its own, without a path or signs that are not seen, and with the ending of
 * what it is. A web page called `facture.pdf` becomes `facture.pdf.txt`.
 */
export function keptName(given: string, mediaType: string): string {
  const { ending, others = [] } = KINDS[mediaType] ?? { ending: 'bin' }
  const bare = withoutUnseen(given.normalize('NFC').split(/[\\/]/).at(-1) ?? '')
    .replace(/[<>:"|?*%]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const last = /\.([a-z0-9]{1,5})$/i.exec(bare)?.[1]?.toLowerCase()
  const ends = last !== undefined && (last === ending || others.includes(last))
  const kept = ends ? last : ending
  const stem = ends ? bare.slice(0, -last.length - 1) : withoutPictureEnding(bare, mediaType)
  return `${cut(stem).trim() || 'document'}.${kept}`
}

function cut(text: string): string {
  const sizes = [...text].map((sign) => Buffer.byteLength(sign))
  let room = LONGEST
  const kept = sizes.findIndex((size) => (room -= size) < 0)
  return kept === -1 ? text : [...text].slice(0, kept).join('')
}

/** A photo was made smaller on the way in: `table.jpeg` is `table.webp` now. */
const withoutPictureEnding = (name: string, mediaType: string): string =>
  mediaType === 'image/webp' ? name.replace(/\.(?:jpe?g|png|gif|avif)$/i, '') : name

/** A title for whoever gave none: `compte-rendu_2026.pdf` reads `compte-rendu 2026`. */
export const titleFrom = (fileName: string): string =>
  fileName
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/_+/g, ' ')
    .trim()

/** RFC 6266: what old readers understand, then the name itself. */
export function dispositionOf(fileName: string): string {
  const plain = fileName
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\]/g, '')
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** How people call what a file is. */
export function kindOf(
  mediaType: string,
): 'pdf' | 'picture' | 'text' | 'sheet' | 'slides' | 'sound' | 'file' {
  if (mediaType === 'application/pdf') return 'pdf'
  if (mediaType.startsWith('image/')) return 'picture'
  if (mediaType.startsWith('audio/')) return 'sound'
  if (/spreadsheet/.test(mediaType)) return 'sheet'
  if (/presentation/.test(mediaType)) return 'slides'
  return /text|word|rtf|epub/.test(mediaType) ? 'text' : 'file'
}
