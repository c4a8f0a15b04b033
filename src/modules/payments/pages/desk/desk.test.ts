import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { createApp } from '../../../../app.tsx'
import { inCaisse } from '../../../../db/db.ts'
import { test, type TestApp } from '../../../../../test/app.ts'
import { givenAccount, givenCaisse, type GivenCaisse } from '../../../../../test/given.ts'
import { grantRole, openSession } from '../../../identity/actions.ts'
import { listHouseholds } from '../../../people/store/listing.ts'
import { membersOf } from '../../../people/store/households.ts'
import { payersOfHousehold } from '../../store/payers.ts'
import type { Role } from '../../../../kit/actor.ts'
import { SYSTEM } from '../../../../kit/actor.ts'

/** A browser of somebody with a role in the caisse. */
async function givenBrowser(app: TestApp, caisse: GivenCaisse, role: Role) {
  const actor = await givenAccount(app, caisse.id, role)
  if (actor.kind !== 'account') throw new Error('an account')
  await grantRole({ ...caisse.call(SYSTEM) }, { accountId: actor.accountId, role, fromOn: '2026-01-01' })
  const { session } = await openSession(app, actor.accountId, 'essai', { secondFactor: true })
  const web = createApp(app)
  const headers = { cookie: `tablee=${session}`, origin: 'http://localhost' }
  return {
    get: (path: string) => web.request(`/c/${caisse.slug}${path}`, { headers }),
    post: (path: string, fields: Record<string, string>) =>
      web.request(`/c/${caisse.slug}${path}`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ key: uuid(), ...fields }),
      }),
  }
}

const ALIX = { adult1Given: 'Alix', adult1Family: 'Cerfeuil', contribution: '45', enteredOn: '2026-11-24' }

describe('the desk', () => {
  test('registers a household, gives a number, and the person chooses the code', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const desk = await givenBrowser(app, caisse, 'coordinator')
    const registered = await desk.post('/foyers/inscrire', {
      ...ALIX,
      child1Given: 'Zoé',
      child1Born: '2019-03',
    })
    expect(registered.status).toBe(303)
    const { households } = await inCaisse(app.db, caisse.id, (tx) => listHouseholds(tx))
    expect(households).toMatchObject([{ kind: 'household', adults: 1, children: 1 }])
    const [household] = households
    const [adult] = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, household!.id))
    const file = `/foyers/${household!.id}`
    expect((await desk.post(`${file}/${adult!.personId}/numero`, {})).status).toBe(303)

    const typedTwice = await desk.post(`${file}/${adult!.personId}/code`, { code: '7294', again: '7249' })
    expect(typedTwice.status).toBe(422)
    expect(await typedTwice.text()).not.toMatch(/72[49]{2}/)
    expect((await desk.post(`${file}/${adult!.personId}/code`, { code: '1234', again: '1234' })).status).toBe(
      422,
    )
    expect((await desk.post(`${file}/${adult!.personId}/code`, { code: '7294', again: '7294' })).status).toBe(
      303,
    )
    const [payer] = await inCaisse(app.db, caisse.id, (tx) => payersOfHousehold(tx, household!.id))
    expect(payer).toMatchObject({ hasCode: true, blocked: false })
    expect(await (await desk.get(`${file}/solde`)).text()).toContain(household!.paymentReference)
  })

  test('finds people without accents', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const desk = await givenBrowser(app, caisse, 'coordinator')
    await desk.post('/foyers/inscrire', { ...ALIX, adult1Given: 'Églantine' })
    expect(await (await desk.get('/foyers?q=eglantine')).text()).toContain('Églantine Cerfeuil')
    expect(await (await desk.get('/foyers?q=zzz')).text()).toContain('Aucun foyer ne porte ce nom')
  })

  test('brings the form back with what was typed and a message at the field', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const desk = await givenBrowser(app, caisse, 'coordinator')
    const answer = await desk.post('/foyers/inscrire', {
      ...ALIX,
      email: 'pas une adresse',
      child1Born: '2031-13',
    })
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('value="Cerfeuil"')
    expect(page).toContain('id="field-email-error"')
    const low = await desk.post('/foyers/inscrire', { ...ALIX, contribution: '1' })
    expect(await low.text()).toContain('Le minimum est de 10,00')
    expect((await inCaisse(app.db, caisse.id, (tx) => listHouseholds(tx))).total).toBe(0)
  })

  test('each reading of a file is noted', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const desk = await givenBrowser(app, caisse, 'coordinator')
    await desk.post('/foyers/inscrire', ALIX)
    const { households } = await inCaisse(app.db, caisse.id, (tx) => listHouseholds(tx))
    await desk.get(`/foyers/${households[0]!.id}`)
    await desk.get(`/foyers/${households[0]!.id}`)
    const readings = await inCaisse(app.db, caisse.id, (tx) =>
      tx
        .selectFrom('gesture')
        .select('subject_id')
        .where('caisse_id', '=', caisse.id)
        .where('kind', '=', 'read_household')
        .execute(),
    )
    expect(readings).toEqual([{ subject_id: households[0]!.id }, { subject_id: households[0]!.id }])
  })

  test.for<Role>(['resident', 'treasurer', 'committee_member', 'outlet_manager'])(
    'is closed to the role %s',
    async (role, { app }) => {
      const caisse = await givenCaisse(app)
      const browser = await givenBrowser(app, caisse, role)
      expect((await browser.get('/foyers')).status).toBe(403)
      expect((await browser.post('/foyers/inscrire', ALIX)).status).toBe(403)
    },
  )

  test('another caisse’s household is not found', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const stranger = await givenBrowser(app, here, 'coordinator')
    const desk = await givenBrowser(app, there, 'coordinator')
    await desk.post('/foyers/inscrire', ALIX)
    const { households } = await inCaisse(app.db, there.id, (tx) => listHouseholds(tx))
    expect((await stranger.get(`/foyers/${households[0]!.id}`)).status).toBe(404)
  })
})
