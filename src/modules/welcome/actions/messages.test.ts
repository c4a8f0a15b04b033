import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { givenDues, givenHousehold, givenReceipt } from '../../../../test/given-contributions.ts'
import { givenIssuedMonth } from '../../../../test/given-allocations.ts'
import { givenSignedIn } from '../../../../test/given-pages.ts'
import { aPerson } from '../../../../test/given-people.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { test, type TestApp } from '../../../../test/app.ts'
import { inCaisse } from '../../../db/db.ts'
import { listMails } from '../../identity/outbox.ts'
import { undoReceipt } from '../../contributions/actions/receipts.ts'
import { recordEvent } from '../../life/actions/life.ts'
import { undoEvent } from '../../life/actions/undo.ts'
import { endHousehold } from '../../people/actions/households.ts'
import { recordMandate } from '../../people/actions/mandates.ts'
import { lifeOf } from '../../people/store/life-events.ts'
import { membersOf } from '../../people/store/households.ts'
import { countOnPaper, readBatch } from '../../people/store/messages.ts'
import { forgetWelcome, remindContributions } from '../jobs.ts'
import { peopleToCall } from '../store/people-to-call.ts'
import { deliverMessages } from './deliver.ts'
import { noteCall, objectToMessages, setMessages, takeToPaper, tellChange, writeText } from './messages.ts'

const deliver = (app: TestApp, caisse: GivenCaisse) => deliverMessages(app, { caisseId: caisse.id })

const mails = async (app: TestApp, caisse: GivenCaisse) => {
  await deliver(app, caisse)
  return inCaisse(app.db, caisse.id, (tx) => listMails(tx))
}

const onPaper = async (app: TestApp, caisse: GivenCaisse) => {
  await deliver(app, caisse)
  return inCaisse(app.db, caisse.id, countOnPaper)
}

const withMail = (email = 'ana@example.org', language = 'fr') => ({
  members: [aPerson({ givenName: 'Ana', email, language })],
})

/** A household that has been welcomed already. */
async function givenKnown(app: TestApp, caisse: GivenCaisse, joining = {}): Promise<string> {
  const id = await givenHousehold(caisse, { contribution: 45_00, ...joining })
  await deliver(app, caisse)
  return id
}

const subjects = async (app: TestApp, caisse: GivenCaisse) =>
  (await mails(app, caisse)).map(({ subject }) => subject.replace(/[\u00a0\u202f]/g, ' '))

describe('what happens is told, once, in the language of whoever reads', () => {
  test('a welcome, a receipt, an allocation, a departure', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 45_00, ...withMail() })
    expect(await subjects(app, caisse)).toEqual(['Bienvenue à Caisse d’essai'])
    await givenReceipt(caisse, householdId, 45_00)
    await givenIssuedMonth(app, caisse, '2026-11')
    await endHousehold(caisse.call(), { householdId, leavesOn: '2026-11-30' })
    expect((await subjects(app, caisse)).sort()).toEqual([
      'Au revoir, et merci',
      'Bienvenue à Caisse d’essai',
      'Votre allocation de novembre 2026 est arrivée',
      'Votre cotisation est bien arrivée',
    ])
    const thanks = (await mails(app, caisse)).find(({ subject }) => subject.includes('cotisation'))
    expect(thanks!.text).toContain('45,00')
    expect(await mails(app, caisse)).toHaveLength(4)
  })

  test('in English to who chose it; by letter to who has no address', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHousehold(caisse, withMail('ann@example.org', 'en'))
    await givenHousehold(caisse, { members: [aPerson({ phone: '06 39 98 10 10' })] })
    await givenHousehold(caisse, { members: [aPerson({ language: 'en' })] })
    expect(await subjects(app, caisse)).toEqual(['Welcome to Caisse d’essai'])
    expect(await onPaper(app, caisse)).toEqual({ letters: 2, calls: 1 })
  })

  test('in the caisse’s own words', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const own = {
      occasion: 'welcome',
      language: 'fr',
      subject: 'Salut {prenom} !',
      body: 'À {caisse}.',
    } as const
    await writeText(caisse.call(), own)
    await givenHousehold(caisse, withMail())
    const [mail] = await mails(app, caisse)
    expect(mail).toMatchObject({ subject: 'Salut Ana !', text: 'À Caisse d’essai.' })
    await expect(writeText(caisse.call(), { ...own, body: '{nom}' })).rejects.toMatchObject({
      code: 'unknown_variable',
    })
  })

  test('to a relative whom the person lets receive their messages', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenKnown(app, caisse)
    const [person] = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, householdId))
    await recordMandate(caisse.call(), {
      personId: person!.personId,
      helper: { kind: 'relative', name: 'Blandine', email: `${uuid()}@example.org` },
      powers: ['messages'],
      signedOn: '2026-11-20',
      untilOn: '2027-11-19',
    })
    await givenReceipt(caisse, householdId, 45_00)
    expect(await subjects(app, caisse)).toContain('Votre cotisation est bien arrivée')
  })
})

