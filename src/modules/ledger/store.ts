import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { AccountKind, Book } from '../../db/schema.ts'
import type { Cents } from '../../kit/money.ts'
import type { Day } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { refuseClosed } from './closed-months.ts'
import { bookOf, type AccountId, type CaisseAccount, type Leg, type OwnedAccount } from './rules.ts'

/** The caisse's one account of that kind, opened at its first use. */
export function caisseAccount(tx: CaisseTx, kind: CaisseAccount): Promise<AccountId> {
  return findOrOpen(tx, kind, null)
}

/** The account of an outlet, a grant or a bank account in this caisse, opened at its first use. */
export function ownedAccount(tx: CaisseTx, kind: OwnedAccount, ownerId: string): Promise<AccountId> {
  return findOrOpen(tx, kind, ownerId)
}

async function findOrOpen(tx: CaisseTx, kind: AccountKind, ownerId: string | null): Promise<AccountId> {
  const find = () =>
    tx
      .selectFrom('account')
      .select('id')
      .where('caisse_id', '=', tx.caisseId)
      .where('kind', '=', kind)
      .where('owner_id', 'is not distinct from', ownerId)
      .executeTakeFirst()
  const account = await find()
  if (account) return account.id
  await tx
    .insertInto('account')
    .values({ caisse_id: tx.caisseId, book: bookOf(kind), kind, owner_id: ownerId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await find())!.id
}

/**
 * Opens the two accounts of each household: its rights, with the wallet that payments lock, and its contributions.
 * Returns them in the order of the households.
 */
export async function openHouseholdAccounts(
  tx: CaisseTx,
  householdIds: readonly string[],
): Promise<{ householdId: string; rights: AccountId; contributions: AccountId }[]> {
  if (householdIds.length === 0) return []
  const rights = await openAccounts(tx, 'rights_household', householdIds.length)
  const contributions = await openAccounts(tx, 'household_contributions', householdIds.length)
  const opened = householdIds.map((householdId, i) => ({
    householdId,
    rights: rights[i]!,
    contributions: contributions[i]!,
  }))
  await sql`
    insert into household_account (caisse_id, household_id, book, account_id)
    select ${tx.caisseId}, household_id, book, account_id
    from unnest(${householdIds}::uuid[], ${rights}::bigint[], ${contributions}::bigint[]) as opened (household_id, rights, contributions),
      lateral (values ('rights'::book, rights), ('euros'::book, contributions)) as each (book, account_id)
  `.execute(tx)
  await sql`
    insert into wallet (caisse_id, account_id) select ${tx.caisseId}, unnest(${rights}::bigint[])
  `.execute(tx)
  return opened
}

async function openAccounts(
  tx: CaisseTx,
  kind: 'rights_household' | 'household_contributions',
  count: number,
): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    insert into account (caisse_id, book, kind)
    select ${tx.caisseId}, ${bookOf(kind)}::book, ${kind}::account_kind from generate_series(1, ${count}) returning id
  `.execute(tx)
  return rows.map((row) => row.id)
}

/** The account of a household in a book. */
export async function householdAccount(tx: CaisseTx, householdId: string, book: Book): Promise<AccountId> {
  const account = await tx
    .selectFrom('household_account')
    .select('account_id')
    .where('caisse_id', '=', tx.caisseId)
    .where('household_id', '=', householdId)
    .where('book', '=', book)
    .executeTakeFirst()
  if (!account) throw new Refusal('unknown_household', {}, 404)
  return account.account_id
}

/** Where each of these households keeps its rights. */
export async function rightsAccounts(
  tx: CaisseTx,
  householdIds: readonly string[],
): Promise<ReadonlyMap<string, AccountId>> {
  const { rows } = await sql<{ id: string; account: AccountId }>`
    select household_id as id, account_id as account from household_account
    where caisse_id = ${tx.caisseId} and book = 'rights' and household_id = any (${householdIds}::uuid[])
  `.execute(tx)
  return new Map(rows.map(({ id, account }) => [id, account]))
}

/**
 * Writes the legs of one gesture, numbered from 1, and moves the wallets they touch, in account order so that
 * two gestures cannot block each other. A wallet that would go below zero refuses the whole gesture, and so does
 * a leg dated in a closed month.
 */
export async function post(tx: CaisseTx, gestureId: string, legs: readonly Leg[], at: Date): Promise<void> {
  if (legs.length === 0) return
  const days = legs.flatMap((leg) => leg.on ?? [])
  if (days.length > 0)
    await refuseClosed(
      tx,
      days.reduce((first, day) => (day < first ? day : first)),
    )
  const changes = new Map<AccountId, { cents: Cents; legs: number }>()
  for (const { book, debit, credit, amountCents } of legs) {
    if (book !== 'rights') continue
    add(changes, debit, -amountCents)
    add(changes, credit, amountCents)
  }
  const accounts = [...changes.keys()].sort((a, b) => a - b)
  await sql`
    with change as (
      select * from unnest(
        ${accounts}::bigint[],
        ${accounts.map((account) => changes.get(account)!.cents)}::bigint[],
        ${accounts.map((account) => changes.get(account)!.legs)}::bigint[]
      ) as change (account_id, cents, legs)
    ), locked as (
      select account_id from wallet
      where caisse_id = ${tx.caisseId} and account_id = any (${accounts}::bigint[])
      order by account_id for update
    )
    update wallet set balance_cents = balance_cents + cents, seq = seq + legs
    from change join locked using (account_id)
    where wallet.caisse_id = ${tx.caisseId} and wallet.account_id = change.account_id
  `
    .execute(tx)
    .catch(refuseOverdraft)
  await tx
    .insertInto('transfer')
    .values(
      legs.map((leg, i) => ({
        caisse_id: tx.caisseId,
        gesture_id: gestureId,
        leg: i + 1,
        book: leg.book,
        debit_account: leg.debit,
        credit_account: leg.credit,
        amount_cents: leg.amountCents,
        kind: leg.kind,
        corrects: leg.corrects ?? null,
        at,
      })),
    )
    .execute()
  if (days.length > 0) await dateLegs(tx, gestureId, legs)
}

async function dateLegs(tx: CaisseTx, gestureId: string, legs: readonly Leg[]): Promise<void> {
  const dated = legs.flatMap(({ on }, i) => (on === undefined ? [] : [{ leg: i + 1, on }]))
  await tx
    .insertInto('dated_transfer')
    .values(dated.map(({ leg, on }) => ({ caisse_id: tx.caisseId, gesture_id: gestureId, leg, on_day: on })))
    .execute()
}

function add(
  changes: Map<AccountId, { cents: Cents; legs: number }>,
  account: AccountId,
  cents: Cents,
): void {
  const change = changes.get(account) ?? { cents: 0, legs: 0 }
  changes.set(account, { cents: change.cents + cents, legs: change.legs + 1 })
}

function refuseOverdraft(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code === '23514' && constraint === 'wallet_balance_cents_check') throw new Refusal('not_enough_rights')
  throw error
}

/** What an account has received minus what it has given, over all time. */
export async function balanceOf(tx: CaisseTx, account: AccountId): Promise<Cents> {
  const { rows } = await sql<{ balance: Cents }>`
    select (
      (select coalesce(sum(amount_cents), 0) from transfer where caisse_id = ${tx.caisseId} and credit_account = ${account})
      - (select coalesce(sum(amount_cents), 0) from transfer where caisse_id = ${tx.caisseId} and debit_account = ${account})
    )::bigint as balance
  `.execute(tx)
  return rows[0]!.balance
}

/**
 * What the accounts of a kind (or one of them) held at the end of a day, by the days money moved. Transfers that
 * name no day count on the day they were written, in the caisse's time zone.
 */
export async function balanceOn(
  tx: CaisseTx,
  kind: AccountKind,
  day: Day,
  ownerId: string | null = null,
): Promise<Cents> {
  const { rows } = await sql<{ balance: Cents }>`
    select coalesce(sum(case when t.credit_account = a.id then t.amount_cents else -t.amount_cents end), 0)::bigint as balance
    from account a
    join caisse on caisse.id = a.caisse_id
    join transfer t on t.caisse_id = a.caisse_id and (t.credit_account = a.id or t.debit_account = a.id)
    left join dated_transfer d on d.caisse_id = t.caisse_id and d.gesture_id = t.gesture_id and d.leg = t.leg
    where a.caisse_id = ${tx.caisseId} and a.kind = ${kind}::account_kind
      and (${ownerId}::uuid is null or a.owner_id = ${ownerId})
      and coalesce(d.on_day, (t.at at time zone caisse.time_zone)::date) <= ${day}::date
  `.execute(tx)
  return rows[0]!.balance
}

/** The legs of a gesture, to correct it. */
export function legsOf(tx: CaisseTx, gestureId: string) {
  return tx
    .selectFrom('transfer')
    .selectAll()
    .where('caisse_id', '=', tx.caisseId)
    .where('gesture_id', '=', gestureId)
    .orderBy('leg')
    .execute()
}

/** What a household can still spend. */
export async function rightsLeft(tx: CaisseTx, householdId: string): Promise<Cents> {
  const wallet = await tx
    .selectFrom('wallet')
    .innerJoin('household_account', (join) =>
      join
        .onRef('household_account.caisse_id', '=', 'wallet.caisse_id')
        .onRef('household_account.account_id', '=', 'wallet.account_id'),
    )
    .select('balance_cents')
    .where('household_account.caisse_id', '=', tx.caisseId)
    .where('household_id', '=', householdId)
    .where('book', '=', 'rights')
    .executeTakeFirst()
  if (!wallet) throw new Refusal('unknown_household', {}, 404)
  return wallet.balance_cents
}

/**
 * The state of the rights book: everything granted is in circulation, with outlets (claims),
 * redeemed, expired or returned. All in cents.
 */
export async function rightsPosition(tx: CaisseTx): Promise<{
  circulationCents: Cents
  claimsCents: Cents
}> {
  const { rows } = await sql<{ circulationCents: Cents; claimsCents: Cents }>`
    select
      (select coalesce(sum(balance_cents), 0) from wallet where caisse_id = ${tx.caisseId})::bigint as "circulationCents",
      (
        select coalesce(sum(
          (select coalesce(sum(amount_cents), 0) from transfer t where t.caisse_id = a.caisse_id and t.credit_account = a.id)
          - (select coalesce(sum(amount_cents), 0) from transfer t where t.caisse_id = a.caisse_id and t.debit_account = a.id)
        ), 0)
        from account a where a.caisse_id = ${tx.caisseId} and a.kind = 'rights_outlet'
      )::bigint as "claimsCents"
  `.execute(tx)
  return rows[0]!
}
