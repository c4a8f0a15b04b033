import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'

/** What stands where a name was. */
export const ERASED_NAME = '—'

/** From now on the row says that there was somebody, child or adult, and nothing of who. */
export async function clearPerson(tx: CaisseTx, personId: string): Promise<void> {
  await tx
    .updateTable('person')
    .set({
      given_name: ERASED_NAME,
      family_name: '',
      birth_month: null,
      email: null,
      phone: null,
      language: 'fr',
      login_account_id: null,
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', personId)
    .execute()
}

export async function renameHousehold(tx: CaisseTx, householdId: string, name: string): Promise<void> {
  await tx
    .updateTable('household')
    .set({ name })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', householdId)
    .execute()
}

/** The request by which a household asked to join has its name and addresses too. */
export async function forgetRequestsOf(tx: CaisseTx, householdId: string): Promise<void> {
  await tx
    .deleteFrom('pre_registration')
    .where('caisse_id', '=', tx.caisseId)
    .where('household_id', '=', householdId)
    .execute()
}

/** Letters are written to somebody by name. */
export async function forgetLettersTo(tx: CaisseTx, personId: string): Promise<void> {
  await tx
    .deleteFrom('message')
    .where('caisse_id', '=', tx.caisseId)
    .where('person_id', '=', personId)
    .execute()
}

export type Departure = {
  personId: string
  name: string
  householdId: string
  householdName: string
  child: boolean
  /** Their last day in any household; null for who is still there. */
  leftOn: Day | null
}

/** People who are not erased: those who left, and with `search` anybody of that name. */
export async function listDepartures(
  tx: CaisseTx,
  { search = '', personId, limit = 200 }: { search?: string; personId?: string; limit?: number },
): Promise<Departure[]> {
  const words = search.trim()
  const { rows } = await sql<Departure>`
    select * from (
      select distinct on (p.id) p.id as "personId", trim(p.given_name || ' ' || p.family_name) as name,
        h.id as "householdId", h.name as "householdName", m.child,
        case when count(*) filter (where m.to_on is null and h.leaves_on is null) over (partition by p.id) = 0
          then max(least(m.to_on, h.leaves_on)) over (partition by p.id) end as "leftOn"
      from person p
      join household_member m on m.caisse_id = p.caisse_id and m.person_id = p.id
      join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
      where p.caisse_id = ${tx.caisseId} and p.given_name <> ${ERASED_NAME}
        ${personId ? sql`and p.id = ${personId}` : sql``}
      order by p.id, least(m.to_on, h.leaves_on) desc nulls first, m.from_on desc
    ) person
    where ${
      personId
        ? sql`true`
        : words === ''
          ? sql`"leftOn" is not null`
          : sql`strpos(lower(unaccent(name)), lower(unaccent(${words}))) > 0`
    }
    order by "leftOn" nulls last, name collate "fr-x-icu", "personId"
    limit ${limit}
  `.execute(tx)
  return rows
}

/** How many people the caisse knows, and in which ways it can reach them. */
export async function countKnown(
  tx: CaisseTx,
  { from, to }: { from: Day; to: Day },
): Promise<{ people: number; households: number; emails: number; phones: number }> {
  const { rows } = await sql<{ people: number; households: number; emails: number; phones: number }>`
    select count(distinct p.id)::integer as people, count(distinct h.id)::integer as households,
      (count(distinct p.id) filter (where p.email is not null))::integer as emails,
      (count(distinct p.id) filter (where p.phone is not null))::integer as phones
    from person p
    join household_member m on m.caisse_id = p.caisse_id and m.person_id = p.id
    join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
    where p.caisse_id = ${tx.caisseId} and p.given_name <> ${ERASED_NAME}
      and m.from_on <= ${to} and coalesce(least(m.to_on, h.leaves_on), 'infinity') >= ${from}
  `.execute(tx)
  return rows[0]!
}

export type Reached = { householdName: string; name: string; email: string | null; phone: string | null }

/** Who was in the caisse between two days, and how each is reached. */
export async function listReached(tx: CaisseTx, { from, to }: { from: Day; to: Day }): Promise<Reached[]> {
  const { rows } = await sql<Reached>`
    select h.name as "householdName", trim(p.given_name || ' ' || p.family_name) as name, p.email, p.phone
    from person p
    join household_member m on m.caisse_id = p.caisse_id and m.person_id = p.id
    join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
    where p.caisse_id = ${tx.caisseId} and p.given_name <> ${ERASED_NAME} and not m.child
      and m.from_on <= ${to} and coalesce(least(m.to_on, h.leaves_on), 'infinity') >= ${from}
    order by h.name collate "fr-x-icu", h.id, p.id
  `.execute(tx)
  return rows
}

/** Every household somebody is or was in. */
export async function householdsOf(tx: CaisseTx, personId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('household_member')
    .select('household_id')
    .distinct()
    .where('caisse_id', '=', tx.caisseId)
    .where('person_id', '=', personId)
    .execute()
  return rows.map((row) => row.household_id)
}

/** Whether somebody here is still reached at the address. */
export async function hasAddress(tx: CaisseTx, email: string): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`
    select 1 as one from person where caisse_id = ${tx.caisseId} and lower(email) = lower(${email}) limit 1
  `.execute(tx)
  return rows.length > 0
}

/** Whether a sign-in stands for a person of this caisse. */
export async function isSomebody(tx: CaisseTx, accountId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('person')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('login_account_id', '=', accountId)
    .executeTakeFirst()
  return row !== undefined
}
