import type { CaisseTx } from '../../../db/db.ts'

export type News = {
  id: string
  slug: string
  title: string
  body: string
  territoryId: string | null
  territoryName: string | null
  publishedAt: Date | null
  changedAt: Date
}

function all(tx: CaisseTx) {
  return tx
    .selectFrom('news')
    .leftJoin('territory', (join) =>
      join
        .onRef('territory.caisse_id', '=', 'news.caisse_id')
        .onRef('territory.id', '=', 'news.territory_id'),
    )
    .select([
      'news.id',
      'news.slug',
      'news.title',
      'news.body',
      'news.territory_id as territoryId',
      'territory.name as territoryName',
      'news.published_at as publishedAt',
      'news.changed_at as changedAt',
    ])
    .where('news.caisse_id', '=', tx.caisseId)
}

export type Published = News & { publishedAt: Date }

/** What visitors read, the latest first; of a territory: its own, and what is for all. */
export async function listPublishedNews(
  tx: CaisseTx,
  { limit, offset = 0, territoryId }: { limit: number; offset?: number; territoryId?: string | undefined },
): Promise<Published[]> {
  const rows = await all(tx)
    .where('news.published_at', 'is not', null)
    .$if(territoryId !== undefined, (query) =>
      query.where((eb) =>
        eb.or([eb('news.territory_id', 'is', null), eb('news.territory_id', '=', territoryId!)]),
      ),
    )
    .orderBy('news.published_at', 'desc')
    .orderBy('news.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows as Published[]
}

export async function findPublishedNews(tx: CaisseTx, slug: string): Promise<Published | undefined> {
  const row = await all(tx)
    .where('news.slug', '=', slug)
    .where('news.published_at', 'is not', null)
    .executeTakeFirst()
  return row as Published | undefined
}

/** Drafts first, then the latest. */
export const listNews = (tx: CaisseTx): Promise<News[]> =>
  all(tx)
    .orderBy('news.published_at', (order) => order.desc().nullsFirst())
    .orderBy('news.changed_at', 'desc')
    .execute()

export const findNews = (tx: CaisseTx, id: string): Promise<News | undefined> =>
  all(tx).where('news.id', '=', id).executeTakeFirst()

export async function slugTaken(tx: CaisseTx, slug: string): Promise<boolean> {
  const row = await tx
    .selectFrom('news')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertNews(
  tx: CaisseTx,
  news: Pick<News, 'id' | 'slug' | 'title' | 'body' | 'territoryId'>,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('news')
    .values({
      caisse_id: tx.caisseId,
      id: news.id,
      slug: news.slug,
      title: news.title,
      body: news.body,
      territory_id: news.territoryId,
      published_at: null,
      changed_at: now,
    })
    .execute()
}

export async function updateNews(
  tx: CaisseTx,
  id: string,
  news: Pick<News, 'title' | 'body' | 'territoryId'>,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('news')
    .set({ title: news.title, body: news.body, territory_id: news.territoryId, changed_at: now })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function setNewsPublished(tx: CaisseTx, id: string, at: Date | null): Promise<void> {
  await tx
    .updateTable('news')
    .set({ published_at: at })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}
