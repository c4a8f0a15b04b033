import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect } from 'vitest'
import { backup, restore } from '../src/db/backup.ts'
import { runChecks } from '../src/db/checks.ts'
import { inCaisse, openDb, openPool, type CaisseId, type Db } from '../src/db/db.ts'
import { embeddedBinaries } from '../src/db/embedded/binaries.ts'
import { asRole } from '../src/db/server/address.ts'
import { seedDemo } from '../src/demo/seed.ts'
import { listCaisses } from '../src/modules/caisses/store.ts'
import { exportedJournal } from '../src/modules/ledger/exports.ts'
import { sealJournal } from '../src/modules/ledger/seal.ts'
import { verifyJournal, type Verdict } from '../src/modules/ledger/verify-journal.ts'
import { test } from './app.ts'
import { debianBinaries, startCluster, type ThrowAwayCluster } from './debian-cluster.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tablee-demo-'))
/** The other version: Debian's when these tests run on ours, ours when they run on Debian's. */
let other: ThrowAwayCluster

beforeAll(async () => {
  const runsOnDebian = process.env['TABLEE_TEST_SERVER'] !== undefined
  other = await startCluster(runsOnDebian ? embeddedBinaries() : (debianBinaries() ?? embeddedBinaries()))
})

afterAll(async () => {
  await other.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

async function emptyDatabase(): Promise<string> {
  const admin = new pg.Client({ connectionString: other.superUrl })
  await admin.connect()
  for (const role of ['tablee_owner', 'tablee_app'])
    await admin.query(`create role ${role} login password 'test'`)
  await admin.query('create database tablee owner tablee_owner')
  await admin.end()
  return asRole(Object.assign(new URL(other.superUrl), { pathname: '/tablee' }).href, 'tablee_owner', 'test')
}

type Books = Record<string, { checks: number; findings: unknown[]; journal: Verdict }>

async function booksOf(owner: Db): Promise<Books> {
  const books: Books = {}
  for (const { id, slug } of await listCaisses(owner)) {
    const { transfers, seals } = await inCaisse(owner, id, exportedJournal)
    books[slug] = { ...(await runChecks(owner, id)), journal: await verifyJournal(transfers, seals) }
  }
  return books
}

/** Until nothing is left to seal: transactions of other tests on the same server hold the seal back. */
async function seal(owner: Db): Promise<void> {
  const unsealed = async () => {
    for (const { id } of await listCaisses(owner))
      await inCaisse(owner, id, (tx) => sealJournal(tx, new Date()))
    return Object.values(await booksOf(owner)).reduce((sum, { journal }) => sum + journal.unsealed, 0)
  }
  await expect.poll(unsealed, { timeout: 60_000, interval: 500 }).toBe(0)
}

async function postOneMore(owner: Db, caisse: CaisseId): Promise<void> {
  await inCaisse(owner, caisse, async (tx) => {
    const last = await tx
      .selectFrom('transfer')
      .select(['book', 'debit_account', 'credit_account', 'kind'])
      .where('book', '=', 'euros')
      .limit(1)
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('transfer')
      .values({ ...last, caisse_id: caisse, gesture_id: uuid(), leg: 1, amount_cents: 1 })
      .execute()
  })
}

test('the demonstration, saved and restored on another PostgreSQL: same checks, same journal head, and it goes on', async ({
  app,
}) => {
  await seedDemo(app)
  const source = openDb(openPool(app.ownerUrl, 2))
  await seal(source)
  const before = await booksOf(source)
  const archive = path.join(folder, 'demo.tar.gz')
  const passphrase = 'quatre mots sans rapport'
  await backup(app.ownerUrl, archive, { dataDir: path.join(folder, 'from'), passphrase })
  await source.destroy()

  const ownerUrl = await emptyDatabase()
  await restore(ownerUrl, archive, { dataDir: path.join(folder, 'to'), passphrase })
  const restored = openDb(openPool(ownerUrl, 2))
  const after = await booksOf(restored)
  expect(Object.keys(after).length).toBeGreaterThanOrEqual(2)
  expect(after).toEqual(before)
  for (const { checks, findings, journal } of Object.values(after)) {
    expect(checks).toBeGreaterThan(10)
    expect(findings).toEqual([])
    expect(journal).toMatchObject({ unsealed: 0, problem: null })
    expect(journal.transfers).toBeGreaterThan(100)
  }

  const [caisse] = await listCaisses(restored)
  await postOneMore(restored, caisse!.id)
  await seal(restored)
  const { journal } = (await booksOf(restored))[caisse!.slug]!
  const earlier = before[caisse!.slug]!.journal
  expect(journal).toMatchObject({
    problem: null,
    unsealed: 0,
    seals: earlier.seals + 1,
    transfers: earlier.transfers + 1,
  })
  await restored.destroy()
}, 120_000)
