import { sql, type RawBuilder } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { AccountId } from './rules.ts'
import { caisseAccount } from './store.ts'

/** The two accounts of a caisse that grants move, found once for all gestures of a run. */
export type GrantAccounts = { granted: AccountId; expired: AccountId }

export async function grantAccounts(tx: CaisseTx): Promise<GrantAccounts> {
  return {
    granted: await caisseAccount(tx, 'rights_granted'),
    expired: await caisseAccount(tx, 'rights_expired'),
  }
}

export type RightsGrants = {
  gestureId: string
  at: Date
  accounts: GrantAccounts
  /**
   * A query of columns (ord, account_id, granted_cents, expired_cents, kept_cents), each account once:
   * what to credit, and what lapses before it, at most that much and down to what is kept.
   */
  grants: RawBuilder<unknown>
  /** Whether anything may lapse: balances must then be seen before they are changed, which costs a second look. */
  lapses: boolean
}

/**
 * Credits many wallets at once as one gesture, as `post` would: legs that lapse first, then those that grant,
 * each in the order of `ord`. Wallets are locked in account order, so that no payment and no other gesture can
 * block it.
 *
 * Written for lines that were inserted a moment ago and of which the planner knows nothing: each wallet is looked
 * up by its key, and no estimate can turn that into a scan or a product.
 */
export async function grantRights(tx: CaisseTx, grants: RightsGrants): Promise<void> {
  const { gestureId, at, accounts } = grants
  // A hash join would visit the wallets in the order in which they lie.
  await sql`set local enable_hashjoin = off`.execute(tx)
  const { rows } = await sql<{ asked: number; moved: number }>`
    with due as materialized (
      select * from (${grants.grants}) as due (ord, account_id, granted_cents, expired_cents, kept_cents)
      order by account_id
    ), moved as materialized (
      ${grants.lapses ? lockedAndLapsed(tx) : NOTHING_LAPSES}
    ), changed as (
      update wallet set
        balance_cents = balance_cents + granted_cents - lapsed_cents,
        seq = seq + (granted_cents > 0)::integer + (lapsed_cents > 0)::integer
      from moved
      where wallet.caisse_id = ${tx.caisseId} and wallet.account_id = moved.account_id
      returning 1
    ), posted as (
      insert into transfer (caisse_id, gesture_id, leg, book, kind, debit_account, credit_account, amount_cents, at, xact)
      select ${tx.caisseId}, ${gestureId}::uuid, row_number() over (order by grants, ord), 'rights'::book,
        (case when grants then 'allocation' else 'expiry' end)::transfer_kind, debit, credit, cents,
        ${at}::timestamptz, (select pg_current_xact_id()::text::bigint)
      from (
        select ord, false as grants, account_id as debit, ${accounts.expired}::bigint as credit, lapsed_cents as cents
        from moved where lapsed_cents > 0
        union all
        select ord, true, ${accounts.granted}::bigint, account_id, granted_cents from moved where granted_cents > 0
      ) as leg
    )
    select (select count(*) from due) as asked, (select count(*) from changed) as moved
  `.execute(tx)
  const { asked, moved } = rows[0]!
  if (asked !== moved) throw new Error(`gesture ${gestureId}: ${asked - moved} accounts have no wallet`)
}

const NOTHING_LAPSES = sql`select ord, account_id, granted_cents, 0 as lapsed_cents from due`

const lockedAndLapsed = (tx: CaisseTx) => sql`
  select ord, account_id, granted_cents,
    least(expired_cents, greatest(0, balance_cents - kept_cents)) as lapsed_cents
  from due join wallet using (account_id)
  where wallet.caisse_id = ${tx.caisseId}
  order by account_id for update of wallet
`
