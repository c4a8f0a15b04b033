import type { CaisseTx } from '../../../db/db.ts'
import { addMonths, lastDay, monthOf, type Day, type Month } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { listRuns, openRun } from '../../allocations/store/runs.ts'
import { recomputeDue } from '../../contributions/actions/dues.ts'
import { duesOfHousehold } from '../../contributions/store/dues.ts'
import { lastClosedMonth, refuseClosed } from '../../ledger/closed-months.ts'
import { insertPause } from '../../people/store/life-events.ts'
import { refusalToDate } from '../rules/event.ts'

/** The last month whose allocations were issued or wait for their signatures. */
export const lastCountedMonth = async (tx: CaisseTx): Promise<Month | null> =>
  (await listRuns(tx))[0]?.month ?? null

/** No event is dated in a closed month, and none of its months is closed until the event is written. */
export async function refuseDay(tx: CaisseTx, on: Day, today: Day): Promise<void> {
  refuse(refusalToDate(on, today))
  await refuseClosed(tx, on)
}

/** What was prepared counts people where they were: it is signed or prepared again first. */
export async function refuseWhilePrepared(tx: CaisseTx): Promise<void> {
  const open = await openRun(tx)
  if (open) throw new Refusal('month_being_signed', { month: open.month }, 409)
}

/** What was made due for months that are not issued yet is computed again; issued and closed months stay as they are. */
export async function refreshDues(tx: CaisseTx, householdIds: readonly string[]): Promise<void> {
  const last = [await lastClosedMonth(tx), await lastCountedMonth(tx)]
    .filter((month) => month !== null)
    .sort()
    .at(-1)
  for (const householdId of householdIds)
    for (const { month } of await duesOfHousehold(tx, householdId))
      if (last === undefined || month > last) await recomputeDue(tx, { householdId, month })
}

/** From its first day to the month from which it counts by itself, a household owes and receives nothing. */
export async function countOnlyFrom(
  tx: CaisseTx,
  { id, householdId, on, from }: { id: string; householdId: string; on: Day; from: Month },
): Promise<void> {
  if (monthOf(on) >= from) return
  await insertPause(tx, {
    id,
    householdId,
    fromMonth: monthOf(on),
    untilMonth: addMonths(from, -1),
    reason: 'counted_before',
  })
}

/** The last day of the month before. */
export const lastDayBefore = (month: Month): Day => lastDay(addMonths(month, -1))
