import { v7 as uuid } from 'uuid'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { createApp } from '../../../app.tsx'
import { test, type TestApp } from '../../../../test/app.ts'
import {
  givenLetter,
  givenPaperReader,
  givenReader,
  givenSending,
} from '../../../../test/given-newsletter.ts'
import { givenBrowser, givenSignedIn } from '../../../../test/given-pages.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { inCaisse } from '../../../db/db.ts'
import { listMails } from '../../identity/outbox.ts'
import { keepBlock } from '../actions/letters.ts'
import { findByEmail, findSubscriber } from '../store/subscribers.ts'
import { leaveHref, returnsToken } from '../tokens.ts'
import { readSetting } from '../store/setting.ts'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const mails = (app: TestApp, caisse: GivenCaisse) => inCaisse(app.db, caisse.id, (tx) => listMails(tx))
const reader = (app: TestApp, caisse: GivenCaisse, email: string) =>
  inCaisse(app.db, caisse.id, (tx) => findByEmail(tx, email))

describe('composing', () => {
  test('a letter begins, takes blocks, is looked at in three forms, tried and sent', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenReader(app, caisse, 'ana@example.org')
    await givenPaperReader(caisse, 'Mme Carvi', '1 rue Inventée')
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const home = `/c/${caisse.slug}/lettre`
    const empty = await browser.post(`${home}/nouvelle`, { key: uuid(), number: '4', title: ' ' })
    expect(empty.html).toContain('id="field-title-error"')
    const amount = await browser.post(`${home}/nouvelle`, {
      key: uuid(),
      number: '4',
      title: '15 000 € pour nous',
    })
    expect(amount.html).toContain('n’y écrivez pas de montant')
    const { next } = await browser.post(`${home}/nouvelle`, {
      key: uuid(),
      number: '4',
      title: 'Été',
      language: 'fr',
    })
    const letter = next!
    const nothing = await browser.post(`${letter}/envoyer`, { key: uuid(), when: 'now' })
    expect(nothing.html).toContain('La lettre est vide')
    await browser.post(`${letter}/ajouter/text`, { key: uuid(), title: 'Bonjour', body: 'Un **mot**.' })
    await browser.post(`${letter}/ajouter/text`, { key: uuid(), title: 'Ensuite', body: 'Un autre.' })
    const page = (await browser.get(letter)).html
    expect(page.indexOf('Bonjour')).toBeLessThan(page.indexOf('Ensuite'))
    const up = /action="([^"]+deplacer)"[^]*?value="up"/.exec(page.slice(page.indexOf('Ensuite')))![1]!
    await browser.post(up, { key: uuid(), to: 'up' })
    const turned = (await browser.get(letter)).html
    expect(turned.indexOf('Ensuite')).toBeLessThan(turned.indexOf('Bonjour'))
    const framed = await browser.get(`${letter}/apercu`)
    expect(framed.headers.get('content-security-policy')).toContain("frame-src 'self'")
    const mail = await browser.get(`${letter}/apercu/courriel`)
    expect(mail.html).toContain('<strong>mot</strong>')
    expect(mail.headers.get('content-security-policy')).toContain("style-src 'unsafe-inline'")
    expect(mail.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect((await browser.get(letter)).headers.get('content-security-policy')).not.toContain('unsafe-inline')
    expect((await browser.get(`${letter}/apercu/a5.pdf`)).headers.get('content-type')).toBe('application/pdf')
    await browser.post(`${letter}/essai`, { key: uuid(), email: 'moi@example.org' })
    expect((await mails(app, caisse))[0]).toMatchObject({
      recipient: 'moi@example.org',
      subject: '[Essai] Lettre n° 4 – Été',
    })
    const visitor = givenBrowser(app)
    expect((await visitor.get(`/c/${caisse.slug}/lettres/4`)).status).toBe(404)
    await browser.post(`${letter}/envoyer`, { key: uuid(), when: 'now' })
    expect((await visitor.get(`/c/${caisse.slug}/lettres/4`)).html).toContain('<strong>mot</strong>')
    const onItsWay = (await browser.get(letter)).html
    expect(onItsWay).toContain('La lettre part')
    expect(onItsWay).toContain('Une lettre est à imprimer')
    expect((await browser.get(`${letter}/papier.pdf`)).headers.get('content-type')).toBe('application/pdf')
    await browser.post(`${letter}/papier`, { key: uuid() })
    expect((await browser.get(letter)).html).toContain('Une lettre a été imprimée')
  })

  test('a picture needs words for who does not see it, and is given to everybody once a letter shows it', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const letterId = await givenLetter(caisse)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const path = `/c/${caisse.slug}/lettre/${letterId}`
    await expect(
      keepBlock(caisse.call(), { letterId, kind: 'picture', picture: new Uint8Array(PIXEL), alt: '' }),
    ).rejects.toThrow('alt: required')
    await expect(
      keepBlock(caisse.call(), {
        letterId,
        kind: 'picture',
        picture: new TextEncoder().encode('<svg/>'),
        alt: 'Une table',
      }),
    ).rejects.toMatchObject({ code: 'picture_unreadable' })
    await keepBlock(caisse.call(), {
      letterId,
      kind: 'picture',
      picture: new Uint8Array(PIXEL),
      alt: 'Une table',
    })
    const page = (await browser.get(`${path}/apercu?forme=web`)).html
    const src = /src="([^"]+\.jpg)"/.exec(page)![1]!
    const visitor = givenBrowser(app)
    expect((await visitor.get(src)).headers.get('content-type')).toBe('image/jpeg')
    const unknown = src.replace(/[0-9a-f]{64}/, '0'.repeat(64))
    expect((await visitor.get(unknown)).status).toBe(404)
  })

  test('what somebody types stays text, in every form', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const hostile =
      '<script>alert(1)</script></mj-text><mj-raw>x</mj-raw> {{7*7}} <img src=x onerror=alert(1)> &lt;b&gt;'
    const letterId = await givenLetter(caisse, {
      title: hostile.slice(0, 120),
      blocks: [
        {
          kind: 'text',
          title: hostile.slice(0, 140),
          body: `${hostile}\n\n[x](javascript:alert(1)) ![p](https://example.org/p.png)\n\n<mj-include path="/etc/passwd" />`,
        },
      ],
    })
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const path = `/c/${caisse.slug}/lettre/${letterId}/apercu`
    for (const form of [`${path}/courriel`, `${path}?forme=web`, path]) {
      const { html, status } = await browser.get(form)
      expect(status).toBe(200)
      expect(html).not.toMatch(/<script>|<img[^>]+onerror|href="javascript|root:|<mj-|<img[^>]+p\.png/)
      expect(html).toContain('{{7*7}}')
    }
    expect((await browser.get(`${path}/a4.pdf`)).status).toBe(200)
  })

  test('no header of a mail can be typed', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const start = `/c/${caisse.slug}/lettre/nouvelle`
    const injected = await browser.post(start, {
      key: uuid(),
      number: '7',
      title: 'Bonjour\r\nBcc: tout@example.org',
    })
    expect(injected.html).toContain('une seule ligne')
    const ask = `/c/${caisse.slug}/lettres/abonnement`
    const asked = await givenBrowser(app).post(ask, {
      key: uuid(),
      email: 'a@example.org\r\nBcc: b@example.org',
    })
    expect(asked.status).toBe(422)
    expect(await mails(app, caisse)).toEqual([])
  })
})

