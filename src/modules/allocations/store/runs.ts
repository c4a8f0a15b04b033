import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { AllocationRun as RunRow } from '../../../db/schema.ts'
import type { Cents } from '../../../kit/money.ts'
import { firstDay, lastDay, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { LINES_PER_CHUNK, type RunStatus } from '../rules/run.ts'
import type { Coverage } from './coverage.ts'

export type Run = {
  id: string
  month: Month
  /** 1 for the month's run, then its complements. */
  number: number
  status: RunStatus
  versionId: string
  lines: number
  grantedCents: Cents
  /** What lapses at most: what is spent before the issue does not. */
  expiredCents: Cents
  contributionsCents: Cents
  digest: Buffer
  coverage: Coverage
  preparedAt: Date
  issuedAt: Date | null
}

function toRun(row: Selectable<RunRow>): Run {
  return {
    id: row.id,
    month: row.month,
    number: row.number,
    status: row.status as RunStatus,
    versionId: row.reglement_version_id,
    lines: row.lines,
    grantedCents: row.granted_cents,
    expiredCents: row.expired_cents,
    contributionsCents: row.contributions_cents,
    digest: row.digest,
    coverage: row.coverage as unknown as Coverage,
    preparedAt: new Date(row.prepared_at),
    issuedAt: row.issued_at && new Date(row.issued_at),
  }
}

const ofCaisse = (tx: CaisseTx) =>
  tx.selectFrom('allocation_run').selectAll().where('caisse_id', '=', tx.caisseId)

export async function getRun(tx: CaisseTx, id: string): Promise<Run> {
  const row = await ofCaisse(tx).where('id', '=', id).executeTakeFirst()
  if (!row) throw new Refusal('unknown_run', {}, 404)
  return toRun(row)
}

/** The run that waits for its signatures or is being issued: a caisse has one at most. */
export async function openRun(tx: CaisseTx): Promise<Run | undefined> {
  const row = await ofCaisse(tx).where('status', 'in', ['prepared', 'issuing']).executeTakeFirst()
  return row && toRun(row)
}

/** Runs of a caisse, last month first; cancelled ones left out. */
export async function listRuns(tx: CaisseTx, month?: Month): Promise<Run[]> {
  let query = ofCaisse(tx).where('status', '<>', 'cancelled')
  if (month !== undefined) query = query.where('month', '=', month)
  const rows = await query.orderBy('month', 'desc').orderBy('number', 'desc').execute()
  return rows.map(toRun)
}

export async function insertRun(tx: CaisseTx, run: Omit<Run, 'status' | 'issuedAt'>): Promise<void> {
  await tx
    .insertInto('allocation_run')
    .values({
      caisse_id: tx.caisseId,
      id: run.id,
      month: run.month,
      number: run.number,
      status: 'prepared',
      reglement_version_id: run.versionId,
      lines: run.lines,
      granted_cents: run.grantedCents,
      expired_cents: run.expiredCents,
      contributions_cents: run.contributionsCents,
      digest: run.digest,
      coverage: JSON.stringify(run.coverage),
      prepared_at: run.preparedAt,
    })
    .execute()
}

/** Gives a prepared run up; its lines go, so that the month can be prepared anew. */
export async function cancelPrepared(tx: CaisseTx, runId: string): Promise<void> {
  await tx
    .deleteFrom('allocation_line')
    .where('caisse_id', '=', tx.caisseId)
    .where('run_id', '=', runId)
    .execute()
  await setStatus(tx, runId, 'prepared', { status: 'cancelled' })
}

export const markIssuing = (tx: CaisseTx, runId: string) =>
  setStatus(tx, runId, 'prepared', { status: 'issuing' })

/** Ends an issue whose every chunk is done; says whether the run is issued. Any process may ask, any number of times. */
export async function markIssued(tx: CaisseTx, run: Run, at: Date): Promise<boolean> {
  const { done } = await tx
    .selectFrom('allocation_chunk')
    .select((eb) => eb.fn.countAll<number>().as('done'))
    .where('caisse_id', '=', tx.caisseId)
    .where('run_id', '=', run.id)
    .executeTakeFirstOrThrow()
  if (done < Math.ceil(run.lines / LINES_PER_CHUNK)) return false
  await setStatus(tx, run.id, 'issuing', { status: 'issued', issued_at: at })
  return true
}

async function setStatus(
  tx: CaisseTx,
  runId: string,
  from: RunStatus,
  changes: { status: RunStatus; issued_at?: Date },
): Promise<void> {
  await tx
    .updateTable('allocation_run')
    .set(changes)
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', runId)
    .where('status', '=', from)
    .execute()
}

/** First lines of the chunks already issued. */
export async function chunksDone(tx: CaisseTx, runId: string): Promise<Set<number>> {
  const rows = await tx
    .selectFrom('allocation_chunk')
    .select('first_line')
    .where('caisse_id', '=', tx.caisseId)
    .where('run_id', '=', runId)
    .execute()
  return new Set(rows.map((row) => row.first_line))
}

/** Households with a granted line that left before the month, or enter after it. */
export async function countAbsent(tx: CaisseTx, run: Pick<Run, 'id' | 'month'>): Promise<number> {
  const { rows } = await sql<{ absent: number }>`
    select count(*) as absent
    from household h
    join allocation_line l on l.caisse_id = h.caisse_id and l.household_id = h.id
    where h.caisse_id = ${tx.caisseId} and (h.leaves_on < ${firstDay(run.month)} or h.entered_on > ${lastDay(run.month)})
      and l.run_id = ${run.id} and l.month = ${run.month} and l.outcome = 'granted'
  `.execute(tx)
  return rows[0]!.absent
}
