import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { PersonalTable, Somebody } from '../../kit/module.ts'
import type { Day } from '../../kit/month.ts'

/** Steps of the path that somebody went through. */
export const learningPersonalData = (tx: CaisseTx, { personId }: Somebody): PersonalTable[] => [
  {
    name: 'parcours',
    heading: 'learning.nav',
    columns: [
      { heading: 'learning.field.title', kind: 'text' },
      { heading: 'learning.export.doneOn', kind: 'day' },
      { heading: 'learning.export.way', kind: 'word' },
    ],
    async *rows() {
      const { rows } = await sql<{ title: string; doneOn: Day; way: string }>`
        select s.title, d.done_on as "doneOn", d.way from learning_done d
        join learning_step s on s.caisse_id = d.caisse_id and s.id = d.step_id
        where d.caisse_id = ${tx.caisseId} and d.person_id = ${personId} order by s.position, s.id
      `.execute(tx)
      for (const { title, doneOn, way } of rows) yield [title, doneOn, `learning.export.${way}`]
    },
  },
]
