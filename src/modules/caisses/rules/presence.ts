import type { Month } from '../../../kit/month.ts'
import type { BudgetHousehold } from './household.ts'
import type { PartMonth } from './reglement.ts'

/** For how many of the month's days a household counts, and what made it so. */
export type Presence = {
  readonly days: number
  readonly why:
    | 'whole'
    | 'pro_rata'
    | 'before_entry'
    | 'after_exit'
    | 'entry_month'
    | 'exit_month'
    | 'pause'
    | 'counted_before'
}

type Dates = Pick<BudgetHousehold, 'enteredOn' | 'leavesOn' | 'paused'>

/** Without Temporal, so that it can run on phones; day 0 of the next month is the last of this one. */
export const lengthOf = (month: Month): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate()

const dayOf = (day: string): number => Number(day.slice(8, 10))

/** Prepared once per month: pro rata is by calendar days, the day of entry and the last day included. */
export function presenceIn(month: Month, entry: PartMonth, exit: PartMonth): (dates: Dates) => Presence {
  const length = lengthOf(month)
  const first = `${month}-01`
  const last = `${month}-${length}`
  const whole: Presence = { days: length, why: 'whole' }
  const absent = (why: Presence['why']): Presence => ({ days: 0, why })

  return ({ enteredOn, leavesOn, paused }) => {
    if (enteredOn && enteredOn > last) return absent('before_entry')
    if (leavesOn && (leavesOn < first || (enteredOn && leavesOn < enteredOn))) return absent('after_exit')
    if (paused) return absent(paused)
    const entersLate = enteredOn ? enteredOn > first : false
    const leavesEarly = leavesOn ? leavesOn < last : false
    if (entersLate && entry === 'nothing') return absent('entry_month')
    if (leavesEarly && exit === 'nothing') return absent('exit_month')
    const from = entersLate && entry === 'pro_rata' ? dayOf(enteredOn!) : 1
    const to = leavesEarly && exit === 'pro_rata' ? dayOf(leavesOn!) : length
    const days = to - from + 1
    return days === length ? whole : { days, why: 'pro_rata' }
  }
}
