import { readFileSync } from 'node:fs'
import { expect, test } from './journey.ts'

test('une visiteuse lit le règlement, compare deux versions et repart avec', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('À table, et on décide ensemble')
  await page.getByRole('link', { name: 'Caisse de Nantes Ouest' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Caisse de Nantes Ouest')
  await page.getByRole('main').getByRole('link', { name: 'Comment ça marche', exact: true }).click()
  await expect(page.getByText('Une personne seule reçoit 100 droits par mois.')).toBeVisible()
  await expect(page.getByText('En vigueur depuis')).not.toHaveCount(0)

  await test.step('ce qui change au prochain règlement', async () => {
    await page.getByRole('link', { name: /^Voir ce qui change en / }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('3 règles changent')
    await expect(
      page.getByRole('deletion').filter({ hasText: 'Le mois d’arrivée compte en entier' }),
    ).toBeVisible()
    await expect(page.getByRole('insertion').last()).toHaveText(/L’allocation se dépense en 6 mois/)
    const from = page.getByLabel('Version d’avant')
    const to = page.getByLabel('Version d’après')
    await from.selectOption(await to.inputValue())
    await page.getByRole('button', { name: 'Comparer' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rien ne change entre ces deux versions')
  })

  await test.step('le télécharger', async () => {
    await page.getByRole('link', { name: 'Comment marche la caisse' }).click()
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Télécharger (JSON)' }).click()
    const download = await waiting
    expect(download.suggestedFilename()).toMatch(/^reglement-nantes-ouest-\d{4}-\d{2}\.json$/)
    const { caisse, reglement } = JSON.parse(readFileSync(await download.path(), 'utf8'))
    expect(caisse).toBe('Caisse de Nantes Ouest')
    expect(reglement.allocation).toMatchObject({ kind: 'base_plus_extra', baseCents: 100_00 })
  })
})

test('la page se lit aussi en anglais, et y reste', async ({ page, given }) => {
  await page.goto(`/c/${given.slug}/reglement`)
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How the caisse works')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.getByRole('link', { name: 'Where to buy' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Where to buy')
})

test('où acheter : chaque lieu, ses jours et ce qui compte', async ({ page, given }) => {
  await page.goto(`/c/${given.slug}/lieux`)
  const shop = page.getByRole('listitem').filter({ hasText: 'Épicerie du Sillon' })
  await expect(shop).toContainText('Mardi au samedi, 9 h 30 à 19 h')
  await expect(shop).toContainText('Magasin')
})
