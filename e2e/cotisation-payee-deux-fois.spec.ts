import { expectOpenToAll, registerAtDesk } from './desk.ts'
import { expect, test } from './journey.ts'
import { readable } from './till.ts'

test('une cotisation payée deux fois repart, signée par deux personnes', async ({
  page,
  browser,
  baseURL,
  given,
  as,
}) => {
  test.slow()
  const other = await browser.newContext({ baseURL: baseURL!, viewport: { width: 360, height: 740 } })
  const desk = await other.newPage()
  await as('coordination', desk.context())
  const file = await registerAtDesk(desk, given.slug, {
    name: 'Tamaris',
    adults: ['Honorine'],
    contribution: '30',
  })
  const dues = `/c/${given.slug}/tresorerie/cotisations/${file.split('/').at(-1)}`

  await as('tresorerie')
  for (const wording of ['VIR HONORINE', 'VIR HONORINE BIS']) {
    await page.goto(dues)
    await page.getByLabel('Montant', { exact: true }).fill('30')
    await page.getByLabel(/^Libellé/).fill(wording)
    await page.getByRole('button', { name: 'Noter la recette' }).click()
    await expect(page.getByRole('status')).toContainText('La recette est notée')
  }

  await test.step('la page reconnaît la recette en double et laisse choisir', async () => {
    await page.getByRole('link', { name: 'Rendre ou garder d’avance' }).click()
    const said = await readable(page)
    expect(said).toContain('d’avance')
    expect(said).toContain('ressemble à une recette d’avant')
    await expectOpenToAll(page)
    await page.getByRole('button', { name: 'Rendre cette recette' }).click()
    await expect(page.getByRole('status')).toContainText('une autre personne signe')
    await expect(page.getByRole('button', { name: 'Signer ce remboursement' })).toHaveCount(0)
    await expectOpenToAll(page)
  })

  await test.step('une autre personne signe ce qu’elle a vu', async () => {
    await desk.goto(`${dues}/rendre`)
    await desk.getByRole('button', { name: 'Signer ce remboursement' }).click()
    await expect(desk.getByRole('status')).toContainText('C’est rendu et écrit dans le journal')
    expect(await readable(desk)).toMatch(/Par virement, le .*\s+30,00 €/)
    await expectOpenToAll(desk)
  })
})