describe('asking for the letter', () => {
  const askAt = (caisse: GivenCaisse) => `/c/${caisse.slug}/lettres/abonnement`

  test('takes two yeses: the page, then the mailbox by a button', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const visitor = givenBrowser(app)
    const asked = await visitor.post(askAt(caisse), {
      key: uuid(),
      email: ' Ana@Example.org ',
      part: 'resident',
    })
    expect(asked.next).toBe(`${askAt(caisse)}/merci`)
    const [mail] = await mails(app, caisse)
    expect(mail).toMatchObject({ recipient: 'Ana@Example.org' })
    const path = /http:\/\/localhost(\/c\/\S+)/.exec(mail!.text)![1]!
    expect((await reader(app, caisse, 'ana@example.org'))!.status).toBe('asked')
    expect((await visitor.get(path)).html).toContain('Oui, je veux la lettre')
    expect((await reader(app, caisse, 'ana@example.org'))!.status).toBe('asked')
    await visitor.post(path)
    expect((await reader(app, caisse, 'ana@example.org'))!.status).toBe('active')
    const again = await visitor.post(askAt(caisse), { key: uuid(), email: 'ana@example.org' })
    expect(again.next).toBe(asked.next)
    expect((await mails(app, caisse))[0]!.subject).toBe('Vous recevez déjà la lettre de Caisse d’essai')
    expect((await visitor.get(path.replace(/.$/, 'é'))).status).toBe(404)
  })

  test('is no way to pester a mailbox; programs are thanked and not heard', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const visitor = givenBrowser(app)
    for (let time = 0; time < 5; time += 1)
      expect((await visitor.post(askAt(caisse), { key: uuid(), email: 'ana@example.org' })).status).toBe(303)
    await visitor.post(askAt(caisse), {
      key: uuid(),
      email: 'bot@example.org',
      website: 'https://spam.example',
    })
    expect((await mails(app, caisse)).map(({ recipient }) => recipient)).toEqual(
      Array(3).fill('ana@example.org'),
    )
  })
})

