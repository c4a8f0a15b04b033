import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { Cents } from '../../kit/money.ts'
import { addDays, dayAt, type Day } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { findOutlet } from '../accreditation/store.ts'
import { getCaisse } from '../caisses/store.ts'
import { findBatch, linesIn, type Batch, type BatchLine } from './store.ts'

/** What one transfer pays: days of purchases and refunds that add up to its amount, to the cent. */
export type LineStatement = {
  batch: Pick<Batch, 'id' | 'number' | 'executionOn'>
  line: BatchLine
  outlet: { legalName: string; tradeName: string; siren: string | null; address: string }
  from: Day
  to: Day
  days: StatementRow[]
  /** Earlier transfers that came back and are paid again. */
  cameBackCents: Cents
  /** What an earlier statement left over. */
  carriedCents: Cents
}

export type StatementRow = { day: Day; kind: 'payment' | 'refund'; count: number; cents: Cents }

/** The statement of a line of a batch. An outlet that asks names itself: another's line is not there for it. */
export async function lineStatement(
  tx: CaisseTx,
  { batchId, line: number, outletId }: { batchId: string; line: number; outletId?: string },
): Promise<LineStatement> {
  const batch = await findBatch(tx, batchId)
  const line = batch && (await linesIn(tx, batchId)).find((one) => one.line === number)
  if (!batch || !line || (outletId !== undefined && line.outletId !== outletId))
    throw new Refusal('unknown_line', {}, 404)
  const outlet = (await findOutlet(tx, line.outletId))!
  const { time_zone: zone } = await getCaisse(tx, tx.caisseId)
  const past = await lineBefore(tx, line.outletId, batch.number)
  const moved = await movements(tx, line.accountId, zone, past, batch)
  const days = moved.filter((row): row is StatementRow => row.kind !== 'settlement_returned')
  const sum = (rows: readonly { cents: Cents }[]) => rows.reduce((total, { cents }) => total + cents, 0)
  const paidDay = dayAt(batch.preparedAt, zone)
  return {
    batch,
    line,
    outlet,
    from: firstDayOf(past, days[0]?.day, paidDay, zone),
    to: batch.coversUntil ? addDays(dayAt(batch.coversUntil, zone), -1) : paidDay,
    days,
    cameBackCents: sum(moved) - sum(days),
    carriedCents: line.amountCents - sum(moved),
  }
}

/** The day after the last statement ended, or that very day where something came in after it. */
function firstDayOf(past: Cut | undefined, moved: Day | undefined, paidDay: Day, zone: string): Day {
  if (!past) return moved ?? paidDay
  if (past.coversUntil) return dayAt(past.coversUntil, zone)
  const last = dayAt(past.preparedAt, zone)
  return moved === last || last === paidDay ? last : addDays(last, 1)
}

type Cut = { preparedAt: Date; coversUntil: Date | null }

/** The last batch before this one that paid the outlet. */
async function lineBefore(tx: CaisseTx, outletId: string, number: number): Promise<Cut | undefined> {
  const { rows } = await sql<Cut>`
    select batch.prepared_at as "preparedAt", batch.covers_until as "coversUntil"
    from settlement_line line
    join settlement_batch batch on batch.caisse_id = line.caisse_id and batch.id = line.batch_id
    where line.caisse_id = ${tx.caisseId} and line.outlet_id = ${outletId} and batch.number < ${number}
      and line.status in ('sent', 'executed', 'returned')
    order by batch.number desc limit 1
  `.execute(tx)
  return rows[0]
}

/**
 * By day, signed as the outlet sees it. As when the batch was prepared: of what came in, what it covers; of what
 * went out, all until then.
 */
async function movements(
  tx: CaisseTx,
  account: number,
  zone: string,
  past: Cut | undefined,
  { preparedAt, coversUntil }: Cut,
) {
  const { rows } = await sql<{
    day: Day
    kind: StatementRow['kind'] | 'settlement_returned'
    count: number
    cents: Cents
  }>`
    select (t.at at time zone ${zone})::date as day, t.kind, count(*)::integer as count,
      sum(case when t.credit_account = ${account} then t.amount_cents else -t.amount_cents end)::bigint as cents
    from transfer t
    where t.caisse_id = ${tx.caisseId} and (
      t.credit_account = ${account} and t.kind in ('payment', 'settlement_returned')
        and (${past?.coversUntil ?? null}::timestamptz is null or t.at >= ${past?.coversUntil ?? null})
        and (${past && !past.coversUntil ? past.preparedAt : null}::timestamptz is null
          or t.at > ${past?.preparedAt ?? null})
        and (${coversUntil}::timestamptz is null or t.at < ${coversUntil}) and t.at <= ${preparedAt}
      or t.debit_account = ${account} and t.kind = 'refund'
        and (${past?.preparedAt ?? null}::timestamptz is null or t.at > ${past?.preparedAt ?? null})
        and t.at <= ${preparedAt}
    )
    group by 1, 2
    order by 1, 2
  `.execute(tx)
  return rows
}
