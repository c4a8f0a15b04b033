import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { Composition, GroupStatus } from '../rules/group.ts'

export type GroupFile = {
  composition: Composition
  name: string
  purpose: string
  territoryId: string | null
  status: GroupStatus
  startsOn: Day | null
  endsOn: Day | null
}

export type Group = GroupFile & {
  id: string
  territoryName: string | null
  members: number
  openTasks: number
  lateTasks: number
}

/** By the day on which they begin; those that ended last. */
export async function listGroups(tx: CaisseTx, today: Day): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select g.id, g.composition, g.name, g.purpose, g.territory_id as "territoryId", t.name as "territoryName", g.status,
      g.starts_on as "startsOn", g.ends_on as "endsOn",
      (select count(*)::integer from group_member m where m.caisse_id = g.caisse_id and m.group_id = g.id) as members,
      coalesce(tasks.open, 0) as "openTasks", coalesce(tasks.late, 0) as "lateTasks"
    from working_group g
    left join territory t on t.caisse_id = g.caisse_id and t.id = g.territory_id
    left join (
      select group_id, count(*)::integer as open, (count(*) filter (where due_on < ${today}))::integer as late
      from group_task where caisse_id = ${tx.caisseId} and done_on is null group by group_id
    ) tasks on tasks.group_id = g.id
    where g.caisse_id = ${tx.caisseId}
    order by g.status = 'closed', g.starts_on nulls last, g.name collate "fr-x-icu"
  `.execute(tx)
  return rows
}

export async function getGroup(tx: CaisseTx, today: Day, id: string): Promise<Group> {
  const found = (await listGroups(tx, today)).find((group) => group.id === id)
  if (!found) throw new Refusal('unknown_group', {}, 404)
  return found
}

export async function saveGroup(tx: CaisseTx, id: string, file: GroupFile, now: Date): Promise<void> {
  const said = {
    composition: file.composition,
    name: file.name,
    purpose: file.purpose,
    territory_id: file.territoryId,
    status: file.status,
    starts_on: file.startsOn,
    ends_on: file.endsOn,
  }
  const namesake = await tx
    .selectFrom('working_group')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('name', '=', file.name)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (namesake) throw new Refusal('group_exists', { nameText: file.name })
  await tx
    .insertInto('working_group')
    .values({ caisse_id: tx.caisseId, id, created_at: now, ...said })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'id']).doUpdateSet(said))
    .execute()
}

export type NextMeeting = { id: string; groupId: string; title: string; startsAt: Date; placeName: string }

/** The next announced meeting of each group. */
export async function nextMeetings(tx: CaisseTx, now: Date): Promise<NextMeeting[]> {
  const { rows } = await sql<NextMeeting>`
    select distinct on (group_id) id, group_id as "groupId", title, starts_at as "startsAt", place_name as "placeName"
    from meeting
    where caisse_id = ${tx.caisseId} and group_id is not null and status = 'announced' and ends_at >= ${now}
    order by group_id, starts_at, id
  `.execute(tx)
  return rows
}

export type Need = {
  id: string
  groupId: string
  groupName: string
  fromGroupId: string
  fromGroupName: string
  what: string
  neededOn: Day | null
  metOn: Day | null
}

/** What groups wait for from one another: what is not met yet first, by its day. */
export async function listNeeds(tx: CaisseTx): Promise<Need[]> {
  const { rows } = await sql<Need>`
    select n.id, n.group_id as "groupId", waits.name as "groupName", n.from_group_id as "fromGroupId",
      gives.name as "fromGroupName", n.what, n.needed_on as "neededOn", n.met_on as "metOn"
    from group_need n
    join working_group waits on waits.caisse_id = n.caisse_id and waits.id = n.group_id
    join working_group gives on gives.caisse_id = n.caisse_id and gives.id = n.from_group_id
    where n.caisse_id = ${tx.caisseId}
    order by n.met_on is not null, n.needed_on nulls last, n.id
  `.execute(tx)
  return rows
}

export async function insertNeed(
  tx: CaisseTx,
  need: Pick<Need, 'id' | 'groupId' | 'fromGroupId' | 'what' | 'neededOn'>,
): Promise<void> {
  await tx
    .insertInto('group_need')
    .values({
      caisse_id: tx.caisseId,
      id: need.id,
      group_id: need.groupId,
      from_group_id: need.fromGroupId,
      what: need.what,
      needed_on: need.neededOn,
    })
    .execute()
}

export async function setNeedMet(tx: CaisseTx, id: string, metOn: Day | null): Promise<void> {
  await tx
    .updateTable('group_need')
    .set({ met_on: metOn })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}
