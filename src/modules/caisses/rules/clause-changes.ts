import type { Clause } from './describe.ts'

/** A clause that goes, comes, stays, or says another amount. */
export type ClauseChange =
  | { kind: 'same'; clause: Clause }
  | { kind: 'removed'; clause: Clause }
  | { kind: 'added'; clause: Clause }
  | { kind: 'changed'; before: Clause; after: Clause }

const isSame = (one: Clause, other: Clause): boolean =>
  one.key === other.key && JSON.stringify(one.params) === JSON.stringify(other.params)

/**
 * Pairs the clauses of two versions of a section: what is word for word the same first, then those of one kind
 * in their order, which differ by an amount only. In the order of the later version, what went first.
 */
export function pairClauses(before: readonly Clause[], after: readonly Clause[]): ClauseChange[] {
  const left = [...before]
  const take = (fits: (clause: Clause) => boolean): Clause | undefined => {
    const at = left.findIndex(fits)
    return at < 0 ? undefined : left.splice(at, 1)[0]
  }
  const kept = after.map((clause) => take((other) => isSame(other, clause)))
  const changes = after.map((clause, i): ClauseChange => {
    if (kept[i]) return { kind: 'same', clause }
    const earlier = take((other) => other.key === clause.key)
    return earlier ? { kind: 'changed', before: earlier, after: clause } : { kind: 'added', clause }
  })
  return [...left.map((clause): ClauseChange => ({ kind: 'removed', clause })), ...changes]
}

/** A piece of a sentence; `changed` where the other version says something else. */
export type Piece = { text: string; changed: boolean }

/** Two sentences word by word, by their longest common run of words. */
export function compareWords(before: string, after: string): { before: Piece[]; after: Piece[] } {
  const a = wordsOf(before)
  const b = wordsOf(after)
  // common[i][j]: how many words the ends from i and from j share, in order.
  const common = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i]![j] =
        a[i] === b[j] ? 1 + common[i + 1]![j + 1]! : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
  const pieces = { before: [] as Piece[], after: [] as Piece[] }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(pieces.before, a[i++]!, false)
      add(pieces.after, b[j++]!, false)
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      add(pieces.before, a[i++]!, true)
    } else {
      add(pieces.after, b[j++]!, true)
    }
  }
  return pieces
}

/** Words with the space that follows them. */
const wordsOf = (text: string): string[] => text.match(/\S+\s*/g) ?? []

function add(pieces: Piece[], word: string, changed: boolean): void {
  const last = pieces.at(-1)
  if (last?.changed === changed) last.text += word
  else pieces.push({ text: word, changed })
}
