import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standing, type Sums } from './standing.ts'

const none: Sums = { receivedCents: 0, owedBeforeCents: 0, dueCents: 0, waivedCents: 0, owedAfterCents: 0 }

describe('the oldest due is served first', () => {
  const cases: [string, Partial<Sums>, ReturnType<typeof standing>][] = [
    ['nothing owed, nothing given', {}, { receivedCents: 0, missingCents: 0, lateCents: 0, aheadCents: 0 }],
    [
      'paid in part',
      { receivedCents: 4000, dueCents: 5000 },
      { receivedCents: 4000, missingCents: 1000, lateCents: 0, aheadCents: 0 },
    ],
    [
      'paid twice',
      { receivedCents: 10000, dueCents: 5000 },
      { receivedCents: 5000, missingCents: 0, lateCents: 0, aheadCents: 5000 },
    ],
    [
      'late of last month',
      { receivedCents: 4000, owedBeforeCents: 5000, dueCents: 5000 },
      { receivedCents: 0, missingCents: 5000, lateCents: 1000, aheadCents: 0 },
    ],
    [
      'what is ahead serves the months already computed',
      { receivedCents: 12000, dueCents: 5000, owedAfterCents: 5000 },
      { receivedCents: 5000, missingCents: 0, lateCents: 0, aheadCents: 2000 },
    ],
    [
      'what is waived is not missing',
      { receivedCents: 1000, dueCents: 5000, waivedCents: 3000 },
      { receivedCents: 1000, missingCents: 1000, lateCents: 0, aheadCents: 0 },
    ],
  ]
  for (const [what, sums, expected] of cases)
    test(what, () => expect(standing({ ...none, ...sums })).toEqual(expected))
})

const cents = fc.integer({ min: 0, max: 1_000_000 })
const dues = fc.array(fc.record({ due: cents, waived: cents }), { minLength: 1, maxLength: 24 })
const receipts = fc.array(cents, { maxLength: 60 })

/** Euro by euro, as one would do it by hand: each receipt fills the oldest due that is not full. */
function byHand(given: readonly number[], owed: readonly number[]) {
  const filled = owed.map(() => 0)
  let ahead = 0
  for (const receipt of given) {
    let rest = receipt
    for (const [month, cents] of owed.entries()) {
      const part = Math.min(rest, cents - filled[month]!)
      filled[month]! += part
      rest -= part
    }
    ahead += rest
  }
  return { filled, ahead }
}

test('by sums is the same as receipt by receipt, and keeps every cent', () => {
  fc.assert(
    fc.property(dues, receipts, (months, given) => {
      const owed = months.map(({ due, waived }) => due - Math.min(due, waived))
      const received = given.reduce((sum, one) => sum + one, 0)
      const sumOf = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0)
      const standings = months.map(({ due, waived }, i) =>
        standing({
          receivedCents: received,
          owedBeforeCents: sumOf(owed.slice(0, i)),
          dueCents: due,
          waivedCents: Math.min(due, waived),
          owedAfterCents: sumOf(owed.slice(i + 1)),
        }),
      )
      const expected = byHand(given, owed)
      expect(standings.map((one) => one.receivedCents)).toEqual(expected.filled)
      expect(new Set(standings.map((one) => one.aheadCents))).toEqual(new Set([expected.ahead]))
      expect(sumOf(standings.map((one) => one.receivedCents)) + expected.ahead).toBe(received)
      expect(standings.every((one, i) => one.receivedCents + one.missingCents === owed[i])).toBe(true)
      const missing = sumOf(standings.slice(0, -1).map((one) => one.missingCents))
      expect(standings.at(-1)!.lateCents).toBe(missing)
    }),
  )
})
