// Prepares and issues months for 1,000, 100,000 and 1,000,000 households, beside the bare SQL of the same rows.
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { INSTALLATION, inCaisse, type CaisseId } from '../src/db/db.ts'
import { runChecks } from '../src/db/checks.ts'
import { SYSTEM, type Actor, type Role } from '../src/kit/actor.ts'
import type { App } from '../src/kit/app.ts'
import type { Month } from '../src/kit/month.ts'
import { approveRun, issueRun, issueRunToTheEnd } from '../src/modules/allocations/actions/run.ts'
import { prepareMonth } from '../src/modules/allocations/actions/prepare.ts'
import { LINES_PER_CHUNK } from '../src/modules/allocations/rules/run.ts'
import { openCaisse, openOrganisation } from '../src/modules/caisses/actions.ts'
import { aReglement } from '../test/given.ts'
import { brokenWallets, givenHouseholds, type HouseholdSpec } from '../test/given-allocations.ts'
import { query, say, serverCpuSeconds, spread, timed, walBytes } from './measure.ts'
import { benchApp, startBenchServer, type BenchServer } from './server.ts'

const SIZES = [1_000, 100_000, 1_000_000]
const MONTHS: readonly Month[] = ['2026-01', '2026-02', '2026-03']

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
  T6: '≥ 50,000 wallets/s',
  T7: 'balance = sum and seq = count of 1,000,000 wallets ≤ 5 s',
}

