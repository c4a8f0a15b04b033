import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { dayAt, firstDay, type Month } from '../../../kit/month.ts'
import { getCaisse } from '../../caisses/store.ts'

/** The households that are here today; those of a wave or a territory only, where one is named. */
export async function householdsToTell(
  tx: CaisseTx,
  { waveId, territoryId }: { waveId: string | null; territoryId: string | null },
  now: Date,
): Promise<string[]> {
  const today = dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)
  const { rows } = await sql<{ id: string }>`
    select id from household
    where caisse_id = ${tx.caisseId} and entered_on <= ${today} and (leaves_on is null or leaves_on >= ${today})
      ${waveId ? sql`and wave_id = ${waveId}` : sql``}
      ${territoryId ? sql`and territory_id = ${territoryId}` : sql``}
    order by id
  `.execute(tx)
  return rows.map(({ id }) => id)
}

export type ComingPledge = { householdId: string; cents: Cents }

/** What households that will be here on the first of a month chose to give for it. */
export async function comingPledges(tx: CaisseTx, month: Month): Promise<ComingPledge[]> {
  const first = firstDay(month)
  const { rows } = await sql<ComingPledge>`
    select h.id as "householdId", chosen.amount_cents as cents
    from household h
    join lateral (
      select amount_cents from pledge p
      where p.caisse_id = h.caisse_id and p.household_id = h.id and p.from_month <= ${month}
      order by p.from_month desc, p.created_at desc limit 1
    ) chosen on true
    where h.caisse_id = ${tx.caisseId} and h.entered_on <= ${first} and (h.leaves_on is null or h.leaves_on >= ${first})
      and chosen.amount_cents > 0
    order by h.id
  `.execute(tx)
  return rows
}
