import { expect, test } from './journey.ts'
import { askByFields, giveCode, readable } from './till.ts'

test.use({ javaScriptEnabled: false })

test('le même achat sans JavaScript', async ({ page, given, as }) => {
  const { number, code } = given.residents.noScript
  await as('till')
  await page.goto('/encaisser')
  await expect(page.getByRole('group', { name: 'Pavé de chiffres' })).toBeHidden()
  await askByFields(page, '7.5', number)
  await giveCode(page, '9999')
  await expect(page.getByText('Le numéro ou le code ne correspond pas.')).toBeVisible()
  await giveCode(page, code)
  await expect(page.getByRole('heading', { name: 'C’est payé' })).toBeVisible()
  expect(await readable(page)).toContain('7,50 droits')
  await page.getByRole('link', { name: 'Journal' }).click()
  await expect(page.getByRole('row').filter({ hasText: `…${number.slice(-3)}` })).toContainText('7,50')
})
