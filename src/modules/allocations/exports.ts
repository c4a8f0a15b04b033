import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { Cents } from '../../kit/money.ts'
import type { Month } from '../../kit/month.ts'
import type { TableExport } from '../../kit/table-file.ts'
import type { Reason } from '../caisses/rules/reason.ts'
import type { RunLine } from './rules/run.ts'
import { listRuns } from './store/runs.ts'

type LineRow = {
  month: Month
  number: number
  line: number
  household: string
  outcome: RunLine['outcome']
  cents: Cents
  expiredCents: Cents
  contributionCents: Cents
  reason: Reason
}

/** Every run with its lines; those that were given up have none left. */
export const allocationExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'mois',
    columns: [
      { heading: 'months.list.month', kind: 'month' },
      { heading: 'months.export.number', kind: 'number' },
      { heading: 'months.list.status', kind: 'word' },
      { heading: 'months.export.lines', kind: 'number' },
      { heading: 'months.run.granted', kind: 'cents' },
      { heading: 'months.run.expired', kind: 'cents' },
      { heading: 'months.run.contributions', kind: 'cents' },
      { heading: 'months.export.digest', kind: 'text' },
      { heading: 'months.export.preparedAt', kind: 'instant' },
      { heading: 'months.export.issuedAt', kind: 'instant' },
    ],
    async *rows() {
      for (const run of await listRuns(tx))
        yield [
          run.month,
          run.number,
          `months.status.${run.status}`,
          run.lines,
          run.grantedCents,
          run.expiredCents,
          run.contributionsCents,
          run.digest.toString('hex'),
          run.preparedAt,
          run.issuedAt,
        ]
    },
  },
  {
    name: 'allocations',
    columns: [
      { heading: 'months.list.month', kind: 'month' },
      { heading: 'months.export.number', kind: 'number' },
      { heading: 'months.export.line', kind: 'number' },
      { heading: 'months.run.household', kind: 'text' },
      { heading: 'months.export.outcome', kind: 'word' },
      { heading: 'months.run.allocation', kind: 'cents' },
      { heading: 'months.run.expired', kind: 'cents' },
      { heading: 'months.run.contribution', kind: 'cents' },
      { heading: 'months.export.reason', kind: 'text' },
    ],
    async *rows() {
      for await (const row of rowsOf<LineRow>(
        tx,
        sql`
          select l.month, r.number, l.line, l.household_id as household, l.outcome, l.amount_cents as cents,
            l.expired_cents as "expiredCents", l.contribution_cents as "contributionCents", l.reason
          from allocation_line l
          join allocation_run r on r.caisse_id = l.caisse_id and r.id = l.run_id
          where l.caisse_id = ${sql.lit(tx.caisseId)}
          order by l.month, r.number, l.line
        `,
      ))
        yield [
          row.month,
          row.number,
          row.line,
          row.household,
          `months.export.outcome_${row.outcome}`,
          row.cents,
          row.expiredCents,
          row.contributionCents,
          JSON.stringify(row.reason),
        ]
    },
  },
]
