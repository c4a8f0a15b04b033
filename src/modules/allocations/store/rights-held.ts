import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { firstDay, lastDay, type Month } from '../../../kit/month.ts'
import { openHouseholdAccounts } from '../../ledger/store.ts'
import type { AccountId } from '../../ledger/rules.ts'
import type { RightsHeld } from '../rules/run.ts'

/** Every household of the caisse has its accounts, however it was entered. */
export async function openMissingAccounts(tx: CaisseTx): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from household h
    where caisse_id = ${tx.caisseId} and not exists (
      select from household_account a where a.caisse_id = h.caisse_id and a.household_id = h.id and a.book = 'rights'
    )
    order by id
  `.execute(tx)
  await openHouseholdAccounts(
    tx,
    rows.map((row) => row.id),
  )
}

/**
 * What each of these households holds, if anything; granted after `lastToLapse` counts as recent, and so does what
 * came with people from another household: nobody loses rights by changing household.
 */
export async function rightsHeld(
  tx: CaisseTx,
  households: readonly { id: string; accountId: AccountId }[],
  lastToLapse: Month,
): Promise<Map<string, RightsHeld>> {
  const ids = households.map((household) => household.id)
  const accounts = households.map((household) => household.accountId)
  const { rows } = await sql<RightsHeld & { id: string }>`
    with recent as (
      select household_id as id, sum(amount_cents)::bigint as cents from allocation_line
      where caisse_id = ${tx.caisseId} and household_id = any (${ids}::uuid[])
        and month > ${lastToLapse} and outcome = 'granted'
      group by household_id
    ), brought as (
      select other_household_id as id, sum(cents)::bigint as cents from life_event
      where caisse_id = ${tx.caisseId} and other_household_id = any (${ids}::uuid[])
        and on_day > ${lastDay(lastToLapse)}
      group by other_household_id
    )
    select id, balance_cents as "balanceCents",
      coalesce(recent.cents, 0) + coalesce(brought.cents, 0) as "recentCents"
    from unnest(${ids}::uuid[], ${accounts}::bigint[]) as asked (id, account_id)
    join wallet on wallet.caisse_id = ${tx.caisseId} and wallet.account_id = asked.account_id
    left join recent using (id)
    left join brought using (id)
    where balance_cents > 0
  `.execute(tx)
  return new Map(rows.map(({ id, ...held }) => [id, held]))
}

/** Households that left before the month and still hold rights, by ascending id. */
export async function leaversWithRights(
  tx: CaisseTx,
  month: Month,
): Promise<{ id: string; accountId: AccountId }[]> {
  const { rows } = await sql<{ id: string; accountId: AccountId }>`
    select h.id, w.account_id as "accountId"
    from household h
    join household_account a on a.caisse_id = h.caisse_id and a.household_id = h.id and a.book = 'rights'
    join wallet w on w.caisse_id = a.caisse_id and w.account_id = a.account_id
    where h.caisse_id = ${tx.caisseId} and h.leaves_on < ${firstDay(month)} and w.balance_cents > 0
    order by h.id
  `.execute(tx)
  return rows
}
