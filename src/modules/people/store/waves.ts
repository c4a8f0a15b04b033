import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export type NewWave = { id: string; name: string; startsOn: Day; plannedHouseholds: number | null }

export async function insertWave(tx: CaisseTx, wave: NewWave): Promise<void> {
  const inserted = await tx
    .insertInto('wave')
    .values({
      caisse_id: tx.caisseId,
      id: wave.id,
      name: wave.name,
      starts_on: wave.startsOn,
      planned_households: wave.plannedHouseholds,
    })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw new Refusal('wave_exists', { nameText: wave.name })
}

export type Wave = NewWave & { households: number }

/** In the order in which they start, with the households that are in them so far. */
export async function listWaves(tx: CaisseTx): Promise<Wave[]> {
  const { rows } = await sql<Wave>`
    select w.id, w.name, w.starts_on as "startsOn", w.planned_households as "plannedHouseholds",
      count(h.id)::integer as households
    from wave w left join household h on h.caisse_id = w.caisse_id and h.wave_id = w.id
    where w.caisse_id = ${tx.caisseId}
    group by w.caisse_id, w.id
    order by w.starts_on, w.name collate "fr-x-icu"
  `.execute(tx)
  return rows
}
