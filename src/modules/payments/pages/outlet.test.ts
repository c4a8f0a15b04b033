import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenOutlet, givenTill, type GivenOutlet } from '../../../../test/given-accreditation.ts'
import { givenBrowser, givenTillBrowser, type Browser } from '../../../../test/given-pages.ts'
import { balanceLeft, givenPayer, type GivenPayer } from '../../../../test/given-payments.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { inCaisse } from '../../../db/db.ts'
import { SYSTEM } from '../../../kit/actor.ts'
import { endAgreement, suspendAgreement } from '../../accreditation/actions.ts'
import { listDevices } from '../../accreditation/device-store.ts'
import { endOutletRole, outletPeople, type OutletRole } from '../../accreditation/people.ts'
import { invitePerson, openSession } from '../../identity/actions.ts'
import { endGrant } from '../../identity/store.ts'
import { choosePartPayment } from '../actions/payers.ts'
import { withCheckDigit } from '../rules/number.ts'

async function givenWorker(
  app: TestApp,
  caisse: GivenCaisse,
  outlet: GivenOutlet,
  role: OutletRole = 'outlet_manager',
): Promise<Browser> {
  const { accountId } = await invitePerson(caisse.call(SYSTEM), {
    name: 'Mahaut Tournesol',
    email: `${uuid()}@example.org`,
    role,
    fromOn: '2026-01-01',
    scope: 'outlet',
    scopeId: outlet.id,
  })
  const { session } = await openSession(app, accountId, 'test')
  return givenBrowser(app, { tablee: session })
}

const paying = ({ number, code }: GivenPayer, amount = '12,40') => ({ key: uuid(), amount, number, code })

const readable = (html: string) =>
  html
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

describe('somebody of an outlet', () => {
  test('takes payments by their own session, and gives them back', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const outlet = await givenOutlet(app, caisse)
    const payer = await givenPayer(app, caisse)
    const browser = await givenWorker(app, caisse, outlet, 'outlet_staff')
    const paid = await browser.post('/encaisser/payer', paying(payer))
    expect(paid.next).toMatch(/^\/encaisser\/fait/)
    expect(await balanceLeft(app, payer)).toBe(87_60)
    const journal = await browser.get('/encaisser/journal')
    expect(journal.html).toContain(`…${payer.number.slice(-3)}`)
    const [, refund] = /href="(\/encaisser\/journal\/[^"?]+)/.exec(journal.html)!
    await browser.post(refund!, { key: uuid(), amountCents: '12,40' })
    expect(await balanceLeft(app, payer)).toBe(100_00)
  })

  test('takes no more from the moment their role ends', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const outlet = await givenOutlet(app, caisse)
    const payer = await givenPayer(app, caisse)
    const browser = await givenWorker(app, caisse, outlet, 'outlet_staff')
    await browser.post('/encaisser/payer', paying(payer))
    await inCaisse(app.db, caisse.id, async (tx) => {
      const [role] = await outletPeople(tx, outlet.id, app.now())
      await endGrant(tx, role!.id, { endedAt: app.now() })
    })
    expect((await browser.post('/encaisser/payer', paying(payer))).status).toBe(403)
    expect(await balanceLeft(app, payer)).toBe(87_60)
  })

  test('who only takes payments reads statements, and enrols nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const outlet = await givenOutlet(app, caisse)
    const browser = await givenWorker(app, caisse, outlet, 'outlet_staff')
    expect((await browser.get('/encaisser/releves')).status).toBe(200)
    expect((await browser.get('/encaisser/reglages')).html).not.toContain('name="label"')
    const asked = await browser.post('/encaisser/reglages/appareils', { key: uuid(), label: 'Tablette' })
    expect(asked.status).toBe(403)
  })
})

