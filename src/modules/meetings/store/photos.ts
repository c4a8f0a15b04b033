import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { PhotoUse } from '../rules/photos.ts'

export type ConsentRow = {
  id: string
  personId: string | null
  name: string
  uses: PhotoUse[]
  until: Day
  withdrawnAt: Date | null
}

export type Photo = {
  id: string
  meetingId: string | null
  sha256: Buffer
  alt: string
  takenOn: Day
  nobody: boolean
  consents: ConsentRow[]
}

const PHOTOS = sql`
  select f.id, f.meeting_id as "meetingId", f.sha256, f.alt, f.taken_on as "takenOn", f.nobody,
    coalesce((
      select jsonb_agg(jsonb_build_object('id', k.id, 'personId', k.person_id, 'name', k.name, 'uses', k.uses,
        'until', k.until, 'withdrawnAt', k.withdrawn_at) order by k.given_at, k.id)
      from photo_consent k where k.caisse_id = f.caisse_id and k.photo_id = f.id
    ), '[]') as consents
  from photo f
`

/** `mayShow` of the rules, for whoever asks the database. */
const shownFor = (use: PhotoUse, day: Day) => sql`(
  f.nobody or (
    exists (select from photo_consent k where k.caisse_id = f.caisse_id and k.photo_id = f.id)
    and not exists (
      select from photo_consent k where k.caisse_id = f.caisse_id and k.photo_id = f.id
        and (k.withdrawn_at is not null or not (${use} = any (k.uses)) or k.until < ${day})
    )
  )
)`

/**
 * What may be shown in that way that day, the last taken first. Whoever shows pictures asks each time: once somebody
 * takes their agreement back, it is nowhere any more.
 */
export async function photosFor(
  tx: CaisseTx,
  use: PhotoUse,
  day: Day,
  { meetingId, limit = 100 }: { meetingId?: string; limit?: number } = {},
): Promise<Photo[]> {
  const { rows } = await sql<Photo>`
    ${PHOTOS} where f.caisse_id = ${tx.caisseId} and ${shownFor(use, day)}
      ${meetingId ? sql`and f.meeting_id = ${meetingId}` : sql``}
    order by f.taken_on desc, f.id desc limit ${limit}
  `.execute(tx)
  return rows
}

/** The picture itself, where it may be shown in that way that day. */
export async function findShownPhoto(
  tx: CaisseTx,
  id: string,
  use: PhotoUse,
  day: Day,
): Promise<Photo | undefined> {
  const { rows } = await sql<Photo>`
    ${PHOTOS} where f.caisse_id = ${tx.caisseId} and f.id = ${id} and ${shownFor(use, day)}
  `.execute(tx)
  return rows[0]
}

export async function photosOfMeeting(tx: CaisseTx, meetingId: string): Promise<Photo[]> {
  const { rows } = await sql<Photo>`
    ${PHOTOS} where f.caisse_id = ${tx.caisseId} and f.meeting_id = ${meetingId} order by f.added_at, f.id
  `.execute(tx)
  return rows
}

export async function getPhoto(tx: CaisseTx, id: string): Promise<Photo> {
  const { rows } = await sql<Photo>`${PHOTOS} where f.caisse_id = ${tx.caisseId} and f.id = ${id}`.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_photo', {}, 404)
  return rows[0]
}

export async function insertPhoto(tx: CaisseTx, photo: Omit<Photo, 'consents'>, now: Date): Promise<void> {
  await tx
    .insertInto('photo')
    .values({
      caisse_id: tx.caisseId,
      id: photo.id,
      meeting_id: photo.meetingId,
      sha256: photo.sha256,
      alt: photo.alt,
      taken_on: photo.takenOn,
      nobody: photo.nobody,
      added_at: now,
    })
    .execute()
}

export async function updatePhoto(
  tx: CaisseTx,
  id: string,
  { alt, nobody }: Pick<Photo, 'alt' | 'nobody'>,
): Promise<void> {
  await tx
    .updateTable('photo')
    .set({ alt, nobody })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function deletePhoto(tx: CaisseTx, id: string): Promise<void> {
  await tx
    .deleteFrom('photo_consent')
    .where('caisse_id', '=', tx.caisseId)
    .where('photo_id', '=', id)
    .execute()
  await tx.deleteFrom('photo').where('caisse_id', '=', tx.caisseId).where('id', '=', id).execute()
}

export async function insertConsent(
  tx: CaisseTx,
  photoId: string,
  consent: Omit<ConsentRow, 'withdrawnAt'>,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('photo_consent')
    .values({
      caisse_id: tx.caisseId,
      id: consent.id,
      photo_id: photoId,
      person_id: consent.personId,
      name: consent.name,
      uses: consent.uses,
      until: consent.until,
      given_at: now,
    })
    .execute()
}

/** The picture of somebody who takes their agreement back; null when it is not there. */
export async function setConsentWithdrawn(tx: CaisseTx, id: string, now: Date): Promise<string | null> {
  const row = await tx
    .updateTable('photo_consent')
    .set({ withdrawn_at: now })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .returning('photo_id')
    .executeTakeFirst()
  return row?.photo_id ?? null
}

/** Pictures of which an agreement ended or was taken back before that day: they are shown nowhere any more. */
export async function photosToForget(tx: CaisseTx, day: Day): Promise<Pick<Photo, 'id' | 'sha256'>[]> {
  const { rows } = await sql<Pick<Photo, 'id' | 'sha256'>>`
    select f.id, f.sha256 from photo f
    where f.caisse_id = ${tx.caisseId} and not f.nobody and exists (
      select from photo_consent k where k.caisse_id = f.caisse_id and k.photo_id = f.id
        and (k.until < ${day} or k.withdrawn_at < ${day}::date)
    )
  `.execute(tx)
  return rows
}
