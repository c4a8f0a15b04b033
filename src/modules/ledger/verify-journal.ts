import { createHash } from 'node:crypto'
import { FIRST_HEAD } from './seal.ts'

/** A row of the exported journal: its seal (empty when not sealed yet) and its canonical line. */
export type ExportedTransfer = { seal: string; line: string }
export type ExportedSeal = { n: string; transfers: string; head: string }

export type Verdict = {
  seals: number
  transfers: number
  /** Rows younger than the last seal: nothing vouches for them yet. */
  unsealed: number
  head: string
  /** The first thing that is not as it was sealed. */
  problem: { seal: number; kind: 'missing' | 'rows' | 'head' | 'order' | 'anchor' } | null
}

/**
 * Checks the journal with nothing but its export: rows in the order of seal, gesture and leg, and the seals.
 * `anchor`, a head noted elsewhere on an earlier day, also shows an end that was cut off.
 */
export async function verifyJournal(
  transfers: AsyncIterable<ExportedTransfer> | Iterable<ExportedTransfer>,
  seals: readonly ExportedSeal[],
  anchor?: string,
): Promise<Verdict> {
  const verdict: Verdict = {
    seals: seals.length,
    transfers: 0,
    unsealed: 0,
    head: FIRST_HEAD.toString('hex'),
    problem: null,
  }
  const fail = (seal: number, kind: NonNullable<Verdict['problem']>['kind']) => {
    verdict.problem ??= { seal, kind }
  }
  let current = 0
  let count = 0
  let hash = createHash('sha256').update(FIRST_HEAD)
  const close = () => {
    const seal = seals[current - 1]
    if (!seal) return fail(current, 'missing')
    const head = hash.digest()
    if (Number(seal.n) !== current) fail(current, 'order')
    if (Number(seal.transfers) !== count) fail(current, 'rows')
    if (head.toString('hex') !== seal.head) fail(current, 'head')
    verdict.head = seal.head
    hash = createHash('sha256').update(Buffer.from(seal.head, 'hex'))
    count = 0
  }
  for await (const { seal, line } of transfers) {
    verdict.transfers += 1
    if (seal === '') {
      verdict.unsealed += 1
      continue
    }
    const n = Number(seal)
    if (n !== current) {
      if (current > 0) close()
      if (n !== current + 1) fail(n, 'order')
      current = n
    }
    hash.update(line).update('\n')
    count += 1
  }
  if (current > 0) close()
  if (current < seals.length) fail(current + 1, 'rows')
  if (anchor && !seals.some((seal) => seal.head === anchor.toLowerCase())) fail(seals.length, 'anchor')
  return verdict
}
