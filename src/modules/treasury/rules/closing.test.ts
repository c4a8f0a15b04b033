import { describe, expect, test } from 'vitest'
import type { CaisseId } from '../../../db/db.ts'
import { countedTotal, isNote, piecesOf } from './cash.ts'
import {
  bankGap,
  closingDigest,
  coverageOf,
  gapsOf,
  refusalToCloseMonth,
  refusalToPrepareClosing,
  type ClosingFigures,
} from './closing.ts'

/** A month in which everything came in, was read and was counted. */
const aMonth = (changes: Partial<ClosingFigures> = {}): ClosingFigures => ({
  month: '2026-10',
  dues: {
    households: 10,
    expectedCents: 500_00,
    waivedCents: 0,
    receivedCents: 500_00,
    missingCents: 0,
    lateHouseholds: 0,
    thirdPartyExpectedCents: 0,
    thirdPartyReceivedCents: 0,
  },
  income: {
    cashCents: 0,
    chequeCents: 0,
    transferCents: 500_00,
    cardCents: 0,
    thirdPartyCents: 0,
    grantsCents: 0,
    differencesCents: 0,
  },
  rights: {
    openingCents: 0,
    issuedCents: 1000_00,
    spentCents: 600_00,
    refundedCents: 0,
    expiredCents: 0,
    returnedCents: 0,
    carriedCents: 400_00,
  },
  claims: {
    openingCents: 0,
    acceptedCents: 600_00,
    refundedCents: 0,
    sentCents: 0,
    cameBackCents: 0,
    closingCents: 600_00,
  },
  transfers: { executedCents: 0, executed: 0, returned: [], inFlightCents: 0, batchesWaiting: 0 },
  bank: { ledgerCents: 2000_00, readCents: 2000_00, othersCents: 0 },
  cash: { ledgerCents: 0, moved: false, counted: null },
  cheques: { ledgerCents: 0, inHand: 0 },
  runsOpen: 0,
  ...changes,
})

const kinds = (figures: ClosingFigures) =>
  gapsOf(figures).map(({ kind, blocks }) => `${kind}${blocks ? '!' : ''}`)

describe('every gap has a name', () => {
  const { dues, transfers } = aMonth()
  test.each<[string, Partial<ClosingFigures>, string[]]>([
    ['nothing is missing', {}, []],
    ['two dues are late', { dues: { ...dues, lateHouseholds: 2, missingCents: 40_00 } }, ['dues_late']],
    [
      'one cent is missing at the bank',
      { bank: { ledgerCents: 2000_00, readCents: 1999_99, othersCents: 0 } },
      ['bank_gap!'],
    ],
    [
      'the bank was not read',
      { bank: { ledgerCents: 2000_00, readCents: null, othersCents: 0 } },
      ['bank_not_read!'],
    ],
    [
      'cash moved and was not counted',
      { cash: { ledgerCents: 0, moved: true, counted: null } },
      ['cash_not_counted!'],
    ],
    [
      'the cash box holds less than the journal says',
      {
        cash: {
          ledgerCents: 20_00,
          moved: true,
          counted: { on: '2026-11-02', totalCents: 19_00, ledgerCents: 20_00 },
        },
      },
      ['cash_gap!'],
    ],
    [
      'a transfer came back',
      {
        transfers: {
          ...transfers,
          returned: [{ outletName: 'La Ferme', amountCents: 12_50, on: '2026-10-30' }],
        },
      },
      ['transfers_returned'],
    ],
    ['a run was begun and not issued', { runsOpen: 1 }, ['runs_open!']],
    [
      'less is held than promised',
      { bank: { ledgerCents: 999_99, readCents: 999_99, othersCents: 0 } },
      ['not_covered'],
    ],
  ])('%s', (_, changes, expected) => expect(kinds(aMonth(changes))).toEqual(expected))

  test('one cent missing is one cent', () => {
    const bank = { ledgerCents: 2000_00, readCents: 1999_99, othersCents: 0 }
    expect(bankGap(bank)).toBe(-1)
    expect(gapsOf(aMonth({ bank }))).toEqual([{ kind: 'bank_gap', blocks: true, cents: -1 }])
  })

  test('what another caisse holds on the same account is no gap', () =>
    expect(bankGap({ ledgerCents: 2000_00, readCents: 2750_00, othersCents: 750_00 })).toBe(0))

  test('transfers on their way are no longer held', () => {
    const figures = aMonth({ transfers: { ...transfers, inFlightCents: 300_00 } })
    expect(coverageOf(figures)).toEqual({
      availableCents: 1700_00,
      promisedCents: 1000_00,
      freeCents: 700_00,
    })
  })
})

describe('a month is closed', () => {
  test.each([
    ['once it is over', '2026-10', null, undefined],
    ['not on its last day', '2026-11', null, 'closing_month_not_over'],
    ['after the one before', '2026-10', '2026-09', undefined],
    ['not over a month left open', '2026-10', '2026-08', 'closing_in_order'],
    ['once', '2026-10', '2026-10', 'closing_done'],
  ])('%s', (_, month, closed, code) =>
    expect(refusalToCloseMonth(month, '2026-11-30', closed)?.code).toBe(code),
  )

  test('with late dues named, not with a gap that nobody explained', () => {
    const { dues } = aMonth()
    const late = aMonth({ dues: { ...dues, lateHouseholds: 2, missingCents: 40_00 } })
    const asked = (figures: ClosingFigures) =>
      refusalToPrepareClosing({ figures, today: '2026-11-03', closed: null })?.code
    expect(asked(late)).toBeUndefined()
    expect(asked({ ...late, bank: { ...late.bank, readCents: 1999_99 } })).toBe('closing_steps_left')
  })
})

test('what is signed changes with any figure, and not with the order in which they are kept', () => {
  const digest = (figures: ClosingFigures) => closingDigest(1 as CaisseId, 'id', figures).toString('hex')
  const figures = aMonth()
  const reordered = Object.fromEntries(Object.entries(figures).reverse()) as ClosingFigures
  expect(digest(reordered)).toBe(digest(figures))
  expect(digest({ ...figures, runsOpen: 1 })).not.toBe(digest(figures))
})

test('notes and coins add up', () => {
  expect(countedTotal({ '2000': 3, '500': 1, '1': 4 })).toBe(65_04)
  expect(piecesOf('EUR').filter((piece) => isNote('EUR', piece))).toEqual([
    500_00, 200_00, 100_00, 50_00, 20_00, 10_00, 5_00,
  ])
})
