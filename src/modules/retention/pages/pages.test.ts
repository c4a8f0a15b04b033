import { spawnSync } from 'node:child_process'
import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenHousehold } from '../../../../test/given-contributions.ts'
import { givenSignedIn } from '../../../../test/given-pages.ts'
import { aPerson } from '../../../../test/given-people.ts'
import { givenCaisse } from '../../../../test/given.ts'
import { createApp } from '../../../app.tsx'
import { inCaisse } from '../../../db/db.ts'
import { SYSTEM } from '../../../kit/actor.ts'
import { openSession } from '../../identity/actions.ts'
import { endHousehold } from '../../people/actions/households.ts'
import { membersOf } from '../../people/store/households.ts'
import { retain } from '../jobs.ts'

const pdftotext = spawnSync('pdftotext', ['-v']).error === undefined

async function givenDesk(app: TestApp) {
  const caisse = await givenCaisse(app)
  const householdId = await givenHousehold(caisse, {
    members: [aPerson({ givenName: 'Aubépine', familyName: 'Dumarais', email: 'aubepine@example.org' })],
  })
  const personId = await inCaisse(
    app.db,
    caisse.id,
    async (tx) => (await membersOf(tx, householdId))[0]!.personId,
  )
  const { browser, actor } = await givenSignedIn(app, caisse, 'coordinator')
  return { caisse, householdId, personId, browser, actor, home: `/c/${caisse.slug}/donnees` }
}

describe('personal data', () => {
  test('are told, with how long who left is kept; a duration that is none comes back', async ({ app }) => {
    const { browser, home } = await givenDesk(app)
    const page = await browser.get(home)
    expect(page.status).toBe(200)
    expect(page.html).toContain('value="24"')
    const wrong = await browser.post(home, { key: uuid(), months: '0' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('Écrivez un nombre de mois de 1 à 60.')
    expect((await browser.post(home, { key: uuid(), months: '12' })).next).toBe(`${home}?note=duree`)
    expect((await browser.get(home)).html).toContain('value="12"')
    expect((await browser.get(`${home}/registre`)).html).toContain('puis 12 mois')
    expect((await browser.get(`${home}/notice`)).html).toContain('puis 12 mois')
  })

  test('of a night are reported in numbers', async ({ app }) => {
    const { browser, home, caisse, householdId } = await givenDesk(app)
    await endHousehold(caisse.call(SYSTEM), { householdId, leavesOn: '2026-10-31' })
    await retain(app)
    const { html } = await browser.get(home)
    expect(html).not.toContain('Aucune nuit')
    expect(html).not.toContain('Dumarais')
  })

  test('register, notice and breach sheet are PDF files too', async ({ app }) => {
    const { actor, home } = await givenDesk(app)
    const { session } = await openSession(app, actor.accountId, 'essai', { secondFactor: true })
    const web = createApp(app)
    const days = 'constatee=2026-11-24&du=2026-11-20&au=2026-11-24'
    for (const [path, says, pages] of [
      ['registre.pdf', 'Registre des traitements', 4],
      ['notice.pdf', 'Vos données, en une page', 1],
      [`fuite.pdf?${days}`, 'aubepine@example.org', 2],
    ] as const) {
      const answer = await web.request(`${home}/${path}`, { headers: { cookie: `tablee=${session}` } })
      expect(answer.headers.get('content-type')).toBe('application/pdf')
      const pdf = Buffer.from(await answer.arrayBuffer())
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
      if (!pdftotext) continue
      const text = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).stdout.toString()
      expect(text).toContain(says)
      expect(text.trim().split('\f').length).toBeLessThanOrEqual(pages)
    }
  })

  test('say who opened which file, and of one household alone', async ({ app }) => {
    const { browser, home, caisse, householdId, actor } = await givenDesk(app)
    expect((await browser.get(`${home}/lectures`)).html).toContain('Personne n’a ouvert de fiche')
    await browser.get(`/c/${caisse.slug}/foyers/${householdId}`)
    const read = await browser.get(`${home}/lectures`)
    expect(read.html).toContain('Une fiche a été ouverte')
    expect(read.html).toContain(actor.name)
    expect(read.html).toContain('Aubépine Dumarais')
    expect((await browser.get(`${home}/lectures?foyer=${uuid()}`)).html).toContain('Rien à montrer')
    expect((await browser.get(`${home}/lectures?foyer=%27`)).status).toBe(200)
  })

  test('in a leak: who was there those days is counted and listed', async ({ app }) => {
    const { browser, home } = await givenDesk(app)
    expect((await browser.get(`${home}/fuite`)).html).toContain('name="constatee"')
    const sheet = await browser.get(`${home}/fuite?constatee=2026-11-24&du=2026-11-20&au=2026-11-24`)
    expect(sheet.html).toContain('27 novembre 2026')
    expect(sheet.html).toContain('aubepine@example.org')
    const before = await browser.get(`${home}/fuite?constatee=2026-11-24&du=2025-11-20&au=2025-11-24`)
    expect(before.html).not.toContain('aubepine@example.org')
    const backwards = await browser.get(`${home}/fuite?constatee=2026-11-24&du=2026-11-24&au=2026-11-20`)
    expect(backwards.html).toContain('id="field-au-error"')
  })

  test('of somebody are erased from their page, once it is sure', async ({ app }) => {
    const { browser, home, personId } = await givenDesk(app)
    expect((await browser.get(`${home}/effacer`)).html).not.toContain('Aubépine')
    expect((await browser.get(`${home}/effacer?q=aubepine`)).html).toContain('Aubépine Dumarais')
    const page = `${home}/effacer/${personId}`
    expect((await browser.get(page)).html).toContain('Cette personne est encore dans le foyer')
    const unsure = await browser.post(page, { key: uuid() })
    expect(unsure.status).toBe(422)
    expect(unsure.html).toContain('id="field-sure-error"')
    expect((await browser.post(page, { key: uuid(), sure: 'yes' })).next).toBe(`${home}/effacer?efface=oui`)
    expect((await browser.get(page)).status).toBe(404)
    expect((await browser.get(`${home}/effacer?q=aubepine`)).html).toContain('Personne à ce nom')
  })
})
