import { readFileSync } from 'node:fs'
import { expect, test } from './journey.ts'
import { readable } from './till.ts'

test.use({ javaScriptEnabled: false })

test('le mois d’une habitante, sans JavaScript, à 360 px', async ({ page, given, as }) => {
  test.setTimeout(60_000)
  const me = given.residents.month
  const bar = page.getByRole('navigation', { name: 'Navigation principale' })
  await as(me)

  await test.step('ce qu’il reste, et jusqu’à quand', async () => {
    await page.goto(`/c/${given.slug}/moi`)
    expect(await readable(page)).toMatch(/Il vous reste\s+100,00 droits/)
    await expect(page.getByText(/^À dépenser jusqu’au /)).toBeVisible()
  })

  await test.step('changer ma cotisation : trop peu est dit au champ, puis c’est gardé', async () => {
    await bar.getByRole('link', { name: 'Cotisation' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Vous cotisez 20,00/)
    await expect(page.getByRole('heading', { name: 'M’aider à choisir' })).toHaveCount(0)
    await page.getByText('Ce que dit le règlement').click()
    await expect(page.getByText(/2,5\s%/).first()).toBeVisible()
    await page.getByLabel('Ma cotisation, par mois').fill('2')
    await page.getByRole('button', { name: 'Garder ce montant' }).click()
    await expect(page.getByLabel('Ma cotisation, par mois')).toHaveAccessibleDescription(
      /Le minimum est de 10,00/,
    )
    await page.getByLabel('Ma cotisation, par mois').fill('25')
    await page.getByRole('button', { name: 'Garder ce montant' }).click()
    await expect(page.getByRole('status')).toContainText('Votre nouvelle cotisation est notée')
    await expect(page.getByText(/À partir de .* ce sera 25,00/)).toBeVisible()
  })

  await test.step('comment verser : IBAN, référence, code à lire, ou à la caisse', async () => {
    await page.getByRole('link', { name: 'Comment verser' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Pour verser 25,00/)
    await expect(page.getByText('FR76 3000 6000 0112 3456 7890 189')).toBeVisible()
    await expect(page.getByRole('img', { name: /virement de 25,00/ })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'En espèces ou par chèque' })).toBeVisible()
  })

  await test.step('demander une pause, puis la retirer', async () => {
    await page.goto(`/c/${given.slug}/moi/cotisation/moins`)
    await page.getByRole('button', { name: 'Envoyer ma demande' }).click()
    await expect(page.getByText('Vous demandez 0,00')).toBeVisible()
    await page.getByRole('button', { name: 'Retirer ma demande' }).click()
    await expect(page.getByRole('status')).toContainText('Votre demande est retirée')
  })

  await test.step('l’historique et le relevé de l’année', async () => {
    await bar.getByRole('link', { name: 'Accueil' }).click()
    await page.getByRole('link', { name: 'Tout l’historique' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/0,00\sdroits dépensés en /)
    await bar.getByRole('link', { name: 'Mon foyer' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Une personne dans votre foyer')
    await page.getByRole('link', { name: 'Relevé de l’année' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/100,00\sdroits reçus en /)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Télécharger en PDF' }).click()
    expect((await download).suggestedFilename()).toMatch(/^releve-\d{4}\.pdf$/)
  })

  await test.step('mes données, en un clic', async () => {
    await page.goto(`/c/${given.slug}/moi/donnees`)
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: 'À emporter (JSON)' }).click()
    const kept = JSON.parse(readFileSync(await (await waiting).path(), 'utf8')) as {
      members: unknown[]
      pledges: { cents: number }[]
    }
    expect(kept.members).toHaveLength(1)
    expect(kept.pledges[0]).toMatchObject({ cents: 25_00 })
  })

  await test.step('changer son code, corriger son téléphone', async () => {
    await page.goto(`/c/${given.slug}/moi/foyer/code`)
    await page.getByLabel('Le code que vous avez').fill(me.code)
    await page.getByLabel('Le nouveau code', { exact: true }).fill('853046')
    await page.getByLabel('Le nouveau code, encore une fois').fill('853046')
    await page.getByRole('button', { name: 'Garder ce code' }).click()
    await expect(page.getByRole('status')).toContainText('Votre nouveau code est gardé')
    await page.getByRole('link', { name: 'Corriger' }).click()
    await page.getByLabel('Téléphone').fill('06 39 98 10 42')
    await page.getByRole('button', { name: 'Garder' }).click()
    await expect(page.getByText('06 39 98 10 42')).toBeVisible()
  })

  await test.step('rendre des droits au pot commun, après un oui', async () => {
    await page.getByRole('link', { name: 'Rendre des droits' }).click()
    await page.getByLabel('Combien').fill('30')
    await page.getByRole('button', { name: 'Continuer' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Rendre 30,00\sdroits/)
    await page.getByRole('button', { name: 'Oui, je les rends' }).click()
    await expect(page.getByRole('status')).toContainText('Merci.')
    await bar.getByRole('link', { name: 'Accueil' }).click()
    expect(await readable(page)).toMatch(/Il vous reste\s+70,00 droits/)
  })

  const wide = await page.evaluate(() => document.documentElement.scrollWidth).catch(() => 360)
  expect(wide).toBeLessThanOrEqual(360)
})
