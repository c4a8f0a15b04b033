import fs from 'node:fs'
import type { Writable } from 'node:stream'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { ArchiveWriter, BackupError, FORMAT } from './backup/archive.ts'
import type { BackupProgress, Header, Summary } from './backup/archive.ts'
import { listTables, settleNotation } from './backup/catalog.ts'
import type { Table } from './backup/catalog.ts'
import { seal } from './backup/sealed-secrets.ts'
import { INSTALLATION } from './db.ts'
import { readSecrets } from './secrets.ts'

export { restore } from './backup/restore.ts'
export { BackupError } from './backup/archive.ts'

export type BackupOptions = {
  dataDir: string
  /** Seals the installation's secrets; without it a restore is impossible. */
  passphrase: string
  progress?: BackupProgress | undefined
}

const SHORTEST_PASSPHRASE = 12

/** Saves every table as it stood at one instant, while people go on working, with the secrets under a passphrase. */
export async function backup(
  ownerUrl: string,
  out: string | Writable,
  options: BackupOptions,
): Promise<Summary> {
  if (options.passphrase.length < SHORTEST_PASSPHRASE)
    throw new BackupError(
      `La phrase de passe est trop courte : au moins ${SHORTEST_PASSPHRASE} caractères. Elle protège les secrets de l’installation.`,
    )
  if (typeof out !== 'string') return write(ownerUrl, out, options)
  const draft = `${out}.en-cours`
  if (fs.existsSync(out)) throw new BackupError(`Le fichier ${out} existe déjà : il n’est pas remplacé.`)
  try {
    const summary = await write(ownerUrl, fs.createWriteStream(draft, { mode: 0o600, flush: true }), options)
    fs.renameSync(draft, out)
    return summary
  } catch (cause) {
    fs.rmSync(draft, { force: true })
    const { code } = cause as NodeJS.ErrnoException
    if (!['ENOENT', 'EACCES', 'EROFS', 'ENOSPC'].includes(code ?? '')) throw cause
    throw new BackupError(`La sauvegarde ne peut pas être écrite dans ${out} (${code}).`, { cause })
  }
}

async function write(
  ownerUrl: string,
  out: Writable,
  { dataDir, passphrase, progress }: BackupOptions,
): Promise<Summary> {
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  const archive = new ArchiveWriter(out)
  try {
    await client.connect()
    await settleNotation(client)
    await client.query('begin isolation level repeatable read read only')
    const tables = await listTables(client)
    const caisses = await listCaisses(client)
    await archive.json('tablee.json', await header(client, tables, await sealedSecrets(dataDir, passphrase)))
    const summary: Summary = { tables: {}, sequences: {} }
    for (const [index, table] of tables.entries()) {
      const done = await archive.table(table.name, rowsOf(client, table, caisses))
      summary.tables[table.name] = done
      progress?.({ table: table.name, rows: done.rows, position: index + 1, of: tables.length })
    }
    // outside any snapshot, and so read last: never behind the rows
    summary.sequences = await readSequences(client)
    await client.query('commit')
    await archive.json('bilan.json', summary)
    await archive.finish()
    return summary
  } catch (error) {
    archive.abandon()
    throw error
  } finally {
    await client.end()
  }
}

async function sealedSecrets(dataDir: string, passphrase: string) {
  const { codePepper, cookieSecret } = readSecrets(dataDir)
  return seal({ codePepper, cookieSecret }, passphrase)
}

async function header(
  client: pg.Client,
  tables: readonly Table[],
  secrets: Header['secrets'],
): Promise<Header> {
  const { rows } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  const { rows: migrations } = await client.query<{ name: string }>(
    'select name from migration order by name',
  )
  return {
    format: FORMAT,
    madeAt: new Date().toISOString(),
    postgres: rows[0]!.version,
    migrations: migrations.map(({ name }) => name),
    tables: tables.map(({ name, columns }) => ({ name, columns })),
    secrets,
  }
}

async function listCaisses(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>('select id from caisse order by id')
  return [INSTALLATION, ...rows.map(({ id }) => id)]
}

/** Row-level security holds for the owner too: its rows are read caisse by caisse, within the one snapshot. */
async function* rowsOf(client: pg.Client, table: Table, caisses: readonly number[]): AsyncGenerator<Buffer> {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ')
  const from = `select ${columns} from ${pg.escapeIdentifier(table.name)}`
  if (!table.perCaisse) return yield* client.query(copyTo(`copy (${from}) to stdout`))
  for (const caisse of caisses) {
    await client.query(`select set_config('tablee.caisse', $1, true)`, [String(caisse)])
    yield* client.query(copyTo(`copy (${from} where caisse_id = ${caisse}) to stdout`))
  }
}

async function readSequences(client: pg.Client): Promise<Summary['sequences']> {
  const { rows } = await client.query<{ name: string; last: string }>(
    `select sequencename as name, last_value::text as last from pg_sequences
     where schemaname = 'public' and last_value is not null order by sequencename`,
  )
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]))
}
