import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { lockCaisse } from '../../../kit/gesture.ts'
import type { Day, Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { HouseholdKind } from '../rules/household-shape.ts'
import { paymentReference } from '../rules/payment-reference.ts'

export type NewHousehold = {
  id: string
  kind: HouseholdKind
  name: string
  paymentReference: string
  waveId: string | null
  territoryId: string | null
  enteredOn: Day
  leavesOn?: Day | null
}

export type NewPerson = {
  id: string
  givenName: string
  familyName: string
  birthMonth: Month | null
  email?: string | null
  phone?: string | null
  language?: string
}

export type NewMember = { householdId: string; personId: string; child: boolean; fromOn: Day }

export async function insertHouseholds(tx: CaisseTx, households: readonly NewHousehold[]): Promise<void> {
  const column = <T>(read: (household: NewHousehold) => T) => households.map(read)
  await sql`
    insert into household (caisse_id, id, kind, name, payment_reference, wave_id, territory_id, entered_on, leaves_on)
    select ${tx.caisseId}, * from unnest(
      ${column((one) => one.id)}::uuid[],
      ${column((one) => one.kind)}::text[],
      ${column((one) => one.name)}::text[],
      ${column((one) => one.paymentReference)}::text[],
      ${column((one) => one.waveId)}::uuid[],
      ${column((one) => one.territoryId)}::uuid[],
      ${column((one) => one.enteredOn)}::date[],
      ${column((one) => one.leavesOn ?? null)}::date[]
    )
  `.execute(tx)
}

export async function insertPersons(tx: CaisseTx, persons: readonly NewPerson[]): Promise<void> {
  const column = <T>(read: (person: NewPerson) => T) => persons.map(read)
  await sql`
    insert into person (caisse_id, id, given_name, family_name, birth_month, email, phone, language)
    select ${tx.caisseId}, * from unnest(
      ${column((one) => one.id)}::uuid[],
      ${column((one) => one.givenName)}::text[],
      ${column((one) => one.familyName)}::text[],
      ${column((one) => one.birthMonth)}::text[],
      ${column((one) => one.email ?? null)}::text[],
      ${column((one) => one.phone ?? null)}::text[],
      ${column((one) => one.language ?? 'fr')}::text[]
    )
  `.execute(tx)
}

export async function insertMembers(tx: CaisseTx, members: readonly NewMember[]): Promise<void> {
  const column = <T>(read: (member: NewMember) => T) => members.map(read)
  await sql`
    insert into household_member (caisse_id, household_id, person_id, child, from_on)
    select ${tx.caisseId}, * from unnest(
      ${column((one) => one.householdId)}::uuid[],
      ${column((one) => one.personId)}::uuid[],
      ${column((one) => one.child)}::boolean[],
      ${column((one) => one.fromOn)}::date[]
    )
  `.execute(tx)
}

/** One free payment reference for each household, in their order; nobody else draws any until the commit. */
export async function freeReferences(tx: CaisseTx, householdIds: readonly string[]): Promise<string[]> {
  await lockCaisse(tx, 'numbering')
  const references = householdIds.map((id) => paymentReference(id))
  for (let attempt = 1; ; attempt += 1) {
    const used = await usedReferences(tx, references)
    const seen = new Set<string>()
    let redrawn = 0
    for (const [i, reference] of references.entries()) {
      if (used.has(reference) || seen.has(reference)) {
        references[i] = paymentReference(householdIds[i]!, attempt)
        redrawn += 1
      }
      seen.add(references[i]!)
    }
    if (redrawn === 0) return references
  }
}

async function usedReferences(tx: CaisseTx, references: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ reference: string }>`
    select payment_reference as reference from household
    where caisse_id = ${tx.caisseId} and payment_reference = any (${references}::text[])
  `.execute(tx)
  return new Set(rows.map((row) => row.reference))
}

export type Household = {
  id: string
  kind: HouseholdKind
  name: string
  paymentReference: string
  waveId: string | null
  waveName: string | null
  territoryId: string | null
  territoryName: string | null
  enteredOn: Day
  leavesOn: Day | null
  /** The last day on which who left may spend. */
  rightsUntil: Day | null
}

