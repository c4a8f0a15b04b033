import type { Page } from '@playwright/test'

const KEYPAD = 'Pavé de chiffres'

/** Types on the till's own keys. */
export async function pressKeys(page: Page, text: string): Promise<void> {
  const keys = page.getByRole('group', { name: KEYPAD })
  for (const key of text) await keys.getByRole('button', { name: key, exact: true }).click()
}

/** The whole payment by fields, whatever brings them there. */
export async function askByFields(page: Page, amount: string, number: string): Promise<void> {
  await page.goto('/encaisser')
  await page.getByLabel('Montant').fill(amount)
  await page.getByLabel('Numéro de la carte').fill(number)
  await page.getByRole('button', { name: 'Continuer' }).click()
}

export async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Votre code').fill(code)
  await page.getByRole('button', { name: /^Payer/ }).click()
}

/** Amounts as people read them, whatever kind of space stands inside. */
export const readable = async (page: Page): Promise<string> =>
  (await page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ')
