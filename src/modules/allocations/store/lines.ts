import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import type { Reason } from '../../caisses/rules/reason.ts'
import { grantRights, type GrantAccounts } from '../../ledger/grant-rights.ts'
import { LINES_PER_CHUNK, type RunLine } from '../rules/run.ts'

export type NewLine = RunLine & { reason: Reason }

export async function insertLines(
  tx: CaisseTx,
  run: { id: string; month: Month },
  lines: readonly NewLine[],
): Promise<void> {
  const column = <T>(read: (line: NewLine) => T) => lines.map(read)
  await sql`
    insert into allocation_line (
      caisse_id, run_id, month, line, household_id, account_id, outcome, amount_cents, expired_cents, kept_cents,
      contribution_cents, reason
    )
    select ${tx.caisseId}, ${run.id}, ${run.month}, * from unnest(
      ${column((one) => one.line)}::integer[],
      ${column((one) => one.householdId)}::uuid[],
      ${column((one) => one.accountId)}::bigint[],
      ${column((one) => one.outcome)}::text[],
      ${column((one) => one.amountCents)}::bigint[],
      ${column((one) => one.expiredCents)}::bigint[],
      ${column((one) => one.keptCents)}::bigint[],
      ${column((one) => one.contributionCents)}::bigint[],
      ${column((one) => JSON.stringify(one.reason))}::jsonb[]
    )
  `.execute(tx)
}

/** Lines of the month's issued runs for these households, for a complement: who has had what. */
export async function earlierLines(
  tx: CaisseTx,
  month: Month,
  householdIds: readonly string[],
): Promise<Map<string, { granted: boolean; reasonCodes: string[] }>> {
  const { rows } = await sql<{ id: string; granted: boolean; reasonCodes: string[] }>`
    select household_id as id, bool_or(outcome = 'granted') as granted, array_agg(reason ->> 'code') as "reasonCodes"
    from allocation_line l
    join allocation_run r on r.caisse_id = l.caisse_id and r.id = l.run_id
    where l.caisse_id = ${tx.caisseId} and r.month = ${month} and r.status = 'issued'
      and l.household_id = any (${householdIds}::uuid[])
    group by household_id
  `.execute(tx)
  return new Map(rows.map(({ id, ...line }) => [id, line]))
}

export type ShownLine = {
  line: number
  householdId: string
  name: string
  outcome: RunLine['outcome']
  amountCents: Cents
  expiredCents: Cents
  contributionCents: Cents
  reason: Reason
}

export type Page = { after?: number; limit?: number }

/** Lines of a run after a line, with the household's name. */
export async function listLines(
  tx: CaisseTx,
  runId: string,
  { after = 0, limit = 100 }: Page = {},
): Promise<ShownLine[]> {
  const rows = await tx
    .selectFrom('allocation_line as l')
    .innerJoin('household as h', (join) =>
      join.onRef('h.caisse_id', '=', 'l.caisse_id').onRef('h.id', '=', 'l.household_id'),
    )
    .select([
      'l.line',
      'l.household_id as householdId',
      'h.name',
      'l.outcome',
      'l.amount_cents as amountCents',
    ])
    .select(['l.expired_cents as expiredCents', 'l.contribution_cents as contributionCents', 'l.reason'])
    .where('l.caisse_id', '=', tx.caisseId)
    .where('l.run_id', '=', runId)
    .where('l.line', '>', after)
    .orderBy('l.line')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...row,
    outcome: row.outcome as RunLine['outcome'],
    reason: row.reason as unknown as Reason,
  }))
}

export type OutcomeTotal = { households: number; cents: Cents }

/** Per outcome: how many households, how much. */
export async function totalsByOutcome(
  tx: CaisseTx,
  runId: string,
): Promise<Record<RunLine['outcome'], OutcomeTotal>> {
  const rows = await tx
    .selectFrom('allocation_line')
    .select((eb) => [
      'outcome',
      eb.fn.countAll<number>().as('households'),
      eb.fn.sum<Cents>('amount_cents').as('cents'),
    ])
    .where('caisse_id', '=', tx.caisseId)
    .where('run_id', '=', runId)
    .groupBy('outcome')
    .execute()
  const none = { households: 0, cents: 0 }
  const totals = { granted: none, waiting: none, none }
  for (const { outcome, ...total } of rows) totals[outcome as RunLine['outcome']] = total
  return totals
}

/** The digest's lines again, as they are stored, in chunks. */
export async function* readLines(tx: CaisseTx, runId: string): AsyncGenerator<RunLine[]> {
  for (let after = 0; ;) {
    const { rows } = await sql<RunLine>`
      select line, household_id as "householdId", account_id as "accountId", outcome, amount_cents as "amountCents",
        expired_cents as "expiredCents", kept_cents as "keptCents", contribution_cents as "contributionCents"
      from allocation_line
      where caisse_id = ${tx.caisseId} and run_id = ${runId} and line > ${after}
      order by line limit 20000
    `.execute(tx)
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)!.line
  }
}

export type Chunk = {
  runId: string
  firstLine: number
  gestureId: string
  at: Date
  accounts: GrantAccounts
  lapses: boolean
}

/**
 * Issues one chunk of a run, in its own transaction: false when another process did it, now or before.
 * Whoever inserts the chunk's row first does it; the other waits for that commit and goes on.
 */
export async function issueChunk(
  tx: CaisseTx,
  { runId, firstLine, gestureId, at, ...how }: Chunk,
): Promise<boolean> {
  const lastLine = firstLine + LINES_PER_CHUNK - 1
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('allocation_chunk')
    .values({
      caisse_id: tx.caisseId,
      run_id: runId,
      first_line: firstLine,
      last_line: lastLine,
      gesture_id: gestureId,
      issued_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (!numInsertedOrUpdatedRows) return false
  await grantRights(tx, {
    ...how,
    gestureId,
    at,
    grants: sql`
      select line, account_id, case outcome when 'granted' then amount_cents else 0 end, expired_cents, kept_cents
      from allocation_line
      where caisse_id = ${tx.caisseId} and run_id = ${runId} and line between ${firstLine} and ${lastLine}
        and (outcome = 'granted' or expired_cents > 0)
    `,
  })
  return true
}
