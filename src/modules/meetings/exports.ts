import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import { rowsOf } from '../../db/cursor.ts'
import type { Day } from '../../kit/month.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { meetingSetting } from './store/settings.ts'

type Meeting = {
  id: string
  title: string
  kind: 'meeting'
  startsAt: Date
  endsAt: Date
  place: string
  audience: 'public'
  status: 'draft'
  capacity: number | null
  came: number | null
}

type Comer = {
  meeting: string
  person: string | null
  name: string
  email: string | null
  phone: string | null
  status: 'registered'
  askedAt: Date
  attended: boolean | null
  needs: string
  interpreter: string
}

/** Meetings, who came to them, what was paid, said and shown. */
export const meetingExports = (tx: CaisseTx): TableExport[] => {
  const here = sql`caisse_id = ${sql.lit(tx.caisseId)}`
  return [
    {
      name: 'rencontres',
      columns: [
        { heading: 'meetings.export.meeting', kind: 'text' },
        { heading: 'meetings.export.title', kind: 'text' },
        { heading: 'meetings.export.kind', kind: 'word' },
        { heading: 'meetings.export.startsAt', kind: 'instant' },
        { heading: 'meetings.export.endsAt', kind: 'instant' },
        { heading: 'meetings.export.place', kind: 'text' },
        { heading: 'meetings.export.audience', kind: 'word' },
        { heading: 'meetings.export.status', kind: 'word' },
        { heading: 'meetings.export.capacity', kind: 'number' },
        { heading: 'meetings.export.came', kind: 'number' },
      ],
      async *rows() {
        for await (const one of rowsOf<Meeting>(
          tx,
          sql`
            select id, title, kind, starts_at as "startsAt", ends_at as "endsAt",
              trim(both ', ' from place_name || ', ' || place_address) as place, audience, status, capacity, came
            from meeting where ${here} order by starts_at, id
          `,
        ))
          yield [
            one.id,
            one.title,
            `meetings.kind.${one.kind}`,
            one.startsAt,
            one.endsAt,
            one.place,
            `meetings.audience.${one.audience}`,
            `meetings.status.${one.status}`,
            one.capacity,
            one.came,
          ]
      },
    },
    {
      name: 'rencontres-series',
      columns: [
        { heading: 'meetings.export.title', kind: 'text' },
        { heading: 'meetings.export.rule', kind: 'text' },
        { heading: 'meetings.export.skipped', kind: 'text' },
      ],
      async *rows() {
        for await (const one of rowsOf<{ title: string; rule: string; skipped: string }>(
          tx,
          sql`select title, rule, array_to_string(skipped, ', ') as skipped from meeting_series where ${here} order by id`,
        ))
          yield [one.title, one.rule, one.skipped]
      },
    },
    {
      name: 'rencontres-inscriptions',
      columns: [
        { heading: 'meetings.export.meeting', kind: 'text' },
        { heading: 'meetings.export.person', kind: 'text' },
        { heading: 'meetings.export.name', kind: 'text' },
        { heading: 'meetings.export.email', kind: 'text' },
        { heading: 'meetings.export.phone', kind: 'text' },
        { heading: 'meetings.export.status', kind: 'word' },
        { heading: 'meetings.export.askedAt', kind: 'instant' },
        { heading: 'meetings.export.attended', kind: 'word' },
        { heading: 'meetings.export.needs', kind: 'text' },
        { heading: 'meetings.export.interpreter', kind: 'text' },
      ],
      async *rows() {
        for await (const one of rowsOf<Comer>(
          tx,
          sql`
            select meeting_id as meeting, person_id as person, name, email, phone, status, asked_at as "askedAt",
              attended, needs, interpreter
            from meeting_registration where ${here} order by asked_at, id
          `,
        ))
          yield [
            one.meeting,
            one.person,
            one.name,
            one.email,
            one.phone,
            `meetings.registration.${one.status}`,
            one.askedAt,
            one.attended === null ? null : one.attended ? 'meetings.checkIn.here' : 'meetings.checkIn.away',
            one.needs,
            one.interpreter,
          ]
      },
    },
    {
      name: 'rencontres-invitations',
      columns: [
        { heading: 'meetings.export.meeting', kind: 'text' },
        { heading: 'meetings.export.name', kind: 'text' },
        { heading: 'meetings.export.email', kind: 'text' },
        { heading: 'meetings.export.at', kind: 'instant' },
      ],
      async *rows() {
        for await (const one of rowsOf<{ meeting: string; name: string; email: string; at: Date }>(
          tx,
          sql`
            select meeting_id as meeting, name, email, sent_at as at
            from meeting_invitation where ${here} order by sent_at, email
          `,
        ))
          yield [one.meeting, one.name, one.email, one.at]
      },
    },
    {
      name: 'rencontres-voitures',
      columns: [
        { heading: 'meetings.export.meeting', kind: 'text' },
        { heading: 'meetings.export.from', kind: 'text' },
        { heading: 'meetings.export.seats', kind: 'number' },
        { heading: 'meetings.export.contact', kind: 'text' },
      ],
      async *rows() {
        for await (const one of rowsOf<{ meeting: string; from: string; seats: number; contact: string }>(
          tx,
          sql`
            select meeting_id as meeting, from_place as "from", seats, contact
            from meeting_ride where ${here}
            union all
            select meeting_id, from_place, -1, contact from meeting_ride_request
            where ${here} and status <> 'withdrawn'
            order by 1, 3 desc
          `,
        ))
          yield [one.meeting, one.from, one.seats, one.contact]
      },
    },
    {
      name: 'rencontres-ordre-du-jour',
      columns: [
        { heading: 'meetings.export.meeting', kind: 'text' },
        { heading: 'meetings.export.title', kind: 'text' },
        { heading: 'meetings.export.minutes', kind: 'number' },
        { heading: 'meetings.export.owner', kind: 'text' },
      ],
      async *rows() {
        for await (const one of rowsOf<{ meeting: string; title: string; minutes: number; owner: string }>(
          tx,
          sql`
            select meeting_id as meeting, title, minutes, owner
            from meeting_agenda_item where ${here} order by meeting_id, position
          `,
        ))
          yield [one.meeting, one.title, one.minutes, one.owner]
      },
    },
    {
      name: 'rencontres-documents',
      columns: [
        { heading: 'meetings.export.meeting', kind: 'text' },
        { heading: 'meetings.export.title', kind: 'text' },
        { heading: 'meetings.export.fileName', kind: 'text' },
      ],
      async *rows() {
        for await (const one of rowsOf<{ meeting: string; title: string; fileName: string }>(
          tx,
          sql`
            select meeting_id as meeting, title, file_name as "fileName"
            from meeting_material where ${here} order by added_at, id
          `,
        ))
          yield [one.meeting, one.title, one.fileName]
      },
    },
    {
      name: 'rencontres-depenses',
      columns: [
        { heading: 'meetings.export.meeting', kind: 'text' },
        { heading: 'meetings.export.kind', kind: 'word' },
        { heading: 'meetings.export.paidTo', kind: 'text' },
        { heading: 'meetings.export.amount', kind: 'cents' },
        { heading: 'meetings.export.paidOn', kind: 'day' },
        { heading: 'meetings.export.note', kind: 'text' },
      ],
      async *rows() {
        for await (const one of rowsOf<{
          meeting: string
          kind: 'travel'
          paidTo: string
          cents: number
          paidOn: Day
          note: string
        }>(
          tx,
          sql`
            select meeting_id as meeting, kind, paid_to as "paidTo", amount_cents as cents, paid_on as "paidOn", note
            from meeting_expense where ${here} order by paid_on, id
          `,
        ))
          yield [one.meeting, `meetings.expense.${one.kind}`, one.paidTo, one.cents, one.paidOn, one.note]
      },
    },
    {
      name: 'comptes-rendus',
      columns: [
        { heading: 'meetings.export.meeting', kind: 'text' },
        { heading: 'meetings.export.section', kind: 'text' },
        { heading: 'meetings.export.text', kind: 'text' },
        { heading: 'meetings.export.published', kind: 'text' },
      ],
      async *rows() {
        for await (const one of rowsOf<{
          meeting: string
          title: string
          body: string
          published: string | null
        }>(
          tx,
          sql`
            select meeting_id as meeting, title, body, published
            from minutes_section where ${here} order by meeting_id, position
          `,
        ))
          yield [one.meeting, one.title, one.body, one.published]
      },
    },
    {
      name: 'comptes-rendus-versions',
      columns: [
        { heading: 'meetings.export.section', kind: 'text' },
        { heading: 'meetings.export.version', kind: 'number' },
        { heading: 'meetings.export.text', kind: 'text' },
        { heading: 'meetings.export.at', kind: 'instant' },
      ],
      async *rows() {
        for await (const one of rowsOf<{ section: string; version: number; body: string; at: Date }>(
          tx,
          sql`
            select section_id as section, version, body, written_at as at from minutes_version where ${here}
            union all
            select section_id, base_version, body, written_at from minutes_aside where ${here}
            order by 1, 2, 4
          `,
        ))
          yield [one.section, one.version, one.body, one.at]
      },
    },
    {
      name: 'comptes-rendus-suites',
      columns: [
        { heading: 'meetings.export.meeting', kind: 'text' },
        { heading: 'meetings.export.kind', kind: 'word' },
        { heading: 'meetings.export.text', kind: 'text' },
        { heading: 'meetings.export.owner', kind: 'text' },
        { heading: 'meetings.export.dueOn', kind: 'day' },
        { heading: 'meetings.export.decision', kind: 'text' },
      ],
      async *rows() {
        for await (const one of rowsOf<{
          meeting: string
          kind: 'decision' | 'task'
          text: string
          owner: string
          dueOn: Day | null
          decision: string | null
        }>(
          tx,
          sql`
            select meeting_id as meeting, kind, text, owner, due_on as "dueOn", decision_id as decision
            from minutes_mark where ${here} order by meeting_id, kind, id
          `,
        ))
          yield [one.meeting, `minutes.mark.${one.kind}`, one.text, one.owner, one.dueOn, one.decision]
      },
    },
    {
      name: 'photos',
      columns: [
        { heading: 'meetings.export.alt', kind: 'text' },
        { heading: 'meetings.export.takenOn', kind: 'day' },
        { heading: 'meetings.export.name', kind: 'text' },
        { heading: 'meetings.export.uses', kind: 'text' },
        { heading: 'meetings.export.until', kind: 'day' },
        { heading: 'meetings.export.withdrawnAt', kind: 'instant' },
      ],
      async *rows() {
        for await (const one of rowsOf<{
          alt: string
          takenOn: Day
          name: string | null
          uses: string | null
          until: Day | null
          withdrawnAt: Date | null
        }>(
          tx,
          sql`
            select f.alt, f.taken_on as "takenOn", k.name, array_to_string(k.uses, ', ') as uses, k.until,
              k.withdrawn_at as "withdrawnAt"
            from photo f left join photo_consent k on k.caisse_id = f.caisse_id and k.photo_id = f.id
            where f.${here} order by f.added_at, f.id, k.given_at
          `,
        ))
          yield [one.alt, one.takenOn, one.name, one.uses, one.until, one.withdrawnAt]
      },
    },
    {
      name: 'rencontres-reglages',
      columns: [
        { heading: 'meetings.export.keptMonths', kind: 'number' },
        { heading: 'meetings.export.replyTo', kind: 'text' },
      ],
      async *rows() {
        const { keptMonths, replyTo } = await meetingSetting(tx)
        yield [keptMonths, replyTo]
      },
    },
  ]
}
