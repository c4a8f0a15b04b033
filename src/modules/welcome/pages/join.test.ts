import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { inCaisse } from '../../../db/db.ts'
import { givenBrowser, givenSignedIn } from '../../../../test/given-pages.ts'
import { aRequest, givenRequest, givenWave } from '../../../../test/given-welcome.ts'
import { givenCaisse } from '../../../../test/given.ts'
import { test } from '../../../../test/app.ts'
import { listPreRegistrations } from '../../people/store/pre-registrations.ts'

const typed = (changes: Record<string, string> = {}) => ({
  key: uuid(),
  ...(aRequest() as Record<string, string>),
  ...changes,
})

describe('the page where one asks to join', () => {
  test('says what is known of places, takes a request and thanks', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenWave(caisse, { plannedHouseholds: 20 })
    await givenRequest(caisse)
    const visitor = givenBrowser(app)
    const page = `/c/${caisse.slug}/rejoindre`
    const { html } = await visitor.get(page)
    expect(html).toContain('Il y reste 20 places')
    expect(html).toContain('Un foyer attend avant vous')
    expect(html).not.toMatch(/name="[^"]*(?:income|revenu|health|origin)/i)
    const answer = await visitor.post(page, typed())
    expect(answer.next).toBe(`${page}/merci`)
    expect((await visitor.get(answer.next!)).html).toContain('C’est noté')
    const requests = await inCaisse(app.db, caisse.id, (tx) => listPreRegistrations(tx))
    expect(requests.map(({ source }) => source)).toEqual(['desk', 'web'])
  })

  test('brings back what was typed, with a message at the field', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const answer = await givenBrowser(app).post(
      `/c/${caisse.slug}/rejoindre`,
      typed({ givenName: 'Maëlle', reach: 'mail', email: '' }),
    )
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('id="field-email-error"')
    expect(answer.html).toContain('value="Maëlle"')
  })

  test('thanks a program and writes nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { next } = await givenBrowser(app).post(
      `/c/${caisse.slug}/rejoindre`,
      typed({ website: 'https://example.org' }),
    )
    expect(next).toMatch(/merci$/)
    expect(await inCaisse(app.db, caisse.id, (tx) => listPreRegistrations(tx))).toEqual([])
  })

  test('listens to twenty requests of one place in a quarter of an hour', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const visitor = givenBrowser(app)
    const statuses: number[] = []
    for (let i = 0; i < 21; i += 1)
      statuses.push((await visitor.post(`/c/${caisse.slug}/rejoindre`, typed())).status)
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 303), 429])
  })
})

describe('the waiting list', () => {
  test('gives places to those who are ticked, and registers with the fields filled in', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const waveId = await givenWave(caisse)
    const id = await givenRequest(caisse, { givenName: 'Maëlle', phone: '06 39 98 77 66' })
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const list = `/c/${caisse.slug}/file-attente`
    expect((await browser.get(list)).html).toContain('Maëlle Cardon')
    expect((await browser.get(`${list}?cocher=1`)).html).toMatch(/checked/)
    expect((await browser.post(list, { key: uuid(), waveId })).status).toBe(422)
    const placed = await browser.post(list, { key: uuid(), waveId, request: id })
    expect(placed.next).toContain('places=1')
    expect((await browser.get(placed.next!)).html).toContain('Un foyer a maintenant une place')

    const form = await browser.get(`/c/${caisse.slug}/foyers/inscrire?demande=${id}`)
    expect(form.html).toContain('value="Maëlle"')
    expect(form.html).toContain('value="06 39 98 77 66"')
    const registered = await browser.post(`/c/${caisse.slug}/foyers/inscrire`, {
      key: uuid(),
      preRegistrationId: id,
      adult1Given: 'Maëlle',
      contribution: '45',
      enteredOn: '2026-12-01',
      waveId,
    })
    expect(registered.next).toMatch(/inscrit=oui/)
    expect((await browser.get(`${list}/${id}`)).html).toContain('Ouvrir le dossier')
  })

  test('is for those who welcome, and for nobody else', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const id = await givenRequest(caisse)
    for (const role of [
      'resident',
      'treasurer',
      'committee_member',
      'evaluator',
      'outlet_manager',
    ] as const) {
      const { browser } = await givenSignedIn(app, caisse, role)
      for (const path of ['', '/vagues', '/noter', `/${id}`])
        expect((await browser.get(`/c/${caisse.slug}/file-attente${path}`)).status).toBe(403)
    }
  })

  test('a request is answered and erased from its own page', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const id = await givenRequest(caisse)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const page = `/c/${caisse.slug}/file-attente/${id}`
    expect((await browser.post(`${page}/attente`, { key: uuid() })).next).toBe(`${page}?fait=oui`)
    expect((await browser.get(page)).html).toContain('En attente d’une place')
    await browser.post(`${page}/effacer`, { key: uuid() })
    expect((await browser.get(page)).status).toBe(404)
  })

  test('waves are made and changed', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const page = `/c/${caisse.slug}/file-attente/vagues`
    const wave = { name: 'Vague de mars', startsOn: '2027-03-01', plannedHouseholds: '80', meeting: '' }
    expect((await browser.post(page, { key: uuid(), ...wave, plannedHouseholds: 'x' })).status).toBe(422)
    expect((await browser.post(page, { key: uuid(), ...wave })).status).toBe(303)
    const id = /vagues\/([0-9a-f-]{36})/.exec((await browser.get(page)).html)![1]
    await browser.post(`${page}/${id}`, { key: uuid(), ...wave, meeting: 'samedi, maison de quartier' })
    expect((await browser.get(page)).html).toContain('samedi, maison de quartier')
  })
})
