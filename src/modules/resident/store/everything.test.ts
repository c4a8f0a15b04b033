import { sql } from 'kysely'
import { expect } from 'vitest'
import { test } from '../../../../test/app.ts'

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

/** Which accounts a household's journal is read by, and ids of people who are nobody any more. */
const NOT_TOLD = ['erasure', 'household_account']

test('a table that names a person or a household is in their data, or says why not', async ({ app }) => {
  const { rows } = await sql<{ name: string }>`
    select distinct c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attname in ('household_id', 'person_id')
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
    order by 1
  `.execute(app.db)
  expect(rows.map(({ name }) => name)).toEqual([...READ, ...NOT_TOLD].toSorted())
})
