import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../src/kit/root.ts'

const WRITES = [
  /\b(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*'([a-z_]+)/g,
  /\binsert\s+into\s+([a-z_]+)/gi,
  /\bupdate\s+([a-z_]+)\s+(?:as\s+\w+\s+|\w\s+)?set\b/gi,
  /\bdelete\s+from\s+([a-z_]+)/gi,
  /\bcopy\s+([a-z_]+)\s*\([^)]*\)\s*from\b/gi,
]

/** Kept by what all modules stand on. */
const SHARED = new Set(['gesture'])

/** The only module that may write several subjects' tables: a payment is one statement (docs/architecture.md). */
const ALSO: Record<string, readonly string[]> = {
  wallet: ['payments'],
  transfer: ['payments', 'allocations'],
}

test('a table is written by one module', () => {
  const writers = new Map<string, Set<string>>()
  const modules = join(root, 'src/modules')
  for (const entry of readdirSync(modules, { recursive: true, withFileTypes: true })) {
    if (!/\.tsx?$/.test(entry.name) || entry.name.includes('.test.')) continue
    const file = join(entry.parentPath, entry.name)
    const module = file.slice(modules.length + 1).split('/')[0]!
    const text = readFileSync(file, 'utf8')
    for (const pattern of WRITES) {
      for (const [, table] of text.matchAll(pattern)) {
        if (SHARED.has(table!) || ALSO[table!]?.includes(module)) continue
        writers.set(table!, (writers.get(table!) ?? new Set()).add(module))
      }
    }
  }
  expect(writers.size).toBeGreaterThan(25)
  const shared = [...writers].filter(([, written]) => written.size > 1)
  expect(shared.map(([table, written]) => `${table}: ${[...written].join(', ')}`)).toEqual([])
})
