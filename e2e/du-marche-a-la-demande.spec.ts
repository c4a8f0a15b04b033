import { expectOpenToAll } from './open-to-all.ts'
import { expect, test } from './journey.ts'

test('un mot au marché devient une réunion, puis une demande de rejoindre', async ({ page, given, as }) => {
  test.setTimeout(60_000)
  await as('coordination')
  await test.step('noter la personne rencontrée', async () => {
    await page.goto(`/c/${given.slug}/mobilisation/contacts/noter`)
    await page.getByLabel('Prénom').fill('Zélie')
    await page.getByText('Par téléphone').click()
    await page.getByLabel('Téléphone (facultatif)').fill('06 39 98 77 01')
    await page.getByText('Cette personne est d’accord').click()
    await expectOpenToAll(page)
    await page.getByRole('button', { name: 'Garder ce contact' }).click()
    await expect(page.getByRole('status')).toContainText('C’est noté.')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zélie')
  })

  await test.step('la rappeler : elle viendra à une réunion d’information', async () => {
    await page.getByText('Viendra à une réunion d’information').click()
    await page.getByRole('button', { name: 'Noter', exact: true }).click()
    await expect(page.getByRole('main')).toContainText('Réunion d’information')
    await expectOpenToAll(page)
  })

  await test.step('noter sa demande, sans rien lui redemander', async () => {
    await page.locator('main a[href$="/pre-inscrire"]').click()
    await expect(page.getByLabel('Prénom')).toHaveValue('Zélie')
    await page.getByText('La personne est d’accord').click()
    await page.locator('main form .actions button').last().click()
    await page.waitForURL(/file-attente\/[0-9a-f-]{36}/)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Zélie')
    await expect(page.getByRole('main')).toContainText('06 39 98 77 01')
  })
})

test('une structure ne voit que les personnes qu’elle a fait connaître', async ({ page, given, as }) => {
  await as('structure')
  await page.goto(`/c/${given.slug}/aide`)
  await page.getByRole('link', { name: 'Les personnes que nous avons fait connaître' }).click()
  await expect(page.getByRole('main')).not.toContainText('Zélie')
  const before = await page.locator('main .row').count()
  await page.getByLabel('Prénom').fill('Yvonne')
  await page.getByText('De vive voix, ou par lettre').click()
  await page.getByText('Cette personne est d’accord').click()
  await page.locator('main form .actions button').last().click()
  await expect(page.getByRole('status')).toContainText('C’est noté.')
  await expect(page.locator('main .row')).toHaveCount(before + 1)
  await expect(page.getByRole('main')).toContainText('Yvonne')
  await expectOpenToAll(page)

  await as('coordination')
  await page.goto(`/c/${given.slug}/mobilisation/contacts?q=yvonne`)
  await expect(page.getByRole('main')).toContainText('Yvonne')
})
