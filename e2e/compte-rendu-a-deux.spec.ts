import { expect, test } from './journey.ts'
import { expectOpenToAll } from './open-to-all.ts'

test('deux personnes écrivent le même compte rendu : rien n’est perdu, puis il est publié sans nom', async ({
  page: one,
  as,
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000)
  await as('coordination')
  const elsewhere = await browser.newContext({ baseURL: baseURL!, locale: 'fr-FR' })
  await as('comite', elsewhere)
  const other = await elsewhere.newPage()

  await one.goto('/c/nantes-ouest/rencontres')
  await one.getByRole('link', { name: 'Comprendre la caisse : Bellevue' }).click()
  const meeting = new URL(one.url()).pathname.replace('/gerer', '')
  await one.getByRole('link', { name: 'Compte rendu' }).click()
  await one.getByRole('button', { name: 'Commencer le compte rendu' }).click()
  await one.getByRole('link', { name: 'Ce que nous avons décidé' }).click()
  await one.waitForURL(/parties/)
  const part = one.url()

  await test.step('chacune ouvre la même partie ; la première écrit, c’est enregistré tout seul', async () => {
    await other.goto(part)
    await expectOpenToAll(one)
    await one.getByLabel('Texte').fill('Décision : ouvrir un étal le jeudi soir')
    await expect(one.locator('.minutes-state')).toHaveText('Enregistré.')
  })

  await test.step('la seconde l’apprend, et son texte est gardé à côté', async () => {
    await other.getByLabel('Texte').fill('Objection (Noor) : il faudra être deux')
    await expect(other.locator('.minutes-state')).toContainText('votre texte est gardé à côté')
    await expectOpenToAll(other)
    await other.getByRole('link', { name: 'Réunir les deux textes' }).last().click()
    await expect(other.getByLabel('Le texte réuni')).toHaveValue(
      'Décision : ouvrir un étal le jeudi soir\n\nObjection (Noor) : il faudra être deux',
    )
    await expectOpenToAll(other)
    await other.getByRole('button', { name: 'Garder ce texte' }).click()
  })

  await test.step('la coordination valide, relit ce qui sera publié, publie', async () => {
    await one.goto(`${meeting}/compte-rendu/ecrire`)
    await one.getByRole('button', { name: 'Valider' }).click()
    await expect(one.locator('main')).toContainText('Ouvrir un étal le jeudi soir')
    await one.getByRole('link', { name: 'Publier' }).click()
    await expectOpenToAll(one)
    await one.getByRole('button', { name: 'Publier' }).click()
    await expect(one.getByRole('heading', { level: 1 })).toHaveText('Compte rendu publié')
  })

  await test.step('une visiteuse le lit : la décision a un numéro, l’objection n’a pas d’auteur', async () => {
    const visitor = await browser.newContext({
      baseURL: baseURL!,
      locale: 'fr-FR',
      viewport: { width: 360, height: 640 },
    })
    const page = await visitor.newPage()
    await page.goto(`${meeting}/compte-rendu`)
    await expect(page.locator('main')).toContainText(/Décision n° \d+\. Ouvrir un étal le jeudi soir/)
    await expect(page.locator('main')).toContainText('Objection : Il faudra être deux')
    await expect(page.locator('main')).not.toContainText('Noor')
    await expectOpenToAll(page)
    await visitor.close()
  })
  await elsewhere.close()
})
