import { describe, expect, test } from 'vitest'
import { dayAfterMonths, nameWithout, refusalToErase } from './rules.ts'

const household = (name: string) => ({ name, paymentReference: 'TB4K7Q' })
const ana = { givenName: 'Ana', familyName: 'Lefèvre' }
const bilal = { givenName: 'Bilal', familyName: 'Lefèvre' }
const chloe = { givenName: 'Chloé', familyName: 'Martin' }

describe('a household, once somebody of it is erased', () => {
  const cases: [string, string, (typeof ana)[], string][] = [
    ['is called by its reference when nobody remains', 'Ana Lefèvre', [], 'TB4K7Q'],
    ['takes the name of who remains', 'Ana Lefèvre', [chloe], 'Chloé Martin'],
    ['keeps a name that tells nothing of them', 'Les colocs du port', [chloe], 'Les colocs du port'],
    ['keeps a family name that others bear', 'Famille Lefevre', [bilal], 'Famille Lefevre'],
    ['loses a family name that was theirs alone', 'Famille LEFEVRE', [chloe], 'Chloé Martin'],
    ['loses a given name among others', 'Chloé et Ana', [chloe], 'Chloé Martin'],
  ]
  test.for(cases)('%s', ([, name, remaining, expected]) => {
    expect(nameWithout(household(name), ana, remaining)).toBe(expected)
  })
})

test('who signs, decides or sells is erased after their role, a resident at once', () => {
  expect(refusalToErase([{ caisseId: 1, role: 'resident' }])).toBeNull()
  expect(refusalToErase([{ caisseId: 2, role: 'treasurer' }])?.code).toBe('still_has_a_role')
})

test('months after a day end on a day that exists', () => {
  expect(dayAfterMonths('2026-08-31', 6)).toBe('2027-02-28')
  expect(dayAfterMonths('2026-11-24', 24)).toBe('2028-11-24')
})
