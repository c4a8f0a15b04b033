import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { caisseBankAccount } from '../caisses/store.ts'
import { coverageOf } from './rules/closing.ts'
import { listClosings } from './store/closing.ts'
import { listBankChanges } from './store/bank-changes.ts'
import { bankReadings, cashCounts, differences } from './store/counts.ts'
import { listDeposits } from './store/deposits.ts'
import { listGrants } from './store.ts'

/** More than a caisse will ever have. */
const ALL = { limit: 1_000_000 }

export const treasuryExports = (tx: CaisseTx): TableExport[] => [
  // One row per tranche; a grant without a planned tranche has one row.
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
  {
    name: 'changements-de-compte',
    columns: [
      { heading: 'bank.account.holder', kind: 'text' },
      { heading: 'treasury.export.iban', kind: 'text' },
      { heading: 'treasury.export.state', kind: 'word' },
      { heading: 'treasury.export.askedAt', kind: 'instant' },
      { heading: 'treasury.export.endedAt', kind: 'instant' },
    ],
    async *rows() {
      for (const one of await listBankChanges(tx))
        yield [one.holder, one.iban, `bank.account.status.${one.status}`, one.askedAt, one.endedAt]
    },
  },
  {
    name: 'soldes-banque',
    columns: [
      { heading: 'treasury.export.day', kind: 'day' },
      { heading: 'treasury.export.balance', kind: 'cents' },
      { heading: 'treasury.export.others', kind: 'cents' },
    ],
    async *rows() {
      const account = await caisseBankAccount(tx)
      for (const one of account ? await bankReadings(tx, account.id, ALL) : [])
        yield [one.on, one.balanceCents, one.othersCents]
    },
  },
  {
    name: 'comptages-especes',
    columns: [
      { heading: 'treasury.export.day', kind: 'day' },
      { heading: 'treasury.export.amount', kind: 'cents' },
      { heading: 'treasury.export.pieces', kind: 'text' },
    ],
    async *rows() {
      for (const { on, totalCents, pieces } of await cashCounts(tx, ALL))
        yield [on, totalCents, JSON.stringify(pieces)]
    },
  },
  {
    name: 'remises-banque',
    columns: [
      { heading: 'treasury.export.day', kind: 'day' },
      { heading: 'treasury.export.kind', kind: 'word' },
      { heading: 'treasury.export.slip', kind: 'number' },
      { heading: 'treasury.export.amount', kind: 'cents' },
      { heading: 'treasury.export.cheques', kind: 'number' },
    ],
    async *rows() {
      for (const one of await listDeposits(tx, ALL))
        yield [one.on, `treasury.from.${one.kind}`, one.number, one.amountCents, one.cheques]
    },
  },
  {
    name: 'ecarts-expliques',
    columns: [
      { heading: 'treasury.export.day', kind: 'day' },
      { heading: 'treasury.export.place', kind: 'word' },
      { heading: 'treasury.export.amount', kind: 'cents' },
      { heading: 'treasury.export.reason', kind: 'word' },
      { heading: 'treasury.export.words', kind: 'text' },
    ],
    async *rows() {
      for (const one of await differences(tx, ALL))
        yield [
          one.on,
          `treasury.place.${one.place}`,
          one.cents,
          `treasury.difference.${one.reason}`,
          one.words,
        ]
    },
  },
  {
    name: 'clotures',
    columns: [
      { heading: 'treasury.export.month', kind: 'month' },
      { heading: 'treasury.export.closedAt', kind: 'instant' },
      { heading: 'treasury.export.free', kind: 'cents' },
      { heading: 'treasury.export.fingerprint', kind: 'text' },
      { heading: 'treasury.export.paper', kind: 'text' },
    ],
    async *rows() {
      for (const { month, closedAt, figures, digest, documentSha256 } of await listClosings(tx))
        yield [month, closedAt, coverageOf(figures).freeCents, digest.toString('hex'), documentSha256]
    },
  },
]
