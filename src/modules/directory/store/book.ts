import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { ERASED_NAME } from '../../people/store/erasure.ts'
import type { Card } from '../rules/duplicates.ts'
import type { ContactRole } from '../rules/words.ts'
import { partnerName, withPartner } from './partner-sql.ts'

export type HeldRole = {
  id: string
  role: ContactRole
  title: string
  workingPercent: number | null
  partnerId: string | null
  partnerName: string | null
  territoryId: string | null
  territoryName: string | null
  fromOn: Day
  toOn: Day | null
}

export type Listed = {
  id: string
  /** In a household of the caisse that day. */
  resident: boolean
  /** Known by `people`: name and addresses are changed there. */
  fromPeople: boolean
  householdId: string | null
  givenName: string
  familyName: string
  name: string
  email: string | null
  phone: string | null
  otherNames: string[]
  otherEmails: string[]
  otherPhones: string[]
  territoryId: string | null
  territoryName: string | null
  tags: string[]
  confirmedOn: Day | null
  roles: HeldRole[]
}

export type BookFilter = {
  /** A name, an address, a number or an organisation: part of one, accents and case aside. */
  search?: string
  role?: ContactRole | 'resident'
  territoryId?: string
  tag?: string
  id?: string
  limit?: number
  offset?: number
}

/** Who is in the address book that day: adults of the caisse's households, and everybody who has a card. */
const entries = (tx: CaisseTx, day: Day) => sql`
  select p.id, m.household_id is not null as resident, true as from_people, m.household_id,
    p.given_name, p.family_name, p.email, p.phone, h.territory_id,
    coalesce(c.other_names, '{}') as other_names, coalesce(c.other_emails, '{}') as other_emails,
    coalesce(c.other_phones, '{}') as other_phones, coalesce(c.tags, '{}') as tags, c.confirmed_on
  from person p
  left join lateral (
    select member.household_id from household_member member
    join household own on own.caisse_id = member.caisse_id and own.id = member.household_id
    where member.caisse_id = p.caisse_id and member.person_id = p.id and not member.child
      and member.from_on <= ${day} and (member.to_on is null or member.to_on >= ${day})
      and (own.leaves_on is null or own.leaves_on >= ${day})
    order by member.from_on desc limit 1
  ) m on true
  left join household h on h.caisse_id = p.caisse_id and h.id = m.household_id
  left join contact c on c.caisse_id = p.caisse_id and c.id = p.id
  where p.caisse_id = ${tx.caisseId} and p.given_name <> ${ERASED_NAME}
    and (m.household_id is not null or c.id is not null)
  union all
  select c.id, false, false, null, c.given_name, c.family_name, c.email, c.phone, c.territory_id,
    c.other_names, c.other_emails, c.other_phones, c.tags, c.confirmed_on
  from contact c
  where c.caisse_id = ${tx.caisseId} and c.person_id is null
`

/** Each role held that day; a role without its organisation or territory leaves them null. */
const rolesOn = (tx: CaisseTx, day: Day) => sql`
  select r.contact_id,
    json_agg(json_build_object(
      'id', r.id, 'role', r.role, 'title', r.title, 'workingPercent', r.working_percent,
      'partnerId', r.partner_id, 'partnerName', ${partnerName}, 'territoryId', r.territory_id,
      'territoryName', t.name, 'fromOn', r.from_on, 'toOn', r.to_on
    ) order by array_position(array['team', 'referent', 'volunteer', 'elected', 'partner'], r.role), r.from_on, r.id)
      as roles,
    string_agg(concat_ws(' ', r.title, ${partnerName}), ' ') as words
  from contact_role r
  ${withPartner(sql`r.caisse_id`, sql`r.partner_id`)}
  left join territory t on t.caisse_id = r.caisse_id and t.id = r.territory_id
  where r.caisse_id = ${tx.caisseId} and r.from_on <= ${day} and (r.to_on is null or r.to_on >= ${day})
  group by r.contact_id
`

