import type { MiddlewareHandler } from 'hono'
import type { PageEnv } from '../../kit/http.ts'
import { findCaisseAt } from '../caisses/store.ts'

type Answer = (request: Request, env: object) => Response | Promise<Response>

/**
 * A caisse's public site at a host of its own: `https://caisse.example.org/lieux` shows what `/c/:slug/lieux` shows.
 * Only what is open to everyone stands there; signing in lives at the installation's one address.
 */
export function ownHost(answer: Answer, isPublic: (path: string) => boolean): MiddlewareHandler<PageEnv> {
  return async (c, next) => {
    const app = c.get('app')
    const env: object = c.env ?? {}
    if (LED in env) return next()
    const url = new URL(c.req.url)
    if (url.host === new URL(app.address).host || STAYS.test(url.pathname)) return next()
    const slug = await findCaisseAt(app.db, url.hostname)
    if (slug === undefined) return next()

    const site = `/c/${slug}`
    if (url.pathname === site || url.pathname.startsWith(`${site}/`)) {
      if (c.req.method === 'GET' || c.req.method === 'HEAD')
        return c.redirect((url.pathname.slice(site.length) || '/') + url.search, 301)
      url.pathname = url.pathname.slice(site.length) || '/'
    }
    const path = site + (url.pathname === '/' ? '' : url.pathname)
    if (!isPublic(path)) return c.redirect(app.address + url.pathname + url.search, 302)
    url.pathname = path
    const headers = new Headers(c.req.raw.headers)
    // What is packed on the way out cannot be read on the way.
    headers.delete('accept-encoding')
    const { method } = c.req
    const body = method === 'GET' || method === 'HEAD' ? null : await c.req.arrayBuffer()
    const request = new Request(url, { method, headers, body })
    const page = await answer(request, { ...env, [LED]: true })
    return shortened(page, site, app.address)
  }
}

/** Whether an address is one of these routes, as they are written: `/c/:slug/pages/:page{[a-z0-9-]+}`. */
export function anyOf(routes: Iterable<string>): (path: string) => boolean {
  const patterns = [...new Set(routes)].map((route) => {
    const pattern = route.replace(
      /:\w+(?:\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\})?/g,
      (_, shape?: string) => `(?:${shape ?? '[^/]+'})`,
    )
    return new RegExp(`^${pattern}$`)
  })
  return (path) => patterns.some((pattern) => pattern.test(path))
}

/** A request that was already led to a caisse's pages. */
const LED = Symbol('led')

/** Styles, drawings and the choice of a language are the same everywhere. */
const STAYS = /^\/(?:assets\/|healthz$|langue\/)/

/** Links of the page lead to the same host; those to other pages of the installation lead there. */
async function shortened(page: Response, site: string, address: string): Promise<Response> {
  const headers = new Headers(page.headers)
  const location = headers.get('location')
  if (location?.startsWith(`${site}/`)) headers.set('location', location.slice(site.length))
  else if (location?.startsWith('/') && location !== '/') headers.set('location', address + location)
  // The site is read without a name: nothing of a session goes out here.
  headers.delete('set-cookie')
  if (!headers.get('content-type')?.startsWith('text/html'))
    return new Response(page.body, { status: page.status, headers })
  headers.delete('content-length')
  const html = (await page.text())
    .replaceAll(
      new RegExp(`(href|src|action)="${site}(/[^"]*)?"`, 'g'),
      (_, name: string, rest?: string) => `${name}="${rest ?? '/'}"`,
    )
    .replaceAll(/(href)="(\/(?:connexion|accueil|encaisser|mon-acces)[^"]*)"/g, `$1="${address}$2"`)
  return new Response(html, { status: page.status, headers })
}
