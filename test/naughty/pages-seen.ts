import { modules } from '../../src/modules.ts'
import { readTable } from '../access/table.ts'
import { addressOf, nameOf, type Route, type Viewer, type World } from '../access/viewers.ts'
import type { Answer, Browser } from '../given-pages.ts'
import { formsIn, type FoundForm } from './forms.ts'

export const routes = modules
  .flatMap(({ publicPages, pages }) => [...(publicPages?.routes ?? []), ...(pages?.routes ?? [])])
  .filter((route): route is Route & typeof route => route.method === 'GET')
  .filter(({ path }) => !path.startsWith('/demo'))

/** Between them they see every page. */
const LOOKING = [
  'coordinator',
  'treasurer',
  'administrator',
  'committee_member',
  'helper',
  'partner_structure',
  'neighbour',
  'number',
  'till',
  'nobody',
] as const satisfies readonly Viewer[]

export type Found = { form: FoundForm; viewer: Viewer; browser: Browser }

/** Signing out or taking one's own keys away would end the look around. */
const ENDS = /deconnexion|mon-acces|\/langue\//

/** Each form once, with the first who sees it. */
export async function formsOf(world: World, looking?: readonly Viewer[]): Promise<Found[]> {
  const found = new Map<string, Found>()
  for (const { viewer, browser, address, page } of await lookAround(world, looking)) {
    if (page.status !== 200) continue
    for (const form of formsIn(page.html, address)) {
      if (ENDS.test(form.action)) continue
      const names = form.fields.map(({ name }) => name.replace(/[0-9a-f-]{36}/g, 'id')).join(' ')
      const id = `${form.method} ${form.action.replace(/[0-9a-f-]{36}/g, 'id')} ${names}`
      if (!found.has(id)) found.set(id, { form, viewer, browser })
    }
  }
  return [...found.values()]
}

type Looked = { viewer: Viewer; browser: Browser; address: string; page: Answer }

/** Every page as each sees it, all looking at once; told one after the other. */
export async function lookAround(world: World, looking: readonly Viewer[] = LOOKING): Promise<Looked[]> {
  const table = readTable()
  const look = async (viewer: Viewer): Promise<Looked[]> => {
    const browser = await world.open[viewer]()
    const seen: Looked[] = []
    for (const route of routes) {
      if (!table.get(nameOf(route))?.includes(viewer)) continue
      const { address } = await addressOf(world, route, world.here.slug, world.here.id)
      seen.push({ viewer, browser, address, page: await browser.get(address) })
    }
    return seen
  }
  return (await Promise.all(looking.map(look))).flat()
}

/** As a browser sends it. */
export function send(browser: Browser, form: FoundForm, typed: Record<string, string>) {
  if (form.method === 'post') return browser.post(form.action, typed)
  const [path] = form.action.split('?')
  return browser.get(`${path}?${new URLSearchParams(typed)}`)
}
