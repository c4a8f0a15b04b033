import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../test/app.ts'
import { givenHouseholds } from '../../../test/given-allocations.ts'
import { givenSignedIn, type Browser } from '../../../test/given-pages.ts'
import { aReglement, givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { inCaisse } from '../../db/db.ts'
import { fillForm } from '../caisses/rules/reglement-form/read.ts'
import { senderOf } from '../caisses/letterhead.ts'
import { findCaisse, listReglementVersions } from '../caisses/store.ts'
import { prepareBatch } from '../settlements/actions.ts'
import { adoptDraft, proposeDraft, saveDraft, startDraft } from './actions/drafts.ts'
import { findDraft, listDrafts } from './store/drafts.ts'

const plain = (html: string) => html.replaceAll(/[\u00a0\u202f]/g, ' ')

async function team(app: TestApp, caisse: GivenCaisse) {
  return {
    admin: await givenSignedIn(app, caisse, 'administrator'),
    coordinator: await givenSignedIn(app, caisse, 'coordinator'),
    treasurer: await givenSignedIn(app, caisse, 'treasurer'),
  }
}

const decision = (changes: object = {}) => ({
  decidedOn: '2026-11-20',
  body: 'Comité citoyen',
  title: 'Cent cinquante pour tout le monde',
  ...changes,
})

/** A draft of the règlement in force where everybody receives 150. */
async function givenDraft(app: TestApp, caisse: GivenCaisse, call = caisse.call) {
  const { draftId } = await startDraft(call(), { name: 'Essai', from: 'in_force' })
  const reglement = aReglement({ allocation: { kind: 'flat', per: 'unit', cents: 150_00 } })
  await inCaisse(app.db, caisse.id, async (tx) => {
    await tx
      .updateTable('reglement_draft')
      .set({ typed: JSON.stringify(fillForm(reglement)) })
      .where('caisse_id', '=', caisse.id)
      .where('id', '=', draftId)
      .execute()
  })
  return { draftId, reglement }
}

describe('a règlement in the making', () => {
  test('is adopted by a second person, from the month and by the decision that were proposed', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { coordinator, treasurer } = await team(app, caisse)
    const { draftId, reglement } = await givenDraft(app, caisse)
    const as = (who: typeof coordinator) => caisse.call(who.actor)
    const { digest } = await proposeDraft(as(coordinator), {
      draftId,
      validFrom: '2027-01',
      decision: decision({ minutesUrl: 'https://example.org/cr' }),
    })
    await expect(adoptDraft(as(coordinator), { draftId, digest })).rejects.toMatchObject({
      code: 'already_signed',
    })
    const wrong = 'f'.repeat(64)
    await expect(adoptDraft(as(treasurer), { draftId, digest: wrong })).rejects.toMatchObject({
      code: 'changed_since_seen',
    })
    const { versionId } = await adoptDraft(as(treasurer), { draftId, digest })
    const [version] = await inCaisse(app.db, caisse.id, listReglementVersions)
    expect(version).toMatchObject({
      id: versionId,
      validFrom: '2027-01',
      content: reglement,
      decision: {
        number: 2,
        title: 'Cent cinquante pour tout le monde',
        minutes_url: 'https://example.org/cr',
      },
    })
    await expect(adoptDraft(as(treasurer), { draftId, digest })).rejects.toMatchObject({
      code: 'draft_adopted',
    })
  })

  test('two who adopt at once adopt once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { admin, coordinator, treasurer } = await team(app, caisse)
    const { draftId } = await givenDraft(app, caisse)
    const { digest } = await proposeDraft(caisse.call(coordinator.actor), {
      draftId,
      validFrom: '2027-01',
      decision: decision(),
    })
    const outcomes = await Promise.allSettled(
      [admin, treasurer].map(({ actor }) => adoptDraft(caisse.call(actor), { draftId, digest })),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await inCaisse(app.db, caisse.id, listReglementVersions)).toHaveLength(2)
  })

  test('a change takes the proposal back; what is not complete is not proposed', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { coordinator, treasurer } = await team(app, caisse)
    const { draftId } = await givenDraft(app, caisse)
    const proposal = { draftId, validFrom: '2027-01', decision: decision() }
    const { digest } = await proposeDraft(caisse.call(coordinator.actor), proposal)
    const draft = (await inCaisse(app.db, caisse.id, (tx) => findDraft(tx, draftId)))!
    await saveDraft(caisse.call(), {
      draftId,
      name: 'Essai',
      typed: { ...draft.typed, 'allocation.cents': '' },
    })
    await expect(adoptDraft(caisse.call(treasurer.actor), { draftId, digest })).rejects.toMatchObject({
      code: 'draft_not_proposed',
    })
    await expect(proposeDraft(caisse.call(coordinator.actor), proposal)).rejects.toMatchObject({
      code: 'draft_incomplete',
      params: { count: 1 },
    })
  })

  test('never starts before it was decided, and belongs to its caisse', async ({ app }) => {
    const [caisse, other] = [await givenCaisse(app), await givenCaisse(app)]
    const { draftId } = await givenDraft(app, caisse)
    await expect(
      proposeDraft(caisse.call(), { draftId, validFrom: '2026-10', decision: decision() }),
    ).rejects.toMatchObject({ code: 'reglement_before_decision' })
    await expect(saveDraft(other.call(), { draftId, name: 'x', typed: {} })).rejects.toMatchObject({
      code: 'unknown_draft',
    })
  })
})

