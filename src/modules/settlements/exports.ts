import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { linesIn, listBatches } from './store.ts'

export const settlementExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'remboursements',
    columns: [
      { heading: 'settlements.export.batch', kind: 'number' },
      { heading: 'settlements.export.executionOn', kind: 'day' },
      { heading: 'settlements.export.line', kind: 'number' },
      { heading: 'settlements.export.outlet', kind: 'text' },
      { heading: 'settlements.export.holder', kind: 'text' },
      { heading: 'settlements.export.iban', kind: 'text' },
      { heading: 'settlements.export.amount', kind: 'cents' },
      { heading: 'settlements.export.reference', kind: 'text' },
      { heading: 'settlements.export.status', kind: 'word' },
      { heading: 'settlements.export.statusOn', kind: 'day' },
      { heading: 'settlements.export.reason', kind: 'text' },
    ],
    async *rows() {
      for (const batch of await listBatches(tx))
        for (const line of await linesIn(tx, batch.id))
          yield [
            batch.number,
            batch.executionOn,
            line.line,
            line.outletName,
            line.holder,
            line.iban,
            line.amountCents,
            line.endToEndId,
            `settlements.lineStatus.${line.status}`,
            line.statusOn,
            line.statusReason,
          ]
    },
  },
]
