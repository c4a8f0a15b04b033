import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { pressOn, typeInto } from './keyboard.ts'
import { expectOpenToAll } from './open-to-all.ts'

const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const heading = (page: Page) => page.getByRole('heading', { level: 1 })

/** On the page of the meeting, on a phone, with the keyboard alone. */
async function sayIAmComing(page: Page, meeting: string, name: string, email: string, button: string) {
  await page.goto(meeting)
  await typeInto(page, page.getByLabel('Votre nom'), name)
  await typeInto(page, page.getByLabel('Adresse électronique'), email)
  await pressOn(page, page.getByRole('button', { name: button }))
}

test('un atelier complet : quelqu’un laisse sa place, la personne suivante l’a et le sait', async ({
  page: desk,
  as,
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000)
  await as('coordination')
  const phone = await browser.newContext({
    baseURL: baseURL!,
    locale: 'fr-FR',
    viewport: { width: 360, height: 640 },
  })
  const visitor = await phone.newPage()
  let meeting = ''
  let leaving = ''

  await test.step('la coordination note un atelier d’une place et l’annonce', async () => {
    await desk.goto('/c/nantes-ouest/rencontres/nouvelle')
    await desk.getByLabel('Genre').selectOption('workshop')
    await desk.getByLabel('Titre').fill('Aiguiser ses couteaux')
    await desk.getByLabel('Jour', { exact: true }).fill(soon(12))
    await desk.getByLabel('De', { exact: true }).fill('18:00')
    await desk.getByLabel('À', { exact: true }).fill('19:30')
    await desk.getByLabel('Nombre de places').fill('1')
    await desk.getByText('L’annoncer tout de suite').click()
    await desk.getByRole('button', { name: 'Noter la rencontre' }).click()
    await expect(heading(desk)).toHaveText('Aiguiser ses couteaux')
    await expectOpenToAll(desk)
    meeting = new URL(desk.url()).pathname.replace('/gerer', '')
  })

  await test.step('une première personne s’inscrit, une deuxième attend, sur leur téléphone et au clavier', async () => {
    await sayIAmComing(visitor, meeting, 'Hermine Panais', 'hermine@example.org', 'Je viens')
    await expect(heading(visitor)).toHaveText('Vous êtes inscrit·e')
    await expectOpenToAll(visitor)
    leaving = visitor.url()
    await sayIAmComing(
      visitor,
      meeting,
      'Gildas Navet',
      'gildas@example.org',
      'Me mettre sur la liste d’attente',
    )
    await expect(heading(visitor)).toHaveText('Vous êtes sur la liste d’attente')
  })

  await test.step('le guichet inscrit quelqu’un qui n’a ni courriel ni téléphone', async () => {
    await desk.goto(`${meeting}/inscrire`)
    await expectOpenToAll(desk)
    await desk.getByLabel('Nom', { exact: true }).fill('Aimée Cerfeuil')
    await desk.getByRole('button', { name: 'Mettre sur la liste d’attente' }).click()
    await expect(desk.getByRole('status')).toContainText('Toutes les places sont prises')
  })

  await test.step('la première laisse sa place par son lien : la deuxième l’a, un courriel le lui dit', async () => {
    await visitor.goto(leaving)
    await pressOn(visitor, visitor.getByRole('button', { name: 'Je ne peux plus venir' }))
    await expect(heading(visitor)).toHaveText('Vous ne venez plus')
    await desk.goto('/c/nantes-ouest/courriers')
    await expect(desk.locator('main')).toContainText('Une place s’est libérée : Aiguiser ses couteaux')
    await expect(desk.locator('main')).toContainText('gildas@example.org')
  })

  await test.step('la deuxième ne peut plus : la troisième a la place, quelqu’un le lui dit de vive voix', async () => {
    await desk.goto(`${meeting}/gerer`)
    await desk.getByRole('link', { name: 'Gildas Navet' }).click()
    await desk.getByRole('button', { name: 'Cette personne ne vient plus' }).click()
    await desk.goto('/c/nantes-ouest/bureau')
    await desk
      .getByRole('link', { name: /personnes? à appeler/ })
      .last()
      .click()
    const call = desk.locator('main .card', { hasText: 'Aimée Cerfeuil' })
    await expect(call).toContainText('Une place s’est libérée')
    await expectOpenToAll(desk)
    await call.getByRole('button', { name: 'C’est dit' }).click()
    await expect(desk.locator('main .card', { hasText: 'Aimée Cerfeuil' })).toHaveCount(0)
  })

  await test.step('à la porte, sur un petit téléphone, on la pointe', async () => {
    await desk.setViewportSize({ width: 320, height: 568 })
    await desk.goto(`${meeting}/pointer`)
    await expectOpenToAll(desk)
    await desk.getByRole('button', { name: 'Présent·e – Aimée Cerfeuil' }).click()
    await expect(heading(desk)).toHaveText('1 présent·es sur 1')
  })
  await phone.close()
})
