import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { CaisseId } from '../../../db/db.ts'
import {
  digestOf,
  isSettled,
  linesOf,
  NEXT_LINE,
  planBatch,
  reference,
  refusalToDate,
  refusalToExecuteOn,
  refusalToMove,
  refusalToPrepare,
  refusalToRelease,
  totalOf,
  type LineStatus,
  type Owed,
} from './batch.ts'

const anOutlet = (changes: Partial<Owed> = {}): Owed => ({
  outletId: uuid(),
  outletName: 'La Ferme',
  accountId: 1,
  owedCents: 100_00,
  bank: { holder: 'EARL La Ferme', iban: 'FR1420041010050500013M02606', bic: null },
  bankFrom: null,
  live: null,
  ...changes,
})

describe('who is in a batch', () => {
  test.each([
    ['owed money, with an IBAN', {}, 'payable'],
    ['owed nothing', { owedCents: 0 }, 'neither'],
    ['owed nothing, without an IBAN', { owedCents: 0, bank: null }, 'neither'],
    ['without an IBAN', { bank: null }, 'iban_missing'],
    ['whose new account is not paid yet', { bankFrom: new Date() }, 'iban_held'],
    [
      'with a name that no bank carries',
      { bank: { ...anOutlet().bank!, holder: '日本' } },
      'holder_unwritable',
    ],
    ['that refunded more than it sold', { owedCents: -5 }, 'owes_caisse'],
    ['in a batch not yet gone', { live: { batchId: 'a', status: 'prepared' } }, 'in_batch'],
    ['held in an earlier batch', { live: { batchId: 'a', status: 'held' } }, 'held'],
  ] as const)('an outlet %s', (_, changes, where) => {
    const { payable, aside } = planBatch([anOutlet(changes)])
    expect(payable.length === 1 ? 'payable' : (aside[0]?.reason ?? 'neither')).toBe(where)
  })

  test('nobody who is owed money is dropped in silence', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            owedCents: fc.integer({ min: -100, max: 100 }),
            bank: fc.constantFrom(null, anOutlet().bank),
            live: fc.constantFrom(null, { batchId: 'a', status: 'held' as const }),
          }),
        ),
        (all) => {
          const owed = all.map(anOutlet)
          const { payable, aside } = planBatch(owed)
          const told = [...payable, ...aside].map((one) => one.outletId).sort()
          expect(told).toEqual(
            owed
              .filter((one) => one.owedCents !== 0)
              .map((one) => one.outletId)
              .sort(),
          )
          expect(totalOf(linesOf(uuid(), payable))).toBe(
            payable.reduce((sum, { owedCents }) => sum + owedCents, 0),
          )
        },
      ),
    )
  })
})

test('a reference tells the batch in 25 characters, whatever its id', () => {
  expect(reference('00000000-0000-0000-0000-000000000000')).toBe('0'.repeat(25))
  expect(reference('ffffffff-ffff-ffff-ffff-ffffffffffff')).toHaveLength(25)
  const ids = Array.from({ length: 1000 }, () => uuid())
  expect(new Set(ids.map(reference)).size).toBe(1000)
})

describe('what is signed', () => {
  const batch = () => ({
    caisseId: 1 as CaisseId,
    id: '01985a3e-0000-7000-8000-000000000001',
    executionOn: '2026-11-26',
    debtor: { holder: 'Caisse', iban: 'FR7630006000011234567890189', bic: null },
    lines: linesOf('01985a3e-0000-7000-8000-000000000001', [
      anOutlet({ outletId: 'a' }),
      anOutlet({ outletId: 'b' }),
    ]),
  })
  const changed = (change: (one: ReturnType<typeof batch>) => void) => {
    const one = batch()
    change(one)
    return digestOf(one).toString('hex')
  }
  const signed = digestOf(batch()).toString('hex')

  test('is the same for the same batch', () => {
    expect(changed(() => {})).toBe(signed)
  })

  test.each([
    ['a cent', (one) => (one.lines[0]!.amountCents += 1)],
    ['an IBAN', (one) => (one.lines[1]!.iban = 'BE68539007547034')],
    ['a holder', (one) => (one.lines[1]!.holder = 'Autre')],
    ['a line fewer', (one) => one.lines.pop()],
    ['two lines exchanged', (one) => one.lines.reverse()],
    ['the day', (one) => (one.executionOn = '2026-11-27')],
    ['who pays', (one) => (one.debtor.iban = 'BE68539007547034')],
    ['the caisse', (one) => (one.caisseId = 2 as CaisseId)],
  ] as [string, (one: ReturnType<typeof batch>) => void][])('changes with %s', (_, change) => {
    expect(changed(change)).not.toBe(signed)
  })
})

describe('a line', () => {
  const all = Object.keys(NEXT_LINE) as LineStatus[]
  test('goes only where the table says', () => {
    const moves = all.flatMap((from) =>
      all.filter((to) => !refusalToMove({ line: 1, status: from }, to)).map((to) => `${from} → ${to}`),
    )
    expect(moves).toEqual([
      'prepared → held',
      'prepared → sent',
      'prepared → cancelled',
      'held → prepared',
      'held → cancelled',
      'sent → executed',
      'sent → returned',
      'executed → returned',
    ])
  })

  test.each([
    [['executed', 'returned', 'cancelled'], true],
    [['executed', 'sent'], false],
    [['executed', 'held'], false],
  ] as const)('a batch with %s is done: %s', (statuses, done) => {
    expect(isSettled(statuses)).toBe(done)
  })
})

describe('refusals', () => {
  const preparing = { practice: false, executionOn: '2026-11-26', today: '2026-11-24', currency: 'EUR' }
  test.each([
    [{}, null],
    [{ executionOn: '2026-11-24' }, null],
    [{ executionOn: '2026-11-23' }, 'execution_in_past'],
    [{ executionOn: '2026-11-28' }, 'banks_closed'],
    [{ executionOn: '2026-11-28', currency: 'CHF' }, null],
    [{ practice: true }, 'practice_pays_nobody'],
  ])('to prepare with %j → %s', (changes, code) => {
    expect(refusalToPrepare({ ...preparing, ...changes })?.code ?? null).toBe(code)
  })

  test('a closed day names the next open one', () => {
    expect(refusalToExecuteOn('2026-12-25', '2026-12-01', true)?.params).toEqual({
      day: '2026-12-25',
      nextDay: '2026-12-28',
    })
  })

  const releasing = {
    status: 'prepared',
    format: 'pain.001.001.09',
    currency: 'EUR',
    executionOn: '2026-11-26',
    today: '2026-11-24',
  } as const
  test.each([
    [{}, null],
    [{ status: 'released' }, 'batch_released'],
    [{ status: 'cancelled' }, 'batch_cancelled'],
    [{ currency: 'CHF' }, 'sepa_needs_euros'],
    [{ currency: 'CHF', format: 'list' }, null],
    [{ today: '2026-11-27' }, 'execution_in_past'],
  ] as const)('to release with %j → %s', (changes, code) => {
    expect(refusalToRelease({ ...releasing, ...changes })?.code ?? null).toBe(code)
  })

  test.each([
    ['2026-11-24', null],
    ['2026-11-30', null],
    ['2026-11-23', 'bank_day_before_release'],
    ['2026-12-01', 'bank_day_in_future'],
  ])('the bank acted on %s, released the 24th, today the 30th → %s', (on, code) => {
    expect(refusalToDate(on, '2026-11-24', '2026-11-30')?.code ?? null).toBe(code)
  })
})
