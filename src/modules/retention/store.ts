import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import { AFTER_LEAVING_MONTHS } from './rules.ts'

export type Reason = 'asked' | 'retention' | 'replayed'

export async function afterLeavingMonths(tx: CaisseTx): Promise<number> {
  const setting = await tx
    .selectFrom('retention_setting')
    .select('after_leaving_months')
    .where('caisse_id', '=', tx.caisseId)
    .executeTakeFirst()
  return setting?.after_leaving_months ?? AFTER_LEAVING_MONTHS
}

export async function keepAfterLeaving(tx: CaisseTx, months: number): Promise<void> {
  const setting = { caisse_id: tx.caisseId, after_leaving_months: months }
  await tx
    .insertInto('retention_setting')
    .values(setting)
    .onConflict((conflict) => conflict.column('caisse_id').doUpdateSet(setting))
    .execute()
}

/** False when somebody was erased already. */
export async function insertErasure(
  tx: CaisseTx,
  erasure: { personId: string; at: Date; reason: Reason },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('erasure')
    .values({
      caisse_id: tx.caisseId,
      person_id: erasure.personId,
      erased_at: erasure.at,
      reason: erasure.reason,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export type Erasure = { personId: string; at: Date; reason: Reason }

export async function listErasures(tx: CaisseTx): Promise<Erasure[]> {
  const rows = await tx
    .selectFrom('erasure')
    .select(['person_id', 'erased_at', 'reason'])
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('erased_at')
    .orderBy('person_id')
    .execute()
  return rows.map((row) => ({ personId: row.person_id, at: row.erased_at, reason: row.reason as Reason }))
}

export type Report = {
  at: Date
  erased: number
  replayed: number
  waiting: number
  /** Names of people who were met once and not heard of since. */
  contacts: number
}

export async function insertReport(tx: CaisseTx, report: Report): Promise<void> {
  await tx
    .insertInto('retention_report')
    .values({ caisse_id: tx.caisseId, ...report })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function lastReports(tx: CaisseTx, limit: number): Promise<Report[]> {
  return tx
    .selectFrom('retention_report')
    .select(['at', 'erased', 'replayed', 'waiting', 'contacts'])
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
}

export type Reading = {
  at: Date
  reader: string
  householdId: string
  householdName: string
}

/** Who of the team opened which file, the latest first. */
export async function listReadings(
  tx: CaisseTx,
  { since, until, householdId, limit }: { since: Date; until?: Date; householdId?: string; limit: number },
): Promise<Reading[]> {
  const { rows } = await sql<Reading>`
    select g.at, account.display_name as reader, h.id as "householdId", h.name as "householdName"
    from gesture g
    join login_account account on account.id = g.login_account_id
    join household h on h.caisse_id = g.caisse_id and h.id = g.subject_id
    where g.caisse_id = ${tx.caisseId} and g.kind = 'read_household' and g.at >= ${since}
      ${until ? sql`and g.at < ${until}` : sql``}
      ${householdId ? sql`and g.subject_id = ${householdId}` : sql``}
    order by g.at desc, g.id desc limit ${limit}
  `.execute(tx)
  return rows
}

export type Scale = { payments: number; payers: number; outlets: number; accounts: number }

/** How much of what a breach may have shown: purchases between two instants, places with bank details, sign-ins. */
export async function scaleOfBreach(tx: CaisseTx, since: Date, until: Date): Promise<Scale> {
  const { rows } = await sql<Scale>`
    select
      (select count(*)::integer from transfer
        where caisse_id = ${tx.caisseId} and kind = 'payment' and at >= ${since} and at < ${until}) as payments,
      (select count(distinct debit_account)::integer from transfer
        where caisse_id = ${tx.caisseId} and kind = 'payment' and at >= ${since} and at < ${until}) as payers,
      (select count(distinct o.id)::integer from agreement a join outlet o on o.id = a.outlet_id
        where a.caisse_id = ${tx.caisseId} and o.iban is not null) as outlets,
      (select count(distinct login_account_id)::integer from role_grant
        where caisse_id = ${tx.caisseId} and ended_at is null) as accounts
  `.execute(tx)
  return rows[0]!
}
