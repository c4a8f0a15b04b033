import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test, type TestApp } from '../app.ts'
import { givenTill, type GivenTill } from '../given-accreditation.ts'
import { givenHouseholds, givenStartedMonth } from '../given-allocations.ts'
import { balanceLeft, givenPayer, payAt, tally, type GivenPayer } from '../given-payments.ts'
import { givenCaisse, type GivenCaisse } from '../given.ts'
import { runChecks } from '../../src/db/checks.ts'
import { inCaisse } from '../../src/db/db.ts'
import { root } from '../../src/kit/root.ts'
import { split } from '../../src/kit/money.ts'
import { issueRunToTheEnd } from '../../src/modules/allocations/actions/run.ts'

/**
 * The faults of rules.md §4.3, in full with FAULTS=full (`npm run faults`, which writes docs/faults.md), at a tenth or
 * less in every run of the tests. Each ends with every check of `checks/`.
 */
const FULL = process.env['FAULTS'] === 'full'
const size = (full: number, small: number): number => (FULL ? full : small)
const LONG = { timeout: 1_200_000 }

/** Told to whoever reads the report. */
type Report = (told: { size: string; result: string }) => void
const reporting = (task: { meta: object }): Report => {
  return (told) => void Object.assign(task.meta, { fault: told })
}

async function expectChecks(app: TestApp, caisse: GivenCaisse): Promise<void> {
  expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
}

async function givenMarket(
  app: TestApp,
  { payers, tills, cents }: { payers: number; tills: number; cents: number },
) {
  const caisse = await givenCaisse(app)
  const placed: GivenPayer[] = []
  for (let i = 0; i < payers; i += 1) placed.push(await givenPayer(app, caisse, { balanceCents: cents }))
  const devices: GivenTill[] = []
  for (let i = 0; i < tills; i += 1) devices.push(await givenTill(app, caisse))
  return { caisse, payers: placed, tills: devices }
}

const paidInAll = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, (tx) =>
    tx
      .selectFrom('transfer')
      .select((eb) => [
        eb.fn.countAll<number>().as('payments'),
        eb.fn.sum<number>('amount_cents').as('cents'),
      ])
      .where('caisse_id', '=', caisse.id)
      .where('kind', '=', 'payment')
      .executeTakeFirstOrThrow(),
  )

describe('F1: the application is killed while sixteen tills are paid', () => {
  test(
    'an acknowledged payment is never lost, one sent again is never counted twice',
    LONG,
    async ({ app, task }) => {
      const [payments, kills] = [size(10_000, 400), size(25, 3)]
      const { caisse, payers, tills } = await givenMarket(app, { payers: 64, tills: 16, cents: 5_000_00 })
      const tablee = await openTablee(app)
      const keys = new Set<string>()
      let sent = 0
      let resent = 0
      const client = async (i: number): Promise<void> => {
        while (sent < payments) {
          sent += 1
          const [key, payer] = [uuid(), payers[sent % payers.length]!]
          keys.add(key)
          while (!(await tablee.pay(tills[i]!, payer, key))) resent += 1
        }
      }
      const clients = Promise.all(tills.map((_, i) => client(i)))
      for (let killed = 1; killed <= kills; killed += 1) {
        while (sent < (payments * killed) / (kills + 1)) await sleep(2)
        await tablee.killAndRestart()
      }
      await clients
      await tablee.stop()
      expect(await paidInAll(app, caisse)).toEqual({ payments: keys.size, cents: keys.size * 1_00 })
      await expectChecks(app, caisse)
      reporting(task)({
        size: `${payments} paiements, ${kills} coupures (SIGKILL), 16 clients`,
        result: `${keys.size} acquittés, ${keys.size} au journal, ${resent} renvois, reprise la plus longue ${tablee.longestRestartMs()} ms`,
      })
    },
  )
})