async function benchSize(server: BenchServer, app: App, households: number) {
  say(`\n${households} foyers`)
  const caisse = await openBenchCaisse(app)
  const setup = await timed(async () => {
    for (let placed = 0; placed < households; placed += 50_000) {
      const count = Math.min(50_000, households - placed)
      await givenHouseholds(
        app,
        caisse.id,
        Array.from({ length: count }, (_, i) => SHAPES[i % SHAPES.length]!),
      )
    }
    await query(server.superUrl, 'analyze')
  })
  say(`  inscrits en ${setup.seconds.toFixed(1)} s`)
  const bare = await openBare(server, caisse.id)
  const rounds: Round[] = []
  for (const month of MONTHS) rounds.push(await round(server, app, caisse, bare, month, households))
  await bare.close()

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
    againSeconds: column((one) => one.againSeconds),
    lines: households * MONTHS.length,
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
  const call = (actor: Actor) => ({ app, actor, caisseId: caisse.id, key: uuid() })
  const prepared = await timed(() => prepareMonth(call(caisse.treasurer), { month }))
  const { runId, digest, grantedCents } = prepared.value
  await approveRun(call(caisse.coordinator), { runId, digest })
  const started = await timed(() => issueRun(call(caisse.treasurer), { runId }))
  let issueSeconds = 0
  const cpuBefore = serverCpuSeconds(server.pid)
  const issueWal = await walBytes(server.superUrl, async () => {
    issueSeconds = (await timed(() => issueRunToTheEnd(app, caisse.id, runId))).seconds
  })
  const issueCpu = cpuSince(server, cpuBefore)
  const again = await timed(async () => {
    await issueRun(call(caisse.coordinator), { runId })
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

function cpuSince(server: BenchServer, before: number | null): number | null {
  const now = serverCpuSeconds(server.pid)
  return now === null || before === null ? null : now - before
}

// --- the yardstick -----------------------------------------------------------------------------

type Bare = Awaited<ReturnType<typeof openBare>>

/**
 * The same transfers and wallets in copies of the tables, with the same indexes and without policies: what the
 * server needs at least for these rows. The copies stand as the tables stood before each month.
 */
async function openBare(server: BenchServer, caisseId: CaisseId) {
  const client = new pg.Client({ connectionString: server.ownerUrl })
  await client.connect()
  await client.query(`select set_config('tablee.caisse', $1, false)`, [String(caisseId)])
  for (const kind of ['bare', 'chunked']) {
    await client.query(`drop table if exists ${kind}_transfer, ${kind}_wallet`)
    await client.query(`create table ${kind}_transfer (like transfer including all)`)
    await client.query(`create table ${kind}_wallet (like wallet including all) with (fillfactor = 50)`)
    await client.query(`insert into ${kind}_wallet select * from wallet`)
    await client.query(`analyze ${kind}_wallet`)
  }
  return {
    async round(runId: string) {
      await client.query('drop table if exists bare_row')
      await client.query(
        `create unlogged table bare_row as
         select t.*, row_number() over (order by c.first_line, t.leg) as n
         from transfer t join allocation_chunk c on c.caisse_id = t.caisse_id and c.gesture_id = t.gesture_id
         where c.run_id = $1 order by c.first_line, t.leg`,
        [runId],
      )
      await client.query('create index on bare_row (n)')
      await client.query('vacuum analyze bare_row')
      const [{ rows }] = [await client.query<{ n: number }>('select count(*)::integer as n from bare_row')]
      const total = rows[0]!.n
      let bareSeconds = 0
      const cpuBefore = serverCpuSeconds(server.pid)
      const bareWalBytes = await walBytes(server.superUrl, async () => {
        bareSeconds = (await timed(() => write(client, 'bare', 1, total))).seconds
      })
      const bareCpu = cpuSince(server, cpuBefore)
      const chunked = await timed(async () => {
        for (let first = 1; first <= total; first += LINES_PER_CHUNK)
          await write(client, 'chunked', first, first + LINES_PER_CHUNK - 1)
      })
      return { bareSeconds, bareWalBytes, bareCpu, bareChunkedSeconds: chunked.seconds }
    },
    async close() {
      await client.query('drop table bare_row, bare_transfer, bare_wallet, chunked_transfer, chunked_wallet')
      await client.end()
    },
  }
}

const COLUMNS =
  'gesture_id, debit_account, credit_account, amount_cents, at, xact, caisse_id, leg, book, kind, epoch, corrects'

async function write(client: pg.Client, kind: string, first: number, last: number): Promise<void> {
  await client.query('begin')
  await client.query(
    `insert into ${kind}_transfer (${COLUMNS}) select ${COLUMNS} from bare_row where n between $1 and $2 order by n`,
    [first, last],
  )
  await client.query(
    `update ${kind}_wallet w set balance_cents = w.balance_cents + r.amount_cents, seq = w.seq + 1
     from bare_row r where r.n between $1 and $2 and w.caisse_id = r.caisse_id and w.account_id = r.credit_account`,
    [first, last],
  )
  await client.query('commit')
}

// --- a caisse ----------------------------------------------------------------------------------

type BenchCaisse = { id: CaisseId; treasurer: Actor; coordinator: Actor }

async function openBenchCaisse(app: App): Promise<BenchCaisse> {
  const onInstallation = () => ({ app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() })
  const { organisationId } = await openOrganisation(onInstallation(), { legalName: 'Association de mesure' })
  const { caisseId } = await openCaisse(onInstallation(), {
    organisationId,
    slug: `mesure-${uuid().slice(-6)}`,
    name: 'Mesure',
    reglement: {
      content: aReglement(),
      validFrom: MONTHS[0]!,
      origin: 'invented',
      decision: { decidedOn: `${MONTHS[0]}-01`, body: 'Mesure', title: 'Règlement de mesure' },
    },
  })
  const [treasurer, coordinator] = [
    await account(app, caisseId, 'treasurer'),
    await account(app, caisseId, 'coordinator'),
  ]
  return { id: caisseId, treasurer, coordinator }
}

async function account(app: App, caisseId: CaisseId, role: Role): Promise<Actor> {
  const accountId = uuid()
  await app.db.insertInto('login_account').values({ id: accountId, display_name: role }).execute()
  return {
    kind: 'account',
    accountId,
    name: role,
    grants: [{ caisseId, role, fromOn: '2020-01-01', untilOn: null }],
  }
}
