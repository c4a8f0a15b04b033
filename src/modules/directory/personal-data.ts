import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { PersonalTable, Somebody } from '../../kit/module.ts'
import type { Day } from '../../kit/month.ts'

/** What the address book says of somebody besides their name and addresses: other spellings, roles, consents. */
export const directoryPersonalData = (tx: CaisseTx, { personId }: Somebody): PersonalTable[] => [
  {
    name: 'annuaire',
    heading: 'directory.personal.card',
    columns: [
      { heading: 'directory.export.others', kind: 'text' },
      { heading: 'directory.import.field.tags', kind: 'text' },
      { heading: 'directory.export.confirmedOn', kind: 'day' },
    ],
    async *rows() {
      const { rows } = await sql<{ others: string; tags: string; confirmedOn: Day }>`
        select array_to_string(other_names || other_emails || other_phones, ', ') as others,
          array_to_string(tags, ', ') as tags, confirmed_on as "confirmedOn"
        from contact where caisse_id = ${tx.caisseId} and person_id = ${personId}
      `.execute(tx)
      for (const row of rows) yield [row.others, row.tags, row.confirmedOn]
    },
  },
  {
    name: 'roles',
    heading: 'directory.role.card',
    columns: [
      { heading: 'directory.export.role', kind: 'word' },
      { heading: 'directory.import.field.title', kind: 'text' },
      { heading: 'directory.export.fromOn', kind: 'day' },
      { heading: 'directory.export.toOn', kind: 'day' },
    ],
    async *rows() {
      const { rows } = await sql<{ role: string; title: string; fromOn: Day; toOn: Day | null }>`
        select role, title, from_on as "fromOn", to_on as "toOn" from contact_role
        where caisse_id = ${tx.caisseId} and contact_id = ${personId} order by from_on, id
      `.execute(tx)
      for (const row of rows) yield [`directory.roles.${row.role}`, row.title, row.fromOn, row.toOn]
    },
  },
  {
    name: 'accords',
    heading: 'directory.own.title',
    columns: [
      { heading: 'directory.consent.purpose', kind: 'word' },
      { heading: 'directory.consent.givenOn', kind: 'day' },
      { heading: 'directory.consent.source', kind: 'word' },
      { heading: 'directory.export.withdrawnAt', kind: 'instant' },
    ],
    async *rows() {
      const { rows } = await sql<{ purpose: string; givenOn: Day; source: string; withdrawnAt: Date | null }>`
        select purpose, given_on as "givenOn", source, withdrawn_at as "withdrawnAt" from contact_consent
        where caisse_id = ${tx.caisseId} and contact_id = ${personId} order by given_on, id
      `.execute(tx)
      for (const row of rows)
        yield [
          `directory.purposes.${row.purpose}.name`,
          row.givenOn,
          `directory.sources.${row.source}`,
          row.withdrawnAt,
        ]
    },
  },
]
