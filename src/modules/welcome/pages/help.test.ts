import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { inCaisse } from '../../../db/db.ts'
import { givenBrowser, givenSignedIn } from '../../../../test/given-pages.ts'
import { givenPayer } from '../../../../test/given-payments.ts'
import { aRequest, givenStructure } from '../../../../test/given-welcome.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { test, type TestApp } from '../../../../test/app.ts'
import { openSession } from '../../identity/actions.ts'
import { findPayer } from '../../payments/store/payers.ts'
import { inviteMember, recordMandate } from '../../people/actions/mandates.ts'
import type { Power } from '../../people/rules/mandate.ts'
import { mandatesOfPersons } from '../../people/store/mandates.ts'
import { contactOf } from '../store/helped.ts'

const TERMS = { signedOn: '2026-11-20', untilOn: '2027-11-19' }

async function givenRelative(app: TestApp, caisse: GivenCaisse, personId: string, powers: Power[]) {
  const helper = { kind: 'relative', name: 'Blandine', email: 'b@example.org' } as const
  await recordMandate(caisse.call(), { personId, helper, powers, ...TERMS })
  const [mandate] = await inCaisse(app.db, caisse.id, (tx) => mandatesOfPersons(tx, [personId]))
  const { session } = await openSession(app, mandate!.helperAccountId!, 'essai')
  return givenBrowser(app, { tablee: session })
}

async function givenMember(app: TestApp, caisse: GivenCaisse, structureId: string) {
  const { accountId } = await inviteMember(caisse.call(), {
    structureId,
    name: 'Yannig',
    email: 'y@example.org',
  })
  const { session } = await openSession(app, accountId, 'essai')
  return givenBrowser(app, { tablee: session })
}

describe('the page of whoever helps', () => {
  test('a relative sees what is left where allowed, keeps the phone up to date, blocks a lost card', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { personId } = await givenPayer(app, caisse, { balanceCents: 86_50 })
    const browser = await givenRelative(app, caisse, personId, ['contact', 'number', 'balance'])
    const page = `/c/${caisse.slug}/aide`
    expect((await browser.get('/accueil')).next).toBe(page)
    expect((await browser.get(page)).html).toContain('86,50')
    const bad = await browser.post(`${page}/${personId}/joindre`, { key: uuid(), email: 'x', language: 'fr' })
    expect(bad.html).toContain('id="field-email-error"')
    await browser.post(`${page}/${personId}/joindre`, {
      key: uuid(),
      email: '',
      phone: '06 39 98 44 44',
      language: 'en',
    })
    expect(await inCaisse(app.db, caisse.id, (tx) => contactOf(tx, personId))).toEqual({
      email: null,
      phone: '06 39 98 44 44',
      language: 'en',
    })
    await browser.post(`${page}/${personId}/bloquer`, { key: uuid() })
    expect((await inCaisse(app.db, caisse.id, (tx) => findPayer(tx, personId)))!.blocked).toBe(true)
  })

  test('does nothing that the mandate does not list', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { personId } = await givenPayer(app, caisse, { balanceCents: 86_50 })
    const browser = await givenRelative(app, caisse, personId, ['speak'])
    const page = `/c/${caisse.slug}/aide`
    expect((await browser.get(page)).html).not.toContain('86,50')
    expect((await browser.get(`${page}/${personId}/joindre`)).status).toBe(403)
    expect((await browser.post(`${page}/${personId}/bloquer`, { key: uuid() })).status).toBe(403)
    expect((await browser.post(`${page}/${personId}/joindre`, { key: uuid(), language: 'fr' })).status).toBe(
      403,
    )
    expect((await browser.get(`${page}/demande`)).status).toBe(403)
  })

  test('a structure notes a request and sees no amount, and nobody who signed nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const structureId = await givenStructure(caisse)
    const [helped, other] = [
      await givenPayer(app, caisse, { balanceCents: 86_50 }),
      await givenPayer(app, caisse, { balanceCents: 41_30 }),
    ]
    const helper = { kind: 'structure', structureId } as const
    await recordMandate(caisse.call(), { personId: helped.personId, helper, powers: ['contact'], ...TERMS })
    const browser = await givenMember(app, caisse, structureId)
    const page = `/c/${caisse.slug}/aide`
    const { html } = await browser.get(page)
    expect(html).toContain('Vous aidez une personne')
    expect(html).not.toMatch(/\d,\d\d/)
    expect((await browser.get(`${page}/${other.personId}/joindre`)).status).toBe(404)
    const asked = await browser.post(`${page}/demande`, {
      key: uuid(),
      ...(aRequest({ givenName: 'Rosalie', reach: 'desk', phone: '' }) as Record<string, string>),
    })
    expect(asked.next).toContain('note=Rosalie')
    expect((await browser.get(page)).html).toContain('Rosalie Cardon')
    for (const path of ['/foyers', '/file-attente', '/mois', '/structures'])
      expect((await browser.get(`/c/${caisse.slug}${path}`)).status).toBe(403)
  })
})

describe('the desk', () => {
  test('records and ends a mandate, prints one to sign, opens a structure and invites to it', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { personId, householdId } = await givenPayer(app, caisse)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const page = `/c/${caisse.slug}/foyers/${householdId}/aide`
    expect((await browser.get(page)).html).toContain('Personne ne l’aide par mandat')
    expect((await browser.get(`${page}/${personId}/papier`)).html).toContain('Ma signature')
    const mandate = { key: uuid(), who: 'relative', helperName: 'Blandine', helperEmail: '', ...TERMS }
    expect((await browser.post(`${page}/${personId}/mandat`, mandate)).html).toContain(
      'id="field-powers-error"',
    )
    const noted = await browser.post(`${page}/${personId}/mandat`, {
      ...mandate,
      key: uuid(),
      power_speak: 'yes',
    })
    expect(noted.next).toBe(`${page}?note=oui`)
    const { html } = await browser.get(page)
    const mandateId = /name="mandateId" value="([0-9a-f-]{36})"/.exec(html)![1]!
    await browser.post(`${page}/${personId}/arreter`, { key: uuid(), mandateId })
    expect((await browser.get(page)).html).toContain('Arrêté le')

    const list = `/c/${caisse.slug}/structures`
    const opened = await browser.post(list, { key: uuid(), name: 'Le Goûter', kind: 'association' })
    const invited = await browser.post(opened.next!, { key: uuid(), name: 'Yannig', email: 'y@example.org' })
    expect((await browser.get(invited.next!)).html).toContain('L’invitation part à Yannig')
    expect((await browser.get(list)).html).toContain('un membre')
    await browser.post(`${opened.next}/fin`, { key: uuid() })
    expect((await browser.get(list)).html).toContain('N’accompagne plus')
  })
})
