import { expectOpenToAll } from './open-to-all.ts'
import { expect, test } from './journey.ts'

test.use({ viewport: { width: 360, height: 740 } })

test('le guichet trouve un doublon, compare les deux fiches et les réunit', async ({ page, as }) => {
  await as('coordination')
  await page.goto('/c/nantes-ouest/annuaire/doublons')
  await expectOpenToAll(page)
  await page.getByRole('link', { name: /PISSENLIT/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Pissenlit')
  await expectOpenToAll(page)
  await page.getByRole('button', { name: 'Réunir les deux fiches' }).click()
  await expect(page.getByRole('status')).toContainText('Les deux fiches n’en font plus qu’une.')
  await expect(page.getByText('Une autre fiche a été réunie à celle-ci')).toBeVisible()
  await expectOpenToAll(page)
})

test('une habitante rejoint un groupe, prend une tâche et la coche', async ({ page, as }) => {
  await as('habitante')
  await page.goto('/c/nantes-ouest/groupes')
  await page.getByRole('link', { name: 'Critères de conventionnement' }).click()
  await page.getByRole('button', { name: 'Rejoindre ce groupe' }).click()
  await expect(page.getByRole('status')).toContainText('Bienvenue dans le groupe')
  await expectOpenToAll(page)
  await page.getByText('Ajouter une tâche').click()
  await page.getByLabel('À faire').fill('Goûter les fromages du marché')
  await page.getByRole('button', { name: 'Ajouter la tâche' }).click()
  const task = page.locator('#taches .row', { hasText: 'Goûter les fromages du marché' })
  await task.getByRole('button', { name: 'Je m’en charge' }).click()
  await expect(task).toContainText('À vous')
  await task.getByRole('button', { name: 'C’est fait' }).click()
  await expect(page.getByRole('status')).toContainText('merci')
  await expect(page.locator('#taches .row', { hasText: 'Goûter les fromages du marché' })).toBeHidden()
})

test('au guichet, pour quelqu’un sans courriel : le groupe, une tâche, et elle est faite', async ({
  page,
  as,
}) => {
  await as('coordination')
  await page.goto('/c/nantes-ouest/groupes')
  await page.getByRole('link', { name: 'Gouvernance partagée' }).first().click()
  await page.getByRole('link', { name: 'Faire entrer quelqu’un' }).click()
  await page.getByLabel('Un nom de l’annuaire').fill('coriandre')
  await page.getByRole('button', { name: 'Chercher' }).click()
  await expectOpenToAll(page)
  await page.getByRole('button', { name: 'Faire entrer' }).click()
  await expect(page.getByRole('status')).toContainText('La personne est dans le groupe.')
  await page.getByText('Ajouter une tâche').click()
  await page.getByLabel('À faire').fill('Prêter la grande marmite')
  await page.getByLabel('Qui s’en charge').selectOption({ label: 'Nawel Coriandre' })
  await page.getByRole('button', { name: 'Ajouter la tâche' }).click()
  const task = page.locator('#taches .row', { hasText: 'Prêter la grande marmite' })
  await task.getByRole('button', { name: 'C’est fait' }).click()
  await expect(page.getByRole('status')).toContainText('merci')
})