export async function getHousehold(tx: CaisseTx, id: string): Promise<Household> {
  const { rows } = await sql<Household>`
    select h.id, h.kind, h.name, h.payment_reference as "paymentReference", h.wave_id as "waveId",
      w.name as "waveName", h.territory_id as "territoryId", t.name as "territoryName",
      h.entered_on as "enteredOn", h.leaves_on as "leavesOn",
      h.rights_until as "rightsUntil"
    from household h
    left join wave w on w.caisse_id = h.caisse_id and w.id = h.wave_id
    left join territory t on t.caisse_id = h.caisse_id and t.id = h.territory_id
    where h.caisse_id = ${tx.caisseId} and h.id = ${id}
  `.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_household', {}, 404)
  return rows[0]
}

export type Member = {
  personId: string
  givenName: string
  familyName: string
  birthMonth: Month | null
  email: string | null
  phone: string | null
  language: string
  loginAccountId: string | null
  child: boolean
  fromOn: Day
  toOn: Day | null
}

/** Everyone who is or was in the household, adults first. */
export async function membersOf(tx: CaisseTx, householdId: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select p.id as "personId", p.given_name as "givenName", p.family_name as "familyName",
      p.birth_month as "birthMonth", p.email, p.phone, p.language, p.login_account_id as "loginAccountId",
      m.child, m.from_on as "fromOn", m.to_on as "toOn"
    from household_member m
    join person p on p.caisse_id = m.caisse_id and p.id = m.person_id
    where m.caisse_id = ${tx.caisseId} and m.household_id = ${householdId}
    order by m.child, m.from_on, p.id
  `.execute(tx)
  return rows
}

/** Which of these ids are no household of this caisse. */
export async function unknownHouseholds(tx: CaisseTx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select asked.id from unnest(${ids}::uuid[]) as asked (id)
    where not exists (select from household h where h.caisse_id = ${tx.caisseId} and h.id = asked.id)
  `.execute(tx)
  return rows.map((row) => row.id)
}

/** The household's last day. Its members stay members: they leave with it. */
export async function setLeaving(tx: CaisseTx, householdId: string, leavesOn: Day): Promise<void> {
  await tx
    .updateTable('household')
    .set({ leaves_on: leavesOn })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', householdId)
    .execute()
}

/** Until when who left may spend what is left; null while nobody leaves. */
export async function setLeavingWithRights(
  tx: CaisseTx,
  householdId: string,
  { leavesOn, rightsUntil }: { leavesOn: Day | null; rightsUntil: Day | null },
): Promise<void> {
  await tx
    .updateTable('household')
    .set({ leaves_on: leavesOn, rights_until: rightsUntil })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', householdId)
    .execute()
}

export async function setMemberLeaving(
  tx: CaisseTx,
  member: { householdId: string; personId: string; fromOn: Day; toOn: Day | null },
): Promise<void> {
  await tx
    .updateTable('household_member')
    .set({ to_on: member.toOn })
    .where('caisse_id', '=', tx.caisseId)
    .where('household_id', '=', member.householdId)
    .where('person_id', '=', member.personId)
    .where('from_on', '=', member.fromOn)
    .execute()
}

/** A place in a household that was a mistake, from its first day on. */
export async function deleteMember(
  tx: CaisseTx,
  member: { householdId: string; personId: string; fromOn: Day },
): Promise<void> {
  await tx
    .deleteFrom('household_member')
    .where('caisse_id', '=', tx.caisseId)
    .where('household_id', '=', member.householdId)
    .where('person_id', '=', member.personId)
    .where('from_on', '=', member.fromOn)
    .execute()
}

export async function setTerritory(
  tx: CaisseTx,
  householdId: string,
  territoryId: string | null,
): Promise<void> {
  await tx
    .updateTable('household')
    .set({ territory_id: territoryId })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', householdId)
    .execute()
}

export async function setKind(tx: CaisseTx, householdId: string, kind: HouseholdKind): Promise<void> {
  await tx
    .updateTable('household')
    .set({ kind })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', householdId)
    .execute()
}

/** Whether there was somebody to correct. */
export async function updatePerson(tx: CaisseTx, person: NewPerson): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('person')
    .set({
      given_name: person.givenName,
      family_name: person.familyName,
      birth_month: person.birthMonth,
      email: person.email ?? null,
      phone: person.phone ?? null,
      language: person.language ?? 'fr',
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', person.id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type Contact = { email: string | null; phone: string | null; language: string }

/** How somebody is reached. */
export async function updateContact(tx: CaisseTx, personId: string, contact: Contact): Promise<void> {
  await tx
    .updateTable('person')
    .set(contact)
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', personId)
    .execute()
}

export async function personExists(tx: CaisseTx, personId: string): Promise<boolean> {
  const found = await tx
    .selectFrom('person')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', personId)
    .executeTakeFirst()
  return found !== undefined
}
