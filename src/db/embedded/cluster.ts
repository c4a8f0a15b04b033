import { execFile, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { StartError } from '../start-error.ts'
import { command, give } from './runner.ts'
import type { Runner } from './runner.ts'

/** A folder of PostgreSQL data and what is needed to serve it. */
export type Cluster = {
  runner: Runner
  /** Folder of `initdb` and `postgres`. */
  bin: string
  dir: string
  /** Folder of the unix socket; null where its path would be too long: then a TCP port on loopback. */
  socketDir: string | null
  log: string
  password: string
  settings: Readonly<Record<string, string | number>>
}

/** A server that answered as ours. */
export type Reached = {
  pid: number
  url: (role: string, password: string, database: string) => string
  version: string
}

/** With the file's name, a unix socket's path holds 107 bytes on Linux, 103 on macOS. */
export function socketFits(dir: string): boolean {
  return process.platform !== 'win32' && Buffer.byteLength(`${dir}/.s.PGSQL.5432`) <= 103
}

/** Makes the cluster whole or not at all: a kill in the middle leaves only a folder that the next start sweeps. */
export async function createCluster(cluster: Cluster, options: { sync: boolean }): Promise<void> {
  const { runner, dir } = cluster
  sweepDrafts(dir)
  const draft = `${dir}.new-${process.pid}`
  const passwordFile = `${draft}.password`
  fs.mkdirSync(draft, { mode: 0o700 })
  fs.writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 })
  give(runner, draft)
  give(runner, passwordFile)
  try {
    await initdb(cluster, draft, ['--pwfile', passwordFile, ...(options.sync ? [] : ['--no-sync'])])
    fs.renameSync(draft, dir)
  } catch (error) {
    // another first start was quicker: its cluster is as good as ours
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    fs.rmSync(passwordFile, { force: true })
    fs.rmSync(draft, { recursive: true, force: true })
  }
}

async function initdb({ runner, bin }: Cluster, draft: string, more: string[]): Promise<void> {
  const args = [
    '-D',
    draft,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--data-checksums',
    '--encoding=UTF8',
    '--locale-provider=icu',
    '--icu-locale=fr-FR',
    '--no-instructions',
    ...more,
  ]
  // the C library's locale only serves what ICU does not; not every system has the UTF-8 one
  for (const locale of ['C.UTF-8', 'C']) {
    try {
      const initdb = command(runner, `${bin}/initdb`, [...args, `--locale=${locale}`])
      await promisify(execFile)(...initdb, { ...runner.user, cwd: '/', env: { ...process.env, LC_ALL: 'C' } })
      return
    } catch (cause) {
      const { stderr = '' } = cause as { stderr?: string }
      if (locale === 'C.UTF-8' && /locale/.test(stderr)) continue
      throw new StartError(
        `PostgreSQL n’a pas pu créer sa base dans ${path.dirname(draft)} :\n${stderr.trim()}`,
        {
          cause,
        },
      )
    }
  }
}

