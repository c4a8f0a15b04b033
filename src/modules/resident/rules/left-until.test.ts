import { describe, expect, test } from 'vitest'
import type { CarryOver } from '../../caisses/rules/reglement.ts'
import { leftUntil, type RightsLeft } from './left-until.ts'

const rights: RightsLeft = {
  leftCents: 130_00,
  granted: [
    { month: '2026-09', cents: 100_00 },
    { month: '2026-10', cents: 100_00 },
    { month: '2026-11', cents: 100_00 },
  ],
  allocationCents: 100_00,
  thisMonth: '2026-11',
}

describe('until when', () => {
  const cases: [string, CarryOver, Partial<RightsLeft>, ReturnType<typeof leftUntil>][] = [
    ['kept without limit', { kind: 'unlimited' }, {}, null],
    [
      'a month of its own: all by the end of it',
      { kind: 'expires_after', months: 1 },
      {},
      { cents: 130_00, on: '2026-11-30' },
    ],
    [
      'two months: what is left of October by the end of November',
      { kind: 'expires_after', months: 2 },
      {},
      { cents: 30_00, on: '2026-11-30' },
    ],
    [
      'three months: October lasts until the end of December',
      { kind: 'expires_after', months: 3 },
      {},
      { cents: 30_00, on: '2026-12-31' },
    ],
    [
      'only the last month is left',
      { kind: 'expires_after', months: 2 },
      { leftCents: 80_00 },
      { cents: 80_00, on: '2026-12-31' },
    ],
    ['nothing is left', { kind: 'expires_after', months: 1 }, { leftCents: 0 }, null],
    ['over a cap', { kind: 'cap', cents: 120_00 }, {}, { cents: 10_00, on: '2026-11-30' }],
    ['under a cap', { kind: 'cap', cents: 130_00 }, {}, null],
    [
      'over a cap of one allocation',
      { kind: 'cap_allocations', count: 1 },
      {},
      { cents: 30_00, on: '2026-11-30' },
    ],
    ['under a cap of two allocations', { kind: 'cap_allocations', count: 2 }, {}, null],
  ]
  for (const [what, rule, changes, expected] of cases)
    test(what, () => expect(leftUntil(rule, { ...rights, ...changes })).toEqual(expected))
})
