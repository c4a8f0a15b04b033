// Start of Tablée until its first page is served: on an empty folder (cold), then on the same one (warm).
// The yardstick of each round is what PostgreSQL alone needs on this machine at that moment.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { embeddedBinaries } from '../src/db/embedded/binaries.ts'
import { chooseRunner, command, give, type Runner } from '../src/db/embedded/runner.ts'
import { root } from '../src/kit/root.ts'
import { query, say, spread, timed } from './measure.ts'

const ROUNDS = 5

export async function run([rounds = String(ROUNDS)]: readonly string[]): Promise<Record<string, unknown>> {
  const build = `(await import('./scripts/prepare.mjs')).ensureBuilt()`
  execFileSync(process.execPath, ['--input-type=module', '-e', build], { cwd: root, stdio: ['ignore', 2, 2] })
  const cold: Pair[] = []
  const warm: Pair[] = []
  for (let round = 1; round <= Number(rounds); round += 1) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tablee-demarrage-'))
    fs.chmodSync(folder, 0o711)
    try {
      const bare = await bareStarts(folder)
      const ours = await ourStarts(path.join(folder, 'data'))
      cold.push({ ours: ours.cold, yardstick: bare.cold })
      warm.push({ ours: ours.warm, yardstick: bare.warm })
      say(
        `${round}/${rounds} : à vide ${ours.cold.toFixed(2)} s (PostgreSQL seul ${bare.cold.toFixed(2)} s), ensuite ${ours.warm.toFixed(2)} s (${bare.warm.toFixed(2)} s)`,
      )
    } finally {
      fs.rmSync(folder, { recursive: true, force: true })
    }
  }
  return {
    rounds: Number(rounds),
    yardsticks: {
      cold: 'initdb (ICU, checksums, synced) + pg_ctl start + select 1',
      warm: 'pg_ctl start + select 1',
    },
    cold: summarize(cold),
    warm: summarize(warm),
  }
}

type Pair = { ours: number; yardstick: number }

function summarize(pairs: readonly Pair[]) {
  return {
    seconds: spread(pairs.map(({ ours }) => ours)),
    yardstickSeconds: spread(pairs.map(({ yardstick }) => yardstick)),
    ratio: spread(pairs.map(({ ours, yardstick }) => ours / yardstick)),
  }
}

async function bareStarts(folder: string): Promise<{ cold: number; warm: number }> {
  const bin = embeddedBinaries()
  const dir = path.join(folder, 'bare')
  const runner = chooseRunner(dir, bin)
  const socket = path.join(folder, 'socket')
  for (const place of [dir, socket]) {
    fs.mkdirSync(place, { mode: 0o700 })
    give(runner, place)
  }
  const locale = ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=fr-FR']
  const initdb = () =>
    call(runner, `${bin}/initdb`, ['-D', dir, '-U', 'postgres', '-A', 'trust', '--data-checksums', ...locale])
  const start = async () => {
    const options = `-c listen_addresses= -k ${socket}`
    call(runner, `${bin}/pg_ctl`, ['start', '-w', '-D', dir, '-l', path.join(socket, 'log'), '-o', options])
    await query(`postgres://postgres@localhost:5432/postgres?host=${encodeURIComponent(socket)}`, 'select 1')
  }
  const stop = () => call(runner, `${bin}/pg_ctl`, ['stop', '-w', '-m', 'fast', '-D', dir])
  const cold = await timed(async () => {
    initdb()
    await start()
  })
  stop()
  const warm = await timed(start)
  stop()
  return { cold: cold.seconds, warm: warm.seconds }
}

function call(runner: Runner, program: string, args: string[]): void {
  execFileSync(...command(runner, program, args), { ...runner.user, stdio: 'ignore', cwd: '/' })
}

async function ourStarts(dataDir: string): Promise<{ cold: number; warm: number }> {
  const start = async () => {
    const { seconds, value } = await timed(() => firstPage(dataDir))
    const ended = once(value, 'exit')
    value.kill('SIGTERM')
    await ended
    return seconds
  }
  return { cold: await start(), warm: await start() }
}

/** Launches Tablée and waits until a page has come whole. */
async function firstPage(dataDir: string): Promise<ChildProcess> {
  const tablee = spawn(process.execPath, [path.join(root, 'dist/server/main.js')], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', TABLEE_DATA: dataDir, PORT: '3400', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  tablee.stdout.on('data', (text: Buffer) => (printed += text.toString('utf8')))
  for (;;) {
    if (tablee.exitCode !== null) throw new Error(`Tablée ended with ${tablee.exitCode}: ${printed}`)
    const address = /http:\/\/\S+:\d+/.exec(printed)?.[0]
    if (address) {
      const page = await fetch(address)
      await page.text()
      if (!page.ok) throw new Error(`the first page answered ${page.status}`)
      return tablee
    }
    await sleep(5)
  }
}
