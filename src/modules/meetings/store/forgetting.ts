import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'

/** Meetings that ended before that instant and whose names are still here. */
export async function meetingsToForget(tx: CaisseTx, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from meeting
    where caisse_id = ${tx.caisseId} and ends_at < ${before} and registrations_forgotten_at is null
    order by ends_at, id limit 500
  `.execute(tx)
  return rows.map(({ id }) => id)
}

/** How many came stays; who came goes, with their cars, their wishes and their calendars' addresses. */
export async function forgetComers(tx: CaisseTx, meetingId: string, now: Date): Promise<void> {
  await sql`
    update meeting m set registrations_forgotten_at = ${now}, came = coalesce(m.came, (
      select case when bool_or(attended is not null) then count(*) filter (where attended) end
      from meeting_registration r where r.caisse_id = m.caisse_id and r.meeting_id = m.id
    ))
    where m.caisse_id = ${tx.caisseId} and m.id = ${meetingId}
  `.execute(tx)
  await dropComers(tx, sql`meeting_id = ${meetingId}`)
}

async function dropComers(tx: CaisseTx, which: ReturnType<typeof sql>): Promise<void> {
  const here = sql`caisse_id = ${tx.caisseId}`
  const theirs = sql`(select id from meeting_registration where ${here} and ${which})`
  await sql`
    update meeting_ride_request set ride_id = null, status = case when status = 'agreed' then 'asked' else status end
    where ${here} and ride_id in (select id from meeting_ride where ${here} and registration_id in ${theirs})
  `.execute(tx)
  await sql`delete from meeting_ride_request where ${here} and registration_id in ${theirs}`.execute(tx)
  await sql`delete from meeting_ride where ${here} and registration_id in ${theirs}`.execute(tx)
  await sql`delete from meeting_registration where ${here} and ${which}`.execute(tx)
  await sql`delete from meeting_invitation where ${here} and ${which}`.execute(tx)
}

/** Minutes keep what was published; the text with names, what it was before and what stood beside it go. */
export async function forgetNamesInMinutes(
  tx: CaisseTx,
  meetingId: string,
  sections: readonly { id: string; text: string }[],
  now: Date,
): Promise<void> {
  for (const { id, text } of sections) {
    await sql`delete from minutes_version where caisse_id = ${tx.caisseId} and section_id = ${id}`.execute(tx)
    await sql`delete from minutes_aside where caisse_id = ${tx.caisseId} and section_id = ${id}`.execute(tx)
    await sql`
      update minutes_section set body = coalesce(published, ${text}), changed_by = null, writer = null, writer_seen = null
      where caisse_id = ${tx.caisseId} and id = ${id}
    `.execute(tx)
  }
  await sql`
    update minutes_mark set owner = '' where caisse_id = ${tx.caisseId} and meeting_id = ${meetingId}
  `.execute(tx)
  await sql`
    update meeting_minutes set names_forgotten_at = ${now}
    where caisse_id = ${tx.caisseId} and meeting_id = ${meetingId}
  `.execute(tx)
}

/** Somebody asked to be forgotten: their registrations, calendars and pictures. How many came stays as it was. */
export async function forgetAtMeetings(tx: CaisseTx, personId: string, now: Date): Promise<void> {
  await sql`
    update meeting m set came = r.came from (
      select r.meeting_id, count(*) filter (where r.attended)::integer as came
      from meeting_registration r
      where r.caisse_id = ${tx.caisseId} and r.meeting_id in (
        select meeting_id from meeting_registration where caisse_id = ${tx.caisseId} and person_id = ${personId}
      )
      group by r.meeting_id having bool_or(r.attended is not null)
    ) r
    where m.caisse_id = ${tx.caisseId} and m.id = r.meeting_id and m.came is null and m.ends_at <= ${now}
  `.execute(tx)
  await dropComers(tx, sql`person_id = ${personId}`)
  await sql`
    update photo_consent set withdrawn_at = coalesce(withdrawn_at, ${now}), name = '—', person_id = null
    where caisse_id = ${tx.caisseId} and person_id = ${personId}
  `.execute(tx)
}
