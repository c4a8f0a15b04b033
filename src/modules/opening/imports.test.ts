import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../test/app.ts'
import { givenDues, givenHousehold } from '../../../test/given-contributions.ts'
import { givenSignedIn, type SignedIn } from '../../../test/given-pages.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { inCaisse } from '../../db/db.ts'
import { runChecks } from '../../db/checks.ts'
import { createApp } from '../../app.tsx'
import { importHouseholds } from '../contributions/actions/import.ts'
import { standsAt } from '../contributions/actions/carry.ts'
import { dueStates } from '../contributions/store/due-states.ts'
import { totalDues } from '../contributions/store/dues.ts'
import { openSession } from '../identity/actions.ts'
import { rightsLeft } from '../ledger/store.ts'
import { listHouseholds } from '../people/store/listing.ts'
import {
  dropImport,
  mapFile,
  previewImport,
  proposeImport,
  runImport,
  uploadFile,
} from './actions/imports.ts'
import { findImport, forgetImports } from './store/imports.ts'

const text = (...lines: string[]) => new Uint8Array(Buffer.from(lines.join('\n')))

const RUNNING = text(
  'foyer;prénom;nom;cotisation;droits restants;reste dû',
  'F-1;Anémone;Navet;20;86,50;',
  'F-1;Lotus;Navet;;;',
  'F-2;Iris;Panais;15;;30',
)

const see = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, async (tx) => {
    const { households } = await listHouseholds(tx, { limit: 100 })
    const rights = await Promise.all(households.map(({ id }) => rightsLeft(tx, id)))
    return {
      households: households.length,
      rights: rights.sort((a, b) => a - b),
      dues: await totalDues(tx, '2026-10'),
    }
  })

async function two(app: TestApp, caisse: GivenCaisse) {
  const [coordinator, treasurer] = [
    await givenSignedIn(app, caisse, 'coordinator'),
    await givenSignedIn(app, caisse, 'treasurer'),
  ]
  return { coordinator, treasurer, as: (who: SignedIn) => caisse.call(who.actor) }
}

const digestOf = async (app: TestApp, caisse: GivenCaisse, importId: string) =>
  (await inCaisse(app.db, caisse.id, (tx) => findImport(tx, importId)))?.digest?.toString('hex') ?? ''

