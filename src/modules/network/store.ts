import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { Day } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import type { FeedEntry } from './rules/feed.ts'
import type { PublicationKind, Stage } from './rules/sister.ts'

export type Sister = {
  id: string
  name: string
  place: string
  stage: Stage
  website: string | null
  feedUrl: string | null
  feedReadAt: Date | null
  feedFailure: string | null
}

const SISTER = sql`
  id, name, place, stage, website, feed_url as "feedUrl", feed_read_at as "feedReadAt", feed_failure as "feedFailure"
`

export async function listSisters(tx: CaisseTx): Promise<Sister[]> {
  const { rows } = await sql<Sister>`
    select ${SISTER} from sister_caisse where caisse_id = ${tx.caisseId}
    order by array_position(array['running', 'preparing', 'ended'], stage), name collate "fr-x-icu"
  `.execute(tx)
  return rows
}

export async function getSister(tx: CaisseTx, id: string): Promise<Sister> {
  const { rows } = await sql<Sister>`
    select ${SISTER} from sister_caisse where caisse_id = ${tx.caisseId} and id = ${id}
  `.execute(tx)
  const [row] = rows
  if (!row) throw new Refusal('unknown_sister', {}, 404)
  return row
}

export type SisterInput = Pick<Sister, 'id' | 'name' | 'place' | 'stage' | 'website' | 'feedUrl'>

/** False when another caisse of the list bears that name. */
export async function saveSister(tx: CaisseTx, sister: SisterInput, now: Date): Promise<boolean> {
  const { id, name, place, stage, website, feedUrl } = sister
  const { numAffectedRows } = await sql`
    insert into sister_caisse (caisse_id, id, name, place, stage, website, feed_url, created_at)
    select ${tx.caisseId}, ${id}, ${name}, ${place}, ${stage}, ${website}, ${feedUrl}, ${now}
    where not exists (
      select from sister_caisse where caisse_id = ${tx.caisseId} and name = ${name} and id <> ${id}
    )
    on conflict (caisse_id, id) do update set
      name = excluded.name, place = excluded.place, stage = excluded.stage, website = excluded.website,
      feed_failure = case when sister_caisse.feed_url is distinct from excluded.feed_url then null
        else sister_caisse.feed_failure end,
      feed_url = excluded.feed_url
  `.execute(tx)
  return Number(numAffectedRows ?? 0) === 1
}

/** False when there is no such row here. */
const deleteFrom =
  (table: 'sister_caisse' | 'sister_figure' | 'sister_publication') =>
  async (tx: CaisseTx, id: string): Promise<boolean> => {
    const { numDeletedRows } = await tx
      .deleteFrom(table)
      .where('caisse_id', '=', tx.caisseId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return Number(numDeletedRows) === 1
  }

export const deleteSister = deleteFrom('sister_caisse')
export const deleteFigure = deleteFrom('sister_figure')
export const deletePublication = deleteFrom('sister_publication')

export type Figure = {
  id: string
  sisterId: string
  label: string
  value: string
  sourceUrl: string
  readOn: Day
}

export async function listFigures(tx: CaisseTx): Promise<Figure[]> {
  const { rows } = await sql<Figure>`
    select id, sister_id as "sisterId", label, value, source_url as "sourceUrl", read_on as "readOn"
    from sister_figure where caisse_id = ${tx.caisseId} order by read_on desc, id
  `.execute(tx)
  return rows
}

export async function insertFigures(tx: CaisseTx, figures: readonly Figure[]): Promise<void> {
  if (figures.length === 0) return
  await tx
    .insertInto('sister_figure')
    .values(
      figures.map(({ id, sisterId, label, value, sourceUrl, readOn }) => ({
        caisse_id: tx.caisseId,
        id,
        sister_id: sisterId,
        label,
        value,
        source_url: sourceUrl,
        read_on: readOn,
      })),
    )
    .execute()
}

export type Publication = {
  id: string
  sisterId: string | null
  sister: string | null
  kind: PublicationKind
  title: string
  url: string | null
  publishedOn: Day | null
  startsAt: Date | null
  fromFeed: boolean
}

/** What is to come first, then the newest. */
export async function listPublications(tx: CaisseTx, limit = 60): Promise<Publication[]> {
  const { rows } = await sql<Publication>`
    select p.id, p.sister_id as "sisterId", s.name as sister, p.kind, p.title, p.url, p.published_on as "publishedOn",
      p.starts_at as "startsAt", p.from_feed as "fromFeed"
    from sister_publication p left join sister_caisse s on s.caisse_id = p.caisse_id and s.id = p.sister_id
    where p.caisse_id = ${tx.caisseId}
    order by coalesce(p.starts_at, p.published_on, p.added_at) desc, p.title limit ${limit}
  `.execute(tx)
  return rows
}

export type PublicationInput = Omit<Publication, 'sister' | 'fromFeed'>

export async function insertPublications(
  tx: CaisseTx,
  publications: readonly PublicationInput[],
  now: Date,
): Promise<void> {
  if (publications.length === 0) return
  await tx
    .insertInto('sister_publication')
    .values(
      publications.map(({ id, sisterId, kind, title, url, publishedOn, startsAt }) => ({
        caisse_id: tx.caisseId,
        id,
        sister_id: sisterId,
        kind,
        title,
        url,
        published_on: publishedOn,
        starts_at: startsAt,
        from_feed: false,
        added_at: now,
      })),
    )
    .execute()
}

/** Of one caisse, as many of what its feed told as are worth keeping. */
const KEPT_OF_A_FEED = 40

/** What a feed tells today: new texts come in, known ones follow their title, the oldest go. */
export async function keepFeed(
  tx: CaisseTx,
  sisterId: string,
  entries: readonly (FeedEntry & { id: string })[],
  dayOf: (instant: Date) => Day,
  now: Date,
): Promise<void> {
  for (const { id, title, url, publishedAt } of entries)
    await sql`
      insert into sister_publication (caisse_id, id, sister_id, kind, title, url, published_on, from_feed, added_at)
      values (
        ${tx.caisseId}, ${id}, ${sisterId}, 'article', ${title}, ${url},
        ${publishedAt === null ? null : dayOf(publishedAt)}, true, ${now}
      )
      on conflict (caisse_id, sister_id, url) where from_feed
      do update set title = excluded.title, published_on = excluded.published_on
    `.execute(tx)
  await sql`
    delete from sister_publication where caisse_id = ${tx.caisseId} and id in (
      select id from sister_publication where caisse_id = ${tx.caisseId} and sister_id = ${sisterId} and from_feed
      order by coalesce(published_on, added_at::date) desc, id offset ${KEPT_OF_A_FEED}
    )
  `.execute(tx)
  await sql`
    update sister_caisse set feed_read_at = ${now}, feed_failure = null
    where caisse_id = ${tx.caisseId} and id = ${sisterId}
  `.execute(tx)
}

export async function noteFeedFailure(tx: CaisseTx, sisterId: string, reason: string): Promise<void> {
  await sql`
    update sister_caisse set feed_failure = ${reason} where caisse_id = ${tx.caisseId} and id = ${sisterId}
  `.execute(tx)
}
