import { expectOpenToAll } from './open-to-all.ts'
import { expect, test } from './journey.ts'

test('une personne signe un mandat, un centre social l’aide, elle l’arrête d’un mot', async ({
  page,
  given,
  browser,
  as,
}) => {
  test.setTimeout(60_000)
  await as('coordination')
  const helped = 'Apolline Roquette'
  await page.goto(`/c/${given.slug}/foyers?q=${encodeURIComponent(helped)}`)
  await page.locator('main table th a').first().click()
  await page.getByRole('link', { name: 'Aide et messages' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Qui aide ce foyer')
  const help = page.url()

  await test.step('le papier à signer', async () => {
    await page.getByRole('link', { name: 'Imprimer un mandat à signer' }).click()
    await expect(page.getByText(`Je suis ${helped}`)).toBeVisible()
    await expectOpenToAll(page)
  })

  await test.step('noter ce qui a été signé', async () => {
    await page.goto(help)
    await page.getByRole('link', { name: 'Noter un mandat signé' }).click()
    await page.getByText('Une structure', { exact: true }).click()
    await page.getByText('Tenir à jour mon téléphone').click()
    await page.getByText('Voir ce qu’il me reste').click()
    await expectOpenToAll(page)
    await page.getByRole('button', { name: 'Noter ce mandat' }).click()
    await expect(page.getByRole('alert')).toContainText('Une structure ne voit ni montants ni messages')
    await page.getByText('Voir ce qu’il me reste').click()
    await page.getByRole('button', { name: 'Noter ce mandat' }).click()
    await expect(page.getByRole('status')).toContainText('Le mandat est noté.')
    await expectOpenToAll(page)
  })

  const centre = await browser.newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 } })
  await as('structure', centre)
  const member = await centre.newPage()
  await test.step('le centre social la joint autrement, sans voir un montant', async () => {
    await member.goto('/accueil')
    const card = member.locator('section.card', { hasText: helped })
    await expect(card).toBeVisible()
    await expect(member.locator('main')).not.toContainText(/\d,\d\d/)
    await expectOpenToAll(member)
    await card.getByRole('link', { name: 'Changer ses coordonnées' }).click()
    await member.getByLabel('Téléphone').fill('06 39 98 55 66')
    await expectOpenToAll(member)
    await member.getByRole('button', { name: 'Garder' }).click()
    await expect(member.getByRole('status')).toContainText('Apolline')
  })

  await test.step('arrêté au guichet, il ne voit plus rien d’elle', async () => {
    await page.goto(help)
    await page.getByRole('button', { name: 'Arrêter ce mandat' }).click()
    await expect(page.getByRole('status')).toContainText('Le mandat est arrêté.')
    await member.goto(`/c/${given.slug}/aide`)
    await expect(member.getByText(helped)).toHaveCount(0)
  })
  await centre.close()
})
