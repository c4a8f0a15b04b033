import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { createGunzip, createGzip } from 'node:zlib'
import fc from 'fast-check'
import pg from 'pg'
import tar from 'tar-stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { debianBinaries, startCluster } from '../../test/debian-cluster.ts'
import type { ThrowAwayCluster } from '../../test/debian-cluster.ts'
import { backup, BackupError, restore } from './backup.ts'
import { inReferenceOrder } from './backup/catalog.ts'
import { embeddedBinaries } from './embedded/binaries.ts'
import { migrate } from './migrate.ts'
import { readSecrets } from './secrets.ts'
import { asRole } from './server/address.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tablee-backup-'))
const passphrase = 'quatre mots sans rapport'
const here = path.join(folder, 'here')
const there = path.join(folder, 'there')

/** One server of each kind where Debian's is installed, else two of ours: `from` and `to` differ in version. */
let from: ThrowAwayCluster
let to: ThrowAwayCluster
let count = 0

beforeAll(async () => {
  from = await startCluster(embeddedBinaries())
  to = await startCluster(debianBinaries() ?? embeddedBinaries())
  for (const cluster of [from, to])
    for (const role of ['tablee_owner', 'tablee_app'])
      await query(cluster.superUrl, `create role ${role} login password 'test'`)
})

afterAll(async () => {
  await from.stop()
  await to.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

async function query<Row extends object>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.end()
  }
}

type Database = { superUrl: string; ownerUrl: string; appUrl: string }

async function emptyDatabase(cluster: ThrowAwayCluster): Promise<Database> {
  const name = `caisse_${(count += 1)}`
  await query(cluster.superUrl, `create database ${name} owner tablee_owner`)
  const superUrl = Object.assign(new URL(cluster.superUrl), { pathname: `/${name}` }).href
  return {
    superUrl,
    ownerUrl: asRole(superUrl, 'tablee_owner', 'test'),
    appUrl: asRole(superUrl, 'tablee_app', 'test'),
  }
}

const DIFFICULT = 'Élise « l’été »\tune\nligne \\ \\N \\. 🥕 " \u{1F1EB}'

/** Two caisses, their books, and somebody signed in. */
async function givenInstallation(cluster: ThrowAwayCluster): Promise<Database> {
  const database = await emptyDatabase(cluster)
  await migrate(database.ownerUrl)
  await query(
    database.superUrl,
    `with account as (
       insert into login_account (id, email, display_name) select gen_random_uuid(), null, '${DIFFICULT.replaceAll("'", "''")}'
       from generate_series(1, 3) returning id),
     entered as (insert into session (token_hash, login_account_id, expires_at) select '\\x0102', id, now() from account limit 1),
     link as (insert into sign_in_link (token_hash, email, expires_at) values ('\\x01', 'a@example.org', now())),
     organisation as (insert into organisation (id, legal_name) values (gen_random_uuid(), 'Association') returning id)
     insert into caisse (organisation_id, slug, name, unit_name, currency, time_zone)
     select id, 'caisse-' || n, 'Caisse', 'unité', 'EUR', 'Europe/Paris' from organisation, generate_series(1, 2) n`,
  )
  await query(
    database.superUrl,
    `with opened as (
       insert into account (caisse_id, book, kind) select c.id, 'rights', 'rights_household' from caisse c, generate_series(1, 50) returning caisse_id, id),
     held as (insert into wallet (caisse_id, account_id, balance_cents) select caisse_id, id, 100_00 from opened)
     insert into transfer (caisse_id, gesture_id, leg, book, debit_account, credit_account, amount_cents, kind)
     select caisse_id, gen_random_uuid(), 1, 'rights', id, 0, 100_00, 'allocation' from opened`.replaceAll(
      '100_00',
      '10000',
    ),
  )
  await query(
    database.superUrl,
    `insert into gesture (caisse_id, id, kind, request_hash, answer)
     select c, gen_random_uuid(), 'essai', '\\x00ff', '{"texte": "é\\n"}' from unnest(array[0, 1, 2]) c`,
  )
  return database
}

