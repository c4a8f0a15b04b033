import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { PageEnv } from '../../kit/http.ts'
import { isLocale, negotiateLocale, type Locale } from '../../kit/i18n/locale.ts'
import { translator } from '../../kit/i18n/translate.ts'
import { Refusal } from '../../kit/refusal.ts'
import { whoIs } from './actions.ts'
import { SESSION_DAYS } from './rules.ts'

const COOKIE = 'tablee'
const LANGUAGE = 'langue'

const secure = (c: Context<PageEnv>) => c.get('app').address.startsWith('https:')

export const sessionToken = (c: Context<PageEnv>): string | undefined => getCookie(c, COOKIE)

export function keepSession(c: Context<PageEnv>, token: string): void {
  setCookie(c, COOKIE, token, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: secure(c),
    path: '/',
    maxAge: SESSION_DAYS * 24 * 60 * 60,
  })
}

export const forgetSession = (c: Context<PageEnv>): void => void deleteCookie(c, COOKIE, { path: '/' })

export function keepLanguage(c: Context<PageEnv>, locale: Locale): void {
  setCookie(c, LANGUAGE, locale, {
    sameSite: 'Lax',
    secure: secure(c),
    path: '/',
    maxAge: 365 * 24 * 60 * 60,
  })
}

/** Who is there and in which language: the choice made in the browser, else the person's, else the browser's. */
export const readVisitor: MiddlewareHandler<PageEnv> = async (c, next) => {
  const token = sessionToken(c)
  const visitor = token ? await whoIs(c.get('app'), token) : null
  const chosen = getCookie(c, LANGUAGE) ?? visitor?.locale
  const locale = chosen && isLocale(chosen) ? chosen : negotiateLocale(c.req.header('accept-language'))
  c.set('actor', visitor?.actor ?? null)
  c.set('t', translator(locale))
  await next()
}

/** Everything after it is for people who are signed in. */
export const requireSession: MiddlewareHandler<PageEnv> = async (c, next) => {
  if (!c.get('actor')) throw new Refusal('not_signed_in', {}, 401)
  await next()
}
