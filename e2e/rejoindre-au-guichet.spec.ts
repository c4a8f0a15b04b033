import { expectOpenToAll } from './open-to-all.ts'
import { expect, test } from './journey.ts'

test('sans adresse ni téléphone, de la demande au solde imprimé, tout se fait au guichet', async ({
  page,
  given,
  as,
}) => {
  test.setTimeout(60_000)
  await as('coordination')
  await test.step('noter la demande de la personne qui passe', async () => {
    await page.goto(`/c/${given.slug}/file-attente`)
    await page.getByRole('link', { name: 'Noter une demande' }).click()
    await page.getByLabel('Prénom').fill('Eugénie')
    await page.getByLabel('Nom (facultatif)').fill('Cameline')
    await page.getByText('Au guichet, ou par une association').click()
    await page.getByText('La personne est d’accord').click()
    await expectOpenToAll(page)
    await page.getByRole('button', { name: 'Noter cette demande' }).click()
    await expect(page.getByRole('status')).toContainText('La demande de Eugénie Cameline est notée.')
    await expectOpenToAll(page)
  })

  await test.step('l’inscrire, lui donner un numéro ; elle choisit son code', async () => {
    await page.getByRole('link', { name: 'Inscrire ce foyer' }).click()
    await expect(page.getByLabel('Prénom').first()).toHaveValue('Eugénie')
    await page.locator('[name=contribution]').fill('15')
    await page.getByRole('button', { name: 'Inscrire ce foyer' }).click()
    await page.getByRole('button', { name: 'Donner un numéro' }).click()
    await page.getByRole('link', { name: 'Choisir le code' }).click()
    await page.getByLabel('Votre code').fill('7240')
    await page.getByLabel('Encore une fois').fill('7240')
    await page.getByRole('button', { name: 'Garder ce code' }).click()
    await expect(page.getByText('Code choisi')).toBeVisible()
    await expectOpenToAll(page)
  })

  await test.step('imprimer son solde', async () => {
    await page.getByRole('link', { name: 'Imprimer le solde' }).click()
    await expect(page.getByText('Il vous reste')).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Eugénie Cameline')
    await expectOpenToAll(page)
  })

  await test.step('sa lettre de bienvenue attend sur papier', async () => {
    await expect(async () => {
      await page.goto(`/c/${given.slug}/messages`)
      await expect(page.getByRole('button', { name: /^Imprimer/ })).toBeVisible({ timeout: 1_000 })
    }).toPass({ timeout: 20_000 })
    await page.getByRole('button', { name: /^Imprimer/ }).click()
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Ouvrir le PDF' }).click()
    expect((await waiting).suggestedFilename()).toMatch(/^lettres-\d{4}-\d{2}-\d{2}\.pdf$/)
  })
})
