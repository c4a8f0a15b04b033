import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { listErasures } from './store.ts'

/** Ids that mean nothing any more: whoever takes the data over keeps them forgotten. */
export const retentionExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'effacements',
    columns: [
      { heading: 'retention.export.id', kind: 'text' },
      { heading: 'retention.export.at', kind: 'instant' },
      { heading: 'retention.export.reason', kind: 'word' },
    ],
    async *rows() {
      for (const { personId, at, reason } of await listErasures(tx))
        yield [personId, at, `retention.export.${reason}`]
    },
  },
]