/** A built Tablée on the database of the test, that can be killed and started again. */
async function openTablee(app: TestApp) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tablee-faults-'))
  mkdirSync(dataDir, { recursive: true })
  const secrets = {
    databaseKey: 'x'.repeat(40),
    codePepper: app.codePepper.toString('latin1'),
    cookieSecret: 'y'.repeat(40),
  }
  writeFileSync(join(dataDir, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 })
  const port = await freePort()
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    TABLEE_DATA: dataDir,
    DATABASE_URL: app.ownerUrl,
    DATABASE_APP_URL: app.appUrl,
    TABLEE_DEMO: 'non',
    PORT: String(port),
  }
  let longest = 0
  const start = async (): Promise<ChildProcess> => {
    for (;;) {
      const server = spawn(process.execPath, [join(root, 'scripts/start.mjs')], { env, stdio: 'ignore' })
      const ended = once(server, 'exit').then(() => 'ended' as const)
      const up = isUp().then(() => 'up' as const)
      if ((await Promise.race([ended, up])) === 'up') return server
      // The lock of the one that was killed is let go a moment later.
      await sleep(50)
    }
  }
  const isUp = async (): Promise<void> => {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)
      if (answer?.ok) return
      await sleep(20)
    }
  }
  let server = await start()
  return {
    longestRestartMs: () => longest,
    async killAndRestart() {
      const exited = once(server, 'exit')
      server.kill('SIGKILL')
      await exited
      const since = performance.now()
      server = await start()
      longest = Math.max(longest, Math.round(performance.now() - since))
    },
    async stop() {
      const exited = once(server, 'exit')
      server.kill('SIGTERM')
      await exited
      rmSync(dataDir, { recursive: true, force: true })
    },
    /** True once acknowledged; false when nobody answered, or asked to try again. */
    async pay(till: GivenTill, payer: GivenPayer, key: string): Promise<boolean> {
      const body = new URLSearchParams({ key, amount: '1,00', number: payer.number, code: payer.code })
      const answer = await fetch(`http://127.0.0.1:${port}/encaisser/payer`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: `http://127.0.0.1:${port}`, cookie: `tablee_lieu=${till.token}` },
        body,
      }).catch(() => null)
      await answer?.arrayBuffer().catch(() => undefined)
      if (answer?.status === 303) return true
      if (answer && answer.status !== 503) throw new Error(`a payment was answered ${answer.status}`)
      await sleep(20)
      return false
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  await new Promise((closed) => probe.close(closed))
  return port
}

test('F3: the same key five times in parallel pays once', LONG, async ({ app, task }) => {
  const keys = size(5_000, 200)
  const { caisse, payers, tills } = await givenMarket(app, { payers: 50, tills: 5, cents: 9_000_00 })
  for (let i = 0; i < keys; i += 50) {
    const outcomes = await tally(
      Array.from({ length: 50 }, (_, n) => ({ key: uuid(), payer: payers[n]! })).flatMap(({ key, payer }) =>
        tills.map(() => payAt(app, tills[0]!, payer, 1_00, { key })),
      ),
    )
    expect(outcomes).toEqual({ paid: 250 })
  }
  expect(await paidInAll(app, caisse)).toEqual({ payments: keys, cents: keys * 1_00 })
  await expectChecks(app, caisse)
  reporting(task)({
    size: `${keys} clés, 5 envois chacune`,
    result: `${keys} paiements, réponses identiques`,
  })
})

test('F4: the same key with another request is refused and pays nothing', LONG, async ({ app, task }) => {
  const times = size(500, 50)
  const { caisse, payers, tills } = await givenMarket(app, { payers: 1, tills: 1, cents: 900_00 })
  for (let i = 0; i < times; i += 1) {
    const key = uuid()
    await payAt(app, tills[0]!, payers[0]!, 50, { key })
    await expect(payAt(app, tills[0]!, payers[0]!, 51, { key })).rejects.toMatchObject({
      code: 'key_reused',
      status: 422,
    })
  }
  expect(await paidInAll(app, caisse)).toEqual({ payments: times, cents: times * 50 })
  await expectChecks(app, caisse)
  reporting(task)({ size: `${times} clés`, result: `${times} refus 422, rien de plus au journal` })
})

