import { sql, type Selectable } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { SettlementBatch as BatchRow, SettlementLine as LineRow } from '../../db/schema.ts'
import type { Cents } from '../../kit/money.ts'
import type { Day } from '../../kit/month.ts'
import {
  LIVE,
  type BatchStatus,
  type Format,
  type Line,
  type LineStatus,
  type Owed,
  type Party,
  type PayeeCheck,
} from './rules/batch.ts'

/**
 * What each outlet is owed, by its account: all it accepted minus all it refunded or was paid for.
 * `until` leaves out what came in at that instant or later, never what went out.
 */
export async function owedToOutlets(
  tx: CaisseTx,
  {
    until = null,
    outletIds = null,
    now = null,
  }: {
    until?: Date | null
    outletIds?: readonly string[] | null
    /** Tells which new accounts are not paid yet; without it none is looked at. */
    now?: Date | null
  } = {},
): Promise<Owed[]> {
  const { rows } = await sql<{
    outletId: string
    outletName: string
    accountId: number
    owedCents: Cents
    iban: string | null
    holder: string | null
    bic: string | null
    bankFrom: Date | null
    batchId: string | null
    status: LineStatus | null
  }>`
    select
      a.owner_id as "outletId", outlet.trade_name as "outletName", a.id as "accountId",
      (
        (
          select coalesce(sum(amount_cents), 0) from transfer t
          where t.caisse_id = a.caisse_id and t.credit_account = a.id
            and (${until}::timestamptz is null or t.at < ${until})
        ) - (
          select coalesce(sum(amount_cents), 0) from transfer t
          where t.caisse_id = a.caisse_id and t.debit_account = a.id
        )
      )::bigint as "owedCents",
      outlet.iban, outlet.iban_holder as holder, outlet.bic,
      (
        select max(usable_from) from outlet_bank_change change
        where change.outlet_id = outlet.id and change.usable_from > ${now}::timestamptz
      ) as "bankFrom",
      live.batch_id as "batchId", live.status
    from account a
    join outlet on outlet.id = a.owner_id
    left join settlement_line live
      on live.caisse_id = a.caisse_id and live.outlet_id = a.owner_id and live.status = any (${[...LIVE]}::text[])
    where a.caisse_id = ${tx.caisseId} and a.kind = 'rights_outlet'
      and (${outletIds}::uuid[] is null or a.owner_id = any (${outletIds}))
    order by outlet.trade_name collate "fr-x-icu", outlet.id
  `.execute(tx)
  return rows.map(({ iban, holder, bic, batchId, status, ...row }) => ({
    ...row,
    bank: iban === null ? null : { iban, holder: holder!, bic },
    live: batchId === null ? null : { batchId, status: status! },
  }))
}

// --- batches -----------------------------------------------------------------------------------

export type Batch = {
  id: string
  number: number
  status: BatchStatus
  bankAccountId: string
  debtor: Party
  executionOn: Day
  totalCents: Cents
  format: Format | null
  fileSha256: string | null
  preparedAt: Date
  /** Purchases of this instant and later were left for the next batch. */
  coversUntil: Date | null
  releasedAt: Date | null
  gestureId: string | null
  digest: Buffer
}

type BatchWithDebtor = Omit<Selectable<BatchRow>, 'file' | 'caisse_id'> & {
  holder: string
  iban: string
  bic: string | null
}

const asBatch = (row: BatchWithDebtor): Batch => ({
  id: row.id,
  number: row.number,
  status: row.status as BatchStatus,
  bankAccountId: row.bank_account_id,
  debtor: { holder: row.holder, iban: row.iban, bic: row.bic },
  executionOn: row.execution_on,
  totalCents: row.total_cents,
  format: row.format as Format | null,
  fileSha256: row.file_sha256?.toString('hex') ?? null,
  preparedAt: row.prepared_at,
  coversUntil: row.covers_until,
  digest: row.digest,
  releasedAt: row.released_at,
  gestureId: row.gesture_id,
})

const batches = (tx: CaisseTx) =>
  tx
    .selectFrom('settlement_batch as batch')
    .innerJoin('bank_account', 'bank_account.id', 'batch.bank_account_id')
    .select([
      'batch.id',
      'batch.number',
      'batch.status',
      'batch.bank_account_id',
      'batch.execution_on',
      'batch.total_cents',
      'batch.format',
      'batch.file_sha256',
      'batch.prepared_at',
      'batch.covers_until',
      'batch.digest',
      'batch.released_at',
      'batch.gesture_id',
      'bank_account.holder',
      'bank_account.iban',
      'bank_account.bic',
    ])
    .where('batch.caisse_id', '=', tx.caisseId)

export async function findBatch(tx: CaisseTx, id: string): Promise<Batch | undefined> {
  const row = await batches(tx).where('batch.id', '=', id).executeTakeFirst()
  return row && asBatch(row)
}

/** The latest first. */
export async function listBatches(tx: CaisseTx): Promise<Batch[]> {
  return (await batches(tx).orderBy('batch.number', 'desc').execute()).map(asBatch)
}

export async function insertBatch(
  tx: CaisseTx,
  batch: {
    id: string
    bankAccountId: string
    executionOn: Day
    totalCents: Cents
    digest: Buffer
    preparedAt: Date
    coversUntil: Date | null
  },
): Promise<number> {
  const { number } = await tx
    .insertInto('settlement_batch')
    .values((eb) => ({
      caisse_id: tx.caisseId,
      id: batch.id,
      number: eb
        .selectFrom('settlement_batch')
        .select((select) =>
          select(select.fn.coalesce(select.fn.max('number'), select.lit(0)), '+', 1).as('next'),
        )
        .where('caisse_id', '=', tx.caisseId),
      status: 'prepared',
      bank_account_id: batch.bankAccountId,
      execution_on: batch.executionOn,
      total_cents: batch.totalCents,
      digest: batch.digest,
      prepared_at: batch.preparedAt,
      covers_until: batch.coversUntil,
    }))
    .returning('number')
    .executeTakeFirstOrThrow()
  return number
}