describe('what is no longer so', () => {
  const TODAY = '2026-11-24'

  test('is never told to who has not read it: by mail or on paper', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenKnown(app, caisse, withMail())
    const onPaperId = await givenKnown(app, caisse)
    await takeToPaper(caisse.call(), { as: 'printed' })
    for (const id of [householdId, onPaperId])
      await undoReceipt(caisse.call(), { receiptId: await givenReceipt(caisse, id, 45_00) })
    expect(await mails(app, caisse)).toHaveLength(1)
    const receiptId = await givenReceipt(caisse, onPaperId, 45_00)
    expect(await onPaper(app, caisse)).toMatchObject({ letters: 1 })
    await undoReceipt(caisse.call(), { receiptId })
    expect(await onPaper(app, caisse)).toMatchObject({ letters: 0 })
  })

  test('is told to who was thanked, in their language, without blame', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenKnown(app, caisse, withMail('ann@example.org', 'en'))
    const receiptId = await givenReceipt(caisse, householdId, 45_00)
    await deliver(app, caisse)
    await undoReceipt(caisse.call(), { receiptId })
    const [correction] = await mails(app, caisse)
    expect(correction!.subject).toBe('Caisse d’essai: something has changed')
    expect(correction!.text).toMatch(/We wrote to you that .?45\.00.* had arrived on/)
  })

  test('a household that was to leave and stays hears it, and may be told anew that it leaves', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenKnown(app, caisse, withMail())
    const leave = () =>
      recordEvent('leaving', caisse.call(), { householdId, on: TODAY, rightsUntil: '2026-12-31' })
    const lastEvent = () => inCaisse(app.db, caisse.id, async (tx) => (await lifeOf(tx, householdId))[0]!.id)
    const texts = async () => (await mails(app, caisse)).map(({ text }) => text)
    await leave()
    expect((await texts())[0]).toContain('jusqu’au 24 novembre 2026 compris')
    expect((await texts())[0]).toContain('peut se dépenser jusqu’au 31 décembre 2026')
    await undoEvent(caisse.call(), { eventId: await lastEvent() })
    expect((await texts())[0]).toContain('votre foyer reste dans la caisse')
    app.at('2026-11-24T12:00:00Z')
    await leave()
    expect((await texts())[0]).toContain('31 décembre 2026')
    expect(await mails(app, caisse)).toHaveLength(4)
  })
})

describe('nobody is written to', () => {
  test('who objected, until they think otherwise', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenKnown(app, caisse, withMail())
    const [person] = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, householdId))
    const { personId } = person!
    await objectToMessages(caisse.call(), { personId, objects: true })
    await givenReceipt(caisse, householdId, 45_00)
    expect(await mails(app, caisse)).toHaveLength(1)
    await objectToMessages(caisse.call(), { personId, objects: false })
    await givenReceipt(caisse, householdId, 45_00)
    expect(await mails(app, caisse)).toHaveLength(2)
  })

  test('who has left, but for the goodbye', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenKnown(app, caisse, withMail())
    await endHousehold(caisse.call(), { householdId, leavesOn: '2026-11-10' })
    await givenReceipt(caisse, householdId, 45_00)
    expect(await subjects(app, caisse)).toEqual(['Au revoir, et merci', 'Bienvenue à Caisse d’essai'])
  })

  test('on occasions that the caisse switched off, nor about old news', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenKnown(app, caisse, withMail())
    await setMessages(caisse.call(), { silent: ['received'], remindDays: '5' })
    await givenReceipt(caisse, householdId, 45_00)
    expect(await mails(app, caisse)).toHaveLength(1)
    await expect(setMessages(caisse.call(), { silent: ['change'], remindDays: '28' })).rejects.toThrow(
      'remindDays: remind_days',
    )
    await setMessages(caisse.call(), { silent: ['change'], remindDays: '5' })
    await expect(tellChange(caisse.call(), { changeText: 'Le guichet change.' })).rejects.toMatchObject({
      code: 'occasion_silent',
    })
    await givenReceipt(caisse, householdId, 45_00)
    app.at('2026-12-02T10:00:01Z')
    expect(await mails(app, caisse)).toHaveLength(1)
  })
})

