import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CaisseId } from '../../../db/db.ts'
import { addMonths } from '../../../kit/month.ts'
import type { CarryOver } from '../../caisses/rules/reglement.ts'
import { expiryFor } from './carry-over.ts'
import {
  chunkGestureId,
  lapse,
  lastMonthToLapse,
  refusalToIssue,
  refusalToPrepare,
  runDigest,
} from './run.ts'

const MONTH = '2026-11'

const carryOvers: fc.Arbitrary<CarryOver> = fc.oneof(
  fc.constant<CarryOver>({ kind: 'unlimited' }),
  fc.nat(300_00).map((cents): CarryOver => ({ kind: 'cap', cents })),
  fc.integer({ min: 1, max: 3 }).map((count): CarryOver => ({ kind: 'cap_allocations', count })),
  fc.integer({ min: 1, max: 6 }).map((months): CarryOver => ({ kind: 'expires_after', months })),
)

describe('what lapses', () => {
  test('seen from balance and recent grants is what the whole history says', () => {
    fc.assert(
      fc.property(
        carryOvers,
        fc.array(fc.nat(120_00), { minLength: 8, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 150_00 }),
        (carryOver, granted, spentShare, allocationCents) => {
          const credits = granted.map((cents, i) => ({ month: addMonths(MONTH, i - 8), cents }))
          const total = granted.reduce((sum, cents) => sum + cents, 0)
          const debitedCents = Math.floor(total * spentShare)
          const until = lastMonthToLapse(carryOver, MONTH)
          const recentCents = credits
            .filter((credit) => until !== null && credit.month > until)
            .reduce((sum, credit) => sum + credit.cents, 0)
          const balanceCents = total - debitedCents
          const expected = expiryFor(carryOver, MONTH, { credits, debitedCents }, allocationCents)
          const { expiredCents, keptCents } = lapse(
            carryOver,
            MONTH,
            { balanceCents, recentCents },
            allocationCents,
          )
          expect(expiredCents).toBe(expected)
          expect(keptCents).toBe(expiredCents > 0 ? balanceCents - expiredCents : 0)
        },
      ),
    )
  })

  test('a cap counted in allocations takes nothing from who has none this month', () => {
    const held = { balanceCents: 80_00, recentCents: 0 }
    expect(lapse({ kind: 'cap_allocations', count: 1 }, MONTH, held, 0).expiredCents).toBe(0)
    expect(lapse({ kind: 'cap_allocations', count: 1 }, MONTH, held, 50_00)).toEqual({
      expiredCents: 30_00,
      keptCents: 50_00,
    })
  })
})

describe('a run', () => {
  const today = '2026-11-24'

  test.each([
    ['2026-12', undefined, undefined],
    ['2027-01', undefined, 'month_prepared_too_early'],
    ['2026-03', undefined, undefined],
    ['2026-11', { month: '2026-11', status: 'prepared' as const }, undefined],
    ['2026-11', { month: '2026-10', status: 'prepared' as const }, 'other_month_prepared'],
    ['2026-11', { month: '2026-11', status: 'issuing' as const }, 'run_issuing'],
  ])('of %s while %o is open', (month, open, code) => {
    expect(refusalToPrepare({ month, today, open })?.code).toBe(code)
  })

  test.each([
    ['prepared', 'v1', 0, '2026-11-01', undefined],
    ['prepared', 'v1', 0, '2026-10-31', 'month_not_begun'],
    ['prepared', 'v2', 0, '2026-11-01', 'run_reglement_changed'],
    ['prepared', 'v1', 1, '2026-11-01', 'run_outdated'],
    ['issuing', 'v1', 0, '2026-11-01', 'run_issuing'],
    ['issued', 'v1', 0, '2026-11-01', 'run_issued'],
    ['cancelled', 'v1', 0, '2026-11-01', 'run_cancelled'],
  ] as const)('%s, under %s, %i gone, on %s', (status, versionInForce, absentHouseholds, day, code) => {
    const run = { month: MONTH, status, versionId: 'v1' }
    expect(refusalToIssue({ run, today: day, versionInForce, absentHouseholds })?.code).toBe(code)
  })

  test('names each chunk for ever, by a UUID of version 8', () => {
    const id = chunkGestureId(1 as CaisseId, '01a20c20-8fef-724c-a145-6816344790f9', 1)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(chunkGestureId(1 as CaisseId, '01a20c20-8fef-724c-a145-6816344790f9', 1)).toBe(id)
    expect(chunkGestureId(2 as CaisseId, '01a20c20-8fef-724c-a145-6816344790f9', 1)).not.toBe(id)
    expect(chunkGestureId(1 as CaisseId, '01a20c20-8fef-724c-a145-6816344790f9', 2001)).not.toBe(id)
  })

  test('is known by every figure of every line', () => {
    const line = {
      line: 1,
      householdId: 'a',
      accountId: 3,
      outcome: 'granted' as const,
      amountCents: 100_00,
      expiredCents: 0,
      keptCents: 0,
      contributionCents: 10_00,
    }
    const digestOf = (changes: object, header = { month: MONTH, number: 1 }) => {
      const digest = runDigest({ caisseId: 1 as CaisseId, versionId: 'v1', ...header })
      digest.add([{ ...line, ...changes }])
      return digest.digest().toString('hex')
    }
    const seen = new Set([
      digestOf({}),
      digestOf({ amountCents: 100_01 }),
      digestOf({ accountId: 4 }),
      digestOf({ outcome: 'waiting' }),
      digestOf({ expiredCents: 1 }),
      digestOf({ keptCents: 1 }),
      digestOf({ contributionCents: 1 }),
      digestOf({ householdId: 'b' }),
      digestOf({}, { month: '2026-12', number: 1 }),
      digestOf({}, { month: MONTH, number: 2 }),
    ])
    expect(seen.size).toBe(10)
  })
})