describe('leaving', () => {
  test('by the mail program in one click: no session, no origin, as often as it likes', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const id = await givenReader(app, caisse, 'ana@example.org')
    const path = leaveHref(app, caisse.slug, caisse.id, id)
    const web = createApp(app)
    const click = () =>
      web.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      })
    expect((await click()).status).toBe(200)
    expect((await click()).status).toBe(200)
    const left = await inCaisse(app.db, caisse.id, (tx) => findSubscriber(tx, id))
    expect(left).toMatchObject({ status: 'left', email: null, name: '', endedBy: 'one_click' })
    const forged = path.replace(id, uuid())
    expect((await web.request(forged, { method: 'POST', body: 'List-Unsubscribe=One-Click' })).status).toBe(
      404,
    )
  })

  test('by the page, with a button: a program that follows links takes nobody off', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const id = await givenReader(app, caisse, 'ana@example.org')
    const path = new URL(leaveHref(app, caisse.slug, caisse.id, id)).pathname
    const visitor = givenBrowser(app)
    expect((await visitor.get(path)).html).toContain('Ne plus la recevoir')
    expect((await reader(app, caisse, 'ana@example.org'))!.status).toBe('active')
    const left = await visitor.post(path)
    expect((await visitor.get(left.next!)).html).toContain('Votre adresse est effacée')
    expect(await reader(app, caisse, 'ana@example.org')).toBeUndefined()
  })
})

describe('mails that come back', () => {
  const tell = (app: TestApp, caisse: GivenCaisse, token: string, event: unknown) =>
    createApp(app).request(`/c/${caisse.slug}/lettres/retours/${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
    })

  test('are told by the host of mails at a secret address, until it is changed', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenReader(app, caisse, 'gone@example.org')
    const token = returnsToken(app, caisse.id, 1)
    const event = { event: 'hard_bounce', email: 'GONE@example.org' }
    expect((await tell(app, caisse, 'x'.repeat(27), event)).status).toBe(404)
    expect(await (await tell(app, caisse, token, event)).json()).toEqual({ hard: 1, soft: 0, complaint: 0 })
    expect((await reader(app, caisse, 'gone@example.org'))!.status).toBe('bounced')
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    expect((await browser.get(`/c/${caisse.slug}/lettre/retours`)).html).toContain(token)
    await browser.post(`/c/${caisse.slug}/lettre/retours/adresse`, { key: uuid() })
    expect((await tell(app, caisse, token, event)).status).toBe(404)
    expect((await inCaisse(app.db, caisse.id, readSetting)).returnsVersion).toBe(2)
  })

  test('a full mailbox is counted once a letter; a complaint takes the address off', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenReader(app, caisse, 'full@example.org')
    await givenReader(app, caisse, 'angry@example.org')
    const letterId = await givenLetter(caisse)
    await givenSending(caisse, letterId)
    await inCaisse(app.db, caisse.id, (tx) =>
      sql`update newsletter_delivery set status = 'sent', done_at = ${app.now()} where caisse_id = ${caisse.id}`.execute(
        tx,
      ),
    )
    const token = returnsToken(app, caisse.id, 1)
    const full = { 'event-data': { event: 'failed', severity: 'temporary', recipient: 'full@example.org' } }
    await tell(app, caisse, token, full)
    await tell(app, caisse, token, full)
    expect((await reader(app, caisse, 'full@example.org'))!.softBounces).toBe(1)
    await tell(app, caisse, token, [{ event: 'spam', email: 'angry@example.org' }])
    expect(await reader(app, caisse, 'angry@example.org')).toBeUndefined()
  })
})

test('the desk subscribes somebody who signed on paper, and prints the letter for who has no mail', async ({
  app,
}) => {
  const caisse = await givenCaisse(app)
  const { browser } = await givenSignedIn(app, caisse, 'coordinator')
  const add = `/c/${caisse.slug}/lettre/abonnements/nouveau`
  const unsigned = await browser.post(add, { key: uuid(), name: 'Mme Carvi', part: 'resident' })
  expect(unsigned.html).toContain('Il faut un accord signé')
  const nameless = await browser.post(add, { key: uuid(), part: 'resident', signed: 'yes' })
  expect(nameless.html).toContain('id="field-name-error"')
  await browser.post(add, {
    key: uuid(),
    name: 'Mme Carvi',
    address: '1 rue Inventée\n44100 Nantes',
    part: 'resident',
    signed: 'yes',
  })
  const letterId = await givenLetter(caisse)
  await givenSending(caisse, letterId)
  const pdf = await browser.get(`/c/${caisse.slug}/lettre/${letterId}/papier.pdf`)
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
})
