import { describe, expect, test } from 'vitest'
import { instantAt } from '../../../kit/month.ts'
import { daysOf, ruleText } from './series.ts'

const PARIS = 'Europe/Paris'

const days = (rhythm: 'weeks' | 'month_day' | 'month_weekday', first: string, every: number, count: number) =>
  daysOf(ruleText({ rhythm, every, count }, first), first, '18:00', PARIS)

describe('the days of a series', () => {
  test.each([
    [
      'every two weeks',
      days('weeks', '2026-10-13', 2, 4),
      ['2026-10-13', '2026-10-27', '2026-11-10', '2026-11-24'],
    ],
    [
      'the second Tuesday',
      days('month_weekday', '2026-10-13', 1, 3),
      ['2026-10-13', '2026-11-10', '2026-12-08'],
    ],
    [
      'the last Saturday',
      days('month_weekday', '2026-10-31', 1, 3),
      ['2026-10-31', '2026-11-28', '2026-12-26'],
    ],
    [
      'the 31st, or the last day',
      days('month_day', '2026-12-31', 1, 4),
      ['2026-12-31', '2027-01-31', '2027-02-28', '2027-03-31'],
    ],
    [
      'the 5th of every third month',
      days('month_day', '2026-10-05', 3, 3),
      ['2026-10-05', '2027-01-05', '2027-04-05'],
    ],
  ])('%s', (_, given, expected) => expect(given).toEqual(expected))

  test('eleven workshops over nine months', () => {
    const eleven = days('weeks', '2026-09-17', 4, 11)
    expect(eleven).toHaveLength(11)
    expect(eleven.at(-1)).toBe('2027-06-24')
  })

  test('six in the evening stays six in the evening when summer time ends', () => {
    const [before, after] = days('weeks', '2026-10-20', 1, 2).map((day) => instantAt(day, '18:00', PARIS))
    expect(before!.toISOString()).toBe('2026-10-20T16:00:00.000Z')
    expect(after!.toISOString()).toBe('2026-10-27T17:00:00.000Z')
  })
})
