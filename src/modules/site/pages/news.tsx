import { Hono } from 'hono'
import { html } from '../../../kit/http.ts'
import { dayAt } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { RowList } from '../../../kit/ui/navigation.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { publicAddress, publicFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { findPublishedNews, listPublishedNews } from '../store/news.ts'
import { Body, readBlocks } from './blocks.tsx'
import { atomOf } from './feed.ts'
import { NewsRow, summaryOf } from './news-row.tsx'
import { siteFeeds, Written } from './public.tsx'

export const publicNews = new Hono<CaisseEnv>()

publicNews.use('/c/:slug/actualites', readCaisse)
publicNews.use('/c/:slug/actualites.atom', readCaisse)
publicNews.use('/c/:slug/actualites/*', readCaisse)

const A_PAGE = 20
const IN_FEED = 30

publicNews.get('/c/:slug/actualites', async (c) => {
  const t = c.get('t')
  const { slug, time_zone: timeZone, name } = c.get('caisse')
  const page = Math.max(1, Math.min(500, Number(c.req.query('page') ?? 1) || 1))
  const news = await read(c, (tx) =>
    listPublishedNews(tx, { limit: A_PAGE + 1, offset: Math.floor(page - 1) * A_PAGE }),
  )
  const frame = publicFrame(c, '/actualites')
  return html(
    <PublicPage
      {...frame}
      title={t('site.news.title')}
      lead={t('site.news.lead', { caisseName: name })}
      meta={{ ...frame.meta, feeds: siteFeeds(c) }}
    >
      {news.length === 0 ? (
        <EmptyState title={t('site.news.none')} icon="announce">
          <p>{t('site.news.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {news.slice(0, A_PAGE).map((one) => (
            <NewsRow key={one.id} t={t} slug={slug} timeZone={timeZone} news={one} />
          ))}
        </RowList>
      )}
      <div class="actions">
        {page > 1 && (
          <LinkButton href={`/c/${slug}/actualites?page=${page - 1}`} icon="back">
            {t('site.news.newer')}
          </LinkButton>
        )}
        {news.length > A_PAGE && (
          <LinkButton href={`/c/${slug}/actualites?page=${page + 1}`} icon="forward">
            {t('site.news.older')}
          </LinkButton>
        )}
        <LinkButton kind="quiet" href={`/c/${slug}/actualites.atom`} icon="link">
          {t('site.news.follow')}
        </LinkButton>
      </div>
    </PublicPage>,
  )
})

publicNews.get('/c/:slug/actualites.atom', async (c) => {
  const caisse = c.get('caisse')
  const news = await read(c, (tx) => listPublishedNews(tx, { limit: IN_FEED }))
  const address = (path: string) => publicAddress(c.get('app'), caisse, path)
  return c.body(atomOf({ caisse, news, address, now: c.get('app').now() }), 200, {
    'content-type': 'application/atom+xml; charset=utf-8',
    'cache-control': 'public, max-age=900',
  })
})

publicNews.get('/c/:slug/actualites/:news{[a-z0-9-]+}', async (c) => {
  const t = c.get('t')
  const { slug, time_zone: timeZone, name } = c.get('caisse')
  const { news, data } = await read(c, async (tx) => {
    const found = await findPublishedNews(tx, c.req.param('news'))
    if (!found) throw new Refusal('unknown_news', {}, 404)
    return { news: found, data: await readBlocks(c, tx, found.body, found.territoryId ?? undefined) }
  })
  const frame = publicFrame(c, '/actualites')
  const description = summaryOf(news.body)
  return html(
    <PublicPage
      {...frame}
      title={news.title}
      lead={[t.day(dayAt(news.publishedAt, timeZone)), news.territoryName].filter(Boolean).join(' · ')}
      breadcrumb={[
        { href: `/c/${slug}`, label: name },
        { href: `/c/${slug}/actualites`, label: t('caisses.site.news') },
      ]}
      meta={{
        ...frame.meta,
        description,
        type: 'article',
        feeds: siteFeeds(c),
        data: [
          {
            '@type': 'NewsArticle',
            headline: news.title,
            description,
            datePublished: news.publishedAt.toISOString(),
            dateModified: news.changedAt.toISOString(),
            mainEntityOfPage: frame.meta.canonical,
            author: { '@type': 'Organization', name },
            publisher: { '@type': 'Organization', name },
          },
        ],
      }}
    >
      <Written c={c} own>
        <Body c={c} body={news.body} data={data} />
      </Written>
    </PublicPage>,
  )
})
