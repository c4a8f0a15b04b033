import { share } from '../../../kit/cents.ts'
import type { Cents } from '../../../kit/money.ts'
import type { PriceChoice } from '../../caisses/rules/reglement.ts'

/** What was sold at each tier, at the price that covers the cost (the just price), by tier code. */
export type TierTurnovers = Readonly<Record<string, Cents>>

/** What a customer pays at a tier for goods worth `justCents`. */
export function priceAt(scheme: PriceChoice, tierCode: string, justCents: Cents): Cents {
  const tier = scheme.tiers.find((one) => one.code === tierCode)
  if (!tier) throw new RangeError(`no price tier ${tierCode}`)
  return share(justCents, tier.basisPoints, 10_000)
}

/** The same tiers over several points of sale count as one purse. */
export function pooled(pointsOfSale: readonly TierTurnovers[]): TierTurnovers {
  const total: Record<string, Cents> = {}
  for (const turnovers of pointsOfSale)
    for (const [code, cents] of Object.entries(turnovers)) total[code] = (total[code] ?? 0) + cents
  return total
}

/** What the tills took above the just price, in ten-thousandths of a cent: exact, so that no rounding decides. */
const exactSurplus = (scheme: PriceChoice, turnovers: TierTurnovers): number =>
  scheme.tiers.reduce((sum, tier) => sum + (turnovers[tier.code] ?? 0) * (tier.basisPoints - 10_000), 0)

/** Above zero there is a surplus to pool, below zero a gap to fill. */
export const surplus = (scheme: PriceChoice, turnovers: TierTurnovers): Cents =>
  share(exactSurplus(scheme, turnovers), 1, 10_000)

/** Those who pay more cover exactly what those who pay less receive. */
export const isBalanced = (scheme: PriceChoice, turnovers: TierTurnovers): boolean =>
  exactSurplus(scheme, turnovers) === 0

/** How much of the dearer tier balances one of the cheaper: 1.4 for 65 / 100 / 125. */
export function balancingRatio(scheme: PriceChoice, cheaper: string, dearer: string): number {
  const rate = (code: string) => scheme.tiers.find((tier) => tier.code === code)!.basisPoints - 10_000
  return -rate(cheaper) / rate(dearer)
}
