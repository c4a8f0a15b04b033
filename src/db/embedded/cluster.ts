import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
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
  /** Only on TCP: the port to keep; by default one that is free. */
  port?: number
  log: string
  password: string
  settings: Readonly<Record<string, string | number>>
}

/** A server that answered as ours. */
export type Reached = {
  pid: number
  port: number
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
  const draft = `${dir}.new-${process.pid}-${randomBytes(4).toString('hex')}`
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

export function isAlive(pid: number): boolean {
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
    return fs.realpathSync(dir) === fs.realpathSync(cluster.dir)
      ? { pid: address.pid, port: address.port, url, version }
      : null
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
export function readAddress(dir: string): { pid: number; port: number; socketDir: string } | null {
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
