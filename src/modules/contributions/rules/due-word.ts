import type { Cents } from '../../../kit/money.ts'
import { addDays, firstDay, type Day, type Month } from '../../../kit/month.ts'

/** What a month's due is called. */
export type DueWord = 'received' | 'waived' | 'nothing' | 'expected' | 'late'

/** The last day on which a due of the month is simply expected. */
export const lastDayOfGrace = (month: Month, graceDays: number): Day => addDays(firstDay(month), graceDays)

export function dueWord(
  due: { expectedCents: Cents; waivedCents: Cents; missingCents: Cents },
  { month, today, graceDays }: { month: Month; today: Day; graceDays: number },
): DueWord {
  if (due.missingCents > 0) return today > lastDayOfGrace(month, graceDays) ? 'late' : 'expected'
  if (due.expectedCents === 0) return 'nothing'
  return due.waivedCents >= due.expectedCents ? 'waived' : 'received'
}