function sweepDrafts(dir: string): void {
  const prefix = `${path.basename(dir)}.new-`
  for (const name of fs.readdirSync(path.dirname(dir))) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue
    fs.rmSync(path.join(path.dirname(dir), name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * The server of this cluster, if it answers. The pid file is only where to knock: what counts is a
 * connection with our password to a server that serves this folder. `starting` means that it asks for patience.
 */
export async function reach(cluster: Cluster): Promise<Reached | 'starting' | null> {
  const address = readAddress(cluster.dir)
  if (!address) return null
  const url = (role: string, password: string, database: string) =>
    address.socketDir
      ? `postgres://${role}:${password}@localhost:${address.port}/${database}?host=${encodeURIComponent(address.socketDir)}`
      : `postgres://${role}:${password}@127.0.0.1:${address.port}/${database}`
  const client = new pg.Client({
    connectionString: url('postgres', cluster.password, 'postgres'),
    connectionTimeoutMillis: 3_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ dir: string; version: string }>(
      `select current_setting('data_directory') as dir, current_setting('server_version') as version`,
    )
    const { dir, version } = rows[0]!
    return fs.realpathSync(dir) === fs.realpathSync(cluster.dir) ? { pid: address.pid, url, version } : null
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === '57P03') return 'starting' // starting up, recovering, or shutting down
    if (code === '28P01' && address.socketDir)
      throw new StartError(
        `La base ${cluster.dir} n’accepte pas le mot de passe de secrets.json : ce fichier n’est pas le sien.\n` +
          `Remettez celui qui était à côté d’elle.`,
      )
    return null
  } finally {
    await client.end().catch(() => {})
  }
}

/** Lines of `postmaster.pid`: pid, folder, start, port, socket folder, address, shared memory, state. */
function readAddress(dir: string): { pid: number; port: number; socketDir: string } | null {
  let lines: string[]
  try {
    lines = fs.readFileSync(path.join(dir, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const [pid, , , port, socketDir] = lines
  if (!isAlive(Number(pid)) || !Number(port)) return null
  return { pid: Number(pid), port: Number(port), socketDir: socketDir?.trim() ?? '' }
}

/** The code with which `flock` says that another process holds the lock. */
const LOCKED = 75

/**
 * Starts a server for the cluster. `locked` means that another one (or what a kill left of it) has the folder.
 *
 * On Linux the server itself holds a file lock, inherited by each of its processes and freed by the kernel when
 * the last one ends: whoever gets the lock knows that a pid file left behind is stale, whatever process its
 * number has become since.
 */
export async function launch(cluster: Cluster): Promise<Reached | 'locked'> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await launchOnce(cluster)
    if (!('failed' in outcome)) return outcome.locked ? 'locked' : outcome.reached!
    const portTaken = !cluster.socketDir && /Address already in use/i.test(outcome.failed)
    if (!portTaken || attempt === 5)
      throw new StartError(`PostgreSQL n’a pas démarré sur ${cluster.dir} :\n${outcome.failed}`)
  }
}

type LaunchOutcome = { reached?: Reached; locked?: boolean } | { failed: string }

async function launchOnce(cluster: Cluster): Promise<LaunchOutcome> {
  const { runner, bin, dir, socketDir } = cluster
  const settings = {
    ...cluster.settings,
    ...(socketDir
      ? { listen_addresses: '', unix_socket_directories: socketDir, unix_socket_permissions: '0700' }
      : { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: await freePort() }),
  }
  const postgres = [`${bin}/postgres`, '-D', dir]
  for (const [name, value] of Object.entries(settings)) postgres.push('-c', `${name}=${value}`)

  const log = openLog(cluster.log)
  give(runner, cluster.log)
  const [program, args] = command(runner, ...guarded(dir, socketDir, postgres))
  const server = spawn(program, args, {
    ...runner.user,
    cwd: '/',
    detached: true, // Ctrl-C in the terminal is for Tablée, which then stops its server
    stdio: ['ignore', log.descriptor, log.descriptor],
    env: { ...process.env, LC_ALL: 'C', PGDATA: dir },
  })
  server.unref()
  let exit: { code: number | null } | null = null
  server.once('exit', (code) => (exit = { code }))
  server.once('error', () => (exit = { code: null }))
  try {
    for (;;) {
      if (exit)
        return (exit as { code: number | null }).code === LOCKED ? { locked: true } : { failed: log.added() }
      // recovery after a crash may take minutes: as long as the server lives, it is waited for
      const reached = await reach(cluster)
      if (reached && reached !== 'starting' && reached.pid === server.pid) return { reached }
      await sleep(10)
    }
  } finally {
    fs.closeSync(log.descriptor)
  }
}

function guarded(dir: string, socketDir: string | null, postgres: string[]): [string, string[]] {
  const leftovers = [
    `${dir}/postmaster.pid`,
    ...(socketDir ? [`${socketDir}/.s.PGSQL.5432`, `${socketDir}/.s.PGSQL.5432.lock`] : []),
  ]
  const quoted = leftovers.map((file) => `'${file.replaceAll("'", `'\\''`)}'`).join(' ')
  if (spawnSync('flock', ['--version']).status === 0)
    return [
      'flock',
      [
        '--no-fork',
        '--nonblock',
        '-E',
        String(LOCKED),
        `${dir}/tablee.lock`,
        'sh',
        '-c',
        `rm -f ${quoted}; exec "$@"`,
        'sh',
        ...postgres,
      ],
    ]
  const pid = Number.parseInt(readIfThere(`${dir}/postmaster.pid`), 10)
  if (pid && !isPostgres(pid)) for (const file of leftovers) fs.rmSync(file, { force: true })
  return [postgres[0]!, postgres.slice(1)]
}

/** Where there is no `flock` (macOS): whether the pid file's number is still a server, by its command line. */
function isPostgres(pid: number): boolean {
  return /postgres/.test(spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout)
}

function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const LOG_LIMIT = 10 * 1024 * 1024

/** Appends to the server's log; the previous one is kept once when it has grown. `added` is what this start said. */
function openLog(file: string): { descriptor: number; added(): string } {
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) fs.renameSync(file, `${file}.1`)
  const descriptor = fs.openSync(file, 'a', 0o600)
  const start = fs.fstatSync(descriptor).size
  return {
    descriptor,
    added: () => fs.readFileSync(file).subarray(start).toString('utf8').trim().slice(-3000),
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Fast shutdown: sessions are ended, nothing is lost. Past ten seconds, immediate shutdown: the next start
 * recovers. The pid file's end, not the process's, tells that it is over: where nothing reaps (containers
 * without init) a dead process keeps its number.
 */
export async function stopServer(cluster: Cluster, pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 3_000],
  ] as const) {
    signalServer(pid, signal)
    const deadline = Date.now() + patience
    while (Date.now() < deadline) {
      if (!readAddress(cluster.dir)) return
      await sleep(5)
    }
  }
}

export function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
