import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { Mergeable } from '../rules/merge.ts'
import type { ContactRole } from '../rules/words.ts'

export type NewContact = {
  id: string
  givenName: string
  familyName: string
  email: string | null
  phone: string | null
  territoryId: string | null
  tags: readonly string[]
}

export async function insertContacts(
  tx: CaisseTx,
  contacts: readonly NewContact[],
  { now, today }: { now: Date; today: Day },
): Promise<void> {
  if (contacts.length === 0) return
  await tx
    .insertInto('contact')
    .values(
      contacts.map((one) => ({
        caisse_id: tx.caisseId,
        id: one.id,
        given_name: one.givenName,
        family_name: one.familyName,
        email: one.email,
        phone: one.phone,
        territory_id: one.territoryId,
        tags: [...one.tags],
        confirmed_on: today,
        created_at: now,
      })),
    )
    .execute()
}

/** A resident of whom the book says something besides what `people` knows gets a card of the same id. */
export async function ensureContact(
  tx: CaisseTx,
  id: string,
  { now, today }: { now: Date; today: Day },
): Promise<void> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from contact where caisse_id = ${tx.caisseId} and id = ${id}) as known
  `.execute(tx)
  if (rows[0]!.known) return
  const inserted = await sql`
    insert into contact (caisse_id, id, person_id, confirmed_on, created_at)
    select caisse_id, id, id, ${today}, ${now} from person where caisse_id = ${tx.caisseId} and id = ${id}
    on conflict do nothing returning id
  `.execute(tx)
  if (inserted.rows.length === 0) throw new Refusal('unknown_contact', {}, 404)
}

export async function updateContact(
  tx: CaisseTx,
  id: string,
  file: Omit<NewContact, 'id' | 'tags'>,
): Promise<void> {
  await tx
    .updateTable('contact')
    .set({
      given_name: file.givenName,
      family_name: file.familyName,
      email: file.email,
      phone: file.phone,
      territory_id: file.territoryId,
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .where('person_id', 'is', null)
    .execute()
}

export async function setTags(tx: CaisseTx, id: string, tags: readonly string[]): Promise<void> {
  await tx
    .updateTable('contact')
    .set({ tags: [...tags] })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Somebody knows that the card holds that day. */
export async function confirmContact(tx: CaisseTx, id: string, today: Day): Promise<void> {
  await tx
    .updateTable('contact')
    .set({ confirmed_on: today })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .where('confirmed_on', '<', today)
    .execute()
}

/** The card and all that hangs on it: roles, consents, groups. */
export async function deleteContact(tx: CaisseTx, id: string): Promise<void> {
  await tx.deleteFrom('contact').where('caisse_id', '=', tx.caisseId).where('id', '=', id).execute()
  await sql`
    delete from contact_distinct where caisse_id = ${tx.caisseId} and ${id} in (one_id, other_id)
  `.execute(tx)
}

/** Whom nobody knew to be there for so long, and who holds no role. Residents are kept with their household. */
export async function deleteForgotten(tx: CaisseTx, before: Day, today: Day): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select c.id from contact c
    where c.caisse_id = ${tx.caisseId} and c.person_id is null and c.confirmed_on < ${before}
      and not exists (
        select from contact_role r where r.caisse_id = c.caisse_id and r.contact_id = c.id
          and r.role in ('team', 'referent') and (r.to_on is null or r.to_on >= ${today})
      )
  `.execute(tx)
  for (const { id } of rows) await deleteContact(tx, id)
  return rows.length
}

export type NewRole = {
  id: string
  contactId: string
  role: ContactRole
  partnerId: string | null
  title: string
  workingPercent: number | null
  territoryId: string | null
  fromOn: Day
}

export async function insertRoles(tx: CaisseTx, roles: readonly NewRole[]): Promise<void> {
  if (roles.length === 0) return
  await tx
    .insertInto('contact_role')
    .values(
      roles.map((one) => ({
        caisse_id: tx.caisseId,
        id: one.id,
        contact_id: one.contactId,
        role: one.role,
        partner_id: one.partnerId,
        title: one.title,
        working_percent: one.workingPercent,
        territory_id: one.territoryId,
        from_on: one.fromOn,
      })),
    )
    .execute()
}

