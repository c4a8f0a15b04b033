import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Nothing of the page keeps anybody out. */
export async function expectOpenToAll(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze()
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([])
}

type Newcomers = { name: string; adults: readonly string[]; contribution: string }

/** Registers a household with the person beside: its file is open then. */
export async function registerAtDesk(page: Page, slug: string, { name, adults, contribution }: Newcomers) {
  await page.goto(`/c/${slug}/foyers/inscrire`)
  for (const [i, givenName] of adults.entries()) {
    await page.locator(`[name=adult${i + 1}Given]`).fill(givenName)
    await page.locator(`[name=adult${i + 1}Family]`).fill(name)
  }
  await page.getByLabel('Cotisation choisie').fill(contribution)
  await page.getByRole('button', { name: 'Inscrire ce foyer' }).click()
  await expect(page.getByRole('status')).toContainText('est inscrit')
  return new URL(page.url()).pathname
}

const cardOf = (page: Page, givenName: string) =>
  page.locator('main .card', { has: page.getByRole('heading', { name: givenName }) })

/** A number from the desk, and a code that the person chooses. */
export async function giveNumber(page: Page, file: string, givenName: string, code: string): Promise<string> {
  await page.goto(file)
  await cardOf(page, givenName).getByRole('button', { name: 'Donner un numéro' }).click()
  await chooseCodeAtDesk(page, file, givenName, code)
  const text = await cardOf(page, givenName)
    .getByText(/^Numéro/)
    .innerText()
  return text.replace(/\D/g, '')
}

export async function chooseCodeAtDesk(page: Page, file: string, givenName: string, code: string) {
  await page.goto(file)
  await cardOf(page, givenName).getByRole('link', { name: 'Choisir le code' }).click()
  await page.getByLabel('Votre code').fill(code)
  await page.getByLabel('Encore une fois').fill(code)
  await page.getByRole('button', { name: 'Garder ce code' }).click()
  await expect(cardOf(page, givenName)).toContainText('Code choisi')
}

/** Comes in by number and code, in a browser of one's own. */
export async function comeInByNumber(page: Page, number: string, code: string): Promise<void> {
  await page.goto('/connexion/numero')
  await page.locator('[name=number]').fill(number)
  await page.locator('[name=code]').fill(code)
  await page.locator('main form [type=submit]').click()
}
