import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import type { CaisseId } from '../../src/db/db.ts'
import type { App } from '../../src/kit/app.ts'
import type { Month } from '../../src/kit/month.ts'
import { Refusal } from '../../src/kit/refusal.ts'
import { prepareMonth } from '../../src/modules/allocations/actions/prepare.ts'
import { approveRun, issueRun, issueRunToTheEnd } from '../../src/modules/allocations/actions/run.ts'
import { LINES_PER_CHUNK } from '../../src/modules/allocations/rules/run.ts'
import { pay, type Device } from '../../src/modules/payments/actions/pay.ts'
import { hmacOfCode } from '../../src/modules/payments/rules/code.ts'
import { withCheckDigit } from '../../src/modules/payments/rules/number.ts'
import { say, timed } from '../measure.ts'
import type { BenchServer } from '../server.ts'
import { callOf, type BenchCaisse } from './caisse.ts'

/** Issued while people pay, by one lane and by two. */
const BESIDE: readonly (readonly [Month, number])[] = [
  ['2026-04', 1],
  ['2026-05', 2],
]
export const PAYERS = 100_000
const CLIENTS = 32
const CODE = '724093'

/** Payments of 32 clients, alone and then while a month is issued: how long the slowest wait, how fast the issue goes. */
export async function besidePayments(server: BenchServer, app: App, caisse: BenchCaisse, households: number) {
  const { device, numbers } = await openTills(server, app, caisse.id)
  const alone = await payWhile(app, device, numbers, () => sleep(5_000))
  say(`  paiements seuls : ${alone.perSecond}/s, p99 ${alone.p99Ms} ms`)
  const results = []
  for (const [month, lanes] of BESIDE) {
    const runId = await startedMonth(app, caisse, month)
    let issueSeconds = 0
    const paid = await payWhile(app, device, numbers, async () => {
      issueSeconds = (await timed(() => issueRunToTheEnd(app, caisse.id, runId, undefined, lanes))).seconds
    })
    const walletsPerSecond = Math.round(households / issueSeconds)
    results.push({
      lanes,
      chunk: LINES_PER_CHUNK,
      issueSeconds: Number(issueSeconds.toFixed(3)),
      walletsPerSecond,
      payments: paid,
      paymentsAlone: alone,
    })
    say(
      `  ${month}, ${lanes} à la fois, pendant ${CLIENTS} clients : émis ${issueSeconds.toFixed(2)} s (${walletsPerSecond}/s), ` +
        `paiements ${paid.perSecond}/s, p50 ${paid.p50Ms} ms, p99 ${paid.p99Ms} ms, refus ${paid.refused}`,
    )
  }
  return results
}

async function payWhile(
  app: App,
  device: Device,
  numbers: readonly string[],
  work: () => Promise<unknown>,
): Promise<{
  payments: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  maxMs: number
  refused: number
}> {
  const latencies: number[] = []
  let over = false
  let refused = 0
  const client = async (n: number): Promise<void> => {
    for (let i = n; !over; i += CLIENTS) {
      const start = performance.now()
      try {
        await pay(app, device, {
          key: uuid(),
          number: numbers[(i * 7919) % numbers.length]!,
          code: CODE,
          amountCents: 1,
        })
        latencies.push(performance.now() - start)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refused += 1
      }
    }
  }
  const start = performance.now()
  const clients = Array.from({ length: CLIENTS }, (_, n) => client(n))
  try {
    await work()
  } finally {
    over = true
    await Promise.allSettled(clients)
  }
  await Promise.all(clients)
  const seconds = (performance.now() - start) / 1000
  latencies.sort((a, b) => a - b)
  const at = (share: number) =>
    Number((latencies[Math.floor((latencies.length - 1) * share)] ?? 0).toFixed(1))
  return {
    payments: latencies.length,
    perSecond: Math.round(latencies.length / seconds),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    refused,
  }
}

/** One outlet with its device, and residents with numbers and codes, of different households. */
async function openTills(
  server: BenchServer,
  app: App,
  caisseId: CaisseId,
): Promise<{ device: Device; numbers: string[] }> {
  const [outletId, deviceId] = [uuid(), uuid()]
  const client = new pg.Client({ connectionString: server.superUrl })
  await client.connect()
  await client.query(
    `insert into outlet (id, kind, legal_name, trade_name, kept_by) values ($1, 'shop', 'Lieu', 'Lieu', $2)`,
    [outletId, caisseId],
  )
  await client.query(`insert into device (id, outlet_id, label, token_hash) values ($1, $2, 'Caisse', $3)`, [
    deviceId,
    outletId,
    Buffer.from(deviceId),
  ])
  await client.query(
    `with opened as (
       insert into account (caisse_id, book, kind, owner_id) values ($1, 'rights', 'rights_outlet', $2) returning id
     )
     insert into agreement (caisse_id, id, outlet_id, account_id, decision_id, signed_on, from_on, scope)
     select $1, $2, $2, id, (select id from decision where caisse_id = $1 limit 1), '2026-01-01', '2026-01-01', 'Tout'
     from opened`,
    [caisseId, outletId],
  )
  const numbers = Array.from({ length: PAYERS }, (_, i) =>
    withCheckDigit(String(caisseId * 1_000_000 + 9 * i)),
  )
  const hmacs = numbers.map((number) => hmacOfCode(app.codePepper, number, CODE))
  await client.query(
    `with given as (
       select number, hmac, row_number() over () as n from unnest($2::text[], $3::bytea[]) as given (number, hmac)
     ), named as (
       insert into resident_number (number, caisse_id) select number, $1 from given
     ), chosen as (
       select distinct on (m.household_id) m.person_id, a.account_id
       from household_member m
       join household_account a on a.caisse_id = m.caisse_id and a.household_id = m.household_id and a.book = 'rights'
       where m.caisse_id = $1 and not m.child
       order by m.household_id
     ), numbered as (
       select person_id, account_id, row_number() over (order by random()) as n from chosen
     )
     insert into payer (caisse_id, person_id, number, account_id, code_hmac)
     select $1, person_id, number, account_id, hmac from given join numbered using (n)`,
    [caisseId, numbers, hmacs],
  )
  await client.query('analyze')
  await client.end()
  return { device: { kind: 'device', deviceId, outletId, outletName: 'Lieu' }, numbers }
}

async function startedMonth(app: App, caisse: BenchCaisse, month: Month): Promise<string> {
  const { runId, digest } = await prepareMonth(callOf(app, caisse, caisse.treasurer), { month })
  await approveRun(callOf(app, caisse, caisse.coordinator), { runId, digest })
  await issueRun(callOf(app, caisse, caisse.treasurer), { runId })
  return runId
}
