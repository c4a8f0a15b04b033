import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'

/** Bytes that come through the air for a page, compressed, with an empty cache. */
async function weigh(page: Page, path: string): Promise<number> {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => sizes.push(request.sizes().then((size) => size.responseBodySize)))
  await page.goto(path, { waitUntil: 'networkidle' })
  page.removeAllListeners('requestfinished')
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

const LIMIT = 60_000

test('la page de l’habitante et la caisse du lieu tiennent en 60 ko', async ({ page, given, as }) => {
  await as('habitante')
  await as('till')
  const home = await weigh(page, `/c/${given.slug}/moi`)
  // Style and typeface are the same: the till adds its own page and its keys.
  const till = await weigh(page, '/encaisser')
  test.info().annotations.push({ type: 'octets', description: `accueil ${home}, caisse ${till}` })
  console.log(`accueil ${home} octets, caisse ${till} de plus`)
  expect(home).toBeGreaterThan(10_000)
  expect(home + till).toBeLessThan(LIMIT)
})
