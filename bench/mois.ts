// Prepares and issues months for 1,000, 100,000 and 1,000,000 households, beside the bare SQL of the same rows,
// then while people pay.
import { inCaisse } from '../src/db/db.ts'
import { runChecks } from '../src/db/checks.ts'
import type { App } from '../src/kit/app.ts'
import type { Month } from '../src/kit/month.ts'
import { prepareMonth } from '../src/modules/allocations/actions/prepare.ts'
import { approveRun, issueRun, issueRunToTheEnd } from '../src/modules/allocations/actions/run.ts'
import { brokenWallets, givenHouseholds, type HouseholdSpec } from '../test/given-allocations.ts'
import { cpuSince, query, say, serverCpuSeconds, spread, timed, walBytes } from './measure.ts'
import { openBare, type Bare } from './mois/bare.ts'
import { besidePayments, PAYERS } from './mois/beside-payments.ts'
import { callOf, openBenchCaisse, type BenchCaisse } from './mois/caisse.ts'
import { benchApp, startBenchServer, type BenchServer } from './server.ts'

const SIZES = [1_000, 100_000, 1_000_000]
const MONTHS: readonly Month[] = ['2026-01', '2026-02', '2026-03']

const BATCH = 10_000

/** As in cities: many live alone, some are two, some have children. */
const SHAPES: readonly HouseholdSpec[] = [
  { adults: 1, pledgeCents: 30_00 },
  { adults: 2, pledgeCents: 60_00 },
  { adults: 1, pledgeCents: 45_00 },
  { adults: 2, children: ['2016-05', '2019-11'], pledgeCents: 80_00 },
]

export async function run(args: readonly string[]): Promise<Record<string, unknown>> {
  const sizes = args.length > 0 ? args.map(Number) : SIZES
  const server = await startBenchServer()
  const app = benchApp(server)
  try {
    const bySize = []
    for (const households of sizes) bySize.push(await benchSize(server, app, households))
    return { postgresql: server.version, settings: server.settings, targets: TARGETS, sizes: bySize }
  } finally {
    await app.db.destroy()
    await server.stop()
  }
}

const TARGETS = {
  T5: 'issue ≤ 1.5 × bare SQL and ≤ 8 s for 1,000,000; log ≤ 450 B per wallet; again ≤ 1.5 s',
  T6: 'while people pay: payments p99 ≤ 60 ms, never refused; ≥ 50,000 wallets/s',
  T7: 'balance = sum and seq = count of 1,000,000 wallets ≤ 5 s',
}

async function benchSize(server: BenchServer, app: App, households: number) {
  say(`\n${households} foyers`)
  const caisse = await openBenchCaisse(app, MONTHS[0]!)
  const setup = await timed(async () => {
    for (let placed = 0; placed < households; placed += BATCH) {
      const count = Math.min(BATCH, households - placed)
      const specs = Array.from({ length: count }, (_, i) => SHAPES[i % SHAPES.length]!)
      await givenHouseholds(app, caisse.id, specs)
    }
    await query(server.superUrl, 'analyze')
  })
  say(`  inscrits en ${setup.seconds.toFixed(1)} s`)
  const bare = await openBare(server, caisse.id)
  const rounds: Round[] = []
  for (const month of MONTHS) rounds.push(await round(server, app, caisse, bare, month, households))
  await bare.close()
  const beside = households < PAYERS ? null : await besidePayments(server, app, caisse, households)
  // What the server does by itself sooner or later.
  await query(server.superUrl, 'vacuum analyze')

  const checked = await timed(() => brokenWallets(app, caisse.id))
  if (checked.value.length > 0) throw new Error(`${checked.value.length} wallets differ from their legs`)
  const all = await timed(() => runChecks(app.db, caisse.id))
  if (all.value.findings.length > 0) throw new Error(`checks: ${JSON.stringify(all.value.findings)}`)
  say(`  vérifié en ${checked.seconds.toFixed(2)} s, tous les contrôles en ${all.seconds.toFixed(2)} s`)

  const column = (read: (round: Round) => number, digits?: number) => spread(rounds.map(read), digits)
  return {
    households,
    months: MONTHS.length,
    prepareSeconds: column((one) => one.prepareSeconds),
    startSeconds: column((one) => one.startSeconds),
    issueSeconds: column((one) => one.issueSeconds),
    walletsPerSecond: column((one) => households / one.issueSeconds, 0),
    bareSeconds: column((one) => one.bareSeconds),
    bareChunkedSeconds: column((one) => one.bareChunkedSeconds),
    issueToBare: column((one) => one.issueSeconds / one.bareSeconds, 2),
    issueToBareChunked: column((one) => one.issueSeconds / one.bareChunkedSeconds, 2),
    logBytesPerWallet: column((one) => one.walBytes / households, 0),
    bareLogBytesPerWallet: column((one) => one.bareWalBytes / households, 0),
    issueCpuMicroseconds: column((one) => ((one.issueCpu ?? 0) / households) * 1e6, 1),
    bareCpuMicroseconds: column((one) => ((one.bareCpu ?? 0) / households) * 1e6, 1),
    issueToBareCpu: column((one) => (one.issueCpu ?? 0) / (one.bareCpu || Number.NaN), 2),
    againSeconds: column((one) => one.againSeconds),
    besidePayments: beside,
    lines: households * (MONTHS.length + (beside?.length ?? 0)),
    verifySeconds: Number(checked.seconds.toFixed(3)),
    allChecksSeconds: Number(all.seconds.toFixed(3)),
    checks: all.value.checks,
    setupSeconds: Number(setup.seconds.toFixed(1)),
  }
}

