import { describe, expect, test } from 'vitest'
import { endingStep, refusalToAnnounce, refusalToArchive, type Ending, type Remains } from './ending.ts'

const nothing: Remains = {
  rightsCents: 0,
  owedCents: 0,
  heldCents: 0,
  grantsLeftCents: 0,
  batchesOpen: 0,
  runOpen: false,
  agreementsOpen: 0,
}

const over: Ending = {
  today: '2026-12-01',
  lastDay: '2026-11-30',
  archived: false,
  practice: false,
  remains: nothing,
}

describe('a caisse is archived', () => {
  test.each<[string, Partial<Ending>, string | undefined]>([
    ['once all is over', {}, undefined],
    [
      'with rights that nobody spent, and money left',
      { remains: { ...nothing, rightsCents: 5, heldCents: 9 } },
      undefined,
    ],
    ['not before its last day is told', { lastDay: null }, 'ending_not_announced'],
    ['not on its last day', { today: '2026-11-30' }, 'ending_not_yet'],
    [
      'not while an outlet may sell',
      { remains: { ...nothing, agreementsOpen: 1 } },
      'ending_agreements_open',
    ],
    ['not while a month is prepared', { remains: { ...nothing, runOpen: true } }, 'ending_run_open'],
    ['not while a transfer is under way', { remains: { ...nothing, batchesOpen: 1 } }, 'ending_batches_open'],
    ['not while an outlet is owed', { remains: { ...nothing, owedCents: 1 } }, 'ending_outlets_owed'],
    ['in practice, whatever is owed', { practice: true, remains: { ...nothing, owedCents: 1 } }, undefined],
    ['once', { archived: true }, 'caisse_archived'],
  ])('%s', (_, changes, code) => {
    expect(refusalToArchive({ ...over, ...changes })?.code).toBe(code)
  })
})

test('the last day is not in the past', () => {
  const announcing = { today: '2026-11-24', archived: false }
  expect(refusalToAnnounce({ ...announcing, lastDay: '2026-11-24' })).toBeNull()
  expect(refusalToAnnounce({ ...announcing, lastDay: '2026-11-23' })?.code).toBe('ending_in_the_past')
})

test('one step after the other', () => {
  expect(endingStep({ ...over, lastDay: null })).toBe(0)
  expect(endingStep({ ...over, today: '2026-11-30' })).toBe(1)
  expect(endingStep({ ...over, remains: { ...nothing, owedCents: 1 } })).toBe(2)
  expect(endingStep(over)).toBe(3)
  expect(endingStep({ ...over, archived: true })).toBe(5)
})