describe('contributions', () => {
  test('are announced some days before, once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenKnown(app, caisse, withMail())
    await remindContributions(app)
    expect(await mails(app, caisse)).toHaveLength(1)
    app.at('2026-11-26T08:00:00Z')
    await remindContributions(app)
    await remindContributions(app)
    expect(await subjects(app, caisse)).toEqual([
      'Votre cotisation de décembre 2026',
      'Bienvenue à Caisse d’essai',
    ])
  })

  test('that do not come bring friendly words, then a call; never an end', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenKnown(app, caisse, withMail())
    await givenKnown(app, caisse, withMail('paid@example.org')).then((id) => givenReceipt(caisse, id, 45_00))
    await givenDues(caisse, '2026-11')
    const calls = (day: string) => inCaisse(app.db, caisse.id, (tx) => peopleToCall(tx, day))
    await remindContributions(app)
    const late = (await subjects(app, caisse)).filter((subject) => subject.startsWith('Un mot'))
    expect(late).toEqual(['Un mot à propos de novembre 2026'])
    expect((await calls('2026-12-05')).map((one) => one.householdId)).toEqual([householdId])
    await noteCall(caisse.call(), { householdId, month: '2026-11' })
    expect(await calls('2026-12-05')).toEqual([])
  })
})

describe('on paper', () => {
  test('letters are printed together, calls for those who have a phone; texts are forgotten after a month', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    await givenHousehold(caisse, { members: [aPerson({ phone: '06 39 98 10 10' })] })
    await givenHousehold(caisse, { members: [aPerson()] })
    await deliver(app, caisse)
    const calls = await takeToPaper(caisse.call(), { as: 'call_list' })
    const letters = await takeToPaper(caisse.call(), { as: 'printed' })
    expect([calls.count, letters.count]).toEqual([1, 1])
    await expect(takeToPaper(caisse.call(), { as: 'printed' })).rejects.toMatchObject({
      code: 'nothing_on_paper',
    })
    const sheets = () => inCaisse(app.db, caisse.id, (tx) => readBatch(tx, letters.batchId))
    expect(await sheets()).toMatchObject([{ subject: 'Bienvenue à Caisse d’essai' }])
    app.at('2026-12-26T10:00:00Z')
    await forgetWelcome(app)
    expect(await sheets()).toEqual([])
  })

  test('a change is told to a wave, a territory or everyone; the desk prints it as a PDF', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    await givenKnown(app, caisse)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const page = `/c/${caisse.slug}/messages`
    const empty = await browser.post(`${page}/changement`, { key: uuid(), changeText: ' ' })
    expect(empty.html).toContain('id="field-changeText-error"')
    const told = await browser.post(`${page}/changement`, {
      key: uuid(),
      changeText: 'Le guichet ouvre le jeudi.',
    })
    expect(told.next).toBe(`${page}?prevenus=1`)
    await deliver(app, caisse)
    expect((await browser.get(page)).html).toContain('2 messages à remettre en main')
    const { next } = await browser.post(`${page}/lettres`, { key: uuid() })
    const href = /href="([^"]+imprimer)"/.exec((await browser.get(next!)).html)![1]!
    expect((await browser.get(href)).headers.get('content-type')).toBe('application/pdf')
    for (const role of ['resident', 'treasurer', 'committee_member'] as const) {
      const other = (await givenSignedIn(app, caisse, role)).browser
      for (const path of [page, href, `${page}/textes/welcome`])
        expect((await other.get(path)).status).toBe(403)
    }
  })

  test('a text is looked at, kept and given back from its page', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const page = `/c/${caisse.slug}/messages/textes/received?langue=fr`
    const text = { subject: 'Merci {prenom}', body: 'Reçu : {montant}.' }
    const seen = await browser.post(page, { key: uuid(), ...text, see: 'yes' })
    expect(seen.html).toContain('Merci Capucine')
    const bad = await browser.post(page, { key: uuid(), ...text, body: '{montan}' })
    expect(bad.html).toContain('n’existe pas pour ce message')
    expect(bad.html).toContain('{montan}')
    await browser.post(page, { key: uuid(), ...text })
    expect((await browser.get(page)).html).toContain('Reçu : {montant}.')
    const reset = await browser.post(page.replace('?', '/defaut?'), { key: uuid() })
    expect(reset.next).toContain('retour=oui')
    expect((await browser.get(page)).html).toContain('Votre cotisation est bien arrivée')
  })
})
