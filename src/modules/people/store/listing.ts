import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day, Month } from '../../../kit/month.ts'
import type { HouseholdKind } from '../rules/household-shape.ts'
import { readPaymentReference } from '../rules/payment-reference.ts'

export type ListedHousehold = {
  id: string
  name: string
  kind: HouseholdKind
  paymentReference: string
  waveName: string | null
  territoryName: string | null
  enteredOn: Day
  leavesOn: Day | null
  adults: number
  children: number
}

export type HouseholdFilter = {
  /** A name, part of one (accents and case aside), or a payment reference. */
  search?: string
  waveId?: string
  /** Who is in the caisse that day; everyone when left out. */
  on?: Day
  limit?: number
  offset?: number
}

/** One page of the households, by name, and how many there are in all. */
export async function listHouseholds(
  tx: CaisseTx,
  { search = '', waveId, on, limit = 50, offset = 0 }: HouseholdFilter = {},
): Promise<{ households: ListedHousehold[]; total: number }> {
  const found = sql`
    h.caisse_id = ${tx.caisseId}
    ${search.trim() === '' ? sql`` : sql`and ${matches(search)}`}
    ${waveId ? sql`and h.wave_id = ${waveId}` : sql``}
    ${on ? sql`and h.entered_on <= ${on} and (h.leaves_on is null or h.leaves_on >= ${on})` : sql``}
  `
  const counted = await sql<{ total: number }>`
    select count(*)::integer as total from household h where ${found}
  `.execute(tx)
  const { rows } = await sql<ListedHousehold>`
    with page as (
      select h.* from household h where ${found}
      order by h.name collate "fr-x-icu", h.id limit ${limit} offset ${offset}
    )
    select h.id, h.name, h.kind, h.payment_reference as "paymentReference", w.name as "waveName",
      t.name as "territoryName", h.entered_on as "enteredOn", h.leaves_on as "leavesOn",
      (count(m.person_id) filter (where not m.child))::integer as adults,
      (count(m.person_id) filter (where m.child))::integer as children
    from page h
    left join wave w on w.caisse_id = h.caisse_id and w.id = h.wave_id
    left join territory t on t.caisse_id = h.caisse_id and t.id = h.territory_id
    left join household_member m
      on m.caisse_id = h.caisse_id and m.household_id = h.id
      and (m.to_on is null ${on ? sql`or m.to_on >= ${on}` : sql``})
      ${on ? sql`and m.from_on <= ${on}` : sql``}
    group by h.id, h.name, h.kind, h.payment_reference, w.name, t.name, h.entered_on, h.leaves_on
    order by h.name collate "fr-x-icu", h.id
  `.execute(tx)
  return { households: rows, total: counted.rows[0]!.total }
}

function matches(search: string) {
  const part = `%${search.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const reference = readPaymentReference(search)
  return sql`(
    unaccent(lower(h.name)) like unaccent(lower(${part}))
    or exists (
      select from household_member m join person p on p.caisse_id = m.caisse_id and p.id = m.person_id
      where m.caisse_id = h.caisse_id and m.household_id = h.id
        and unaccent(lower(p.given_name || ' ' || p.family_name)) like unaccent(lower(${part}))
    )
    or h.payment_reference = ${reference}
  )`
}

export type Namesake = { asked: string; birthMonth: Month | null; householdName: string }

/** Who of the caisse bears one of these full names, accents and case aside. */
export async function findNamesakes(tx: CaisseTx, fullNames: readonly string[]): Promise<Namesake[]> {
  const { rows } = await sql<Namesake>`
    with asked as materialized (
      select name, unaccent(lower(name)) as plain from unnest(${fullNames}::text[]) as asked (name)
    ), known as materialized (
      select id, birth_month, unaccent(lower(trim(given_name || ' ' || family_name))) as plain
      from person where caisse_id = ${tx.caisseId}
    )
    select asked.name as asked, known.birth_month as "birthMonth", h.name as "householdName"
    from asked
    join known using (plain)
    join household_member m on m.caisse_id = ${tx.caisseId} and m.person_id = known.id
    join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
    order by asked.name, h.name
  `.execute(tx)
  return rows
}
