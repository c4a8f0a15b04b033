import { expect, test } from 'vitest'
import { byDay, weeksOf } from './month-grid.ts'
import { inOrder, momentOf, scaleOf, spanAt, type Entry } from './timeline.ts'

const entry = (changes: Partial<Entry>): Entry => ({
  id: 'x',
  kind: 'phase',
  title: 'x',
  description: '',
  startsOn: '2025-01-01',
  endsOn: null,
  public: true,
  ...changes,
})

test('the scale holds whole years around all that is shown and today', () => {
  const scale = scaleOf([entry({ startsOn: '2023-06-01', endsOn: '2024-02-01' })], '2026-11-24')
  expect([scale.from, scale.to]).toEqual(['2023-01-01', '2027-01-01'])
  expect(scale.years.map(({ label }) => label)).toEqual(['2023', '2024', '2025', '2026'])
  expect(scale.at('2023-01-01')).toBe(0)
  expect(scale.at('2025-01-01')).toBeCloseTo(50, 0)
})

test('a period ends with its last day; one that goes on reaches the edge; a day alone still shows', () => {
  const scale = scaleOf([], '2026-11-24')
  expect(spanAt(scale, { startsOn: '2026-01-01', endsOn: '2026-12-31' })).toEqual({ start: 0, width: 100 })
  const open = spanAt(scale, { startsOn: '2026-07-02', endsOn: null })
  expect(open.start + open.width).toBe(100)
  expect(spanAt(scale, { startsOn: '2026-07-02', endsOn: '2026-07-02' }).width).toBeGreaterThan(0.5)
})

test.each([
  [{ startsOn: '2026-01-01', endsOn: null }, 'current'],
  [{ startsOn: '2026-01-01', endsOn: '2026-11-23' }, 'done'],
  [{ startsOn: '2026-01-01', endsOn: '2026-11-24' }, 'current'],
  [{ startsOn: '2026-11-25', endsOn: null }, 'coming'],
  [{ kind: 'milestone', startsOn: '2026-11-23' }, 'done'],
  [{ kind: 'milestone', startsOn: '2026-11-24' }, 'current'],
] as const)('%o on 24 November is %s', (changes, moment) => {
  expect(momentOf(entry(changes), '2026-11-24')).toBe(moment)
})

test('what begins first stands first, a period before what happens in it', () => {
  const [phase, day] = [entry({ id: 'phase' }), entry({ id: 'day', kind: 'milestone' })]
  expect(inOrder([day, entry({ id: 'late', startsOn: '2026-01-01' }), phase]).map(({ id }) => id)).toEqual([
    'phase',
    'day',
    'late',
  ])
})

test('a month is whole weeks from Monday', () => {
  const weeks = weeksOf('2026-11')
  expect(weeks[0]?.[0]).toBe('2026-10-26')
  expect(weeks.at(-1)?.[6]).toBe('2026-12-06')
  expect(weeksOf('2027-02')).toHaveLength(4)
})

test('what lasts over midnight stands on both days, what ends at midnight on one', () => {
  const night = { startsAt: new Date('2026-12-19T18:00:00Z'), endsAt: new Date('2026-12-19T23:30:00Z') }
  expect([...byDay([night], 'Europe/Paris').keys()]).toEqual(['2026-12-19', '2026-12-20'])
  const evening = { ...night, endsAt: new Date('2026-12-19T23:00:00Z') }
  expect([...byDay([evening], 'Europe/Paris').keys()]).toEqual(['2026-12-19'])
})
