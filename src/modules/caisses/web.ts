import type { Context, MiddlewareHandler } from 'hono'
import { inCaisse, type CaisseTx } from '../../db/db.ts'
import { refusalToAct, ROLES, type Role } from '../../kit/actor.ts'
import type { App } from '../../kit/app.ts'
import type { Call } from '../../kit/gesture.ts'
import { actorOf, type PageEnv } from '../../kit/http.ts'
import { translator, type MessageKey } from '../../kit/i18n/translate.ts'
import { dayAt, type Day } from '../../kit/month.ts'
import { refuse, Refusal } from '../../kit/refusal.ts'
import type { CaisseLook, PageMeta } from '../../kit/ui/document.tsx'
import type { IconName } from '../../kit/ui/icon.tsx'
import type { Place } from '../../kit/ui/navigation.tsx'
import { accountOf, wayIn } from '../identity/account.tsx'
import { findCaisse, type Caisse } from './store.ts'

/** What pages under `/c/:slug` know besides. */
export type CaisseEnv = {
  Variables: PageEnv['Variables'] & {
    caisse: Caisse
    /** The day it is in the caisse's time zone. */
    today: Day
  }
}

/** Finds the caisse of the address; from here on amounts and hours are written its way. */
export const readCaisse: MiddlewareHandler<CaisseEnv> = async (c, next) => {
  const app = c.get('app')
  const caisse = await findCaisse(app.db, c.req.param('slug') ?? '')
  if (!caisse) throw new Refusal('unknown_caisse', {}, 404)
  enterCaissePage(c, caisse)
  await next()
}

/** From here on the page is the caisse's, however its address named it. */
export function enterCaissePage(c: Context<CaisseEnv>, caisse: Caisse): void {
  const app = c.get('app')
  c.set('caisse', caisse)
  c.set('today', dayAt(app.now(), caisse.time_zone))
  c.set(
    't',
    translator(c.get('t').locale, {
      currency: caisse.currency,
      unit: caisse.unit_name,
      timeZone: caisse.time_zone,
    }),
  )
}

/** Reads in the page's caisse, at one instant. */
export function read<T>(c: Context<CaisseEnv>, query: (tx: CaisseTx) => Promise<T>): Promise<T> {
  return inCaisse(c.get('app').db, c.get('caisse').id, query, { snapshot: true })
}

/** The gesture of whoever is signed in, in the page's caisse. */
export function callOf(c: Context<CaisseEnv>, key: string): Call {
  return { app: c.get('app'), actor: actorOf(c), caisseId: c.get('caisse').id, key }
}

/** Whether whoever looks holds one of the roles here today, and showed what that role asks for. */
export function mayHere(c: Context<CaisseEnv>, roles: readonly Role[]): boolean {
  const actor = c.get('actor')
  return actor !== null && refusalToAct(actor, roles, c.get('caisse').id, c.get('today')) === null
}

export function requireRole(c: Context<CaisseEnv>, roles: readonly Role[]): void {
  refuse(refusalToAct(actorOf(c), roles, c.get('caisse').id, c.get('today')))
}

export const lookOf = (caisse: Caisse): CaisseLook => ({ name: caisse.name, href: `/c/${caisse.slug}` })

/** What every page of a caisse shows around its content. */
export function frameOf(c: Context<CaisseEnv>) {
  const caisse = c.get('caisse')
  const { practice, last_day, archived_at } = caisse
  const ending = last_day === null ? undefined : { lastDay: last_day, archived: archived_at !== null }
  return { t: c.get('t'), caisse: lookOf(caisse), demo: c.get('app').demo, practice, ending }
}

/** Places of the public site that stand in its header. */
const HEADER = ['/reglement', '/lieux', '/agenda', '/actualites', '/participer', '/recherche'] as const

const SITE = [
  {
    label: 'caisses.site.group.discover',
    links: [
      { path: '', label: 'caisses.nav.home' },
      { path: '/reglement', label: 'caisses.nav.reglement' },
      { path: '/lieux', label: 'caisses.nav.places' },
      { path: '/questions', label: 'caisses.site.questions' },
      { path: '/facile-a-lire', label: 'caisses.site.easy' },
    ],
  },
  {
    label: 'caisses.site.group.join',
    links: [
      { path: '/participer', label: 'caisses.site.participate' },
      { path: '/rejoindre', label: 'caisses.site.join' },
      { path: '/agenda', label: 'caisses.site.agenda' },
      { path: '/calendrier', label: 'caisses.site.timeline' },
    ],
  },
  {
    label: 'caisses.site.group.follow',
    links: [
      { path: '/actualites', label: 'caisses.site.news' },
      { path: '/lettres', label: 'caisses.site.letters' },
      { path: '/chiffres', label: 'caisses.site.figures' },
      { path: '/ailleurs', label: 'caisses.desk.network' },
      { path: '/documents', label: 'caisses.desk.documents' },
      { path: '/partenaires', label: 'caisses.site.partners' },
      { path: '/contact', label: 'caisses.site.contact' },
      { path: '/recherche', label: 'search.nav' },
    ],
  },
] as const satisfies readonly {
  label: MessageKey
  links: readonly { path: string; label: MessageKey }[]
}[]

