import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { modules } from '../../src/modules.ts'
import { test } from '../seeded.ts'
import type { Answer, Browser } from '../given-pages.ts'
import {
  addressOf,
  CANARY,
  givenWorld,
  nameOf,
  VIEWERS,
  type Route,
  type Viewer,
  type World,
} from './viewers.ts'
import { readTable, TOGETHER } from './table.ts'
import { WHO_MAY } from './who-may.ts'

const LONG = { timeout: 600_000 }

const routes = modules
  .flatMap(({ publicPages, pages }) => [...(publicPages?.routes ?? []), ...(pages?.routes ?? [])])
  .filter((route): route is Route & typeof route => route.method === 'GET' || route.method === 'POST')

/** Sent away: refused, not there, or shown the way in. */
const isSentAway = ({ status, next }: Pick<Answer, 'status' | 'next'>): boolean =>
  status === 401 || status === 403 || status === 404 || next?.startsWith('/connexion') === true

/** Links of the page to pages of ours; files and what leads out of the house are left alone. */
const linksIn = (html: string): string[] =>
  [...html.matchAll(/<a\b[^>]*\bhref="([^"]+)"/g)]
    .map(([, href]) => href!.replaceAll('&amp;', '&'))
    .filter((href) => href.startsWith('/') && !href.startsWith('/assets/') && !href.startsWith('/demo'))

/**
 * Not closed doors but explanations: how a device is enrolled, and, to a resident who is in no household yet, what the
 * desk does about it.
 */