describe('a manager', () => {
  test('enrols a tablet by a code that works once, and takes it out', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const outlet = await givenOutlet(app, caisse)
    const payer = await givenPayer(app, caisse)
    const manager = await givenWorker(app, caisse, outlet)
    const offered = await manager.post('/encaisser/reglages/appareils', { key: uuid(), label: 'Tablette' })
    const [, a, b] = /payer-number">(\d{4})\s*(\d{4})</.exec(offered.html)!
    const tablet = givenBrowser(app)
    const enrolled = await tablet.post('/encaisser/appareil', { key: uuid(), code: `${a} ${b}` })
    expect(enrolled.next).toBe('/encaisser/reglages?fait=appareil')
    const [, token] = /tablee_lieu=([^;]+)/.exec(enrolled.headers.get('set-cookie')!)!
    const till = givenBrowser(app, { tablee_lieu: token! })
    expect((await till.post('/encaisser/payer', paying(payer))).next).toMatch(/fait/)

    const twice = await givenBrowser(app).post('/encaisser/appareil', { key: uuid(), code: `${a}${b}` })
    expect(readable(twice.html)).toContain('a déjà servi')

    const [device] = await listDevices(app.db, outlet.id)
    expect(device).toMatchObject({ label: 'Tablette', revokedAt: null })
    await manager.post('/encaisser/reglages/appareils/retirer', { key: uuid(), deviceId: device!.deviceId })
    expect((await till.get('/encaisser')).status).toBe(403)
  })

  test('a code is refused after its hour', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const manager = await givenWorker(app, caisse, await givenOutlet(app, caisse))
    const offered = await manager.post('/encaisser/reglages/appareils', { key: uuid(), label: 'Tablette' })
    const [, a, b] = /payer-number">(\d{4})\s*(\d{4})</.exec(offered.html)!
    const start = app.now()
    app.at(new Date(start.getTime() + 61 * 60_000).toISOString())
    const late = await givenBrowser(app).post('/encaisser/appareil', { key: uuid(), code: `${a}${b}` })
    expect(late.status).toBe(422)
    app.at(start.toISOString())
  })

  test('reaches no other outlet, device or person', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const manager = await givenWorker(app, caisse, await givenOutlet(app, caisse))
    const other = await givenTill(app, caisse)
    const taken = await manager.post('/encaisser/reglages/appareils/retirer', {
      key: uuid(),
      deviceId: other.deviceId,
    })
    expect(taken.status).toBe(403)
    await givenWorker(app, caisse, other.outlet, 'outlet_staff')
    const [person] = await inCaisse(app.db, caisse.id, (tx) => outletPeople(tx, other.outlet.id, app.now()))
    const gone = await manager.post('/encaisser/reglages/personnes/retirer', {
      key: uuid(),
      roleId: person!.id,
    })
    expect(gone.status).toBe(403)
    await expect(endOutletRole(caisse.call(), { roleId: person!.id })).resolves.toBeUndefined()
  })

  test('invites somebody who takes payments', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const outlet = await givenOutlet(app, caisse)
    const manager = await givenWorker(app, caisse, outlet)
    const email = `${uuid()}@example.org`
    const invited = await manager.post('/encaisser/reglages/personnes', {
      key: uuid(),
      name: 'Ernest Blette',
      email,
    })
    expect(invited.next).toBe('/encaisser/reglages?fait=invite')
    const people = await inCaisse(app.db, caisse.id, (tx) => outletPeople(tx, outlet.id, app.now()))
    expect(people).toMatchObject([{ role: 'outlet_manager' }, { role: 'outlet_staff', email }])
  })
})

describe('without the card', () => {
  const asked = (payer: GivenPayer, fullName: string) => ({ ...paying(payer), number: '', fullName })

  test('a full name typed exactly pays, however its capitals and accents', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = givenTillBrowser(app, await givenTill(app, caisse))
    const payer = await givenPayer(app, caisse)
    const { given, family } = await nameThem(app, caisse, payer, 'Élodie', 'Ciboulette-Kaki')
    const paid = await till.post(
      '/encaisser/payer',
      asked(payer, ` ${family.toLowerCase()}  ${given.toUpperCase()}`),
    )
    expect(paid.next).toContain(`numero=${payer.number.slice(-3)}`)
  })

  test('an unknown name and a wrong code are told alike, and nothing is told before the code', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const till = givenTillBrowser(app, await givenTill(app, caisse))
    const payer = await givenPayer(app, caisse)
    await nameThem(app, caisse, payer, 'Élodie', 'Ciboulette')
    const first = await till.post('/encaisser', asked(payer, 'Personne Inconnue'))
    expect(first.html).toContain('name="code"')
    const unknown = await till.post('/encaisser/payer', asked(payer, 'Personne Inconnue'))
    const wrong = await till.post('/encaisser/payer', { ...asked(payer, 'Élodie Ciboulette'), code: '9182' })
    const part = await till.post('/encaisser/payer', asked(payer, 'Élodie'))
    for (const { status, html } of [unknown, wrong, part]) {
      expect(status).toBe(422)
      expect(readable(html)).toContain('Le numéro ou le code ne correspond pas.')
      expect(html).not.toContain(payer.number)
    }
  })

  test('two people of one name give their number', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = givenTillBrowser(app, await givenTill(app, caisse))
    const [one, other] = [await givenPayer(app, caisse), await givenPayer(app, caisse)]
    await nameThem(app, caisse, one, 'Élodie', 'Ciboulette')
    await nameThem(app, caisse, other, 'Elodie', 'CIBOULETTE')
    const { status, html } = await till.post('/encaisser/payer', asked(one, 'Élodie Ciboulette'))
    expect(status).toBe(422)
    expect(readable(html)).toContain('Plusieurs personnes portent ce nom. Demandez le numéro de la carte.')
    expect(await balanceLeft(app, one)).toBe(100_00)
  })
})

