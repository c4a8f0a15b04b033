import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { listApplications, listMentions, listReports } from './store.ts'

/** What was asked and what became of it, what is owed in return, and how funders are named. */
export const fundingExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'demandes-de-subvention',
    columns: [
      { heading: 'funding.funder', kind: 'text' },
      { heading: 'funding.purpose', kind: 'text' },
      { heading: 'funding.asked', kind: 'cents' },
      { heading: 'funding.fromMonth', kind: 'month' },
      { heading: 'funding.untilMonth', kind: 'month' },
      { heading: 'funding.deadlineOn', kind: 'day' },
      { heading: 'funding.expectedOn', kind: 'day' },
      { heading: 'funding.state', kind: 'word' },
      { heading: 'funding.odds', kind: 'word' },
      { heading: 'funding.answeredOn', kind: 'day' },
    ],
    async *rows() {
      for (const one of await listApplications(tx))
        yield [
          one.funder,
          one.purpose,
          one.askedCents,
          one.fromMonth,
          one.untilMonth,
          one.deadlineOn,
          one.expectedOn,
          `funding.status.${one.status}`,
          `funding.surety.${one.odds}`,
          one.answeredOn,
        ]
    },
  },
  {
    name: 'rapports-aux-financeurs',
    columns: [
      { heading: 'funding.funder', kind: 'text' },
      { heading: 'funding.reports.what', kind: 'text' },
      { heading: 'funding.reports.due', kind: 'day' },
      { heading: 'funding.reports.done', kind: 'day' },
    ],
    async *rows() {
      for (const { funder, title, dueOn, doneOn } of await listReports(tx))
        yield [funder, title, dueOn, doneOn]
    },
  },
  {
    name: 'mentions-des-financeurs',
    columns: [
      { heading: 'funding.funder', kind: 'text' },
      { heading: 'funding.mentions.words', kind: 'text' },
      { heading: 'funding.mentions.website', kind: 'text' },
      { heading: 'funding.mentions.fromOn', kind: 'day' },
      { heading: 'funding.mentions.untilOn', kind: 'day' },
    ],
    async *rows() {
      for (const { funder, mention, website, fromOn, untilOn } of await listMentions(tx))
        yield [funder, mention, website, fromOn, untilOn]
    },
  },
]
