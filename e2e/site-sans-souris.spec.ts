import { expect, test } from './journey.ts'
import { pressOn, typeInto } from './keyboard.ts'

test('la coordination écrit une page, la regarde, la publie et reprend un texte d’avant, au clavier', async ({
  page,
  given,
  as,
}) => {
  // The side bar is gone through by the Tab key on each page.
  test.slow()
  await as('coordination')
  const desk = `/c/${given.slug}/site/pages/questions`
  const publish = page.getByRole('button', { name: 'Publier' })
  await page.goto(desk)

  await test.step('l’aperçu ne garde rien', async () => {
    await typeInto(page, page.getByLabel('Titre'), 'Ce que l’on nous demande')
    await typeInto(page, page.getByLabel('Texte'), '## Et le chien ?\n\n[[reglement]]')
    await pressOn(page, page.getByRole('button', { name: 'Voir l’aperçu' }))
    await expect(page.locator('.preview')).toContainText('Et le chien ?')
    await expect(page.locator('.preview')).toContainText('On cotise')
  })

  await test.step('publié, c’est en ligne', async () => {
    await pressOn(page, publish)
    await expect(page.getByRole('status')).toContainText('C’est en ligne.')
    await page.goto(`/c/${given.slug}/questions`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ce que l’on nous demande')
  })

  await test.step('un autre texte, puis le premier de nouveau', async () => {
    await page.goto(desk)
    await typeInto(page, page.getByLabel('Titre'), 'Vos autres questions')
    await pressOn(page, publish)
    await expect(page.getByRole('status')).toContainText('C’est en ligne.')
    await pressOn(page, page.getByRole('main').getByRole('link', { name: 'Ce que l’on nous demande' }))
    await pressOn(page, page.getByRole('button', { name: 'Reprendre ce texte' }))
    await expect(page.getByRole('status')).toContainText('est repris dans le brouillon')
    await pressOn(page, publish)
    await expect(page.getByRole('status')).toContainText('C’est en ligne.')
    await page.goto(`/c/${given.slug}/questions`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ce que l’on nous demande')
  })
})
