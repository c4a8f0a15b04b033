import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LOCALES } from '../../../kit/i18n/locale.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { OCCASIONS } from '../../people/store/messages.ts'
import { defaultText, fillIn, refusalToText, valuesFor, VARIABLES } from './text.ts'

const text = (changes: Partial<{ subject: string; body: string }>) => ({
  subject: 'Objet',
  body: 'Bonjour',
  ...changes,
})

describe('a text is checked before anybody is written to', () => {
  test.each([
    ['an amount in the subject', text({ subject: 'Vos 45,00 € sont arrivés' }), 'amount_in_subject'],
    ['the amount’s variable in the subject', text({ subject: 'Reçu {montant}' }), 'variable_not_in_subject'],
    ['a name that is misspelled', text({ body: 'Bonjour {prenon}' }), 'unknown_variable'],
    ['a variable of another occasion', text({ body: 'En {mois}' }), 'unknown_variable'],
    ['a brace left open', text({ body: 'Bonjour {prenom' }), 'open_brace'],
  ])('%s is refused', (_, given, code) => expect(refusalToText('received', given)).toMatchObject({ code }))

  test('what is refused is named, with what may be written instead', () =>
    expect(refusalToText('received', text({ body: '{prenon}' }))!.params).toEqual({
      nameText: '{prenon}',
      listText: '{prenom} {caisse} {lien} {jour} {montant}',
    }))

  test.each(LOCALES.flatMap((locale) => OCCASIONS.map((occasion) => [locale, occasion] as const)))(
    'our own words hold: %s %s',
    (locale, occasion) => {
      const ours = defaultText(translator(locale), occasion)
      expect(refusalToText(occasion, ours)).toBeNull()
      expect(ours.body).toContain('{prenom}')
    },
  )
})

describe('values', () => {
  const t = translator('fr', { unit: 'MonA' })
  const values = (givenName: string) =>
    valuesFor(
      t,
      { givenName, reference: '4K7Q-2MXR' },
      { caisseName: 'Caisse d’essai', link: 'https://example.org' },
      { month: '2026-12', cents: 45_00, rightsCents: 150_00, day: '2026-11-24' },
    )
  test('are written for people', () => {
    const { body } = fillIn({ subject: '', body: '{mois}, {montant}, {droits}, {jour}' }, values('Ana'))
    expect(body.replace(/[\u00a0\u202f]/g, ' ')).toBe('décembre 2026, 45,00 €, 150,00 MonA, 24 novembre 2026')
  })
  test('say until when to spend: the last day in the caisse where no other was told', () => {
    const said = (rightsUntil?: string) =>
      valuesFor(
        t,
        { givenName: 'Ana', reference: '' },
        { caisseName: '', link: '' },
        { day: '2026-11-24', ...(rightsUntil && { rightsUntil }) },
      ).dernier_achat
    expect([said(), said('2026-12-31')]).toEqual(['24 novembre 2026', '31 décembre 2026'])
  })
  test('of any person are never read as variables', () =>
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...VARIABLES), (name, variable) => {
        const hostile = `${name}{${variable}}`
        expect(fillIn({ subject: '', body: '{prenom}' }, values(hostile)).body).toBe(hostile)
      }),
    ))
})
