import { describe, expect, test } from 'vitest'
import { comingIn, forecast, suretyOf, type Expected } from './forecast.ts'

const coming = (surety: Expected['surety'], expectedOn: string, euros: number): Expected => ({
  surety,
  expectedOn,
  amountCents: euros * 100,
})

const standing = (expected: readonly Expected[], freeEuros = 2_000) => ({
  next: '2027-01',
  today: '2026-12-10',
  freeCents: freeEuros * 100,
  needCents: 1_000_00,
  expected,
})

describe('until when the money lasts', () => {
  test('signed, then likely, then hoped for', () => {
    const { until } = forecast(
      standing([
        coming('certain', '2027-02-01', 1_000),
        coming('likely', '2027-03-01', 2_000),
        coming('hoped', '2027-05-15', 3_000),
      ]),
    )
    expect(until).toEqual({ certain: '2027-03', likely: '2027-05', hoped: '2027-08' })
  })

  test('money that comes too late does not pay for the months before it', () => {
    const { until } = forecast(standing([coming('certain', '2027-06-01', 9_000)]))
    expect(until.certain).toBe('2027-02')
  })

  test('what was due and never came is not counted on', () => {
    expect(forecast(standing([coming('certain', '2026-11-01', 9_000)])).until.certain).toBe('2027-02')
  })

  test('not even the next month, or no end in sight', () => {
    const poor = forecast(standing([coming('likely', '2026-12-20', 1_000)], 0))
    expect(poor.covers).toEqual({ certain: false, likely: true, hoped: true })
    const free = forecast({ ...standing([]), needCents: 0 })
    expect(free.until.certain).toBeNull()
  })

  test('each month is as sure as the surest money that reaches it', () => {
    const seen = forecast(
      standing([coming('likely', '2027-03-01', 1_000), coming('hoped', '2027-04-01', 1_000)]),
    )
    expect(
      ['2027-01', '2027-02', '2027-03', '2027-04', '2027-05'].map((month) => suretyOf(seen, month)),
    ).toEqual(['certain', 'certain', 'likely', 'hoped', null])
  })
})

test('what comes in a month is summed by how sure it is', () => {
  const all = [
    coming('hoped', '2027-03-01', 10),
    coming('hoped', '2027-03-31', 5),
    coming('likely', '2027-03-02', 1),
  ]
  expect(comingIn(all, '2027-03', 'hoped')).toBe(15_00)
  expect(comingIn(all, '2027-04', 'hoped')).toBe(0)
})
