import { expect, test } from './journey.ts'
import { HEAVIEST_PAGE, weigh } from './weigh.ts'

test('la page de l’habitante et la caisse du lieu tiennent en 60 ko', async ({ page, given, as }) => {
  await as('habitante')
  await as('till')
  const home = await weigh(page, `/c/${given.slug}/moi`)
  // Style and typeface are the same: the till adds its own page and its keys.
  const till = await weigh(page, '/encaisser')
  test.info().annotations.push({ type: 'octets', description: `accueil ${home}, caisse ${till}` })
  console.log(`accueil ${home} octets, caisse ${till} de plus`)
  expect(home).toBeGreaterThan(10_000)
  expect(home + till).toBeLessThan(HEAVIEST_PAGE)
})

test('chaque page de l’habitante tient en 60 ko, sans rien en réserve', async ({
  browser,
  baseURL,
  given,
  as,
}) => {
  const pages = ['', '/historique', '/cotisation', '/cotisation/verser', '/foyer', '/releve', '/donnees']
  for (const path of pages) {
    const context = await browser.newContext({ baseURL: baseURL! })
    await as('habitante', context)
    const bytes = await weigh(await context.newPage(), `/c/${given.slug}/moi${path}`)
    await context.close()
    expect(bytes, path).toBeLessThan(HEAVIEST_PAGE)
  }
})
