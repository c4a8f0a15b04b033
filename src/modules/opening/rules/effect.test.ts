import { expect, test } from 'vitest'
import { aReglement } from '../../../../test/given.ts'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import { checklist, leftToDo, type Facts } from './checklist.ts'
import { effectOf } from './effect.ts'

const household = (id: string, adults: number, contributionCents: number): BudgetHousehold => ({
  id,
  adults,
  children: [],
  contributionCents,
})

const present = [household('a', 1, 10_00), household('b', 2, 40_00), household('c', 4, 60_00)]

test('tells the sums and how many households go up or down, by the same functions as the month', () => {
  const after = aReglement({
    contribution: {
      kind: 'free',
      floor: { baseCents: 20_00, perExtraPersonCents: 0 },
      stepCents: null,
      ceiling: null,
    },
    allocation: { kind: 'flat', per: 'unit', cents: 150_00 },
    releaseAfterPayment: true,
  })
  expect(effectOf(aReglement(), after, '2026-12', present)).toEqual({
    households: 3,
    contributions: { beforeCents: 110_00, afterCents: 120_00, moves: { up: 1, down: 0, same: 2 } },
    allocations: {
      beforeCents: 100_00 + 150_00 + 250_00,
      afterCents: 450_00,
      moves: { up: 1, down: 1, same: 1 },
    },
  })
})

test('first rules have nothing to be compared with', () => {
  expect(effectOf(null, aReglement(), '2026-12', present)).toMatchObject({
    contributions: { beforeCents: null, moves: null },
    allocations: { beforeCents: null, afterCents: 500_00, moves: null },
  })
  expect(effectOf(aReglement(), aReglement(), '2026-12', []).allocations.moves).toEqual({
    up: 0,
    down: 0,
    same: 0,
  })
})

const nothing: Facts = {
  organisation: 'Association',
  practice: false,
  bank: false,
  signers: 1,
  deputies: 0,
  reglement: 'draft',
  territories: 0,
  outlets: 0,
  devices: 0,
  households: 0,
  withCode: 0,
  payments: 0,
  ticked: [],
}

test('the checklist keeps every step in sight', () => {
  const states = (facts: Partial<Facts>) =>
    Object.fromEntries(checklist({ ...nothing, ...facts }).map(({ name, state }) => [name, state]))
  expect(states({})).toEqual({
    entity: 'done',
    bank: 'todo',
    signers: 'begun',
    deputies: 'todo',
    data_notice: 'todo',
    reglement: 'begun',
    outlets: 'todo',
    households: 'todo',
    printed: 'todo',
    practice: 'todo',
  })
  expect(states({ practice: true })).toMatchObject({ bank: 'not_needed', signers: 'not_needed' })
  expect(states({ outlets: 2, households: 3 })).toMatchObject({ outlets: 'begun', households: 'begun' })
  const ready = checklist({
    ...nothing,
    bank: true,
    signers: 3,
    reglement: 'in_force',
    outlets: 1,
    devices: 1,
    households: 2,
    withCode: 1,
    payments: 1,
    ticked: ['data_notice', 'printed'],
  })
  expect(leftToDo(ready)).toBe(0)
})
