import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { TransferKind } from '../../db/schema.ts'
import type { Cents } from '../../kit/money.ts'
import { addDays, startOfDay, type Day } from '../../kit/month.ts'
import { getCaisse } from '../caisses/store.ts'
import type { LineStatus } from './rules/batch.ts'

/** First and last day. */
export type Period = { from: Day; to: Day }

export type StatementDay = {
  day: Day
  payments: number
  paymentsCents: Cents
  refunds: number
  /** Zero or below. */
  refundsCents: Cents
  /** Zero or below: what was sent to the outlet; above when it came back. */
  settledCents: Cents
}

export type StatementSettlement = {
  batchId: string
  batchNumber: number
  line: number
  endToEndId: string
  amountCents: Cents
  status: LineStatus
  /** The day of that status. */
  statusOn: Day | null
}

/** What an outlet accepted, refunded and was paid in a period: totals per day, no person. It is not an invoice. */
export type OutletStatement = Period & {
  openingCents: Cents
  days: StatementDay[]
  settlements: StatementSettlement[]
  closingCents: Cents
}

export async function outletStatement(
  tx: CaisseTx,
  outletId: string,
  { from, to }: Period,
): Promise<OutletStatement> {
  const { time_zone: timeZone } = await getCaisse(tx, tx.caisseId)
  const start = startOfDay(from, timeZone)
  const end = startOfDay(addDays(to, 1), timeZone)
  const openingCents = await owedBefore(tx, outletId, start)
  const movements = await movementsOf(tx, outletId, start, end, timeZone)
  const days = [...new Set(movements.map((one) => one.day))].map((day) =>
    dayOf(
      day,
      movements.filter((one) => one.day === day),
    ),
  )
  return {
    from,
    to,
    openingCents,
    days,
    settlements: await settlementsOf(tx, outletId, start, end),
    closingCents: movements.reduce((total, one) => total + one.cents, openingCents),
  }
}

type Movement = { day: Day; kind: TransferKind; count: number; cents: Cents }

function dayOf(day: Day, movements: readonly Movement[]): StatementDay {
  const of = (kind: TransferKind) => movements.find((one) => one.kind === kind)
  const [payments, refunds] = [of('payment'), of('refund')]
  return {
    day,
    payments: payments?.count ?? 0,
    paymentsCents: payments?.cents ?? 0,
    refunds: refunds?.count ?? 0,
    refundsCents: refunds?.cents ?? 0,
    settledCents: (of('settlement')?.cents ?? 0) + (of('settlement_returned')?.cents ?? 0),
  }
}

/** Every leg of the outlet's rights account, signed as it sees it. */
const legsOf = (tx: CaisseTx, outletId: string) => sql`
  select t.at, t.kind, side.cents
  from account a
  join transfer t on t.caisse_id = a.caisse_id and (t.credit_account = a.id or t.debit_account = a.id)
  cross join lateral (
    select case when t.credit_account = a.id then t.amount_cents else -t.amount_cents end as cents
  ) side
  where a.caisse_id = ${tx.caisseId} and a.kind = 'rights_outlet' and a.owner_id = ${outletId}
`

async function owedBefore(tx: CaisseTx, outletId: string, instant: Date): Promise<Cents> {
  const { rows } = await sql<{ cents: Cents }>`
    select coalesce(sum(cents), 0)::bigint as cents from (${legsOf(tx, outletId)}) leg where at < ${instant}
  `.execute(tx)
  return rows[0]!.cents
}

async function movementsOf(
  tx: CaisseTx,
  outletId: string,
  start: Date,
  end: Date,
  timeZone: string,
): Promise<Movement[]> {
  const { rows } = await sql<Movement>`
    select (at at time zone ${timeZone})::date as day, kind, count(*)::integer as count, sum(cents)::bigint as cents
    from (${legsOf(tx, outletId)}) leg
    where at >= ${start} and at < ${end}
    group by 1, 2
    order by 1, 2
  `.execute(tx)
  return rows
}

/** Lines of the batches that left in the period. */
function settlementsOf(
  tx: CaisseTx,
  outletId: string,
  start: Date,
  end: Date,
): Promise<StatementSettlement[]> {
  return tx
    .selectFrom('settlement_line as line')
    .innerJoin('settlement_batch as batch', (join) =>
      join.onRef('batch.caisse_id', '=', 'line.caisse_id').onRef('batch.id', '=', 'line.batch_id'),
    )
    .select([
      'batch.id as batchId',
      'batch.number as batchNumber',
      'line.line',
      'line.end_to_end_id as endToEndId',
      'line.amount_cents as amountCents',
      'line.status',
      'line.status_on as statusOn',
    ])
    .$castTo<StatementSettlement>()
    .where('line.caisse_id', '=', tx.caisseId)
    .where('line.outlet_id', '=', outletId)
    .where('line.status', 'in', ['sent', 'executed', 'returned'])
    .where('batch.released_at', '>=', start)
    .where('batch.released_at', '<', end)
    .orderBy('batch.number')
    .execute()
}