const isExplained = (viewer: Viewer, href: string): boolean =>
  href === '/encaisser' || (viewer === 'resident' && /^\/c\/[^/]+\/moi\//.test(href))

/** What somebody was answered, where it leads, and what of the household that nobody may read stood in it. */
type Seen = Pick<Answer, 'status' | 'next'> & { named: boolean; told: boolean; links: readonly string[] }

const isNamed = (html: string): boolean =>
  [CANARY.givenName, CANARY.familyName, CANARY.email, CANARY.phone].some((word) => html.includes(word))

/** One session each, opened anew after a gesture that may have ended it. */
async function browsers(
  world: World,
): Promise<(viewer: Viewer, route: Route, address: string) => Promise<Seen>> {
  const open = new Map<Viewer, Browser>()
  const browserOf = async (viewer: Viewer): Promise<Browser> => {
    const browser = open.get(viewer) ?? (await world.open[viewer]())
    open.set(viewer, browser)
    return browser
  }
  const ask = async (viewer: Viewer, { method }: Route, address: string): Promise<Seen> => {
    const browser = await browserOf(viewer)
    const { status, next, html } =
      method === 'GET' ? await browser.get(address) : await browser.post(address, { key: uuid() })
    const isPage = status === 200 && html.startsWith('<!doctype html>')
    const links = method === 'GET' && isPage ? linksIn(html) : []
    return { status, next, named: isNamed(html), told: CANARY.pledgeText.test(html), links }
  }
  return async (viewer, route, address) => {
    const answer = await ask(viewer, route, address)
    if (route.method === 'GET' || answer.status !== 303) return answer
    open.delete(viewer)
    // Somebody else's gesture may have ended this session: whether the door is closed is asked by a new one.
    return isSentAway(answer) ? ask(viewer, route, address) : answer
  }
}

type Ask = Awaited<ReturnType<typeof browsers>>

/** All viewers at once. */
const askAll = (ask: Ask, viewers: readonly Viewer[], route: Route, address: string) =>
  Promise.all(viewers.map(async (viewer) => ({ viewer, answer: await ask(viewer, route, address) })))

type Line = { route: Route; viewer: Viewer; answer: Seen }

type Own = { lines: Line[]; links: Awaited<ReturnType<typeof followLinks>> }

let own: Promise<Own> | undefined

/** What each is answered by each route of their own caisse, asked once for all tests. */
const answersHere = (world: World): Promise<Own> => (own ??= askHere(world))

/** Pages first, then where they lead: forms may end a session, or take away what is seen. */
async function askHere(world: World): Promise<Own> {
  const ask = await browsers(world)
  const lines: Line[] = []
  const askEach = async (method: string): Promise<void> => {
    for (const route of routes.filter((one) => one.method === method)) {
      const { address } = await addressOf(world, route, world.here.slug, world.here.id)
      for (const line of await askAll(ask, VIEWERS, route, address)) lines.push({ route, ...line })
    }
  }
  await askEach('GET')
  const links = await followLinks(world, lines)
  await askEach('POST')
  return { lines, links }
}

async function followLinks(world: World, lines: readonly Line[]) {
  const dead = new Set<string>()
  let followed = 0
  const follow = async (viewer: Viewer): Promise<void> => {
    const browser = await world.open[viewer]()
    const statuses = new Map<string, number>()
    for (const { route, answer } of lines.filter((line) => line.viewer === viewer))
      for (const href of answer.links) {
        const status = statuses.get(href) ?? (await browser.get(href)).status
        statuses.set(href, status)
        followed += 1
        if (status >= 400 && !isExplained(viewer, href))
          dead.add(`${viewer}: ${route.path} → ${href} ${status}`)
      }
  }
  await Promise.all(VIEWERS.map(follow))
  return { dead: [...dead], followed }
}

test('every route has a line in test/access/who-may.ts, and every line a route', () => {
  const lines = [...readTable().keys()]
  const named = [...new Set(routes.map(nameOf))]
  expect(
    named.filter((name) => !lines.includes(name)),
    'routes without a line in who-may.ts',
  ).toEqual([])
  expect(
    lines.filter((line) => !named.includes(line)),
    'lines of who-may.ts without a route',
  ).toEqual([])
  const words = WHO_MAY.flatMap(({ who }) => who.split(' '))
  const known: readonly string[] = [...VIEWERS, ...Object.keys(TOGETHER)]
  expect(words.filter((word) => !known.includes(word))).toEqual([])
})

describe('in their own caisse', () => {
  test('each route answers those who may, and sends away everyone else', LONG, async ({ app }) => {
    const table = readTable()
    const wrong: string[] = []
    for (const { route, viewer, answer } of (await answersHere(await givenWorld(app))).lines) {
      const may = table.get(nameOf(route)) ?? []
      const said = `${nameOf(route)} as ${viewer}: ${answer.status} ${answer.next ?? ''}`
      if (answer.status >= 500) wrong.push(`fails: ${said}`)
      else if (may.includes(viewer)) {
        // What is not there yet may be missing to whoever would see it; the door itself is open.
        if (isSentAway(answer) && answer.status !== 404) wrong.push(`should be let in: ${said}`)
      } else if (!isSentAway(answer)) wrong.push(`should be sent away: ${said}`)
    }
    expect(wrong).toEqual([])
  })

  /** Whose name and addresses, and how much they give: on which screens it may stand at all. */
  const MAY_READ_NAMES: readonly Viewer[] = ['neighbour', 'coordinator', 'treasurer', 'administrator']
  const MAY_READ_CONTRIBUTIONS: readonly Viewer[] = ['neighbour', 'coordinator', 'treasurer']

  test(
    'a household’s names are read by itself and the team, its contribution by itself, coordination and treasury',
    LONG,
    async ({ app }) => {
      const leaks: string[] = []
      const seen = new Map<Viewer, number>()
      for (const { route, viewer, answer } of (await answersHere(await givenWorld(app))).lines) {
        const { status, named, told } = answer
        if (route.method !== 'GET' || status >= 300) continue
        if (named && !MAY_READ_NAMES.includes(viewer)) leaks.push(`a name: ${nameOf(route)} as ${viewer}`)
        if (told && !MAY_READ_CONTRIBUTIONS.includes(viewer))
          leaks.push(`a contribution: ${nameOf(route)} as ${viewer}`)
        if (named || told) seen.set(viewer, (seen.get(viewer) ?? 0) + 1)
      }
      expect(leaks).toEqual([])
      expect(seen.get('coordinator')).toBeGreaterThan(3)
      expect(seen.get('treasurer')).toBeGreaterThan(2)
    },
  )
})

test('no page shows anybody a link that does not open for them', LONG, async ({ app }) => {
  const { links } = await answersHere(await givenWorld(app))
  expect(links.dead).toEqual([])
  expect(links.followed).toBeGreaterThan(1_000)
})

describe('in another caisse', () => {
  test('nobody of here is more than a visitor, whatever the role', LONG, async ({ app }) => {
    const world = await givenWorld(app)
    const table = readTable()
    const ask = await browsers(world)
    const wrong: string[] = []
    for (const route of routes.filter(({ path }) => path.includes(':slug'))) {
      const may = table.get(nameOf(route)) ?? []
      // Open to everyone, or a page that shows each person their own things and here has none.
      if (may.includes('nobody') || may.includes('number')) continue
      const { address } = await addressOf(world, route, world.there.slug, world.there.id)
      for (const { viewer, answer } of await askAll(ask, VIEWERS, route, address))
        if (!isSentAway(answer) || answer.status >= 500)
          wrong.push(`${nameOf(route)} as ${viewer}: ${answer.status} ${answer.next ?? ''}`)
    }
    expect(wrong).toEqual([])
  })

  test(
    'its objects do not exist under the address of here, even for those who may',
    LONG,
    async ({ app }) => {
      const world = await givenWorld(app)
      const table = readTable()
      const ask = await browsers(world)
      const wrong: string[] = []
      let tried = 0
      for (const route of routes.filter(({ path }) => path.includes(':slug'))) {
        const { address, objects } = await addressOf(world, route, world.here.slug, world.there.id)
        if (objects.length === 0) continue
        for (const { viewer, answer } of await askAll(ask, table.get(nameOf(route)) ?? [], route, address)) {
          tried += 1
          // A form's address opened by hand leads to the page that the form is on: a list, or the object that is not there.
          const onPage = answer.next !== null && objects.some((id) => answer.next!.includes(id))
          const found = onPage ? await ask(viewer, { method: 'GET', path: '' }, answer.next!) : answer
          const harmless = route.method === 'GET' && found.status === 303 && !onPage
          if (!harmless && (found.status < 400 || found.status >= 500))
            wrong.push(`${nameOf(route)} as ${viewer}: ${found.status} ${answer.next ?? ''}`)
        }
      }
      expect(tried).toBeGreaterThan(50)
      expect(wrong).toEqual([])
    },
  )
})
