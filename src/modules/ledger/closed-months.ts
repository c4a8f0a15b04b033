import type { CaisseTx } from '../../db/db.ts'
import { lockCaisse, shareCaisse } from '../../kit/gesture.ts'
import { addMonths, monthOf, type Day, type Month } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'

/** The last closed month; it and all before it take nothing any more. */
export async function lastClosedMonth(tx: CaisseTx): Promise<Month | null> {
  const { month } = await tx
    .selectFrom('closed_month')
    .select((eb) => eb.fn.max('month').as('month'))
    .where('caisse_id', '=', tx.caisseId)
    .executeTakeFirstOrThrow()
  return month
}

/** What happened in a closed month and was forgotten is dated in the month that is open. */
export const refusalToDateOn = (day: Day, closed: Month | null): Refusal | null =>
  closed !== null && monthOf(day) <= closed
    ? new Refusal('month_closed', { month: addMonths(closed, 1) }, 409)
    : null

/** Refuses a day of a closed month; until the gesture ends, the day's month is not closed either. */
export async function refuseClosed(tx: CaisseTx, day: Day): Promise<void> {
  await shareCaisse(tx, 'closing')
  refuse(refusalToDateOn(day, await lastClosedMonth(tx)))
}

/** Waits for what is being dated and holds back what comes: what is read from here on is what is closed. */
export const holdDates = (tx: CaisseTx): Promise<void> => lockCaisse(tx, 'closing')

/** From its commit on nothing is dated in the month. The caller holds the dates. */
export async function insertClosedMonth(tx: CaisseTx, month: Month, at: Date): Promise<void> {
  await tx.insertInto('closed_month').values({ caisse_id: tx.caisseId, month, closed_at: at }).execute()
}
