import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { lastDay } from '../src/kit/month.ts'
import { expect, test } from './journey.ts'

const heading = (page: Page) => page.getByRole('heading', { level: 1 })

/** Nothing in the way of a screen reader or a keyboard. */
async function expectNoBarrier(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([])
}

test('clore un mois : deux cotisations en retard, un virement revenu, un centime manquant', async ({
  page,
  browser,
  baseURL,
  given,
  as,
}) => {
  test.setTimeout(60_000)
  const { slug, month, executedOn, treasurer, coordinator } = given.closing
  const home = `/c/${slug}/tresorerie`
  const { keyboard } = page

  await test.step('en arrivant, la trésorière voit ce qu’il reste à faire', async () => {
    await as(treasurer)
    await page.goto('/accueil')
    await expect(page).toHaveURL(home)
    const steps = page.getByRole('list', { name: 'Ce qu’il reste à faire' })
    await expect(steps.getByText('3 cotisations sont encore attendues : 60,00 €')).toBeVisible()
    await expect(steps.getByText('Le solde de la banque')).toBeVisible()
    await expectNoBarrier(page)
  })

  await test.step('elle coche une cotisation au clavier, en espèces', async () => {
    await page.getByRole('link', { name: 'Voir les cotisations' }).click()
    await page.getByLabel('Reçues le').fill(executedOn)
    await page.getByLabel('Moyen').selectOption({ label: 'Espèces' })
    await page.getByRole('checkbox', { name: /Foyer Aneth/ }).focus()
    await keyboard.press('Space')
    await keyboard.press('Tab')
    await expect(page.getByLabel('Montant reçu de Foyer Aneth')).toBeFocused()
    await keyboard.press('Enter')
    await expect(page.getByText('Une cotisation est notée')).toBeVisible()
    await expect(heading(page)).toHaveText(/^2 cotisations .* encore attendues$/)
    await expect(page.getByText('En retard', { exact: true })).toHaveCount(2)
    await expectNoBarrier(page)
  })

  await test.step('elle compte les espèces : un billet de 20 €', async () => {
    await page.getByRole('navigation', { name: 'Trésorerie' }).getByRole('link', { name: 'Espèces' }).click()
    await page.getByLabel(/^20\s€/).fill('1')
    await keyboard.press('Enter')
    await expect(page.getByText('20,00 € comptés : comme dans le journal.')).toBeVisible()
  })

  await test.step('les virements sont passés, l’un est revenu', async () => {
    await page.goto(`${home}/remboursements`)
    await page.getByRole('link', { name: /Lot n° 1/ }).click()
    await expect(heading(page)).toHaveText('Lot n° 1 : 42,50 € à 2 lieux')
    await page.getByLabel('Date de la banque').fill(executedOn)
    await page.getByRole('button', { name: 'Noter pour les lignes cochées' }).click()
    await expect(page.getByText('Les lignes sont notées passées.')).toBeVisible()
    await page.getByRole('checkbox', { name: /B\. Ferme/ }).focus()
    await keyboard.press('Space')
    await page.getByLabel('Elles sont revenues').check()
    await page.getByLabel('Date de la banque').fill(executedOn)
    await page.getByLabel('Raison').fill('Compte clos')
    await keyboard.press('Enter')
    await expect(page.getByText('Les lignes sont notées revenues')).toBeVisible()
    await expectNoBarrier(page)
    const [statement] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /Relevé de A\. Épicerie/ }).click(),
    ])
    expect(statement.suggestedFilename()).toBe('releve-1-1.pdf')
  })

  await test.step('le relevé de la banque dit un centime de moins, elle l’explique', async () => {
    await page.goto(`${home}/banque?le=${lastDay(month)}`)
    await page.getByLabel('Solde du relevé').fill('4969,99')
    await keyboard.press('Enter')
    await expect(page.getByText('Il manque 0,01 € à la banque par rapport au journal')).toBeVisible()
    await page.getByRole('link', { name: 'Expliquer' }).click()
    await expect(page.getByLabel('Montant')).toHaveValue('0,01')
    await page.getByLabel('Pourquoi').selectOption({ label: 'Inexpliqué' })
    await page.getByRole('button', { name: 'Noter l’explication' }).click()
    await expect(page.getByText('L’écart est expliqué.')).toBeVisible()
    await expectNoBarrier(page)
  })

  await test.step('elle prépare et signe : il faut une autre personne', async () => {
    await page.goto(home)
    await expect(heading(page)).toHaveText(/est prêt à signer$/)
    await page.getByRole('link', { name: 'Relire et signer' }).click()
    await expect(page.getByText('2 cotisations sont encore attendues : 40,00 €')).toBeVisible()
    await expect(page.getByText('Un virement est revenu : 12,50 €, de nouveau dus')).toBeVisible()
    await page.getByRole('button', { name: 'Préparer et signer' }).focus()
    await keyboard.press('Enter')
    await expect(page.getByText('Il faut la signature d’une autre personne.')).toBeVisible()
    await expectNoBarrier(page)
  })

  await test.step('la coordination relit, signe, et garde le document', async () => {
    const desk = await browser.newPage({ baseURL: baseURL!, viewport: { width: 1280, height: 800 } })
    await as(coordinator, desk.context())
    await desk.goto(`${home}/clotures/${month}`)
    await desk.getByRole('button', { name: /signer et clore/ }).click()
    await expect(heading(desk)).toHaveText(/est clos$/)
    const [paper] = await Promise.all([
      desk.waitForEvent('download'),
      desk.getByRole('link', { name: 'Télécharger le document (PDF)' }).click(),
    ])
    expect(paper.suggestedFilename()).toBe(`cloture-${month}.pdf`)
    await desk.close()
  })

  await test.step('le mois clos refuse, et dit où se date une correction', async () => {
    await page.goto(`${home}/cotisations?mois=${month}`)
    await page.getByLabel('Reçues le').fill(executedOn)
    await page.getByRole('checkbox', { name: /Foyer Basilic/ }).check()
    await page.getByRole('button', { name: 'Noter comme reçues' }).click()
    await expect(page.getByRole('alert')).toContainText('Ce mois est déjà clos. Choisissez')
    await expect(page.getByRole('checkbox', { name: /Foyer Basilic/ })).toBeChecked()
  })
})