/** One page of the address book, by family name, and how many there are in all. */
export async function listBook(
  tx: CaisseTx,
  day: Day,
  { search = '', role, territoryId, tag, id, limit = 100, offset = 0 }: BookFilter = {},
): Promise<{ people: Listed[]; total: number }> {
  const { rows } = await sql<Listed & { total: number }>`
    with entry as (${entries(tx, day)}), held as (${rolesOn(tx, day)})
    select e.id, e.resident, e.from_people as "fromPeople", e.household_id as "householdId",
      e.given_name as "givenName", e.family_name as "familyName", trim(e.given_name || ' ' || e.family_name) as name,
      e.email, e.phone, e.other_names as "otherNames", e.other_emails as "otherEmails",
      e.other_phones as "otherPhones", e.territory_id as "territoryId", t.name as "territoryName", e.tags,
      e.confirmed_on as "confirmedOn", coalesce(held.roles, '[]') as roles, (count(*) over ())::integer as total
    from entry e
    left join held on held.contact_id = e.id
    left join territory t on t.caisse_id = ${tx.caisseId} and t.id = e.territory_id
    where ${id ? sql`e.id = ${id}` : sql`true`}
      ${search.trim() === '' ? sql`` : sql`and ${matches(search)}`}
      ${
        role === 'resident'
          ? sql`and e.resident`
          : role
            ? sql`and exists (select from json_array_elements(held.roles) one where one ->> 'role' = ${role})`
            : sql``
      }
      ${
        territoryId
          ? sql`and (e.territory_id = ${territoryId} or exists (
              select from json_array_elements(held.roles) one where one ->> 'territoryId' = ${territoryId}
            ))`
          : sql``
      }
      ${tag ? sql`and ${tag} = any (e.tags)` : sql``}
    order by coalesce(nullif(e.family_name, ''), e.given_name) collate "fr-x-icu", e.given_name collate "fr-x-icu", e.id
    limit ${limit} offset ${offset}
  `.execute(tx)
  const { total = 0 } = rows[0] ?? {}
  return { people: rows, total }
}

export const likePart = (text: string): string => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`

function matches(search: string) {
  const digits = search.replace(/\D/g, '')
  const words = search
    .trim()
    .split(/[\s,;]+/)
    .slice(0, 6)
  const said = sql`unaccent(lower(concat_ws(' ', e.given_name, e.family_name, array_to_string(e.other_names, ' '),
    e.email, array_to_string(e.other_emails, ' '), held.words, array_to_string(e.tags, ' '))))`
  const everyWord = sql.join(
    words.map((word) => sql`${said} like unaccent(lower(${likePart(word)}))`),
    sql` and `,
  )
  if (digits.length < 4) return everyWord
  return sql`(${everyWord} or regexp_replace(concat_ws(' ', e.phone, array_to_string(e.other_phones, ' ')), '[^0-9 ]', '', 'g')
    like ${likePart(digits)} or regexp_replace(coalesce(e.phone, ''), '[^0-9]', '', 'g') like ${likePart(digits)})`
}

export async function findInBook(tx: CaisseTx, day: Day, id: string): Promise<Listed | undefined> {
  return (await listBook(tx, day, { id, limit: 1 })).people[0]
}

/** What is compared to find who stands in it twice. */
export async function allCards(tx: CaisseTx, day: Day): Promise<Card[]> {
  const { rows } = await sql<{
    id: string
    resident: boolean
    name: string
    emails: string[]
    phones: string[]
  }>`
    with entry as (${entries(tx, day)})
    select id, from_people as resident, trim(given_name || ' ' || family_name) as name,
      array_remove(array[email] || other_emails, null) as emails,
      array_remove(array[phone] || other_phones, null) as phones
    from entry order by family_name collate "fr-x-icu", given_name collate "fr-x-icu", id
  `.execute(tx)
  return rows
}

/** Each tag in use, with how many bear it. */
export async function listTags(tx: CaisseTx): Promise<{ tag: string; count: number }[]> {
  const { rows } = await sql<{ tag: string; count: number }>`
    select tag, count(*)::integer as count from (
      select unnest(tags) as tag from contact where caisse_id = ${tx.caisseId}
      union all select unnest(tags) from partner where caisse_id = ${tx.caisseId}
    ) used group by tag order by tag collate "fr-x-icu"
  `.execute(tx)
  return rows
}
