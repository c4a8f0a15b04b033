import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { listDecisions, listTerritories } from './store.ts'

/** The register of decisions and the territories; règlements leave as JSON. */
export const caisseExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'decisions',
    columns: [
      { heading: 'caisses.export.number', kind: 'number' },
      { heading: 'caisses.decision.day', kind: 'day' },
      { heading: 'caisses.decision.body', kind: 'text' },
      { heading: 'caisses.decision.title', kind: 'text' },
      { heading: 'caisses.export.text', kind: 'text' },
      { heading: 'caisses.export.minutes', kind: 'text' },
    ],
    async *rows() {
      for (const one of await listDecisions(tx))
        yield [one.number, one.decided_on, one.body, one.title, one.text, one.minutes_url]
    },
  },
  {
    name: 'territoires',
    columns: [{ heading: 'caisses.export.territory', kind: 'text' }],
    async *rows() {
      for (const { name } of await listTerritories(tx)) yield [name]
    },
  },
]
