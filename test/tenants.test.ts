import { sql } from 'kysely'
import { describe, expect, inject } from 'vitest'
import pg from 'pg'
import { inCaisse, openDb, openPool, type CaisseId, type Db } from '../src/db/db.ts'
import { listCaisses } from '../src/modules/caisses/store.ts'
import type { TestApp } from './app.ts'
import { test } from './seeded.ts'
import { inDatabase } from './global-setup.ts'

/** Rows of a whole demonstration: Nantes has something in most tables, Pays de Retz is the stranger. */
let seeded: Promise<{ nantes: CaisseId; retz: CaisseId }> | undefined

async function givenTwoCaisses(app: TestApp) {
  seeded ??= (async () => {
    const caisses = await listCaisses(app.db)
    const idOf = (slug: string) => caisses.find((caisse) => caisse.slug === slug)!.id
    return { nantes: idOf('nantes-ouest'), retz: idOf('pays-de-retz') }
  })()
  return seeded
}

async function tenantTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'caisse_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> 'resident_number'
    order by c.relname
  `.execute(db)
  return rows.map((row) => row.name)
}

describe('as the application’s plain role', () => {
  test('it is neither superuser nor above row-level security, nor the owner of a table', async ({ app }) => {
    const { rows } = await sql<{ role: string; session: string; power: boolean; owns: number }>`
      select current_user as role, session_user as session, rolsuper or rolbypassrls or rolcreaterole as power,
        (select count(*)::integer from pg_class where relowner = pg_roles.oid) as owns
      from pg_roles where rolname = current_user
    `.execute(app.db)
    expect(rows).toEqual([{ role: 'tablee_app', session: 'tablee_app', power: false, owns: 0 }])
  })

  // The first to ask seeds the demonstration.
  test('without a caisse no row of any caisse is seen', { timeout: 120_000 }, async ({ app }) => {
    await givenTwoCaisses(app)
    const tables = await tenantTables(app.db)
    expect(tables.length).toBeGreaterThan(25)
    for (const table of tables) {
      const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(app.db)
      expect(`${table} ${rows.length}`).toBe(`${table} 0`)
    }
  })

  test('rows of another caisse are neither read, changed nor removed', async ({ app }) => {
    const { nantes, retz } = await givenTwoCaisses(app)
    for (const table of await tenantTables(app.db)) {
      const touched = await inCaisse(app.db, retz, async (tx) => {
        const read = await sql`select 1 from ${sql.table(table)} where caisse_id = ${nantes} limit 1`.execute(
          tx,
        )
        return read.rows.length
      })
      expect(`${table} ${touched}`).toBe(`${table} 0`)
      for (const statement of [
        sql`update ${sql.table(table)} set caisse_id = caisse_id where caisse_id = ${nantes}`,
        sql`delete from ${sql.table(table)} where caisse_id = ${nantes}`,
      ]) {
        const changed = await inCaisse(app.db, retz, (tx) => statement.execute(tx)).catch(refusedToAll)
        expect(`${table} ${changed?.numAffectedRows ?? 0}`).toBe(`${table} 0`)
      }
    }
  })

  test('a row of another caisse cannot be written', async ({ app }) => {
    const { nantes, retz } = await givenTwoCaisses(app)
    const admin = new pg.Client({
      connectionString: inDatabase(inject('superUrl'), new URL(app.ownerUrl).pathname.slice(1)),
    })
    await admin.connect()
    let tried = 0
    for (const table of await tenantTables(app.db)) {
      const { rows } = await admin.query(
        `select to_jsonb(t) as row from ${table} t where caisse_id = $1 limit 1`,
        [nantes],
      )
      if (!rows[0]) continue
      tried += 1
      const write = inCaisse(app.db, retz, (tx) =>
        sql`
          insert into ${sql.table(table)} overriding system value
          select * from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(rows[0].row)}::jsonb)
        `.execute(tx),
      )
      await expect(write, table).rejects.toMatchObject({ code: '42501' })
    }
    await admin.end()
    expect(tried).toBeGreaterThan(20)
  })
})

test('the tables’ owner, who runs jobs, is held to one caisse as well', async ({ app }) => {
  const { nantes, retz } = await givenTwoCaisses(app)
  const owner = openDb(openPool(app.ownerUrl, 2))
  try {
    for (const table of await tenantTables(owner)) {
      const { rows } = await inCaisse(owner, retz, (tx) =>
        sql`select 1 from ${sql.table(table)} where caisse_id = ${nantes} limit 1`.execute(tx),
      )
      expect(`${table} ${rows.length}`).toBe(`${table} 0`)
    }
  } finally {
    await owner.destroy()
  }
})

/** Journals refuse to everybody what would rewrite them. */
function refusedToAll(error: unknown): undefined {
  if ((error as { code?: string }).code !== '42501') throw error
}
