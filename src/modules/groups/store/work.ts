import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export type Task = {
  id: string
  groupId: string
  groupName: string
  title: string
  ownerId: string | null
  ownerName: string | null
  dueOn: Day | null
  doneOn: Day | null
}

async function tasksWhere(tx: CaisseTx, condition: ReturnType<typeof sql>): Promise<Task[]> {
  const { rows } = await sql<Task>`
    select t.id, t.group_id as "groupId", g.name as "groupName", t.title, t.owner_id as "ownerId",
      t.due_on as "dueOn", t.done_on as "doneOn",
      trim(coalesce(p.given_name || ' ' || p.family_name, c.given_name || ' ' || c.family_name)) as "ownerName"
    from group_task t
    join working_group g on g.caisse_id = t.caisse_id and g.id = t.group_id
    left join contact c on c.caisse_id = t.caisse_id and c.id = t.owner_id
    left join person p on p.caisse_id = c.caisse_id and p.id = c.person_id
    where t.caisse_id = ${tx.caisseId} and ${condition}
    order by t.done_on is not null, t.due_on nulls last, t.created_at, t.id
  `.execute(tx)
  return rows
}

/** What is to do first, by its day. */
export const tasksOfGroup = (tx: CaisseTx, groupId: string): Promise<Task[]> =>
  tasksWhere(tx, sql`t.group_id = ${groupId}`)

/** What somebody still has to do. */
export const openTasksOf = (tx: CaisseTx, contactId: string): Promise<Task[]> =>
  tasksWhere(tx, sql`t.owner_id = ${contactId} and t.done_on is null and g.status <> 'closed'`)

export const lateTasks = (tx: CaisseTx, today: Day): Promise<Task[]> =>
  tasksWhere(tx, sql`t.done_on is null and t.due_on < ${today} and g.status not in ('closed', 'paused')`)

/** The task, that nobody else changes until the commit. */
export async function takeTask(tx: CaisseTx, id: string): Promise<Task> {
  await sql`select from group_task where caisse_id = ${tx.caisseId} and id = ${id} for update`.execute(tx)
  const [task] = await tasksWhere(tx, sql`t.id = ${id}`)
  if (!task) throw new Refusal('unknown_task', {}, 404)
  return task
}

export type NewTask = Pick<Task, 'id' | 'groupId' | 'title' | 'ownerId' | 'dueOn'>

export async function insertTasks(tx: CaisseTx, tasks: readonly NewTask[], now: Date): Promise<void> {
  if (tasks.length === 0) return
  await tx
    .insertInto('group_task')
    .values(
      tasks.map((task) => ({
        caisse_id: tx.caisseId,
        id: task.id,
        group_id: task.groupId,
        title: task.title,
        owner_id: task.ownerId,
        due_on: task.dueOn,
        created_at: now,
      })),
    )
    .execute()
}

export async function setTaskDone(tx: CaisseTx, id: string, doneOn: Day | null): Promise<void> {
  await tx
    .updateTable('group_task')
    .set({ done_on: doneOn })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function setTaskOwner(tx: CaisseTx, id: string, ownerId: string | null): Promise<void> {
  await tx
    .updateTable('group_task')
    .set({ owner_id: ownerId })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export type Entry = { id: string; happenedOn: Day; body: string }

/** The log, the latest first. */
export async function entriesOf(tx: CaisseTx, groupId: string): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select id, happened_on as "happenedOn", body from group_entry
    where caisse_id = ${tx.caisseId} and group_id = ${groupId} order by happened_on desc, written_at desc, id desc
  `.execute(tx)
  return rows
}

export async function insertEntries(
  tx: CaisseTx,
  groupId: string,
  entries: readonly Entry[],
  now: Date,
): Promise<void> {
  if (entries.length === 0) return
  await tx
    .insertInto('group_entry')
    .values(
      entries.map(({ id, happenedOn, body }) => ({
        caisse_id: tx.caisseId,
        id,
        group_id: groupId,
        happened_on: happenedOn,
        body,
        written_at: now,
      })),
    )
    .execute()
}

export type GroupPaper = {
  id: string
  groupId: string
  title: string
  fileName: string
  sha256: Buffer
  addedAt: Date
}

export async function filesOfGroup(tx: CaisseTx, groupId: string): Promise<GroupPaper[]> {
  const { rows } = await sql<GroupPaper>`
    select id, group_id as "groupId", title, file_name as "fileName", sha256, added_at as "addedAt" from group_file
    where caisse_id = ${tx.caisseId} and group_id = ${groupId} order by added_at desc, id
  `.execute(tx)
  return rows
}

export async function insertFile(tx: CaisseTx, file: GroupPaper): Promise<void> {
  await tx
    .insertInto('group_file')
    .values({
      caisse_id: tx.caisseId,
      id: file.id,
      group_id: file.groupId,
      title: file.title,
      file_name: file.fileName,
      sha256: file.sha256,
      added_at: file.addedAt,
    })
    .execute()
}

export async function deleteFile(tx: CaisseTx, groupId: string, id: string): Promise<void> {
  await tx
    .deleteFrom('group_file')
    .where('caisse_id', '=', tx.caisseId)
    .where('group_id', '=', groupId)
    .where('id', '=', id)
    .execute()
}
