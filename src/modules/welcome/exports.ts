import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { Month } from '../../kit/month.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { listTexts, messageSetting } from './store/texts.ts'

type MessageRow = {
  household: string
  occasion: string
  about: string
  announcedAt: Date
  status: string
  language: string | null
  handledAt: Date | null
}

/** What was told to whom, the caisse's own words, who objected, and the calls that were made. */
export const welcomeExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'messages',
    columns: [
      { heading: 'messages.export.household', kind: 'text' },
      { heading: 'messages.export.occasion', kind: 'word' },
      { heading: 'messages.export.about', kind: 'text' },
      { heading: 'messages.export.announcedAt', kind: 'instant' },
      { heading: 'messages.export.status', kind: 'word' },
      { heading: 'messages.export.language', kind: 'text' },
      { heading: 'messages.export.handledAt', kind: 'instant' },
    ],
    async *rows() {
      for await (const row of rowsOf<MessageRow>(
        tx,
        sql`
          select household_id as household, occasion, about, announced_at as "announcedAt", status, language,
            handled_at as "handledAt"
          from message where caisse_id = ${sql.lit(tx.caisseId)} order by announced_at, id
        `,
      ))
        yield [
          row.household,
          `messages.occasion.${row.occasion}`,
          row.about,
          row.announcedAt,
          `messages.export.${row.status}`,
          row.language,
          row.handledAt,
        ]
    },
  },
  {
    name: 'textes-des-messages',
    columns: [
      { heading: 'messages.export.occasion', kind: 'word' },
      { heading: 'messages.export.language', kind: 'text' },
      { heading: 'messages.export.subject', kind: 'text' },
      { heading: 'messages.export.body', kind: 'text' },
      { heading: 'messages.export.changedAt', kind: 'instant' },
    ],
    async *rows() {
      for (const { occasion, language, subject, body, changedAt } of await listTexts(tx))
        yield [`messages.occasion.${occasion}`, language, subject, body, changedAt]
    },
  },
  {
    name: 'reglages-des-messages',
    columns: [
      { heading: 'messages.export.silent', kind: 'text' },
      { heading: 'messages.export.remindDays', kind: 'number' },
    ],
    async *rows() {
      const { silent, remindDays } = await messageSetting(tx)
      yield [silent.join(', '), remindDays]
    },
  },
  {
    name: 'sans-messages',
    columns: [
      { heading: 'messages.export.person', kind: 'text' },
      { heading: 'messages.export.since', kind: 'instant' },
    ],
    async *rows() {
      for await (const { person, since } of rowsOf<{ person: string; since: Date }>(
        tx,
        sql`
          select person_id as person, since from message_objection
          where caisse_id = ${sql.lit(tx.caisseId)} order by since
        `,
      ))
        yield [person, since]
    },
  },
  {
    name: 'appels',
    columns: [
      { heading: 'messages.export.household', kind: 'text' },
      { heading: 'messages.export.month', kind: 'month' },
      { heading: 'messages.export.madeAt', kind: 'instant' },
    ],
    async *rows() {
      for await (const { household, month, madeAt } of rowsOf<{
        household: string
        month: Month
        madeAt: Date
      }>(
        tx,
        sql`
          select household_id as household, month, made_at as "madeAt" from call_made
          where caisse_id = ${sql.lit(tx.caisseId)} order by made_at
        `,
      ))
        yield [household, month, madeAt]
    },
  },
]
