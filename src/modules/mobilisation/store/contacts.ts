import { sql, type RawBuilder } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { Reach } from '../../people/rules/pre-registration.ts'
import type { Reason, Source, Step } from '../rules/outreach.ts'

export type NewContact = {
  id: string
  actionId: string | null
  source: Source
  structureId: string | null
  territoryId: string | null
  metOn: Day
  givenName: string
  familyName: string
  reach: Reach
  email: string | null
  phone: string | null
  language: string
  consent: string
  followUpOn: Day | null
}

export type Contact = {
  id: string
  actionId: string | null
  actionTitle: string | null
  source: Source
  structureId: string | null
  structureName: string | null
  territoryId: string | null
  territoryName: string | null
  metOn: Day
  /** Their own, or that of their request to join; null once forgotten. */
  name: string | null
  givenName: string | null
  familyName: string | null
  reach: Reach | null
  email: string | null
  phone: string | null
  language: string
  followUpOn: Day | null
  lastHeardOn: Day
  meetingId: string | null
  meetingTitle: string | null
  preRegistrationId: string | null
  closedOn: Day | null
  reason: Reason | null
  forgottenOn: Day | null
  step: Step
}

const STEP = sql`
  case
    when h.leaves_on <= current_date then 'left'
    when h.id is not null then 'joined'
    when c.asked_on is not null then 'asked'
    when c.meeting_id is not null then 'meeting'
    else 'met'
  end
`

const CONTACTS = sql`
  select c.id, c.action_id as "actionId", a.title as "actionTitle", c.source, c.structure_id as "structureId",
    s.name as "structureName", c.territory_id as "territoryId", t.name as "territoryName", c.met_on as "metOn",
    nullif(trim(coalesce(c.given_name || ' ' || coalesce(c.family_name, ''), p.given_name || ' ' || p.family_name)), '') as name,
    coalesce(c.given_name, p.given_name) as "givenName", coalesce(c.family_name, p.family_name) as "familyName",
    coalesce(c.reach, p.reach) as reach, coalesce(c.email, p.email) as email, coalesce(c.phone, p.phone) as phone,
    c.language, c.follow_up_on as "followUpOn", c.last_heard_on as "lastHeardOn", c.meeting_id as "meetingId",
    m.title as "meetingTitle", c.pre_registration_id as "preRegistrationId", c.closed_on as "closedOn", c.reason,
    c.forgotten_on as "forgottenOn", ${STEP} as step
  from outreach_contact c
  left join outreach_action a on a.caisse_id = c.caisse_id and a.id = c.action_id
  left join structure s on s.caisse_id = c.caisse_id and s.id = c.structure_id
  left join territory t on t.caisse_id = c.caisse_id and t.id = c.territory_id
  left join meeting m on m.caisse_id = c.caisse_id and m.id = c.meeting_id
  left join pre_registration p on p.caisse_id = c.caisse_id and p.id = c.pre_registration_id
  left join household h on h.caisse_id = c.caisse_id and h.id = coalesce(c.household_id, p.household_id)
`

export async function insertContacts(
  tx: CaisseTx,
  contacts: readonly NewContact[],
  now: Date,
): Promise<void> {
  if (contacts.length === 0) return
  await tx
    .insertInto('outreach_contact')
    .values(
      contacts.map((one) => ({
        caisse_id: tx.caisseId,
        id: one.id,
        action_id: one.actionId,
        source: one.source,
        structure_id: one.structureId,
        territory_id: one.territoryId,
        met_on: one.metOn,
        given_name: one.givenName,
        family_name: one.familyName,
        reach: one.reach,
        email: one.email,
        phone: one.phone,
        language: one.language,
        consent: one.consent,
        follow_up_on: one.followUpOn,
        last_heard_on: one.metOn,
        created_at: now,
      })),
    )
    .execute()
}

export async function getContact(tx: CaisseTx, id: string): Promise<Contact> {
  const { rows } = await sql<Contact>`
    ${CONTACTS} where c.caisse_id = ${tx.caisseId} and c.id = ${id}
  `.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_outreach_contact', {}, 404)
  return rows[0]
}

/** Nobody else changes it until the commit. */
export async function lockContact(tx: CaisseTx, id: string): Promise<Contact> {
  await sql`select 1 from outreach_contact where caisse_id = ${tx.caisseId} and id = ${id} for update`.execute(
    tx,
  )
  return getContact(tx, id)
}

/** The same address or number, in the same name: met twice is met once. */
export async function findSameContact(
  tx: CaisseTx,
  { givenName, email, phone }: Pick<NewContact, 'givenName' | 'email' | 'phone'>,
): Promise<string | undefined> {
  if (email === null && phone === null) return undefined
  const { rows } = await sql<{ id: string }>`
    select c.id from outreach_contact c
    left join pre_registration p on p.caisse_id = c.caisse_id and p.id = c.pre_registration_id
    where c.caisse_id = ${tx.caisseId}
      and unaccent(lower(coalesce(c.given_name, p.given_name))) = unaccent(lower(${givenName}))
      and (lower(coalesce(c.email, p.email)) = lower(${email})
        or regexp_replace(coalesce(c.phone, p.phone), '[^0-9]', '', 'g') = regexp_replace(${phone}, '[^0-9]', '', 'g'))
    limit 1
  `.execute(tx)
  return rows[0]?.id
}

