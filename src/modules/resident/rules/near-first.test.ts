import { expect, test } from 'vitest'
import type { OpeningHours } from '../../accreditation/opening.ts'
import { nearFirst, type Near } from './near-first.ts'

const none = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }
const on = (weekday: 1 | 2): OpeningHours => ({
  weeks: 'every',
  days: { ...none, [weekday]: [{ from: '09:00', to: '12:00' }] },
  closed: null,
})

/** The 24th of November 2026 is a Tuesday. */
const looking = { today: '2026-11-24', territoryId: 'here', usual: ['b', 'd'] }

const place = (id: string, hours: OpeningHours | null, territoryId: string | null = null): Near => ({
  id,
  hours,
  territoryId,
})

test('open today first, then where one goes or lives, in the order of habit', () => {
  const places = [
    place('a', null),
    place('b', on(1)),
    place('c', on(2)),
    place('d', on(2)),
    place('e', on(2), 'here'),
    place('f', on(1), 'here'),
    place('g', on(2), 'there'),
  ]
  expect(nearFirst(places, looking).map(({ id }) => id)).toEqual(['d', 'e', 'c', 'g', 'b', 'f', 'a'])
})

test('without habits nor territory they stay as they were', () => {
  const places = ['a', 'b', 'c'].map((id) => place(id, null))
  const nobody = { today: '2026-11-24', territoryId: null, usual: [] }
  expect(nearFirst(places, nobody).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})
