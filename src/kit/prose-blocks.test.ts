import { expect, test } from 'vitest'
import { proseBlocks, proseText } from './prose-blocks.ts'

test('paragraphs, titles, lists and looks are told apart', () => {
  const blocks = proseBlocks('# Un\n\nDu **gras** et *du fin*.\n\n1. premier\n2. second\n   - dedans\n')
  expect(blocks.map(({ kind, level, mark }) => [kind, level, mark])).toEqual([
    ['heading', 1, ''],
    ['paragraph', 1, ''],
    ['item', 1, '1.'],
    ['item', 1, '2.'],
    ['item', 2, '•'],
  ])
  expect(blocks[1]!.runs.filter(({ strong }) => strong).map(({ text }) => text)).toEqual(['gras'])
})

test('links stay links without HTML; lists stay close', () => {
  expect(proseText('Lire [ici](https://example.org/a?b=1).\n\n- un\n- deux\n\nhttps://example.org')).toBe(
    'Lire ici (https://example.org/a?b=1).\n\n• un\n• deux\n\nhttps://example.org',
  )
})

test('what is not a link stays text', () => {
  expect(proseText('[x](javascript:alert(1)) <b>y</b>')).toContain('<b>y</b>')
  expect(proseBlocks('[x](javascript:alert(1))').flatMap(({ runs }) => runs.map(({ href }) => href))).toEqual(
    [null],
  )
})
