import type pg from 'pg'

/** Never saved: what lets somebody in, and the migrations' own notes (said in the header). */
const LEFT_OUT = ['session', 'sign_in_link', 'migration', 'migration_lock']

export type Table = {
  name: string
  /** Without those that PostgreSQL computes. */
  columns: string[]
  perCaisse: boolean
  forcesPolicies: boolean
}

/** The tables of the application, each after those that its rows refer to. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
       c.relrowsecurity as "perCaisse", c.relforcerowsecurity as "forcesPolicies"
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attgenerated = '' and not c.relname = any ($1)
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     group by c.oid order by c.relname`,
    [LEFT_OUT],
  )
  for (const { name, columns, perCaisse } of rows)
    if (perCaisse && !columns.includes('caisse_id'))
      throw new Error(`table ${name} has row-level security but no caisse_id: its rows cannot be saved whole`)
  return inReferenceOrder(rows, await listReferences(client))
}

type Reference = { from: string; to: string }

/** Those that are checked row by row: deferred ones wait for the end, whatever comes first. */
async function listReferences(client: pg.Client): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(
    `select distinct c.relname as from, f.relname as to
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
     where k.contype = 'f' and k.connamespace = 'public'::regnamespace and c.oid <> f.oid and not k.condeferred`,
  )
  return rows
}

/** References of a table to itself are checked once all its rows are in. */
export function inReferenceOrder<T extends { name: string }>(
  tables: readonly T[],
  references: readonly Reference[],
): T[] {
  const ordered: T[] = []
  const waiting = new Set(tables)
  const isWaiting = (name: string) => [...waiting].some((table) => table.name === name)
  while (waiting.size > 0) {
    const ready = [...waiting].filter(
      ({ name }) => !references.some(({ from, to }) => from === name && from !== to && isWaiting(to)),
    )
    if (ready.length === 0)
      throw new Error(
        `tables refer to one another in a circle: ${[...waiting].map(({ name }) => name).join(', ')}`,
      )
    for (const table of ready) {
      ordered.push(table)
      waiting.delete(table)
    }
  }
  return ordered
}

/** Both sides of a backup read and write values in the same notation, whatever the server's settings. */
export async function settleNotation(client: pg.Client): Promise<void> {
  await client.query(
    `set client_encoding = 'UTF8'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set timezone = 'UTC';
     set extra_float_digits = 1; set bytea_output = 'hex'; set search_path = public;
     set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = '30s'`,
  )
}
