import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { marksIn, publishable, withoutNames } from './marks.ts'

describe('what minutes mark', () => {
  test.each([
    [
      'Décision : le plancher reste à dix euros.',
      { kind: 'decision', text: 'Le plancher reste à dix euros.' },
    ],
    ['- **Décision :** ouvrir un étal', { kind: 'decision', text: 'Ouvrir un étal' }],
    ['**Décision** : ouvrir un étal', { kind: 'decision', text: 'Ouvrir un étal' }],
    ['Decision: open a stall', { kind: 'decision', text: 'Open a stall' }],
    [
      'Tâche : appeler la mairie (Aïcha, avant le 15/12/2026)',
      { kind: 'task', text: 'Appeler la mairie', owner: 'Aïcha', dueOn: '2026-12-15' },
    ],
    ['* tâche : trouver une salle', { kind: 'task', text: 'Trouver une salle', owner: '', dueOn: null }],
    ['Tâche : relire (Noor, 31/02/2027)', { kind: 'task', text: 'Relire', owner: 'Noor', dueOn: null }],
    [
      'Task: call the town hall (Sam, by 2026-12-15)',
      { kind: 'task', text: 'Call the town hall', owner: 'Sam', dueOn: '2026-12-15' },
    ],
    ['Objection (Noor) : c’est trop tôt', { kind: 'objection', text: 'C’est trop tôt', author: 'Noor' }],
    ['Nous avons pris une décision : attendre', null],
    ['Décision :', null],
  ])('%s', (line, expected) => {
    expect(marksIn(`avant\n${line}\naprès`)).toEqual(expected ? [expected] : [])
  })
})

describe('what is published', () => {
  const noor = { givenName: 'Noor', familyName: 'Bélanger', present: true }
  const rose = { givenName: 'Rose', familyName: '', present: true }
  const away = { givenName: 'Pierre', familyName: 'Dupin', present: false }

  test.each([
    ['Noor Bélanger propose.', '[…] propose.'],
    ['BELANGER Noor et noor bélanger', '[…] et […]'],
    ['Noor dit oui, Noorah non', '[…] dit oui, Noorah non'],
    ['Une rose pour Rose', 'Une rose pour […]'],
    ['Pierre pose une pierre ; Pierre Dupin aussi', 'Pierre pose une pierre ; […] aussi'],
    ['Pierre\nDupin vient', '[…] vient'],
    ['d’après Noor-Bélanger', 'd’après […]-[…]'],
  ])('%s', (text, expected) => {
    expect(withoutNames(text, [noor, rose, away], '[…]')).toBe(expected)
  })

  test('an objection keeps its words and loses its author, who agreed to be named elsewhere', () => {
    expect(
      publishable(
        'Noor présente.\nObjection (Noor) : trop tôt, dit Noor\n- Objection : trop cher pour Rose',
        { named: [noor], unnamed: [rose] },
        '[…]',
      ),
    ).toBe('Noor présente.\nObjection : Trop tôt, dit […]\n- Objection : Trop cher pour […]')
  })

  test.each([
    ['Tâche : appeler la mairie (Aïcha, avant le 15/12/2026).', 'Tâche : appeler la mairie (15/12/2026).'],
    ['- Tâche : trouver une salle (Aïcha)', '- Tâche : trouver une salle'],
    ['Tâche (Aïcha) : relire', 'Tâche : relire'],
    ['Nous avons vu (Aïcha) : rien', 'Nous avons vu (Aïcha) : rien'],
  ])('%s', (line, expected) => {
    expect(publishable(line, { named: [], unnamed: [] }, '[…]')).toBe(expected)
  })

  test('a name that is said in full is never published, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const text = `${before} Noor Bélanger ${after}`
        expect(withoutNames(text, [noor], '…')).not.toContain('Noor Bélanger')
      }),
    )
  })

  test('a text without names stays as it is, in NFC', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', ' ', '😀', '\n', 'Z') }), (text) => {
        expect(withoutNames(text, [noor, rose, away], '…')).toBe(text.normalize('NFC'))
      }),
    )
  })
})
