import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { expect, inject } from 'vitest'
import pg from 'pg'
import { inDatabase } from '../global-setup.ts'
import { filledIn, type FoundForm } from '../naughty/forms.ts'
import { formsOf, send } from '../naughty/pages-seen.ts'
import { test } from '../seeded.ts'
import { givenWorld } from './viewers.ts'

/** Nothing else in the database is this. */
const MARK = { id: uuid(), number: 987_654_321, day: '1999-09-09', word: 'jamais-demande' }

/** Columns of our tables and words of our schemas that no form of ours asks for under these names. */
const EXTRA: Readonly<Record<string, string>> = {
  role: 'administrator',
  roles: 'administrator',
  grants: 'administrator',
  scope: 'installation',
  kind: 'system',
  actor: MARK.word,
  actorId: MARK.id,
  accountId: MARK.id,
  login_account_id: MARK.id,
  caisse_id: '1',
  caisseId: '1',
  slug: MARK.word,
  id: MARK.id,
  gesture_id: MARK.id,
  household_id: MARK.id,
  householdId: MARK.id,
  person_id: MARK.id,
  personId: MARK.id,
  outlet_id: MARK.id,
  outletId: MARK.id,
  amount: String(MARK.number),
  amount_cents: String(MARK.number),
  amountCents: String(MARK.number),
  cents: String(MARK.number),
  balance_cents: String(MARK.number),
  rights: String(MARK.number),
  status: 'issued',
  practice: 'yes',
  archived_at: MARK.day,
  created_at: MARK.day,
  createdAt: MARK.day,
  at: MARK.day,
  on: MARK.day,
  fromOn: MARK.day,
  from_on: MARK.day,
  untilOn: '2099-09-09',
  until_on: '2099-09-09',
  signedBy: MARK.id,
  approved: 'yes',
  approvedBy: MARK.id,
  decisionId: MARK.id,
  asked_by: MARK.id,
  is_admin: 'true',
  secondFactor: 'true',
  name: MARK.word,
  __proto__x: MARK.word,
  'constructor.prototype.role': 'administrator',
}

/** What one could add to this form: names that it does not ask for itself. */
const extrasFor = (form: FoundForm): Record<string, string> =>
  Object.fromEntries(
    Object.entries(EXTRA).filter(([name]) => !form.fields.some((field) => field.name === name)),
  )

/**
 * F19. The same key with the same request answers the same, and with another request is refused: so a form sent again
 * with more fields tells whether a gesture read any of them. What is refused both times is refused alike.
 */
test('fields that a form does not ask for change nothing', { timeout: 600_000 }, async ({ app }) => {
  const world = await givenWorld(app)
  const forms = (await formsOf(world)).filter(({ form }) => form.method === 'post')
  const read: string[] = []
  let accepted = 0
  for (const [turn, { form, viewer, browser }] of forms.entries()) {
    const typed = {
      ...filledIn(form, turn),
      ...(form.fields.some(({ name }) => name === 'key') && { key: uuid() }),
    }
    const first = await send(browser, form, typed)
    const again = await send(browser, form, { ...extrasFor(form), ...typed })
    const where = `${form.action.replace(/[0-9a-f-]{36}/g, 'id')} (${viewer})`
    if (first.status === 303) accepted += 1
    if (again.status !== first.status || withoutKeys(again.next) !== withoutKeys(first.next))
      read.push(`${where}: ${first.status} ${first.next ?? ''}, then ${again.status} ${again.next ?? ''}`)
  }
  console.info(`${forms.length} forms, ${accepted} accepted`)
  expect(read).toEqual([])
  expect(forms.length).toBeGreaterThan(60)
  expect(accepted).toBeGreaterThan(15)
  expect(await marked(inDatabase(inject('superUrl'), new URL(app.ownerUrl).pathname.slice(1)))).toEqual([])
  const { rows } = await sql<{
    id: number
  }>`select id from caisse where practice or archived_at is not null`.execute(app.db)
  expect(rows).toEqual([])
})

/** Each key makes its own ids and codes. */
const withoutKeys = (next: string | null): string => (next ?? '').replace(/[0-9a-f-]{36}|\d{8}/g, 'id')

/** Where a mark stands in any table, past row-level security. */
async function marked(address: string): Promise<string[]> {
  const admin = new pg.Client({ connectionString: address })
  await admin.connect()
  try {
    const { rows: tables } = await admin.query<{ name: string }>(
      `select quote_ident(table_name) as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE'`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      const { rows } = await admin.query(`select 1 from ${name} t where t::text like any ($1) limit 1`, [
        [MARK.id, MARK.word, MARK.day, String(MARK.number)].map((mark) => `%${mark}%`),
      ])
      if (rows.length > 0) found.push(name)
    }
    return found
  } finally {
    await admin.end()
  }
}
