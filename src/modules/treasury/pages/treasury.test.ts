import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenOutlet } from '../../../../test/given-accreditation.ts'
import { givenDues, givenHouseholds, givenReceipt } from '../../../../test/given-contributions.ts'
import { givenSignedIn, type Browser } from '../../../../test/given-pages.ts'
import { expectChecksToPass, givenPurchases } from '../../../../test/given-treasury.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { inCaisse } from '../../../db/db.ts'
import { listReceipts } from '../../contributions/store/receipts.ts'
import { lineStatement } from '../../settlements/line-statement.ts'
import { linesIn, listBatches } from '../../settlements/store.ts'
import { recordOpeningBalance } from '../actions.ts'
import { findClosing } from '../store/closing.ts'

const MONTH = '2026-10'

/** October is over; two people look at it on 3 November. */
async function givenOffice(app: TestApp, households = 3) {
  app.at('2026-10-01T08:00:00Z')
  const caisse = await givenCaisse(app)
  await recordOpeningBalance(caisse.call(), { amount: '5000' })
  const ids = await givenHouseholds(
    caisse,
    Array.from({ length: households }, () => ({ contribution: 20_00 })),
  )
  await givenDues(caisse, MONTH)
  app.at('2026-11-03T10:00:00Z')
  const treasurer = (await givenSignedIn(app, caisse, 'treasurer')).browser
  const coordinator = (await givenSignedIn(app, caisse, 'coordinator')).browser
  const home = `/c/${caisse.slug}/tresorerie`
  return { caisse, ids, treasurer, coordinator, home }
}

const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/\s+/g, ' ')

const seen = async (browser: Browser, path: string) => plain((await browser.get(path)).html)

const send = async (browser: Browser, path: string, fields: Record<string, string> = {}) => {
  const answer = await browser.post(path, { key: uuid(), ...fields })
  return { ...answer, text: plain(answer.html) }
}

/** A hidden field of a form that the page shows. */
async function hidden(browser: Browser, path: string, name: string): Promise<string> {
  const { html } = await browser.get(path)
  return new RegExp(`name="${name}" value="([^"]+)"`).exec(html)![1]!
}

const receiptsOf = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, (tx) => listReceipts(tx, { limit: 500 }))

