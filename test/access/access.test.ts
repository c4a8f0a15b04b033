import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { modules } from '../../src/modules.ts'
import { ROLES } from '../../src/kit/actor.ts'
import { test } from '../app.ts'
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
import { WHO_MAY } from './who-may.ts'

const LONG = { timeout: 600_000 }

const routes = modules
  .flatMap(({ publicPages, pages }) => [...(publicPages?.routes ?? []), ...(pages?.routes ?? [])])
  .filter((route): route is Route & typeof route => route.method === 'GET' || route.method === 'POST')

const accounts: readonly Viewer[] = [...ROLES, 'neighbour']
const TOGETHER: Readonly<Record<string, readonly Viewer[]>> = {
  everyone: VIEWERS,
  account: accounts,
  person: [...accounts, 'number'],
}

const readTable = (): Map<string, readonly Viewer[]> =>
  new Map(
    WHO_MAY.flatMap(({ who, may }) => {
      const people = who.split(' ').flatMap((word) => TOGETHER[word] ?? [word as Viewer])
      return may
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .map((line) => [line, people] as const)
    }),
  )

/** Sent away: refused, not there, or shown the way in. */
const isSentAway = ({ status, next }: Answer): boolean =>
  status === 401 || status === 403 || status === 404 || next?.startsWith('/connexion') === true

const ask = (browser: Browser, { method }: Route, address: string): Promise<Answer> =>
  method === 'GET' ? browser.get(address) : browser.post(address, { key: uuid() })

/** Pages first: forms may end a session or change what is seen. */
const inOrder = [
  ...routes.filter((one) => one.method === 'GET'),
  ...routes.filter((one) => one.method === 'POST'),
]

async function browsers(world: World): Promise<(viewer: Viewer, route: Route) => Promise<Browser>> {
  const readers = new Map<Viewer, Browser>()
  for (const viewer of VIEWERS) readers.set(viewer, await world.open[viewer]())
  return async (viewer, { method }) => (method === 'GET' ? readers.get(viewer)! : world.open[viewer]())
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
    const world = await givenWorld(app)
    const table = readTable()
    const browserOf = await browsers(world)
    const wrong: string[] = []
    for (const route of inOrder) {
      const may = table.get(nameOf(route)) ?? []
      const { address } = await addressOf(world, route, world.here.slug, world.here.id)
      for (const viewer of VIEWERS) {
        const answer = await ask(await browserOf(viewer, route), route, address)
        const said = `${nameOf(route)} as ${viewer}: ${answer.status} ${answer.next ?? ''}`
        if (answer.status >= 500) wrong.push(`fails: ${said}`)
        else if (may.includes(viewer)) {
          // What is not there yet may be missing to whoever would see it; the door itself is open.
          if (isSentAway(answer) && answer.status !== 404) wrong.push(`should be let in: ${said}`)
        } else if (!isSentAway(answer)) wrong.push(`should be sent away: ${said}`)
      }
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
      const world = await givenWorld(app)
      const browserOf = await browsers(world)
      const leaks: string[] = []
      const seen = new Map<Viewer, number>()
      for (const route of inOrder.filter(({ method }) => method === 'GET')) {
        const { address } = await addressOf(world, route, world.here.slug, world.here.id)
        for (const viewer of VIEWERS) {
          const { status, html } = await ask(await browserOf(viewer, route), route, address)
          if (status >= 300) continue
          const named = [CANARY.givenName, CANARY.familyName, CANARY.email, CANARY.phone].some((word) =>
            html.includes(word),
          )
          const told = CANARY.pledgeText.test(html)
          if (named && !MAY_READ_NAMES.includes(viewer)) leaks.push(`a name: ${nameOf(route)} as ${viewer}`)
          if (told && !MAY_READ_CONTRIBUTIONS.includes(viewer))
            leaks.push(`a contribution: ${nameOf(route)} as ${viewer}`)
          if (named || told) seen.set(viewer, (seen.get(viewer) ?? 0) + 1)
        }
      }
      expect(leaks).toEqual([])
      expect(seen.get('coordinator')).toBeGreaterThan(3)
      expect(seen.get('treasurer')).toBeGreaterThan(2)
    },
  )
})

describe('in another caisse', () => {
  test('nobody of here is more than a visitor, whatever the role', LONG, async ({ app }) => {
    const world = await givenWorld(app)
    const table = readTable()
    const browserOf = await browsers(world)
    const wrong: string[] = []
    for (const route of inOrder.filter(({ path }) => path.includes(':slug'))) {
      const may = table.get(nameOf(route)) ?? []
      // Open to everyone, or a page that shows each person their own things and here has none.
      if (may.includes('nobody') || may.includes('number')) continue
      const { address } = await addressOf(world, route, world.there.slug, world.there.id)
      for (const viewer of VIEWERS) {
        const answer = await ask(await browserOf(viewer, route), route, address)
        if (!isSentAway(answer) || answer.status >= 500)
          wrong.push(`${nameOf(route)} as ${viewer}: ${answer.status} ${answer.next ?? ''}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test(
    'its objects do not exist under the address of here, even for those who may',
    LONG,
    async ({ app }) => {
      const world = await givenWorld(app)
      const table = readTable()
      const browserOf = await browsers(world)
      const wrong: string[] = []
      let tried = 0
      for (const route of inOrder.filter(({ path }) => path.includes(':slug'))) {
        const { address, objects } = await addressOf(world, route, world.here.slug, world.there.id)
        if (objects.length === 0) continue
        for (const viewer of table.get(nameOf(route)) ?? []) {
          tried += 1
          const answer = await ask(await browserOf(viewer, route), route, address)
          // A form's address opened by hand leads to the page that the form is on: a list, or the object that is not there.
          const onPage = answer.next !== null && objects.some((id) => answer.next!.includes(id))
          const found = onPage ? await (await browserOf(viewer, route)).get(answer.next!) : answer
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
