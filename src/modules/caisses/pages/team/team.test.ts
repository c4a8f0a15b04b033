import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test } from '../../../../../test/app.ts'
import { givenBrowser, givenSignedIn } from '../../../../../test/given-pages.ts'
import { givenCaisse } from '../../../../../test/given.ts'
import { inCaisse } from '../../../../db/db.ts'
import { queueMail } from '../../../identity/outbox.ts'
import { listRoles } from '../../../identity/store.ts'
import { requestSignIn } from '../../../identity/actions.ts'
import { translator } from '../../../../kit/i18n/translate.ts'

const plain = (html: string) => html.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('the team page', () => {
  test('tells who is alone whom to invite, and lists what each one does', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'administrator')
    const alone = plain((await browser.get(`/c/${caisse.slug}/equipe`)).html)
    expect(alone).toContain('Une seule personne peut signer')
    expect(alone).toContain(`/c/${caisse.slug}/equipe/inviter?role=treasurer`)

    const sent = await browser.post(`/c/${caisse.slug}/equipe/inviter`, {
      key: uuid(),
      name: 'Sacha Oseille',
      email: 'sacha@example.org',
      role: 'treasurer',
      deputy: 'yes',
      untilOn: '2027-06-30',
    })
    expect(sent.status).toBe(303)
    const together = plain((await browser.get(sent.next!)).html)
    expect(together).toContain('2 personnes peuvent signer')
    expect(together).toContain('Sacha Oseille est dans l’équipe')
    expect(together).toContain('Suppléance')
    expect(together).toContain('au 30 juin 2027')
  })

  test('what is typed wrongly comes back at its field', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const { status, html } = await browser.post(`/c/${caisse.slug}/equipe/inviter`, {
      key: uuid(),
      name: 'Sacha Oseille',
      email: 'sacha',
      role: 'treasurer',
    })
    expect(status).toBe(422)
    expect(html).toContain('id="field-email-error"')
    expect(html).toContain('value="Sacha Oseille"')
  })

  test('a role ends from it, and stays readable among those that ended', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'administrator')
    const { actor } = await givenSignedIn(app, caisse, 'evaluator')
    const role = (await inCaisse(app.db, caisse.id, listRoles)).find(
      (one) => one.accountId === actor.accountId,
    )!
    const page = `/c/${caisse.slug}/equipe/roles/${role.id}`
    expect((await browser.get(page)).html).toContain(actor.name)
    expect((await browser.post(page, { key: uuid() })).next).toBe(`/c/${caisse.slug}/equipe?fait=fin`)
    expect((await browser.get(`/c/${caisse.slug}/equipe`)).html).toContain('Un rôle terminé')
    expect((await browser.get(page)).status).toBe(404)
  })

  test('a treasurer reads it and gives nothing; a committee member does not see it', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const treasurer = (await givenSignedIn(app, caisse, 'treasurer')).browser
    const member = (await givenSignedIn(app, caisse, 'committee_member')).browser
    const seen = await treasurer.get(`/c/${caisse.slug}/equipe`)
    expect(seen.status).toBe(200)
    expect(seen.html).not.toContain('/equipe/inviter"')
    expect((await treasurer.get(`/c/${caisse.slug}/equipe/inviter`)).status).toBe(403)
    expect((await treasurer.get(`/c/${caisse.slug}/courriers`)).status).toBe(403)
    expect((await member.get(`/c/${caisse.slug}/equipe`)).status).toBe(403)
  })

  test('only an administrator resets the factors of somebody else', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const admin = await givenSignedIn(app, caisse, 'administrator')
    const other = await givenSignedIn(app, caisse, 'treasurer')
    const coordinator = (await givenSignedIn(app, caisse, 'coordinator')).browser
    const page = (id: string) => `/c/${caisse.slug}/equipe/${id}/acces`
    expect((await coordinator.post(page(other.actor.accountId), { key: uuid() })).status).toBe(403)
    expect((await admin.browser.get(page(admin.actor.accountId))).html).toContain('disabled')
    expect((await admin.browser.post(page(other.actor.accountId), { key: uuid() })).status).toBe(303)
    // Their sessions are closed.
    expect((await other.browser.get(`/c/${caisse.slug}/equipe`)).next).toBe('/connexion')
  })
})

describe('the mails', () => {
  test('show what waits, and never a link that signs in', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const { actor } = await givenSignedIn(app, caisse, 'treasurer')
    const person = (await inCaisse(app.db, caisse.id, listRoles)).find(
      (one) => one.accountId === actor.accountId,
    )!
    await requestSignIn(app, translator('fr'), { email: person.email! })
    await queueMail(app.db, app, { to: 'x@example.org', subject: 'Bienvenue', text: 'La suite.' }, caisse.id)
    const { html } = await browser.get(`/c/${caisse.slug}/courriers`)
    expect(plain(html)).toContain('2 courriers attendent')
    expect(html).toContain('La suite.')
    expect(html).toContain('(lien caché)')
    expect(html).not.toMatch(/lien\/[\w-]{43}/)
  })
})

describe('the demonstration', () => {
  test('shows the mail to the browser that asked for it, and to no other', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { actor } = await givenSignedIn(app, caisse, 'treasurer')
    const { email } = (await inCaisse(app.db, caisse.id, listRoles)).find(
      (one) => one.accountId === actor.accountId,
    )!
    const demo = { ...app, demo: true }
    const asked = await givenBrowser(demo).post('/connexion', { email: email! })
    const cookie = /tablee_courrier=([^;]+)/.exec(asked.headers.get('set-cookie') ?? '')![1]!
    const own = await givenBrowser(demo, { tablee_courrier: cookie }).get('/connexion/envoi')
    expect(own.html).toMatch(/lien\/[\w-]{43}/)
    expect((await givenBrowser(demo).get('/connexion/envoi')).html).not.toMatch(/lien\/[\w-]{43}/)
    // An address that nobody has forgets the mail of the one before.
    const unknown = await givenBrowser(demo, { tablee_courrier: cookie }).post('/connexion', {
      email: 'personne@example.org',
    })
    expect(unknown.headers.get('set-cookie')).toContain('tablee_courrier=;')
    // Outside of a demonstration nothing is shown or kept.
    const real = await givenBrowser(app).post('/connexion', { email: email! })
    expect(real.headers.get('set-cookie')).toBeNull()
    expect((await givenBrowser(app, { tablee_courrier: cookie }).get('/connexion/envoi')).html).not.toMatch(
      /lien\/[\w-]{43}/,
    )
  })
})
