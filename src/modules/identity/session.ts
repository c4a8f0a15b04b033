import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { PageEnv } from '../../kit/http.ts'
import { isLocale, negotiateLocale, type Locale } from '../../kit/i18n/locale.ts'
import { translator } from '../../kit/i18n/translate.ts'
import { Refusal } from '../../kit/refusal.ts'
import { openSession, whoIs } from './actions.ts'
import { LINK_MINUTES, SESSION_DAYS } from './rules.ts'
import { hashToken, newToken } from './store.ts'

const COOKIE = 'tablee'
const LANGUAGE = 'langue'
/** Tells this browser from others, signed in or not. */
const DEVICE = 'tablee_appareil'
const MAIL = 'tablee_courrier'

const secure = (c: Context<PageEnv>) => c.get('app').address.startsWith('https:')

export const sessionToken = (c: Context<PageEnv>): string | undefined => getCookie(c, COOKIE)

const DAY = 24 * 60 * 60

export function keepSession(c: Context<PageEnv>, token: string): void {
  keepSecret(c, COOKIE, token, SESSION_DAYS * DAY)
}

function keepSecret(c: Context<PageEnv>, name: string, value: string, maxAge: number): void {
  setCookie(c, name, value, { httpOnly: true, sameSite: 'Lax', secure: secure(c), path: '/', maxAge })
}

/** From now on this browser is signed in as the person. */
export async function enter(
  c: Context<PageEnv>,
  accountId: string,
  proof: { secondFactor?: boolean } = {},
): Promise<void> {
  const device = getCookie(c, DEVICE) ?? newToken().token
  keepSecret(c, DEVICE, device, 400 * DAY)
  const browser = {
    userAgent: c.req.header('user-agent') ?? '',
    deviceHash: hashToken(device),
    t: c.get('t'),
  }
  const { session } = await openSession(c.get('app'), accountId, browser, proof)
  keepSession(c, session)
}

/** The mail that this browser asked for, where a demonstration shows it. */
export function keepMail(c: Context<PageEnv>, id: string | null): void {
  if (id === null) deleteCookie(c, MAIL, { path: '/' })
  else keepSecret(c, MAIL, id, LINK_MINUTES * 60)
}

export const askedMail = (c: Context<PageEnv>): string | undefined => getCookie(c, MAIL)

export const forgetSession = (c: Context<PageEnv>): void => void deleteCookie(c, COOKIE, { path: '/' })

export function keepLanguage(c: Context<PageEnv>, locale: Locale): void {
  setCookie(c, LANGUAGE, locale, {
    sameSite: 'Lax',
    secure: secure(c),
    path: '/',
    maxAge: 365 * DAY,
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

/** Where a second factor is shown, and then back to the page one came for; from a form, to the page it was on. */
export function secondFactorPage(c: Context<PageEnv>): string {
  const { pathname, search } =
    c.req.method === 'GET' ? new URL(c.req.url) : refererOf(c.req.header('referer'))
  return `/connexion/second-facteur?${new URLSearchParams({ retour: pathname + search })}`
}

function refererOf(referer: string | undefined): { pathname: string; search: string } {
  try {
    return new URL(referer ?? '')
  } catch {
    return { pathname: '/accueil', search: '' }
  }
}

/** A page of ours to go back to: never another site. */
export const ownPath = (path: string | undefined): string =>
  path && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/accueil'
