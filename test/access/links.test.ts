import { expect } from 'vitest'
import { modules } from '../../src/modules.ts'
import { test } from '../app.ts'
import { addressOf, givenWorld, VIEWERS, type Route, type Viewer } from './viewers.ts'

const pages = modules
  .flatMap(({ publicPages, pages: closed }) => [...(publicPages?.routes ?? []), ...(closed?.routes ?? [])])
  .filter((route): route is Route & typeof route => route.method === 'GET')
  .filter(({ path }) => !path.startsWith('/demo'))

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

test('no page shows anybody a link that does not open for them', { timeout: 300_000 }, async ({ app }) => {
  const world = await givenWorld(app)
  const dead = new Set<string>()
  let followed = 0
  for (const viewer of VIEWERS) {
    const browser = await world.open[viewer]()
    const seen = new Map<string, number>()
    for (const route of pages) {
      const { address } = await addressOf(world, route, world.here.slug, world.here.id)
      const page = await browser.get(address)
      if (page.status !== 200 || !page.headers.get('content-type')?.startsWith('text/html')) continue
      for (const href of linksIn(page.html)) {
        const status = seen.get(href) ?? (await browser.get(href)).status
        seen.set(href, status)
        followed += 1
        if (status >= 400 && !isExplained(viewer, href))
          dead.add(`${viewer}: ${route.path} → ${href} ${status}`)
      }
    }
  }
  expect([...dead]).toEqual([])
  expect(followed).toBeGreaterThan(1_000)
})
