import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { Cents } from '../../kit/money.ts'
import type { Day, Month } from '../../kit/month.ts'
import type { TableExport } from '../../kit/table-file.ts'
import type { ReceiptMethod } from './rules/receipt.ts'
import type { RequestStatus } from './rules/request.ts'
import { listReturns } from './store/returns.ts'

type PledgeRow = { household: string; fromMonth: Month; cents: Cents; thirdParty: string | null; at: Date }
type RequestRow = ExceptionRow & { at: Date; status: RequestStatus }
type ExceptionRow = { household: string; fromMonth: Month; untilMonth: Month; cents: Cents }
type DueRow = { household: string; month: Month; cents: Cents; thirdPartyCents: Cents; waivedCents: Cents }
type CarriedRow = { gesture: string; household: string; from: string | null; cents: Cents; on: Day }
type ReceiptRow = {
  id: string
  gesture: string
  household: string
  method: ReceiptMethod
  cents: Cents
  receivedOn: Day
  reference: string
  undoes: string | null
}

/** What households chose, owe and paid. */
export const contributionExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'engagements',
    columns: [
      { heading: 'contributions.export.household', kind: 'text' },
      { heading: 'contributions.export.from', kind: 'month' },
      { heading: 'contributions.export.amount', kind: 'cents' },
      { heading: 'contributions.export.thirdParty', kind: 'text' },
      { heading: 'contributions.export.chosenAt', kind: 'instant' },
    ],
    async *rows() {
      for await (const row of rowsOf<PledgeRow>(
        tx,
        sql`
          select household_id as household, from_month as "fromMonth", amount_cents as cents,
            third_party_name as "thirdParty", created_at as at
          from pledge where caisse_id = ${sql.lit(tx.caisseId)} order by household_id, from_month, created_at, id
        `,
      ))
        yield [row.household, row.fromMonth, row.cents, row.thirdParty, row.at]
    },
  },
  {
    name: 'demandes-de-cotiser-moins',
    columns: [
      { heading: 'contributions.export.household', kind: 'text' },
      { heading: 'contributions.export.from', kind: 'month' },
      { heading: 'contributions.export.until', kind: 'month' },
      { heading: 'contributions.export.amount', kind: 'cents' },
      { heading: 'contributions.export.askedAt', kind: 'instant' },
      { heading: 'contributions.export.answer', kind: 'word' },
    ],
    async *rows() {
      for await (const row of rowsOf<RequestRow>(
        tx,
        sql`
          select household_id as household, from_month as "fromMonth", until_month as "untilMonth",
            amount_cents as cents, asked_at as at, status
          from contribution_request where caisse_id = ${sql.lit(tx.caisseId)} order by household_id, asked_at, id
        `,
      ))
        yield [
          row.household,
          row.fromMonth,
          row.untilMonth,
          row.cents,
          row.at,
          `contributions.request.${row.status}`,
        ]
    },
  },
  {
    name: 'derogations',
    columns: [
      { heading: 'contributions.export.household', kind: 'text' },
      { heading: 'contributions.export.from', kind: 'month' },
      { heading: 'contributions.export.until', kind: 'month' },
      { heading: 'contributions.export.amount', kind: 'cents' },
    ],
    async *rows() {
      for await (const row of rowsOf<ExceptionRow>(
        tx,
        sql`
          select household_id as household, from_month as "fromMonth", until_month as "untilMonth", amount_cents as cents
          from contribution_exception where caisse_id = ${sql.lit(tx.caisseId)} order by household_id, from_month, id
        `,
      ))
        yield [row.household, row.fromMonth, row.untilMonth, row.cents]
    },
  },
  {
    name: 'cotisations-dues',
    columns: [
      { heading: 'contributions.export.household', kind: 'text' },
      { heading: 'contributions.export.month', kind: 'month' },
      { heading: 'contributions.export.due', kind: 'cents' },
      { heading: 'contributions.export.thirdPartyDue', kind: 'cents' },
      { heading: 'contributions.export.waived', kind: 'cents' },
    ],
    async *rows() {
      for await (const row of rowsOf<DueRow>(
        tx,
        sql`
          select household_id as household, month, amount_cents as cents, third_party_cents as "thirdPartyCents",
            waived_cents as "waivedCents"
          from due where caisse_id = ${sql.lit(tx.caisseId)} order by month, household_id
        `,
      ))
        yield [row.household, row.month, row.cents, row.thirdPartyCents, row.waivedCents]
    },
  },
  {
    name: 'cotisations-recues',
    columns: [
      { heading: 'contributions.export.receipt', kind: 'text' },
      { heading: 'contributions.export.gesture', kind: 'text' },
      { heading: 'contributions.export.household', kind: 'text' },
      { heading: 'contributions.export.method', kind: 'word' },
      { heading: 'contributions.export.amount', kind: 'cents' },
      { heading: 'contributions.export.receivedOn', kind: 'day' },
      { heading: 'contributions.export.cheque', kind: 'text' },
      { heading: 'contributions.export.undone', kind: 'text' },
    ],
    async *rows() {
      for await (const row of rowsOf<ReceiptRow>(
        tx,
        sql`
          select id, gesture_id as gesture, household_id as household, method, amount_cents as cents,
            received_on as "receivedOn", reference, undoes_receipt_id as undoes
          from receipt where caisse_id = ${sql.lit(tx.caisseId)} order by received_on, created_at, id
        `,
      ))
        yield [
          row.id,
          row.gesture,
          row.household,
          `contributions.method.${row.method}`,
          row.cents,
          row.receivedOn,
          row.reference,
          row.undoes,
        ]
    },
  },
  {
    name: 'cotisations-reportees',
    columns: [
      { heading: 'contributions.export.gesture', kind: 'text' },
      { heading: 'contributions.export.household', kind: 'text' },
      { heading: 'contributions.export.fromHousehold', kind: 'text' },
      { heading: 'contributions.export.amount', kind: 'cents' },
      { heading: 'contributions.export.carriedOn', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<CarriedRow>(
        tx,
        sql`
          select gesture_id as gesture, household_id as household, from_household_id as "from", amount_cents as cents,
            carried_on as on
          from carried_contribution where caisse_id = ${sql.lit(tx.caisseId)} order by at, gesture_id, household_id
        `,
      ))
        yield [row.gesture, row.household, row.from, row.cents, row.on]
    },
  },
  {
    name: 'cotisations-rendues',
    columns: [
      { heading: 'contributions.export.receipt', kind: 'text' },
      { heading: 'contributions.export.household', kind: 'text' },
      { heading: 'returns.export.way', kind: 'word' },
      { heading: 'contributions.export.amount', kind: 'cents' },
      { heading: 'returns.export.status', kind: 'word' },
      { heading: 'returns.export.at', kind: 'instant' },
    ],
    async *rows() {
      for (const one of await listReturns(tx))
        yield [
          one.receiptId,
          one.householdId,
          `returns.way.${one.way}`,
          one.cents,
          `returns.export.${one.status}`,
          one.returnedAt,
        ]
    },
  },
]
