import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { PersonalTable, Somebody } from '../../kit/module.ts'
import type { Day } from '../../kit/month.ts'

/** Groups that somebody is in, and what they took on there. */
export const groupsPersonalData = (tx: CaisseTx, { personId }: Somebody): PersonalTable[] => [
  {
    name: 'groupes',
    heading: 'groups.personal.groups',
    columns: [
      { heading: 'groups.field.name', kind: 'text' },
      { heading: 'groups.export.joinedOn', kind: 'day' },
    ],
    async *rows() {
      const { rows } = await sql<{ name: string; joinedOn: Day }>`
        select g.name, m.joined_on as "joinedOn" from group_member m
        join working_group g on g.caisse_id = m.caisse_id and g.id = m.group_id
        where m.caisse_id = ${tx.caisseId} and m.contact_id = ${personId} order by m.joined_on, g.name
      `.execute(tx)
      for (const { name, joinedOn } of rows) yield [name, joinedOn]
    },
  },
  {
    name: 'taches',
    heading: 'groups.personal.tasks',
    columns: [
      { heading: 'groups.task.what', kind: 'text' },
      { heading: 'groups.field.name', kind: 'text' },
      { heading: 'groups.task.due', kind: 'day' },
      { heading: 'groups.export.doneOn', kind: 'day' },
    ],
    async *rows() {
      const { rows } = await sql<{ title: string; name: string; dueOn: Day | null; doneOn: Day | null }>`
        select t.title, g.name, t.due_on as "dueOn", t.done_on as "doneOn" from group_task t
        join working_group g on g.caisse_id = t.caisse_id and g.id = t.group_id
        where t.caisse_id = ${tx.caisseId} and t.owner_id = ${personId} order by t.created_at, t.id
      `.execute(tx)
      for (const { title, name, dueOn, doneOn } of rows) yield [title, name, dueOn, doneOn]
    },
  },
]
