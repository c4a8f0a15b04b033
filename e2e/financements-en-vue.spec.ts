import { expectOpenToAll } from './open-to-all.ts'
import { expect, test } from './journey.ts'

test('la trésorerie voit jusqu’à quand l’argent suffit, puis note un accord', async ({ page, given, as }) => {
  test.setTimeout(60_000)
  await page.setViewportSize({ width: 360, height: 740 })
  await as('tresorerie')
  await page.goto(`/c/${given.slug}/financements`)
  const title = page.getByRole('heading', { level: 1 })
  await expect(title).toContainText(/^Argent certain jusqu’en \S+ \d{4}, probable jusqu’en/)
  await expectOpenToAll(page)
  await page.getByText('Voir les chiffres').first().click()
  await expect(page.getByRole('columnheader', { name: 'Besoin' })).toBeAttached()
  const before = await title.textContent()

  await page.getByRole('link', { name: 'Noter une demande' }).click()
  await page.getByLabel('Financeur').fill('Banque coopérative inventée')
  await page.getByLabel('Montant demandé').fill('24 000')
  await page.getByLabel('Versement attendu le').fill('2027-03-01')
  await expectOpenToAll(page)
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByRole('button', { name: 'C’est envoyé' }).click()
  await page.getByText('La convention est signée').click()
  await page.getByRole('button', { name: 'Noter l’accord' }).click()
  await expect(page.getByText('Accordée')).toBeVisible()
  await expectOpenToAll(page)
  await page.goto(`/c/${given.slug}/financements`)
  await expect(title).not.toHaveText(before!)
})
