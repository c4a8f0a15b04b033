import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import type { Reason } from '../../caisses/rules/reason.ts'

export type NewDue = { householdId: string; cents: Cents; thirdPartyCents: Cents; reason: Reason }

/** Writes the dues that are not there yet, and tells how many those were; what is there stays as it is. */
export async function insertMissingDues(
  tx: CaisseTx,
  month: Month,
  versionId: string,
  dues: readonly NewDue[],
): Promise<number> {
  const column = <T>(read: (due: NewDue) => T) => dues.map(read)
  const { numAffectedRows } = await sql`
    insert into due (caisse_id, household_id, month, amount_cents, third_party_cents, reason, reglement_version_id)
    select ${tx.caisseId}, household_id, ${month}, amount_cents, third_party_cents, reason, ${versionId}
    from unnest(
      ${column((one) => one.householdId)}::uuid[],
      ${column((one) => one.cents)}::bigint[],
      ${column((one) => one.thirdPartyCents)}::bigint[],
      ${column((one) => JSON.stringify(one.reason))}::jsonb[]
    ) as computed (household_id, amount_cents, third_party_cents, reason)
    on conflict (caisse_id, household_id, month) do nothing
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export type MonthOfDues = { households: number; cents: Cents; thirdPartyCents: Cents; waivedCents: Cents }

export async function totalDues(tx: CaisseTx, month: Month): Promise<MonthOfDues> {
  const { rows } = await sql<MonthOfDues>`
    select count(*)::integer as households, coalesce(sum(amount_cents), 0)::bigint as cents,
      coalesce(sum(third_party_cents), 0)::bigint as "thirdPartyCents",
      coalesce(sum(waived_cents), 0)::bigint as "waivedCents"
    from due where caisse_id = ${tx.caisseId} and month = ${month}
  `.execute(tx)
  return rows[0]!
}

/** The last month that was made due for each of these households; absent where none was. */
export async function lastDueMonths(
  tx: CaisseTx,
  householdIds: readonly string[],
): Promise<ReadonlyMap<string, Month>> {
  const { rows } = await sql<{ id: string; month: Month }>`
    select household_id as id, max(month) as month from due
    where caisse_id = ${tx.caisseId} and household_id = any (${householdIds}::uuid[])
    group by household_id
  `.execute(tx)
  return new Map(rows.map((row) => [row.id, row.month]))
}

export type Due = {
  cents: Cents
  thirdPartyCents: Cents
  waivedCents: Cents
  reason: Reason
  reglementVersionId: string
}

/** Locked, to be corrected. */
export async function findDue(tx: CaisseTx, householdId: string, month: Month): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select amount_cents as cents, third_party_cents as "thirdPartyCents", waived_cents as "waivedCents",
      reason, reglement_version_id as "reglementVersionId"
    from due where caisse_id = ${tx.caisseId} and household_id = ${householdId} and month = ${month} for update
  `.execute(tx)
  return rows[0]
}

export async function updateDue(tx: CaisseTx, householdId: string, month: Month, due: Due): Promise<void> {
  await tx
    .updateTable('due')
    .set({
      amount_cents: due.cents,
      third_party_cents: due.thirdPartyCents,
      waived_cents: due.waivedCents,
      reason: JSON.stringify(due.reason),
      reglement_version_id: due.reglementVersionId,
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('household_id', '=', householdId)
    .where('month', '=', month)
    .execute()
}

/** What was made due for a household, the latest month first. */
export async function duesOfHousehold(
  tx: CaisseTx,
  householdId: string,
): Promise<{ month: Month; cents: Cents; waivedCents: Cents }[]> {
  return tx
    .selectFrom('due')
    .select(['month', 'amount_cents as cents', 'waived_cents as waivedCents'])
    .where('caisse_id', '=', tx.caisseId)
    .where('household_id', '=', householdId)
    .orderBy('month', 'desc')
    .execute()
}
