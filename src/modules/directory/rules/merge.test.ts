import { describe, expect, test } from 'vitest'
import { findPairs, pairKey, sameName, samePhone, type Card } from './duplicates.ts'
import { consentsAfterMerge, keptFirst, mergeCards, refusalToMerge, type Mergeable } from './merge.ts'

const aCard = (id: string, changes: Partial<Card> = {}): Card => ({
  id,
  resident: false,
  name: `Personne ${id}`,
  emails: [],
  phones: [],
  ...changes,
})

describe('who may be the same person', () => {
  test('accents, capitals and the order of names do not matter; each letter does', () => {
    expect(sameName('ÉPINARD, Hélène')).toBe(sameName('helene epinard'))
    expect(sameName('Hélène Épinar')).not.toBe(sameName('Hélène Épinard'))
  })

  test('a number is the same at home and from abroad', () => {
    for (const phone of ['06 39 98 44 44', '+33 6 39 98 44 44', '0033639984444', '+33 (0)6.39.98.44.44'])
      expect(samePhone(phone)).toBe('0639984444')
  })

  test('those alike in most ways come first, and each pair once', () => {
    const cards = [
      aCard('a', { name: 'Hélène Épinard', emails: ['h@example.org'], phones: ['06 39 98 44 44'] }),
      aCard('b', { phones: ['+33639984444'] }),
      aCard('c', { name: 'epinard helene', emails: ['H@example.org'] }),
    ]
    expect(findPairs(cards)).toEqual([
      { oneId: 'a', otherId: 'c', alike: ['name', 'mail'] },
      { oneId: 'a', otherId: 'b', alike: ['phone'] },
    ])
  })

  test('a first name alone tells nobody, two residents are two people, and who was told apart stays apart', () => {
    const residents = { resident: true, emails: ['foyer@example.org'] }
    expect(findPairs([aCard('a', { name: 'Zoé' }), aCard('b', { name: 'Zoé' })])).toEqual([])
    expect(findPairs([aCard('a', residents), aCard('b', residents)])).toEqual([])
    const shared = [aCard('a', { emails: ['x@example.org'] }), aCard('b', { emails: ['x@example.org'] })]
    expect(findPairs(shared)).toHaveLength(1)
    expect(findPairs(shared, new Set([pairKey('b', 'a')]))).toEqual([])
  })
})

const aSide = (id: string, changes: Partial<Mergeable> = {}): Mergeable => ({
  id,
  resident: false,
  name: 'Hélène Épinard',
  email: null,
  phone: null,
  otherNames: [],
  otherEmails: [],
  otherPhones: [],
  territoryId: null,
  tags: [],
  confirmedOn: '2026-01-01',
  ...changes,
})

describe('two cards become one', () => {
  test('what each side knows is kept once', () => {
    const kept = aSide('a', { email: 'helene@example.org', tags: ['presse'] })
    const gone = aSide('b', {
      name: 'Épinard Hélène (asso)',
      email: 'asso@example.org',
      phone: '01 99 00 12 12',
      otherEmails: ['HELENE@example.org'],
      territoryId: 't',
      tags: ['Presse', 'cuisine'],
      confirmedOn: '2026-05-01',
    })
    expect(mergeCards(kept, gone)).toEqual({
      email: 'helene@example.org',
      phone: '01 99 00 12 12',
      otherNames: ['Épinard Hélène (asso)'],
      otherEmails: ['asso@example.org'],
      otherPhones: [],
      territoryId: 't',
      tags: ['presse', 'cuisine'],
      confirmedOn: '2026-05-01',
    })
  })

  test('a resident stays, with their own address; two residents are refused', () => {
    const resident = aSide('r', { resident: true })
    const contact = aSide('c', { email: 'c@example.org' })
    expect(keptFirst(contact, resident)[0].id).toBe('r')
    expect(mergeCards(resident, contact)).toMatchObject({ email: null, otherEmails: ['c@example.org'] })
    expect(refusalToMerge(resident, aSide('s', { resident: true }))?.code).toBe('two_residents')
    expect(refusalToMerge(contact, contact)?.code).toBe('same_card')
    expect(refusalToMerge(resident, contact)).toBeNull()
  })

  test('a no said after a yes holds, whichever card it was said on', () => {
    const row = (id: string, givenOn: string, withdrawnOn: string | null = null) =>
      ({ id, purpose: 'newsletter', givenOn, withdrawnOn }) as const
    const of = (...rows: Parameters<typeof consentsAfterMerge>[0][number][]) => consentsAfterMerge(rows)
    const none = { withdrawn: [], doubled: [] }
    const saidNo = row('b', '2026-02-01', '2026-03-01')
    expect(of(row('a', '2026-01-01'), saidNo)).toEqual({ withdrawn: ['a'], doubled: [] })
    expect(of(row('a', '2026-04-01'), saidNo)).toEqual(none)
    expect(of(row('a', '2026-04-01'), row('b', '2026-05-01'))).toEqual({ withdrawn: [], doubled: ['a'] })
    expect(of(row('a', '2026-04-01'), row('b', '2026-04-01'))).toEqual({ withdrawn: [], doubled: ['a'] })
    expect(of(row('a', '2026-01-01'), row('c', '2026-01-02'), saidNo)).toEqual({
      withdrawn: ['c'],
      doubled: ['a'],
    })
    expect(of(row('a', '2026-04-01'), { ...row('b', '2026-05-01'), purpose: 'photo' })).toEqual(none)
  })
})
