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

/** All that the household itself brought, over all time, less what was undone. */
export async function broughtBy(tx: CaisseTx, householdId: string): Promise<Cents> {
  const { rows } = await sql<{ cents: Cents }>`
    select coalesce(sum(case when undoes_receipt_id is null then amount_cents else -amount_cents end), 0)::bigint as cents
    from receipt where caisse_id = ${tx.caisseId} and household_id = ${householdId} and method <> 'third_party'
  `.execute(tx)
  return rows[0]!.cents
}
