import { share } from '../../../kit/cents.ts'
import type { Cents } from '../../../kit/money.ts'
import type { AllocationScheme } from '../../caisses/rules/reglement.ts'

/** What the month's contributions leave to share, and over how many parts. */
export type Pot = {
  contributionsCents: Cents
  sharedCents: Cents
  /** The levy; and everything, in a month in which nobody has a part. */
  keptCents: Cents
  households: number
  /** Heads times days, over all who have a part. */
  shares: number
  /** The cents that flooring leaves; they go to the first ids, one each. */
  leftoverCents: Cents
}

/** Adds up contributions and parts; a count per size of part is all it keeps. */
export function startPot(allocation: AllocationScheme) {
  const levyBasisPoints = allocation.kind === 'mean_of_contributions' ? allocation.levyBasisPoints : 0
  const bySize = new Map<number, number>()
  let contributionsCents = 0

  return {
    add(cents: Cents, shares: number): void {
      contributionsCents += cents
      if (shares > 0) bySize.set(shares, (bySize.get(shares) ?? 0) + 1)
    },
    total(): Pot {
      let households = 0
      let shares = 0
      for (const [size, count] of bySize) {
        households += count
        shares += size * count
      }
      const keptCents = shares === 0 ? contributionsCents : share(contributionsCents, levyBasisPoints, 10_000)
      const sharedCents = contributionsCents - keptCents
      let leftoverCents = sharedCents
      for (const [size, count] of bySize) leftoverCents -= count * floorShare(sharedCents, size, shares)
      return { contributionsCents, sharedCents, keptCents, households, shares, leftoverCents }
    },
  }
}

function floorShare(sharedCents: Cents, size: number, shares: number): Cents {
  return Number((BigInt(sharedCents) * BigInt(size)) / BigInt(shares))
}

/**
 * Each part of the pot, asked by ascending id: floored, then one cent more until the pot is exact.
 * A household without a part takes no cent. The leftover is always less than the households.
 */
export function potShares(pot: Pot): (id: string, size: number) => Cents {
  const floors = new Map<number, Cents>()
  let left = pot.leftoverCents
  let previous: string | null = null

  return (id, size) => {
    if (size === 0) return 0
    if (previous !== null && id <= previous)
      throw new RangeError('potShares: households must come by ascending id, each once')
    previous = id
    let cents = floors.get(size)
    if (cents === undefined) {
      cents = floorShare(pot.sharedCents, size, pot.shares)
      floors.set(size, cents)
    }
    if (left === 0) return cents
    left -= 1
    return cents + 1
  }
}
