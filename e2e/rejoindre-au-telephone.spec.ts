import { expectOpenToAll } from './open-to-all.ts'
import { expect, test } from './journey.ts'

test('un foyer demande à rejoindre depuis un téléphone, reçoit une place, puis est inscrit sans rien redire', async ({
  page,
  given,
  browser,
  as,
}) => {
  test.setTimeout(60_000)
  await test.step('la demande, sur la page publique', async () => {
    await page.goto(`/c/${given.slug}`)
    await page.getByRole('link', { name: 'Rejoindre la caisse' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rejoindre la caisse')
    await expect(page.getByText('Nous ne pouvons promettre ni une place ni une date.')).toBeVisible()
    await expect(page.getByLabel('Votre adresse électronique')).toBeHidden()
    await page.getByLabel('Prénom').fill('Hermine')
    await page.getByLabel('Nom (facultatif)').fill('Salicorne')
    await page.getByText('Par courriel').click()
    await page.getByLabel('Votre adresse électronique').fill('hermine@example.org')
    await page.getByLabel('Adultes').selectOption('2')
    await page.getByLabel('Enfants').selectOption('1')
    await expectOpenToAll(page)
    await page.getByText('Je suis d’accord pour que la caisse garde').click()
    await page.getByRole('button', { name: 'Envoyer ma demande' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('C’est noté, merci')
    await expectOpenToAll(page)
  })

  const desk = await browser.newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 } })
  await as('coordination', desk)
  const team = await desk.newPage()

  await test.step('la coordination lui garde une place dans la prochaine vague', async () => {
    await team.goto(`/c/${given.slug}/file-attente?etat=asked`)
    await expectOpenToAll(team)
    await team.getByLabel('Choisir Hermine Salicorne').check()
    await team.getByRole('button', { name: 'Leur donner une place dans cette vague' }).click()
    await expect(team.getByRole('status')).toContainText('Un foyer a maintenant une place')
  })

  await test.step('l’inscription reprend ce qui a été dit', async () => {
    await team.getByRole('link', { name: 'Hermine Salicorne' }).click()
    await team.getByRole('link', { name: 'Inscrire ce foyer' }).click()
    await expect(team.getByLabel('Prénom').first()).toHaveValue('Hermine')
    await expect(team.getByLabel('Adresse électronique')).toHaveValue('hermine@example.org')
    await team.getByLabel('Prénom').nth(1).fill('Malo')
    await team.locator('[name=contribution]').fill('40')
    await expectOpenToAll(team)
    await team.getByRole('button', { name: 'Inscrire ce foyer' }).click()
    await expect(team.getByRole('heading', { level: 1 })).toHaveText('Hermine Salicorne')
    await team.goto(`/c/${given.slug}/file-attente?etat=registered`)
    await expect(team.getByRole('link', { name: 'Hermine Salicorne' })).toBeVisible()
  })
  await desk.close()
})

test('sans JavaScript, ce qui manque se dit au champ et rien n’est perdu', async ({
  browser,
  given,
  baseURL,
}) => {
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'fr-FR', baseURL: baseURL! })
  const page = await plain.newPage()
  await page.goto(`/c/${given.slug}/rejoindre`)
  await page.getByLabel('Prénom').fill('Hermine')
  await page.getByText('Par téléphone').click()
  await page.getByText('Je suis d’accord pour que la caisse garde').click()
  await page.getByRole('button', { name: 'Envoyer ma demande' }).click()
  await expect(page.locator('#field-phone-error')).toContainText('Écrivez le numéro où vous rappeler.')
  await expect(page.getByLabel('Prénom')).toHaveValue('Hermine')
  await plain.close()
})
