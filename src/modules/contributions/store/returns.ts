import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'
import type { ReturnWay } from '../rules/return.ts'

export type ContributionReturn = {
  id: string
  receiptId: string
  householdId: string
  householdName: string
  way: ReturnWay
  cents: Cents
  receivedOn: Day
  status: 'prepared' | 'returned' | 'cancelled'
  digest: Buffer
  preparedAt: Date
  returnedAt: Date | null
}

type NewReturn = Pick<ContributionReturn, 'id' | 'receiptId' | 'householdId' | 'way' | 'cents' | 'digest'>

/** Whether nobody was returning that receipt already. */
export async function insertReturn(
  tx: CaisseTx,
  one: NewReturn & { status: 'prepared' | 'returned' },
  at: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('contribution_return')
    .values({
      caisse_id: tx.caisseId,
      id: one.id,
      receipt_id: one.receiptId,
      household_id: one.householdId,
      way: one.way,
      amount_cents: one.cents,
      status: one.status,
      digest: one.digest,
      prepared_at: at,
      returned_at: one.status === 'returned' ? at : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

async function returnsWhere(tx: CaisseTx, condition: ReturnType<typeof sql>): Promise<ContributionReturn[]> {
  const { rows } = await sql<ContributionReturn>`
    select c.id, c.receipt_id as "receiptId", c.household_id as "householdId", h.name as "householdName", c.way,
      c.amount_cents as cents, r.received_on as "receivedOn", c.status, c.digest, c.prepared_at as "preparedAt",
      c.returned_at as "returnedAt"
    from contribution_return c
    join household h on h.caisse_id = c.caisse_id and h.id = c.household_id
    join receipt r on r.caisse_id = c.caisse_id and r.id = c.receipt_id
    where c.caisse_id = ${tx.caisseId} and ${condition}
    order by c.prepared_at desc, c.id desc
  `.execute(tx)
  return rows
}

export async function findReturn(tx: CaisseTx, id: string): Promise<ContributionReturn | undefined> {
  return (await returnsWhere(tx, sql`c.id = ${id}`))[0]
}

export const returnsOf = (tx: CaisseTx, householdId: string): Promise<ContributionReturn[]> =>
  returnsWhere(tx, sql`c.household_id = ${householdId}`)

export const listReturns = (tx: CaisseTx): Promise<ContributionReturn[]> => returnsWhere(tx, sql`true`)

export async function setReturnStatus(
  tx: CaisseTx,
  id: string,
  status: 'returned' | 'cancelled',
  at: Date,
): Promise<void> {
  await tx
    .updateTable('contribution_return')
    .set({ status, returned_at: status === 'returned' ? at : null })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}
