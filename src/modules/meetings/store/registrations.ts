import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { findMeetings, type Meeting } from './meetings.ts'

export type RegistrationStatus = 'registered' | 'waiting' | 'withdrawn'
export type CallAbout = 'promoted' | 'moved' | 'cancelled'

/** What whoever comes tells, in their own words. */
export type Wishes = {
  needs: string
  interpreter: string
  children: number
  meal: boolean
  mayBeNamed: boolean
}

export type NewRegistration = Wishes & {
  id: string
  meetingId: string
  personId: string | null
  name: string
  email: string | null
  phone: string | null
  language: string
  status: RegistrationStatus
  source: 'web' | 'desk' | 'self' | 'team'
}

export const insertRegistration = (tx: CaisseTx, one: NewRegistration, now: Date): Promise<void> =>
  insertRegistrations(tx, [one], now)

/** In their order; `attended` by their place, where somebody noted it already. */
export async function insertRegistrations(
  tx: CaisseTx,
  registrations: readonly NewRegistration[],
  now: Date,
  { attended }: { attended?: (place: number) => boolean } = {},
): Promise<void> {
  if (registrations.length === 0) return
  await tx
    .insertInto('meeting_registration')
    .values(
      registrations.map((one, place) => ({
        caisse_id: tx.caisseId,
        id: one.id,
        meeting_id: one.meetingId,
        person_id: one.personId,
        name: one.name,
        email: one.email,
        phone: one.phone,
        language: one.language,
        status: one.status,
        source: one.source,
        ...wishColumns(one),
        attended: attended ? attended(place) : null,
        asked_at: now,
      })),
    )
    .execute()
}

const wishColumns = ({ needs, interpreter, children, meal, mayBeNamed }: Wishes) => ({
  needs,
  interpreter,
  children,
  meal,
  may_be_named: mayBeNamed,
})

