import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'

export type NewPledge = {
  id: string
  householdId: string
  fromMonth: Month
  cents: Cents
  /** Who pays part of it, where the règlement says that somebody may. */
  thirdPartyName: string | null
}

export async function insertPledges(tx: CaisseTx, pledges: readonly NewPledge[], at: Date): Promise<void> {
  const column = <T>(read: (pledge: NewPledge) => T) => pledges.map(read)
  await sql`
    insert into pledge (caisse_id, id, household_id, from_month, amount_cents, third_party_name, created_at)
    select ${tx.caisseId}, *, ${at}::timestamptz from unnest(
      ${column((one) => one.id)}::uuid[],
      ${column((one) => one.householdId)}::uuid[],
      ${column((one) => one.fromMonth)}::text[],
      ${column((one) => one.cents)}::bigint[],
      ${column((one) => one.thirdPartyName)}::text[]
    )
  `.execute(tx)
}

export type Pledge = { fromMonth: Month; cents: Cents; thirdPartyName: string | null; chosenAt: Date }

/** All that a household chose, the latest first. */
export async function listPledges(tx: CaisseTx, householdId: string): Promise<Pledge[]> {
  const { rows } = await sql<Pledge>`
    select from_month as "fromMonth", amount_cents as cents, third_party_name as "thirdPartyName",
      created_at as "chosenAt"
    from pledge where caisse_id = ${tx.caisseId} and household_id = ${householdId}
    order by from_month desc, created_at desc, id desc
  `.execute(tx)
  return rows
}

export type NewException = {
  id: string
  householdId: string
  cents: Cents
  fromMonth: Month
  untilMonth: Month
}

export async function insertExceptions(
  tx: CaisseTx,
  exceptions: readonly NewException[],
  at: Date,
): Promise<void> {
  const column = <T>(read: (exception: NewException) => T) => exceptions.map(read)
  await sql`
    insert into contribution_exception
      (caisse_id, id, household_id, amount_cents, from_month, until_month, created_at)
    select ${tx.caisseId}, *, ${at}::timestamptz from unnest(
      ${column((one) => one.id)}::uuid[],
      ${column((one) => one.householdId)}::uuid[],
      ${column((one) => one.cents)}::bigint[],
      ${column((one) => one.fromMonth)}::text[],
      ${column((one) => one.untilMonth)}::text[]
    )
  `.execute(tx)
}

export type AgreedException = {
  id: string
  householdId: string
  cents: Cents
  fromMonth: Month
  untilMonth: Month
}

/** All that was agreed with a household, the latest first. */
export async function listExceptions(tx: CaisseTx, householdId: string): Promise<AgreedException[]> {
  const { rows } = await sql<AgreedException>`
    select id, household_id as "householdId", amount_cents as cents,
      from_month as "fromMonth", until_month as "untilMonth"
    from contribution_exception where caisse_id = ${tx.caisseId} and household_id = ${householdId}
    order by from_month desc, created_at desc, id desc
  `.execute(tx)
  return rows
}

export async function findException(tx: CaisseTx, id: string): Promise<AgreedException | undefined> {
  const { rows } = await sql<AgreedException>`
    select id, household_id as "householdId", amount_cents as cents,
      from_month as "fromMonth", until_month as "untilMonth"
    from contribution_exception where caisse_id = ${tx.caisseId} and id = ${id} for update
  `.execute(tx)
  return rows[0]
}

export async function setExceptionEnd(tx: CaisseTx, id: string, untilMonth: Month): Promise<void> {
  await tx
    .updateTable('contribution_exception')
    .set({ until_month: untilMonth })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Who paid part for a household that is nobody's any more is a name too; that somebody did stays true. */
export async function forgetThirdParties(tx: CaisseTx, householdId: string): Promise<void> {
  await tx
    .updateTable('pledge')
    .set({ third_party_name: '—' })
    .where('caisse_id', '=', tx.caisseId)
    .where('household_id', '=', householdId)
    .where('third_party_name', 'is not', null)
    .execute()
}
