import { readdir, readFile } from 'node:fs/promises'
import { expectOpenToAll } from './open-to-all.ts'
import { expect, test } from './journey.ts'

test('la coordination compose une lettre sans JavaScript, la relit, se l’envoie et la programme', async ({
  browser,
  given,
  as,
  baseURL,
}) => {
  test.setTimeout(90_000)
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'fr-FR', baseURL: baseURL! })
  await as('coordination', plain)
  const page = await plain.newPage()
  await page.goto(`/c/${given.slug}/lettre`)

  await test.step('un titre, puis des blocs', async () => {
    await page.getByRole('link', { name: 'Nouvelle lettre' }).click()
    await page.getByLabel('Titre').fill('Ce que nous avons décidé cet hiver')
    await page.getByRole('button', { name: 'Composer' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Ce que nous avons décidé cet hiver')
    await page.getByRole('link', { name: 'Un texte' }).click()
    await page.getByLabel('Titre du bloc').fill('Bonjour à vous')
    await page
      .getByLabel('Texte', { exact: true })
      .fill('Une **bonne** nouvelle, et [un lien](https://example.org).')
    await page.getByRole('button', { name: 'Mettre dans la lettre' }).click()
    await page.getByRole('link', { name: 'Un bilan, un article, un webinaire' }).click()
    await page.getByLabel('Lequel ou laquelle ?').selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Mettre dans la lettre' }).click()
    await page.getByRole('link', { name: 'Une image' }).click()
    await page.locator('[name=picture]').setInputFiles('docs/images/' + (await firstPicture()))
    await page.getByLabel('Ce qu’on voit sur l’image').fill('Une page de Tablée')
    await page.getByRole('button', { name: 'Mettre dans la lettre' }).click()
    await page.getByRole('button', { name: 'Monter Une image' }).click()
  })

  await test.step('l’aperçu en trois formes', async () => {
    await page.getByRole('link', { name: 'Voir la lettre' }).click()
    const mail = page.frameLocator('iframe')
    await expect(mail.getByRole('heading', { name: 'Bonjour à vous' })).toBeVisible()
    await page.getByRole('link', { name: 'Site', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Bonjour à vous' })).toBeVisible()
    await page.getByRole('link', { name: 'Papier', exact: true }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'PDF A5' }).click()
    const pdf = await readFile(await (await download).path())
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  })

  await test.step('un essai à soi, puis une heure', async () => {
    await page.goBack()
    await page.getByRole('link', { name: /^Lettre n° / }).click()
    await page.getByRole('link', { name: 'Envoyer' }).click()
    await page.getByRole('button', { name: 'M’envoyer un essai' }).click()
    await expect(page.getByRole('status')).toContainText('L’essai est en route')
    await page.getByText('Plus tard').click()
    await page.getByLabel('Jour (facultatif)').fill('2099-06-01')
    await page.getByLabel('Heure (facultatif)').fill('25:00')
    await page.getByRole('button', { name: 'Envoyer la lettre' }).click()
    await expect(page.locator('#field-hour-error')).toBeVisible()
    await page.getByLabel('Heure (facultatif)').fill('18:30')
    await page.getByRole('button', { name: 'Envoyer la lettre' }).click()
    await expect(page.getByRole('heading', { name: 'Elle part le 1er juin 2099 à 18 h 30' })).toBeVisible()
    await page.getByRole('button', { name: 'La reprendre' }).click()
    await expect(page.getByRole('link', { name: 'Envoyer' })).toBeVisible()
  })
  await plain.close()
})

async function firstPicture(): Promise<string> {
  return (await readdir('docs/images')).find((name) => /\.(?:png|jpg|webp)$/.test(name))!
}

test('une voisine demande la lettre depuis son téléphone ; la coordination abonne sur papier qui n’a pas de courriel', async ({
  page,
  given,
  browser,
  as,
}) => {
  test.setTimeout(60_000)
  await page.goto(`/c/${given.slug}/lettres`)
  await page.getByRole('link', { name: 'Recevoir la lettre' }).first().click()
  await page.getByLabel('Votre adresse électronique').fill('salicorne@example.org')
  await page.getByLabel('Vous êtes', { exact: true }).selectOption({ label: 'Habitant·e de la caisse' })
  await expectOpenToAll(page)
  await page.getByRole('button', { name: 'Je veux la lettre' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Regardez dans votre boîte')

  const admin = await browser.newContext({ locale: 'fr-FR' })
  await as('administration', admin)
  const outbox = await admin.newPage()
  await outbox.goto(`/c/${given.slug}/courriers`)
  const text = await outbox.content()
  const confirm = /https?:\/\/\S+\/lettres\/abonnement\/[0-9a-f-]{36}\.[\w-]+/.exec(text)![0]
  await page.goto(new URL(confirm).pathname)
  await page.getByRole('button', { name: 'Oui, je veux la lettre' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('C’est fait, merci')
  await admin.close()

  const desk = await browser.newContext({ locale: 'fr-FR' })
  await as('coordination', desk)
  const team = await desk.newPage()
  await team.goto(`/c/${given.slug}/lettre/abonnements?q=salicorne`)
  await expect(team.getByText('Reçoit la lettre')).toBeVisible()
  await team.getByRole('link', { name: 'Abonner quelqu’un' }).click()
  await team.getByLabel('Nom').fill('Mme Obione')
  await team.getByLabel('Adresse postale').fill('1 rue de la Fiction\n44100 Nantes')
  await team.getByText('La personne a signé son accord sur papier').click()
  await team.getByRole('button', { name: 'Abonner' }).click()
  await expect(team.getByRole('status')).toContainText('la prochaine lettre lui parviendra')
  await desk.close()
})
