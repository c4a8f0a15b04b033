import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { test } from '../../../../test/app.ts'
import { root } from '../../../kit/root.ts'

/** What `everythingOf` reads, by table. */
const READ = [
  'allocation_line',
  'call_made',
  'carried_contribution',
  'contribution_exception',
  'contribution_request',
  'contribution_return',
  'due',
  'household_member',
  'household_pause',
  'life_event',
  'mandate',
  'message',
  'message_objection',
  'payer',
  'pledge',
  'pre_registration',
  'receipt',
  'session',
]

/** Read where a module says what it keeps about somebody. */
function readByModules(): string[] {
  const modules = join(root, 'src/modules')
  const text = readdirSync(modules)
    .map((name) => join(modules, name, 'personal-data.ts'))
    .flatMap((file) =>
      readdirSync(join(file, '..')).includes('personal-data.ts') ? [readFileSync(file, 'utf8')] : [],
    )
    .join('\n')
  return [...new Set([...text.matchAll(/\b(?:from|join) ([a-z_]+)/g)].map(([, table]) => table!))]
}

/** Which accounts a household's journal is read by, and ids of people who are nobody any more. */
const NOT_TOLD = ['erasure', 'household_account']

test('a table that names a person or a household is in their data, or says why not', async ({ app }) => {
  const { rows } = await sql<{ name: string }>`
    select distinct c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attname in ('household_id', 'person_id')
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
    order by 1
  `.execute(app.db)
  const named = rows.map(({ name }) => name)
  const elsewhere = readByModules().filter((table) => named.includes(table) && !READ.includes(table))
  expect(named).toEqual([...READ, ...elsewhere, ...NOT_TOLD].toSorted())
})
