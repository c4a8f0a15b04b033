import { Hono, type Context } from 'hono'
import type { PageEnv } from '../../../kit/http.ts'
import { listCaisses } from '../../caisses/store.ts'
import { publicAddress, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { listPublishedNews } from '../store/news.ts'
import { sitePaths } from './public.tsx'

/** What search engines ask for: where they may go, and what there is. */
export const searchEngines = new Hono<PageEnv>()

const XML = { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=3600' }
const SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const MOST_NEWS = 1000

searchEngines.get('/robots.txt', (c) => {
  const app = c.get('app')
  const rules = app.demo
    ? ['User-agent: *', 'Disallow: /']
    : [
        'User-agent: *',
        ...['/connexion', '/encaisser', '/demo', '/langue', '/accueil', '/mon-acces', '/sondage'].map(
          (path) => `Disallow: ${path}`,
        ),
        `Sitemap: ${app.address}/sitemap.xml`,
      ]
  return c.text(`${rules.join('\n')}\n`)
})

/** The caisses whose site is here; those at a host of their own have their map there. */
searchEngines.get('/sitemap.xml', async (c) => {
  const app = c.get('app')
  const here = (await listCaisses(app.db)).filter(
    ({ public_host, practice, archived_at }) => public_host === null && !practice && archived_at === null,
  )
  const maps = here.map(
    ({ slug }) => `<sitemap><loc>${escaped(`${app.address}/c/${slug}/sitemap.xml`)}</loc></sitemap>`,
  )
  return c.body(
    `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="${SITEMAP}">\n${maps.join('\n')}\n</sitemapindex>\n`,
    200,
    XML,
  )
})

const ofCaisse = new Hono<CaisseEnv>()
ofCaisse.use('/c/:slug/sitemap.xml', readCaisse)
ofCaisse.use('/c/:slug/robots.txt', readCaisse)

ofCaisse.get('/c/:slug/sitemap.xml', async (c) => {
  const news = await read(c, (tx) => listPublishedNews(tx, { limit: MOST_NEWS }))
  const pages = [
    ...(await sitePaths(c)),
    ...news.map(({ slug, changedAt }) => ({ path: `/actualites/${slug}`, changed: changedAt })),
  ]
  return c.body(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="${SITEMAP}">\n${pages.map((page) => entry(c, page)).join('\n')}\n</urlset>\n`,
    200,
    XML,
  )
})

/** At a host of the caisse's own. */
ofCaisse.get('/c/:slug/robots.txt', (c) => {
  const caisse = c.get('caisse')
  const closed = c.get('app').demo || caisse.practice
  return c.text(
    closed
      ? 'User-agent: *\nDisallow: /\n'
      : `User-agent: *\nDisallow: /langue\nSitemap: ${publicAddress(c.get('app'), caisse, '/sitemap.xml')}\n`,
  )
})

searchEngines.route('/', ofCaisse)

function entry(c: Context<CaisseEnv>, { path, changed }: { path: string; changed?: Date }): string {
  const address = escaped(publicAddress(c.get('app'), c.get('caisse'), path))
  const date = changed ? `<lastmod>${changed.toISOString()}</lastmod>` : ''
  return `<url><loc>${address}</loc>${date}</url>`
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
