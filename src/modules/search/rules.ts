/** Signs that no text of ours holds: they mark what matched between PostgreSQL and the page. */
export const MARK_START = '\ue000'
export const MARK_END = '\ue001'

export type Piece = { text: string; matched: boolean }

/** An excerpt in pieces, as plain text: what somebody wrote never becomes markup. */
export function piecesOf(excerpt: string): Piece[] {
  const pieces: Piece[] = []
  let matched = false
  for (const part of excerpt.split(new RegExp(`([${MARK_START}${MARK_END}])`))) {
    if (part === MARK_START || part === MARK_END) matched = part === MARK_START
    else if (part !== '') pieces.push({ text: part, matched })
  }
  return pieces
}

const LONGEST = 200

/** What was asked, without signs that match nothing, and no longer than a question is. */
export const asked = (typed: string): string =>
  typed
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST)
    .replace(/[\ud800-\udbff]$/, '')

/** Quotation marks, `-without` and `or` are a language of their own, which PostgreSQL reads. */
export const isPrecise = (question: string): boolean => /"|(?:^|\s)-\S|\sor\s/i.test(question)

/** Everywhere, and not in PostgreSQL's list of such words once accents are off. */
const EVERYWHERE: ReadonlySet<string> = new Set([
  'les',
  'à',
  'où',
  'même',
  'mêmes',
  'été',
  'être',
  'très',
  'après',
])

export const wordsOf = (question: string): string[] =>
  (question.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    .filter((word) => !EVERYWHERE.has(word))
    .slice(0, 20)

/** One often stops typing early: `cotis` finds « cotisation ». After a space or a full stop, the word was finished. */
export const beginsAWord = (question: string): boolean => /[\p{L}\p{N}]{3}$/u.test(question)

/** Marks of Markdown that read badly in an excerpt. */
export const readAloud = (excerpt: string): string =>
  excerpt
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(?:^|\s)(?:#{1,6}|>|[-*+])(?=\s)/g, ' ')
    .replace(/[*_`~]{1,3}/g, '')
    .replace(/\s+/g, ' ')
    .trim()
