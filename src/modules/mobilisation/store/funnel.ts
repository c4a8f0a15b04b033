import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day, Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import {
  STEPS,
  type ActionKind,
  type FunnelCount,
  type Reason,
  type Source,
  type Step,
} from '../rules/outreach.ts'

export type NewAction = {
  id: string
  token: string
  kind: ActionKind
  title: string
  heldOn: Day
  placeName: string
  territoryId: string | null
  structureId: string | null
  team: number
  talkedTo: number
}

/** What an action brought, so far. */
export type Brought = { contacts: number; meeting: number; asked: number; joined: number }

export type OutreachAction = NewAction &
  Brought & { territoryName: string | null; structureName: string | null }

export async function insertAction(tx: CaisseTx, action: NewAction, now: Date): Promise<void> {
  await tx
    .insertInto('outreach_action')
    .values({
      caisse_id: tx.caisseId,
      id: action.id,
      token: action.token,
      ...columnsOf(action),
      created_at: now,
    })
    .execute()
}

const columnsOf = (action: Omit<NewAction, 'id' | 'token'>) => ({
  kind: action.kind,
  title: action.title,
  held_on: action.heldOn,
  place_name: action.placeName,
  territory_id: action.territoryId,
  structure_id: action.structureId,
  team: action.team,
  talked_to: action.talkedTo,
})

