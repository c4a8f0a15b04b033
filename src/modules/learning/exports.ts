import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { Day } from '../../kit/month.ts'
import type { TableExport } from '../../kit/table-file.ts'

/** The path, and who went through which step. */
export const learningExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'parcours',
    columns: [
      { heading: 'learning.field.title', kind: 'text' },
      { heading: 'learning.field.purpose', kind: 'text' },
      { heading: 'learning.field.times', kind: 'number' },
      { heading: 'learning.field.otherWay', kind: 'text' },
      { heading: 'learning.field.requiredFrom', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<{
        title: string
        purpose: string
        times: number
        otherWay: string
        requiredFrom: Day | null
      }>(
        tx,
        sql`
          select title, purpose, times, other_way as "otherWay", required_from as "requiredFrom"
          from learning_step where caisse_id = ${sql.lit(tx.caisseId)} order by position, id
        `,
      ))
        yield [row.title, row.purpose, row.times, row.otherWay, row.requiredFrom]
    },
  },
  {
    name: 'parcours-faits',
    columns: [
      { heading: 'learning.field.title', kind: 'text' },
      { heading: 'directory.export.id', kind: 'text' },
      { heading: 'learning.export.doneOn', kind: 'day' },
      { heading: 'learning.export.way', kind: 'word' },
    ],
    async *rows() {
      for await (const row of rowsOf<{ title: string; person: string; doneOn: Day; way: string }>(
        tx,
        sql`
          select s.title, d.person_id as person, d.done_on as "doneOn", d.way from learning_done d
          join learning_step s on s.caisse_id = d.caisse_id and s.id = d.step_id
          where d.caisse_id = ${sql.lit(tx.caisseId)} order by s.position, d.done_on, d.person_id
        `,
      ))
        yield [row.title, row.person, row.doneOn, `learning.export.${row.way}`]
    },
  },
]
