import type { Page } from '@playwright/test'
import { expectNoBarrier } from './barriers.ts'
import { expect, test } from './journey.ts'

const unique = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`

async function open(
  page: Page,
  { name, slug, from }: { name: string; slug: string; from: string },
  practice = false,
) {
  await page.getByLabel('Nom de la caisse').fill(name)
  await page.getByLabel('Son adresse ici').fill(slug)
  if (practice) await page.getByRole('checkbox', { name: 'Caisse d’entraînement' }).check()
  await page.getByRole('radio', { name: from }).check()
  await page.getByRole('button', { name: 'Ouvrir la caisse' }).click()
  await expect(page).toHaveURL(new RegExp(`/c/${slug}/ouverture`))
}

async function decide(page: Page, title: string) {
  await page.getByRole('link', { name: 'Adoption', exact: true }).click()
  await page.getByLabel('Instance').fill('Assemblée des premiers foyers')
  await page.getByLabel('Titre de la décision').fill(title)
  await expectNoBarrier(page)
  await page.getByRole('button', { name: 'Proposer à l’adoption' }).click()
}

test('ouvrir une caisse avec les règles d’une autre, et les adopter à deux', async ({
  page,
  as,
  browser,
  baseURL,
}) => {
  test.setTimeout(90_000)
  const slug = `port-${unique()}`
  const email = `${slug}@example.org`
  await as('administration')
  await page.goto('/c/nantes-ouest/ouverture')
  await page.getByRole('link', { name: 'Ouvrir une autre caisse' }).click()
  await expectNoBarrier(page)
  await open(page, { name: 'Caisse du Port', slug, from: 'Lyon 8e' })
  await expectNoBarrier(page)

  // What nobody published is left to fill in, and said at its field.
  await page.getByRole('link', { name: 'Écrire le règlement' }).click()
  await page.getByRole('link', { name: 'Règlement de Caisse du Port' }).click()
  const asked = page.locator('main form').first().locator('input[required]:not([type=hidden])')
  for (const field of await asked.all()) if ((await field.inputValue()) === '') await field.fill('20')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tout est rempli : voyez l’effet')
  await expectNoBarrier(page)
  await page.getByRole('link', { name: 'Effet', exact: true }).first().click()
  await expectNoBarrier(page)
  await decide(page, 'Commencer comme à Lyon')
  await expect(page.getByRole('button', { name: 'Adopter ce règlement' })).toBeDisabled()
  const draft = page.url()

  // The one who is alone is told whom to invite.
  await page.getByRole('link', { name: 'Équipe et rôles' }).last().click()
  await page.getByRole('link', { name: 'Inviter à la trésorerie' }).click()
  await page.getByLabel('Prénom et nom').fill('Anémone Navet')
  await page.getByLabel('Adresse électronique').fill(email)
  await page.getByRole('button', { name: 'Envoyer l’invitation' }).click()
  await expect(page.getByText('Anémone Navet est dans l’équipe')).toBeVisible()
  await page.goto(`/c/${slug}/courriers`)
  await expect(page.getByText('(lien caché)').first()).toBeAttached()
  await expectNoBarrier(page)

  // The second person comes in by the link that is shown to their own browser.
  const other = await browser.newContext({
    baseURL: baseURL!,
    locale: 'fr-FR',
    viewport: { width: 360, height: 740 },
  })
  const second = await other.newPage()
  await second.goto('/connexion')
  await second.getByLabel('Adresse électronique').fill(email)
  await second.getByRole('button', { name: 'Recevoir le lien' }).click()
  await second.getByRole('link', { name: /connexion\/lien/ }).click()
  await second.getByRole('button', { name: 'Entrer comme Anémone Navet' }).click()
  await second.goto(draft)
  await expectNoBarrier(second)
  await second.getByRole('button', { name: 'Adopter ce règlement' }).click()
  await expect(second.getByText('Commencer comme à Lyon').first()).toBeVisible()
  await other.close()
  await page.goto(`/c/${slug}/ouverture`)
  await expect(page.getByText('Un règlement est adopté, il commence bientôt.')).toBeVisible()
})

test('ouvrir une caisse d’entraînement depuis une feuille blanche, et l’essayer seul·e', async ({
  page,
  as,
}) => {
  test.setTimeout(60_000)
  const slug = `essai-${unique()}`
  await as('administration')
  await page.goto('/c/nantes-ouest/nouvelle-caisse')
  await open(page, { name: 'Caisse pour essayer', slug, from: 'D’une feuille blanche' }, true)
  await expect(
    page.getByText('Caisse d’entraînement : rien de ce que vous faites ici ne compte.'),
  ).toBeVisible()

  await page.goto(`/c/${slug}/projets-de-reglement`)
  await page.getByRole('link', { name: 'Règlement de Caisse pour essayer' }).click()
  await page.getByRole('link', { name: 'Sortes' }).click()
  await page.getByRole('radio', { name: 'Des montants au choix' }).check()
  await page.getByRole('radio', { name: 'Selon la taille du foyer' }).check()
  await expectNoBarrier(page)
  await page.getByRole('button', { name: 'Continuer vers les montants' }).click()

  await page.getByLabel('Montant le plus bas').fill('20')
  await page.getByLabel('Montant le plus haut').fill('70')
  await page.locator('[name="contribution.amountsCents"]').fill('20 ; 40 ; 60')
  await page.locator('[name="allocation.amountsCents"]').fill('100 ; 150')
  for (const name of ['entry.contribution', 'entry.allocation', 'exit.contribution', 'exit.allocation'])
    await page.locator(`[name="${name}"]`).selectOption('full')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(
    page.getByText('Le premier est le montant le plus bas, le dernier le plus haut.').first(),
  ).toBeVisible()
  await expectNoBarrier(page)
  await page.locator('[name="contribution.amountsCents"]').fill('20 ; 40 ; 70')
  await page.getByRole('button', { name: 'Enregistrer' }).click()

  await decide(page, 'Essayer des paliers')
  await page.getByRole('button', { name: 'Adopter ce règlement' }).click()
  await expect(page.getByText('Essayer des paliers').first()).toBeVisible()
  await expect(page.getByText('Caisse d’entraînement')).toBeVisible()
})
