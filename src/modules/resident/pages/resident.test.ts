import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test } from '../../../../test/app.ts'
import { givenIssuedMonth } from '../../../../test/given-allocations.ts'
import { givenDues, givenReceipt } from '../../../../test/given-contributions.ts'
import { givenBrowser, givenSignedIn } from '../../../../test/given-pages.ts'
import { CODE } from '../../../../test/given-payments.ts'
import { givenResident } from '../../../../test/given-resident.ts'
import { aReglement, givenCaisse } from '../../../../test/given.ts'
import { inCaisse } from '../../../db/db.ts'
import { signInByNumber } from '../../payments/actions/sign-in-by-number.ts'
import { listPledges } from '../../contributions/store/pledges.ts'
import { openRequests } from '../../contributions/store/requests.ts'
import { membersOf } from '../../people/store/households.ts'
import type { Everything } from '../store/everything.ts'

const key = () => uuid()

describe('a resident', () => {
  test('reads what is left and until when', async ({ app }) => {
    const reglement = aReglement({ carryOver: { kind: 'expires_after', months: 1 } })
    const caisse = await givenCaisse(app, { reglement })
    const { browser, home } = await givenResident(app, caisse, { balanceCents: 0 })
    await givenIssuedMonth(app, caisse, '2026-11')
    const { html } = await browser.get(home)
    expect(html).toContain('100,00')
    expect(html).toMatch(/À dépenser jusqu’au 30 novembre 2026/)
  })

  test('changes their contribution from the first open month, told at the field when it is too little', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { browser, home, householdId } = await givenResident(app, caisse)
    await givenDues(caisse, '2026-11')
    const change = (amount: string, from = '2026-12') =>
      browser.post(`${home}/cotisation`, { key: key(), amount, from })
    const little = await change('5')
    expect(little.status).toBe(422)
    expect(little.html).toContain('id="field-amount-error"')
    expect(little.html).toContain('Le minimum est de 10,00')
    expect((await change('40', '2026-11')).html).toContain('Ce mois est déjà clos')
    expect((await change('40')).next).toBe(`${home}/cotisation?fait=change`)
    const pledges = await inCaisse(app.db, caisse.id, (tx) => listPledges(tx, householdId))
    expect(pledges[0]).toMatchObject({ fromMonth: '2026-12', cents: 40_00 })
    expect((await browser.get(`${home}/cotisation`)).html).toContain('À partir de décembre 2026')
  })

  test('where nothing is contributed in money the button says so', async ({ app }) => {
    const reglement = aReglement({ contribution: { kind: 'grant', voluntary: false } })
    const caisse = await givenCaisse(app, { reglement })
    const { browser, home } = await givenResident(app, caisse)
    const { html } = await browser.get(`${home}/cotisation`)
    expect(html).toContain('Cette caisse ne demande pas de cotisation en argent')
    expect(html).toMatch(/<button[^>]*disabled/)
  })

  test('sees what was received without a word of blame, and how to pay', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, home, householdId } = await givenResident(app, caisse)
    await givenDues(caisse, '2026-09', '2026-10', '2026-11')
    await givenReceipt(caisse, householdId, 15_00)
    const { html } = await browser.get(`${home}/cotisation`)
    expect(html).toMatch(/>10,00\s€ attendus/)
    expect(html).not.toMatch(/retard|impayé|relance/i)
    const pay = await browser.get(`${home}/cotisation/verser`)
    expect(pay.html).toContain('FR76 3000 6000 0112 3456 7890 189')
    expect(pay.html).toMatch(/role="img" aria-label="Code à lire[^"]*virement de 10,00/)
    expect(pay.html).toContain('En espèces ou par chèque')
  })

  test('asks for a pause; the desk agrees, and it is told', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, home } = await givenResident(app, caisse)
    const fields = { amount: '0', fromMonth: '2026-12', untilMonth: '2027-02' }
    const asked = await browser.post(`${home}/cotisation/moins`, { key: key(), ...fields })
    expect(asked.next).toBe(`${home}/cotisation?fait=demande`)
    expect((await browser.get(`${home}/cotisation/moins`)).html).toMatch(/<button[^>]*disabled/)
    const desk = (await givenSignedIn(app, caisse, 'coordinator')).browser
    const requests = `/c/${caisse.slug}/demandes`
    expect((await browser.get(requests)).status).toBe(403)
    expect((await desk.get(requests)).html).toContain('Une demande de cotisation attend')
    const [request] = await inCaisse(app.db, caisse.id, openRequests)
    expect((await desk.get(`${requests}/${request!.id}`)).status).toBe(200)
    const agreed = await desk.post(`${requests}/${request!.id}/convenir`, { key: key(), ...fields })
    expect(agreed.next).toBe(`${requests}?fait=convenu`)
    expect((await browser.get(`${home}/cotisation`)).html).toContain('Convenu avec la caisse')
  })

  test('corrects how they are reached, and nothing else', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, home, householdId } = await givenResident(app, caisse)
    const correct = (fields: Record<string, string>) =>
      browser.post(`${home}/foyer/coordonnees`, {
        key: key(),
        phone: '',
        email: '',
        language: 'fr',
        ...fields,
      })
    expect((await correct({ phone: 'appelez' })).html).toContain('id="field-phone-error"')
    await correct({ phone: '01 99 00 12 34', language: 'en', givenName: 'Volé' })
    const [me] = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, householdId))
    expect(me).toMatchObject({ phone: '01 99 00 12 34', email: null, language: 'en', givenName: 'Adulte' })
  })

  test('changes their code with the one they have; codes never come back', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, home } = await givenResident(app, caisse)
    const change = (oldCode: string, again = '853046') =>
      browser.post(`${home}/foyer/code`, { key: key(), oldCode, code: '853046', again })
    const wrong = await change('998877')
    expect(wrong.html).toContain('Ce n’est pas votre code actuel')
    expect(wrong.html).not.toContain('998877')
    expect((await change(CODE, '853047')).html).toContain('Les deux codes ne sont pas les mêmes')
    expect((await change(CODE)).next).toBe(`${home}/foyer?fait=code`)
  })

  test('blocks a lost number', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, home } = await givenResident(app, caisse)
    expect((await browser.post(`${home}/foyer/bloquer`, { key: key() })).next).toBe(
      `${home}/foyer?fait=bloque`,
    )
    expect((await browser.get(`${home}/foyer`)).html).toContain('Ce numéro est bloqué')
  })

  test('gives rights back after a yes', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, home } = await givenResident(app, caisse)
    expect((await browser.get(`${home}/rendre?amount=douze`)).html).toContain('id="field-amount-error"')
    expect((await browser.get(`${home}/rendre?amount=120`)).html).toContain('Il vous reste 100,00')
    expect((await browser.get(`${home}/rendre?amount=12%2C50`)).html).toContain('87,50')
    const given = await browser.post(`${home}/rendre`, { key: key(), amount: '12.50' })
    expect(given.next).toBe(`${home}/foyer?fait=rendu`)
    expect((await browser.get(home)).html).toContain('87,50')
    expect((await browser.get(`${home}/historique`)).html).toContain('Droits rendus à la caisse')
  })

  test('leaves with a year and with all that is kept, by page, PDF and JSON', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, home, householdId, number } = await givenResident(app, caisse)
    await givenReceipt(caisse, householdId, 15_00)
    expect((await browser.get(`${home}/releve`)).next).toBe(`${home}/releve/2026`)
    expect((await browser.get(`${home}/releve/2026`)).html).toMatch(/15,00\s€ cotisés et 100,00/)
    expect((await browser.get(`${home}/releve/2019`)).status).toBe(404)
    for (const file of ['releve/2026/pdf', 'donnees/pdf']) {
      const answer = await browser.get(`${home}/${file}`)
      expect(answer.headers.get('content-type')).toBe('application/pdf')
      expect(answer.html.slice(0, 5)).toBe('%PDF-')
    }
    const json = JSON.parse((await browser.get(`${home}/donnees/json`)).html) as Everything
    expect(json.receipts).toMatchObject([{ cents: 15_00, method: 'transfer' }])
    expect(json.numbers).toMatchObject([{ number, hasCode: true }])
    expect(json.rightsLeftCents).toBe(100_00)
    expect(JSON.stringify(json)).not.toContain('hmac')
  })

  test('sees who of the team read their file', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, home, householdId } = await givenResident(app, caisse)
    expect((await browser.get(`${home}/donnees`)).html).toContain('Personne de l’équipe')
    const desk = await givenSignedIn(app, caisse, 'coordinator')
    await desk.browser.get(`/c/${caisse.slug}/foyers/${householdId}`)
    expect((await browser.get(`${home}/donnees`)).html).toContain(desk.actor.name)
  })

  test('reads the contact details of nobody else of the household', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, home } = await givenResident(app, caisse, { adults: 2 })
    const json = JSON.parse((await browser.get(`${home}/donnees/json`)).html) as Everything
    expect(json.members).toHaveLength(2)
    expect(json.numbers.filter((one) => one.number.startsWith('…'))).toHaveLength(1)
  })
})

