import { describe, expect, test } from 'vitest'
import {
  allowsPayments,
  BankDetails,
  OutletFile,
  refusalToChange,
  refusalToEnd,
  refusalToSign,
  statusOn,
} from './rules.ts'

const year = { fromOn: '2026-03-01', toOn: '2026-12-31', suspended: false }

describe('where an agreement stands', () => {
  test.each([
    ['2026-02-28', false, 'upcoming'],
    ['2026-03-01', false, 'in_force'],
    ['2026-12-31', false, 'in_force'],
    ['2027-01-01', false, 'ended'],
    ['2026-06-01', true, 'suspended'],
    ['2026-02-01', true, 'suspended'],
    ['2027-01-01', true, 'ended'],
  ] as const)('on %s, suspended: %s, it is %s', (day, suspended, status) => {
    expect(statusOn({ ...year, suspended }, day)).toBe(status)
    expect(allowsPayments({ ...year, suspended }, day)).toBe(status === 'in_force')
  })

  test('without a last day it never ends', () => {
    expect(statusOn({ ...year, toOn: null }, '2099-01-01')).toBe('in_force')
  })
})

test.each([
  ['suspend', '2026-06-01', false, null],
  ['suspend', '2026-01-01', false, null],
  ['suspend', '2026-06-01', true, 'agreement_suspend_suspended'],
  ['suspend', '2027-06-01', false, 'agreement_suspend_ended'],
  ['resume', '2026-06-01', true, null],
  ['resume', '2026-06-01', false, 'agreement_resume_in_force'],
  ['resume', '2026-01-01', false, 'agreement_resume_upcoming'],
  ['resume', '2027-06-01', true, 'agreement_resume_ended'],
  ['end', '2027-06-01', false, 'agreement_end_ended'],
] as const)('to %s on %s, suspended: %s → %s', (change, day, suspended, code) => {
  expect(refusalToChange({ ...year, suspended }, change, day)?.code ?? null).toBe(code)
})

describe('signing', () => {
  const signing = {
    term: { fromOn: '2026-03-01', toOn: '2026-12-31' },
    signedOn: '2026-02-20',
    decidedOn: '2026-02-10',
    others: [],
    today: '2026-03-05',
  }

  test.each([
    ['all in order', {}, null],
    ['signed tomorrow', { signedOn: '2026-03-06' }, 'agreement_signed_in_future'],
    ['signed before it was decided', { signedOn: '2026-02-09' }, 'agreement_before_decision'],
    [
      'ends before it starts',
      { term: { fromOn: '2026-03-01', toOn: '2026-02-01' } },
      'agreement_ends_before_start',
    ],
    [
      'the last day is the other’s first',
      { others: [{ fromOn: '2026-12-31', toOn: null }] },
      'agreement_overlaps',
    ],
    [
      'the first day is the other’s last',
      { others: [{ fromOn: '2025-01-01', toOn: '2026-03-01' }] },
      'agreement_overlaps',
    ],
    [
      'between two others',
      {
        others: [
          { fromOn: '2025-01-01', toOn: '2026-02-28' },
          { fromOn: '2027-01-01', toOn: null },
        ],
      },
      null,
    ],
    [
      'without end, before another',
      { term: { fromOn: '2026-03-01', toOn: null }, others: [{ fromOn: '2030-01-01', toOn: null }] },
      'agreement_overlaps',
    ],
  ] as const)('%s', (_, changes, code) => {
    expect(refusalToSign({ ...signing, ...changes })?.code ?? null).toBe(code)
  })
})

test.each([
  ['2026-06-01', null],
  ['2026-12-31', null],
  ['2026-05-31', 'agreement_ends_in_past'],
  ['2027-01-01', 'agreement_ends_sooner'],
])('ending on %s, the 1st of June → %s', (lastDay, code) => {
  expect(refusalToEnd(year, lastDay, '2026-06-01')?.code ?? null).toBe(code)
})

test('an agreement to come does not end before it starts', () => {
  expect(refusalToEnd(year, '2026-02-01', '2026-01-01')?.code).toBe('agreement_ends_before_start')
})

describe('what is typed', () => {
  test('spaces and small letters in numbers are forgiven', () => {
    expect(
      OutletFile.parse({ kind: 'shop', legalName: 'A', tradeName: 'B', siren: '732 829 320' }).siren,
    ).toBe('732829320')
    expect(
      BankDetails.parse({ holder: 'A', iban: 'fr76 3000 6000 0112 3456 7890 189', bic: 'agrifrpp' }),
    ).toEqual({ holder: 'A', iban: 'FR7630006000011234567890189', bic: 'AGRIFRPP' })
  })

  test.each([
    ['FR7630006000011234567890188', 'iban'],
    ['not an iban', 'iban'],
    ['BR1500000000000010932840814P2', 'iban_not_sepa'],
  ])('IBAN %s → %s', (iban, message) => {
    expect(BankDetails.safeParse({ holder: 'A', iban }).error?.issues[0]).toMatchObject({ message })
  })

  test('a wrong BIC is told', () => {
    const typed = { holder: 'A', iban: 'FR7630006000011234567890189', bic: 'AGRI' }
    expect(BankDetails.safeParse(typed).error?.issues[0]).toMatchObject({ path: ['bic'], message: 'bic' })
  })
})
