import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day, Month } from '../../../kit/month.ts'

export const LIFE_EVENTS = [
  'birth',
  'arrival',
  'of_age',
  'departure',
  'split',
  'merge',
  'move',
  'pause',
  'leaving',
  'death',
  /** What was left after the day told returned to the pot, or followed to the joined household. */
  'leftovers',
  'given_back',
  'undo',
] as const
export type LifeEventKind = (typeof LIFE_EVENTS)[number]

export type NewLifeEvent = {
  id: string
  householdId: string
  kind: LifeEventKind
  on: Day
  personId?: string
  otherHouseholdId?: string
  cents?: Cents
  untilOn?: Day
  territoryBefore?: string | null
  undoes?: string
}

export async function insertLifeEvent(tx: CaisseTx, event: NewLifeEvent, at: Date): Promise<void> {
  await tx
    .insertInto('life_event')
    .values({
      caisse_id: tx.caisseId,
      id: event.id,
      household_id: event.householdId,
      kind: event.kind,
      on_day: event.on,
      person_id: event.personId ?? null,
      other_household_id: event.otherHouseholdId ?? null,
      cents: event.cents ?? null,
      until_on: event.untilOn ?? null,
      territory_before: event.territoryBefore ?? null,
      undoes: event.undoes ?? null,
      written_at: at,
    })
    .execute()
}

export type LifeEvent = {
  id: string
  householdId: string
  kind: LifeEventKind
  on: Day
  personId: string | null
  /** Of whom it tells; empty when of the whole household. */
  personName: string
  otherHouseholdId: string | null
  otherName: string | null
  householdName: string
  cents: Cents | null
  untilOn: Day | null
  territoryBefore: string | null
  undoes: string | null
  undone: boolean
  /** What an undoing undoes. */
  undoneKind: LifeEventKind | null
  writtenAt: Date
  /** Who of the team wrote it; null for the installation itself. */
  writtenBy: string | null
}

const selected = sql`
  e.id, e.household_id as "householdId", e.kind, e.on_day as on, e.person_id as "personId",
  trim(coalesce(p.given_name || ' ' || p.family_name, '')) as "personName",
  e.other_household_id as "otherHouseholdId", other.name as "otherName", own.name as "householdName", e.cents,
  e.until_on as "untilOn", e.territory_before as "territoryBefore", e.undoes,
  exists (select from life_event u where u.caisse_id = e.caisse_id and u.undoes = e.id) as undone,
  undone.kind as "undoneKind", e.written_at as "writtenAt", writer.display_name as "writtenBy"
  from life_event e
  join household own on own.caisse_id = e.caisse_id and own.id = e.household_id
  left join household other on other.caisse_id = e.caisse_id and other.id = e.other_household_id
  left join person p on p.caisse_id = e.caisse_id and p.id = e.person_id
  left join life_event undone on undone.caisse_id = e.caisse_id and undone.id = e.undoes
  left join gesture g on g.caisse_id = e.caisse_id and g.id = e.id
  left join login_account writer on writer.id = g.login_account_id
`

/** All that happened to a household, the latest first. */
export async function lifeOf(tx: CaisseTx, householdId: string): Promise<LifeEvent[]> {
  const { rows } = await sql<LifeEvent>`
    select ${selected}
    where e.caisse_id = ${tx.caisseId} and (e.household_id = ${householdId} or e.other_household_id = ${householdId})
    order by e.on_day desc, e.written_at desc, e.id desc
  `.execute(tx)
  return rows
}

/** Of the whole caisse, the earliest first. */
export async function allLife(tx: CaisseTx): Promise<LifeEvent[]> {
  const { rows } = await sql<LifeEvent>`
    select ${selected} where e.caisse_id = ${tx.caisseId} order by e.on_day, e.written_at, e.id
  `.execute(tx)
  return rows
}

export async function findLifeEvent(tx: CaisseTx, id: string): Promise<LifeEvent | undefined> {
  const { rows } = await sql<LifeEvent>`
    select ${selected} where e.caisse_id = ${tx.caisseId} and e.id = ${id}
  `.execute(tx)
  return rows[0]
}

export type PauseReason = 'pause' | 'counted_before'
export type Pause = { id: string; fromMonth: Month; untilMonth: Month; reason: PauseReason }

