import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import {
  KEPT_MONTHS,
  monthsBefore,
  PRE_REGISTRATION_STATUSES,
  type PreRegistrationStatus,
  type Reach,
} from '../rules/pre-registration.ts'

export type NewPreRegistration = {
  id: string
  givenName: string
  familyName: string
  reach: Reach
  email: string | null
  phone: string | null
  structureId: string | null
  adults: number
  children: number
  territoryId: string | null
  language: string
  source: 'web' | 'desk' | 'structure'
  consent: string
  /** Where the caisse met them, when a flyer or somebody told. */
  outreachActionId?: string | null
}

export type PreRegistration = NewPreRegistration & {
  structureName: string | null
  territoryName: string | null
  waveId: string | null
  waveName: string | null
  householdId: string | null
  status: PreRegistrationStatus
  statusOn: Day
  createdAt: Date
}

export async function insertPreRegistration(
  tx: CaisseTx,
  one: NewPreRegistration,
  { now, today }: { now: Date; today: Day },
): Promise<void> {
  await tx
    .insertInto('pre_registration')
    .values({
      caisse_id: tx.caisseId,
      id: one.id,
      given_name: one.givenName,
      family_name: one.familyName,
      reach: one.reach,
      email: one.email,
      phone: one.phone,
      structure_id: one.structureId,
      adults: one.adults,
      children: one.children,
      territory_id: one.territoryId,
      language: one.language,
      source: one.source,
      consent: one.consent,
      outreach_action_id: one.outreachActionId ?? null,
      status: 'asked',
      status_on: today,
      created_at: now,
    })
    .execute()
}

/** What a flyer's code names; null when it names nothing here. */
export async function findOutreach(tx: CaisseTx, token: string): Promise<string | null> {
  const found = await tx
    .selectFrom('outreach_action')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('token', '=', token)
    .executeTakeFirst()
  return found?.id ?? null
}

/** The open request of the same person by the same address or number: asked twice is asked once. */
export async function findSameRequest(
  tx: CaisseTx,
  { givenName, familyName, email, phone }: NewPreRegistration,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from pre_registration
    where caisse_id = ${tx.caisseId} and status in ('asked', 'waiting', 'invited')
      and unaccent(lower(given_name || ' ' || family_name)) = unaccent(lower(${`${givenName} ${familyName}`}))
      and (lower(email) = lower(${email}) or regexp_replace(phone, '[^0-9]', '', 'g') = regexp_replace(${phone}, '[^0-9]', '', 'g'))
    limit 1
  `.execute(tx)
  return rows[0]?.id
}

const COLUMNS = sql`
  p.id, p.given_name as "givenName", p.family_name as "familyName", p.reach, p.email, p.phone,
  p.structure_id as "structureId", s.name as "structureName", p.adults, p.children,
  p.territory_id as "territoryId", t.name as "territoryName", p.language, p.source, p.consent,
  p.wave_id as "waveId", w.name as "waveName", p.household_id as "householdId", p.status,
  p.status_on as "statusOn", p.created_at as "createdAt"
`

const TABLES = sql`
  pre_registration p
  left join structure s on s.caisse_id = p.caisse_id and s.id = p.structure_id
  left join territory t on t.caisse_id = p.caisse_id and t.id = p.territory_id
  left join wave w on w.caisse_id = p.caisse_id and w.id = p.wave_id
`

export type WaitingFilter = {
  status?: PreRegistrationStatus
  territoryId?: string
  structureId?: string
  search?: string
  limit?: number
  offset?: number
}

/** In the order in which they asked. */
export async function listPreRegistrations(
  tx: CaisseTx,
  { status, territoryId, structureId, search = '', limit = 100, offset = 0 }: WaitingFilter = {},
): Promise<PreRegistration[]> {
  const part = `%${search.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const { rows } = await sql<PreRegistration>`
    select ${COLUMNS} from ${TABLES}
    where p.caisse_id = ${tx.caisseId}
      ${status ? sql`and p.status = ${status}` : sql``}
      ${territoryId ? sql`and p.territory_id = ${territoryId}` : sql``}
      ${structureId ? sql`and p.structure_id = ${structureId}` : sql``}
      ${
        search.trim() === ''
          ? sql``
          : sql`and unaccent(lower(p.given_name || ' ' || p.family_name)) like unaccent(lower(${part}))`
      }
    order by p.created_at, p.id limit ${limit} offset ${offset}
  `.execute(tx)
  return rows
}

export async function getPreRegistration(tx: CaisseTx, id: string): Promise<PreRegistration> {
  const { rows } = await sql<PreRegistration>`
    select ${COLUMNS} from ${TABLES} where p.caisse_id = ${tx.caisseId} and p.id = ${id}
  `.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_pre_registration', {}, 404)
  return rows[0]
}

export type LockedRequest = { id: string; status: PreRegistrationStatus }

/** Locked, by id: what they become is decided on what they are. */
export async function lockPreRegistrations(tx: CaisseTx, ids: readonly string[]): Promise<LockedRequest[]> {
  const { rows } = await sql<LockedRequest>`
    select id, status from pre_registration
    where caisse_id = ${tx.caisseId} and id = any (${ids}::uuid[]) order by id for update
  `.execute(tx)
  return rows
}

export async function moveTo(
  tx: CaisseTx,
  ids: readonly string[],
  to: { status: PreRegistrationStatus; today: Day; waveId?: string | null; householdId?: string },
): Promise<void> {
  await tx
    .updateTable('pre_registration')
    .set({
      status: to.status,
      status_on: to.today,
      ...(to.waveId !== undefined && { wave_id: to.waveId }),
      ...(to.householdId !== undefined && { household_id: to.householdId }),
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', 'in', [...ids])
    .execute()
}

export async function deletePreRegistration(tx: CaisseTx, id: string): Promise<void> {
  await tx.deleteFrom('pre_registration').where('caisse_id', '=', tx.caisseId).where('id', '=', id).execute()
}

/** What had no news for as long as its status is kept. Returns how many were forgotten. */
export async function deleteForgotten(tx: CaisseTx, today: Day): Promise<number> {
  let forgotten = 0
  for (const status of PRE_REGISTRATION_STATUSES) {
    const { numDeletedRows } = await tx
      .deleteFrom('pre_registration')
      .where('caisse_id', '=', tx.caisseId)
      .where('status', '=', status)
      .where('status_on', '<', monthsBefore(today, KEPT_MONTHS[status]))
      .executeTakeFirst()
    forgotten += Number(numDeletedRows)
  }
  return forgotten
}

export type WaitingCounts = Record<PreRegistrationStatus, number>

export async function countByStatus(tx: CaisseTx): Promise<WaitingCounts> {
  const { rows } = await sql<{ status: PreRegistrationStatus; count: number }>`
    select status, count(*)::integer as count from pre_registration
    where caisse_id = ${tx.caisseId} group by status
  `.execute(tx)
  const none = Object.fromEntries(PRE_REGISTRATION_STATUSES.map((status) => [status, 0])) as WaitingCounts
  return { ...none, ...Object.fromEntries(rows.map((row) => [row.status, row.count])) }
}

/** Those whom the caisse has not answered yet, and those who wait for a place. */
export async function waitingCount(tx: CaisseTx): Promise<{ asked: number; waiting: number }> {
  const { asked, waiting } = await countByStatus(tx)
  return { asked, waiting }
}
