import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'

export type Milestone = {
  id: string
  kind: 'phase' | 'milestone'
  title: string
  description: string
  startsOn: Day
  endsOn: Day | null
  public: boolean
}

const milestones = (tx: CaisseTx) =>
  tx
    .selectFrom('milestone')
    .select(['id', 'kind', 'title', 'description', 'starts_on as startsOn', 'ends_on as endsOn', 'public'])
    .where('caisse_id', '=', tx.caisseId)

export async function listMilestones(tx: CaisseTx): Promise<Milestone[]> {
  const rows = await milestones(tx).orderBy('starts_on').orderBy('id').execute()
  return rows as Milestone[]
}

export async function findMilestone(tx: CaisseTx, id: string): Promise<Milestone | undefined> {
  return (await milestones(tx).where('id', '=', id).executeTakeFirst()) as Milestone | undefined
}

const columns = (milestone: Omit<Milestone, 'id'>) => ({
  kind: milestone.kind,
  title: milestone.title,
  description: milestone.description,
  starts_on: milestone.startsOn,
  ends_on: milestone.endsOn,
  public: milestone.public,
})

export async function insertMilestone(tx: CaisseTx, { id, ...milestone }: Milestone): Promise<void> {
  await tx
    .insertInto('milestone')
    .values({ caisse_id: tx.caisseId, id, ...columns(milestone) })
    .execute()
}

export async function updateMilestone(tx: CaisseTx, { id, ...milestone }: Milestone): Promise<void> {
  await tx
    .updateTable('milestone')
    .set(columns(milestone))
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function deleteMilestone(tx: CaisseTx, id: string): Promise<void> {
  await tx.deleteFrom('milestone').where('caisse_id', '=', tx.caisseId).where('id', '=', id).execute()
}

export type WaveOf = { id: string; name: string; startsOn: Day; planned: number | null }

/** When people arrive, together. */
export async function listArrivals(tx: CaisseTx): Promise<WaveOf[]> {
  return tx
    .selectFrom('wave')
    .select(['id', 'name', 'starts_on as startsOn', 'planned_households as planned'])
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('starts_on')
    .execute()
}

export type GrantOf = {
  id: string
  funder: string
  purpose: string
  cents: Cents
  from: Day
  to: Day
}

/** From the day a grant was given to its last tranche. */
export async function listGrantSpans(tx: CaisseTx): Promise<GrantOf[]> {
  const { rows } = await sql<GrantOf>`
    select g.id, g.funder, g.purpose, g.promised_cents as cents, g.awarded_on as "from",
      greatest(g.awarded_on, max(tranche.expected_on)) as "to"
    from grant_award g
    left join grant_tranche tranche on tranche.caisse_id = g.caisse_id and tranche.grant_id = g.id
    where g.caisse_id = ${tx.caisseId}
    group by g.id, g.funder, g.purpose, g.promised_cents, g.awarded_on
    order by g.awarded_on
  `.execute(tx)
  return rows
}
