import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { embeddedBinaries } from './embedded/binaries.ts'
import { createCluster, socketFits } from './embedded/cluster.ts'
import type { Cluster } from './embedded/cluster.ts'
import { chooseRunner, give } from './embedded/runner.ts'
import { settingsFor } from './embedded/settings.ts'
import { supervise } from './embedded/supervised.ts'
import { takeLock } from './lock.ts'
import { scramVerifier } from './scram.ts'
import { readSecrets, rolePassword } from './secrets.ts'
import type { Secrets } from './secrets.ts'
import { AlreadyRunning } from './start-error.ts'

export const DATABASE = 'tablee'
export const OWNER_ROLE = 'tablee_owner'
export const APP_ROLE = 'tablee_app'

export type EmbeddedServer = {
  /** Owns the tables; neither superuser nor above row-level security. */
  ownerUrl: string
  /** What the application works as. */
  appUrl: string
  /** For administration only: tests make databases with it. */
  superUrl: string
  /** The server was found running: what a kill -9 of Tablée leaves behind. */
  adopted: boolean
  version: string
  announce(url: string): Promise<void>
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** Without any care for a power cut: data are thrown away. */
  tests?: boolean
  /** Another Tablée took the data while ours was cut off: this process must end. */
  onLost?: () => void
  /** A command beside a running Tablée: shares its server instead of refusing. */
  guest?: boolean
}

/**
 * Serves the PostgreSQL kept in `dataDir`, made the first time, for this process alone.
 * Throws `AlreadyRunning` when another Tablée has it.
 */
export async function startEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const secrets = readSecrets(path.resolve(dataDir))
  const cluster = prepareCluster(fs.realpathSync(dataDir), secrets, options.tests ?? false)
  if (!fs.existsSync(path.join(cluster.dir, 'PG_VERSION')))
    await createCluster(cluster, { sync: !(options.tests ?? false) })
  const supervised = await supervise(cluster, options.tests ?? false)
  const { server, adopted } = supervised

  const adminUrl = server.url('postgres', cluster.password, 'postgres')
  const urls = {
    ownerUrl: server.url(OWNER_ROLE, rolePassword(secrets, OWNER_ROLE), DATABASE),
    appUrl: server.url(APP_ROLE, rolePassword(secrets, APP_ROLE), DATABASE),
    superUrl: server.url('postgres', cluster.password, DATABASE),
    version: server.version,
  }
  const outcome = await takeLock(adminUrl, options.onLost ?? endThisProcess, () => supervised.revive())
  if ('heldBy' in outcome) {
    if (!options.guest) throw new AlreadyRunning(`le dossier ${dataDir}`, outcome.heldBy)
    return { ...urls, adopted: true, announce: async () => {}, stop: async () => {} }
  }
  const { lock } = outcome
  supervised.own()
  const stop = async () => {
    await lock.release()
    await supervised.stop()
  }
  try {
    await createRolesAndDatabase(adminUrl, secrets)
  } catch (error) {
    await stop()
    throw error
  }
  return { ...urls, adopted, announce: (url) => lock.announce(url), stop }
}

function endThisProcess(): void {
  console.error('Une autre Tablée a pris ces données : celle-ci s’arrête.')
  process.exit(1)
}

function prepareCluster(dataDir: string, secrets: Secrets, tests: boolean): Cluster {
  const bin = embeddedBinaries()
  const dir = path.join(dataDir, 'postgres')
  const runner = chooseRunner(dir, bin)
  const socketDir = path.join(dataDir, 'run')
  if (socketFits(socketDir)) {
    fs.mkdirSync(socketDir, { recursive: true, mode: 0o700 })
    give(runner, socketDir)
  }
  return {
    runner,
    bin,
    dir,
    socketDir: socketFits(socketDir) ? socketDir : null,
    log: path.join(dataDir, 'postgres.log'),
    password: rolePassword(secrets, 'postgres'),
    settings: settingsFor(dataDir, tests),
  }
}

async function createRolesAndDatabase(adminUrl: string, secrets: Secrets): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    const { rows } = await admin.query<{ name: string }>(
      `select rolname as name from pg_roles where rolname in ($1, $2) union all
       select 'database' from pg_database where datname = $3`,
      [OWNER_ROLE, APP_ROLE, DATABASE],
    )
    const present = new Set(rows.map(({ name }) => name))
    for (const role of [OWNER_ROLE, APP_ROLE])
      if (!present.has(role))
        await admin.query(
          `create role ${role} login password '${scramVerifier(rolePassword(secrets, role))}'`,
        )
    if (!present.has('database')) await admin.query(`create database ${DATABASE} owner ${OWNER_ROLE}`)
    if (present.size < 3)
      await admin.query(
        `revoke all on database ${DATABASE} from public; grant connect, temporary on database ${DATABASE} to ${APP_ROLE}`,
      )
  } finally {
    await admin.end()
  }
}
