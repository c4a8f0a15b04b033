import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { Refusal } from '../../../kit/refusal.ts'

export type NewRide = {
  id: string
  meetingId: string
  registrationId: string
  seats: number
  fromPlace: string
  leavesAt: string | null
  note: string
  contact: string
}

export async function saveRide(tx: CaisseTx, ride: NewRide, now: Date): Promise<void> {
  const said = {
    seats: ride.seats,
    from_place: ride.fromPlace,
    leaves_at: ride.leavesAt,
    note: ride.note,
    contact: ride.contact,
  }
  await tx
    .insertInto('meeting_ride')
    .values({
      caisse_id: tx.caisseId,
      id: ride.id,
      meeting_id: ride.meetingId,
      registration_id: ride.registrationId,
      offered_at: now,
      ...said,
    })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'registration_id']).doUpdateSet(said))
    .execute()
}

/** A car as everybody sees it: a place and seats, nobody's name, no contact. */
export type Ride = {
  id: string
  meetingId: string
  registrationId: string
  driver: string
  driverEmail: string | null
  driverLanguage: string
  seats: number
  taken: number
  fromPlace: string
  leavesAt: string | null
  note: string
  contact: string
}

const RIDES = sql`
  select d.id, d.meeting_id as "meetingId", d.registration_id as "registrationId", d.seats,
    d.from_place as "fromPlace", to_char(d.leaves_at, 'HH24:MI') as "leavesAt", d.note, d.contact,
    case when p.id is null then r.name else trim(p.given_name || ' ' || p.family_name) end as driver,
    case when p.id is null then r.email else p.email end as "driverEmail",
    case when p.id is null then r.language else p.language end as "driverLanguage",
    (select count(*)::integer from meeting_ride_request q
      where q.caisse_id = d.caisse_id and q.ride_id = d.id and q.status = 'agreed') as taken
  from meeting_ride d
  join meeting_registration r on r.caisse_id = d.caisse_id and r.id = d.registration_id
  left join person p on p.caisse_id = r.caisse_id and p.id = r.person_id
`

export async function ridesOf(tx: CaisseTx, meetingId: string): Promise<Ride[]> {
  const { rows } = await sql<Ride>`
    ${RIDES} where d.caisse_id = ${tx.caisseId} and d.meeting_id = ${meetingId} order by d.offered_at, d.id
  `.execute(tx)
  return rows
}

export async function getRide(tx: CaisseTx, id: string): Promise<Ride> {
  const { rows } = await sql<Ride>`${RIDES} where d.caisse_id = ${tx.caisseId} and d.id = ${id}`.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_ride', {}, 404)
  return rows[0]
}

export type RideRequestStatus = 'asked' | 'agreed' | 'declined' | 'withdrawn'

export type RideRequest = {
  id: string
  meetingId: string
  registrationId: string
  rideId: string | null
  rider: string
  riderEmail: string | null
  riderLanguage: string
  fromPlace: string
  contact: string
  status: RideRequestStatus
}

const REQUESTS = sql`
  select q.id, q.meeting_id as "meetingId", q.registration_id as "registrationId", q.ride_id as "rideId",
    q.from_place as "fromPlace", q.contact, q.status,
    case when p.id is null then r.name else trim(p.given_name || ' ' || p.family_name) end as rider,
    case when p.id is null then r.email else p.email end as "riderEmail",
    case when p.id is null then r.language else p.language end as "riderLanguage"
  from meeting_ride_request q
  join meeting_registration r on r.caisse_id = q.caisse_id and r.id = q.registration_id
  left join person p on p.caisse_id = r.caisse_id and p.id = r.person_id
`

export async function rideRequestsOf(tx: CaisseTx, meetingId: string): Promise<RideRequest[]> {
  const { rows } = await sql<RideRequest>`
    ${REQUESTS} where q.caisse_id = ${tx.caisseId} and q.meeting_id = ${meetingId} order by q.asked_at, q.id
  `.execute(tx)
  return rows
}

export async function getRideRequest(tx: CaisseTx, id: string): Promise<RideRequest> {
  const { rows } = await sql<RideRequest>`
    ${REQUESTS} where q.caisse_id = ${tx.caisseId} and q.id = ${id}
  `.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_ride', {}, 404)
  return rows[0]
}

/** One request a person: asked again, it is about the last car they chose. */
export async function saveRideRequest(
  tx: CaisseTx,
  request: {
    id: string
    meetingId: string
    registrationId: string
    rideId: string | null
    fromPlace: string
    contact: string
  },
  now: Date,
): Promise<void> {
  const said = {
    ride_id: request.rideId,
    from_place: request.fromPlace,
    contact: request.contact,
    status: 'asked' as const,
  }
  await tx
    .insertInto('meeting_ride_request')
    .values({
      caisse_id: tx.caisseId,
      id: request.id,
      meeting_id: request.meetingId,
      registration_id: request.registrationId,
      asked_at: now,
      ...said,
    })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'registration_id']).doUpdateSet(said))
    .execute()
}

export async function setRideRequest(
  tx: CaisseTx,
  id: string,
  { status, rideId }: { status: RideRequestStatus; rideId?: string | null },
): Promise<void> {
  await tx
    .updateTable('meeting_ride_request')
    .set({ status, ...(rideId !== undefined && { ride_id: rideId }) })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** The car is not there any more: whoever counted on it looks for another. Tells who they are. */
export async function dropRide(tx: CaisseTx, rideId: string): Promise<RideRequest[]> {
  const { rows: left } = await sql<RideRequest>`
    ${REQUESTS} where q.caisse_id = ${tx.caisseId} and q.ride_id = ${rideId} and q.status in ('asked', 'agreed')
  `.execute(tx)
  await sql`
    update meeting_ride_request
    set ride_id = null, status = case when status = 'agreed' then 'asked' else status end
    where caisse_id = ${tx.caisseId} and ride_id = ${rideId}
  `.execute(tx)
  await tx.deleteFrom('meeting_ride').where('caisse_id', '=', tx.caisseId).where('id', '=', rideId).execute()
  return left
}

/** What somebody offered or asked for goes with their registration. */
export async function ridesOfRegistration(
  tx: CaisseTx,
  registrationId: string,
): Promise<{ rideId: string | null; requestId: string | null }> {
  const { rows } = await sql<{ rideId: string | null; requestId: string | null }>`
    select
      (select id from meeting_ride where caisse_id = ${tx.caisseId} and registration_id = ${registrationId})
        as "rideId",
      (select id from meeting_ride_request
        where caisse_id = ${tx.caisseId} and registration_id = ${registrationId} and status <> 'withdrawn')
        as "requestId"
  `.execute(tx)
  return rows[0]!
}
