import { expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test } from '../../../../test/app.ts'
import { givenOutlet, givenTill } from '../../../../test/given-accreditation.ts'
import { givenSignedIn } from '../../../../test/given-pages.ts'
import { givenCaisse } from '../../../../test/given.ts'
import { inCaisse } from '../../../db/db.ts'
import { changeOutletBank } from '../iban.ts'
import { agreementsOf, findOutlet, keptOutlets } from '../store.ts'

const FILE = {
  kind: 'shop',
  tradeName: 'Épicerie de la Butte',
  legalName: 'SARL de la Butte',
  siren: '732 829 320',
  address: '4 rue des Essais',
  weeks: 'every',
  day2: '9h30-12h30, 15h-19h',
}

test('an outlet is added with its hours, then its agreement is signed', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const { browser } = await givenSignedIn(app, caisse, 'coordinator')
  const home = `/c/${caisse.slug}/lieux/gerer`
  const added = await browser.post(`${home}/ajouter/noter`, { key: uuid(), ...FILE })
  const [, outletId] = /gerer\/([0-9a-f-]{36})/.exec(added.next!)!
  expect(await findOutlet(app.db, outletId!)).toMatchObject({
    siren: '732829320',
    hours: {
      days: {
        2: [
          { from: '09:30', to: '12:30' },
          { from: '15:00', to: '19:00' },
        ],
        3: [],
      },
    },
  })
  const page = await browser.get(`${home}/${outletId}`)
  const [, decisionId] = /<option value="([0-9a-f-]{36})"/.exec(page.html)!
  const signed = await browser.post(`${home}/${outletId}/convention`, {
    key: uuid(),
    decisionId: decisionId!,
    signedOn: '2026-11-24',
    fromOn: '2026-11-24',
    toOn: '',
    scope: 'Tout, sauf l’alcool.',
  })
  expect(signed.next).toBe(`${home}/${outletId}?fait=convention`)
  const [agreement] = await inCaisse(app.db, caisse.id, (tx) => agreementsOf(tx, outletId!))
  const stop = await browser.post(`${home}/${outletId}/convention/suspendre`, {
    key: uuid(),
    agreementId: agreement!.id,
    words: 'Le rayon est en travaux.',
  })
  expect(stop.next).toContain('fait=convention')
  const after = await browser.get(`${home}/${outletId}`)
  expect(after.html).toContain('Le rayon est en travaux.')
  expect((await browser.get(home)).html).toContain('Suspendu')
})

test('hours and a SIREN that cannot be read are told at their fields, with all that was typed', async ({
  app,
}) => {
  const caisse = await givenCaisse(app)
  const { browser } = await givenSignedIn(app, caisse, 'coordinator')
  const { status, html } = await browser.post(`/c/${caisse.slug}/lieux/gerer/ajouter/noter`, {
    key: uuid(),
    ...FILE,
    siren: '123456789',
    day2: 'le matin',
  })
  expect(status).toBe(422)
  expect(html).toContain('id="field-siren-error"')
  expect(html).toContain('id="field-day2-error"')
  expect(html).toContain('value="le matin"')
  expect(await inCaisse(app.db, caisse.id, keptOutlets)).toEqual([])
})

test('who noted an account cannot confirm it; another who called can', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const { id } = await givenOutlet(app, caisse)
  const [asker, other] = [
    await givenSignedIn(app, caisse, 'coordinator'),
    await givenSignedIn(app, caisse, 'treasurer'),
  ]
  const home = `/c/${caisse.slug}/lieux/gerer/${id}`
  const noted = await asker.browser.post(`${home}/compte`, {
    key: uuid(),
    holder: 'SARL de la Butte',
    iban: 'FR76 3000 6000 0112 3456 7890 189',
    bic: '',
  })
  expect(noted.next).toBe(`${home}?fait=compte`)
  const seen = await asker.browser.get(home)
  expect(seen.html).toContain('une autre personne doit appeler')
  const [, changeId] = /name="changeId" value="([0-9a-f-]{36})"/.exec(seen.html)!
  const call = { changeId: changeId!, calledName: 'La gérante', calledOn: '2026-11-24' }
  expect((await asker.browser.post(`${home}/compte/confirmer`, { key: uuid(), ...call })).status).toBe(403)
  expect((await other.browser.post(`${home}/compte/confirmer`, { key: uuid(), ...call })).next).toBe(
    `${home}?fait=confirme`,
  )
  expect((await other.browser.get(home)).html).toContain('Ce compte servira à partir du')
  await expect(
    changeOutletBank(caisse.call(asker.actor), { outletId: id, bank: null }),
  ).resolves.toBeDefined()
})

test('the sheet to print tells how to pay, and only who keeps the files changes them', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const { outlet } = await givenTill(app, caisse)
  const home = `/c/${caisse.slug}/lieux/gerer/${outlet.id}`
  const treasurer = await givenSignedIn(app, caisse, 'treasurer')
  expect((await treasurer.browser.get(`${home}/affiche`)).html).toContain('Tapez votre code vous-même')
  expect((await treasurer.browser.get(`${home}/modifier`)).status).toBe(403)
  const resident = await givenSignedIn(app, caisse, 'resident')
  for (const path of ['', '/affiche', '/modifier'])
    expect((await resident.browser.get(home + path)).status).toBe(403)
})