export async function setBatchReleased(
  tx: CaisseTx,
  id: string,
  release: { format: Format; file: Buffer; fileSha256: Buffer; gestureId: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('settlement_batch')
    .set({
      status: 'released',
      format: release.format,
      file: release.file,
      file_sha256: release.fileSha256,
      gesture_id: release.gestureId,
      released_at: release.at,
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function setBatchStatus(tx: CaisseTx, id: string, status: BatchStatus): Promise<void> {
  await tx
    .updateTable('settlement_batch')
    .set({ status })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** The very bytes that left, with the SHA-256 that was kept with them. */
export async function findBatchFile(
  tx: CaisseTx,
  id: string,
): Promise<{ number: number; format: Format; file: Buffer; sha256: string } | undefined> {
  const row = await tx
    .selectFrom('settlement_batch')
    .select(['number', 'format', 'file', 'file_sha256'])
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row?.file || !row.file_sha256) return undefined
  return {
    number: row.number,
    format: row.format as Format,
    file: row.file,
    sha256: row.file_sha256.toString('hex'),
  }
}

// --- lines -------------------------------------------------------------------------------------

export type BatchLine = Line & {
  outletName: string
  status: LineStatus
  statusOn: Day | null
  statusReason: string
  /** The day the bank paid it, also when it came back later. */
  executedOn: Day | null
  payeeCheck: PayeeCheck | null
}

const asLine = (row: Selectable<LineRow> & { trade_name: string }): BatchLine => ({
  line: row.line,
  outletId: row.outlet_id,
  outletName: row.trade_name,
  accountId: row.account_id,
  amountCents: row.amount_cents,
  holder: row.holder,
  iban: row.iban,
  bic: row.bic,
  endToEndId: row.end_to_end_id,
  status: row.status as LineStatus,
  statusOn: row.status_on,
  statusReason: row.status_reason,
  executedOn: row.executed_on,
  payeeCheck: row.payee_check as PayeeCheck | null,
})

export async function insertLines(tx: CaisseTx, batchId: string, lines: readonly Line[]): Promise<void> {
  await tx
    .insertInto('settlement_line')
    .values(
      lines.map((one) => ({
        caisse_id: tx.caisseId,
        batch_id: batchId,
        line: one.line,
        outlet_id: one.outletId,
        account_id: one.accountId,
        amount_cents: one.amountCents,
        holder: one.holder,
        iban: one.iban,
        bic: one.bic,
        end_to_end_id: one.endToEndId,
        status: 'prepared',
      })),
    )
    .execute()
}

export async function linesIn(tx: CaisseTx, batchId: string): Promise<BatchLine[]> {
  const rows = await tx
    .selectFrom('settlement_line')
    .innerJoin('outlet', 'outlet.id', 'settlement_line.outlet_id')
    .selectAll('settlement_line')
    .select('outlet.trade_name')
    .where('caisse_id', '=', tx.caisseId)
    .where('batch_id', '=', batchId)
    .orderBy('line')
    .execute()
  return rows.map(asLine)
}

/**
 * Where the outlets of a batch were last paid, and what the bank said of the name, to show whoever signs that an
 * account changed since: a changed IBAN is how payment files are most often misused.
 */
export async function lastPaid(
  tx: CaisseTx,
  batchId: string,
): Promise<Map<string, { party: Party; payeeCheck: PayeeCheck | null }>> {
  const { rows } = await sql<Party & { outletId: string; payeeCheck: PayeeCheck | null }>`
    select distinct on (past.outlet_id) past.outlet_id as "outletId", past.holder, past.iban, past.bic,
      past.payee_check as "payeeCheck"
    from settlement_line past
    join settlement_batch on settlement_batch.caisse_id = past.caisse_id and settlement_batch.id = past.batch_id
    where past.caisse_id = ${tx.caisseId} and past.batch_id <> ${batchId} and past.status in ('sent', 'executed')
      and past.outlet_id in (
        select outlet_id from settlement_line where caisse_id = ${tx.caisseId} and batch_id = ${batchId}
      )
    order by past.outlet_id, settlement_batch.number desc
  `.execute(tx)
  return new Map(rows.map(({ outletId, payeeCheck, ...party }) => [outletId, { party, payeeCheck }]))
}

export async function setPayeeCheck(
  tx: CaisseTx,
  batchId: string,
  lines: readonly number[],
  check: PayeeCheck,
): Promise<void> {
  await tx
    .updateTable('settlement_line')
    .set({ payee_check: check })
    .where('caisse_id', '=', tx.caisseId)
    .where('batch_id', '=', batchId)
    .where('line', 'in', [...lines])
    .execute()
}

export async function setLineStatus(
  tx: CaisseTx,
  batchId: string,
  lines: readonly number[],
  { status, on, reason = '' }: { status: LineStatus; on: Day; reason?: string },
): Promise<void> {
  await tx
    .updateTable('settlement_line')
    .set({ status, status_on: on, status_reason: reason, ...(status === 'executed' && { executed_on: on }) })
    .where('caisse_id', '=', tx.caisseId)
    .where('batch_id', '=', batchId)
    .where('line', 'in', [...lines])
    .execute()
}
