import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runMigrations as migrateQueue } from 'graphile-worker'
import { Kysely, Migrator, PostgresDialect, sql, type Migration } from 'kysely'
import pg from 'pg'
import { root } from '../kit/root.ts'

const folder = join(root, 'src/db/migrations')

export const listMigrations = async (): Promise<string[]> => Object.keys(await readMigrations())

/**
 * Brings a database up to date, as its owner; `upTo` stops at the state in which a backup was made.
 * The role `tablee_app` must exist.
 */
export async function migrate(
  ownerUrl: string,
  { upTo }: { upTo?: string } = {},
): Promise<{ applied: string[] }> {
  await migrateQueue({ connectionString: ownerUrl })
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: ownerUrl, max: 1 }) }),
  })
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: readMigrations },
      migrationTableName: 'migration',
      migrationLockTableName: 'migration_lock',
    })
    const { error, results = [] } = await (upTo ? migrator.migrateTo(upTo) : migrator.migrateToLatest())
    if (error) throw error
    return { applied: results.map((result) => result.migrationName) }
  } finally {
    await db.destroy()
  }
}

/** Removes everything, the journal included: only for a demonstration that was cut off while being put in. */
export async function dropEverything(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(
      'drop schema if exists graphile_worker cascade; drop schema public cascade; create schema public',
    )
  } finally {
    await client.end()
  }
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const entries = files.map(async (name): Promise<[string, Migration]> => {
    const text = await readFile(join(folder, name), 'utf8')
    return [
      name.slice(0, -'.sql'.length),
      {
        up: (db) =>
          sql
            .raw(text)
            .execute(db)
            .then(() => undefined),
      },
    ]
  })
  return Object.fromEntries(await Promise.all(entries))
}
