import { expect, test } from './journey.ts'
import { askByFields, giveCode, pressKeys, readable } from './till.ts'

test('payer au clavier de la caisse, voir son solde baisser, être remboursé·e', async ({
  page,
  browser,
  baseURL,
  given,
  as,
}) => {
  const { number, code, name } = given.residents.till
  const home = `/c/${given.slug}/moi`
  const phone = await browser.newPage({ baseURL: baseURL! })
  await as(given.residents.till, phone.context())
  await phone.goto(home)
  await expect(phone.getByText('100,00 droits', { exact: true })).toBeVisible()
  await expect(phone.getByText(`${number.slice(0, 4)} ${number.slice(4)}`)).toBeVisible()

  await as('till')
  await test.step('le lieu tape le montant et le numéro, la personne son code', async () => {
    await page.goto('/encaisser')
    await expect(page.getByRole('button', { name: 'Continuer' })).toHaveCount(1)
    await pressKeys(page, '12,4')
    // The key that goes on leads to what is still empty.
    await page.getByRole('button', { name: 'Continuer' }).click()
    await expect(page.getByLabel('Numéro de la carte')).toBeFocused()
    await pressKeys(page, number)
    await page.getByRole('button', { name: 'Continuer' }).click()
    await expect(page.getByRole('heading', { name: 'À vous : tapez votre code' })).toBeVisible()
    expect(await readable(page)).toContain('12,40 €')
    await pressKeys(page, code)
    await page.getByRole('button', { name: 'Payer' }).click()
  })

  await test.step('c’est payé, et l’heure bouge', async () => {
    await expect(page.getByRole('heading', { name: 'C’est payé' })).toBeVisible()
    expect(await readable(page)).toContain('12,40 droits')
    await expect(page.getByText('Reste à payer')).toHaveCount(0)
    const clock = page.getByRole('time')
    const shown = await clock.textContent()
    await expect(clock).not.toHaveText(shown!)
  })

  await test.step('la personne voit son achat', async () => {
    await phone.reload()
    await expect(phone.getByText('87,60 droits', { exact: true })).toBeVisible()
    await expect(
      phone.getByRole('listitem').filter({ hasText: 'Comptoir des Parcours' }).last(),
    ).toContainText('−12,40')
  })

  await test.step('le journal du lieu ne dit que la fin du numéro', async () => {
    await page.getByRole('link', { name: 'Journal' }).click()
    const line = page.getByRole('row').filter({ hasText: `…${number.slice(-3)}` })
    await expect(line).toContainText('12,40')
    const html = await page.content()
    expect(html).not.toContain(number)
    for (const part of name.split(' ')) expect(html).not.toContain(part)
    await line.getByRole('link', { name: 'Rendre' }).click()
  })

  await test.step('le lieu rend une partie, puis le reste, et pas davantage', async () => {
    await page.getByLabel('Montant à rendre').fill('20')
    await page.getByRole('button', { name: 'Rendre' }).click()
    await expect(page.getByText('On peut rendre au plus')).toBeVisible()
    await expect(page.getByLabel('Montant à rendre')).toHaveValue('20')
    await page.getByLabel('Montant à rendre').fill('12,40')
    await page.getByRole('button', { name: 'Rendre' }).click()
    await expect(page.getByRole('row').filter({ hasText: '−12,40' })).toContainText('Retour')
    await phone.reload()
    await expect(phone.getByText('100,00 droits', { exact: true })).toBeVisible()
  })
})

test('quand il ne reste pas assez, payer ce qu’il reste', async ({ page, given, as }) => {
  const { number, code } = given.residents.part
  await as('till')
  await askByFields(page, '130', number)
  await giveCode(page, code)
  await expect(page.getByText('Il ne reste pas assez pour ce montant.')).toBeVisible()
  expect(await readable(page)).toContain('130,00 €')
  await expect(page.getByLabel('Votre code')).toHaveValue('')
  await page.getByLabel('S’il ne reste pas assez, payer ce qu’il reste').check()
  await giveCode(page, code)
  await expect(page.getByRole('heading', { name: 'C’est payé' })).toBeVisible()
  const said = await readable(page)
  expect(said).toContain('100,00 droits')
  expect(said).toMatch(/Reste à payer en euros\s+30,00 €/)
})

test('après cinq codes faux, le numéro attend, sans reproche', async ({
  page,
  given,
  as,
  context,
  baseURL,
}) => {
  const { number, code } = given.residents.guess
  await as('visitor')
  await context.request.post(baseURL! + given.otherTill, { headers: { origin: baseURL! } })
  await askByFields(page, '5', number)
  for (let i = 1; i <= 5; i += 1) {
    await giveCode(page, `900${i}`)
    await expect(page.getByLabel('Votre code')).toHaveAccessibleDescription(
      /Le numéro ou le code ne correspond pas/,
    )
    expect(await readable(page)).toContain('5,00 €')
  }
  await giveCode(page, code)
  await expect(page.getByLabel('Votre code')).toHaveAccessibleDescription(
    /Trop d’essais avec ce numéro\. Attendez 1 minute, ou rapprochez-vous de la caisse/,
  )
})

test('un numéro mal recopié est dit tout de suite, le montant reste', async ({ page, as }) => {
  await as('till')
  await askByFields(page, '18,40', '12345678')
  await expect(page.getByLabel('Numéro de la carte')).toHaveAccessibleDescription(
    /Un chiffre du numéro est faux/,
  )
  await expect(page.getByLabel('Montant')).toHaveValue('18,40')
})
