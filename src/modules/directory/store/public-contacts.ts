import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'

export type PublicContact = {
  id: string
  territoryId: string | null
  territoryName: string | null
  name: string
  email: string | null
  phone: string | null
  hours: string
}

export type KeptPublicContact = PublicContact & {
  /** Whose own address or number it is, and until when it may be shown. */
  contactId: string | null
  contactName: string | null
  untilOn: Day | null
  shown: boolean
}

/** A function's address or number is always shown; somebody's own while they agree, until its day. */
export async function listPublicContacts(tx: CaisseTx, day: Day): Promise<KeptPublicContact[]> {
  const { rows } = await sql<KeptPublicContact>`
    select k.id, k.territory_id as "territoryId", t.name as "territoryName", k.name, k.email, k.phone, k.hours,
      k.contact_id as "contactId", k.until_on as "untilOn",
      trim(coalesce(p.given_name || ' ' || p.family_name, c.given_name || ' ' || c.family_name)) as "contactName",
      (k.until_on is null or k.until_on >= ${day}) and (k.contact_id is null or exists (
        select from contact_consent yes
        where yes.caisse_id = k.caisse_id and yes.contact_id = k.contact_id and yes.purpose = 'public_contact'
          and yes.withdrawn_at is null and yes.given_on <= ${day} and (yes.until_on is null or yes.until_on >= ${day})
      )) as shown
    from public_contact k
    left join territory t on t.caisse_id = k.caisse_id and t.id = k.territory_id
    left join contact c on c.caisse_id = k.caisse_id and c.id = k.contact_id
    left join person p on p.caisse_id = c.caisse_id and p.id = c.person_id
    where k.caisse_id = ${tx.caisseId}
    order by t.name collate "fr-x-icu" nulls first, k.name collate "fr-x-icu", k.id
  `.execute(tx)
  return rows
}

/** Where people reach the caisse that day, for its site and its letters: the whole caisse first, then by territory. */
export async function publicContacts(tx: CaisseTx, day: Day): Promise<PublicContact[]> {
  return (await listPublicContacts(tx, day))
    .filter(({ shown }) => shown)
    .map(({ id, territoryId, territoryName, name, email, phone, hours }) => ({
      id,
      territoryId,
      territoryName,
      name,
      email,
      phone,
      hours,
    }))
}

export type PublicContactFile = Omit<PublicContact, 'id' | 'territoryName'> & {
  contactId: string | null
  untilOn: Day | null
}

export async function savePublicContact(tx: CaisseTx, id: string, file: PublicContactFile): Promise<void> {
  const said = {
    territory_id: file.territoryId,
    name: file.name,
    email: file.email,
    phone: file.phone,
    hours: file.hours,
    contact_id: file.contactId,
    until_on: file.untilOn,
  }
  await tx
    .insertInto('public_contact')
    .values({ caisse_id: tx.caisseId, id, ...said })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'id']).doUpdateSet(said))
    .execute()
}

export async function deletePublicContact(tx: CaisseTx, id: string): Promise<void> {
  await tx.deleteFrom('public_contact').where('caisse_id', '=', tx.caisseId).where('id', '=', id).execute()
}

/** What nobody may be shown any more has no reason to stay. */
export async function deleteEnded(tx: CaisseTx, before: Day): Promise<void> {
  await tx
    .deleteFrom('public_contact')
    .where('caisse_id', '=', tx.caisseId)
    .where('until_on', '<', before)
    .execute()
}
