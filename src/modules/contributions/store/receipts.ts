import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'
import type { ReceiptMethod } from '../rules/receipt.ts'

export type NewReceipt = {
  id: string
  householdId: string
  method: ReceiptMethod
  cents: Cents
  receivedOn: Day
  reference: string
  undoesReceiptId?: string
}

/** Writes them and tells how many: one that undoes what is already undone is left out. */
export async function insertReceipts(
  tx: CaisseTx,
  gestureId: string,
  receipts: readonly NewReceipt[],
  at: Date,
): Promise<number> {
  const column = <T>(read: (receipt: NewReceipt) => T) => receipts.map(read)
  const { numAffectedRows } = await sql`
    insert into receipt (caisse_id, id, gesture_id, household_id, method, amount_cents, received_on, reference,
      undoes_receipt_id, created_at)
    select ${tx.caisseId}, id, ${gestureId}, household_id, method, amount_cents, received_on, reference,
      undoes_receipt_id, ${at}
    from unnest(
      ${column((one) => one.id)}::uuid[],
      ${column((one) => one.householdId)}::uuid[],
      ${column((one) => one.method)}::text[],
      ${column((one) => one.cents)}::bigint[],
      ${column((one) => one.receivedOn)}::date[],
      ${column((one) => one.reference)}::text[],
      ${column((one) => one.undoesReceiptId ?? null)}::uuid[]
    ) as given (id, household_id, method, amount_cents, received_on, reference, undoes_receipt_id)
    on conflict (caisse_id, undoes_receipt_id) do nothing
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export type Receipt = {
  id: string
  gestureId: string
  householdId: string
  householdName: string
  method: ReceiptMethod
  cents: Cents
  receivedOn: Day
  reference: string
  undoesReceiptId: string | null
  undone: boolean
}

const selected = sql`
  r.id, r.gesture_id as "gestureId", r.household_id as "householdId", h.name as "householdName", r.method,
  r.amount_cents as cents, r.received_on as "receivedOn", r.reference,
  r.undoes_receipt_id as "undoesReceiptId",
  exists (select from receipt u where u.caisse_id = r.caisse_id and u.undoes_receipt_id = r.id) as undone
  from receipt r join household h on h.caisse_id = r.caisse_id and h.id = r.household_id
`

export async function findReceipt(tx: CaisseTx, id: string): Promise<Receipt | undefined> {
  const { rows } = await sql<Receipt>`
    select ${selected} where r.caisse_id = ${tx.caisseId} and r.id = ${id}
  `.execute(tx)
  return rows[0]
}

/** The latest first; of one household, or of the whole caisse. */
export async function listReceipts(
  tx: CaisseTx,
  { householdId, limit = 50, offset = 0 }: { householdId?: string; limit?: number; offset?: number } = {},
): Promise<Receipt[]> {
  const { rows } = await sql<Receipt>`
    select ${selected} where r.caisse_id = ${tx.caisseId}
      ${householdId ? sql`and r.household_id = ${householdId}` : sql``}
    order by r.received_on desc, r.created_at desc, r.id desc limit ${limit} offset ${offset}
  `.execute(tx)
  return rows
}

/** Those of these households for whom somebody was ever said to pay part. */
export async function householdsWithThirdParty(
  tx: CaisseTx,
  householdIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select asked.id from unnest(${householdIds}::uuid[]) as asked (id)
    where exists (
      select from due d where d.caisse_id = ${tx.caisseId} and d.household_id = asked.id and d.third_party_cents > 0
    ) or exists (
      select from pledge p
      where p.caisse_id = ${tx.caisseId} and p.household_id = asked.id and p.third_party_name is not null
    )
  `.execute(tx)
  return new Set(rows.map((row) => row.id))
}

/** The euros account of each of these households. */
export async function contributionAccounts(
  tx: CaisseTx,
  householdIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; account: number }>`
    select household_id as id, account_id as account from household_account
    where caisse_id = ${tx.caisseId} and household_id = any (${householdIds}::uuid[]) and book = 'euros'
  `.execute(tx)
  return new Map(rows.map((row) => [row.id, row.account]))
}
