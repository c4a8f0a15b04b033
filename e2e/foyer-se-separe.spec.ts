import { chooseCodeAtDesk, comeInByNumber, expectOpenToAll, giveNumber } from './desk.ts'
import { expect, test } from './journey.ts'
import { askByFields, giveCode, readable } from './till.ts'

test('un foyer se sépare : le solde se partage, et l’ex-partenaire n’a plus accès à rien', async ({
  page,
  browser,
  baseURL,
  given,
  as,
}) => {
  test.slow()
  await as('coordination')
  const { file, first, second } = given.couple
  const oldNumber = await giveNumber(page, file, first, '7294')
  const exNumber = await giveNumber(page, file, second, '6183')
  const phone = await browser.newPage({ baseURL: baseURL! })
  await comeInByNumber(phone, exNumber, '6183')
  await phone.goto(`/c/${given.slug}/moi`)
  await expect(phone.getByText('150,00 droits', { exact: true })).toBeVisible()

  await test.step('la page dit d’abord ce que cela change', async () => {
    await page.goto(file)
    await page.getByRole('link', { name: 'Noter un événement' }).click()
    await expectOpenToAll(page)
    await page.getByRole('link', { name: 'Le foyer se sépare' }).click()
    await page.getByLabel(new RegExp(`^${second} `)).check()
    await page.getByRole('button', { name: 'Voir ce que cela change' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ce que change cette séparation')
    const said = await readable(page)
    expect(said).toContain('Il reste 150,00 droits à ce foyer ; il lui restera 75,00 droits.')
    expect(said).toContain('Qui part ne paie plus et ne voit plus rien de l’ancien foyer')
    await expectOpenToAll(page)
    // Nothing was done: the way back keeps what was ticked.
    await page.getByRole('button', { name: 'Corriger' }).click()
    await expect(page.getByLabel(new RegExp(`^${second} `))).toBeChecked()
    await page.getByRole('button', { name: 'Voir ce que cela change' }).click()
    await page.getByRole('button', { name: 'Séparer les deux foyers' }).click()
  })

  await test.step('c’est écrit dans la vie du foyer', async () => {
    await expect(page.getByRole('status')).toContainText('C’est noté dans la vie du foyer')
    const said = await readable(page)
    expect(said).toContain('75,00 droits')
    expect(said).toContain('forme un nouveau foyer')
    await expectOpenToAll(page)
  })

  await test.step('sa connexion est fermée, son code ne paie plus', async () => {
    await phone.goto(`/c/${given.slug}/moi`)
    await expect(phone).toHaveURL(/\/connexion/)
    await comeInByNumber(phone, exNumber, '6183')
    await expect(phone.getByRole('alert')).toBeVisible()
    const till = await browser.newPage({ baseURL: baseURL! })
    await as('till', till.context())
    await askByFields(till, '10', exNumber)
    await giveCode(till, '6183')
    await expect(till.getByLabel('Votre code')).toHaveAccessibleDescription(
      /Le numéro ou le code ne correspond pas/,
    )
    await askByFields(till, '10', oldNumber)
    await giveCode(till, '7294')
    await expect(till.getByRole('heading', { name: 'C’est payé' })).toBeVisible()
  })

  await test.step('avec un nouveau code, elle ne voit que son nouveau solde', async () => {
    await page.goto(`/c/${given.slug}/foyers?q=${second}`)
    const link = page.locator('main').getByRole('link', { name: new RegExp(`^${second} `) })
    const own = (await link.getAttribute('href'))!
    await chooseCodeAtDesk(page, own, second, '5927')
    await comeInByNumber(phone, exNumber, '5927')
    await phone.goto(`/c/${given.slug}/moi`)
    await expect(phone.getByText('75,00 droits', { exact: true })).toBeVisible()
    // The old household's purchase of a moment ago is none of theirs.
    expect(await readable(phone)).not.toContain('Comptoir des Parcours')
  })
})
