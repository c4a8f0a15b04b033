import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import type { Reason } from '../../caisses/rules/reason.ts'
import { getRun } from './runs.ts'

export type Change = 'new' | 'gone' | 'changed'

export type Difference = {
  change: Change
  householdId: string
  name: string
  beforeCents: Cents
  afterCents: Cents
  /** Why the amount is what it is now; of somebody gone, why it was what it was. */
  reason: Reason
}

export type Differences = {
  /** The last month that was issued before; null for a caisse's first month. */
  since: Month | null
  totals: Record<Change, { households: number; cents: Cents }>
  /** The largest first, at most as many as asked. */
  largest: Difference[]
}

/**
 * What the run grants unlike the last issued month: who is new, who is gone, whose amount changed.
 * A complement is compared for its own households only.
 */
export async function differencesFromLastMonth(
  tx: CaisseTx,
  runId: string,
  { limit = 200 }: { limit?: number } = {},
): Promise<Differences> {
  const run = await getRun(tx, runId)
  const since = await lastIssuedBefore(tx, run.month)
  const difference = sql`
    select case when a.household_id is null then 'gone' when b.household_id is null then 'new' else 'changed' end as change,
      household_id, coalesce(b.cents, 0) as before_cents, coalesce(a.cents, 0) as after_cents,
      coalesce(a.reason, b.reason) as reason
    from (
      select household_id, case outcome when 'granted' then amount_cents else 0 end as cents, reason
      from allocation_line where caisse_id = ${tx.caisseId} and run_id = ${runId}
    ) a
    full join (
      select l.household_id, l.amount_cents as cents, l.reason
      from allocation_line l join allocation_run r on r.caisse_id = l.caisse_id and r.id = l.run_id
      where l.caisse_id = ${tx.caisseId} and r.month = ${since} and r.status = 'issued' and l.outcome = 'granted'
    ) b using (household_id)
    where coalesce(a.cents, 0) <> coalesce(b.cents, 0) and (a.household_id is not null or ${run.number === 1})
  `
  const totals = {
    new: { households: 0, cents: 0 },
    gone: { households: 0, cents: 0 },
    changed: { households: 0, cents: 0 },
  }
  const counted = await sql<{ change: Change; households: number; cents: Cents }>`
    select change, count(*) as households, sum(after_cents - before_cents)::bigint as cents
    from (${difference}) as difference group by change
  `.execute(tx)
  for (const { change, ...total } of counted.rows) totals[change] = total
  const largest = await sql<Difference>`
    select change, household_id as "householdId", h.name, before_cents as "beforeCents",
      after_cents as "afterCents", reason
    from (${difference}) as difference
    join household h on h.caisse_id = ${tx.caisseId} and h.id = household_id
    order by abs(after_cents - before_cents) desc, household_id limit ${limit}
  `.execute(tx)
  return { since, totals, largest: largest.rows }
}

async function lastIssuedBefore(tx: CaisseTx, month: Month): Promise<Month | null> {
  const row = await tx
    .selectFrom('allocation_run')
    .select('month')
    .where('caisse_id', '=', tx.caisseId)
    .where('status', '=', 'issued')
    .where('month', '<', month)
    .orderBy('month', 'desc')
    .executeTakeFirst()
  return row?.month ?? null
}
