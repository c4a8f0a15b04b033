import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareWords, pairClauses } from './clause-changes.ts'
import type { Clause } from './describe.ts'

const floor = (cents: number): Clause => ({
  key: 'reglement.contribution.floor',
  params: { baseCents: cents },
})
const free: Clause = { key: 'reglement.contribution.free', params: {} }
const noFloor: Clause = { key: 'reglement.contribution.no_floor', params: {} }

describe('the clauses of two versions', () => {
  test('stay, say another amount, go and come', () => {
    expect(pairClauses([free, floor(10_00)], [free, floor(15_00)])).toEqual([
      { kind: 'same', clause: free },
      { kind: 'changed', before: floor(10_00), after: floor(15_00) },
    ])
    expect(pairClauses([floor(10_00)], [noFloor])).toEqual([
      { kind: 'removed', clause: floor(10_00) },
      { kind: 'added', clause: noFloor },
    ])
  })

  test('one that is word for word the same is not taken for another amount', () => {
    expect(pairClauses([floor(1), floor(2)], [floor(2), floor(3)])).toEqual([
      { kind: 'same', clause: floor(2) },
      { kind: 'changed', before: floor(1), after: floor(3) },
    ])
  })
})

describe('two sentences', () => {
  test('differ by a few words', () => {
    expect(compareWords('Le minimum est de 10 € par mois.', 'Le minimum est de 15 € par mois.')).toEqual({
      before: [
        { text: 'Le minimum est de ', changed: false },
        { text: '10 ', changed: true },
        { text: '€ par mois.', changed: false },
      ],
      after: [
        { text: 'Le minimum est de ', changed: false },
        { text: '15 ', changed: true },
        { text: '€ par mois.', changed: false },
      ],
    })
  })

  const sentence = fc.array(fc.constantFrom('le', 'mois', 'de', '10', '20', 'compte'), { maxLength: 12 })

  test('every word is shown once on its side, and what is not marked is the same on both', () => {
    fc.assert(
      fc.property(sentence, sentence, (a, b) => {
        const { before, after } = compareWords(a.join(' '), b.join(' '))
        const text = (pieces: typeof before) => pieces.map((piece) => piece.text).join('')
        expect(text(before)).toBe(a.join(' '))
        expect(text(after)).toBe(b.join(' '))
        const kept = (pieces: typeof before) =>
          pieces
            .filter((piece) => !piece.changed)
            .map((piece) => piece.text)
            .join('')
            .split(/\s+/)
            .filter(Boolean)
        expect(kept(before)).toEqual(kept(after))
      }),
    )
  })
})
