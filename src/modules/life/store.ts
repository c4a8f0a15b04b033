import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'

/**
 * Households that were joined to another one and hold euros beyond their dues, or miss some of those that went on with
 * them; the first joined come first, so that what goes through several arrives.
 */
export async function joinedOutOfBalance(tx: CaisseTx): Promise<{ householdId: string; to: string }[]> {
  const { rows } = await sql<{ householdId: string; to: string }>`
    with joined as (
      select distinct on (household_id) household_id, other_household_id, written_at from life_event
      where caisse_id = ${tx.caisseId} and kind = 'merge' order by household_id, written_at desc
    ), received as (
      select household_id, sum(cents) as cents from received_contribution
      where caisse_id = ${tx.caisseId} group by household_id
    ), owed as (
      select household_id, sum(amount_cents - waived_cents) as cents from due
      where caisse_id = ${tx.caisseId} group by household_id
    ), stands as (
      select joined.*, coalesce(received.cents, 0) - coalesce(owed.cents, 0) as cents
      from joined left join received using (household_id) left join owed using (household_id)
    )
    select household_id as "householdId", other_household_id as "to" from stands
    where cents > 0 or cents < 0 and 0 < (
      select sum(case when c.household_id = stands.household_id then -amount_cents else amount_cents end)
      from carried_contribution c
      where c.caisse_id = ${tx.caisseId} and (
        (c.from_household_id, c.household_id) = (stands.household_id, stands.other_household_id)
        or (c.household_id, c.from_household_id) = (stands.household_id, stands.other_household_id)
      )
    )
    order by written_at, household_id
  `.execute(tx)
  return rows
}
