import { expectNoBarrier } from './barriers.ts'
import { expect, test } from './journey.ts'

test('annoncer la fin d’une caisse, et changer d’avis', async ({ page, as }) => {
  await as('administration')
  const slug = `bref-${Date.now().toString(36)}`
  await page.goto('/c/nantes-ouest/nouvelle-caisse')
  await page.getByLabel('Nom de la caisse').fill('Caisse brève')
  await page.getByLabel('Son adresse ici').fill(slug)
  await page.getByRole('button', { name: 'Ouvrir la caisse' }).click()
  await page.getByRole('link', { name: 'Fin de la caisse' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('La caisse continue')
  await expectNoBarrier(page)
  await page.getByRole('button', { name: 'Annoncer ce dernier jour' }).click()
  await expect(page.getByText('La caisse s’arrête le').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Archiver la caisse' })).toBeDisabled()
  await expectNoBarrier(page)
  // Everybody is told, on the public page too.
  await page.goto(`/c/${slug}`)
  await expect(page.getByText('On peut y acheter jusqu’à ce jour compris.')).toBeVisible()
  await page.goto(`/c/${slug}/fin`)
  await page.getByRole('button', { name: 'Finalement, continuer' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('La caisse continue')
})

test('finir une caisse : tout emporter, archiver, ne plus rien changer', async ({ page, as, given }) => {
  const home = `/c/${given.endingSlug}`
  await as('administration')
  await page.goto(`${home}/fin`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('terminée')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Tout télécharger' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.xlsx$/)
  await page.getByRole('button', { name: 'Archiver la caisse' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('La caisse est archivée')
  await expectNoBarrier(page)

  // All is read, nothing changes.
  await page.goto(`${home}/ouverture`)
  await page
    .getByRole('button', { name: /C’est fait/ })
    .first()
    .click()
  await expect(
    page.getByText('Cette caisse est archivée : tout se lit, plus rien ne change.').first(),
  ).toBeVisible()
  await page.goto(`${home}/fin`)
  await page.getByRole('button', { name: 'Rouvrir la caisse' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('terminée')
})
