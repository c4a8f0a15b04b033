import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, inject } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { aReglement, givenAccount, givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import {
  brokenWallets,
  givenGrants,
  givenHouseholds,
  givenIssuedMonth,
  givenStartedMonth,
} from '../../../../test/given-allocations.ts'
import { inDatabase } from '../../../../test/global-setup.ts'
import { runChecks } from '../../../db/checks.ts'
import { inCaisse } from '../../../db/db.ts'
import { SYSTEM } from '../../../kit/actor.ts'
import { adoptReglement, recordDecision } from '../../caisses/actions.ts'
import { endHousehold } from '../../people/actions/households.ts'
import { chunksDone, getRun } from '../store/runs.ts'
import { prepareMonth } from './prepare.ts'
import { approveRun, cancelRun, issueAllocations, issueRun, issueRunToTheEnd, runSummary } from './run.ts'

const MONTH = '2026-11'
/** Three chunks. */
const HOUSEHOLDS = 5_000

const givenCrowd = async (app: TestApp): Promise<GivenCaisse> => {
  const caisse = await givenCaisse(app)
  await givenHouseholds(
    app,
    caisse.id,
    Array.from({ length: HOUSEHOLDS }, (_, i) => ({ adults: 1 + (i % 2) })),
  )
  return caisse
}

/** Half have 100, half 150. */
const MONTH_TOTAL = HOUSEHOLDS * 125_00

async function expectIssuedOnce(app: TestApp, caisse: GivenCaisse, months = 1): Promise<void> {
  const held = await inCaisse(app.db, caisse.id, (tx) =>
    tx
      .selectFrom('wallet')
      .select((eb) => [eb.fn.sum<number>('balance_cents').as('cents'), eb.fn.sum<number>('seq').as('legs')])
      .where('caisse_id', '=', caisse.id)
      .executeTakeFirstOrThrow(),
  )
  expect(held).toEqual({ cents: months * MONTH_TOTAL, legs: months * HOUSEHOLDS })
  expect(await brokenWallets(app, caisse.id)).toEqual([])
}

async function expectAllChecks(app: TestApp, caisse: GivenCaisse): Promise<void> {
  expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
}

const statusOf = (app: TestApp, caisse: GivenCaisse, runId: string) =>
  inCaisse(app.db, caisse.id, async (tx) => (await getRun(tx, runId)).status)

describe('two people', () => {
  test('whoever prepared cannot be the second', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}])
    const { runId, digest } = await prepareMonth(caisse.call(caisse.treasurer), { month: MONTH })
    await expect(approveRun(caisse.call(caisse.treasurer), { runId, digest })).rejects.toMatchObject({
      code: 'already_signed',
    })
    await givenGrants(app, caisse.id, [caisse.treasurer, caisse.coordinator])
    await expect(issueRun(caisse.call(caisse.treasurer), { runId })).rejects.toMatchObject({
      code: 'signatures_missing',
      params: { missing: 1 },
    })
    expect(await statusOf(app, caisse, runId)).toBe('prepared')
  })

  test('what the installation prepares waits for two', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}])
    const { runId, digest } = await prepareMonth(caisse.call(SYSTEM), { month: MONTH })
    await approveRun(caisse.call(caisse.treasurer), { runId, digest })
    await expect(issueRun(caisse.call(SYSTEM), { runId })).rejects.toMatchObject({
      code: 'second_person_needed',
    })
    await approveRun(caisse.call(caisse.coordinator), { runId, digest })
    await issueRun(caisse.call(SYSTEM), { runId })
    await issueRunToTheEnd(app, caisse.id, runId)
    expect((await inCaisse(app.db, caisse.id, (tx) => runSummary(tx, runId))).signatures).toHaveLength(2)
  })

  test('sign what they saw: prepared again, it is another thing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}])
    const seen = await prepareMonth(caisse.call(caisse.treasurer), { month: MONTH })
    await givenHouseholds(app, caisse.id, [{}])
    const { runId } = await prepareMonth(caisse.call(caisse.treasurer), { month: MONTH })
    await expect(
      approveRun(caisse.call(caisse.coordinator), { runId, digest: seen.digest }),
    ).rejects.toMatchObject({ code: 'changed_since_seen' })
    await expect(
      approveRun(caisse.call(caisse.coordinator), { runId: seen.runId, digest: seen.digest }),
    ).rejects.toMatchObject({ code: 'run_cancelled' })
  })

  test('are of the caisse: neither a resident nor a neighbour signs, prepares, issues or gives up', async ({
    app,
  }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const { runId, digest } = await prepareMonth(here.call(here.treasurer), { month: MONTH })
    for (const actor of [await givenAccount(app, here.id, 'resident'), there.treasurer]) {
      await expect(approveRun(here.call(actor), { runId, digest })).rejects.toMatchObject({ status: 403 })
      await expect(issueRun(here.call(actor), { runId })).rejects.toMatchObject({ status: 403 })
      await expect(cancelRun(here.call(actor), { runId })).rejects.toMatchObject({ status: 403 })
      await expect(prepareMonth(here.call(actor), { month: MONTH })).rejects.toMatchObject({ status: 403 })
    }
    for (const attempt of [
      () => approveRun(there.call(), { runId, digest }),
      () => issueRun(there.call(), { runId }),
      () => cancelRun(there.call(), { runId }),
      () => issueRunToTheEnd(app, there.id, runId),
      () => issueAllocations(app, { caisseId: there.id, runId }),
      () => inCaisse(app.db, there.id, (tx) => runSummary(tx, runId)),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'unknown_run', status: 404 })
    expect(await statusOf(app, here, runId)).toBe('prepared')
  })
})

