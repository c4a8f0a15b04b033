import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { z } from 'zod'
import { listMigrations, migrate } from '../migrate.ts'
import { draftSecrets } from '../secrets.ts'
import { BackupError, damaged, readArchive } from './archive.ts'
import type { BackupProgress, Header, Summary } from './archive.ts'
import { listTables, settleNotation } from './catalog.ts'
import type { Table } from './catalog.ts'
import { unseal } from './sealed-secrets.ts'

export type RestoreOptions = {
  dataDir: string
  passphrase: string
  progress?: BackupProgress | undefined
}

const CarriedSecrets = z.object({ codePepper: z.string(), cookieSecret: z.string() })

/**
 * Fills an empty database from a backup made by this version of Tablée or an earlier one, on any PostgreSQL.
 * The archive is read whole before anything is written; then rows and counters come in one transaction.
 */
export async function restore(ownerUrl: string, file: string, options: RestoreOptions): Promise<Summary> {
  const { header, summary } = await inspect(file)
  const secrets = CarriedSecrets.safeParse(await unseal(header.secrets, options.passphrase)).data
  if (!secrets)
    throw new BackupError('La phrase de passe n’est pas celle de cette sauvegarde. Rien n’a été écrit.')

  await refuseFuture(header)

  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  const draft = draftSecrets(options.dataDir, secrets)
  try {
    await settleNotation(client)
    await refuseUnlessEmpty(client, header)
    const last = header.migrations.at(-1)
    if (last) await migrate(ownerUrl, { upTo: last })
    await client.query('begin')
    const tables = await listTables(client)
    await forcePolicies(client, tables, 'no force')
    await silently(client, () => fill(client, file, { header, summary, progress: options.progress }))
    await setSequences(client, summary)
    await openNextEpoch(client, tables)
    // While the owner still sees every caisse.
    await client.query('set constraints all immediate')
    await forcePolicies(client, tables, 'force')
    await client.query('commit')
    draft.put()
    for (const { name } of tables) await client.query(`analyze ${pg.escapeIdentifier(name)}`)
  } finally {
    draft.drop()
    await client.end() // before a commit: nothing of the transaction stays
  }
  await migrate(ownerUrl)
  return summary
}

/** Reads the archive from end to end: whole, and each table the very bytes that were saved. */
async function inspect(file: string): Promise<{ header: Header; summary: Summary }> {
  let header: Header | undefined
  let summary: Summary | undefined
  const hashes = new Map<string, ReturnType<typeof createHash>>()
  for await (const part of readArchive(file)) {
    if ('header' in part) header = part.header
    else if ('summary' in part) summary = part.summary
    else {
      const hash = hashes.get(part.table) ?? createHash('sha256')
      hashes.set(part.table, hash.update(part.data))
    }
  }
  if (!header || !summary) throw damaged(file)
  const names = header.tables.map(({ name }) => name)
  const saved = Object.keys(summary.tables)
  const same =
    names.length === saved.length && [...hashes.keys(), ...names].every((name) => saved.includes(name))
  const intact = saved.every(
    (name) => (hashes.get(name) ?? createHash('sha256')).digest('hex') === summary.tables[name]!.sha256,
  )
  if (!same || !intact) throw damaged(file)
  return { header, summary }
}

async function refuseFuture({ migrations }: Header): Promise<void> {
  const known = await listMigrations()
  if (migrations.every((name) => known.includes(name))) return
  throw new BackupError(
    'Cette sauvegarde vient d’une version de Tablée plus récente que celle-ci : mettez d’abord Tablée à jour.',
  )
}

