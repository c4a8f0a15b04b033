import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sepaText } from './sepa-text.ts'

test.each([
  ['Œuvre de l’été', "OEuvre de l'ete"],
  ['Straße & Söhne', 'Strasse + Sohne'],
  ['GAEC “Les Ânes”', 'GAEC Les Anes'],
  ['//Marché/ /Bio//', 'Marche/ /Bio'],
  ['n° 3 — août', 'no 3 - aout'],
  ['ﬁn\tde\nligne', 'fin de ligne'],
  ['日本', ''],
  ['= cmd | calc', 'cmd calc'],
])('%s is written %s', (text, written) => {
  expect(sepaText(text, 70)).toBe(written)
})

test('whatever is given, every bank can carry what comes out, and writing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom(35, 70, 140), (text, max) => {
      const written = sepaText(text, max)
      expect(written.length).toBeLessThanOrEqual(max)
      expect(written).toMatch(/^[A-Za-z0-9/?:().,'+ -]*$/)
      expect(written).not.toMatch(/^[/ ]|[/ ]$|\/\//)
      expect(sepaText(written, max)).toBe(written)
    }),
    { numRuns: 500 },
  )
})
