import ICAL from 'ical.js'
import type { ParsedMail } from 'mailparser'
import { openMailServer } from '../test/mail-server.ts'
import { expect, test } from './journey.ts'
import { expectOpenToAll } from './open-to-all.ts'
import { become } from './places.ts'
import { startBuilt } from './server.ts'

const calendarIn = (mail: ParsedMail) => {
  const part = mail.attachments.find(({ contentType }) => contentType.startsWith('text/calendar'))!
  const calendar = new ICAL.Component(ICAL.parse(part.content.toString()) as unknown[])
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent')!)
  return { method: calendar.getFirstPropertyValue('method'), uid: event.uid, title: event.summary }
}

test('une habitante répond sur son téléphone, la date est choisie, l’invitation arrive dans sa boîte', async ({
  browser,
  given,
}) => {
  test.setTimeout(120_000)
  const mails = await openMailServer()
  const server = await startBuilt({
    TABLEE_DEMO: 'oui',
    DATABASE_URL: '',
    SMTP_URL: mails.url,
    PORT: String(Number(process.env['E2E_PORT']) + 1),
  })
  const desk = await browser.newContext({ baseURL: server.address, locale: 'fr-FR' })
  const phone = await browser.newContext({
    baseURL: server.address,
    locale: 'fr-FR',
    viewport: { width: 320, height: 568 },
  })
  const received = (to: string) => mails.received.filter((one) => one.to === to)
  try {
    await become(desk, 'coordination', given, server.address)
    const team = await desk.newPage()
    const page = await phone.newPage()
    const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

    await test.step('la coordination propose deux dates', async () => {
      await team.goto('/c/nantes-ouest/sondages')
      await team.getByRole('link', { name: 'Chercher une date' }).click()
      await team.getByLabel('Titre').fill('Semer les fèves')
      await team.locator('[name=day1]').fill(soon(12))
      await team.locator('[name=clock1]').fill('18:00')
      await team.locator('[name=day2]').fill(soon(13))
      await team.getByRole('button', { name: 'Créer le sondage' }).click()
      await expect(team.getByRole('heading', { level: 1 })).toHaveText('Personne n’a encore répondu')
    })

    await test.step('elle répond sans compte, au clavier, puis change d’avis par le lien reçu', async () => {
      await page.goto((await team.locator('main .share-link').innerText()).trim())
      await expectOpenToAll(page)
      const first = page.locator('.date-card').first()
      await first.getByRole('radio', { name: 'Oui' }).focus()
      await page.keyboard.press('Space')
      await page.locator('.date-card').nth(1).getByText('Non').click()
      await page.getByLabel('Votre prénom').fill('Hermine')
      await page.getByLabel('Votre adresse électronique').fill('hermine@example.org')
      await page.getByRole('button', { name: 'Envoyer ma réponse' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Merci Hermine, c’est noté')
      await expectOpenToAll(page)
      await expect.poll(() => received('hermine@example.org').length, { timeout: 20_000 }).toBe(1)
      const own = /http:\S+/.exec(received('hermine@example.org')[0]!.mail.text!)![0]
      await page.goto(own)
      await expect(page.locator('.date-card').first().getByRole('radio', { name: 'Oui' })).toBeChecked()
      await page.locator('.date-card').nth(1).getByText('S’il le faut').click()
      await page.getByRole('button', { name: 'Enregistrer ma réponse' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Merci Hermine, c’est noté')
    })

    await test.step('la date est choisie en deux temps, la rencontre est faite', async () => {
      await team.reload()
      await team
        .getByRole('link', { name: /^Choisir/ })
        .first()
        .click()
      await team.getByRole('button', { name: 'Fixer cette date et inviter' }).click()
      await expect(team.getByRole('status')).toContainText('Une invitation est partie')
    })

    await test.step('un agenda lit l’invitation', async () => {
      await expect.poll(() => received('hermine@example.org').length, { timeout: 20_000 }).toBe(2)
      const invitation = calendarIn(received('hermine@example.org')[1]!.mail)
      expect(invitation).toMatchObject({ method: 'REQUEST', title: 'Semer les fèves' })
      await page.reload()
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Ce sera')
      await expectOpenToAll(page)
    })
  } finally {
    await desk.close()
    await phone.close()
    await server.stop()
    await mails.close()
  }
})