async function nameThem(
  app: TestApp,
  caisse: GivenCaisse,
  { personId }: GivenPayer,
  given: string,
  family: string,
) {
  await inCaisse(app.db, caisse.id, (tx) =>
    tx
      .updateTable('person')
      .set({ given_name: given, family_name: family })
      .where('caisse_id', '=', caisse.id)
      .where('id', '=', personId)
      .execute(),
  )
  return { given, family }
}

describe('a resident at the till', () => {
  test('sees what they have left after their code, for five seconds, once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = givenTillBrowser(app, await givenTill(app, caisse))
    const payer = await givenPayer(app, caisse)
    const typed = { ...paying(payer), balanceKey: uuid() }
    const shown = await till.post('/encaisser/solde', typed)
    expect(readable(shown.html)).toContain('100,00')
    expect(shown.headers.get('refresh')).toBe('5; url=/encaisser?montant=12.40')
    expect(shown.headers.get('cache-control')).toBe('no-store')
    expect(shown.html).not.toContain(payer.code)
    expect((await till.post('/encaisser/solde', typed)).status).toBe(409)
    const wrong = await till.post('/encaisser/solde', { ...typed, balanceKey: uuid(), code: '9182' })
    expect(wrong.status).toBe(422)
    expect(readable(wrong.html)).not.toContain('100,00')
  })

  test('who chose it pays what they have left, after one code', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = givenTillBrowser(app, await givenTill(app, caisse))
    const payer = await givenPayer(app, caisse)
    await choosePartPayment(caisse.call(), { personId: payer.personId, inPart: true })
    const paid = await till.post('/encaisser/payer', paying(payer, '130'))
    expect(paid.next).toMatch(/paye=10000&reste=3000/)
  })
})

test('a number that nobody has waits after five tries, as one that somebody has', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const payer = await givenPayer(app, caisse)
  const said = async (number: string) => {
    const till = givenTillBrowser(app, await givenTill(app, caisse))
    const answers: string[] = []
    for (let i = 0; i < 6; i += 1) {
      const { html } = await till.post('/encaisser/payer', { ...paying(payer), number, code: `918${i}` })
      answers.push(/field-code-error"[^>]*>(.*?)<\/p>/s.exec(html)?.[1] ?? readable(html))
    }
    return answers
  }
  const known = await said(payer.number)
  expect(known[5]).toMatch(/Trop d’essais/)
  expect(await said(withCheckDigit('0000001'))).toEqual(known)
})

describe('an outlet without an agreement today', () => {
  test('is told kindly since when, and keeps its statements', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse, await givenOutlet(app, caisse))
    const payer = await givenPayer(app, caisse)
    await endAgreement(caisse.call(), { agreementId: till.outlet.agreementId, lastDay: '2026-11-24' })
    const start = app.now()
    app.at('2026-11-25T10:00:00Z')
    const browser = givenTillBrowser(app, till)
    expect(readable((await browser.get('/encaisser')).html)).toContain(
      'La convention s’est terminée le 24 novembre 2026',
    )
    expect(readable((await browser.post('/encaisser/payer', paying(payer))).html)).toContain(
      'Rien n’a été pris',
    )
    expect((await browser.get('/encaisser/releves')).status).toBe(200)
    app.at(start.toISOString())
  })

  test('never reads that it is suspended', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse, await givenOutlet(app, caisse))
    await suspendAgreement(caisse.call(), {
      agreementId: till.outlet.agreementId,
      words: 'Contrôle en cours',
    })
    const browser = givenTillBrowser(app, till)
    for (const path of ['/encaisser', '/encaisser/releves', '/encaisser/reglages', '/encaisser/journal']) {
      const { status, html } = await browser.get(path)
      expect(status).toBe(200)
      expect(html).not.toMatch(/suspend|en pause|retard|Contrôle en cours/i)
    }
  })
})
