import { expect, test } from './journey.ts'

test('entrer par un lien, qui ne sert qu’une fois', async ({ page }) => {
  await page.goto('/connexion')
  await expect(page.getByLabel('Adresse électronique')).toBeFocused()
  await page.getByLabel('Adresse électronique').fill('capucine@example.org')
  await page.getByRole('button', { name: 'Recevoir le lien' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Regardez vos courriels')
  const link = page.locator('main a[href*="/connexion/lien/"]')
  const address = (await link.getAttribute('href'))!
  await link.click()

  await page.getByRole('button', { name: 'Entrer comme Capucine Aubergine' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bonjour Capucine')
  await page.getByRole('button', { name: 'Me déconnecter' }).click()
  await expect(page).toHaveURL('/')

  await page.goto(address)
  await expect(page.getByRole('alert')).toHaveText(/Ce lien a déjà servi ou n’est plus valable/)
  await expect(page.getByLabel('Adresse électronique')).toBeVisible()
})

test('une adresse inconnue reçoit la même réponse', async ({ page }) => {
  await page.goto('/connexion')
  await page.getByLabel('Adresse électronique').fill('personne@example.org')
  await page.getByRole('button', { name: 'Recevoir le lien' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Regardez vos courriels')
})

test('sans être connecté·e, la page d’une autre personne demande de l’être', async ({ page, given }) => {
  await page.goto(`/c/${given.slug}/moi`)
  await expect(page).toHaveURL('/connexion')
})

test('qui a plusieurs rôles passe de l’un à l’autre', async ({ page, given, as }) => {
  await as('severalRoles')
  await page.goto('/accueil')
  await page.getByRole('link', { name: 'Coordination' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/attend/)
  await page.getByText('Menu').click()
  await page.getByRole('link', { name: 'Changer de rôle' }).click()
  await page.getByRole('link', { name: 'Comité citoyen' }).click()
  await expect(page).toHaveURL(`/c/${given.slug}/etat`)
})