describe('dues of a month', () => {
  test('many are noted at once, one in part, and one is undone', async ({ app }) => {
    const { caisse, ids, treasurer, home } = await givenOffice(app)
    const list = `${home}/cotisations?mois=${MONTH}`
    expect(await seen(treasurer, list)).toContain('3 cotisations d’octobre 2026 sont encore attendues')
    const { status, next } = await send(treasurer, `${home}/cotisations/noter?mois=${MONTH}`, {
      [`recue.${ids[0]}`]: 'oui',
      [`montant.${ids[0]}`]: '20,00',
      [`recue.${ids[1]}`]: 'oui',
      [`montant.${ids[1]}`]: '12.5',
      [`montant.${ids[2]}`]: '20,00',
      receivedOn: '2026-10-20',
      method: 'transfer',
    })
    expect(status).toBe(303)
    expect(await seen(treasurer, next!)).toContain('2 cotisations sont notées')
    const page = await seen(treasurer, list)
    expect(page).toContain('2 cotisations d’octobre 2026 sont encore attendues')
    expect(page).toContain('12,50 € reçus sur 20,00 €')
    expect(page).toContain('En retard')

    const [receipt] = (await receiptsOf(app, caisse)).filter(({ cents }) => cents === 20_00)
    const undone = await send(treasurer, `${home}/recettes/${receipt!.id}/annuler`)
    expect(await seen(treasurer, undone.next!)).toContain('la cotisation est de nouveau attendue')
    const again = await send(treasurer, `${home}/recettes/${receipt!.id}/annuler`)
    expect(again.text).toContain('Cet encaissement est déjà annulé.')
    await expectChecksToPass(app, caisse)
  })

  test('an amount that is none is told at its line, and nothing is noted', async ({ app }) => {
    const { caisse, ids, treasurer, home } = await givenOffice(app)
    const answer = await send(treasurer, `${home}/cotisations/noter?mois=${MONTH}`, {
      [`recue.${ids[0]}`]: 'oui',
      [`montant.${ids[0]}`]: '20,00',
      [`recue.${ids[1]}`]: 'oui',
      [`montant.${ids[1]}`]: 'vingt',
      receivedOn: '2026-10-20',
      method: 'transfer',
    })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain(`id="field-montant.${ids[1]}-error"`)
    expect(answer.html).toContain('value="vingt"')
    expect(answer.html.match(/name="recue\.[^"]+" value="oui" checked/g)).toHaveLength(2)
    const none = await send(treasurer, `${home}/cotisations/noter?mois=${MONTH}`, { method: 'transfer' })
    expect(none.text).toContain('Rien n’est coché')
    expect(await receiptsOf(app, caisse)).toEqual([])
  })

  test('a wrong list is undone at once, and only once', async ({ app }) => {
    const { caisse, ids, treasurer, home } = await givenOffice(app)
    const noted = await send(treasurer, `${home}/cotisations/noter?mois=${MONTH}`, {
      ...Object.fromEntries(
        ids.flatMap((id) => [[`recue.${id}`, 'oui'] as const, [`montant.${id}`, '20'] as const]),
      ),
      receivedOn: '2026-10-20',
      method: 'cash',
    })
    const geste = await hidden(treasurer, noted.next!, 'geste')
    const undone = await send(treasurer, `${home}/cotisations/annuler?mois=${MONTH}`, { geste })
    const page = await seen(treasurer, undone.next!)
    expect(page).toContain('3 recettes sont annulées')
    expect(page).toContain('3 cotisations d’octobre 2026 sont encore attendues')
    const again = await send(treasurer, `${home}/cotisations/annuler?mois=${MONTH}`, { geste })
    expect(again.text).toContain('Cet encaissement est déjà annulé.')
    expect((await send(treasurer, `${home}/cotisations/annuler`, { geste: uuid() })).status).toBe(404)
    await expectChecksToPass(app, caisse)
  })

  test('two people who tick the same line note it once; the same form twice is one', async ({ app }) => {
    const { caisse, ids, treasurer, coordinator, home } = await givenOffice(app)
    const form = {
      [`recue.${ids[0]}`]: 'oui',
      [`montant.${ids[0]}`]: '20,00',
      [`attendu.${ids[0]}`]: '2000',
      receivedOn: '2026-10-20',
      method: 'transfer',
      key: uuid(),
    }
    const path = `${home}/cotisations/noter?mois=${MONTH}`
    expect((await send(treasurer, path, form)).status).toBe(303)
    expect((await send(treasurer, path, form)).status).toBe(303)
    const other = await send(coordinator, path, { ...form, key: uuid() })
    expect(other.text).toContain('vient d’être notée par quelqu’un d’autre')
    expect(await receiptsOf(app, caisse)).toHaveLength(1)
  })

  test('too much cash in one line says whose it is', async ({ app }) => {
    const { caisse, ids, treasurer, home } = await givenOffice(app)
    const { text } = await send(treasurer, `${home}/cotisations/noter?mois=${MONTH}`, {
      [`recue.${ids[1]}`]: 'oui',
      [`montant.${ids[1]}`]: '2000',
      receivedOn: '2026-10-20',
      method: 'cash',
    })
    expect(text).toContain('On ne peut pas recevoir plus de 1 000,00 € en espèces')
    expect(text).toContain('C’est la ligne de')
    expect(await receiptsOf(app, caisse)).toEqual([])
  })

  test('a remise is noted for a household, and called by its name', async ({ app }) => {
    const { ids, treasurer, home } = await givenOffice(app)
    const file = `${home}/cotisations/${ids[0]}`
    expect(await seen(treasurer, file)).toContain('20,00 € encore attendus')
    await send(treasurer, `${file}/remise`, { month: MONTH, waived: '20' })
    const page = await seen(treasurer, file)
    expect(page).toContain('est à jour')
    expect(page).toContain('Remise')
    expect((await send(treasurer, `${file}/remise`, { month: MONTH, waived: '21' })).text).toContain(
      'On ne peut pas renoncer à plus que ce qui est dû',
    )
    expect((await treasurer.get(`${home}/cotisations/${uuid()}`)).status).toBe(404)
  })

  test('of a hundred households are all shown and noted in one go', async ({ app }) => {
    const { ids, treasurer, home } = await givenOffice(app, 100)
    const { html } = await treasurer.get(`${home}/cotisations?mois=${MONTH}&cocher=tout`)
    const ticked = [...html.matchAll(/name="(recue\.[^"]+)" value="oui" checked/g)].map(([, name]) => name!)
    expect(ticked).toHaveLength(100)
    const fields = Object.fromEntries([
      ...ticked.map((name) => [name, 'oui']),
      ...ids.map((id) => [`montant.${id}`, '20,00']),
    ])
    const { next } = await send(treasurer, `${home}/cotisations/noter?mois=${MONTH}`, {
      ...fields,
      receivedOn: '2026-10-20',
      method: 'transfer',
    })
    expect(await seen(treasurer, next!)).toContain('Toutes les cotisations d’octobre 2026 sont réglées')
  })
})

describe('cash and bank', () => {
  test('a receipt, a count, a slip and a cheque that comes back', async ({ app }) => {
    const { caisse, ids, treasurer, home } = await givenOffice(app)
    const cash = await givenReceipt(caisse, ids[0]!, 20_00, { method: 'cash', receivedOn: '2026-10-20' })
    const cheque = await givenReceipt(caisse, ids[1]!, 20_00, { method: 'cheque', receivedOn: '2026-10-20' })
    const paper = await treasurer.get(`${home}/recettes/${cash}/recu`)
    expect(paper.headers.get('content-disposition')).toContain('recu-2026-1.pdf')
    expect(paper.html.slice(0, 5)).toBe('%PDF-')

    const counted = await send(treasurer, `${home}/especes/compter`, {
      countedOn: '2026-10-31',
      'piece-1000': '1',
      'piece-500': '1',
      'piece-200': '2',
    })
    expect(await seen(treasurer, counted.next!)).toContain('Il manque 1,00 € en espèces')
    const wrong = await send(treasurer, `${home}/especes/compter`, {
      countedOn: '2026-10-31',
      'piece-1000': 'dix',
    })
    expect(wrong.html).toContain('id="field-piece-1000-error"')

    const slip = await send(treasurer, `${home}/especes/cheques`, {
      [`cheque.${cheque}`]: 'oui',
      chequesOn: '2026-11-02',
    })
    const slipPath = slip.next!.replace(/\?.*/, '')
    expect(await seen(treasurer, slipPath)).toContain('Remise de chèques n° 1 : 20,00 €')
    expect((await treasurer.get(`${slipPath}/bordereau`)).html.slice(0, 5)).toBe('%PDF-')
    await send(treasurer, `${slipPath}/impaye`, { cheque, bouncedOn: '2026-11-03' })
    expect(await seen(treasurer, slipPath)).toContain('Revenu impayé')
    await expectChecksToPass(app, caisse)
  })

  test('a balance is compared with the journal, and a gap explained', async ({ app }) => {
    const { caisse, treasurer, home } = await givenOffice(app)
    const read = await send(treasurer, `${home}/banque/solde`, { on: '2026-10-31', balance: '4999,99' })
    const page = await seen(treasurer, read.next!)
    expect(page).toContain('Il manque 0,01 € à la banque')
    const { html } = await treasurer.get(`${home}/banque`)
    const way = /href="([^"]*\/ecart\?[^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&')
    expect((await treasurer.get(way)).html).toContain('value="0,01"')
    const explained = await send(treasurer, way.replace('/ecart?', '/ecart/expliquer?'), {
      place: 'bank',
      there: 'less',
      amount: '0,01',
      on: '2026-10-31',
      reason: 'unknown',
      words: '',
    })
    expect(await seen(treasurer, explained.next!)).toContain('la banque et le journal disaient la même chose')
    const typo = await send(treasurer, `${home}/banque/solde`, { on: '0026-10-31', balance: 'mille' })
    expect(typo.html).toContain('id="field-on-error"')
    expect(typo.html).toContain('id="field-balance-error"')
    await expectChecksToPass(app, caisse)
  })

  test('a grant is noted, its payment comes, and one entered by mistake is undone', async ({ app }) => {
    const { caisse, treasurer, home } = await givenOffice(app)
    await send(treasurer, `${home}/subventions/noter`, {
      funder: 'Ville inventée',
      purpose: '',
      promised: '1000',
      awardedOn: '2026-10-01',
      'expectedOn-1': '2026-10-15',
      'amount-1': '400',
      'expectedOn-2': '2027-01-15',
      'amount-2': '600',
    })
    const { html } = await treasurer.get(`${home}/subventions`)
    const grant = /subventions\/([0-9a-f-]{36})\/1\/recue/.exec(html)![1]!
    const received = await send(treasurer, `${home}/subventions/${grant}/1/recue`, {
      [`on-${grant}-1`]: '2026-10-16',
    })
    expect(await seen(treasurer, received.next!)).toContain('400,00 € reçus, 600,00 € encore attendus')
    await send(treasurer, `${home}/subventions/${grant}/signer`)
    await send(treasurer, `${home}/subventions/${grant}/1/annuler`)
    expect(await seen(treasurer, `${home}/subventions`)).toContain('0,00 € reçus, 1 000,00 € encore attendus')
    const wrong = await send(treasurer, `${home}/subventions/noter`, {
      funder: 'Ville inventée',
      promised: '1000',
      awardedOn: '2026-10-01',
      'expectedOn-1': '',
      'amount-1': '400',
    })
    expect(wrong.html).toContain('id="field-expectedOn-1-error"')
    await expectChecksToPass(app, caisse)
  })
})

/** Two outlets are owed for October. */
async function givenSales(app: TestApp, caisse: GivenCaisse) {
  const shop = await givenOutlet(app, caisse, { tradeName: 'A. Épicerie', siren: '732829320' })
  const farm = await givenOutlet(app, caisse, { tradeName: 'B. Ferme' })
  app.at('2026-10-20T10:00:00Z')
  await givenPurchases(app, caisse, [
    { outletId: shop.id, cents: 30_00 },
    { outletId: farm.id, cents: 12_50 },
  ])
  app.at('2026-11-03T10:00:00Z')
  return { shop, farm }
}

async function prepared(browser: Browser, home: string, outlets: readonly { id: string }[]) {
  const { next } = await send(browser, `${home}/remboursements/preparer`, {
    ...Object.fromEntries(outlets.map(({ id }) => [`lieu.${id}`, 'oui'])),
    executionOn: '2026-11-03',
    upTo: '2026-10-31',
  })
  return next!
}

describe('paying outlets', () => {
  test('prepared by one, signed by another, sent, noted line by line', async ({ app }) => {
    const { caisse, treasurer, coordinator, home } = await givenOffice(app)
    const { shop, farm } = await givenSales(app, caisse)
    expect(await seen(treasurer, `${home}/remboursements`)).toContain('42,50 € sont dus à 2 lieux')
    const path = await prepared(treasurer, home, [shop, farm])
    expect((await treasurer.get(`${path}/fichier`)).status).toBe(404)
    const digest = await hidden(coordinator, path, 'digest')
    expect((await send(treasurer, `${path}/signer`, { digest })).text).toContain('Vous avez déjà signé')
    expect((await send(coordinator, `${path}/signer`, { digest })).status).toBe(303)
    await send(treasurer, `${path}/envoyer`, { format: 'pain.001.001.09' })
    const file = await treasurer.get(`${path}/fichier`)
    expect(file.headers.get('content-disposition')).toContain('remboursement-1.xml')
    expect(file.html).toContain('<CtrlSum>42.5')

    const both = { 'ligne.1': 'oui', 'ligne.2': 'oui', on: '2026-11-03' }
    const done = await send(treasurer, `${path}/lignes`, { ...both, faire: 'passees' })
    expect(await seen(treasurer, done.next!)).toContain('Les lignes sont notées passées')
    const silent = { 'ligne.2': 'oui', on: '2026-11-03', faire: 'revenues', reason: '' }
    expect((await send(treasurer, `${path}/lignes`, silent)).html).toContain('id="field-reason-error"')
    const back = { ...silent, reason: 'Compte clos' }
    await send(treasurer, `${path}/lignes`, back)
    expect(await seen(treasurer, path)).toContain('Revenu 3 novembre 2026')
    expect((await send(treasurer, `${path}/lignes`, { faire: 'passees' })).text).toContain('Rien n’est coché')
    expect((await treasurer.get(`${path}/lignes/1/releve`)).html.slice(0, 5)).toBe('%PDF-')
    expect((await treasurer.get(`${path}/lignes/9/releve`)).status).toBe(404)
    await expectChecksToPass(app, caisse)
  })

  test('a line is held and leaves with a later batch', async ({ app }) => {
    const { caisse, treasurer, coordinator, home } = await givenOffice(app)
    const { shop, farm } = await givenSales(app, caisse)
    const path = await prepared(treasurer, home, [shop, farm])
    await send(coordinator, `${path}/signer`, { digest: await hidden(coordinator, path, 'digest') })
    await send(treasurer, `${path}/lignes`, { 'ligne.2': 'oui', faire: 'retenir', reason: 'Un doute' })
    await send(treasurer, `${path}/envoyer`, { format: 'list' })
    const list = await treasurer.get(`${path}/fichier`)
    expect(list.headers.get('content-disposition')).toContain('.csv')
    expect(list.html).toContain('30,00')
    expect(list.html).not.toContain('12,50')
    await send(treasurer, `${path}/lignes`, { 'ligne.2': 'oui', faire: 'reprendre', on: '' })
    expect(await seen(treasurer, `${home}/remboursements`)).toContain('12,50 € sont dus à un lieu')
  })

  test('what a statement lists is its transfer, to the cent, whatever happened before', async ({ app }) => {
    const { caisse, treasurer, coordinator, home } = await givenOffice(app)
    const { shop, farm } = await givenSales(app, caisse)
    const pay = async () => {
      const path = await prepared(treasurer, home, [shop, farm])
      await send(coordinator, `${path}/signer`, { digest: await hidden(coordinator, path, 'digest') })
      await send(treasurer, `${path}/envoyer`, { format: 'list' })
      return path
    }
    const first = await pay()
    await send(treasurer, `${first}/lignes`, {
      'ligne.2': 'oui',
      on: '2026-11-03',
      faire: 'revenues',
      reason: 'Compte clos',
    })
    app.at('2026-11-03T11:00:00Z')
    await givenPurchases(app, caisse, [{ outletId: shop.id, cents: 7_77 }])
    app.at('2026-11-03T12:00:00Z')
    const { next } = await send(treasurer, `${home}/remboursements/preparer`, {
      [`lieu.${shop.id}`]: 'oui',
      [`lieu.${farm.id}`]: 'oui',
      executionOn: '2026-11-05',
    })
    expect(next).toContain('/remboursements/')
    const sold = await seen(treasurer, `${home}/remboursements?jusqu=2026-10-31`)
    expect(sold).toContain('Pour les achats jusqu’au 31 octobre 2026')
    await inCaisse(app.db, caisse.id, async (tx) => {
      for (const batch of await listBatches(tx))
        for (const { line, amountCents } of await linesIn(tx, batch.id)) {
          const { days, carriedCents, cameBackCents } = await lineStatement(tx, { batchId: batch.id, line })
          const sum = days.reduce((total, { cents }) => total + cents, 0)
          expect(sum + carriedCents + cameBackCents).toBe(amountCents)
        }
      const [second] = await listBatches(tx)
      expect(await lineStatement(tx, { batchId: second!.id, line: 1 })).toMatchObject({
        outlet: { legalName: 'SAS Épicerie du Marché', siren: '732829320' },
        from: '2026-11-01',
        to: '2026-11-03',
        days: [{ day: '2026-11-03', kind: 'payment', count: 1, cents: 7_77 }],
        carriedCents: 0,
      })
      expect(await lineStatement(tx, { batchId: second!.id, line: 2 })).toMatchObject({
        days: [],
        cameBackCents: 12_50,
        carriedCents: 0,
      })
      await expect(
        lineStatement(tx, { batchId: second!.id, line: 1, outletId: farm.id }),
      ).rejects.toMatchObject({ code: 'unknown_line', status: 404 })
    })
  })
})

describe('closing a month', () => {
  test('the home says what is left, one prepares, another signs, the paper is kept', async ({ app }) => {
    const { caisse, treasurer, coordinator, home } = await givenOffice(app)
    expect(await seen(treasurer, home)).toContain('Octobre 2026 : il reste une étape avant de signer')
    const path = `${home}/clotures/${MONTH}`
    expect((await send(treasurer, `${path}/preparer`)).text).toContain('Il reste une étape')
    await send(treasurer, `${home}/banque/solde`, { on: '2026-10-31', balance: '5 000,00' })
    expect(await seen(treasurer, home)).toContain('Octobre 2026 est prêt à signer')
    expect((await send(treasurer, `${path}/preparer`)).status).toBe(303)
    expect(await seen(treasurer, path)).toContain('Il faut la signature d’une autre personne')
    expect((await treasurer.get(`${path}/document`)).status).toBe(404)
    const waits = 'Relire et signer la clôture d’octobre 2026'
    expect(await seen(coordinator, `/c/${caisse.slug}/bureau`)).toContain(waits)
    expect(await seen(treasurer, `/c/${caisse.slug}/bureau`)).not.toContain(waits)
    const fields = {
      closing: await hidden(coordinator, path, 'closing'),
      digest: await hidden(coordinator, path, 'digest'),
    }
    expect((await send(treasurer, `${path}/signer`, fields)).text).toContain('Vous avez déjà signé')
    expect((await send(coordinator, `${path}/signer`, fields)).status).toBe(303)
    const page = await seen(treasurer, path)
    expect(page).toContain('Octobre 2026 est clos')
    expect(page).toContain('une correction se date en novembre 2026')
    const paper = await treasurer.get(`${path}/document`)
    expect(paper.html.slice(0, 5)).toBe('%PDF-')
    expect(await seen(treasurer, home)).toContain('Novembre 2026 n’est pas encore fini')
    const late = await send(treasurer, `${home}/banque/solde`, { on: '2026-10-31', balance: '5000' })
    expect(late.status).toBe(303)
    await expectChecksToPass(app, caisse)
  })

  test('what was prepared is taken back, and a changed month says so', async ({ app }) => {
    const { caisse, ids, treasurer, coordinator, home } = await givenOffice(app)
    const path = `${home}/clotures/${MONTH}`
    await send(treasurer, `${home}/banque/solde`, { on: '2026-10-31', balance: '5000' })
    await send(treasurer, `${path}/preparer`)
    await givenReceipt(caisse, ids[0]!, 20_00, { receivedOn: '2026-11-02' })
    expect(await seen(coordinator, path)).toContain('Quelque chose a changé dans octobre 2026')
    const closing = await hidden(coordinator, path, 'closing')
    await send(coordinator, `${path}/reprendre`, { closing })
    expect(await inCaisse(app.db, caisse.id, (tx) => findClosing(tx, MONTH))).toBeUndefined()
  })

  test('is for those who sign, and months that are none are not there', async ({ app }) => {
    const { caisse, treasurer, home } = await givenOffice(app)
    for (const role of ['resident', 'committee_member', 'evaluator', 'outlet_manager'] as const) {
      const { browser } = await givenSignedIn(app, caisse, role)
      for (const path of ['', '/cotisations', '/especes', '/banque', '/remboursements', '/clotures'])
        expect(`${role} ${path} ${(await browser.get(home + path)).status}`).toBe(`${role} ${path} 403`)
    }
    for (const month of ['2026-13', '0000-01', '9999-12'])
      expect((await treasurer.get(`${home}/clotures/${month}`)).status).toBe(404)
    for (const asked of ['mois=2026-99', 'mois=0000-01', 'apres=-1', 'voir=x', `q=${'a'.repeat(9999)}`])
      expect((await treasurer.get(`${home}/cotisations?${asked}`)).status).toBe(200)
    expect((await treasurer.get(`${home}/ecart?lieu=x&le=0000-01-01&ecart=1e99`)).status).toBe(200)
  })
})
