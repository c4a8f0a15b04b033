import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { PLACES, type Viewer } from './places.ts'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Everything by day; by night only what colours can change. */
async function findBarriers(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  const axe = new AxeBuilder({ page })
  const { violations } = await (
    colorScheme === 'light' ? axe.withTags(WCAG) : axe.withRules(['color-contrast'])
  ).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
  )
}

/** What sticks out to the side, and what the fixed bars leave of the screen. */
function measure() {
  const { scrollWidth, clientWidth, clientHeight } = document.documentElement
  const fixed = [...document.querySelectorAll('body *')].filter(
    (element) => getComputedStyle(element).position === 'fixed',
  )
  const covered = fixed.reduce((sum, element) => sum + element.getBoundingClientRect().height, 0)
  return { beyond: scrollWidth - clientWidth, coveredShare: covered / clientHeight }
}

/** Pages of one test: short enough that two browsers share the work evenly. */
const TOGETHER = 10

const rounds = [...new Set(PLACES.map(({ as }) => as))].flatMap((viewer) => {
  const theirs = PLACES.filter(({ as }) => as === viewer)
  const count = Math.ceil(theirs.length / TOGETHER)
  return Array.from({ length: count }, (_, i) => ({
    viewer,
    places: theirs.slice(i * TOGETHER, (i + 1) * TOGETHER),
    name: count > 1 ? `${nameOf(viewer)} (${i + 1})` : nameOf(viewer),
  }))
})

for (const { viewer, places, name } of rounds) {
  test(`chaque page, vue par ${name} : lisible par tout le monde, à 320 px comme à 400 %`, async ({
    page,
    given,
    as,
    baseURL,
  }) => {
    test.setTimeout(60_000)
    const strange: string[] = []
    page.on('pageerror', (error) => strange.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy|hydrat/i.test(message.text())) strange.push(message.text())
    })
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (origin !== baseURL && protocol !== 'data:') strange.push(`third party: ${request.url()}`)
    })
    await as(viewer)
    for (const place of places) {
      await test.step(place.name, async () => {
        await page.setViewportSize({ width: 360, height: 740 })
        await place.open(page, given)
        for (const colorScheme of ['light', 'dark'] as const) {
          expect(await findBarriers(page, colorScheme), `${place.name}, ${colorScheme}`).toEqual([])
        }
        // 1280 by 1024 px at 400 %.
        await page.setViewportSize({ width: 320, height: 256 })
        const { beyond, coveredShare } = await page.evaluate(measure)
        expect(beyond, `${place.name}: px beyond the side`).toBe(0)
        expect(coveredShare, `${place.name}: covered by bars`).toBeLessThan(0.4)
      })
    }
    expect(strange).toEqual([])
  })
}

function nameOf(viewer: Viewer): string {
  const names: Record<Viewer, string> = {
    visitor: 'une visiteuse',
    administration: 'l’administration',
    coordination: 'la coordination',
    tresorerie: 'la trésorerie',
    comite: 'le comité',
    commerce: 'qui gère un lieu',
    proche: 'une fille qui aide sa mère',
    structure: 'un centre social',
    habitante: 'l’habitante',
    till: 'la caisse du lieu',
    severalRoles: 'qui a plusieurs rôles',
    outsider: 'qui n’est dans aucun foyer',
  }
  return names[viewer]
}