describe('its pages', () => {
  test('kinds first, then their amounts, each wrong one at its field, then the effect', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{ adults: 1 }, { adults: 2 }])
    const { coordinator, treasurer } = await team(app, caisse)
    const home = `/c/${caisse.slug}/projets-de-reglement`
    const { browser } = coordinator
    const started = await browser.post(home, { key: uuid(), name: 'Vers le temps', from: 'in_force' })
    const draft = started.next!.replace('/sortes', '')
    const chosen = await browser.post(`${draft}/sortes`, {
      key: uuid(),
      unit: 'household',
      contribution: 'steps',
      allocation: 'by_size',
      carryOver: 'expires_after',
    })
    expect(chosen.next).toBe(draft)
    const asked = (await browser.get(draft)).html
    for (const name of ['contribution.lowestCents', 'allocation.amountsCents', 'carryOver.months'])
      expect(asked).toContain(`name="${name}"`)
    expect(asked).not.toContain('name="contribution.floor.baseCents"')

    const typed = {
      name: 'Vers les paliers',
      'contribution.lowestCents': '20',
      'contribution.highestCents': '70',
      'contribution.amountsCents': '20 ; 40 ; 70',
      'allocation.amountsCents': '100 ; beaucoup',
      'carryOver.months': '3',
      'entry.contribution': 'full',
      'entry.allocation': 'full',
      'exit.contribution': 'full',
      'exit.allocation': 'full',
    }
    const saved = await browser.post(draft, { key: uuid(), ...typed })
    const again = (await browser.get(saved.next!)).html
    expect(again).toContain('id="field-allocation.amountsCents-error"')
    expect(again).toContain('100 ; beaucoup')
    expect(plain((await browser.get(`${draft}/effet`)).html)).toContain('Il reste une chose à remplir')

    await browser.post(draft, { key: uuid(), ...typed, 'allocation.amountsCents': '120 ; 130' })
    const effect = plain((await browser.get(`${draft}/effet?mois=2026-12`)).html)
    expect(effect).toContain('Un foyer recevrait plus, un recevrait moins')

    const proposed = await browser.post(`${draft}/adoption`, {
      key: uuid(),
      validFrom: '2026-12',
      'decision.decidedOn': '2026-11-20',
      'decision.body': 'Comité',
      'decision.title': '',
    })
    expect(proposed.status).toBe(422)
    expect(proposed.html).toContain('id="field-decision.title-error"')
    await browser.post(`${draft}/adoption`, {
      key: uuid(),
      validFrom: '2026-12',
      'decision.decidedOn': '2026-11-20',
      'decision.body': 'Comité',
      'decision.title': 'Trois paliers',
    })
    expect(plain((await browser.get(`${draft}/adoption`)).html)).toContain('Il manque une deuxième personne')
    const adopted = await adoptIn(treasurer.browser, draft)
    expect(adopted.next).toMatch(`/c/${caisse.slug}/reglement/`)
    expect((await treasurer.browser.get(adopted.next!)).html).toContain('Trois paliers')
  })

  test('are the team’s', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'committee_member')
    for (const page of ['projets-de-reglement', 'ouverture', 'nouvelle-caisse'])
      expect((await browser.get(`/c/${caisse.slug}/${page}`)).status).toBe(403)
  })
})

async function adoptIn(browser: Browser, draft: string) {
  const digest = /name="digest" value="([0-9a-f]+)"/.exec((await browser.get(`${draft}/adoption`)).html)![1]!
  return browser.post(`${draft}/adopter`, { key: uuid(), digest })
}

