import { addMonths, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export const REQUEST_STATUSES = ['asked', 'agreed', 'spoken', 'withdrawn'] as const
export type RequestStatus = (typeof REQUEST_STATUSES)[number]

/** A year: what lasts longer is a matter for the règlement, or for another amount. */
export const LONGEST_REQUEST = 12

export type LessAsked = { fromMonth: Month; untilMonth: Month; firstOpenMonth: Month; isAsking: boolean }

/** The page asks it to grey the button, the action asks it before writing. */
export function refusalToAskForLess(asked: LessAsked): Refusal | null {
  if (asked.isAsking) return new Refusal('already_asking', {}, 409)
  if (asked.fromMonth < asked.firstOpenMonth)
    return new Refusal('month_closed', { month: asked.firstOpenMonth })
  if (asked.untilMonth < asked.fromMonth) return new Refusal('less_ends_before_it_starts')
  const last = addMonths(asked.fromMonth, LONGEST_REQUEST - 1)
  if (asked.untilMonth > last) return new Refusal('less_too_long', { month: last })
  return null
}