export async function updateAction(
  tx: CaisseTx,
  id: string,
  action: Omit<NewAction, 'id' | 'token'>,
): Promise<void> {
  await tx
    .updateTable('outreach_action')
    .set(columnsOf(action))
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Everybody who was met, those included whose request came by itself since last night. */
const seen = (tx: CaisseTx) => sql`
  select c.action_id, c.source, coalesce(c.territory_id, p.territory_id) as territory_id, c.met_on,
    c.meeting_id is not null as meeting, c.asked_on is not null as asked,
    coalesce(c.household_id, p.household_id) as household_id
  from outreach_contact c
  left join pre_registration p on p.caisse_id = c.caisse_id and p.id = c.pre_registration_id
  where c.caisse_id = ${tx.caisseId}
  union all
  select p.outreach_action_id, coalesce(a.kind, p.source), p.territory_id, p.created_at::date, false, true, p.household_id
  from pre_registration p
  left join outreach_action a on a.caisse_id = p.caisse_id and a.id = p.outreach_action_id
  where p.caisse_id = ${tx.caisseId} and not exists (
    select from outreach_contact c where c.caisse_id = p.caisse_id and c.pre_registration_id = p.id
  )
`

const ACTIONS = (tx: CaisseTx) => sql`
  select a.id, a.token, a.kind, a.title, a.held_on as "heldOn", a.place_name as "placeName",
    a.territory_id as "territoryId", t.name as "territoryName", a.structure_id as "structureId",
    s.name as "structureName", a.team, a.talked_to as "talkedTo",
    coalesce(b.contacts, 0) as contacts, coalesce(b.meeting, 0) as meeting, coalesce(b.asked, 0) as asked,
    coalesce(b.joined, 0) as joined
  from outreach_action a
  left join territory t on t.caisse_id = a.caisse_id and t.id = a.territory_id
  left join structure s on s.caisse_id = a.caisse_id and s.id = a.structure_id
  left join (
    select action_id, count(*)::integer as contacts, count(*) filter (where meeting)::integer as meeting,
      count(*) filter (where asked)::integer as asked, count(household_id)::integer as joined
    from (${seen(tx)}) seen group by action_id
  ) b on b.action_id = a.id
  where a.caisse_id = ${tx.caisseId}
`

/** The last ones first. */
export async function listActions(
  tx: CaisseTx,
  { since, territoryId, limit = 100 }: { since?: Day; territoryId?: string; limit?: number } = {},
): Promise<OutreachAction[]> {
  const { rows } = await sql<OutreachAction>`
    ${ACTIONS(tx)}
      ${since ? sql`and a.held_on >= ${since}` : sql``}
      ${territoryId ? sql`and a.territory_id = ${territoryId}` : sql``}
    order by a.held_on desc, a.id desc limit ${limit}
  `.execute(tx)
  return rows
}

export async function getAction(tx: CaisseTx, id: string): Promise<OutreachAction> {
  const { rows } = await sql<OutreachAction>`${ACTIONS(tx)} and a.id = ${id}`.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_outreach_action', {}, 404)
  return rows[0]
}

type FunnelFilter = { since: Day; until: Day; territoryId?: string | undefined }

const within = ({ since, until, territoryId }: FunnelFilter) => sql`
  met_on between ${since} and ${until} ${territoryId ? sql`and seen.territory_id = ${territoryId}` : sql``}
`

/** How many of those who were met in these months went how far, by today. */
export async function countFunnel(tx: CaisseTx, filter: FunnelFilter): Promise<FunnelCount[]> {
  const { rows } = await sql<Record<Step, number>>`
    select count(*)::integer as met, count(*) filter (where meeting)::integer as meeting,
      count(*) filter (where asked)::integer as asked, count(household_id)::integer as joined,
      count(*) filter (where h.leaves_on <= ${filter.until})::integer as "left"
    from (${seen(tx)}) seen left join household h on h.caisse_id = ${tx.caisseId} and h.id = seen.household_id
    where ${within(filter)}
  `.execute(tx)
  return STEPS.map((step) => ({ step, count: rows[0]![step] }))
}

export type SourceCount = { source: Source; met: number; asked: number; joined: number }

export async function countBySource(tx: CaisseTx, filter: FunnelFilter): Promise<SourceCount[]> {
  const { rows } = await sql<SourceCount>`
    select source, count(*)::integer as met, count(*) filter (where asked)::integer as asked,
      count(household_id)::integer as joined
    from (${seen(tx)}) seen where ${within(filter)} group by source order by met desc, source
  `.execute(tx)
  return rows
}

export type ReasonCount = { reason: Reason; count: number }

/** Why contacts stopped and households left: words and how often. */
export async function countReasons(tx: CaisseTx, { since, until }: FunnelFilter): Promise<ReasonCount[]> {
  const { rows } = await sql<ReasonCount>`
    select reason, count(*)::integer as count from (
      select reason from outreach_contact
      where caisse_id = ${tx.caisseId} and closed_on between ${since} and ${until}
      union all
      select reason from outreach_leaving
      where caisse_id = ${tx.caisseId} and left_in between ${since.slice(0, 7)} and ${until.slice(0, 7)}
    ) told group by reason order by count desc, reason
  `.execute(tx)
  return rows
}

export async function insertLeaving(
  tx: CaisseTx,
  leaving: { id: string; leftIn: Month; reason: Reason },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('outreach_leaving')
    .values({
      caisse_id: tx.caisseId,
      id: leaving.id,
      left_in: leaving.leftIn,
      reason: leaving.reason,
      noted_at: now,
    })
    .execute()
}

export async function listLeavings(tx: CaisseTx): Promise<{ leftIn: Month; reason: Reason }[]> {
  const { rows } = await sql<{ leftIn: Month; reason: Reason }>`
    select left_in as "leftIn", reason from outreach_leaving where caisse_id = ${tx.caisseId} order by left_in, id
  `.execute(tx)
  return rows
}

export type InformationMeeting = {
  id: string
  title: string
  startsAt: Date
  placeName: string
  placeAddress: string
}

/** Those to which somebody may still be asked. */
export async function comingMeetings(
  tx: CaisseTx,
  now: Date,
  { information = true }: { information?: boolean } = {},
): Promise<InformationMeeting[]> {
  const { rows } = await sql<InformationMeeting>`
    select id, title, starts_at as "startsAt", place_name as "placeName", place_address as "placeAddress"
    from meeting
    where caisse_id = ${tx.caisseId} and status = 'announced' and starts_at > ${now}
      ${information ? sql`and kind = 'information'` : sql``}
    order by starts_at limit 50
  `.execute(tx)
  return rows
}
