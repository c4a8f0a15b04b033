import { z } from 'zod'
import { sql } from 'kysely'
import { inCaisse, type CaisseId, type CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import type { Job } from '../../../kit/module.ts'
import { dayAt } from '../../../kit/month.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { getCaisse, reglementIn } from '../../caisses/store.ts'
import { requireTwoSignatures, sign, signatures, SIGNING_ROLES } from '../../identity/approvals.ts'
import { grantAccounts } from '../../ledger/grant-rights.ts'
import { announceAllocations } from '../../people/store/messages.ts'
import {
  chunkGestureId,
  LINES_PER_CHUNK,
  refusalToIssue,
  refusalUnlessPrepared,
  runDigest,
} from '../rules/run.ts'
import { issueChunk, readLines, totalsByOutcome } from '../store/lines.ts'
import {
  cancelPrepared,
  chunksDone,
  countAbsent,
  getRun,
  markIssued,
  markIssuing,
  type Run,
} from '../store/runs.ts'
import { RUN } from './prepare.ts'

export const ApproveRun = z.object({
  runId: z.uuid(),
  /** Of what the person saw, in hexadecimal. */
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'digest'),
})

/** A second person agrees to the very lines they saw. */
export const approveRun = gesture(
  'approve_run',
  SIGNING_ROLES,
  ApproveRun,
  async (tx, { actor, now, about }, { runId, digest }) => {
    await lockCaisse(tx, 'month')
    const run = await getRun(tx, runId)
    about(runId)
    refuse(refusalUnlessPrepared(run))
    await sign(
      tx,
      actor,
      { kind: RUN, id: runId, digest: run.digest },
      { seen: Buffer.from(digest, 'hex'), now },
    )
  },
)

export const OneRun = z.object({ runId: z.uuid() })

/** Gives up what was prepared and not issued. */
export const cancelRun = gesture('cancel_run', SIGNING_ROLES, OneRun, async (tx, { about }, { runId }) => {
  await lockCaisse(tx, 'month')
  about(runId)
  refuse(refusalUnlessPrepared(await getRun(tx, runId)))
  await cancelPrepared(tx, runId)
})

/**
 * Starts the issue of a run that two people approved; a job then issues it to the end.
 * Asked again, or twice at once, it starts nothing more.
 */
export const issueRun = gesture(
  'issue_run',
  SIGNING_ROLES,
  OneRun,
  async (tx, { now, about }, { runId }): Promise<{ runId: string }> => {
    await lockCaisse(tx, 'month')
    const run = await getRun(tx, runId)
    about(runId)
    if (run.status === 'issuing' || run.status === 'issued') return { runId }
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    refuse(
      refusalToIssue({
        run,
        today: dayAt(now, time_zone),
        versionInForce: (await reglementIn(tx, run.month)).id,
        absentHouseholds: await countAbsent(tx, run),
      }),
    )
    await requireTwoSignatures(tx, { kind: RUN, id: runId, digest: run.digest }, now)
    await refuseAlteredLines(tx, run)
    await markIssuing(tx, runId)
    await sql`select add_job(${ISSUE_JOB}, ${JSON.stringify({ caisseId: tx.caisseId, runId })}::json)`.execute(
      tx,
    )
    return { runId }
  },
)

/** What is issued is what was signed: the lines as they are stored give the digest again. */
async function refuseAlteredLines(tx: CaisseTx, run: Run): Promise<void> {
  const { month, number, versionId } = run
  const digest = runDigest({ caisseId: tx.caisseId, month, number, versionId })
  for await (const lines of readLines(tx, run.id)) digest.add(lines)
  if (!digest.digest().equals(run.digest)) throw new Refusal('run_lines_altered', { month }, 409)
}

export type Progress = (progress: { done: number; total: number }) => void

/** Chunks at a time. Wallets of two chunks are never the same; measured beside payments by `npm run bench -- mois`. */
const LANES = 2

/**
 * Issues a started run to its end, chunk by chunk, each in a short transaction that is done once whoever asks.
 * Cut off at any moment and called again, by one process or several, it goes on where the journal stands.
 */
export async function issueRunToTheEnd(
  app: Pick<App, 'db' | 'now'>,
  caisseId: CaisseId,
  runId: string,
  onProgress: Progress = () => {},
  lanes = LANES,
): Promise<void> {
  const { run, done, accounts } = await inCaisse(app.db, caisseId, async (tx) => ({
    run: await getRun(tx, runId),
    done: await chunksDone(tx, runId),
    accounts: await grantAccounts(tx),
  }))
  if (run.status === 'issued') return
  if (run.status !== 'issuing') throw refusalUnlessStarted(run)
  const total = run.lines
  let passed = 0
  await inLanes(lanes, chunkStarts(total), async (firstLine) => {
    const gestureId = chunkGestureId(caisseId, runId, firstLine)
    const chunk = { runId, firstLine, gestureId, at: app.now(), accounts, lapses: run.expiredCents > 0 }
    if (!done.has(firstLine)) await inCaisse(app.db, caisseId, (tx) => issueChunk(tx, chunk))
    passed += LINES_PER_CHUNK
    onProgress({ done: Math.min(total, passed), total })
  })
  await inCaisse(app.db, caisseId, async (tx) => {
    if (await markIssued(tx, run, app.now())) await announceAllocations(tx, runId, app.now())
  })
}

function* chunkStarts(lines: number): Generator<number> {
  for (let firstLine = 1; firstLine <= lines; firstLine += LINES_PER_CHUNK) yield firstLine
}

/** Takes up one item after another in each lane. After an error nothing more is begun, and what was begun ends first. */
async function inLanes<T>(
  lanes: number,
  items: Iterator<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let failed = false
  const lane = async (): Promise<void> => {
    for (let item = items.next(); !item.done && !failed; item = items.next()) {
      await work(item.value).catch((error: unknown) => {
        failed = true
        throw error
      })
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason
}

const refusalUnlessStarted = (run: Run): Refusal =>
  refusalUnlessPrepared(run) ?? new Refusal('run_not_started', { month: run.month }, 409)

export const ISSUE_JOB = 'issue_allocations'

const IssueJob = z.object({ caisseId: z.int(), runId: z.uuid() })

/** The worker's part: takes an issue up again after a crash, too. */
export const issueAllocations: Job = async (app, payload) => {
  const { caisseId, runId } = IssueJob.parse(payload)
  await issueRunToTheEnd(app, caisseId as CaisseId, runId)
}

/** All that a page or the command line shows of a run above its lines. */
export async function runSummary(tx: CaisseTx, runId: string) {
  return {
    ...(await getRun(tx, runId)),
    outcomes: await totalsByOutcome(tx, runId),
    signatures: await signatures(tx, { kind: RUN, id: runId }),
    chunksDone: (await chunksDone(tx, runId)).size,
  }
}
