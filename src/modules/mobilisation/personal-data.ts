import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { PersonalTable, Somebody } from '../../kit/module.ts'
import type { Day } from '../../kit/month.ts'

/** How a household came to the caisse: where somebody first spoke with them, and when they asked to join. */
export const mobilisationPersonalData = (tx: CaisseTx, { householdId }: Somebody): PersonalTable[] => [
  {
    name: 'premier-contact',
    heading: 'mobilisation.personal.title',
    columns: [
      { heading: 'mobilisation.personal.metOn', kind: 'day' },
      { heading: 'mobilisation.personal.source', kind: 'word' },
      { heading: 'mobilisation.personal.askedOn', kind: 'day' },
    ],
    async *rows() {
      const { rows } = await sql<{ metOn: Day; source: string; askedOn: Day | null }>`
        select met_on as "metOn", source, asked_on as "askedOn" from outreach_contact
        where caisse_id = ${tx.caisseId} and household_id = ${householdId} order by met_on, id
      `.execute(tx)
      for (const row of rows) yield [row.metOn, `mobilisation.source.${row.source}`, row.askedOn]
    },
  },
]