export type PublicPath = (typeof SITE)[number]['links'][number]['path']

/** Where a page of the public site is for good: at the caisse's own host, where it has one. */
export function publicAddress(app: App, { slug, public_host: host }: Caisse, path: string): string {
  return host === null ? `${app.address}/c/${slug}${path}` : `https://${host}${path || '/'}`
}

/** For everyone: the public site's pages, and the way in. */
export function publicFrame(c: Context<CaisseEnv>, current?: PublicPath) {
  const t = c.get('t')
  const app = c.get('app')
  const caisse = c.get('caisse')
  const home = `/c/${caisse.slug}`
  const menu = SITE.map(({ label, links }) => ({
    label: t(label),
    links: links.map((link) => ({
      href: home + link.path,
      label: t(link.label),
      current: link.path === current,
    })),
  }))
  const all = menu.flatMap(({ links }) => links)
  return {
    ...frameOf(c),
    menu,
    nav: HEADER.map((path) => all.find(({ href }) => href === home + path)!),
    footer: [
      { href: `${home}/plan-du-site`, label: t('caisses.site.plan') },
      { href: `${home}/mentions-legales`, label: t('caisses.site.legal') },
      {
        href: `${home}/accessibilite`,
        label: t(`caisses.site.accessibility.${caisse.accessibility as 'none' | 'partial' | 'full'}`),
      },
    ],
    account: wayIn(t, c.get('actor')),
    meta: {
      canonical: publicAddress(app, caisse, c.req.path.slice(home.length)),
      siteName: caisse.name,
      hidden: app.demo || caisse.practice,
    } satisfies PageMeta as PageMeta,
  }
}

const PERSON = [
  { path: '/moi', icon: 'home', label: 'caisses.person.home' },
  { path: '/moi/cotisation', icon: 'wheat', label: 'caisses.person.contribution' },
  { path: '/lieux', icon: 'places', label: 'caisses.person.places' },
  { path: '/moi/foyer', icon: 'household', label: 'caisses.person.household' },
] as const satisfies readonly { path: string; icon: IconName; label: MessageKey }[]

/** Who came in by number and code: what is left, what was bought, and where to buy. */
const BY_NUMBER = [
  { path: '/moi', icon: 'home', label: 'caisses.person.home' },
  { path: '/moi/historique', icon: 'history', label: 'caisses.person.history' },
  { path: '/lieux', icon: 'places', label: 'caisses.person.places' },
] as const satisfies readonly { path: string; icon: IconName; label: MessageKey }[]

export type PersonPlace = (typeof PERSON | typeof BY_NUMBER)[number]['path']

/** The bar at a resident's thumb. */
export function personFrame(c: Context<CaisseEnv>, current?: PersonPlace) {
  const t = c.get('t')
  const { slug, id } = c.get('caisse')
  const known = c.get('actor')?.kind === 'number' ? BY_NUMBER : PERSON
  const places: Place[] = known.map(({ path, icon, label }) => ({
    href: `/c/${slug}${path}`,
    icon,
    label: t(label),
    current: path === current,
  }))
  const footer = [
    { href: `/c/${slug}/reglement`, label: t('caisses.person.reglement') },
    { href: `/c/${slug}/documents`, label: t('caisses.desk.documents') },
    { href: `/c/${slug}/recherche`, label: t('search.nav') },
  ]
  return { ...frameOf(c), places, footer, account: accountOf(t, c.get('actor'), id) }
}

type DeskPlace = { path: string; icon: IconName; label: MessageKey; roles: readonly Role[] }

