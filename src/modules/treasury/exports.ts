import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { listGrants } from './store.ts'

/** Grants, one row per tranche; a grant without a planned tranche has one row. */
export const treasuryExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'subventions',
    columns: [
      { heading: 'treasury.export.funder', kind: 'text' },
      { heading: 'treasury.export.purpose', kind: 'text' },
      { heading: 'treasury.export.promised', kind: 'cents' },
      { heading: 'treasury.export.awardedOn', kind: 'day' },
      { heading: 'treasury.export.state', kind: 'word' },
      { heading: 'treasury.export.number', kind: 'number' },
      { heading: 'treasury.export.expectedOn', kind: 'day' },
      { heading: 'treasury.export.amount', kind: 'cents' },
      { heading: 'treasury.export.receivedOn', kind: 'day' },
    ],
    async *rows() {
      for (const grant of await listGrants(tx)) {
        const state = `treasury.grantState.${grant.signed ? 'signed' : 'promised'}`
        const award = [grant.funder, grant.purpose, grant.promisedCents, grant.awardedOn, state]
        if (grant.tranches.length === 0) yield [...award, null, null, null, null]
        for (const { number, expectedOn, amountCents, receivedOn } of grant.tranches)
          yield [...award, number, expectedOn, amountCents, receivedOn]
      }
    },
  },
]
