import { expectOpenToAll, registerAtDesk } from './desk.ts'
import { expect, test } from './journey.ts'
import { readable } from './till.ts'

test('un décès se note avec tact, et tout s’arrête aussitôt', async ({ page, given, as }) => {
  await as('coordination')
  const file = await registerAtDesk(page, given.slug, {
    name: 'Bourdaine',
    adults: ['Isidore'],
    contribution: '20',
  })
  await page.goto(`${file}/vie`)
  await page.getByRole('link', { name: 'Un décès' }).click()
  await expect(page.getByText('Prenez le temps qu’il faut.')).toBeVisible()
  await expectOpenToAll(page)
  await page.getByRole('button', { name: 'Voir ce que cela change' }).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ce qui s’arrête, ce qui reste')
  expect(await readable(page)).toContain('Aucun message ne partira plus vers cette personne')
  await expectOpenToAll(page)
  await page.getByRole('button', { name: 'Noter ce décès' }).click()

  const said = await readable(page)
  expect(said).toContain('Décès de Isidore Bourdaine')
  expect(said).toMatch(/Ses droits sont utilisables jusqu’au/)
  await expectOpenToAll(page)

  await test.step('une erreur s’annule, et les deux restent écrits', async () => {
    await page.getByRole('link', { name: /^Annuler/ }).click()
    await expectOpenToAll(page)
    await page.getByRole('button', { name: 'Annuler cet événement' }).click()
    await expect(page.getByRole('status')).toContainText('C’est annulé')
    const after = await readable(page)
    expect(after).toContain('Annulation : Un décès')
    expect(after).not.toContain('Ses droits sont utilisables')
  })
})