describe('issuing is refused', () => {
  async function approved(caisse: GivenCaisse, month: string) {
    const prepared = await prepareMonth(caisse.call(caisse.treasurer), { month })
    await approveRun(caisse.call(caisse.coordinator), { runId: prepared.runId, digest: prepared.digest })
    return prepared.runId
  }

  test('before the month begins, in the caisse’s time zone', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}])
    const runId = await approved(caisse, '2026-12')
    app.at('2026-11-30T22:59:59Z')
    await expect(issueRun(caisse.call(), { runId })).rejects.toMatchObject({ code: 'month_not_begun' })
    app.at('2026-11-30T23:00:00Z')
    await issueRun(caisse.call(), { runId })
  })

  test('when the règlement changed since it was prepared', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}])
    const runId = await approved(caisse, MONTH)
    const { decisionId } = await recordDecision(caisse.call(), {
      decidedOn: '2026-11-02',
      body: 'Comité citoyen',
      title: 'Baisser à 80',
    })
    const allocation = { kind: 'flat', per: 'unit', cents: 80_00 } as const
    await adoptReglement(caisse.call(), { content: aReglement({ allocation }), validFrom: MONTH, decisionId })
    await expect(issueRun(caisse.call(), { runId })).rejects.toMatchObject({ code: 'run_reglement_changed' })
  })

  test('when a household left before the month since', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [one] = await givenHouseholds(app, caisse.id, [{}, {}])
    const runId = await approved(caisse, MONTH)
    await endHousehold(caisse.call(), { householdId: one!.id, leavesOn: '2026-10-31' })
    await expect(issueRun(caisse.call(), { runId })).rejects.toMatchObject({
      code: 'run_outdated',
      params: { households: 1 },
    })
  })

  test('when somebody changed a signed line in the database', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}, {}])
    const runId = await approved(caisse, MONTH)
    await inCaisse(app.db, caisse.id, (tx) =>
      sql`update allocation_line set amount_cents = 900000 where caisse_id = ${caisse.id} and run_id = ${runId} and line = 2`.execute(
        tx,
      ),
    )
    await expect(issueRun(caisse.call(), { runId })).rejects.toMatchObject({ code: 'run_lines_altered' })
  })

  test('when it was given up; and a run being issued cannot be given up', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}])
    const runId = await approved(caisse, MONTH)
    await expect(issueRunToTheEnd(app, caisse.id, runId)).rejects.toMatchObject({ code: 'run_not_started' })
    await cancelRun(caisse.call(), { runId })
    await expect(issueRun(caisse.call(), { runId })).rejects.toMatchObject({ code: 'run_cancelled' })
    await expect(issueRunToTheEnd(app, caisse.id, runId)).rejects.toMatchObject({ code: 'run_cancelled' })
    const again = await givenStartedMonth(caisse, MONTH)
    await expect(cancelRun(caisse.call(), { runId: again })).rejects.toMatchObject({ code: 'run_issuing' })
    await expect(prepareMonth(caisse.call(), { month: MONTH })).rejects.toMatchObject({ code: 'run_issuing' })
    await issueRunToTheEnd(app, caisse.id, again)
    await expect(cancelRun(caisse.call(), { runId: again })).rejects.toMatchObject({ code: 'run_issued' })
  })
})

