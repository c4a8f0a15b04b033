import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { addMonths, dayAt, firstDay, monthOf, startOfDay, type Month } from '../../../kit/month.ts'
import { joinedSince } from '../../payments/store/journal.ts'

/** What was allocated to a household, month by month, the latest first. */
export async function grantedByMonth(
  tx: CaisseTx,
  householdId: string,
): Promise<{ month: Month; cents: Cents }[]> {
  const { rows } = await sql<{ month: Month; cents: Cents }>`
    select month, sum(amount_cents)::bigint as cents from allocation_line
    where caisse_id = ${tx.caisseId} and household_id = ${householdId} and outcome = 'granted'
    group by month order by month desc
  `.execute(tx)
  return rows
}

export type MonthOfRights = {
  month: Month
  /** Allocations, and what followed people from or to another household. */
  allocatedCents: Cents
  /** Purchases less what was given back of them. */
  spentCents: Cents
  lapsedCents: Cents
  returnedCents: Cents
}

/** The first month that is wholly joined to the household. */
export const joinedFrom = (now: Date, timeZone: string): Month =>
  addMonths(monthOf(dayAt(joinedSince(now), timeZone)), 1)

/** What came in and went out, by month of the caisse's calendar, as long as it is joined to the household. */
export async function rightsByMonth(
  tx: CaisseTx,
  householdId: string,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<MonthOfRights[]> {
  const { rows } = await sql<MonthOfRights>`
    with own as (
      select account_id from household_account
      where caisse_id = ${tx.caisseId} and household_id = ${householdId} and book = 'rights'
    ), leg as (
      select t.kind, t.at, -t.amount_cents as change from own
      join transfer t on t.caisse_id = ${tx.caisseId} and t.debit_account = own.account_id
      union all
      select t.kind, t.at, t.amount_cents from own
      join transfer t on t.caisse_id = ${tx.caisseId} and t.credit_account = own.account_id
    )
    select to_char(at at time zone ${timeZone}, 'YYYY-MM') as month,
      coalesce(sum(change) filter (where kind in ('allocation', 'correction', 'household_share')), 0)::bigint as "allocatedCents",
      coalesce(-sum(change) filter (where kind in ('payment', 'refund')), 0)::bigint as "spentCents",
      coalesce(-sum(change) filter (where kind = 'expiry'), 0)::bigint as "lapsedCents",
      coalesce(-sum(change) filter (where kind = 'return_to_pot'), 0)::bigint as "returnedCents"
    from leg where at >= ${startOfDay(firstDay(joinedFrom(now, timeZone)), timeZone)}
    group by 1 order by 1 desc
  `.execute(tx)
  return rows
}

/** The outlets where a household bought most often, as long as it is joined to them. */
export async function usualOutlets(tx: CaisseTx, householdId: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select account.owner_id as id
    from household_account own
    join transfer t on t.caisse_id = own.caisse_id and t.debit_account = own.account_id and t.kind = 'payment'
    join account on account.caisse_id = t.caisse_id and account.id = t.credit_account
    where own.caisse_id = ${tx.caisseId} and own.household_id = ${householdId} and own.book = 'rights'
      and t.at >= ${joinedSince(now)}
    group by account.owner_id order by count(*) desc, account.owner_id
    limit 10
  `.execute(tx)
  return rows.map((row) => row.id)
}
