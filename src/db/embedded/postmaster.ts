import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../start-error.ts'
import { reach, readAddress } from './cluster.ts'
import type { Cluster, Reached } from './cluster.ts'
import { command, give } from './runner.ts'

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
    if (!portTaken || cluster.port || attempt === 5)
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
      : {
          listen_addresses: '127.0.0.1',
          unix_socket_directories: '',
          port: cluster.port ?? (await freePort()),
        }),
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

/**
 * Stops the server when this process ends, even by a kill -9: a shell holds a pipe to us and waits for it to close.
 * For servers of tests only; an installation's server is left to be adopted by the next start.
 */
export function stopWithUs(pid: number, folderToRemove = ''): { cancel(): void } {
  const script = 'cat >/dev/null; kill -INT "$1" 2>/dev/null; [ -z "$2" ] || { sleep 2; rm -rf "$2"; }'
  const shell = spawn('sh', ['-c', script, 'sh', String(pid), folderToRemove], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.unref()
  ;(shell.stdin as unknown as net.Socket).unref()
  return { cancel: () => void shell.kill('SIGKILL') }
}
