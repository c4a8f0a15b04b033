import type { Cents } from '../../../kit/money.ts'
import { addMonths, type Day, type Month } from '../../../kit/month.ts'
import { monthsLeft, type ExpectedTranche } from '../../treasury/rules/runway.ts'

/** From what is signed to what one only hopes for. */
export const SURETIES = ['certain', 'likely', 'hoped'] as const
export type Surety = (typeof SURETIES)[number]

export type Expected = ExpectedTranche & { surety: Surety }

export type Forecast = {
  /** The last month that is paid for if all money of that surety and surer comes; null when no end is in sight. */
  until: Readonly<Record<Surety, Month | null>>
  /** False where not even the next month is. */
  covers: Readonly<Record<Surety, boolean>>
}

type Standing = { next: Month; today: Day; freeCents: Cents; needCents: Cents; expected: readonly Expected[] }

/** Until when the money lasts, as treasury counts it, with what is signed, then what is likely, then all one hopes for. */
export function forecast({ next, today, freeCents, needCents, expected }: Standing): Forecast {
  const until = {} as Record<Surety, Month | null>
  const covers = {} as Record<Surety, boolean>
  for (const [index, surety] of SURETIES.entries()) {
    const counted = expected.filter((one) => SURETIES.indexOf(one.surety) <= index)
    const { firstImpossible } = monthsLeft({
      next,
      today,
      freeCents,
      netCostCents: needCents,
      tranches: counted,
    })
    until[surety] = firstImpossible && addMonths(firstImpossible, -1)
    covers[surety] = firstImpossible === null || firstImpossible > next
  }
  return { until, covers }
}

/** How sure a month is to be paid for; null when nothing pays for it. */
export const suretyOf = ({ until }: Forecast, month: Month): Surety | null =>
  SURETIES.find((surety) => until[surety] === null || month <= until[surety]) ?? null

/** What comes in a month, by how sure it is. */
export const comingIn = (expected: readonly Expected[], month: Month, surety: Surety): Cents =>
  expected
    .filter((one) => one.surety === surety && one.expectedOn.slice(0, 7) === month)
    .reduce((sum, { amountCents }) => sum + amountCents, 0)

export const monthsFrom = (first: Month, count: number): Month[] =>
  Array.from({ length: count }, (_, index) => addMonths(first, index))
