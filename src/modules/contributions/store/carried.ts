import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'

type NewCarried = { gestureId: string; householdId: string; fromHouseholdId: string | null; cents: Cents }

export async function insertCarried(
  tx: CaisseTx,
  carried: readonly NewCarried[],
  { on, at }: { on: Day; at: Date },
): Promise<void> {
  if (carried.length === 0) return
  await tx
    .insertInto('carried_contribution')
    .values(
      carried.map((one) => ({
        caisse_id: tx.caisseId,
        gesture_id: one.gestureId,
        household_id: one.householdId,
        from_household_id: one.fromHouseholdId,
        amount_cents: one.cents,
        carried_on: on,
        at,
      })),
    )
    .execute()
}

export type Carried = {
  gestureId: string
  /** More for the household that is asked about, or less. */
  cents: Cents
  on: Day
  /** With which household; null for what came in before Tablée. */
  otherId: string | null
  otherName: string | null
}

/** What came to a household and went from it, the latest first. */
export async function carriedOf(tx: CaisseTx, householdId: string): Promise<Carried[]> {
  const { rows } = await sql<Carried>`
    select c.gesture_id as "gestureId", c.carried_on as on, other.id as "otherId", other.name as "otherName",
      case when c.household_id = ${householdId} then c.amount_cents else -c.amount_cents end as cents
    from carried_contribution c
    left join household other on other.caisse_id = c.caisse_id
      and other.id = case when c.household_id = ${householdId} then c.from_household_id else c.household_id end
    where c.caisse_id = ${tx.caisseId}
      and (c.household_id = ${householdId} or c.from_household_id = ${householdId})
    order by c.carried_on desc, c.at desc
  `.execute(tx)
  return rows
}

/** What one household gave on to another, less what came back. */
export async function carriedBetween(tx: CaisseTx, from: string, to: string): Promise<Cents> {
  return (await carriedOf(tx, from)).reduce((sum, one) => sum - (one.otherId === to ? one.cents : 0), 0)
}
