import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import { relative, join } from 'node:path'
import type { App } from './kit/app.ts'
import { InputError } from './kit/gesture.ts'
import { html, pageStatus, type PageEnv } from './kit/http.ts'
import type { Translate } from './kit/i18n/translate.ts'
import { translator } from './kit/i18n/translate.ts'
import { Refusal } from './kit/refusal.ts'
import { root } from './kit/root.ts'
import { LinkButton } from './kit/ui/button.tsx'
import { PublicPage } from './kit/ui/pages.tsx'
import { EmptyState } from './kit/ui/parts.tsx'
import { modules } from './modules.ts'
import { anyOf, ownHost } from './modules/site/own-host.ts'
import { readVisitor, requireSession, secondFactorPage } from './modules/identity/session.ts'

const LARGEST_BODY = 21 * 1024 * 1024
const YEAR = 365 * 24 * 60 * 60

/** The whole web application: what is public, then the session guard, then the rest. */
export function createApp(app: App): Hono<PageEnv> {
  const web = new Hono<PageEnv>()
  web.use(adjustPolicy)
  web.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        manifestSrc: ["'self'"],
      },
      referrerPolicy: 'same-origin',
      // Files that people gave carry a policy of their own, which allows nothing.
      overwrite: false,
      strictTransportSecurity: app.address.startsWith('https:') ? `max-age=${YEAR}` : false,
    }),
  )
  web.use(compress())
  web.use('/assets/*', async (c, next) => {
    await next()
    if (c.res.ok) c.header('cache-control', `public, max-age=${YEAR}, immutable`)
  })
  web.use('/assets/*', serveStatic({ root: relative(process.cwd(), join(root, 'dist/client')) }))
  web.get('/healthz', async (c) => {
    await app.pool.query('select 1')
    return c.text('ok')
  })
  const machines = modules.flatMap((module) => module.machines ?? [])
  const fromOurPages = csrf()
  web.use((c, next) => (machines.some((path) => path.test(c.req.path)) ? next() : fromOurPages(c, next)))
  web.use(bodyLimit({ maxSize: LARGEST_BODY, onError: () => refuseBody() }))
  web.use(async (c, next) => {
    c.set('app', app)
    c.set('actor', null)
    c.set('t', translator('fr'))
    await next()
  })
  const publicRoutes = modules.flatMap(({ publicPages }) => publicPages?.routes ?? [])
  web.use(
    ownHost(
      (request, env) => web.fetch(request, env),
      anyOf(publicRoutes.filter(({ method }) => method !== 'ALL').map(({ path }) => path)),
    ),
  )
  web.use(readVisitor)
  web.use(async (c, next) => {
    // No page of ours has a NUL in its address, and PostgreSQL takes none in a text.
    if (c.req.url.includes('%00')) return c.notFound()
    await next()
  })
  for (const { publicPages } of modules) if (publicPages) web.route('/', publicPages)
  web.use(requireSession)
  for (const { pages } of modules) if (pages) web.route('/', pages)

  web.notFound((c) => html(<NotFoundPage t={c.get('t')} />, 404))
  web.onError((error, c) => {
    const t = c.get('t') ?? translator('fr')
    if (error instanceof Refusal) {
      if (error.status === 401) return c.redirect('/connexion', 303)
      if (error.code === 'second_factor_needed') return c.redirect(secondFactorPage(c), 303)
      if (error.status === 404) return html(<NotFoundPage t={t} refusal={error} />, 404)
      return html(<RefusedPage t={t} refusal={error} home={homeOf(c)} />, pageStatus(error.status))
    }
    if (error instanceof InputError) {
      const refusal = new Refusal('unreadable_form', {}, 400)
      return html(<RefusedPage t={t} refusal={refusal} home={homeOf(c)} />, 400)
    }
    if ('getResponse' in error) return (error as { getResponse(): Response }).getResponse()
    if (isUnavailable(error)) {
      c.header('retry-after', '5')
      return html(<UnavailablePage t={t} />, 503)
    }
    const id = app.newId()
    console.error(`${id} ${c.req.method} ${c.req.routePath}`, error)
    return new Response(html(<FailurePage t={t} id={id} />).body, {
      status: 500,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    })
  })
  return web
}

/** The policy of all pages, but for the directives that an answer sets itself: a mail is drawn with styles of its own. */
const adjustPolicy: MiddlewareHandler<PageEnv> = async (c, next) => {
  await next()
  const own = c.get('contentPolicy')
  if (!own) return
  const directives = new Map<string, string>(
    (c.res.headers.get('content-security-policy') ?? '')
      .split(';')
      .map((each) => each.trim().split(/ (.*)/) as [string, string]),
  )
  for (const [name, value] of Object.entries(own)) directives.set(name, value)
  c.res.headers.set(
    'content-security-policy',
    [...directives].map((each) => each.join(' ').trim()).join('; '),
  )
}

function refuseBody(): never {
  throw new Refusal('file_too_large', { megabytes: 20 }, 413)
}

/** PostgreSQL that starts, stops or does not answer. */
function isUnavailable(error: unknown): boolean {
  const { code, message = '' } = error as { code?: string; message?: string }
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03', '53300'].includes(
      code ?? '',
    ) || message.includes('Connection terminated')
  )
}

function NotFoundPage({ t, refusal }: { t: Translate; refusal?: Refusal }) {
  return (
    <PublicPage t={t} title={t('app.notFound.title')}>
      <EmptyState
        title={refusal ? t(refusal) : t('app.notFound.text')}
        icon="search"
        action={<LinkButton href="/">{t('app.home')}</LinkButton>}
      />
    </PublicPage>
  )
}

const homeOf = (c: Context<PageEnv>): string => (c.get('actor') ? '/accueil' : '/')

function RefusedPage({ t, refusal, home }: { t: Translate; refusal: Refusal; home: string }) {
  return (
    <PublicPage t={t} title={t('app.refused.title')}>
      <EmptyState
        title={t(refusal)}
        icon="lock"
        action={<LinkButton href={home}>{t('app.home')}</LinkButton>}
      />
    </PublicPage>
  )
}

function UnavailablePage({ t }: { t: Translate }) {
  return (
    <PublicPage t={t} title={t('app.unavailable.title')}>
      <p>{t('app.unavailable.text')}</p>
    </PublicPage>
  )
}

function FailurePage({ t, id }: { t: Translate; id: string }) {
  return (
    <PublicPage t={t} title={t('app.failure.title')}>
      <p>{t('app.failure.text', { idText: id })}</p>
    </PublicPage>
  )
}
