import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { openDb, openPool } from '../src/db/db.ts'
import { embeddedBinaries } from '../src/db/embedded/binaries.ts'
import { createCluster, type Cluster } from '../src/db/embedded/cluster.ts'
import { launch, stopServer, stopWithUs } from '../src/db/embedded/postmaster.ts'
import { chooseRunner, give } from '../src/db/embedded/runner.ts'
import { settingsFor } from '../src/db/embedded/settings.ts'
import { migrate } from '../src/db/migrate.ts'
import type { App } from '../src/kit/app.ts'
import { openMailer } from '../src/kit/mail.ts'
import { debianBinaries } from '../test/debian-cluster.ts'

export type BenchServer = {
  superUrl: string
  ownerUrl: string
  appUrl: string
  /** Folder of the server's programs; `pgbench` is there when it is Debian's. */
  bin: string
  /** To read the processor time of the server and its children. */
  pid: number
  version: string
  /** The settings that are not the server's defaults. */
  settings: Readonly<Record<string, string | number>>
  stop(): Promise<void>
}

const MB = 1024 * 1024

/** A durable server to throw away, with a migrated database: Debian's PostgreSQL where installed, else the one from npm. */
export async function startBenchServer(): Promise<BenchServer> {
  const debian = debianBinaries()
  const bin = debian ?? embeddedBinaries()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tablee-bench-'))
  fs.chmodSync(folder, 0o711)
  const dir = path.join(folder, 'postgres')
  const password = randomBytes(16).toString('hex')
  const settings = {
    ...settingsFor(folder, false),
    shared_buffers: `${Math.round(Math.min(os.totalmem() / MB / 4, 4096))}MB`,
    max_wal_size: '8GB',
    checkpoint_timeout: '15min',
    wal_compression: debian ? 'lz4' : 'on',
    max_connections: 200,
  }
  const runner = chooseRunner(dir, bin)
  const cluster: Cluster = {
    runner,
    bin,
    dir,
    socketDir: null,
    log: path.join(folder, 'postgres.log'),
    password,
    settings,
  }
  give(runner, folder)
  await createCluster(cluster, { sync: true })
  const server = await launch(cluster)
  if (server === 'locked') throw new Error('a new cluster cannot be taken')
  const watch = stopWithUs(server.pid, folder)
  await prepareDatabase(server.url('postgres', password, 'postgres'), password)
  const ownerUrl = server.url('tablee_owner', password, 'tablee')
  await migrate(ownerUrl)
  return {
    superUrl: server.url('postgres', password, 'tablee'),
    ownerUrl,
    appUrl: server.url('tablee_app', password, 'tablee'),
    bin,
    pid: server.pid,
    version: server.version,
    settings,
    async stop() {
      await stopServer(cluster, server.pid)
      watch.cancel()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function prepareDatabase(superUrl: string, password: string): Promise<void> {
  const admin = new pg.Client({ connectionString: superUrl })
  await admin.connect()
  for (const role of ['tablee_owner', 'tablee_app'])
    await admin.query(`create role ${role} login password '${password}'`)
  await admin.query('create database tablee owner tablee_owner')
  await admin.end()
}

/** The application on that server, as its plain role. */
export function benchApp(server: BenchServer, connections = 8): App {
  const pool = openPool(server.appUrl, connections)
  return {
    db: openDb(pool),
    pool,
    now: () => new Date(),
    newId: () => uuid(),
    codePepper: Buffer.alloc(32, 7),
    mail: openMailer(undefined, 'tablee@example.org'),
    address: 'http://localhost',
    dataDir: path.join(os.tmpdir(), 'tablee-bench-data'),
    demo: false,
  }
}
