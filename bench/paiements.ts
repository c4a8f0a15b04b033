// Payments a second, without and with HTTP, beside pgbench's TPC-B-like on the same server, in alternating rounds.
import { execFile, fork, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { serve } from '@hono/node-server'
import { v7 as uuid } from 'uuid'
import { runChecks } from '../src/db/checks.ts'
import type { CaisseId } from '../src/db/db.ts'
import type { App } from '../src/kit/app.ts'
import { root } from '../src/kit/root.ts'
import { openTill, type Device } from '../src/modules/payments/actions/pay.ts'
import { GROUPING, type Grouping } from '../src/modules/payments/actions/queue.ts'
import { paymentsApi } from '../src/modules/payments/api.ts'
import { debianBinaries } from '../test/debian-cluster.ts'
import { query, say, serverCpuSeconds, spread } from './measure.ts'
import type { LoadOrder, LoadReport } from './paiements/load.ts'
import { CODE, deviceIdOf, numberOf, outletIdOf, OUTLETS, seed } from './paiements/seed.ts'
import { benchApp, startBenchServer, type BenchServer } from './server.ts'

/** As many accounts as residents; with fewer branches than clients, TPC-B would wait for its own rows. */
const SCALE = 100
const RESIDENTS = 1_000_000
const CLIENTS = [1, 8, 32, 128]
const WARM_UP_MS = 1_000
const MEASURED_MS = 4_000

const TARGETS = {
  T1: 'HTTP ≥ 2 × TPC-B at 32 clients (stretch 3), ≥ 4 × at 128 (stretch 6)',
  T2: 'library ≥ 4 × at 32, ≥ 8 × at 128; server processor ≤ 60 µs a payment and ≤ 1/6 of TPC-B’s',
  T3: 'one hot outlet ≥ 0.8 × uniform',
  T4: 'open loop by HTTP: 5,000/s p50 ≤ 5 ms, p99 ≤ 30 ms; 260/s p99 ≤ 15 ms; no refusal',
}

type Measure = {
  perSecond: number
  p50Ms?: number
  p99Ms?: number
  /** Of the server, each. */
  cpuMicroseconds: number | null
}

type Context = {
  server: BenchServer
  app: App
  port: number
  load: ChildProcess
  residents: number
  /** Payments answered as made, over everything. */
  acknowledged: number
}

/** `npm run bench -- paiements [rounds] [residents] [scale]` */
export async function run(args: readonly string[]): Promise<Record<string, unknown>> {
  const [rounds = 4, residents = RESIDENTS, scale = SCALE] = args.map(Number)
  const pgbench = findPgbench()
  // What else the machine was doing: a measure on a busy one tells little but the ratios.
  const loadBefore = os.loadavg()[0]!
  const server = await startBenchServer()
  const app = benchApp(server, 16)
  const load = fork(join(root, 'bench/paiements/load.ts'), { execArgv: process.execArgv })
  const http = serve({ fetch: paymentsApi(app).fetch, port: 0, hostname: '127.0.0.1' })
  try {
    say(`\n${residents} portefeuilles, ${OUTLETS} lieux, pgbench à l’échelle ${scale}`)
    await preparePgbench(pgbench, server, scale)
    const caisseId = await seed(server, app, residents)
    const { port } = http.address() as { port: number }
    const context: Context = { server, app, port, load, residents, acknowledged: 0 }
    const byClients = []
    for (const clients of CLIENTS) byClients.push(await benchClients(context, pgbench, clients, rounds))
    const openLoop = await benchOpenLoop(context, rounds)
    const verified = await verify(context, caisseId)
    return {
      postgresql: server.version,
      settings: server.settings,
      targets: TARGETS,
      loadBefore,
      rounds,
      residents,
      outlets: OUTLETS,
      pgbench: { script: 'tpcb-like, -M prepared', scale },
      grouping: GROUPING,
      clients: byClients,
      openLoop,
      verified,
    }
  } finally {
    load.disconnect()
    await new Promise((resolve) => http.close(resolve))
    await app.db.destroy()
    await server.stop()
  }
}

/** What is measured in each round, between two anchors, under its name in the report. */
function variantsFor(context: Context, clients: number): Record<string, () => Promise<Measure>> {
  const alone: Grouping = { ...GROUPING, perBatch: 1, batches: 16 }
  return {
    library: () => measureLibrary(context, clients, GROUPING, false),
    libraryHot: () => measureLibrary(context, clients, GROUPING, true),
    libraryOneByOne: () => measureLibrary(context, clients, alone, false),
    http: () => measureHttp(context, { clients, hot: false }),
    httpHot: () => measureHttp(context, { clients, hot: true }),
  }
}

async function benchClients(context: Context, pgbench: string, clients: number, rounds: number) {
  const variants = variantsFor(context, clients)
  const anchors: Measure[] = []
  const measures: Record<string, Measure[]> = {}
  const ratios: Record<string, number[]> = {}
  for (let round = 0; round < rounds; round += 1) {
    const before = await measurePgbench(pgbench, context.server, clients)
    const measured: [string, Measure][] = []
    for (const [name, measure] of Object.entries(variants)) measured.push([name, await measure()])
    const after = await measurePgbench(pgbench, context.server, clients)
    anchors.push(before, after)
    const anchor = (before.perSecond + after.perSecond) / 2
    for (const [name, measure] of measured) {
      ;(measures[name] ??= []).push(measure)
      ;(ratios[name] ??= []).push(measure.perSecond / anchor)
    }
    say(
      `  ${clients} clients, tour ${round + 1} : TPC-B ${Math.round(anchor)}/s ; ` +
        measured
          .map(
            ([name, one]) =>
              `${name} ${Math.round(one.perSecond)}/s (× ${(one.perSecond / anchor).toFixed(2)})`,
          )
          .join(' ; '),
    )
  }
  return {
    clients,
    tpcb: summary(anchors),
    ...Object.fromEntries(
      Object.entries(measures).map(([name, all]) => [
        name,
        { ...summary(all), ratioToTpcb: spread(ratios[name]!, 2) },
      ]),
    ),
    hotToUniform: {
      library: spread(pairs(measures, 'libraryHot', 'library'), 2),
      http: spread(pairs(measures, 'httpHot', 'http'), 2),
    },
  }
}

const pairs = (measures: Record<string, Measure[]>, one: string, other: string): number[] =>
  measures[one]!.map((measure, i) => measure.perSecond / measures[other]![i]!.perSecond)

function summary(all: readonly Measure[]) {
  const known = (read: (measure: Measure) => number | null | undefined, digits: number) => {
    const values = all.map(read).filter((value) => value !== null && value !== undefined)
    return values.length === 0 ? null : spread(values, digits)
  }
  return {
    perSecond: known((one) => one.perSecond, 0),
    p50Ms: known((one) => one.p50Ms, 2),
    p99Ms: known((one) => one.p99Ms, 2),
    serverCpuMicroseconds: known((one) => one.cpuMicroseconds, 1),
  }
}

// --- without HTTP --------------------------------------------------------------------------------

async function measureLibrary(
  context: Context,
  clients: number,
  grouping: Grouping,
  hot: boolean,
): Promise<Measure> {
  const pay = openTill(context.app, grouping)
  const start = performance.now()
  const from = start + WARM_UP_MS
  const until = from + MEASURED_MS
  const latencies: number[] = []
  const cpu = cpuBetween(context.server, WARM_UP_MS, MEASURED_MS)
  const client = async () => {
    for (;;) {
      const sentAt = performance.now()
      if (sentAt >= until) return
      await pay(deviceOf(hot ? 0 : random(OUTLETS)), {
        key: uuid(),
        number: numberOf(random(context.residents)),
        code: CODE,
        amountCents: 100 + random(400),
      })
      context.acknowledged += 1
      const now = performance.now()
      if (sentAt >= from && now <= until) latencies.push(now - sentAt)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return measureOf(latencies, await cpu)
}

const random = (below: number): number => Math.floor(Math.random() * below)

const devices: Device[] = Array.from({ length: OUTLETS }, (_, n) => ({
  kind: 'device',
  deviceId: deviceIdOf(n),
  outletId: outletIdOf(n),
  outletName: '',
}))
const deviceOf = (n: number): Device => devices[n]!

function measureOf(latencies: number[], cpuSeconds: number | null): Measure {
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0
  return {
    perSecond: latencies.length / (MEASURED_MS / 1000),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    cpuMicroseconds: cpuSeconds === null ? null : (cpuSeconds / latencies.length) * 1e6,
  }
}

/** Processor seconds of the server over the measured time. */
async function cpuBetween(server: BenchServer, afterMs: number, ms: number): Promise<number | null> {
  const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time))
  await wait(afterMs)
  const before = serverCpuSeconds(server.pid)
  await wait(ms)
  const now = serverCpuSeconds(server.pid)
  return before === null || now === null ? null : now - before
}

// --- with HTTP -----------------------------------------------------------------------------------

async function measureHttp(
  context: Context,
  order: Pick<LoadOrder, 'clients' | 'hot'> & { rate?: number },
): Promise<Measure & { refused: number }> {
  const cpu = cpuBetween(context.server, WARM_UP_MS, MEASURED_MS)
  const report = await fire(context, order)
  context.acknowledged += report.paidInAll
  const cpuSeconds = await cpu
  return {
    perSecond: report.paid / report.seconds,
    p50Ms: report.p50Ms,
    p99Ms: report.p99Ms,
    cpuMicroseconds: cpuSeconds === null ? null : (cpuSeconds / report.paid) * 1e6,
    refused: report.refused,
  }
}

function fire(
  { load, port, residents }: Context,
  order: Pick<LoadOrder, 'clients' | 'hot'> & { rate?: number },
): Promise<LoadReport> {
  const full: LoadOrder = { port, residents, warmUpMs: WARM_UP_MS, ms: MEASURED_MS, ...order }
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the load ended with ${code}`))
    load.once('exit', ended)
    load.once('message', (report) => {
      load.off('exit', ended)
      resolve(report as LoadReport)
    })
    load.send(full)
  })
}

async function benchOpenLoop(context: Context, rounds: number) {
  const results = []
  for (const rate of [260, 1_000, 5_000]) {
    const measures: (Measure & { refused: number })[] = []
    for (let round = 0; round < rounds; round += 1)
      measures.push(await measureHttp(context, { clients: 256, hot: false, rate }))
    const refused = measures.reduce((sum, one) => sum + one.refused, 0)
    results.push({ rate, ...summary(measures), refused })
    say(
      `  ${rate}/s : p50 ${measures.map((one) => one.p50Ms).join(', ')}, p99 ${measures.map((one) => one.p99Ms).join(', ')} ms`,
    )
  }
  return results
}

// --- the anchor ----------------------------------------------------------------------------------

function findPgbench(): string {
  const bin = debianBinaries()
  if (bin && existsSync(join(bin, 'pgbench'))) return join(bin, 'pgbench')
  throw new Error('pgbench est nécessaire : apt-get install postgresql postgresql-contrib')
}

const execute = promisify(execFile)
const PGBENCH = 'pgbench'

async function preparePgbench(pgbench: string, server: BenchServer, scale: number): Promise<void> {
  await query(server.superUrl, `create database ${PGBENCH}`)
  await execute(pgbench, ['-i', '-q', '-s', String(scale), pgbenchUrl(server)], { maxBuffer: 2 ** 26 })
}

async function measurePgbench(pgbench: string, server: BenchServer, clients: number): Promise<Measure> {
  const seconds = (WARM_UP_MS + MEASURED_MS) / 1000
  const before = serverCpuSeconds(server.pid)
  const words = `-n -b tpcb-like -M prepared -c ${clients} -j ${Math.min(2, clients)} -T ${seconds}`.split(
    ' ',
  )
  const { stdout } = await execute(pgbench, [...words, pgbenchUrl(server)])
  const now = serverCpuSeconds(server.pid)
  const number = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1])
  const transactions = number(/actually processed: (\d+)/)
  return {
    perSecond: number(/tps = ([\d.]+)/),
    p50Ms: number(/latency average = ([\d.]+)/),
    cpuMicroseconds: before === null || now === null ? null : ((now - before) / transactions) * 1e6,
  }
}

function pgbenchUrl(server: BenchServer): string {
  const url = new URL(server.superUrl)
  url.pathname = `/${PGBENCH}`
  return url.href
}

// --- nothing lost, nothing twice -----------------------------------------------------------------

async function verify({ server, app, acknowledged }: Context, caisseId: CaisseId) {
  const [row] = await query<{ payments: number; gestures: number; wallets: number; broken: number }>(
    server.superUrl,
    `with leg as (
       select debit_account as account_id, -amount_cents as cents from transfer where caisse_id = $1 and book = 'rights'
       union all
       select credit_account, amount_cents from transfer where caisse_id = $1 and book = 'rights'
     ), total as (select account_id, sum(cents) as cents, count(*) as legs from leg group by account_id)
     select (select count(*) from transfer where caisse_id = $1 and kind = 'payment')::integer as payments,
       (select count(*) from gesture where caisse_id = $1 and kind = 'payment')::integer as gestures,
       count(*)::integer as wallets,
       count(*) filter (where balance_cents <> cents or seq <> legs)::integer as broken
     from wallet left join total using (account_id) where caisse_id = $1`,
    [caisseId],
  )
  const { payments, gestures, wallets, broken } = row!
  const checks = await runChecks(app.db, caisseId)
  if (payments !== acknowledged || gestures !== acknowledged || broken > 0 || checks.findings.length > 0)
    throw new Error(
      `${acknowledged} acknowledged, ${payments} payments, ${gestures} gestures, ${broken} wallets unlike their legs, ` +
        `checks ${JSON.stringify(checks.findings).slice(0, 500)}`,
    )
  say(
    `  vérifié : ${payments} paiements acquittés et inscrits, ${wallets} portefeuilles égaux à leurs écritures`,
  )
  return { acknowledged, payments, gestures, wallets, broken, checks: checks.checks }
}
