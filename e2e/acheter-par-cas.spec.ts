import { expectNoBarrier } from './barriers.ts'
import { expect, test } from './journey.ts'
import { giveCode, readable } from './till.ts'

test('acheter sans la carte, par le nom entier, et voir d’abord ce qu’il reste', async ({
  page,
  given,
  as,
}) => {
  const { name, code, number } = given.residents.screens
  await as('till')
  await page.goto('/encaisser')
  await page.getByLabel('Montant').fill('2,10')
  await page.getByText('Sans la carte : par le nom').click()
  await page.getByLabel('Prénom et nom, en entier').fill(name.toUpperCase())
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByLabel('Votre code').fill(code)
  await page.getByRole('button', { name: 'Voir ce qu’il me reste' }).click()
  await expect(page.getByRole('heading', { name: 'Il vous reste' })).toBeVisible()
  await expectNoBarrier(page)
  await page.getByRole('button', { name: 'Cacher et revenir au code' }).click()
  await giveCode(page, code)
  await expect(page.getByRole('heading', { name: 'C’est payé' })).toBeVisible()
  expect(await readable(page)).toContain(`finissant par ${number.slice(-3)}`)
  await expectNoBarrier(page)
})

test('ce qu’il reste s’en va tout seul', async ({ page, given, as }) => {
  const { number, code } = given.residents.screens
  await as('till')
  await page.goto('/encaisser')
  await page.getByLabel('Montant').fill('2,10')
  await page.getByLabel('Numéro de la carte').fill(number)
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByLabel('Votre code').fill(code)
  await page.getByRole('button', { name: 'Voir ce qu’il me reste' }).click()
  await expect(page.getByRole('heading', { name: 'Il vous reste' })).toBeVisible()
  await page.waitForURL('/encaisser?montant=2.10', { timeout: 8000 })
  await expect(page.getByLabel('Montant')).toHaveValue('2,10')
})

test('un lieu dont la convention s’est terminée hier le lit sans reproche, et garde ses relevés', async ({
  page,
  given,
  context,
  baseURL,
}) => {
  await context.request.post(baseURL! + given.endedTill, { headers: { origin: baseURL! } })
  await page.goto('/encaisser')
  await expect(page.getByRole('heading', { name: /La convention s’est terminée le/ })).toBeVisible()
  await expect(page.getByLabel('Montant')).toHaveCount(0)
  expect(await readable(page)).not.toMatch(/suspen|retard|faute/i)
  await expectNoBarrier(page)
  await page.getByRole('link', { name: 'Voir les relevés' }).click()
  await expect(page.getByRole('heading', { name: 'Votre convention' })).toBeVisible()
  await expectNoBarrier(page)
})