async function refuseUnlessEmpty(client: pg.Client, header: Header): Promise<void> {
  for (const { name, forcesPolicies } of await listTables(client)) {
    const table = pg.escapeIdentifier(name)
    // rows of any caisse count: they are seen for as long as it takes to look
    await client.query('begin')
    if (forcesPolicies) await client.query(`alter table ${table} no force row level security`)
    const { rowCount } = await client.query(`select from ${table} limit 1`)
    await client.query('rollback')
    if (rowCount)
      throw new BackupError(
        `Cette base n’est pas vide (table « ${name} ») : une sauvegarde ne se rétablit que dans une base vide.`,
      )
  }
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.migration') is not null as there`,
  )
  if (!rows[0]!.there) return
  const { rows: applied } = await client.query<{ name: string }>('select name from migration')
  if (applied.some(({ name }) => !header.migrations.includes(name)))
    throw new BackupError(
      `Cette base a été préparée par une version de Tablée plus récente que la sauvegarde : rétablissez dans une base neuve.`,
    )
}

type Filling = { header: Header; summary: Summary; progress?: BackupProgress | undefined }

async function fill(client: pg.Client, file: string, { header, summary, progress }: Filling): Promise<void> {
  const parts = readArchive(file)
  let part = await parts.next()
  const isOf = (name: string) => !part.done && 'table' in part.value && part.value.table === name
  async function* rowsOf(name: string) {
    while (!part.done && 'table' in part.value && part.value.table === name) {
      yield part.value.data
      part = await parts.next()
    }
  }
  try {
    for (const [index, { name, columns }] of header.tables.entries()) {
      while (!part.done && !('table' in part.value)) part = await parts.next()
      let rows = 0
      if (isOf(name)) {
        const into = `${pg.escapeIdentifier(name)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`
        const copy = client.query(copyFrom(`copy ${into} from stdin`))
        await pipeline(rowsOf(name), copy)
        rows = copy.rowCount
      }
      const expected = summary.tables[name]!.rows
      if (rows !== expected)
        throw new BackupError(
          `La table « ${name} » a reçu ${rows} lignes au lieu de ${expected}. Rien n’a été écrit.`,
        )
      progress?.({ table: name, rows, position: index + 1, of: header.tables.length })
    }
  } finally {
    await parts.return()
  }
}

/** Rows of all caisses come in at once: the policies step aside within the transaction, unseen by others. */
async function forcePolicies(
  client: pg.Client,
  tables: readonly Table[],
  force: 'force' | 'no force',
): Promise<void> {
  for (const { name, forcesPolicies } of tables)
    if (forcesPolicies)
      await client.query(`alter table ${pg.escapeIdentifier(name)} ${force} row level security`)
}

/** What triggers write beside a row was saved as well: it comes back once, as it was. */
async function silently(client: pg.Client, fillTables: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; on: string }>(`
    select quote_ident(t.tgname) as name, t.tgrelid::regclass::text as on from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and t.tgenabled = 'O' and t.tgtype & 4 = 4
      and c.relnamespace = 'public'::regnamespace`)
  for (const { name, on } of rows) await client.query(`alter table ${on} disable trigger ${name}`)
  await fillTables()
  for (const { name, on } of rows) await client.query(`alter table ${on} enable trigger ${name}`)
}

async function setSequences(client: pg.Client, { sequences }: Summary): Promise<void> {
  for (const [name, last] of Object.entries(sequences))
    await client.query('select setval($1::regclass, $2::bigint)', [
      `public.${pg.escapeIdentifier(name)}`,
      last,
    ])
}

/**
 * Transaction ids start anew in another cluster. The journal keeps those of its rows, and counts the next ones
 * in a new epoch: rows saved before and rows written after never mix up.
 */
async function openNextEpoch(client: pg.Client, tables: readonly Table[]): Promise<void> {
  for (const { name, columns } of tables) {
    if (!columns.includes('epoch') || !columns.includes('xact')) continue
    const table = pg.escapeIdentifier(name)
    const { rows } = await client.query<{ next: number }>(
      `select coalesce(max(epoch), 0)::int + 1 as next from ${table}`,
    )
    await client.query(`alter table ${table} alter column epoch set default ${rows[0]!.next}`)
  }
}