test('F5: two hundred clients spend 100.00 by one at twenty outlets', LONG, async ({ app, task }) => {
  const rounds = size(200, 8)
  const { caisse, tills } = await givenMarket(app, { payers: 0, tills: 20, cents: 0 })
  for (let round = 0; round < rounds; round += 1) {
    const payer = await givenPayer(app, caisse, { balanceCents: 100_00 })
    const outcomes = await tally(
      Array.from({ length: 200 }, (_, i) => payAt(app, tills[i % 20]!, payer, 1_00)),
    )
    expect(outcomes).toEqual({ paid: 100, not_enough: 100 })
    expect(await balanceLeft(app, payer)).toBe(0)
  }
  await expectChecks(app, caisse)
  reporting(task)({
    size: `${rounds} tours de 200 clients`,
    result: 'exactement 100 paiements à chaque tour',
  })
})

test('F6: two tills at the same moment for the last euro', LONG, async ({ app, task }) => {
  const rounds = size(1_000, 60)
  const { caisse, tills } = await givenMarket(app, { payers: 0, tills: 2, cents: 0 })
  for (let round = 0; round < rounds; round += 1) {
    const payer = await givenPayer(app, caisse, { balanceCents: 1_00 })
    expect(await tally(tills.map((till) => payAt(app, till, payer, 1_00)))).toEqual({
      paid: 1,
      not_enough: 1,
    })
  }
  await expectChecks(app, caisse)
  reporting(task)({ size: `${rounds} tours`, result: 'exactement un paiement à chaque tour' })
})

test('F8: a month issued by two processes at once, killed again and again', LONG, async ({ app, task }) => {
  const [households, kills] = [5_000, size(10, 2)]
  const caisse = await givenCaisse(app)
  await givenHouseholds(
    app,
    caisse.id,
    Array.from({ length: households }, () => ({ adults: 1 })),
  )
  const runId = await givenStartedMonth(caisse, '2026-11')
  const issuers = () =>
    [1, 2].map(() =>
      spawn(
        process.execPath,
        ['--import', 'tsx', join(root, 'test/faults/issue-month.ts'), app.appUrl, String(caisse.id), runId],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      ),
    )
  for (let killed = 0; killed < kills; killed += 1) {
    const [one, two] = issuers() as [ChildProcess, ChildProcess]
    await Promise.race([once(one.stdout!, 'data'), once(one, 'exit')])
    await sleep(killed * 7)
    one.kill('SIGKILL')
    two.kill('SIGKILL')
    for (const each of [one, two]) if ((each.exitCode ?? each.signalCode) === null) await once(each, 'exit')
  }
  await Promise.all([1, 2].map(() => issueRunToTheEnd(app, caisse.id, runId)))
  const held = await inCaisse(app.db, caisse.id, (tx) =>
    tx
      .selectFrom('wallet')
      .select((eb) => [eb.fn.sum<number>('balance_cents').as('cents'), eb.fn.sum<number>('seq').as('legs')])
      .where('caisse_id', '=', caisse.id)
      .executeTakeFirstOrThrow(),
  )
  expect(held).toEqual({ cents: households * 100_00, legs: households })
  await expectChecks(app, caisse)
  reporting(task)({
    size: `${households} foyers, 2 processus à la fois, ${kills} coupures`,
    result: `${households} droits émis une fois, total exact`,
  })
})

test('F28: shares add up to the cent and do not depend on who asks', LONG, ({ task }) => {
  const splits = size(1_000_000, 50_000)
  let state = 1
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state % below
  }
  const wrong: unknown[] = []
  for (let i = 0; i < splits; i += 1) {
    const weights = Array.from({ length: 1 + draw(9) }, () => draw(50))
    weights[0]! += 1
    const pot = draw(10_000_000)
    const shares = split(pot, weights)
    const sum = shares.reduce((total, share) => total + share, 0)
    if (sum !== pot || shares.some((share, n) => share < 0 || (weights[n] === 0 && share !== 0))) {
      wrong.push({ pot, weights, shares })
    }
  }
  expect(wrong).toEqual([])
  reporting(task)({ size: `${splits} partages`, result: 'tous exacts' })
})