export async function insertPause(
  tx: CaisseTx,
  { id, householdId, fromMonth, untilMonth, reason }: Pause & { householdId: string },
): Promise<void> {
  await tx
    .insertInto('household_pause')
    .values({
      caisse_id: tx.caisseId,
      id,
      household_id: householdId,
      from_month: fromMonth,
      until_month: untilMonth,
      reason,
    })
    .execute()
}

export async function allPauses(tx: CaisseTx): Promise<(Pause & { householdId: string })[]> {
  const { rows } = await sql<Pause & { householdId: string }>`
    select id, household_id as "householdId", from_month as "fromMonth", until_month as "untilMonth", reason
    from household_pause where caisse_id = ${tx.caisseId} order by household_id, from_month
  `.execute(tx)
  return rows
}

export async function pausesOf(tx: CaisseTx, householdId: string): Promise<Pause[]> {
  return (await tx
    .selectFrom('household_pause')
    .select(['id', 'from_month as fromMonth', 'until_month as untilMonth', 'reason'])
    .where('caisse_id', '=', tx.caisseId)
    .where('household_id', '=', householdId)
    .orderBy('from_month')
    .execute()) as Pause[]
}

/** Ends a pause sooner; one that would not have begun is gone. */
export async function endPause(tx: CaisseTx, id: string, untilMonth: Month): Promise<void> {
  const own = tx
    .deleteFrom('household_pause')
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .where('from_month', '>', untilMonth)
  await own.execute()
  await tx
    .updateTable('household_pause')
    .set({ until_month: untilMonth })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export type Leftover = { householdId: string; goesTo: string | null }

/** Households that still hold rights after their last day to spend, or that were joined to another one. */
export async function leftovers(tx: CaisseTx, today: Day): Promise<Leftover[]> {
  const { rows } = await sql<Leftover>`
    select h.id as "householdId", joined.id as "goesTo"
    from household h
    join household_account a on a.caisse_id = h.caisse_id and a.household_id = h.id and a.book = 'rights'
    join wallet w on w.caisse_id = a.caisse_id and w.account_id = a.account_id and w.balance_cents > 0
    left join lateral (
      select e.other_household_id as id from life_event e
      where e.caisse_id = h.caisse_id and e.household_id = h.id and e.kind = 'merge'
      order by e.written_at desc limit 1
    ) joined on true
    where h.caisse_id = ${tx.caisseId} and (joined.id is not null or h.rights_until < ${today})
    order by h.id
  `.execute(tx)
  return rows
}

export type ComingOfAge = {
  personId: string
  givenName: string
  householdId: string
  householdName: string
  birthMonth: Month
}

/** Children who live in a household and were born in one of these months. */
export async function childrenBornIn(
  tx: CaisseTx,
  { from, to, today }: { from: Month; to: Month; today: Day },
): Promise<ComingOfAge[]> {
  const { rows } = await sql<ComingOfAge>`
    select p.id as "personId", p.given_name as "givenName", h.id as "householdId", h.name as "householdName",
      p.birth_month as "birthMonth"
    from household_member m
    join person p on p.caisse_id = m.caisse_id and p.id = m.person_id
    join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
    where m.caisse_id = ${tx.caisseId} and m.child and m.from_on <= ${today}
      and (m.to_on is null or m.to_on >= ${today}) and (h.leaves_on is null or h.leaves_on >= ${today})
      and p.birth_month between ${from} and ${to}
    order by p.birth_month, h.name collate "fr-x-icu", p.id
  `.execute(tx)
  return rows
}

export type ComingEnd = {
  householdId: string
  householdName: string
  kind: 'pause' | 'leaving'
  on: Day
}

/** Pauses that end and last days to spend, from today on. */
export async function comingEnds(tx: CaisseTx, today: Day, until: Day): Promise<ComingEnd[]> {
  const { rows } = await sql<ComingEnd>`
    select h.id as "householdId", h.name as "householdName", coming.kind, coming.on
    from (
      select household_id, 'pause' as kind, until_month as on from household_pause
      where caisse_id = ${tx.caisseId} and reason = 'pause'
        and until_month between ${today.slice(0, 7)} and ${until.slice(0, 7)}
      union all
      select id, 'leaving', coalesce(rights_until, leaves_on)::text from household
      where caisse_id = ${tx.caisseId} and coalesce(rights_until, leaves_on) between ${today} and ${until}
    ) coming
    join household h on h.caisse_id = ${tx.caisseId} and h.id = coming.household_id
    order by coming.on, h.name collate "fr-x-icu", h.id
  `.execute(tx)
  return rows
}
