import { expect, test } from './journey.ts'

test('encaisser sans souris, du premier au dernier geste', async ({ page, given, as }) => {
  const { number, code } = given.residents.keyboard
  const { keyboard } = page
  await as('till')
  await page.goto('/encaisser')
  await expect(page.getByLabel('Montant')).toBeFocused()
  await keyboard.type('9,90')
  await keyboard.press('Tab')
  await expect(page.getByLabel('Numéro de la carte')).toBeFocused()
  await keyboard.type(number)
  await keyboard.press('Enter')
  await expect(page.getByLabel('Votre code')).toBeFocused()
  await keyboard.type(code)
  await keyboard.press('Tab')
  await expect(page.getByRole('checkbox')).toBeFocused()
  await keyboard.press('Tab')
  await expect(page.getByRole('button', { name: '7', exact: true })).toBeFocused()
  for (let key = 0; key < 11; key += 1) await keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Payer' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'C’est payé' })).toBeVisible()
  await page.getByRole('link', { name: 'Nouvel encaissement' }).focus()
  await keyboard.press('Enter')
  await expect(page.getByLabel('Montant')).toBeFocused()
})

test('aller tout de suite au contenu, et voir où l’on est', async ({ page, given }) => {
  await page.goto(`/c/${given.slug}`)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Aller au contenu' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  const outline = await skip.evaluate((link) => getComputedStyle(link).outlineStyle)
  expect(outline).toBe('solid')
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
})
