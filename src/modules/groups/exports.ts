import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { Day } from '../../kit/month.ts'
import type { TableExport } from '../../kit/table-file.ts'

/** Groups, who is in them, what they do and did, what they wait for, and which files they keep. */
export const groupsExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'groupes',
    columns: [
      { heading: 'groups.field.name', kind: 'text' },
      { heading: 'groups.field.composition', kind: 'word' },
      { heading: 'groups.field.purpose', kind: 'text' },
      { heading: 'groups.field.territory', kind: 'text' },
      { heading: 'groups.field.status', kind: 'word' },
      { heading: 'groups.field.startsOn', kind: 'day' },
      { heading: 'groups.field.endsOn', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<{
        name: string
        composition: string
        purpose: string
        territory: string | null
        status: string
        startsOn: Day | null
        endsOn: Day | null
      }>(
        tx,
        sql`
          select g.name, g.composition, g.purpose, t.name as territory, g.status, g.starts_on as "startsOn",
            g.ends_on as "endsOn"
          from working_group g left join territory t on t.caisse_id = g.caisse_id and t.id = g.territory_id
          where g.caisse_id = ${sql.lit(tx.caisseId)} order by g.starts_on nulls last, g.name
        `,
      ))
        yield [
          row.name,
          `groups.compositions.${row.composition}`,
          row.purpose,
          row.territory,
          `groups.statuses.${row.status}`,
          row.startsOn,
          row.endsOn,
        ]
    },
  },
  {
    name: 'membres-des-groupes',
    columns: [
      { heading: 'groups.field.name', kind: 'text' },
      { heading: 'directory.export.id', kind: 'text' },
      { heading: 'groups.export.joinedOn', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<{ name: string; contact: string; joinedOn: Day }>(
        tx,
        sql`
          select g.name, m.contact_id as contact, m.joined_on as "joinedOn" from group_member m
          join working_group g on g.caisse_id = m.caisse_id and g.id = m.group_id
          where m.caisse_id = ${sql.lit(tx.caisseId)} order by g.name, m.joined_on, m.contact_id
        `,
      ))
        yield [row.name, row.contact, row.joinedOn]
    },
  },
  {
    name: 'taches-des-groupes',
    columns: [
      { heading: 'groups.field.name', kind: 'text' },
      { heading: 'groups.task.what', kind: 'text' },
      { heading: 'directory.export.id', kind: 'text' },
      { heading: 'groups.task.due', kind: 'day' },
      { heading: 'groups.export.doneOn', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<{
        name: string
        title: string
        owner: string | null
        dueOn: Day | null
        doneOn: Day | null
      }>(
        tx,
        sql`
          select g.name, t.title, t.owner_id as owner, t.due_on as "dueOn", t.done_on as "doneOn" from group_task t
          join working_group g on g.caisse_id = t.caisse_id and g.id = t.group_id
          where t.caisse_id = ${sql.lit(tx.caisseId)} order by g.name, t.created_at, t.id
        `,
      ))
        yield [row.name, row.title, row.owner, row.dueOn, row.doneOn]
    },
  },
  {
    name: 'journal-des-groupes',
    columns: [
      { heading: 'groups.field.name', kind: 'text' },
      { heading: 'groups.log.day', kind: 'day' },
      { heading: 'groups.log.what', kind: 'text' },
    ],
    async *rows() {
      for await (const row of rowsOf<{ name: string; day: Day; body: string }>(
        tx,
        sql`
          select g.name, e.happened_on as day, e.body from group_entry e
          join working_group g on g.caisse_id = e.caisse_id and g.id = e.group_id
          where e.caisse_id = ${sql.lit(tx.caisseId)} order by g.name, e.happened_on, e.id
        `,
      ))
        yield [row.name, row.day, row.body]
    },
  },
  {
    name: 'attentes-des-groupes',
    columns: [
      { heading: 'groups.field.name', kind: 'text' },
      { heading: 'groups.need.what', kind: 'text' },
      { heading: 'groups.need.whom', kind: 'text' },
      { heading: 'groups.need.by', kind: 'day' },
      { heading: 'groups.export.metOn', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<{
        name: string
        what: string
        whom: string
        by: Day | null
        metOn: Day | null
      }>(
        tx,
        sql`
          select g.name, n.what, other.name as whom, n.needed_on as by, n.met_on as "metOn" from group_need n
          join working_group g on g.caisse_id = n.caisse_id and g.id = n.group_id
          join working_group other on other.caisse_id = n.caisse_id and other.id = n.from_group_id
          where n.caisse_id = ${sql.lit(tx.caisseId)} order by g.name, n.needed_on, n.id
        `,
      ))
        yield [row.name, row.what, row.whom, row.by, row.metOn]
    },
  },
  {
    name: 'documents-des-groupes',
    columns: [
      { heading: 'groups.field.name', kind: 'text' },
      { heading: 'groups.files.name', kind: 'text' },
      { heading: 'groups.export.fileName', kind: 'text' },
      { heading: 'groups.export.sha256', kind: 'text' },
    ],
    async *rows() {
      for await (const row of rowsOf<{ name: string; title: string; fileName: string; sha256: string }>(
        tx,
        sql`
          select g.name, f.title, f.file_name as "fileName", encode(f.sha256, 'hex') as sha256 from group_file f
          join working_group g on g.caisse_id = f.caisse_id and g.id = f.group_id
          where f.caisse_id = ${sql.lit(tx.caisseId)} order by g.name, f.added_at, f.id
        `,
      ))
        yield [row.name, row.title, row.fileName, row.sha256]
    },
  },
]
