import { sql, type RawBuilder } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import { caisseAccount } from './store.ts'

export type RightsGrants = {
  gestureId: string
  at: Date
  /**
   * A query of columns (ord, account_id, granted_cents, expired_cents, kept_cents), each account once:
   * what to credit, and what lapses before it, at most that much and down to what is kept.
   */
  grants: RawBuilder<unknown>
}

/**
 * Credits many wallets at once as one gesture: legs that lapse first, then those that grant, each in the order
 * of `ord`. Wallets are locked in account order, so that no payment and no other gesture can block it.
 * Posts what `post` would, in one statement.
 */
export async function grantRights(tx: CaisseTx, { gestureId, at, grants }: RightsGrants): Promise<void> {
  const granted = await caisseAccount(tx, 'rights_granted')
  const expired = await caisseAccount(tx, 'rights_expired')
  const { rows } = await sql<{ asked: number; moved: number }>`
    with due as materialized (
      select * from (${grants}) as due (ord, account_id, granted_cents, expired_cents, kept_cents)
    ), held as materialized (
      select account_id, balance_cents from wallet
      where caisse_id = ${tx.caisseId} and account_id in (select account_id from due)
      order by account_id for update
    ), moved as materialized (
      select ord, account_id, granted_cents, least(expired_cents, greatest(0, balance_cents - kept_cents)) as lapsed_cents
      from due join held using (account_id)
    ), changed as (
      update wallet set
        balance_cents = balance_cents + granted_cents - lapsed_cents,
        seq = seq + (granted_cents > 0)::integer + (lapsed_cents > 0)::integer
      from moved
      where wallet.caisse_id = ${tx.caisseId} and wallet.account_id = moved.account_id
        and granted_cents + lapsed_cents > 0
    ), posted as (
      insert into transfer (caisse_id, gesture_id, leg, book, kind, debit_account, credit_account, amount_cents, at)
      select ${tx.caisseId}, ${gestureId}::uuid, row_number() over (order by grants, ord), 'rights'::book,
        (case when grants then 'allocation' else 'expiry' end)::transfer_kind, debit, credit, cents, ${at}::timestamptz
      from (
        select ord, false as grants, account_id as debit, ${expired}::bigint as credit, lapsed_cents as cents
        from moved where lapsed_cents > 0
        union all
        select ord, true, ${granted}::bigint, account_id, granted_cents from moved where granted_cents > 0
      ) as leg
    )
    select (select count(*) from due) as asked, (select count(*) from moved) as moved
  `.execute(tx)
  const { asked, moved } = rows[0]!
  if (asked !== moved) throw new Error(`${asked - moved} accounts of gesture ${gestureId} have no wallet`)
}