test('number and code open the balance and the history, and say what to do for the rest', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const { number, code, home } = await givenResident(app, caisse)
  const { session } = await signInByNumber(app, { number, code, userAgent: 'test', from: '192.0.2.1' })
  const browser = givenBrowser(app, { tablee: session })
  for (const open of ['', '/historique']) expect((await browser.get(home + open)).status).toBe(200)
  expect((await browser.get(home)).html).not.toContain('/moi/cotisation')
  expect((await browser.get(`/c/${caisse.slug}/lieux`)).html).toContain('bottom-bar')
  for (const closed of [
    '/cotisation',
    '/cotisation/verser',
    '/foyer',
    '/foyer/code',
    '/donnees',
    '/donnees/json',
    '/releve/2026',
    '/rendre',
  ]) {
    const answer = await browser.get(home + closed)
    expect(`${closed} ${answer.status}`).toBe(`${closed} 403`)
    expect(answer.html).toContain('passez à la caisse')
  }
  expect((await browser.post(`${home}/rendre`, { key: key(), amount: '1' })).status).toBe(403)
})

test('who is in no household is told how to join, on every page', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const { browser } = await givenSignedIn(app, caisse, 'resident')
  for (const page of ['', '/historique', '/cotisation', '/foyer', '/donnees/json']) {
    const answer = await browser.get(`/c/${caisse.slug}/moi${page}`)
    expect(answer.html).toContain('Pour vous inscrire')
    expect(`${page} ${answer.status}`).toBe(`${page} ${['', '/historique'].includes(page) ? 200 : 404}`)
  }
})
