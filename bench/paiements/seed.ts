import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { INSTALLATION, type CaisseId } from '../../src/db/db.ts'
import { SYSTEM } from '../../src/kit/actor.ts'
import type { App } from '../../src/kit/app.ts'
import { openCaisse, openOrganisation } from '../../src/modules/caisses/actions.ts'
import { withCheckDigit } from '../../src/modules/payments/rules/number.ts'
import { aReglement } from '../../test/given.ts'
import type { BenchServer } from '../server.ts'

export const CODE = '724093'
export const OUTLETS = 1_000
/** What each household is granted: enough for any run. */
const GRANTED_CENTS = 10_000_00

/** The n-th resident's number. */
export const numberOf = (n: number): string => withCheckDigit(String(1_000_000 + 3 * n))

const idOf = (prefix: string, n: number): string =>
  `00000000-0000-7000-8000-${prefix}${String(n).padStart(8, '0')}`
/** The n-th outlet's device: its id, and its secret in the text that hashes to what is kept. */
export const deviceIdOf = (n: number): string => idOf('de01', n)
export const outletIdOf = (n: number): string => idOf('0a01', n)
export const tokenOf = (n: number): string => `banc-${n}`

/** One caisse with that many residents, each alone in a household with rights, and a thousand outlets. */
export async function seed(server: BenchServer, app: App, residents: number): Promise<CaisseId> {
  const caisseId = await openBenchCaisse(app)
  const db = new pg.Client({ connectionString: server.superUrl })
  await db.connect()
  const run = (text: string, values: unknown[] = []) => db.query(text, values)
  await run('create extension if not exists pgcrypto')
  await run(
    `insert into outlet (id, kind, legal_name, trade_name, kept_by)
     select ('00000000-0000-7000-8000-0a01' || lpad(n::text, 8, '0'))::uuid, 'shop', 'Lieu ' || n, 'Lieu ' || n, $1
     from generate_series(0, $2 - 1) n`,
    [caisseId, OUTLETS],
  )
  await run(
    `insert into device (id, outlet_id, label, token_hash)
     select ('00000000-0000-7000-8000-de01' || right(id::text, 8))::uuid, id, 'Caisse',
       sha256(('banc-' || right(id::text, 8)::integer)::bytea)
     from outlet where kept_by = $1`,
    [caisseId],
  )
  await run(
    `insert into account (caisse_id, book, kind, owner_id) select $1, 'rights', 'rights_outlet', id from outlet where kept_by = $1`,
    [caisseId],
  )
  await run(
    `insert into agreement (caisse_id, id, outlet_id, account_id, decision_id, signed_on, from_on, scope)
     select $1, owner_id, owner_id, id, (select id from decision where caisse_id = $1 limit 1), '2026-01-01', '2026-01-01', 'Tout'
     from account where caisse_id = $1 and kind = 'rights_outlet'`,
    [caisseId],
  )
  await run(`insert into account (caisse_id, book, kind) values ($1, 'rights', 'rights_granted')`, [caisseId])
  for (let from = 0; from < residents; from += 50_000) {
    const count = Math.min(50_000, residents - from)
    await seedResidents(run, app, caisseId, from, count)
  }
  await run('vacuum analyze')
  await run('checkpoint')
  await db.end()
  return caisseId
}

async function seedResidents(
  run: (text: string, values: unknown[]) => Promise<unknown>,
  app: App,
  caisseId: CaisseId,
  from: number,
  count: number,
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, i) => numberOf(from + i))
  await run(
    `with opened as (
       insert into account (caisse_id, book, kind) select $1, 'rights', 'rights_household' from generate_series(1, $2)
       returning id
     ), account as (select id, row_number() over (order by id) as n from opened),
     resident as (
       select n, number, ('00000000-0000-7000-8000-fe01' || number)::uuid as person_id
       from unnest($3::text[]) with ordinality as given (number, n)
     ), number as (
       insert into resident_number (number, caisse_id) select number, $1 from resident
     ), person as (
       insert into person (caisse_id, id, given_name) select $1, person_id, 'Habitant·e' from resident
     ), wallet as (
       insert into wallet (caisse_id, account_id, balance_cents, seq) select $1, id, $4, 1 from account
     ), leg as (
       insert into transfer (caisse_id, gesture_id, leg, book, debit_account, credit_account, amount_cents, kind)
       select $1, $5, n, 'rights', (select id from public.account where caisse_id = $1 and kind = 'rights_granted'),
         id, $4, 'allocation'
       from account
     )
     insert into payer (caisse_id, person_id, number, account_id, code_hmac)
     select $1, person_id, number, account.id, hmac((number || ':' || $6)::bytea, $7, 'sha256')
     from resident join account using (n)`,
    [caisseId, count, numbers, GRANTED_CENTS, uuid(), CODE, app.codePepper],
  )
}

async function openBenchCaisse(app: App): Promise<CaisseId> {
  const call = () => ({ app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() })
  const { organisationId } = await openOrganisation(call(), { legalName: 'Association du banc' })
  const { caisseId } = await openCaisse(call(), {
    organisationId,
    slug: 'banc-paiements',
    name: 'Caisse du banc',
    reglement: {
      content: aReglement(),
      validFrom: '2026-01',
      origin: 'invented',
      decision: { decidedOn: '2026-01-01', body: 'Banc', title: 'Règlement du banc' },
    },
  })
  return caisseId
}
