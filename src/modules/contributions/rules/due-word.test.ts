import { expect, test } from 'vitest'
import { dueWord, type DueWord } from './due-word.ts'

const due = (expectedCents: number, waivedCents: number, missingCents: number) => ({
  expectedCents,
  waivedCents,
  missingCents,
})

test.each<[DueWord, ReturnType<typeof due>, string]>([
  ['expected', due(20_00, 0, 20_00), '2026-10-16'],
  ['late', due(20_00, 0, 20_00), '2026-10-17'],
  ['late', due(20_00, 0, 1), '2026-11-02'],
  ['received', due(20_00, 0, 0), '2026-10-02'],
  ['received', due(20_00, 5_00, 0), '2026-10-02'],
  ['waived', due(20_00, 20_00, 0), '2026-10-02'],
  ['nothing', due(0, 0, 0), '2026-12-24'],
])('%s: %o on %s', (word, given, today) => {
  expect(dueWord(given, { month: '2026-10', today, graceDays: 15 })).toBe(word)
})
