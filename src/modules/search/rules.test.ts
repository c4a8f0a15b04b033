import { describe, expect, test } from 'vitest'
import { asked, beginsAWord, isPrecise, MARK_END, MARK_START, piecesOf, readAloud, wordsOf } from './rules.ts'

describe('what was asked', () => {
  test('is a short line of seen signs', () => {
    expect(asked('  réunion\u0000\u202e \n légumes ')).toBe('réunion légumes')
    expect(asked('a'.repeat(10_000))).toHaveLength(200)
    expect(asked(`${'a'.repeat(199)}🥕`)).toBe('a'.repeat(199))
    expect(asked(`x${MARK_START}y`)).toBe('x y')
  })

  test('is read in words, unless it is precise', () => {
    expect(wordsOf('L’assemblée d’octobre, n° 12')).toEqual(['l', 'assemblée', 'd', 'octobre', 'n', '12'])
    expect(['"mot à mot"', 'légumes -viande', 'pain or lait'].map(isPrecise)).toEqual([true, true, true])
    expect(['compte-rendu', 'au-delà', 'trésor'].map(isPrecise)).toEqual([false, false, false])
  })

  test.each([
    ['cotis', true],
    ['les Cotis', true],
    ['de', false],
    ['fin.', false],
  ])('%j is a beginning: %j', (question, begins) => expect(beginsAWord(question)).toBe(begins))
})

test('an excerpt is text, marked where it matched', () => {
  expect(piecesOf(`des ${MARK_START}<b>légumes</b>${MARK_END} d’hiver`)).toEqual([
    { text: 'des ', matched: false },
    { text: '<b>légumes</b>', matched: true },
    { text: ' d’hiver', matched: false },
  ])
})

test('marks of Markdown are not read aloud', () => {
  expect(readAloud('## Décisions\n\n- **oui** aux [fermes](https://example.org)')).toBe(
    'Décisions oui aux fermes',
  )
})
