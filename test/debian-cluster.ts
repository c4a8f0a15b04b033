import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createCluster } from '../src/db/embedded/cluster.ts'
import type { Cluster } from '../src/db/embedded/cluster.ts'
import { launch, stopServer, stopWithUs } from '../src/db/embedded/postmaster.ts'
import { chooseRunner, give } from '../src/db/embedded/runner.ts'
import { settingsFor } from '../src/db/embedded/settings.ts'

const INSTALLED = '/usr/lib/postgresql'

/** Folder of the newest PostgreSQL that Debian or Ubuntu installed, 15 or later; or of the version asked. */
export function debianBinaries(version?: number): string | null {
  if (!fs.existsSync(INSTALLED)) return null
  const versions = fs
    .readdirSync(INSTALLED)
    .map(Number)
    .filter((each) => (version ? each === version : each >= 15))
    .sort((a, b) => b - a)
    .map((each) => `${INSTALLED}/${each}/bin`)
  return versions.find((bin) => fs.existsSync(`${bin}/postgres`)) ?? null
}

export type ThrowAwayCluster = { superUrl: string; version: string; stop(): Promise<void> }

export async function startDebianCluster(version?: number): Promise<ThrowAwayCluster> {
  const bin = debianBinaries(version)
  if (!bin) throw new Error('PostgreSQL 15 ou plus récent n’est pas installé (apt-get install postgresql).')
  return startCluster(bin)
}

/** A cluster to throw away, on a port and in a folder of its own, that does not outlive this process. */
export async function startCluster(bin: string): Promise<ThrowAwayCluster> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tablee-debian-'))
  fs.chmodSync(folder, 0o711)
  const dir = path.join(folder, 'postgres')
  const cluster: Cluster = {
    runner: chooseRunner(dir, bin),
    bin,
    dir,
    socketDir: null,
    log: path.join(folder, 'postgres.log'),
    password: randomBytes(16).toString('hex'),
    settings: settingsFor(folder, true),
  }
  give(cluster.runner, folder)
  await createCluster(cluster, { sync: false })
  const server = await launch(cluster)
  if (server === 'locked') throw new Error(`${dir} was made just now: nobody can have it`)
  const watch = stopWithUs(server.pid, folder)
  return {
    superUrl: server.url('postgres', cluster.password, 'postgres'),
    version: server.version,
    async stop() {
      await stopServer(cluster, server.pid)
      watch.cancel()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}