export type ContactFilter = {
  /** To speak to by that day. */
  dueBy?: Day
  state?: 'open' | 'asked' | 'closed'
  actionId?: string
  structureId?: string
  territoryId?: string
  reach?: Reach
  search?: string
  limit?: number
}

const OPEN = sql`c.given_name is not null and c.closed_on is null`

export async function listContacts(tx: CaisseTx, filter: ContactFilter = {}): Promise<Contact[]> {
  const { dueBy, state, actionId, structureId, territoryId, reach, search = '', limit = 200 } = filter
  const part = `%${search.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const when = (given: unknown, condition: RawBuilder<unknown>) => (given ? sql`and ${condition}` : sql``)
  const { rows } = await sql<Contact>`
    ${CONTACTS} where c.caisse_id = ${tx.caisseId}
      ${when(dueBy, sql`${OPEN} and c.follow_up_on <= ${dueBy}`)}
      ${when(state === 'open', OPEN)}
      ${when(state === 'asked', sql`c.asked_on is not null and p.id is not null`)}
      ${when(state === 'closed', sql`c.closed_on is not null and c.given_name is not null`)}
      ${when(actionId, sql`c.action_id = ${actionId}`)}
      ${when(structureId, sql`c.structure_id = ${structureId}`)}
      ${when(territoryId, sql`c.territory_id = ${territoryId}`)}
      ${when(reach, sql`c.reach = ${reach}`)}
      ${when(
        search.trim(),
        sql`unaccent(lower(concat_ws(' ', c.given_name, c.family_name, p.given_name, p.family_name))) like unaccent(lower(${part}))`,
      )}
    order by c.follow_up_on nulls last, c.met_on desc, c.id limit ${limit}
  `.execute(tx)
  return rows
}

export async function countContacts(
  tx: CaisseTx,
  today: Day,
): Promise<{ due: number; open: number; asked: number; closed: number }> {
  const { rows } = await sql<{ due: number; open: number; asked: number; closed: number }>`
    select count(*) filter (where ${OPEN} and c.follow_up_on <= ${today})::integer as due,
      count(*) filter (where ${OPEN})::integer as open,
      count(*) filter (where c.asked_on is not null and c.pre_registration_id is not null)::integer as asked,
      count(*) filter (where c.closed_on is not null and c.given_name is not null)::integer as closed
    from outreach_contact c where c.caisse_id = ${tx.caisseId}
  `.execute(tx)
  return rows[0]!
}

type Change = {
  follow_up_on?: Day | null
  last_heard_on?: Day
  meeting_id?: string
  closed_on?: Day | null
  reason?: Reason | null
  household_id?: string
  asked_on?: Day
}

export async function changeContact(tx: CaisseTx, id: string, change: Change): Promise<void> {
  await tx
    .updateTable('outreach_contact')
    .set(change)
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

const NAMELESS = {
  given_name: null,
  family_name: null,
  reach: null,
  email: null,
  phone: null,
  consent: null,
  follow_up_on: null,
}

/** From now on their name is in their request, and nowhere else. */
export async function linkRequest(
  tx: CaisseTx,
  id: string,
  { preRegistrationId, today }: { preRegistrationId: string; today: Day },
): Promise<void> {
  await tx
    .updateTable('outreach_contact')
    .set({ ...NAMELESS, pre_registration_id: preRegistrationId, asked_on: today, last_heard_on: today })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function forgetOne(tx: CaisseTx, id: string, today: Day): Promise<void> {
  await tx
    .updateTable('outreach_contact')
    .set({ ...NAMELESS, forgotten_on: today })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Names of those who were not heard of since. Returns how many. */
export async function forgetSilent(
  tx: CaisseTx,
  { before, today }: { before: Day; today: Day },
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('outreach_contact')
    .set({ ...NAMELESS, forgotten_on: today })
    .where('caisse_id', '=', tx.caisseId)
    .where('given_name', 'is not', null)
    .where('last_heard_on', '<', before)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Requests that came by themselves are counted like the others, and households stay counted when requests go. */
export async function adoptRequests(tx: CaisseTx): Promise<void> {
  await sql`
    insert into outreach_contact (caisse_id, id, action_id, source, structure_id, territory_id, met_on, language,
      last_heard_on, asked_on, pre_registration_id, created_at)
    select p.caisse_id, p.id, p.outreach_action_id, coalesce(a.kind, p.source), p.structure_id, p.territory_id,
      p.created_at::date, p.language, p.status_on, p.created_at::date, p.id, p.created_at
    from pre_registration p
    left join outreach_action a on a.caisse_id = p.caisse_id and a.id = p.outreach_action_id
    where p.caisse_id = ${tx.caisseId} and not exists (
      select from outreach_contact c where c.caisse_id = p.caisse_id and c.pre_registration_id = p.id
    )
    on conflict do nothing
  `.execute(tx)
  await sql`
    update outreach_contact c set household_id = p.household_id from pre_registration p
    where c.caisse_id = ${tx.caisseId} and p.caisse_id = c.caisse_id and p.id = c.pre_registration_id
      and c.household_id is null and p.household_id is not null
  `.execute(tx)
}