/** False when there is no such role any more. One that was to begin later never was. */
export async function endRole(tx: CaisseTx, contactId: string, roleId: string, today: Day): Promise<boolean> {
  const mine = sql`caisse_id = ${tx.caisseId} and id = ${roleId} and contact_id = ${contactId}`
  const begun = await sql`
    update contact_role set to_on = ${today}
    where ${mine} and from_on < ${today} and (to_on is null or to_on > ${today}) returning id
  `.execute(tx)
  if (begun.rows.length > 0) return true
  const fresh =
    await sql`delete from contact_role where ${mine} and from_on >= ${today} returning id`.execute(tx)
  return fresh.rows.length > 0
}

/** A card as merging reads it, that nobody else changes until the commit. */
export async function takeCard(tx: CaisseTx, id: string): Promise<Mergeable | undefined> {
  await sql`select from contact where caisse_id = ${tx.caisseId} and id = ${id} for update`.execute(tx)
  const { rows } = await sql<Mergeable>`
    select coalesce(p.id, c.id) as id, p.id is not null as resident,
      trim(coalesce(p.given_name || ' ' || p.family_name, c.given_name || ' ' || c.family_name)) as name,
      coalesce(p.email, c.email) as email, coalesce(p.phone, c.phone) as phone,
      coalesce(c.other_names, '{}') as "otherNames", coalesce(c.other_emails, '{}') as "otherEmails",
      coalesce(c.other_phones, '{}') as "otherPhones", c.territory_id as "territoryId",
      coalesce(c.tags, '{}') as tags, coalesce(c.confirmed_on, p.created_at::date) as "confirmedOn"
    from (select ${tx.caisseId}::integer as caisse_id, ${id}::uuid as id) asked
    left join person p on p.caisse_id = asked.caisse_id and p.id = asked.id
    left join contact c on c.caisse_id = asked.caisse_id and c.id = asked.id
    where p.id is not null or c.id is not null
  `.execute(tx)
  return rows[0]
}

export type TeamMember = {
  roleId: string
  contactId: string
  name: string
  mission: string
  workingPercent: number | null
  territoryName: string | null
  email: string | null
  phone: string | null
  fromOn: Day
}

/** Who works for the caisse that day, by name. */
export async function listTeam(tx: CaisseTx, day: Day): Promise<TeamMember[]> {
  const { rows } = await sql<TeamMember>`
    select r.id as "roleId", r.contact_id as "contactId", r.title as mission, r.working_percent as "workingPercent",
      t.name as "territoryName", r.from_on as "fromOn",
      trim(coalesce(p.given_name || ' ' || p.family_name, c.given_name || ' ' || c.family_name)) as name,
      coalesce(p.email, c.email) as email, coalesce(p.phone, c.phone) as phone
    from contact_role r
    join contact c on c.caisse_id = r.caisse_id and c.id = r.contact_id
    left join person p on p.caisse_id = c.caisse_id and p.id = c.person_id
    left join territory t on t.caisse_id = r.caisse_id and t.id = r.territory_id
    where r.caisse_id = ${tx.caisseId} and r.role = 'team'
      and r.from_on <= ${day} and (r.to_on is null or r.to_on >= ${day})
    order by coalesce(p.family_name, c.family_name) collate "fr-x-icu", r.from_on, r.id
  `.execute(tx)
  return rows
}

export type Inside = { contactId: string; name: string; title: string; role: ContactRole }

/** Who works or sits in an organisation that day, by name. */
export async function peopleOfPartner(tx: CaisseTx, partnerId: string, day: Day): Promise<Inside[]> {
  const { rows } = await sql<Inside>`
    select r.contact_id as "contactId", r.title, r.role,
      trim(coalesce(p.given_name || ' ' || p.family_name, c.given_name || ' ' || c.family_name)) as name
    from contact_role r
    join contact c on c.caisse_id = r.caisse_id and c.id = r.contact_id
    left join person p on p.caisse_id = c.caisse_id and p.id = c.person_id
    where r.caisse_id = ${tx.caisseId} and r.partner_id = ${partnerId}
      and r.from_on <= ${day} and (r.to_on is null or r.to_on >= ${day})
    order by coalesce(p.family_name, c.family_name) collate "fr-x-icu", r.id
  `.execute(tx)
  return rows
}
