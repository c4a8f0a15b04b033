import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'
import type { AccountId } from '../../ledger/rules.ts'

export type Payer = {
  personId: string
  number: string
  accountId: AccountId
  loginAccountId: string | null
  hasCode: boolean
  failures: number
  lockedUntil: Date | null
  blocked: boolean
  paysInPart: boolean
}

/** Somebody who may spend a household's rights; undefined when they have no number. */
export async function findPayer(tx: CaisseTx, personId: string): Promise<Payer | undefined> {
  const [payer] = await payersWhere(tx, sql`payer.person_id = ${personId}`)
  return payer
}

/** Those who pay from the rights of a household, in the order in which their numbers were issued. */
export function payersOfHousehold(tx: CaisseTx, householdId: string): Promise<Payer[]> {
  return payersWhere(
    tx,
    sql`payer.account_id = (
      select account_id from household_account
      where caisse_id = ${tx.caisseId} and household_id = ${householdId} and book = 'rights'
    )`,
  )
}

async function payersWhere(tx: CaisseTx, condition: ReturnType<typeof sql>): Promise<Payer[]> {
  const { rows } = await sql<Payer>`
    select payer.person_id as "personId", payer.number, payer.account_id as "accountId",
      person.login_account_id as "loginAccountId", payer.code_hmac is not null as "hasCode", payer.failures,
      payer.locked_until as "lockedUntil", payer.blocked_at is not null as blocked,
      payer.pays_in_part as "paysInPart"
    from payer
    join person on person.caisse_id = payer.caisse_id and person.id = payer.person_id
    where payer.caisse_id = ${tx.caisseId} and ${condition}
    order by payer.person_id
  `.execute(tx)
  return rows
}

/** The household in which a person is on a day, with its rights account; undefined when in none. */
export async function membershipOf(
  tx: CaisseTx,
  personId: string,
  day: Day,
): Promise<{ householdId: string; child: boolean; accountId: AccountId } | undefined> {
  const { rows } = await sql<{ householdId: string; child: boolean; accountId: AccountId }>`
    select member.household_id as "householdId", member.child, account.account_id as "accountId"
    from household_member member
    join household_account account on account.caisse_id = member.caisse_id
      and account.household_id = member.household_id and account.book = 'rights'
    where member.caisse_id = ${tx.caisseId} and member.person_id = ${personId}
      and member.from_on <= ${day} and (member.to_on is null or member.to_on >= ${day})
    order by member.from_on desc
    limit 1
  `.execute(tx)
  return rows[0]
}

/** Keeps a number for this caisse; false when somebody of the installation has it. */
export async function takeNumber(tx: CaisseTx, number: string): Promise<boolean> {
  const taken = await tx
    .insertInto('resident_number')
    .values({ number, caisse_id: tx.caisseId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return taken.numInsertedOrUpdatedRows === 1n
}

export async function insertPayer(
  tx: CaisseTx,
  payer: { personId: string; number: string; accountId: AccountId },
): Promise<void> {
  await tx
    .insertInto('payer')
    .values({
      caisse_id: tx.caisseId,
      person_id: payer.personId,
      number: payer.number,
      account_id: payer.accountId,
    })
    .execute()
}

/** Who may pay and has this full name, given name first or last; `plain` as `plainName` writes it. */
export async function numbersOfName(tx: CaisseTx, plain: string): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    with named as (
      select payer.number,
        trim(regexp_replace(lower(unaccent(p.given_name)), '[^[:alnum:]]+', ' ', 'g')) as given,
        trim(regexp_replace(lower(unaccent(p.family_name)), '[^[:alnum:]]+', ' ', 'g')) as family
      from payer
      join person p on p.caisse_id = payer.caisse_id and p.id = payer.person_id
      where payer.caisse_id = ${tx.caisseId}
    )
    select number from named
    where family <> '' and (given || ' ' || family = ${plain} or family || ' ' || given = ${plain})
    order by number
  `.execute(tx)
  return rows.map(({ number }) => number)
}

type PayerChange = {
  codeHmac?: Buffer | null
  failures?: number
  lockedUntil?: Date | null
  blockedAt?: Date | null
  paysInPart?: boolean
  accountId?: AccountId
}

/** Only what is named changes. */
export async function updatePayer(tx: CaisseTx, personId: string, change: PayerChange): Promise<void> {
  const columns = {
    code_hmac: change.codeHmac,
    failures: change.failures,
    locked_until: change.lockedUntil,
    blocked_at: change.blockedAt,
    pays_in_part: change.paysInPart,
    account_id: change.accountId,
  }
  await tx
    .updateTable('payer')
    .set(Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)))
    .where('caisse_id', '=', tx.caisseId)
    .where('person_id', '=', personId)
    .execute()
}

export type PaidLeg = { householdAccount: AccountId; outletAccount: AccountId; paidCents: Cents; at: Date }

/** A payment as the journal has it. */
export async function findPaidLeg(tx: CaisseTx, gestureId: string): Promise<PaidLeg | undefined> {
  const row = await tx
    .selectFrom('transfer')
    .select(['debit_account', 'credit_account', 'amount_cents', 'at'])
    .where('caisse_id', '=', tx.caisseId)
    .where('gesture_id', '=', gestureId)
    .where('kind', '=', 'payment')
    .executeTakeFirst()
  return (
    row && {
      householdAccount: row.debit_account,
      outletAccount: row.credit_account,
      paidCents: row.amount_cents,
      at: row.at,
    }
  )
}

/** What was given back of a payment so far. */
export async function refundedOf(tx: CaisseTx, gestureId: string, leg: PaidLeg): Promise<Cents> {
  const { rows } = await sql<{ cents: Cents }>`
    select coalesce(sum(amount_cents), 0)::bigint as cents from transfer
    where caisse_id = ${tx.caisseId} and credit_account = ${leg.householdAccount} and at >= ${leg.at}
      and kind = 'refund' and corrects = ${gestureId}
  `.execute(tx)
  return rows[0]!.cents
}