type Round = Awaited<ReturnType<typeof round>>

async function round(
  server: BenchServer,
  app: App,
  caisse: BenchCaisse,
  bare: Bare,
  month: Month,
  households: number,
) {
  const prepared = await timed(() => prepareMonth(callOf(app, caisse, caisse.treasurer), { month }))
  const { runId, digest, grantedCents } = prepared.value
  await approveRun(callOf(app, caisse, caisse.coordinator), { runId, digest })
  const started = await timed(() => issueRun(callOf(app, caisse, caisse.treasurer), { runId }))
  let issueSeconds = 0
  const cpuBefore = serverCpuSeconds(server.pid)
  const issueWal = await walBytes(server.superUrl, async () => {
    issueSeconds = (await timed(() => issueRunToTheEnd(app, caisse.id, runId))).seconds
  })
  const issueCpu = cpuSince(server.pid, cpuBefore)
  const again = await timed(async () => {
    await issueRun(callOf(app, caisse, caisse.coordinator), { runId })
    await issueRunToTheEnd(app, caisse.id, runId)
  })
  const sum = await inCaisse(app.db, caisse.id, (tx) =>
    tx
      .selectFrom('transfer')
      .innerJoin('allocation_chunk as chunk', 'chunk.gesture_id', 'transfer.gesture_id')
      .select((eb) => eb.fn.sum<number>('amount_cents').as('cents'))
      .where('transfer.caisse_id', '=', caisse.id)
      .where('chunk.run_id', '=', runId)
      .executeTakeFirstOrThrow(),
  )
  if (sum.cents !== grantedCents) throw new Error(`granted ${grantedCents}, posted ${sum.cents}`)
  const bareTimes = await bare.round(runId)
  const result = {
    prepareSeconds: prepared.seconds,
    startSeconds: started.seconds,
    issueSeconds,
    againSeconds: again.seconds,
    walBytes: issueWal,
    issueCpu,
    ...bareTimes,
  }
  say(
    `  ${month} : préparé ${prepared.seconds.toFixed(2)} s, émis ${issueSeconds.toFixed(2)} s ` +
      `(${Math.round(households / issueSeconds)}/s), SQL nu ${bareTimes.bareSeconds.toFixed(2)} s, ` +
      `par pas ${bareTimes.bareChunkedSeconds.toFixed(2)} s, journal ${Math.round(issueWal / households)} o/foyer, ` +
      `processeur ${result.issueCpu?.toFixed(2)} s contre ${result.bareCpu?.toFixed(2)} s`,
  )
  return result
}
