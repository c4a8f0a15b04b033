import { expectNoBarrier } from './barriers.ts'
import { expect, test } from './journey.ts'
import { pressOn, tabTo, typeInto } from './keyboard.ts'

test('la coordination note une demande au clavier seul, celle de qui n’a ni téléphone ni adresse', async ({
  page,
  given,
  as,
}) => {
  await as('coordination')
  await page.goto(`/c/${given.slug}/file-attente`)
  await pressOn(page, page.getByRole('link', { name: 'Noter une demande' }))
  await typeInto(page, page.getByLabel('Prénom'), 'Armel')
  await tabTo(page, page.getByRole('radio', { name: /Par courriel/ }))
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('radio', { name: /Au guichet/ })).toBeChecked()
  await tabTo(page, page.getByLabel('Adultes'))
  await page.keyboard.press('2')
  await pressOn(page, page.getByRole('checkbox', { name: /La personne est d’accord/ }), 'Space')
  await pressOn(page, page.getByRole('button', { name: 'Noter cette demande' }))
  await expect(page.getByRole('status').first()).toBeVisible()
  await expectNoBarrier(page)
})

test('la trésorerie compte les espèces au clavier seul', async ({ page, given, as }) => {
  await as('tresorerie')
  await page.goto(`/c/${given.slug}/tresorerie`)
  await pressOn(
    page,
    page.getByRole('navigation', { name: 'Trésorerie' }).getByRole('link', { name: 'Espèces' }),
  )
  await typeInto(page, page.getByLabel(/^20\s€/), '3')
  await typeInto(page, page.getByLabel(/^2\s€/), '4')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('table', { name: 'Derniers comptages' }).getByText(/^68,00\s€/)).toBeVisible()
  await expectNoBarrier(page)
})

test('le comité lit les chiffres de la caisse et ce qui change, au clavier seul', async ({
  page,
  given,
  as,
}) => {
  await as('comite')
  await page.goto('/accueil')
  await pressOn(page, page.getByText('Voir les chiffres').first())
  await expect(page.getByRole('table').first()).toBeVisible()
  await expectNoBarrier(page)
  await page.goto(`/c/${given.slug}/reglement`)
  await pressOn(page, page.getByRole('link', { name: /^Voir ce qui change/ }))
  await expect(page).toHaveURL(/reglement\/comparer/)
  await expectNoBarrier(page)
})

test('une fille change le téléphone de sa mère au clavier seul', async ({ page, as }) => {
  await as('proche')
  await page.goto('/accueil')
  await pressOn(page, page.getByRole('link', { name: 'Changer ses coordonnées' }))
  await typeInto(page, page.getByLabel('Téléphone'), '06 39 98 12 21')
  await expectNoBarrier(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toBeVisible()
})

test('l’administration ouvre une caisse d’entraînement au clavier seul', async ({ page, given, as }) => {
  const slug = `clavier-${Date.now().toString(36)}`
  await as('administration')
  await page.goto(`/c/${given.slug}/ouverture`)
  await pressOn(page, page.getByRole('link', { name: 'Ouvrir une autre caisse' }))
  await typeInto(page, page.getByLabel('Nom de la caisse'), 'Caisse au clavier')
  await typeInto(page, page.getByLabel('Son adresse ici'), slug)
  await pressOn(page, page.getByRole('checkbox', { name: 'Caisse d’entraînement' }), 'Space')
  await tabTo(page, page.getByRole('radio', { name: 'D’une feuille blanche' }))
  await page.keyboard.press('ArrowDown')
  await pressOn(page, page.getByRole('button', { name: 'Ouvrir la caisse' }))
  await expect(page).toHaveURL(new RegExp(`/c/${slug}/ouverture`))
  await expectNoBarrier(page)
})

test('qui gère un lieu met une tablette en service et lit un relevé, au clavier seul', async ({
  page,
  browser,
  baseURL,
  as,
}) => {
  await as('commerce')
  await page.goto('/encaisser')
  await pressOn(page, page.getByRole('link', { name: 'Réglages' }))
  await pressOn(page, page.getByText('Ajouter un téléphone ou une tablette'))
  await typeInto(page, page.locator('[name=label]'), 'Tablette au clavier')
  await page.keyboard.press('Enter')
  const code = (await page.locator('.payer-number').innerText()).replace(/\D/g, '')
  await expectNoBarrier(page)

  const other = await browser.newContext({ baseURL: baseURL!, locale: 'fr-FR' })
  const tablet = await other.newPage()
  await tablet.goto('/encaisser/appareil')
  await expect(tablet.getByLabel('Code')).toBeFocused()
  await tablet.keyboard.type(code)
  await expectNoBarrier(tablet)
  await tablet.keyboard.press('Enter')
  await expect(tablet.getByText('Tablette au clavier')).toBeVisible()
  await other.close()

  await pressOn(page, page.getByRole('link', { name: 'Relevés' }))
  await expect(page.getByRole('heading', { level: 1 })).toContainText('vous sont dus')
  await expectNoBarrier(page)
  const paper = page.waitForEvent('download')
  await pressOn(page, page.getByRole('link', { name: /^Relevé / }).first())
  expect((await paper).suggestedFilename()).toMatch(/^releve-\d+-\d+\.pdf$/)
})