describe('a caisse that runs already', () => {
  test('brings its households with what they had left and still owe, by two people', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { coordinator, treasurer, as } = await two(app, caisse)
    const { importId } = await uploadFile(as(coordinator), { name: 'foyers.csv', file: RUNNING })
    await expect(runImport(as(coordinator), { importId, digest: '' })).rejects.toMatchObject({
      code: 'import_not_proposed',
    })
    await proposeImport(as(coordinator), { importId })
    const digest = await digestOf(app, caisse, importId)
    await expect(runImport(as(coordinator), { importId, digest })).rejects.toMatchObject({
      code: 'already_signed',
    })
    expect(await see(app, caisse)).toMatchObject({ households: 0 })
    expect(await runImport(as(treasurer), { importId, digest })).toEqual({ households: 2, persons: 3 })
    expect(await see(app, caisse)).toMatchObject({
      households: 2,
      rights: [0, 86_50],
      dues: { households: 1, cents: 30_00 },
    })
    // A kind of its own in the journal, and the books still agree.
    const { findings } = await runChecks(app.db, caisse.id)
    expect(findings).toEqual([])
    // The file is forgotten, and nothing is imported twice.
    expect((await inCaisse(app.db, caisse.id, (tx) => findImport(tx, importId)))?.file).toBeNull()
    await expect(runImport(as(treasurer), { importId, digest })).rejects.toMatchObject({
      code: 'import_done',
    })
  })

  test('two who import at once import once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { coordinator, treasurer, as } = await two(app, caisse)
    const another = await givenSignedIn(app, caisse, 'treasurer')
    const { importId } = await uploadFile(as(coordinator), { name: 'f', file: RUNNING })
    await proposeImport(as(coordinator), { importId })
    const digest = await digestOf(app, caisse, importId)
    const outcomes = await Promise.allSettled(
      [treasurer, another].map((who) => runImport(as(who), { importId, digest })),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await see(app, caisse)).households).toBe(2)
  })

  test('another mapping takes the signature back; without rights one person is enough', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { coordinator, treasurer, as } = await two(app, caisse)
    const { importId } = await uploadFile(as(coordinator), { name: 'f', file: RUNNING })
    await proposeImport(as(coordinator), { importId })
    const digest = await digestOf(app, caisse, importId)
    await mapFile(as(coordinator), { importId, mapping: { rightsLeft: null }, enteredOn: '2026-02-01' })
    expect(await digestOf(app, caisse, importId)).toBe('')
    expect(await runImport(as(treasurer), { importId, digest })).toMatchObject({ households: 2 })
    expect((await see(app, caisse)).rights).toEqual([0, 0])
  })

  test('contributions paid ahead come with it, by two people, and pay the months to come', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { coordinator, treasurer, as } = await two(app, caisse)
    const file = text('foyer;prénom;cotisation;payé d’avance', 'F-1;Iris;20;46,67', 'F-2;Lotus;20;')
    const { importId } = await uploadFile(as(coordinator), { name: 'f', file })
    await expect(runImport(as(coordinator), { importId, digest: '' })).rejects.toMatchObject({
      code: 'import_not_proposed',
    })
    await proposeImport(as(coordinator), { importId })
    await runImport(as(treasurer), { importId, digest: await digestOf(app, caisse, importId) })
    await givenDues(caisse, '2026-11')
    const missing = () =>
      inCaisse(app.db, caisse.id, async (tx) =>
        (await dueStates(tx, '2026-11')).map(({ missingCents }) => missingCents).toSorted((a, b) => a - b),
      )
    expect(await missing()).toEqual([0, 20_00])
    await givenDues(caisse, '2026-12')
    const stands = await inCaisse(app.db, caisse.id, async (tx) => {
      const { households } = await listHouseholds(tx, { limit: 100 })
      return Promise.all(households.map(({ id }) => standsAt(tx, id)))
    })
    expect(stands.sort((a, b) => a - b)).toEqual([-40_00, 6_67])
    expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
  })

  test('a household that both owes and paid ahead is told at its line', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const file = text('foyer;prénom;reste dû;avance', 'F-1;Iris;20;5', 'F-2;Lotus;0;5')
    const { importId } = await uploadFile(caisse.call(), { name: 'f', file })
    const { problems } = await inCaisse(app.db, caisse.id, async (tx) =>
      previewImport(tx, { mapping: {}, enteredOn: null, file: Buffer.from(file) }, app.now()),
    )
    expect(problems).toMatchObject([
      { line: 2, column: 'avance', message: { code: 'import_owes_and_ahead' } },
    ])
    await expect(runImport(caisse.call(), { importId, digest: '' })).rejects.toMatchObject({
      code: 'import_has_problems',
    })
  })

  test('the way without signatures refuses rights; one wrong line stops all', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await expect(importHouseholds(caisse.call(), { file: RUNNING })).rejects.toMatchObject({
      code: 'import_balances_take_two',
    })
    const wrong = text('foyer;prénom;cotisation', 'F-1;Iris;20', 'F-2;Lotus;beaucoup')
    const { importId } = await uploadFile(caisse.call(), { name: 'f', file: wrong })
    await expect(runImport(caisse.call(), { importId, digest: '' })).rejects.toMatchObject({
      code: 'import_has_problems',
      params: { lineNumber: 3 },
    })
    expect((await see(app, caisse)).households).toBe(0)
  })

  test('a table is another caisse’s to nobody, and is forgotten', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const { importId } = await uploadFile(here.call(), { name: 'f', file: RUNNING })
    await expect(dropImport(there.call(), { importId })).rejects.toMatchObject({ code: 'unknown_import' })
    await inCaisse(app.db, here.id, (tx) => forgetImports(tx, new Date('2026-12-03T00:00:00Z')))
    await expect(runImport(here.call(), { importId, digest: '' })).rejects.toMatchObject({
      code: 'unknown_import',
    })
  })
})

describe('its pages', () => {
  test('read a table, show what is wrong line by line, and what would be written', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHousehold(caisse, {})
    const { actor, browser } = await givenSignedIn(app, caisse, 'coordinator')
    const { session } = await openSession(app, actor.accountId, 'test', { secondFactor: true })
    const home = `/c/${caisse.slug}/import`
    const upload = async (file: Uint8Array<ArrayBuffer>) => {
      const body = new FormData()
      body.set('key', uuid())
      body.set('file', new File([file], 'foyers.csv'))
      return createApp(app).request(`http://localhost${home}`, {
        method: 'POST',
        body,
        headers: { origin: 'http://localhost', cookie: `tablee=${session}`, 'accept-language': 'fr' },
      })
    }
    expect((await upload(new Uint8Array())).status).toBe(422)
    const wrong = await upload(text('foyer;prénom;cotisation', 'F-1;Iris;beaucoup'))
    const shown = (await browser.get(wrong.headers.get('location')!)).html
    expect(shown).toContain('Une chose à corriger')
    expect(shown).toContain('Ligne 2')
    const right = (await upload(RUNNING)).headers.get('location')!
    const page = (await browser.get(right)).html.replaceAll(/[\u00a0\u202f]/g, ' ')
    expect(page).toContain('2 foyers prêts à être inscrits')
    expect(page).toContain('86,50')
    expect((await browser.post(`${right}/proposer`, { key: uuid() })).next).toBe(right)
    expect((await browser.get(right)).html).toContain('Vous avez déjà signé')
    const treasurer = (await givenSignedIn(app, caisse, 'treasurer')).browser
    expect((await treasurer.get(right)).html).toContain('Inscrire ces 2 foyers')
    const admin = (await givenSignedIn(app, caisse, 'administrator')).browser
    expect((await admin.get(right)).status).toBe(403)
    const model = await browser.get(`${home}/modele.csv`)
    expect(model.html).toContain('Droits restants')
  })
})
