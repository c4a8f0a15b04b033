import { expect, test } from 'vitest'
import { translator } from '../../../kit/i18n/translate.ts'
import { aReglement } from '../../../../test/given.ts'
import { glance } from './glance.ts'
import type { Reglement } from './reglement.ts'

const t = translator('fr', { unit: 'droits' })
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const figures = (changes: Partial<Reglement>) =>
  glance(aReglement(changes)).map(({ value, hint }) =>
    plain(`${t(value.key, value.params)} – ${t(hint.key, hint.params)}`),
  )

test('three figures before the whole page', () => {
  expect(figures({})).toEqual([
    'dès 10,00 € – par mois, selon ses moyens',
    '100,00 droits – par mois pour une personne, 50,00 droits par personne en plus',
    'reste à vous – sans limite de temps',
  ])
})

const FLOOR = { baseCents: 0, perExtraPersonCents: 0 }

test.each<[string, Partial<Reglement>, RegExp]>([
  [
    'any amount',
    { contribution: { kind: 'free', floor: FLOOR, stepCents: null, ceiling: null } },
    /^ce que l’on veut/,
  ],
  [
    'a share of income',
    {
      contribution: {
        kind: 'share_of_income',
        floor: FLOOR,
        stepCents: null,
        ceiling: null,
        basisPoints: 250,
      },
    },
    /^2,5 % du revenu/,
  ],
  ['a grant', { contribution: { kind: 'grant', voluntary: false } }, /^rien – une subvention paie tout/],
  ['time', { contribution: { kind: 'time', hours: 3, period: 'month', what: 'à l’épicerie' } }, /^3 heures/],
])('a contribution by %s', (_, changes, expected) => {
  expect(figures(changes)[0]).toMatch(expected)
})

test.each<[string, Partial<Reglement>, RegExp]>([
  [
    'person',
    { unit: 'person', allocation: { kind: 'flat', per: 'unit', cents: 150_00 } },
    /^150,00 droits – par mois et par personne/,
  ],
  [
    'size',
    { allocation: { kind: 'by_size', amountsCents: [100_00, 180_00] } },
    /^100,00 droits .* jusqu’à 180,00 droits/,
  ],
  [
    'equal share',
    { allocation: { kind: 'mean_of_contributions', per: 'unit', levyBasisPoints: 0 } },
    /^la même part/,
  ],
])('an allocation by %s', (_, changes, expected) => {
  expect(figures(changes)[1]).toMatch(expected)
})

test('rights that lapse', () => {
  expect(figures({ carryOver: { kind: 'expires_after', months: 6 } })[2]).toBe(
    '6 mois – pour dépenser chaque allocation',
  )
})
