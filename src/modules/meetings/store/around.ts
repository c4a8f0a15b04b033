import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Guest } from './invitations.ts'
import type { Meeting } from './meetings.ts'

async function exists(tx: CaisseTx, query: ReturnType<typeof sql>): Promise<boolean> {
  const { rows } = await sql`${query}`.execute(tx)
  return rows.length > 0
}

export const isTerritory = (tx: CaisseTx, id: string): Promise<boolean> =>
  exists(tx, sql`select 1 from territory where caisse_id = ${tx.caisseId} and id = ${id}`)

export const isGroup = (tx: CaisseTx, id: string): Promise<boolean> =>
  exists(tx, sql`select 1 from working_group where caisse_id = ${tx.caisseId} and id = ${id}`)

export async function listGroupNames(tx: CaisseTx): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from working_group
    where caisse_id = ${tx.caisseId} and status <> 'closed' order by name collate "fr-x-icu"
  `.execute(tx)
  return rows
}

export type KnownPerson = {
  id: string
  name: string
  householdName: string
  email: string | null
  phone: string | null
}

/** Adults of the caisse that day whose name has these words, accents aside. */
export async function findPeople(tx: CaisseTx, words: string, day: string): Promise<KnownPerson[]> {
  const part = `%${words.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const { rows } = await sql<KnownPerson>`
    select distinct on (name collate "fr-x-icu", p.id) p.id, p.email, p.phone,
      trim(p.given_name || ' ' || p.family_name) as name, h.name as "householdName"
    from person p
    join household_member m on m.caisse_id = p.caisse_id and m.person_id = p.id and not m.child
      and m.from_on <= ${day} and (m.to_on is null or m.to_on >= ${day})
    join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
    where p.caisse_id = ${tx.caisseId}
      and unaccent(lower(p.given_name || ' ' || p.family_name)) like unaccent(lower(${part}))
    order by name collate "fr-x-icu", p.id limit 20
  `.execute(tx)
  return rows
}

/** Adults of the caisse with an address, whom nobody has invited yet and who have not registered. */
export async function peopleToInvite(
  tx: CaisseTx,
  meeting: Pick<Meeting, 'id' | 'territoryId'>,
  whom: 'everybody' | 'territory',
  day: string,
): Promise<Guest[]> {
  const { rows } = await sql<Guest>`
    select distinct on (lower(p.email)) p.email, trim(p.given_name || ' ' || p.family_name) as name, p.language,
      p.id as "personId"
    from person p
    join household_member m on m.caisse_id = p.caisse_id and m.person_id = p.id and not m.child
      and m.from_on <= ${day} and (m.to_on is null or m.to_on >= ${day})
    join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
      and (h.leaves_on is null or h.leaves_on >= ${day})
    where p.caisse_id = ${tx.caisseId} and p.email is not null
      ${whom === 'territory' ? sql`and h.territory_id = ${meeting.territoryId}` : sql``}
      and not exists (
        select from meeting_invitation i
        where i.caisse_id = p.caisse_id and i.meeting_id = ${meeting.id} and i.email = lower(p.email)
      )
      and not exists (
        select from meeting_registration r
        where r.caisse_id = p.caisse_id and r.meeting_id = ${meeting.id} and r.person_id = p.id
      )
    order by lower(p.email), p.id
  `.execute(tx)
  return rows
}

/** Whether a meeting of a group is for somebody: they are in it, or expected there. */
export const isOfGroup = (
  tx: CaisseTx,
  groupId: string,
  { personId, meetingId }: { personId: string | null; meetingId: string },
): Promise<boolean> =>
  exists(
    tx,
    sql`
      select 1 from meeting m
      where m.caisse_id = ${tx.caisseId} and m.id = ${meetingId} and m.group_id = ${groupId} and (
        exists (select from group_member g
          where g.caisse_id = m.caisse_id and g.group_id = m.group_id and g.contact_id = ${personId})
        or exists (select from meeting_registration r
          where r.caisse_id = m.caisse_id and r.meeting_id = m.id and r.person_id = ${personId}
            and r.status <> 'withdrawn')
        or exists (select from meeting_invitation i
          where i.caisse_id = m.caisse_id and i.meeting_id = m.id and i.person_id = ${personId}
            and i.withdrawn_at is null)
      )
    `,
  )

/** Those of the group who have an address and whom nobody has invited yet; a resident's card bears their own id. */
export async function membersToInvite(
  tx: CaisseTx,
  { id, groupId }: Pick<Meeting, 'id' | 'groupId'>,
): Promise<Guest[]> {
  const { rows } = await sql<Guest>`
    select distinct on (lower(coalesce(p.email, c.email))) coalesce(p.email, c.email) as email,
      trim(coalesce(p.given_name || ' ' || p.family_name, c.given_name || ' ' || c.family_name)) as name,
      coalesce(p.language, 'fr') as language, p.id as "personId"
    from group_member g
    join contact c on c.caisse_id = g.caisse_id and c.id = g.contact_id
    left join person p on p.caisse_id = c.caisse_id and p.id = c.person_id
    where g.caisse_id = ${tx.caisseId} and g.group_id = ${groupId} and coalesce(p.email, c.email) is not null
      and not exists (
        select from meeting_invitation i
        where i.caisse_id = g.caisse_id and i.meeting_id = ${id} and i.email = lower(coalesce(p.email, c.email))
      )
      and not exists (
        select from meeting_registration r
        where r.caisse_id = g.caisse_id and r.meeting_id = ${id} and r.person_id = p.id
      )
    order by lower(coalesce(p.email, c.email)), c.id
  `.execute(tx)
  return rows
}
