import type { Page, Request } from '@playwright/test'
import { expectOpenToAll } from './open-to-all.ts'
import { expect, test } from './journey.ts'

/** Amounts that stand nowhere else, so that a request which carries one is seen. */
const INCOME = '1937,41'
const FOOD = '287,13'
const SECRETS = /1937|193741|287[,.%]|28713/

/** Everything the page asks of anybody from now on: addresses, headers and bodies. */
function listen(page: Page): string[] {
  const sent: string[] = []
  page.on('request', (request: Request) =>
    sent.push(
      [request.method(), request.url(), JSON.stringify(request.headers()), request.postData() ?? ''].join(
        ' ',
      ),
    ),
  )
  return sent
}

async function assess(page: Page): Promise<void> {
  await page.getByLabel('Revenus du foyer, par mois').fill(INCOME)
  await page.getByLabel('Ce que vous dépensez pour manger, par mois').fill(FOOD)
}

test('sur le barème, le calcul se fait dans le navigateur et n’envoie rien', async ({ page }) => {
  await page.goto('/c/pays-de-retz/bareme', { waitUntil: 'networkidle' })
  const sent = listen(page)
  await assess(page)
  await expect(page.getByText('La grille propose')).toBeVisible()
  await expectOpenToAll(page)
  await page.waitForTimeout(500)
  expect(sent).toEqual([])
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  )
  expect(kept).not.toMatch(SECRETS)
})

test('au guichet, seul le montant choisi part', async ({ page, as }) => {
  await as('coordination')
  await page.goto('/c/pays-de-retz/foyers/inscrire', { waitUntil: 'networkidle' })
  const sent = listen(page)
  await page.getByLabel('Prénom').first().fill('Ysoline')
  await assess(page)
  await page.getByRole('button', { name: /Prendre ce montant/ }).click()
  const contribution = page.locator('[name=contribution]')
  await expect(contribution).not.toHaveValue('')
  expect(sent).toEqual([])
  const chosen = await contribution.inputValue()
  await page.getByRole('button', { name: 'Inscrire ce foyer' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ysoline')
  expect(sent.join('\n')).not.toMatch(SECRETS)
  expect(sent.some((each) => each.includes(encodeURIComponent(chosen)))).toBe(true)
})
