import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'

/**
 * Above this much paid over any twelve months, an issuer that relies on the limited-network exclusion declares
 * itself to the ACPR. Dated, because the law changes.
 * Source: Code monétaire et financier, art. L. 521-3 II, since ordonnance no 2017-1252.
 */
const PAYMENT_LIMITS: readonly { from: Day; cents: Cents; article: string }[] = [
  { from: '2018-01-13', cents: 1_000_000_00, article: 'L. 521-3' },
]

export const WARNING_STEPS = [50, 80, 95] as const
/** Per cent of the limit that was reached: nothing yet, a warning, or the limit itself. */
export type Step = 0 | (typeof WARNING_STEPS)[number] | 100

export type LegalCounter = { paidCents: Cents; limitCents: Cents; article: string; step: Step }

export function legalCounter(paidCents: Cents, today: Day): LegalCounter | null {
  const limit = PAYMENT_LIMITS.findLast(({ from }) => from <= today)
  if (!limit) return null
  const step = ([100, ...WARNING_STEPS.toReversed()] as const).find(
    (percent) => paidCents * 100 >= limit.cents * percent,
  )
  return { paidCents, limitCents: limit.cents, article: limit.article, step: step ?? 0 }
}
