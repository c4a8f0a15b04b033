import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export type NewWave = {
  id: string
  name: string
  startsOn: Day
  plannedHouseholds: number | null
  /** Where and when one comes to join, in the caisse's own words. */
  meeting: string
}

const columnsOf = (wave: NewWave) => ({
  name: wave.name,
  starts_on: wave.startsOn,
  planned_households: wave.plannedHouseholds,
  meeting: wave.meeting,
})

export async function insertWave(tx: CaisseTx, wave: NewWave): Promise<void> {
  const inserted = await tx
    .insertInto('wave')
    .values({ caisse_id: tx.caisseId, id: wave.id, ...columnsOf(wave) })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw new Refusal('wave_exists', { nameText: wave.name })
}

export async function updateWave(tx: CaisseTx, wave: NewWave): Promise<void> {
  const homonym = await tx
    .selectFrom('wave')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('name', '=', wave.name)
    .where('id', '<>', wave.id)
    .executeTakeFirst()
  if (homonym) throw new Refusal('wave_exists', { nameText: wave.name })
  const { numUpdatedRows } = await tx
    .updateTable('wave')
    .set(columnsOf(wave))
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', wave.id)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Refusal('unknown_wave', {}, 404)
}

export type Wave = NewWave & {
  households: number
  /** Told that there is a place for them, and not registered yet. */
  invited: number
}

/** In the order in which they start, with the households that are in them so far. */
export async function listWaves(tx: CaisseTx): Promise<Wave[]> {
  const { rows } = await sql<Wave>`
    select w.id, w.name, w.starts_on as "startsOn", w.planned_households as "plannedHouseholds", w.meeting,
      (select count(*)::integer from household h where h.caisse_id = w.caisse_id and h.wave_id = w.id) as households,
      (
        select count(*)::integer from pre_registration p
        where p.caisse_id = w.caisse_id and p.wave_id = w.id and p.status = 'invited'
      ) as invited
    from wave w
    where w.caisse_id = ${tx.caisseId}
    order by w.starts_on, w.name collate "fr-x-icu"
  `.execute(tx)
  return rows
}

/** Places that nobody has taken; null where no number was planned. */
export const placesLeft = ({ plannedHouseholds, households, invited }: Wave): number | null =>
  plannedHouseholds === null ? null : Math.max(0, plannedHouseholds - households - invited)

/** The first one that has not begun: what those who ask today may hope for. */
export const nextWave = async (tx: CaisseTx, today: Day): Promise<Wave | undefined> =>
  (await listWaves(tx)).find(({ startsOn }) => startsOn >= today)
