import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { Format, PosterKind, PosterText } from '../rules/poster.ts'

export type NewPoster = {
  id: string
  kind: PosterKind
  format: Format
  actionId: string | null
  meetingId: string | null
  texts: PosterText[]
}

export type Poster = NewPoster & {
  actionTitle: string | null
  token: string | null
  meetingTitle: string | null
  startsAt: Date | null
  place: string | null
  changedAt: Date
}

export async function putPoster(tx: CaisseTx, poster: NewPoster, now: Date): Promise<void> {
  const values = {
    kind: poster.kind,
    format: poster.format,
    action_id: poster.actionId,
    meeting_id: poster.meetingId,
    texts: JSON.stringify(poster.texts),
    changed_at: now,
  }
  await tx
    .insertInto('poster')
    .values({ caisse_id: tx.caisseId, id: poster.id, ...values })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'id']).doUpdateSet(values))
    .execute()
}

const POSTERS = sql`
  select p.id, p.kind, p.format, p.action_id as "actionId", a.title as "actionTitle", a.token,
    p.meeting_id as "meetingId", m.title as "meetingTitle", m.starts_at as "startsAt",
    concat_ws(', ', nullif(m.place_name, ''), nullif(m.place_address, '')) as place, p.texts,
    p.changed_at as "changedAt"
  from poster p
  left join outreach_action a on a.caisse_id = p.caisse_id and a.id = p.action_id
  left join meeting m on m.caisse_id = p.caisse_id and m.id = p.meeting_id
`

export async function listPosters(tx: CaisseTx): Promise<Poster[]> {
  const { rows } = await sql<Poster>`
    ${POSTERS} where p.caisse_id = ${tx.caisseId} order by p.changed_at desc, p.id limit 100
  `.execute(tx)
  return rows
}

export async function getPoster(tx: CaisseTx, id: string): Promise<Poster> {
  const { rows } = await sql<Poster>`${POSTERS} where p.caisse_id = ${tx.caisseId} and p.id = ${id}`.execute(
    tx,
  )
  if (!rows[0]) throw new Refusal('unknown_poster', {}, 404)
  return rows[0]
}

export async function deletePoster(tx: CaisseTx, id: string): Promise<void> {
  await tx.deleteFrom('poster').where('caisse_id', '=', tx.caisseId).where('id', '=', id).execute()
}
