import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'

export type DueLine = { month: Month; cents: Cents; thirdPartyCents: Cents; waivedCents: Cents }

/** What was made due, month by month, the latest first. */
export async function duesOf(tx: CaisseTx, householdId: string): Promise<DueLine[]> {
  const { rows } = await sql<DueLine>`
    select month, amount_cents as cents, third_party_cents as "thirdPartyCents", waived_cents as "waivedCents"
    from due where caisse_id = ${tx.caisseId} and household_id = ${householdId} order by month desc
  `.execute(tx)
  return rows
}
