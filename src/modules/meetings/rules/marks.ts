import { Temporal } from 'temporal-polyfill'
import type { Day } from '../../../kit/month.ts'

export type Mark =
  | { kind: 'decision'; text: string }
  | { kind: 'task'; text: string; owner: string; dueOn: Day | null }
  | { kind: 'objection'; text: string; author: string }

const WORDS: Record<string, Mark['kind']> = {
  décision: 'decision',
  decision: 'decision',
  tâche: 'task',
  tache: 'task',
  task: 'task',
  objection: 'objection',
}

/** A line of its own, in a list or not, in bold or not: « Décision : … », « Tâche : … (qui, date) », « Objection (qui) : … ». */
const LINE =
  /^(?<before>\s*(?:[-*+]\s+|\d+[.)]\s+)?)(?<bold>\*\*|__)?(?<word>décision|decision|tâche|tache|task|objection)(?:\s*\((?<who>[^)\n]{1,120})\))?(?:\*\*|__)?\s*:(?:\*\*|__)?(?<text>.+)$/iu

function readLine(line: string) {
  const groups = LINE.exec(line.normalize('NFC'))?.groups
  if (!groups) return null
  const said = groups['text']!.replace(/^\s*(?:\*\*|__)/, '').trim()
  const text = said.slice(0, 1).toLocaleUpperCase('fr') + said.slice(1)
  return text === ''
    ? null
    : {
        before: groups['before']!,
        kind: WORDS[groups['word']!.toLowerCase()]!,
        word: groups['word']!,
        who: (groups['who'] ?? '').trim(),
        text,
      }
}

/** What the minutes decide, ask of somebody, or keep against: in the order in which it stands there. */
export function marksIn(markdown: string): Mark[] {
  return markdown.split('\n').flatMap((line): Mark[] => {
    const read = readLine(line)
    if (!read) return []
    if (read.kind === 'decision') return [{ kind: 'decision', text: read.text }]
    if (read.kind === 'objection') return [{ kind: 'objection', text: read.text, author: read.who }]
    const end = /\(([^()]{1,160})\)\s*\.?$/u.exec(read.text)
    const { owner, dueOn } = readOwner(end?.[1] ?? read.who)
    return [{ kind: 'task', text: end ? read.text.slice(0, end.index).trim() : read.text, owner, dueOn }]
  })
}

const DAY = /\b(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\/(\d{1,2})\/(\d{4}))\b/

/** « Aïcha, avant le 15/12/2026 » */
function readOwner(text: string): { owner: string; dueOn: Day | null } {
  const day = DAY.exec(text)
  const owner = (day ? text.slice(0, day.index) : text)
    .replace(/[\s,;:–-]*(?:avant le|pour le|d’ici le|d'ici le|le|by|before|until)?\s*$/iu, '')
    .trim()
  return { owner, dueOn: day ? dayOf(day) : null }
}

function dayOf([, year, month, day, frenchDay, frenchMonth, frenchYear]: RegExpExecArray): Day | null {
  try {
    return Temporal.PlainDate.from(
      {
        year: Number(year ?? frenchYear),
        month: Number(month ?? frenchMonth),
        day: Number(day ?? frenchDay),
      },
      { overflow: 'reject' },
    ).toString()
  } catch {
    return null
  }
}

const OWNED = /\s*\(([^()]{1,160})\)(\s*\.?)$/u

/** What is to be done and by when is published, who does it is not. */
function withoutOwner(line: string): string {
  const [, said = ''] = OWNED.exec(line) ?? []
  const [day] = DAY.exec(said) ?? []
  return line.replace(OWNED, day ? ` (${day})$2` : '$2').replace(/^([^:(]*?)\s*\([^)]*\)(\s*:)/u, '$1$2')
}

/**
 * What people outside the team read: without the names of those who did not agree to be named. Objections stay, whoever
 * made them does not, even if they agreed elsewhere.
 */
export function publishable(
  markdown: string,
  { unnamed, named }: { unnamed: readonly Named[]; named: readonly Named[] },
  instead: string,
): string {
  const lines = markdown.split('\n').map((line) => {
    const read = readLine(line)
    if (read?.kind === 'task') return withoutOwner(line)
    if (read?.kind !== 'objection') return line
    return `${read.before}${read.word} : ${withoutNames(read.text, [...unnamed, ...named], instead)}`
  })
  return withoutNames(lines.join('\n'), unnamed, instead)
}

export type Named = {
  givenName: string
  familyName: string
  /** Was there: their given name alone tells who it is. */ present: boolean
}

/**
 * A text without the names of these people: « un·e habitant·e » stands there instead. A given name alone counts where
 * it is written as a name, with a capital, for somebody who was there.
 */
export function withoutNames(text: string, people: readonly Named[], instead: string): string {
  const read = text.normalize('NFC')
  const folded = fold(read)
  const spans: [number, number][] = []
  for (const { givenName, familyName, present } of people) {
    const [given, family] = [
      fold(givenName.normalize('NFC').trim()),
      fold(familyName.normalize('NFC').trim()),
    ]
    const full = family === '' ? [] : [`${given} ${family}`, `${family} ${given}`]
    for (const name of full) spans.push(...occurrences(folded, name))
    if (!present) continue
    for (const name of [given, family])
      if (name.length >= 2)
        spans.push(...occurrences(folded, name).filter(([start]) => isCapital(read[start]!)))
  }
  let result = ''
  let at = 0
  for (const [start, end] of merged(spans)) {
    result += read.slice(at, start) + instead
    at = end
  }
  return result + read.slice(at)
}

const isCapital = (sign: string): boolean => sign !== sign.toLowerCase()

/** Case and accents aside, one sign for one sign, so that places in it are places in the text. */
const fold = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => {
    // A name may be cut by the end of a line.
    if (/\s/.test(text[i]!)) return ' '
    const base = text[i]!.normalize('NFD')[0]!.toLowerCase()
    return base.length === 1 ? base : text[i]!
  }).join('')

function occurrences(folded: string, name: string): [number, number][] {
  const found: [number, number][] = []
  if (name.trim() === '') return found
  for (let at = folded.indexOf(name); at !== -1; at = folded.indexOf(name, at + 1)) {
    const end = at + name.length
    if (!isWord(folded[at - 1]) && !isWord(folded[end])) found.push([at, end])
  }
  return found
}

const isWord = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign)

function merged(spans: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = []
  for (const [start, end] of spans.toSorted(([a, x], [b, y]) => a - b || y - x)) {
    const last = result.at(-1)
    if (last && start < last[1]) last[1] = Math.max(last[1], end)
    else result.push([start, end])
  }
  return result
}
