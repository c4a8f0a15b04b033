import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Day } from '../../kit/month.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { roleWords } from './say-role.ts'
import type { Listed } from './store/book.ts'
import { partnerName, withPartner } from './store/partner-sql.ts'

/** The address book as it was looked for, with headings that its import reads again. */
export const contactsExport = (t: Translate, people: readonly Listed[]): TableExport => ({
  name: t('directory.export.sheet'),
  columns: [
    { heading: 'directory.import.field.givenName', kind: 'text' },
    { heading: 'directory.import.field.familyName', kind: 'text' },
    { heading: 'directory.import.field.email', kind: 'text' },
    { heading: 'directory.import.field.phone', kind: 'text' },
    { heading: 'directory.import.field.territory', kind: 'text' },
    { heading: 'directory.export.roles', kind: 'text' },
    { heading: 'directory.import.field.tags', kind: 'text' },
  ],
  async *rows() {
    for (const one of people)
      yield [
        one.givenName,
        one.familyName,
        one.email,
        one.phone,
        one.territoryName,
        roleWords(t, one).join(' ; '),
        one.tags.join(', '),
      ]
  },
})

type ContactRow = {
  id: string
  resident: boolean
  givenName: string
  familyName: string
  email: string | null
  phone: string | null
  others: string
  territory: string | null
  tags: string
  confirmedOn: Day
}

type RoleRow = {
  contact: string
  role: string
  organisation: string | null
  title: string
  percent: number | null
  territory: string | null
  fromOn: Day
  toOn: Day | null
}