/** The side bar's places, from the day's work to what is set once. */
const DESK = [
  {
    label: 'caisses.desk.group.day',
    places: [
      {
        path: '/bureau',
        icon: 'tasks',
        label: 'home.nav',
        roles: ['coordinator', 'treasurer', 'administrator'],
      },
      { path: '/recherche', icon: 'search', label: 'search.nav', roles: ROLES },
      { path: '/foyers', icon: 'household', label: 'desk.nav', roles: ['coordinator', 'administrator'] },
      {
        path: '/file-attente',
        icon: 'wait',
        label: 'waiting.nav',
        roles: ['coordinator', 'administrator'],
      },
      { path: '/messages', icon: 'mail', label: 'messages.nav', roles: ['coordinator'] },
      {
        path: '/mois',
        icon: 'calendar',
        label: 'caisses.desk.months',
        roles: ['coordinator', 'treasurer', 'administrator'],
      },
      {
        path: '/tresorerie',
        icon: 'bank',
        label: 'caisses.desk.treasury',
        roles: ['coordinator', 'treasurer', 'administrator'],
      },
    ],
  },
  {
    label: 'caisses.desk.group.collective',
    places: [
      { path: '/agenda', icon: 'calendar', label: 'caisses.desk.calendar', roles: ROLES },
      {
        path: '/rencontres',
        icon: 'people',
        label: 'caisses.desk.meetings',
        roles: ['coordinator', 'administrator'],
      },
      {
        path: '/sondages',
        icon: 'tasks',
        label: 'caisses.desk.polls',
        roles: ['coordinator', 'administrator'],
      },
      { path: '/groupes', icon: 'household', label: 'caisses.desk.groups', roles: ROLES },
      {
        path: '/annuaire',
        icon: 'card',
        label: 'caisses.desk.directory',
        roles: ['coordinator', 'administrator'],
      },
      {
        path: '/mobilisation',
        icon: 'announce',
        label: 'caisses.desk.mobilisation',
        roles: ['coordinator', 'administrator'],
      },
      {
        path: '/parcours',
        icon: 'grow',
        label: 'caisses.desk.learning',
        roles: ['coordinator', 'administrator'],
      },
      { path: '/documents', icon: 'document', label: 'caisses.desk.documents', roles: ROLES },
      {
        path: '/lettre',
        icon: 'send',
        label: 'caisses.desk.newsletter',
        roles: ['coordinator', 'administrator'],
      },
      {
        path: '/site',
        icon: 'language',
        label: 'caisses.desk.site',
        roles: ['coordinator', 'administrator'],
      },
      {
        path: '/financements',
        icon: 'money',
        label: 'caisses.desk.funding',
        roles: ['coordinator', 'treasurer', 'administrator'],
      },
      { path: '/ailleurs', icon: 'external', label: 'caisses.desk.network', roles: ROLES },
    ],
  },
  {
    label: 'caisses.desk.group.caisse',
    places: [
      { path: '/etat', icon: 'chart', label: 'state.nav', roles: ROLES },
      {
        path: '/structures',
        icon: 'agreement',
        label: 'mandates.structures.nav',
        roles: ['coordinator', 'administrator'],
      },
      {
        path: '/lieux/gerer',
        icon: 'agreement',
        label: 'caisses.desk.outlets',
        roles: ['coordinator', 'treasurer', 'administrator'],
      },
      { path: '/lieux', icon: 'shop', label: 'caisses.desk.places', roles: ROLES },
      { path: '/reglement', icon: 'rules', label: 'caisses.desk.reglement', roles: ROLES },
      {
        path: '/ouverture',
        icon: 'grow',
        label: 'opening.nav',
        roles: ['coordinator', 'treasurer', 'administrator'],
      },
      {
        path: '/equipe',
        icon: 'people',
        label: 'team.nav',
        roles: ['coordinator', 'treasurer', 'administrator'],
      },
      {
        path: '/donnees',
        icon: 'lock',
        label: 'retention.nav',
        roles: ['coordinator', 'administrator'],
      },
    ],
  },
] as const satisfies readonly { label: MessageKey; places: readonly DeskPlace[] }[]

type DeskPath = (typeof DESK)[number]['places'][number]['path']

/** The side bar of the team: where each role may go. */
export function deskFrame(c: Context<CaisseEnv>, current: DeskPath) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const groups = DESK.map(({ label, places }) => ({
    label: t(label),
    places: places
      .filter(({ roles }) => mayHere(c, roles))
      .map((place) => ({
        href: `/c/${slug}${place.path}`,
        icon: place.icon,
        label: t(place.label),
        current: place.path === current,
      })),
  })).filter(({ places }) => places.length > 0)
  return { ...frameOf(c), places: groups, account: accountOf(t, c.get('actor'), c.get('caisse').id) }
}
