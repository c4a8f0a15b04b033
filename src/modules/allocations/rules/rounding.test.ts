import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { share } from '../../../kit/cents.ts'
import { split } from '../../../kit/money.ts'
import { potShares, startPot } from './pot.ts'

/** Same seed, same draws: a failure can be redone. */
function random(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const SPLITS = 200_000

describe('F28: rounding', () => {
  test(`${SPLITS} splits of a pot are exact to the cent, and so are a month's shares`, () => {
    const below = random(28)
    let wrong = 0
    for (let i = 0; i < SPLITS; i += 1) {
      const pot = below(1_000_000_00)
      const weights = Array.from({ length: 1 + below(8) }, () => 1 + below(93))
      const parts = split(pot, weights)
      const month = startPot({ kind: 'mean_of_contributions', per: 'unit', levyBasisPoints: 0 })
      weights.forEach((weight, at) => month.add(at === 0 ? pot : 0, weight))
      const shareOf = potShares(month.total())
      const shares = weights.map((weight, at) => shareOf(`h${at}`, weight))
      const sum = parts.reduce((total, cents) => total + cents, 0)
      if (sum !== pot || shares.some((cents, at) => cents !== parts[at])) wrong += 1
    }
    expect(wrong).toBe(0)
  })

  test('a percentage is the nearest cent, and the upper one when two are as near', () => {
    const cents = fc.integer({ min: 0, max: 100_000_000_00 })
    const denominator = fc.integer({ min: 1, max: 10_000 })
    fc.assert(
      fc.property(cents, fc.nat(10_000), denominator, (amount, numerator, whole) => {
        const result = BigInt(share(amount, numerator, whole))
        // Twice the distance to the exact value, times the denominator: within ]-whole, whole].
        const distance = 2n * (result * BigInt(whole) - BigInt(amount) * BigInt(numerator))
        expect(distance > -BigInt(whole) && distance <= BigInt(whole)).toBe(true)
      }),
      { numRuns: 5_000 },
    )
  })

  test('a larger amount never has a smaller percentage', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(10_000), (a, b, rate) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        expect(share(low, rate, 10_000)).toBeLessThanOrEqual(share(high, rate, 10_000))
      }),
    )
  })
})
