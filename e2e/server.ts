import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Given } from './given.ts'

/** Chromium of the system: nothing is downloaded. */
export const CHROMIUM = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}

export const newDataFolder = (): string => mkdtempSync(join(tmpdir(), 'tablee-e2e-'))

/** Puts the journeys' people beside the demonstration of a running server. */
export function prepareGiven(dataFolder: string): Given {
  const script = join(import.meta.dirname, 'given.ts')
  const printed = execFileSync('npx', ['tsx', script, dataFolder], { encoding: 'utf8' })
  return JSON.parse(printed.trim().split('\n').at(-1)!) as Given
}

export type Running = { address: string; dataFolder: string; stop(): Promise<void> }

/** The built application on a data folder of its own. */
export async function startBuilt(env: Record<string, string> = {}): Promise<Running> {
  const dataFolder = newDataFolder()
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    env: { ...process.env, NODE_ENV: 'production', TABLEE_DATA: dataFolder, PORT: '3300', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const address = await new Promise<string>((found, failed) => {
    child.once('exit', (code) => failed(new Error(`Tablée stopped with ${code}`)))
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const ready = /Tablée est prête : (\S+)/.exec(printed)
      if (ready) found(ready[1]!)
    })
  })
  return {
    address,
    dataFolder,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