describe('opening a caisse', () => {
  const opening = (changes: Record<string, string> = {}) => ({
    key: uuid(),
    name: 'Caisse du Port',
    slug: `port-${uuid().slice(-8)}`,
    unitName: 'droits',
    territories: 'Le Port\nLa Gare\nLe Port',
    from: 'cca44-nantes',
    ...changes,
  })

  test('an administrator opens it from a preset, finds its checklist and its draft', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, actor } = await givenSignedIn(app, caisse, 'administrator')
    const typed = opening()
    const opened = await browser.post(`/c/${caisse.slug}/nouvelle-caisse`, typed)
    expect(opened.next).toBe(`/c/${typed.slug}/ouverture`)
    const page = plain((await browser.get(opened.next!)).html)
    expect(page).toContain('Une personne peut signer.')
    expect(page).toContain('Un projet est en écriture.')
    const made = (await findCaisse(app.db, typed.slug))!
    expect(made).toMatchObject({
      organisation_id: caisse.organisationId,
      preset: 'cca44-nantes',
      practice: false,
    })
    const [draft] = await inCaisse(app.db, made.id, listDrafts)
    expect(draft).toMatchObject({
      name: 'Règlement de Caisse du Port',
      status: 'writing',
      savedBy: actor.name,
    })
    expect(draft!.typed['allocation.baseCents']).toBe('100')
    expect(await inCaisse(app.db, made.id, listReglementVersions)).toEqual([])
  })

  test('an address that is taken, or that cannot be one, is said', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'administrator')
    const open = (slug: string) => browser.post(`/c/${caisse.slug}/nouvelle-caisse`, opening({ slug }))
    expect((await open(caisse.slug)).html).toContain('déjà prise')
    expect((await open('Le Port')).html).toContain('id="field-slug-error"')
    const coordinator = (await givenSignedIn(app, caisse, 'coordinator')).browser
    expect((await coordinator.post(`/c/${caisse.slug}/nouvelle-caisse`, opening())).status).toBe(403)
  })

  test('a practice caisse is banded on every page, adopts alone, and pays nobody', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, actor } = await givenSignedIn(app, caisse, 'administrator')
    const typed = opening({ practice: 'yes', from: 'blank' })
    await browser.post(`/c/${caisse.slug}/nouvelle-caisse`, typed)
    const made = (await findCaisse(app.db, typed.slug))!
    for (const page of [
      '',
      '/ouverture',
      '/equipe',
      '/projets-de-reglement',
      '/mois',
      '/foyers',
      '/lieux',
      '/tresorerie',
    ])
      expect((await browser.get(`/c/${typed.slug}${page}`)).html, page).toContain('banner-practice')
    expect((await browser.get(`/c/${typed.slug}/bareme`)).html).toContain('practice-band')
    const sender = await inCaisse(app.db, made.id, (tx) => senderOf(tx, made))
    expect(sender.band).toContain('ce document ne compte pas')
    const own = {
      ...actor,
      grants: [{ caisseId: made.id, role: 'administrator' as const, fromOn: '2026-01-01', untilOn: null }],
    }
    const call = () => ({ app, actor: own, caisseId: made.id, key: uuid() })
    const [draft] = await inCaisse(app.db, made.id, listDrafts)
    const draftId = draft!.id
    await saveDraft(call(), { draftId, name: 'Essai', typed: fillForm(aReglement()) })
    const { digest } = await proposeDraft(call(), { draftId, validFrom: '2026-12', decision: decision() })
    await adoptDraft(call(), { draftId, digest })
    expect(await inCaisse(app.db, made.id, listReglementVersions)).toHaveLength(1)
    await expect(prepareBatch(call(), { executionOn: '2026-12-01' })).rejects.toMatchObject({
      code: 'practice_pays_nobody',
    })
  })

  test('steps that only people know are ticked and unticked', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser, actor } = await givenSignedIn(app, caisse, 'coordinator')
    const page = `/c/${caisse.slug}/ouverture`
    await browser.post(page, { key: uuid(), step: 'printed', done: 'yes' })
    expect((await browser.get(page)).html).toContain(actor.name)
    await browser.post(page, { key: uuid(), step: 'printed', done: '' })
    expect((await browser.get(page)).html).not.toContain('Ce n’est pas fait')
    expect((await browser.post(page, { key: uuid(), step: 'entity', done: 'yes' })).status).toBe(422)
  })
})
