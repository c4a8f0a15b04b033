import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'

const STRUCTURE_KINDS = ['association', 'social_centre', 'town_hall', 'other'] as const
type StructureKind = (typeof STRUCTURE_KINDS)[number]

export type Structure = { id: string; kind: StructureKind; name: string; fromOn: Day; endedAt: Date | null }

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