export async function updateWishes(tx: CaisseTx, id: string, wishes: Wishes): Promise<void> {
  await tx
    .updateTable('meeting_registration')
    .set(wishColumns(wishes))
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** `askedAt`: whoever comes back after leaving asks anew. */
export async function setRegistrationStatus(
  tx: CaisseTx,
  id: string,
  status: RegistrationStatus,
  { askedAt }: { askedAt?: Date } = {},
): Promise<void> {
  await tx
    .updateTable('meeting_registration')
    .set({
      status,
      ...(askedAt && { asked_at: askedAt }),
      ...(status === 'withdrawn' && { call_about: null, call_since: null, attended: null }),
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export type Registration = Wishes & {
  id: string
  meetingId: string
  personId: string | null
  /** Theirs in the caisse, or the one they gave. */
  name: string
  email: string | null
  phone: string | null
  language: string
  status: RegistrationStatus
  source: NewRegistration['source']
  askedAt: Date
  attended: boolean | null
  callAbout: CallAbout | null
  callSince: Date | null
}

const REGISTRATIONS = sql`
  select r.id, r.meeting_id as "meetingId", r.person_id as "personId",
    case when p.id is null then r.name else trim(p.given_name || ' ' || p.family_name) end as name,
    case when p.id is null then r.email else p.email end as email,
    case when p.id is null then r.phone else p.phone end as phone,
    case when p.id is null then r.language else p.language end as language,
    r.status, r.source, r.asked_at as "askedAt", r.needs, r.interpreter, r.children, r.meal,
    r.may_be_named as "mayBeNamed", r.attended, r.call_about as "callAbout", r.call_since as "callSince"
  from meeting_registration r
  left join person p on p.caisse_id = r.caisse_id and p.id = r.person_id
`

/** In the order in which they asked; by name for who reads a list at the door. */
export async function listRegistrations(
  tx: CaisseTx,
  meetingId: string,
  { byName = false }: { byName?: boolean } = {},
): Promise<Registration[]> {
  const { rows } = await sql<Registration>`
    ${REGISTRATIONS} where r.caisse_id = ${tx.caisseId} and r.meeting_id = ${meetingId}
    order by ${byName ? sql`name collate "fr-x-icu"` : sql`r.asked_at`}, r.id
  `.execute(tx)
  return rows
}

export async function findRegistration(tx: CaisseTx, id: string): Promise<Registration | undefined> {
  const { rows } = await sql<Registration>`
    ${REGISTRATIONS} where r.caisse_id = ${tx.caisseId} and r.id = ${id}
  `.execute(tx)
  return rows[0]
}

export async function getRegistration(tx: CaisseTx, id: string): Promise<Registration> {
  const registration = await findRegistration(tx, id)
  if (!registration) throw new Refusal('unknown_registration', {}, 404)
  return registration
}

/** The same person, or the same name under the same address or number: asked twice is asked once. */
export async function findSameRegistration(
  tx: CaisseTx,
  {
    meetingId,
    personId,
    name,
    email,
    phone,
  }: Pick<NewRegistration, 'meetingId' | 'personId' | 'name' | 'email' | 'phone'>,
): Promise<Registration | undefined> {
  const { rows } = await sql<Registration>`
    ${REGISTRATIONS} where r.caisse_id = ${tx.caisseId} and r.meeting_id = ${meetingId}
      and ${
        personId
          ? sql`r.person_id = ${personId}`
          : sql`r.person_id is null and unaccent(lower(r.name)) = unaccent(lower(${name}))
              and (lower(r.email) = lower(${email}) or regexp_replace(r.phone, '[^0-9]', '', 'g')
                = regexp_replace(${phone}, '[^0-9]', '', 'g'))`
      }
    limit 1
  `.execute(tx)
  return rows[0]
}

export async function countUnder(tx: CaisseTx, meetingId: string, email: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from meeting_registration
    where caisse_id = ${tx.caisseId} and meeting_id = ${meetingId} and lower(email) = lower(${email})
  `.execute(tx)
  return rows[0]!.count
}

/** Whoever has waited longest. */
export async function nextWaiting(tx: CaisseTx, meetingId: string): Promise<Registration | undefined> {
  const { rows } = await sql<Registration>`
    ${REGISTRATIONS} where r.caisse_id = ${tx.caisseId} and r.meeting_id = ${meetingId} and r.status = 'waiting'
    order by r.asked_at, r.id limit 1
  `.execute(tx)
  return rows[0]
}

/** They have news that no mail brings them; whoever already waits for a call waits for the latest news. */
export async function putOnCallList(
  tx: CaisseTx,
  ids: readonly string[],
  about: CallAbout,
  now: Date,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('meeting_registration')
    .set({ call_about: about, call_since: now })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', 'in', [...ids])
    .execute()
}

export async function takeOffCallList(tx: CaisseTx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('meeting_registration')
    .set({ call_about: null, call_since: null })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .where('call_about', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type MeetingCall = Registration & { meetingTitle: string; startsAt: Date }

/** Who is to be called, whoever has waited longest first. */
export async function meetingCalls(tx: CaisseTx): Promise<MeetingCall[]> {
  const { rows } = await sql<MeetingCall>`
    select r.*, m.title as "meetingTitle", m.starts_at as "startsAt"
    from (${REGISTRATIONS} where r.caisse_id = ${tx.caisseId} and r.call_about is not null) r
    join meeting m on m.caisse_id = ${tx.caisseId} and m.id = r."meetingId"
    order by r."callSince", r.id
  `.execute(tx)
  return rows
}

export async function setAttended(tx: CaisseTx, id: string, attended: boolean | null): Promise<void> {
  await tx
    .updateTable('meeting_registration')
    .set({ attended })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export type OwnRegistration = {
  id: string
  status: RegistrationStatus
  meeting: Meeting
}

/** Where somebody of the caisse said that they come, the next first. */
export async function registrationsOfPerson(tx: CaisseTx, personId: string): Promise<OwnRegistration[]> {
  const rows = await tx
    .selectFrom('meeting_registration')
    .select(['id', sql<RegistrationStatus>`status`.as('status'), 'meeting_id'])
    .where('caisse_id', '=', tx.caisseId)
    .where('person_id', '=', personId)
    .execute()
  const meetings = await findMeetings(
    tx,
    rows.map(({ meeting_id }) => meeting_id),
  )
  return meetings.map((meeting) => {
    const { id, status } = rows.find((row) => row.meeting_id === meeting.id)!
    return { id, status, meeting }
  })
}
