import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture } from '../../../kit/gesture.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { listTerritories } from '../../caisses/store.ts'
import { slugOf, unknownBlocks } from '../rules/page.ts'
import { findNews, insertNews, setNewsPublished, slugTaken, updateNews } from '../store/news.ts'
import { WRITERS } from './pages.ts'

const NewsText = z.object({
  title: z.string().trim().min(1).max(120),
  body: z
    .string()
    .trim()
    .min(1)
    .max(20_000)
    .refine((text) => unknownBlocks(text).length === 0, 'unknown_block'),
  territoryId: z.uuid().nullable().default(null),
  publish: z.boolean().default(false),
})

export const writeNews = gesture(
  'write_news',
  WRITERS,
  NewsText,
  async (tx, { app, now, about }, { publish, ...text }) => {
    await checkTerritory(tx, text.territoryId)
    const id = app.newId()
    about(id)
    await insertNews(tx, { id, slug: await freeSlug(tx, text.title), ...text }, now)
    if (publish) await setNewsPublished(tx, id, now)
    return { newsId: id }
  },
)

/** The address stays: links to it do not die. */
export const changeNews = gesture(
  'change_news',
  WRITERS,
  NewsText.extend({ newsId: z.uuid() }),
  async (tx, { now, about }, { newsId, publish, ...text }) => {
    const news = await findNews(tx, newsId)
    if (!news) throw new Refusal('unknown_news', {}, 404)
    about(newsId)
    await checkTerritory(tx, text.territoryId)
    await updateNews(tx, newsId, text, now)
    if (publish && news.publishedAt === null) await setNewsPublished(tx, newsId, now)
    return { newsId }
  },
)

export const withdrawNews = gesture(
  'withdraw_news',
  WRITERS,
  z.object({ newsId: z.uuid() }),
  async (tx, { about }, { newsId }) => {
    const news = await findNews(tx, newsId)
    if (!news) throw new Refusal('unknown_news', {}, 404)
    if (news.publishedAt === null) throw new Refusal('news_not_published', {}, 409)
    about(newsId)
    await setNewsPublished(tx, newsId, null)
  },
)

async function checkTerritory(tx: CaisseTx, territoryId: string | null): Promise<void> {
  if (territoryId === null) return
  if (!(await listTerritories(tx)).some(({ id }) => id === territoryId))
    throw new Refusal('unknown_territory', {}, 404)
}

/** `la-caisse-a-un-an`, and `la-caisse-a-un-an-2` where the first is taken. */
async function freeSlug(tx: CaisseTx, title: string): Promise<string> {
  const wished = slugOf(title).slice(0, 60).replace(/-$/, '') || 'actualite'
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wished : `${wished}-${number}`
    if (!(await slugTaken(tx, slug))) return slug
  }
}
