import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { PersonalTable, Somebody } from '../../kit/module.ts'

/** Meetings somebody registered for, what was paid back to them, and the pictures they agreed to be in. */
export const meetingsPersonalData = (tx: CaisseTx, { personId }: Somebody): PersonalTable[] => [
  {
    name: 'rencontres',
    heading: 'meetings.personal.registrations',
    columns: [
      { heading: 'meetings.personal.meeting', kind: 'text' },
      { heading: 'meetings.personal.startsAt', kind: 'instant' },
      { heading: 'meetings.personal.status', kind: 'word' },
      { heading: 'meetings.personal.needs', kind: 'text' },
    ],
    async *rows() {
      const { rows } = await sql<{ title: string; at: Date; status: string; needs: string }>`
        select m.title, m.starts_at as at, r.status, concat_ws(', ', nullif(r.needs, ''), nullif(r.interpreter, '')) as needs
        from meeting_registration r
        join meeting m on m.caisse_id = r.caisse_id and m.id = r.meeting_id
        where r.caisse_id = ${tx.caisseId} and r.person_id = ${personId}
        union all
        select m.title, m.starts_at, 'invited', '' from meeting_invitation i
        join meeting m on m.caisse_id = i.caisse_id and m.id = i.meeting_id
        where i.caisse_id = ${tx.caisseId} and i.person_id = ${personId} and not exists (
          select from meeting_registration r
          where r.caisse_id = i.caisse_id and r.meeting_id = i.meeting_id and r.person_id = i.person_id
        )
        order by at
      `.execute(tx)
      for (const row of rows) yield [row.title, row.at, `meetings.personal.state.${row.status}`, row.needs]
    },
  },
  {
    name: 'photos',
    heading: 'meetings.personal.photos',
    columns: [
      { heading: 'meetings.personal.picture', kind: 'text' },
      { heading: 'meetings.personal.until', kind: 'day' },
      { heading: 'meetings.personal.withdrawnAt', kind: 'instant' },
    ],
    async *rows() {
      const { rows } = await sql<{ alt: string; until: string; withdrawnAt: Date | null }>`
        select p.alt, c.until, c.withdrawn_at as "withdrawnAt"
        from photo_consent c join photo p on p.caisse_id = c.caisse_id and p.id = c.photo_id
        where c.caisse_id = ${tx.caisseId} and c.person_id = ${personId} order by c.given_at
      `.execute(tx)
      for (const row of rows) yield [row.alt, row.until, row.withdrawnAt]
    },
  },
]