describe(`issuing to ${HOUSEHOLDS} households`, () => {
  test(
    'two runs of the same month at the same instant grant it once',
    { timeout: 120_000 },
    async ({ app }) => {
      const caisse = await givenCrowd(app)
      const wholeRun = async () => {
        const { runId, digest } = await prepareMonth(caisse.call(caisse.treasurer), { month: MONTH })
        await approveRun(caisse.call(caisse.coordinator), { runId, digest })
        await issueRun(caisse.call(caisse.treasurer), { runId })
        await issueRunToTheEnd(app, caisse.id, runId)
      }
      const outcomes = await Promise.allSettled([wholeRun(), wholeRun(), wholeRun()])
      expect(outcomes.some((outcome) => outcome.status === 'fulfilled')).toBe(true)
      const refused = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason.code] : [],
      )
      for (const code of refused)
        expect(['run_cancelled', 'run_issuing', 'run_issued', 'month_already_issued']).toContain(code)
      await expectIssuedOnce(app, caisse)
      await expectAllChecks(app, caisse)
    },
  )

  test(
    'four processes that issue the same run at once do each chunk once',
    { timeout: 120_000 },
    async ({ app }) => {
      const caisse = await givenCrowd(app)
      const runId = await givenStartedMonth(caisse, MONTH)
      const seen: number[] = []
      await Promise.all(
        [1, 2, 3, 4].map(() => issueRunToTheEnd(app, caisse.id, runId, ({ done }) => seen.push(done))),
      )
      expect(await statusOf(app, caisse, runId)).toBe('issued')
      expect(Math.max(...seen)).toBe(HOUSEHOLDS)
      await expectIssuedOnce(app, caisse)
      await issueRunToTheEnd(app, caisse.id, runId)
      await issueRun(caisse.call(), { runId })
      await expectIssuedOnce(app, caisse)
    },
  )

  test('killed in the middle of a chunk, it goes on and is exact', { timeout: 120_000 }, async ({ app }) => {
    const caisse = await givenCrowd(app)
    const runId = await givenStartedMonth(caisse, MONTH)
    const kill = await issuerHeldInSecondChunk(app, caisse, runId)
    expect((await inCaisse(app.db, caisse.id, (tx) => chunksDone(tx, runId))).size).toBe(1)
    await kill()
    expect(await statusOf(app, caisse, runId)).toBe('issuing')
    await Promise.all([1, 2].map(() => issueRunToTheEnd(app, caisse.id, runId)))
    expect(await statusOf(app, caisse, runId)).toBe('issued')
    await expectIssuedOnce(app, caisse)
    await expectAllChecks(app, caisse)
  })

  test(
    'whatever the order and the interruptions, nothing is issued twice',
    { timeout: 300_000 },
    async ({ app }) => {
      const caisse = await givenCrowd(app)
      await givenIssuedMonth(app, caisse, '2026-01')
      let months = 1
      // Each caller stops after as many chunks as it is told; 3 is the whole run.
      const callers = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 })
      await fc.assert(
        fc.asyncProperty(callers, async (stops) => {
          months += 1
          const runId = await givenStartedMonth(caisse, `2026-${String(months).padStart(2, '0')}`)
          await Promise.allSettled(
            stops.map((stop) => {
              let chunks = 0
              return issueRunToTheEnd(app, caisse.id, runId, () => {
                if ((chunks += 1) === stop && stop < 3) throw new Error('cut off')
              })
            }),
          )
          await issueRunToTheEnd(app, caisse.id, runId)
          await expectIssuedOnce(app, caisse, months)
        }),
        { numRuns: 6, endOnFailure: true },
      )
      await expectAllChecks(app, caisse)
    },
  )
})

/**
 * Starts a process that issues the run and is stuck in its second chunk, behind a wallet that we hold.
 * What is returned kills it there and lets the wallet go.
 */
async function issuerHeldInSecondChunk(
  app: TestApp,
  caisse: GivenCaisse,
  runId: string,
): Promise<() => Promise<void>> {
  const held = await app.pool.connect()
  await held.query('begin')
  await held.query(`select set_config('tablee.caisse', $1, true)`, [String(caisse.id)])
  await held.query(
    `select from wallet join allocation_line l using (caisse_id, account_id)
     where caisse_id = $1 and l.run_id = $2 and l.line = 3000 for update of wallet`,
    [caisse.id, runId],
  )
  const database = new URL(app.ownerUrl).pathname.slice(1)
  const url = inDatabase(inject('appUrl'), database)
  const issuer = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/faults/issue-month.ts', url, String(caisse.id), runId],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(issuer.stdout, 'data')
  const isWaiting = async () => {
    const { rows } = await held.query<{ waiting: boolean }>(
      `select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waiting`,
    )
    return rows[0]!.waiting
  }
  while (!(await isWaiting())) await new Promise((resolve) => setTimeout(resolve, 20))
  return async () => {
    issuer.kill('SIGKILL')
    await once(issuer, 'exit')
    await held.query('rollback')
    held.release()
  }
}