/** The address book: cards, roles, consents, organisations, and where people reach the caisse. */
export const directoryExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'annuaire',
    columns: [
      { heading: 'directory.export.id', kind: 'text' },
      { heading: 'directory.export.resident', kind: 'word' },
      { heading: 'directory.import.field.givenName', kind: 'text' },
      { heading: 'directory.import.field.familyName', kind: 'text' },
      { heading: 'directory.import.field.email', kind: 'text' },
      { heading: 'directory.import.field.phone', kind: 'text' },
      { heading: 'directory.export.others', kind: 'text' },
      { heading: 'directory.import.field.territory', kind: 'text' },
      { heading: 'directory.import.field.tags', kind: 'text' },
      { heading: 'directory.export.confirmedOn', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<ContactRow>(
        tx,
        sql`
          select c.id, c.person_id is not null as resident, c.given_name as "givenName", c.family_name as "familyName",
            c.email, c.phone, array_to_string(c.other_names || c.other_emails || c.other_phones, ', ') as others,
            t.name as territory, array_to_string(c.tags, ', ') as tags, c.confirmed_on as "confirmedOn"
          from contact c left join territory t on t.caisse_id = c.caisse_id and t.id = c.territory_id
          where c.caisse_id = ${sql.lit(tx.caisseId)} order by c.family_name collate "fr-x-icu", c.id
        `,
      ))
        yield [
          row.id,
          row.resident ? 'directory.export.yes' : 'directory.export.no',
          row.givenName,
          row.familyName,
          row.email,
          row.phone,
          row.others,
          row.territory,
          row.tags,
          row.confirmedOn,
        ]
    },
  },
  {
    name: 'roles-de-l-annuaire',
    columns: [
      { heading: 'directory.export.id', kind: 'text' },
      { heading: 'directory.export.role', kind: 'word' },
      { heading: 'directory.import.field.organisation', kind: 'text' },
      { heading: 'directory.import.field.title', kind: 'text' },
      { heading: 'directory.export.percent', kind: 'number' },
      { heading: 'directory.import.field.territory', kind: 'text' },
      { heading: 'directory.export.fromOn', kind: 'day' },
      { heading: 'directory.export.toOn', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<RoleRow>(
        tx,
        sql`
          select r.contact_id as contact, r.role, ${partnerName} as organisation, r.title,
            r.working_percent as percent, t.name as territory, r.from_on as "fromOn", r.to_on as "toOn"
          from contact_role r
          ${withPartner(sql`r.caisse_id`, sql`r.partner_id`)}
          left join territory t on t.caisse_id = r.caisse_id and t.id = r.territory_id
          where r.caisse_id = ${sql.lit(tx.caisseId)} order by r.contact_id, r.from_on, r.id
        `,
      ))
        yield [
          row.contact,
          `directory.roles.${row.role}`,
          row.organisation,
          row.title,
          row.percent,
          row.territory,
          row.fromOn,
          row.toOn,
        ]
    },
  },
  {
    name: 'accords',
    columns: [
      { heading: 'directory.export.id', kind: 'text' },
      { heading: 'directory.consent.purpose', kind: 'word' },
      { heading: 'directory.consent.givenOn', kind: 'day' },
      { heading: 'directory.consent.source', kind: 'word' },
      { heading: 'directory.consent.untilOn', kind: 'day' },
      { heading: 'directory.export.withdrawnAt', kind: 'instant' },
    ],
    async *rows() {
      for await (const row of rowsOf<{
        contact: string
        purpose: string
        givenOn: Day
        source: string
        untilOn: Day | null
        withdrawnAt: Date | null
      }>(
        tx,
        sql`
          select contact_id as contact, purpose, given_on as "givenOn", source, until_on as "untilOn",
            withdrawn_at as "withdrawnAt"
          from contact_consent where caisse_id = ${sql.lit(tx.caisseId)} order by given_on, id
        `,
      ))
        yield [
          row.contact,
          `directory.purposes.${row.purpose}.name`,
          row.givenOn,
          `directory.sources.${row.source}`,
          row.untilOn,
          row.withdrawnAt,
        ]
    },
  },
  {
    name: 'organisations',
    columns: [
      { heading: 'directory.export.id', kind: 'text' },
      { heading: 'directory.partner.kind', kind: 'word' },
      { heading: 'directory.partner.name', kind: 'text' },
      { heading: 'directory.import.field.email', kind: 'text' },
      { heading: 'directory.import.field.phone', kind: 'text' },
      { heading: 'directory.partner.website', kind: 'text' },
      { heading: 'directory.partner.address', kind: 'text' },
      { heading: 'directory.import.field.tags', kind: 'text' },
    ],
    async *rows() {
      for await (const row of rowsOf<{
        id: string
        kind: string
        name: string
        email: string | null
        phone: string | null
        website: string | null
        address: string
        tags: string
      }>(
        tx,
        sql`
          select p.id, p.kind, ${partnerName} as name, p.email, p.phone, p.website, p.address,
            array_to_string(p.tags, ', ') as tags
          from partner p ${withPartner(sql`p.caisse_id`, sql`p.id`)}
          where p.caisse_id = ${sql.lit(tx.caisseId)} order by p.id
        `,
      ))
        yield [
          row.id,
          `directory.kinds.${row.kind}`,
          row.name,
          row.email,
          row.phone,
          row.website,
          row.address,
          row.tags,
        ]
    },
  },
  {
    name: 'contacts-publics',
    columns: [
      { heading: 'directory.public.name', kind: 'text' },
      { heading: 'directory.import.field.territory', kind: 'text' },
      { heading: 'directory.import.field.email', kind: 'text' },
      { heading: 'directory.import.field.phone', kind: 'text' },
      { heading: 'directory.public.hours', kind: 'text' },
      { heading: 'directory.public.untilOn', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<{
        name: string
        territory: string | null
        email: string | null
        phone: string | null
        hours: string
        untilOn: Day | null
      }>(
        tx,
        sql`
          select k.name, t.name as territory, k.email, k.phone, k.hours, k.until_on as "untilOn"
          from public_contact k left join territory t on t.caisse_id = k.caisse_id and t.id = k.territory_id
          where k.caisse_id = ${sql.lit(tx.caisseId)} order by t.name nulls first, k.name
        `,
      ))
        yield [row.name, row.territory, row.email, row.phone, row.hours, row.untilOn]
    },
  },
]
