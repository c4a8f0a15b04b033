import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export const STRUCTURE_KINDS = ['association', 'social_centre', 'town_hall', 'other'] as const
export type StructureKind = (typeof STRUCTURE_KINDS)[number]

export type Structure = { id: string; kind: StructureKind; name: string; fromOn: Day; endedAt: Date | null }

export async function insertStructure(tx: CaisseTx, structure: Omit<Structure, 'endedAt'>): Promise<void> {
  const inserted = await tx
    .insertInto('structure')
    .values({
      caisse_id: tx.caisseId,
      id: structure.id,
      kind: structure.kind,
      name: structure.name,
      from_on: structure.fromOn,
    })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw new Refusal('structure_exists', { nameText: structure.name })
}

/** By name; those that ended last. */
export async function listStructures(tx: CaisseTx): Promise<Structure[]> {
  const { rows } = await sql<Structure>`
    select id, kind, name, from_on as "fromOn", ended_at as "endedAt" from structure
    where caisse_id = ${tx.caisseId} order by ended_at is not null, name collate "fr-x-icu"
  `.execute(tx)
  return rows
}

export const openStructures = async (tx: CaisseTx): Promise<Structure[]> =>
  (await listStructures(tx)).filter(({ endedAt }) => endedAt === null)

export async function getStructure(tx: CaisseTx, id: string): Promise<Structure> {
  const found = (await listStructures(tx)).find((structure) => structure.id === id)
  if (!found) throw new Refusal('unknown_structure', {}, 404)
  return found
}

export async function setStructureEnd(tx: CaisseTx, id: string, endedAt: Date): Promise<void> {
  await tx
    .updateTable('structure')
    .set({ ended_at: endedAt })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}
