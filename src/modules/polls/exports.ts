import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import type { Answer, PollStatus } from './rules.ts'

type DateRow = {
  poll: string
  title: string
  status: PollStatus
  closesAt: Date
  startsAt: Date
  endsAt: Date
  meeting: string | null
}

type AnswerRow = {
  poll: string
  name: string
  email: string | null
  startsAt: Date | null
  answer: Answer | null
  answeredAt: Date | null
}

/** Which days were proposed, what people answered while it is kept, and which meeting came of it. */
export const pollExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'sondages',
    columns: [
      { heading: 'polls.export.poll', kind: 'text' },
      { heading: 'polls.export.title', kind: 'text' },
      { heading: 'polls.export.status', kind: 'word' },
      { heading: 'polls.export.closesAt', kind: 'instant' },
      { heading: 'polls.export.startsAt', kind: 'instant' },
      { heading: 'polls.export.endsAt', kind: 'instant' },
      { heading: 'polls.export.meeting', kind: 'text' },
    ],
    async *rows() {
      for await (const row of rowsOf<DateRow>(
        tx,
        sql`
          select p.id as poll, p.title, p.status, p.closes_at as "closesAt", d.starts_at as "startsAt",
            d.ends_at as "endsAt", p.meeting_id as meeting
          from poll p join poll_date d on d.caisse_id = p.caisse_id and d.poll_id = p.id
          where p.caisse_id = ${sql.lit(tx.caisseId)} order by p.created_at, d.starts_at
        `,
      ))
        yield [
          row.poll,
          row.title,
          `polls.status.${row.status}`,
          row.closesAt,
          row.startsAt,
          row.endsAt,
          row.meeting,
        ]
    },
  },
  {
    name: 'reponses-aux-sondages',
    columns: [
      { heading: 'polls.export.poll', kind: 'text' },
      { heading: 'polls.export.name', kind: 'text' },
      { heading: 'polls.export.email', kind: 'text' },
      { heading: 'polls.export.startsAt', kind: 'instant' },
      { heading: 'polls.export.answer', kind: 'word' },
      { heading: 'polls.export.answeredAt', kind: 'instant' },
    ],
    async *rows() {
      for await (const row of rowsOf<AnswerRow>(
        tx,
        sql`
          select v.poll_id as poll, v.name, v.email, d.starts_at as "startsAt", a.answer, v.answered_at as "answeredAt"
          from poll_voice v
            left join poll_answer a on a.caisse_id = v.caisse_id and a.poll_id = v.poll_id and a.voice_id = v.id
            left join poll_date d on d.caisse_id = a.caisse_id and d.poll_id = a.poll_id and d.id = a.date_id
          where v.caisse_id = ${sql.lit(tx.caisseId)} order by v.poll_id, v.created_at, d.starts_at
        `,
      ))
        yield [
          row.poll,
          row.name,
          row.email,
          row.startsAt,
          row.answer && `polls.answer.${row.answer}`,
          row.answeredAt,
        ]
    },
  },
]
