import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../refusal.ts'
import { findMissingKeys, findUntoldRefusals } from './check.ts'
import {
  direction,
  formatDay,
  formatInstant,
  formatMonth,
  formatTime,
  isLocale,
  negotiateLocale,
} from './locale.ts'
import { messagesOf, translator } from './translate.ts'
import { frenchSentence, frenchSource } from './typography.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('a browser asks for a language', () => {
  test.each([
    ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
    ['en-GB,en;q=0.9,fr;q=0.5', 'en'],
    ['de-DE,de;q=0.9,en;q=0.3', 'en'],
    ['en;q=0, fr;q=0.1', 'fr'],
    ['*', 'fr'],
    ['ar', 'fr'],
    ['', 'fr'],
    [null, 'fr'],
  ])('%s gives %s', (header, locale) => expect(negotiateLocale(header)).toBe(locale))

  test('any header at all gives one of our languages', () =>
    fc.assert(fc.property(fc.string(), (header) => isLocale(negotiateLocale(header)))))

  test('scripts written from the right mirror the page', () => {
    expect([direction('fr'), direction('ar'), direction('ar-DZ')]).toEqual(['ltr', 'rtl', 'rtl'])
  })
})

describe('dates and times for people', () => {
  const noon = new Date('2026-11-24T13:30:00Z')
  test('in French', () => {
    expect(formatDay('2026-11-24', 'fr')).toBe('24 novembre 2026')
    expect(formatDay('2026-12-01', 'fr')).toBe('1er décembre 2026')
    expect(formatMonth('2026-11', 'fr')).toBe('novembre 2026')
    expect(plain(formatTime(noon, 'fr', 'Europe/Paris'))).toBe('14 h 30')
    expect(plain(formatTime(new Date('2026-11-24T08:00:00Z'), 'fr', 'Europe/Paris'))).toBe('9 h')
    expect(plain(formatInstant(noon, 'fr', 'Europe/Paris'))).toBe('24 novembre 2026 à 14 h 30')
  })
  test('in English', () => {
    expect(formatDay('2026-12-01', 'en')).toBe('1 December 2026')
    expect(formatInstant(noon, 'en', 'Europe/Paris')).toBe('24 November 2026, 14:30')
  })
})

describe('messages', () => {
  const fr = translator('fr', { unit: 'MonA' })
  const en = translator('en', { currency: 'CHF' })

  test('plurals follow the language: zero is singular in French only', () => {
    expect(fr('kit.page.todo', { count: 0 })).toBe('0 chose à faire')
    expect(en('kit.page.todo', { count: 0 })).toBe('0 things to do')
  })

  test('money is in the currency of the caisse, rights in its unit', () => {
    expect(plain(fr.money(1234_56))).toBe('1 234,56 €')
    expect(plain(fr.rights(38_50))).toBe('38,50 MonA')
    expect(plain(en.money(1234_56))).toBe('CHF 1,234.56')
  })

  test('a refusal is told by its code', () => {
    expect(fr(new Refusal('unknown'))).toBe(
      'Ce n’est pas possible pour le moment. Rapprochez-vous de la caisse.',
    )
  })

  test('a refusal nobody tells still says what to do', () => {
    expect(fr(new Refusal('never_written'))).toBe(fr(new Refusal('unknown')))
  })

  test('refusals of the sources that nobody tells are found', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sources-'))
    writeFileSync(
      join(folder, 'rule.ts'),
      "throw new Refusal('never_written')\nreturn new Refusal(\n  'unknown',\n)",
    )
    expect(findUntoldRefusals(folder)).toEqual(['rule.ts: the refusal never_written has no text'])
  })

  test('an issue is told by its code, ours before a module’s', () => {
    expect(fr.issue('amount')).toBe('Écrivez un montant, par exemple 12,50.')
    expect(fr.issue('iban_not_sepa')).toContain('SEPA')
    expect(fr.issue('bands')).toBe(fr('kit.invalid.other'))
    expect(fr.issue('invalid')).toBe(fr('kit.invalid.other'))
  })

  test('values are written out by their name and shape', () => {
    const say = (params: Record<string, string | number>) => plain(fr('kit.progress', params))
    expect(say({ value: '2026-11', max: '2026-11-24' })).toBe('novembre 2026 sur 24 novembre 2026')
    expect(fr('kit.form.monthHint', { exampleText: '2026-11' })).toContain('2026-11')
  })
})

describe('French typography', () => {
  test('an apostrophe before a value does not swallow it', () =>
    expect(frenchSource("l'{name}")).toBe('l’{name}'))
  test('punctuation stays with its word', () =>
    expect(frenchSource('« Qui ? » Ceci : {n, number, ::percent} !')).toBe(
      '«\u00a0Qui\u202f?\u00a0» Ceci\u00a0: {n, number, ::percent}\u202f!',
    ))
  test('a month that begins with a vowel elides', () =>
    expect(frenchSentence('L’allocation de avril 2027, le marché de octobre, de mai')).toBe(
      'L’allocation d’avril 2027, le marché d’octobre, de mai',
    ))
})

test('English says all that French says, with the same values', () => {
  expect(findMissingKeys()).toEqual([])
  expect(messagesOf('fr').size).toBeGreaterThan(30)
})
