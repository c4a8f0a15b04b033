import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { lockCaisse } from '../../../kit/gesture.ts'
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

/**
 * Gives cash the next numbers of the receipt book of its year, in the order given. One gesture at a time,
 * so that no number is ever missing: one that is undone keeps its own.
 */
export async function numberCashReceipts(tx: CaisseTx, receipts: readonly NewReceipt[]): Promise<void> {
  const cash = receipts.filter(
    (receipt) => receipt.method === 'cash' && receipt.undoesReceiptId === undefined,
  )
  if (cash.length === 0) return
  await lockCaisse(tx, 'numbering')
  await sql`
    insert into receipt_number (caisse_id, year, number, receipt_id)
    select ${tx.caisseId}, year, coalesce(last.number, 0) + row_number() over (partition by year order by place), id
    from unnest(
      ${cash.map((one) => one.id)}::uuid[],
      ${cash.map((one) => Number(one.receivedOn.slice(0, 4)))}::integer[]
    ) with ordinality as given (id, year, place)
    left join lateral (
      select max(number) as number from receipt_number n where n.caisse_id = ${tx.caisseId} and n.year = given.year
    ) last on true
  `.execute(tx)
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
  /** The deposit slip on which a cheque went to the bank. */
  depositId: string | null
  /** Of the receipt book, for cash. */
  number: { year: number; number: number } | null
  writtenAt: Date
}

const selected = sql`
  r.id, r.gesture_id as "gestureId", r.household_id as "householdId", h.name as "householdName", r.method,
  r.amount_cents as cents, r.received_on as "receivedOn", r.reference,
  r.undoes_receipt_id as "undoesReceiptId",
  exists (select from receipt u where u.caisse_id = r.caisse_id and u.undoes_receipt_id = r.id) as undone,
  case when n.number is not null then jsonb_build_object('year', n.year, 'number', n.number) end as number,
  r.created_at as "writtenAt",
  (select deposit_id from deposit_cheque c where c.caisse_id = r.caisse_id and c.receipt_id = r.id) as "depositId"
  from receipt r join household h on h.caisse_id = r.caisse_id and h.id = r.household_id
  left join receipt_number n on n.caisse_id = r.caisse_id and n.receipt_id = r.id
`

export async function findReceipt(tx: CaisseTx, id: string): Promise<Receipt | undefined> {
  const { rows } = await sql<Receipt>`
    select ${selected} where r.caisse_id = ${tx.caisseId} and r.id = ${id}
  `.execute(tx)
  return rows[0]
}

/** What a gesture noted, in the order in which it did. */
export async function receiptsOfGesture(tx: CaisseTx, gestureId: string): Promise<Receipt[]> {
  const { rows } = await sql<Receipt>`
    select ${selected} where r.caisse_id = ${tx.caisseId} and r.gesture_id = ${gestureId} order by r.id
  `.execute(tx)
  return rows
}

export type ReceiptFilter = {
  householdId?: string
  method?: ReceiptMethod
  /** First and last day they were received on. */
  from?: Day
  to?: Day
  limit?: number
  offset?: number
}

/** The latest first; of one household, or of the whole caisse. */
export async function listReceipts(
  tx: CaisseTx,
  { householdId, method, from, to, limit = 50, offset = 0 }: ReceiptFilter = {},
): Promise<Receipt[]> {
  const { rows } = await sql<Receipt>`
    select ${selected} where r.caisse_id = ${tx.caisseId}
      ${householdId ? sql`and r.household_id = ${householdId}` : sql``}
      ${method ? sql`and r.method = ${method}` : sql``}
      ${from ? sql`and r.received_on >= ${from}` : sql``}
      ${to ? sql`and r.received_on <= ${to}` : sql``}
    order by r.received_on desc, r.created_at desc, r.id desc limit ${limit} offset ${offset}
  `.execute(tx)
  return rows
}

/** Cheques received and neither undone nor brought to the bank, the oldest first. */
export async function chequesInHand(tx: CaisseTx): Promise<Receipt[]> {
  const { rows } = await sql<Receipt>`
    select ${selected}
    where r.caisse_id = ${tx.caisseId} and r.method = 'cheque' and r.undoes_receipt_id is null
      and not exists (select from receipt u where u.caisse_id = r.caisse_id and u.undoes_receipt_id = r.id)
      and not exists (select from deposit_cheque c where c.caisse_id = r.caisse_id and c.receipt_id = r.id)
    order by r.received_on, r.created_at, r.id
  `.execute(tx)
  return rows
}

/** The cheques of a deposit slip, in the order in which they came in. */
export async function chequesOfDeposit(tx: CaisseTx, depositId: string): Promise<Receipt[]> {
  const { rows } = await sql<Receipt>`
    select ${selected}
    join deposit_cheque slip on slip.caisse_id = r.caisse_id and slip.receipt_id = r.id
    where r.caisse_id = ${tx.caisseId} and slip.deposit_id = ${depositId}
    order by r.received_on, r.created_at, r.id
  `.execute(tx)
  return rows
}

export async function insertDepositedCheques(
  tx: CaisseTx,
  depositId: string,
  receiptIds: readonly string[],
): Promise<void> {
  await tx
    .insertInto('deposit_cheque')
    .values(
      receiptIds.map((receiptId) => ({
        caisse_id: tx.caisseId,
        deposit_id: depositId,
        receipt_id: receiptId,
      })),
    )
    .execute()
}

/** All that a household itself gave, less what was undone, with what it brought from another one or from before. */
export async function receivedFrom(tx: CaisseTx, householdId: string): Promise<Cents> {
  const { rows } = await sql<{ cents: Cents }>`
    select coalesce(sum(cents), 0)::bigint as cents from received_contribution
    where caisse_id = ${tx.caisseId} and household_id = ${householdId}
  `.execute(tx)
  return rows[0]!.cents
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