/** All that is in a table, as a superuser sees it. */
async function contents({ superUrl }: Database): Promise<Record<string, unknown>> {
  const tables = await query<{ name: string }>(
    superUrl,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
     and relname not in ('migration', 'migration_lock')`,
  )
  const pairs = tables.map(async ({ name }) => {
    const [row] = await query<object>(
      superUrl,
      `select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text collate "C")) from ${name} t`,
    )
    return [name, row] as const
  })
  return Object.fromEntries(await Promise.all(pairs))
}

async function save(database: Database): Promise<string> {
  const file = path.join(folder, `sauvegarde-${(count += 1)}.tar.gz`)
  await backup(database.ownerUrl, file, { dataDir: here, passphrase })
  return file
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => null,
    (cause: unknown) => cause,
  )
  expect(error).toBeInstanceOf(BackupError)
  return (error as Error).message
}

describe.each(['to the other version', 'and back'])('a backup restored %s', (direction) => {
  let saved: Database
  let restored: Database
  let summaries: unknown[]

  beforeAll(async () => {
    const [source, target] = direction === 'and back' ? [to, from] : [from, to]
    saved = await givenInstallation(source)
    restored = await emptyDatabase(target)
    const file = path.join(folder, `${direction}.tar.gz`)
    const written = await backup(saved.ownerUrl, file, { dataDir: here, passphrase })
    fs.rmSync(there, { recursive: true, force: true })
    await restore(restored.ownerUrl, file, { dataDir: there, passphrase })
    const again = await backup(restored.ownerUrl, `${file}.2`, { dataDir: there, passphrase })
    summaries = [written, again]
  })

  test('holds every row of every caisse, and nobody is signed in', async () => {
    const [before, after] = [await contents(saved), await contents(restored)]
    expect(before['transfer']).toMatchObject({ rows: 100 })
    expect(before['gesture']).toMatchObject({ rows: 3 })
    expect(before['session']).toMatchObject({ rows: 1 })
    const nothing = { rows: 0, md5: null }
    expect(after).toEqual({ ...before, session: nothing, sign_in_link: nothing })
    expect(summaries[1]).toEqual(summaries[0])
    const names = await query<{ display_name: string }>(
      restored.superUrl,
      'select display_name from login_account',
    )
    expect(names.map((row) => row.display_name)).toEqual([DIFFICULT, DIFFICULT, DIFFICULT])
  })

  test('keeps caisses apart and the journal closed', async () => {
    for (const url of [restored.appUrl, restored.ownerUrl])
      expect(await query(url, `select from transfer`)).toEqual([])
    const seen = await query(restored.appUrl, `select from transfer, set_config('tablee.caisse', '1', true)`)
    expect(seen.length).toBeLessThanOrEqual(50)
    await expect(query(restored.superUrl, 'delete from transfer')).rejects.toThrow(/journal only grows/)
  })

  test('numbers what comes next after what was there, in a new epoch', async () => {
    const [next] = await query<{ later: boolean }>(
      restored.superUrl,
      `insert into account (caisse_id, book, kind) values (1, 'rights', 'rights_household')
       returning id > (select max(id) from account) as later`,
    )
    expect(next).toEqual({ later: true })
    const [moved] = await query<object>(
      restored.superUrl,
      `insert into transfer (caisse_id, gesture_id, leg, book, debit_account, credit_account, amount_cents, kind)
       values (1, gen_random_uuid(), 1, 'rights', 1, 2, 1, 'allocation') returning epoch`,
    )
    expect(moved).toEqual({ epoch: 2 })
  })

  test('carries the secrets that codes and links need, not the passwords of the database', () => {
    const [before, after] = [readSecrets(here), readSecrets(there)]
    expect(after).toEqual({ ...before, databaseKey: after.databaseKey })
    expect(after.databaseKey).not.toBe(before.databaseKey)
  })
})

test('a backup shows one instant, though people go on working', async () => {
  const database = await givenInstallation(from)
  const before = await contents(database)
  const worker = new pg.Client({ connectionString: database.superUrl })
  await worker.connect()
  await worker.query('begin; lock table transfer')
  const file = path.join(folder, 'pendant.tar.gz')
  const saving = backup(database.ownerUrl, file, { dataDir: here, passphrase })
  const waiting = `select from pg_locks where relation = 'transfer'::regclass and not granted`
  while ((await worker.query(waiting)).rowCount === 0) await sleep(10)
  await worker.query(
    `insert into transfer (caisse_id, gesture_id, leg, book, debit_account, credit_account, amount_cents, kind)
     values (1, gen_random_uuid(), 1, 'rights', 1, 2, 1, 'allocation'); insert into wallet values (1, 99999, 1); commit`,
  )
  await worker.end()
  const { tables } = await saving
  for (const name of ['transfer', 'wallet']) expect(before[name]).toMatchObject({ rows: tables[name]!.rows })
})

describe('what cannot be restored is refused, and nothing is written', () => {
  let file: string
  let target: Database

  beforeAll(async () => {
    file = await save(await givenInstallation(from))
  })

  beforeEach(async () => {
    target = await emptyDatabase(to)
  })

  const attempt = (archive: string, phrase = passphrase) =>
    refusal(restore(target.ownerUrl, archive, { dataDir: there, passphrase: phrase }))

  async function expectUntouched(): Promise<void> {
    const tables = `select from pg_class where relnamespace = 'public'::regnamespace`
    expect(await query(target.superUrl, tables)).toEqual([])
  }

  /** The archive with its entries changed, and otherwise whole. */
  async function altered(change: (name: string, content: Buffer) => Buffer | null): Promise<string> {
    const out = path.join(folder, `altered-${(count += 1)}.tar.gz`)
    const extract = tar.extract()
    const pack = tar.pack()
    const writing = pipeline(pack, createGzip(), fs.createWriteStream(out))
    const reading = pipeline(fs.createReadStream(file), createGunzip(), extract)
    for await (const entry of extract) {
      const pieces: Buffer[] = []
      for await (const piece of entry) pieces.push(piece as Buffer)
      const content = change(entry.header.name, Buffer.concat(pieces))
      if (content) pack.entry({ name: entry.header.name }, content)
    }
    pack.finalize()
    await Promise.all([reading, writing])
    return out
  }

  test('a damaged archive, wherever it is cut or a byte changed', async () => {
    const bytes = fs.readFileSync(file)
    const damaged = path.join(folder, 'damaged.tar.gz')
    const cut = fc.integer({ min: 0, max: bytes.length - 1 }).map((at) => bytes.subarray(0, at))
    // the first ten bytes say when and where the file was made: they are not part of its content
    const changed = fc
      .tuple(fc.integer({ min: 10, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }))
      .map(([at, flip]) => {
        const copy = Buffer.from(bytes)
        copy[at] = copy[at]! ^ flip
        return copy
      })
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, changed), async (content) => {
        fs.writeFileSync(damaged, content)
        expect(await attempt(damaged)).toMatch(/incomplète ou abîmée/)
      }),
      { numRuns: 60 },
    )
    await expectUntouched()
  })

  test('an archive that lacks a part, or whose rows were changed by hand', async () => {
    const doctored = [
      await altered((name, content) => (name === 'bilan.json' ? null : content)),
      await altered((name, content) => (name === 'tablee.json' ? null : content)),
      await altered((name, content) => (name.includes('/wallet/') ? null : content)),
      await altered((name, content) =>
        name.includes('/wallet/') ? Buffer.from(content.toString('utf8').replace('10000', '90000')) : content,
      ),
    ]
    for (const archive of doctored) expect(await attempt(archive)).toMatch(/incomplète ou abîmée/)
    await expectUntouched()
  })

  test('the passphrase of another backup; another file; no file', async () => {
    expect(await attempt(file, 'quatre autres mots voilà')).toMatch(/phrase de passe/)
    expect(await attempt(path.join(here, 'secrets.json'))).toMatch(/abîmée/)
    expect(await attempt(path.join(folder, 'nulle-part'))).toMatch(/ne peut pas être lu \(ENOENT\)/)
    await expectUntouched()
  })

  test('a backup of a more recent version', async () => {
    const future = await altered((name, content) =>
      name === 'tablee.json'
        ? Buffer.from(content.toString('utf8').replace(/"20261124-1000-[^"]*"/, '"20991231-1000-future"'))
        : content,
    )
    expect(await attempt(future)).toMatch(/plus récente/)
    await expectUntouched()
  })

  test('rows that break a rule of the database leave it without rows', async () => {
    const before = readSecrets(there)
    const { createHash } = await import('node:crypto')
    let sha256 = ''
    const broken = await altered((name, content) => {
      if (name.includes('/wallet/')) {
        const changed = Buffer.from(content.toString('utf8').replaceAll('\t10000\t', '\t-1\t'))
        sha256 = createHash('sha256').update(changed).digest('hex')
        return changed
      }
      if (name !== 'bilan.json') return content
      const summary = JSON.parse(content.toString('utf8')) as { tables: Record<string, { sha256: string }> }
      summary.tables['wallet']!.sha256 = sha256
      return Buffer.from(JSON.stringify(summary))
    })
    await expect(restore(target.ownerUrl, broken, { dataDir: there, passphrase })).rejects.toThrow(/wallet/)
    for (const [name, rows] of Object.entries(await contents(target)))
      expect([name, rows]).toEqual([name, { rows: 0, md5: null }])
    expect(readSecrets(there)).toEqual(before)
    await restore(target.ownerUrl, file, { dataDir: there, passphrase })
  })

  test('a database that is not empty', async () => {
    const inhabited = await givenInstallation(to)
    const before = await contents(inhabited)
    expect(await refusal(restore(inhabited.ownerUrl, file, { dataDir: there, passphrase }))).toMatch(
      /n’est pas vide/,
    )
    expect(await contents(inhabited)).toEqual(before)
  })
})

describe('what cannot be saved is refused', () => {
  test('under a passphrase too short, or over a file that is there', async () => {
    const database = await givenInstallation(from)
    const file = await save(database)
    const before = fs.readFileSync(file)
    expect(await refusal(backup(database.ownerUrl, file, { dataDir: here, passphrase }))).toMatch(
      /existe déjà/,
    )
    expect(fs.readFileSync(file)).toEqual(before)
    const other = path.join(folder, 'court.tar.gz')
    expect(await refusal(backup(database.ownerUrl, other, { dataDir: here, passphrase: 'court' }))).toMatch(
      /trop courte/,
    )
    expect(
      await refusal(backup(database.ownerUrl, '/nulle/part.tar.gz', { dataDir: here, passphrase })),
    ).toMatch(/ENOENT/)
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('.en-cours'))).toEqual([])
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  })
})

test('tables come after those they refer to; a circle is said', () => {
  const tables = ['a', 'b', 'c'].map((name) => ({ name }))
  const order = (...pairs: [string, string][]) =>
    inReferenceOrder(
      tables,
      pairs.map(([from_, to_]) => ({ from: from_, to: to_ })),
    )
      .map(({ name }) => name)
      .join('')
  expect(order(['a', 'b'], ['b', 'c'], ['c', 'c'])).toBe('cba')
  expect(() => order(['a', 'b'], ['b', 'a'])).toThrow(/circle: a, b$/)
})
