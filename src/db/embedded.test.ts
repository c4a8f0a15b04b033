import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, expect, test } from 'vitest'
import { startEmbedded } from './embedded.ts'
import type { EmbeddedServer } from './embedded.ts'
import { readSecrets } from './secrets.ts'
import { AlreadyRunning, StartError } from './start-error.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tablee-embedded-'))
fs.chmodSync(folder, 0o755)
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const data = path.join(folder, 'data')
const started: EmbeddedServer[] = []
const children: ChildProcess[] = []

async function start(dataDir = data, guest = false): Promise<EmbeddedServer> {
  const server = await startEmbedded(dataDir, { guest })
  started.push(server)
  return server
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of started.splice(0).reverse()) await server.stop()
})

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql)
    return rows[0]?.answer
  } finally {
    await client.end()
  }
}

/** Another process that starts on the same data and stays until it is killed. */
async function anotherProcess(): Promise<ChildProcess> {
  const module = new URL('./embedded.ts', import.meta.url).href
  const script = `const { startEmbedded } = await import(${JSON.stringify(module)})
    const server = await startEmbedded(${JSON.stringify(data)})
    await server.announce('http://localhost:3000')
    console.log('started')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => text.includes('started') && resolve())
    child.once('exit', (code) => reject(new Error(`the other process ended with ${code}`)))
  })
  return child
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

const serverPid = () =>
  Number.parseInt(fs.readFileSync(path.join(data, 'postgres/postmaster.pid'), 'utf8'), 10)

test('the first start makes a French database whose roles stand under the policies', async () => {
  const server = await start()
  expect(server.adopted).toBe(false)
  for (const [url, role] of [
    [server.ownerUrl, 'tablee_owner'],
    [server.appUrl, 'tablee_app'],
  ] as const) {
    expect(await ask(url, 'select current_user as answer')).toBe(role)
    const powers = 'rolsuper or rolbypassrls or rolcreaterole or rolcreatedb'
    expect(await ask(url, `select ${powers} as answer from pg_roles where rolname = current_user`)).toBe(
      false,
    )
  }
  expect(
    await ask(
      server.ownerUrl,
      `select string_agg(w, ' ' order by w) as answer from unnest('{zèbre,étal,été,eau}'::text[]) w`,
    ),
  ).toBe('eau étal été zèbre')
  expect(
    await ask(
      server.ownerUrl,
      `select current_setting('data_checksums') || current_setting('fsync') as answer`,
    ),
  ).toBe('onon')
  expect(
    await ask(
      server.superUrl,
      `select pg_get_userbyid(datdba) as answer from pg_database where datname = 'tablee'`,
    ),
  ).toBe('tablee_owner')
  expect(fs.statSync(path.join(data, 'secrets.json')).mode & 0o777).toBe(0o600)
})

test('a second start says where the first one answers, and leaves it alone', async () => {
  const first = await start()
  await first.announce('http://localhost:3000')
  await expect(startEmbedded(data)).rejects.toThrow(AlreadyRunning)
  await expect(startEmbedded(data)).rejects.toThrow(/http:\/\/localhost:3000/)
  expect(await ask(first.appUrl, 'select 1 as answer')).toBe(1)
})

test('a command beside a running Tablée shares its server and does not stop it', async () => {
  const first = await start()
  const guest = await startEmbedded(data, { guest: true })
  expect(await ask(guest.ownerUrl, 'select current_user as answer')).toBe('tablee_owner')
  await guest.stop()
  expect(await ask(first.appUrl, 'select 1 as answer')).toBe(1)
})

test('after a kill -9 of Tablée its server is adopted; while Tablée lives it is not', async () => {
  const other = await anotherProcess()
  await expect(startEmbedded(data)).rejects.toThrow(AlreadyRunning)
  await killed(other)
  const server = await start()
  expect(server.adopted).toBe(true)
})

test('after a kill -9 of everything what was committed is there, whatever the pid file says', async () => {
  const other = await anotherProcess()
  const running = await startEmbedded(data, { guest: true })
  await ask(running.ownerUrl, 'create table kept as select 42 as n')
  const postmaster = fs.readFileSync(path.join(data, 'postgres/postmaster.pid'), 'utf8')
  const pid = serverPid()
  await killed(other)
  process.kill(pid, 'SIGKILL')
  while (fs.existsSync(`/proc/${pid}/cwd`)) await sleep(5)
  // since then its number has gone to another process: this one
  fs.writeFileSync(
    path.join(data, 'postgres/postmaster.pid'),
    postmaster.replace(String(pid), String(process.pid)),
  )
  const server = await start()
  expect(server.adopted).toBe(false)
  expect(await ask(server.appUrl, `select has_table_privilege('kept', 'select') as answer`)).toBe(false)
  expect(await ask(server.ownerUrl, 'select n as answer from kept')).toBe(42)
})

test('a server that dies under a living Tablée is started again, and stays ours', async () => {
  const server = await start()
  const pid = serverPid()
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(() => ask(server.appUrl, 'select 1 as answer').catch(() => 0), { timeout: 15_000 })
    .toBe(1)
  expect(serverPid()).not.toBe(pid)
  const holder = `select count(*)::int as answer from pg_locks where locktype = 'advisory' and granted`
  await expect.poll(() => ask(server.superUrl, holder)).toBe(1)
  await expect(startEmbedded(data)).rejects.toThrow(AlreadyRunning)
})

test('a stop ends the server at once, though sessions are open', async () => {
  const server = await startEmbedded(data)
  const client = new pg.Client({ connectionString: server.appUrl })
  client.on('error', () => {})
  await client.connect()
  const pid = serverPid()
  const before = performance.now()
  await server.stop()
  expect(performance.now() - before).toBeLessThan(5_000)
  expect(fs.existsSync(path.join(data, 'postgres/postmaster.pid'))).toBe(false)
  expect(pid).toBeGreaterThan(0)
})

test('of two first starts at once one goes on, on a whole database', async () => {
  const fresh = path.join(folder, 'race')
  const outcomes = await Promise.allSettled([start(fresh), start(fresh)])
  const losers = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(losers).toHaveLength(1)
  expect(losers[0]!.reason).toBeInstanceOf(AlreadyRunning)
  expect(await ask(started[0]!.appUrl, 'select current_user as answer')).toBe('tablee_app')
})

test('what a kill during the first start left behind is swept, and the path may be long', async () => {
  const long = path.join(folder, 'x'.repeat(120))
  fs.mkdirSync(path.join(long, 'postgres.new-999999999'), { recursive: true })
  fs.writeFileSync(path.join(long, 'postgres.new-999999999', 'PG_VERSION'), '')
  const server = await start(long)
  expect(new URL(server.appUrl).hostname).toBe('127.0.0.1')
  expect(await ask(server.appUrl, 'select 1 as answer')).toBe(1)
  expect(fs.readdirSync(long).filter((name) => name.includes('.new-'))).toEqual([])
})

test('secrets are made once, and those of a database are not made anew', async () => {
  expect(readSecrets(data)).toEqual(readSecrets(data))
  const saved = path.join(folder, 'saved.json')
  fs.renameSync(path.join(data, 'secrets.json'), saved)
  await expect(startEmbedded(data)).rejects.toThrow(/secrets\.json manque/)
  fs.copyFileSync(path.join(folder, 'race', 'secrets.json'), path.join(data, 'secrets.json'))
  await expect(startEmbedded(data)).rejects.toThrow(/n’est pas le sien/)
  fs.renameSync(saved, path.join(data, 'secrets.json'))
  const server = await start()
  expect(server.adopted).toBe(true)
})

test.runIf(process.getuid?.() === 0)(
  'root without user namespaces: another account serves, where it may enter',
  async () => {
    const shims = path.join(folder, 'shims')
    fs.mkdirSync(shims)
    fs.writeFileSync(path.join(shims, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    const { PATH } = process.env
    process.env['PATH'] = `${shims}:${PATH}`
    try {
      const closed = path.join(folder, 'closed')
      fs.mkdirSync(closed, { mode: 0o700 })
      await expect(startEmbedded(path.join(closed, 'data'))).rejects.toThrow(StartError)
      await expect(startEmbedded(path.join(closed, 'data'))).rejects.toThrow(/ne peut pas entrer dans/)
      await expect(startEmbedded(data)).rejects.toThrow(/chown -R nobody:/)
    } finally {
      process.env['PATH'] = PATH
    }
  },
)
