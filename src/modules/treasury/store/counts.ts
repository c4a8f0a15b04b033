import { sql } from 'kysely'
import { inCaisse, type CaisseTx, type Db } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'
import { getCaisse, listCaisses } from '../../caisses/store.ts'
import { balanceOn } from '../../ledger/store.ts'
import type { Pieces } from '../rules/cash.ts'
import { DEFAULT_GRACE_DAYS } from '../rules/closing.ts'

// --- the bank's own figure -------------------------------------------------------------------------

export type BankReading = {
  id: string
  bankAccountId: string
  on: Day
  balanceCents: Cents
  /** Of that, what the journals of other caisses on the same account said was theirs. */
  othersCents: Cents
  readAt: Date
}

export async function insertBankReading(tx: CaisseTx, reading: BankReading): Promise<void> {
  await tx
    .insertInto('bank_reading')
    .values({
      caisse_id: tx.caisseId,
      id: reading.id,
      bank_account_id: reading.bankAccountId,
      on_day: reading.on,
      balance_cents: reading.balanceCents,
      others_cents: reading.othersCents,
      read_at: reading.readAt,
    })
    .execute()
}

/** What was typed for a day, the last time it was typed. */
export async function bankReadingOn(
  tx: CaisseTx,
  bankAccountId: string,
  day: Day,
): Promise<BankReading | undefined> {
  return (await bankReadings(tx, bankAccountId, { on: day, limit: 1 }))[0]
}

/** The latest days first; of each day only what was typed last. */
export async function bankReadings(
  tx: CaisseTx,
  bankAccountId: string,
  { on = null, limit = 12 }: { on?: Day | null; limit?: number } = {},
): Promise<BankReading[]> {
  const { rows } = await sql<BankReading>`
    select distinct on (on_day) id, bank_account_id as "bankAccountId", on_day as "on",
      balance_cents as "balanceCents", others_cents as "othersCents", read_at as "readAt"
    from bank_reading
    where caisse_id = ${tx.caisseId} and bank_account_id = ${bankAccountId}
      and (${on}::date is null or on_day = ${on})
    order by on_day desc, read_at desc, id desc limit ${limit}
  `.execute(tx)
  return rows
}

/** What the journals of the organisation's other caisses say is theirs on the account, at the end of a day. */
export async function othersOnAccount(db: Db, tx: CaisseTx, bankAccountId: string, day: Day): Promise<Cents> {
  const { organisation_id: organisationId } = await getCaisse(tx, tx.caisseId)
  let cents = 0
  for (const other of await listCaisses(db)) {
    if (other.organisation_id !== organisationId || other.id === tx.caisseId) continue
    if (other.bank_account_id !== bankAccountId) continue
    cents += await inCaisse(db, other.id, (theirs) => balanceOn(theirs, 'bank', day, bankAccountId))
  }
  return cents
}

// --- the cash box ----------------------------------------------------------------------------------

export type CashCount = { id: string; on: Day; pieces: Pieces; totalCents: Cents; countedAt: Date }

export async function insertCashCount(tx: CaisseTx, count: CashCount): Promise<void> {
  await tx
    .insertInto('cash_count')
    .values({
      caisse_id: tx.caisseId,
      id: count.id,
      on_day: count.on,
      pieces: JSON.stringify(count.pieces),
      total_cents: count.totalCents,
      counted_at: count.countedAt,
    })
    .execute()
}

/** The latest first. `from`: of that day or later. */
export async function cashCounts(
  tx: CaisseTx,
  { from = null, limit = 12 }: { from?: Day | null; limit?: number } = {},
): Promise<CashCount[]> {
  const { rows } = await sql<CashCount>`
    select id, on_day as "on", pieces, total_cents as "totalCents", counted_at as "countedAt"
    from cash_count
    where caisse_id = ${tx.caisseId} and (${from}::date is null or on_day >= ${from})
    order by on_day desc, counted_at desc, id desc limit ${limit}
  `.execute(tx)
  return rows
}

// --- gaps that were explained ----------------------------------------------------------------------

export const DIFFERENCE_REASONS = [
  'bank_fee',
  'bank_interest',
  'rounding',
  'miscount',
  'unknown',
  'other',
] as const
export type DifferenceReason = (typeof DIFFERENCE_REASONS)[number]

export type Difference = {
  id: string
  place: 'bank' | 'cash'
  /** More than the journal said; below zero, less. */
  cents: Cents
  on: Day
  reason: DifferenceReason
  words: string
}

export async function insertDifference(tx: CaisseTx, difference: Difference): Promise<void> {
  await tx
    .insertInto('difference')
    .values({
      caisse_id: tx.caisseId,
      id: difference.id,
      place: difference.place,
      amount_cents: difference.cents,
      on_day: difference.on,
      reason: difference.reason,
      words: difference.words,
    })
    .execute()
}

/** The latest first; dated between two days. */
export async function differences(
  tx: CaisseTx,
  { from = null, to = null, limit = 50 }: { from?: Day | null; to?: Day | null; limit?: number } = {},
): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    select id, place, amount_cents as cents, on_day as "on", reason, words from difference
    where caisse_id = ${tx.caisseId}
      and (${from}::date is null or on_day >= ${from}) and (${to}::date is null or on_day <= ${to})
    order by on_day desc, id desc limit ${limit}
  `.execute(tx)
  return rows
}

// --- a setting ---------------------------------------------------------------------------------------

/** Days after the first of the month before anybody is called about a due. */
export async function graceDays(tx: CaisseTx): Promise<number> {
  const row = await tx
    .selectFrom('treasury_setting')
    .select('grace_days')
    .where('caisse_id', '=', tx.caisseId)
    .executeTakeFirst()
  return row?.grace_days ?? DEFAULT_GRACE_DAYS
}

export async function saveGraceDays(tx: CaisseTx, days: number): Promise<void> {
  await tx
    .insertInto('treasury_setting')
    .values({ caisse_id: tx.caisseId, grace_days: days })
    .onConflict((conflict) => conflict.column('caisse_id').doUpdateSet({ grace_days: days }))
    .execute()
}
