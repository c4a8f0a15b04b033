import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../test/app.ts'
import { givenContact, givenNeighbour, givenOwnPages, givenPartner } from '../../../test/given-directory.ts'
import { givenSignedIn } from '../../../test/given-pages.ts'
import { givenStructure } from '../../../test/given-welcome.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { inCaisse } from '../../db/db.ts'
import { erasePerson } from '../retention/actions.ts'
import { chooseForMyself, noteConsent, withdrawConsent } from './actions/consents.ts'
import {
  addContact,
  changeContact,
  forgetContact,
  giveRole,
  tagContact,
  takeRole,
} from './actions/contacts.ts'
import { mergeContacts, tellApart } from './actions/merge.ts'
import { openPartner } from './actions/partners.ts'
import { keepPublicContact } from './actions/public-contacts.ts'
import { mapContacts, runContacts, uploadContacts } from './actions/imports.ts'
import { forgetDirectory } from './jobs.ts'
import { findPairs } from './rules/duplicates.ts'
import { allCards, findInBook, listBook, type BookFilter } from './store/book.ts'
import { consentsOf, whoAgrees } from './store/consents.ts'
import { listTeam } from './store/contacts.ts'
import { apartPairs, keptInstead, mergesOf } from './store/merge.ts'
import { listPartners } from './store/partners.ts'
import { publicContacts } from './store/public-contacts.ts'

const TODAY = '2026-11-24'

const namesIn = (app: TestApp, caisse: GivenCaisse, filter: BookFilter = {}): Promise<string[]> =>
  inCaisse(app.db, caisse.id, async (tx) =>
    (await listBook(tx, TODAY, filter)).people.map(({ name }) => name),
  )

const merge = mergeContacts([])

describe('the address book', () => {
  test('shows residents as their household says and others, found without accents, by role and tag', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    await givenNeighbour(app, caisse, {
      givenName: 'Églantine',
      familyName: 'Mâche',
      phone: '06 39 98 70 70',
    })
    const partnerId = await givenPartner(caisse, 'Ferme de l’Orée')
    await givenContact(caisse, { tags: 'presse, cuisine', role: 'partner', partnerId, title: 'maraîchère' })
    expect(await namesIn(app, caisse)).toEqual(['Églantine Mâche', 'Hélène Pissenlit'])
    expect(await namesIn(app, caisse, { search: 'mache eglantine' })).toEqual(['Églantine Mâche'])
    expect(await namesIn(app, caisse, { search: '0639987070' })).toEqual(['Églantine Mâche'])
    expect(await namesIn(app, caisse, { search: 'ferme oree' })).toEqual(['Hélène Pissenlit'])
    expect(await namesIn(app, caisse, { role: 'resident' })).toEqual(['Églantine Mâche'])
    expect(await namesIn(app, caisse, { role: 'partner' })).toEqual(['Hélène Pissenlit'])
    expect(await namesIn(app, caisse, { tag: 'cuisine' })).toEqual(['Hélène Pissenlit'])
    expect(await namesIn(app, caisse, { search: '100%' })).toEqual([])
  })

  test('a resident is changed with their household, and somebody without a name is nobody', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { personId } = await givenNeighbour(app, caisse)
    const change = changeContact(caisse.call(), { contactId: personId, familyName: 'Autre' })
    await expect(change).rejects.toMatchObject({ code: 'contact_is_resident' })
    await expect(addContact(caisse.call(), { givenName: ' ' })).rejects.toMatchObject({
      issues: [{ field: 'familyName', message: 'required' }],
    })
    await expect(tagContact(caisse.call(), { contactId: uuid(), tags: 'x' })).rejects.toMatchObject({
      code: 'unknown_contact',
    })
    await tagContact(caisse.call(), { contactId: personId, tags: 'café, Café ; jardin' })
    const card = await inCaisse(app.db, caisse.id, (tx) => findInBook(tx, TODAY, personId))
    expect(card!.tags).toEqual(['Café', 'jardin'])
  })

  test('the team has a mission and a working time; a role that ends is no longer held', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const contactId = await givenContact(caisse)
    await expect(giveRole(caisse.call(), { contactId, role: 'team' })).rejects.toMatchObject({
      issues: [{ field: 'title', message: 'mission_needed' }],
    })
    const team = { contactId, role: 'team', title: 'Mobilisation', workingPercent: '80 %' } as const
    await expect(giveRole(caisse.call(), { ...team, workingPercent: '130' })).rejects.toMatchObject({
      issues: [{ field: 'workingPercent', message: 'percent' }],
    })
    const { roleId } = await giveRole(caisse.call(), { ...team, fromOn: '2026-09-01' })
    expect(await inCaisse(app.db, caisse.id, (tx) => listTeam(tx, TODAY))).toMatchObject([
      { name: 'Hélène Pissenlit', mission: 'Mobilisation', workingPercent: 80 },
    ])
    await takeRole(caisse.call(), { contactId, roleId })
    expect(await inCaisse(app.db, caisse.id, (tx) => listTeam(tx, '2026-11-25'))).toEqual([])
  })

  test('organisations stand once, structures and outlets among them', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const structureId = await givenStructure(caisse, 'Centre social d’Essai')
    await expect(
      openPartner(caisse.call(), { name: 'CENTRE SOCIAL D’ESSAI', kind: 'other' }),
    ).rejects.toMatchObject({ code: 'partner_known' })
    await givenContact(caisse, { partnerId: structureId, title: 'accueil' })
    const partners = await inCaisse(app.db, caisse.id, (tx) => listPartners(tx, TODAY))
    expect(partners).toMatchObject([
      { id: structureId, source: 'structure', kind: 'social_centre', people: 1 },
    ])
  })
})

describe('consents', () => {
  test('have a day and a source, are withdrawn by a word, and by the resident alone', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const contactId = await givenContact(caisse)
    const yes = { contactId, purpose: 'newsletter', source: 'paper', givenOn: '2026-10-01' } as const
    const agreeing = () => inCaisse(app.db, caisse.id, (tx) => whoAgrees(tx, 'newsletter', TODAY))
    await expect(noteConsent(caisse.call(), { ...yes, givenOn: '2026-12-01' })).rejects.toMatchObject({
      issues: [{ field: 'givenOn', message: 'day_to_come' }],
    })
    await noteConsent(caisse.call(), yes)
    await noteConsent(caisse.call(), { ...yes, givenOn: '2026-11-02' })
    expect(await inCaisse(app.db, caisse.id, (tx) => consentsOf(tx, contactId))).toHaveLength(1)
    expect([...(await agreeing())]).toEqual([contactId])
    await withdrawConsent(caisse.call(), { contactId, purpose: 'newsletter' })
    expect([...(await agreeing())]).toEqual([])
    await expect(withdrawConsent(caisse.call(), { contactId, purpose: 'newsletter' })).rejects.toMatchObject({
      code: 'no_such_consent',
    })

    const { actor, personId, browser } = await givenOwnPages(app, caisse)
    await chooseForMyself(caisse.call(actor), { purpose: 'newsletter', agrees: 'yes' })
    expect([...(await agreeing())]).toEqual([personId])
    const page = `/c/${caisse.slug}/moi/accords`
    expect((await browser.get(page)).html).toContain('Je n’accepte plus')
    expect((await browser.post(page, { key: uuid(), purpose: 'newsletter', agrees: 'no' })).next).toContain(
      page,
    )
    expect([...(await agreeing())]).toEqual([])
    await expect(
      chooseForMyself(caisse.call(actor), { purpose: 'public_contact', agrees: 'yes' }),
    ).rejects.toMatchObject({ code: 'agreed_at_the_desk' })
  })

  test('a personal contact is public only with a yes, until its day', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const contactId = await givenContact(caisse)
    const shown = (day: string) =>
      inCaisse(app.db, caisse.id, async (tx) => (await publicContacts(tx, day)).map(({ name }) => name))
    await keepPublicContact(caisse.call(), { name: 'Accueil', email: 'accueil@example.org' })
    await expect(keepPublicContact(caisse.call(), { name: 'Rien' })).rejects.toMatchObject({
      issues: [{ field: 'email', message: 'mail_or_phone' }],
    })
    const own = { name: 'Hélène, référente', phone: '06 39 98 11 11', contactId, untilOn: '2026-12-31' }
    await expect(keepPublicContact(caisse.call(), own)).rejects.toMatchObject({
      code: 'public_without_consent',
    })
    const yes = { contactId, purpose: 'public_contact', source: 'paper', givenOn: '2026-10-01' } as const
    await expect(noteConsent(caisse.call(), yes)).rejects.toMatchObject({
      issues: [{ field: 'untilOn', message: 'until_needed' }],
    })
    await noteConsent(caisse.call(), { ...yes, untilOn: '2027-06-30' })
    await keepPublicContact(caisse.call(), own)
    expect(await shown(TODAY)).toEqual(['Accueil', 'Hélène, référente'])
    expect(await shown('2027-01-01')).toEqual(['Accueil'])
    await withdrawConsent(caisse.call(), { contactId, purpose: 'public_contact' })
    expect(await shown(TODAY)).toEqual(['Accueil'])
  })
})

describe('two cards of one person', () => {
  test('are found, compared and brought together; what hung on one hangs on the other', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const partnerId = await givenPartner(caisse)
    const keptId = await givenContact(caisse, { email: 'helene@example.org', tags: 'presse' })
    const goneId = await givenContact(caisse, {
      givenName: 'HELENE',
      familyName: 'pissenlit',
      phone: '01 99 00 12 12',
      role: 'partner',
      partnerId,
    })
    const said = { purpose: 'photo', source: 'spoken', givenOn: '2026-11-02' } as const
    await noteConsent(caisse.call(), { contactId: goneId, ...said })
    const pairs = () =>
      inCaisse(app.db, caisse.id, async (tx) => findPairs(await allCards(tx, TODAY), await apartPairs(tx)))
    expect(await pairs()).toMatchObject([{ alike: ['name'] }])
    const desk = await givenSignedIn(app, caisse, 'coordinator')
    const { html } = await desk.browser.get(`/c/${caisse.slug}/annuaire/doublons/${keptId}/${goneId}`)
    expect(html).toContain('01 99 00 12 12')
    await merge(caisse.call(), { keptId, goneId })
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await findInBook(tx, TODAY, keptId)).toMatchObject({
        email: 'helene@example.org',
        phone: '01 99 00 12 12',
        tags: ['presse'],
        roles: [{ role: 'partner', partnerId }],
      })
      expect(await consentsOf(tx, keptId)).toMatchObject([{ purpose: 'photo', withdrawnAt: null }])
      expect(await mergesOf(tx, keptId)).toMatchObject([
        { by: (caisse.coordinator as { name: string }).name },
      ])
      expect(await keptInstead(tx, goneId)).toBe(keptId)
    })
    expect(await pairs()).toEqual([])
    const old = await desk.browser.get(`/c/${caisse.slug}/annuaire/personnes/${goneId}`)
    expect(old.next).toContain(keptId)
    await expect(merge(caisse.call(), { keptId, goneId })).rejects.toMatchObject({ code: 'unknown_contact' })
  })

  test('a resident stays, two residents are two, and those told apart are not asked about again', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const one = await givenNeighbour(app, caisse, { givenName: 'Zélie', familyName: 'Ache' })
    const other = await givenNeighbour(app, caisse, { givenName: 'Zélie', familyName: 'Ache' })
    const contactId = await givenContact(caisse, {
      givenName: 'Zelie',
      familyName: 'Ache',
      phone: '06 39 98 22 22',
    })
    await expect(
      merge(caisse.call(), { keptId: one.personId, goneId: other.personId }),
    ).rejects.toMatchObject({
      code: 'two_residents',
    })
    await tellApart(caisse.call(), { oneId: contactId, otherId: other.personId })
    const { keptId } = await merge(caisse.call(), { keptId: contactId, goneId: one.personId })
    expect(keptId).toBe(one.personId)
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await findInBook(tx, TODAY, keptId)).toMatchObject({
        phone: null,
        otherPhones: ['06 39 98 22 22'],
      })
      expect(findPairs(await allCards(tx, TODAY), await apartPairs(tx))).toEqual([])
    })
  })
})

const uploaded = async (caisse: GivenCaisse, text: string): Promise<string> =>
  (await uploadContacts(caisse.call(), { name: 'liste.csv', file: new TextEncoder().encode(text) })).importId

describe('a list of contacts', () => {
  const HEAD = 'Nom;Prénom;Mél;Téléphone;Association;Rôle;Accord lettre\n'

  test('is imported whole: new cards, known ones completed, organisations once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const known = await givenContact(caisse, { email: 'helene@example.org' })
    const importId = await uploaded(
      caisse,
      `${HEAD}Pissenlit;Helene;HELENE@example.org;199001212;;;01/10/2026\nCerfeuil;Malo;malo@example.org;;Jardin neuf;bénévole;\ncerfeuil;malo;malo@example.org;01 99 00 13 13;Jardin Neuf;;\n;;jardin@example.org;;Jardin neuf;;\n`,
    )
    expect(await runContacts(caisse.call(), { importId })).toEqual({ contacts: 3 })
    expect(await namesIn(app, caisse)).toEqual(['Malo Cerfeuil', 'Hélène Pissenlit'])
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await findInBook(tx, TODAY, known)).toMatchObject({ phone: '0199001212' })
      expect([...(await whoAgrees(tx, 'newsletter', TODAY))]).toEqual([known])
      expect(await listPartners(tx, TODAY)).toMatchObject([
        { name: 'Jardin neuf', email: 'jardin@example.org', people: 1 },
      ])
    })
    await expect(runContacts(caisse.call(), { importId })).rejects.toMatchObject({ code: 'import_done' })
  })

  test('with a problem on a line is not imported at all', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const importId = await uploaded(
      caisse,
      `${HEAD}Cerfeuil;Malo;malo;;;;\nOrtie;Maud;maud@example.org;;;chèvre;\n`,
    )
    await expect(runContacts(caisse.call(), { importId })).rejects.toMatchObject({
      code: 'import_has_problems',
      params: { count: 2, lineNumber: 2 },
    })
    expect(await namesIn(app, caisse)).toEqual([])
    const desk = await givenSignedIn(app, caisse, 'coordinator')
    const { html } = await desk.browser.get(`/c/${caisse.slug}/annuaire/import/${importId}`)
    expect(html).toContain('Ligne 3')
    expect(html).toContain('chèvre')
    await mapContacts(caisse.call(), { importId, mapping: { email: null, role: null } })
    await runContacts(caisse.call(), { importId })
    expect(await namesIn(app, caisse)).toEqual(['Malo Cerfeuil', 'Maud Ortie'])
  })
})

describe('nobody is kept for ever', () => {
  test('three years after the last day on which it held, a card goes; the team stays', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenContact(caisse)
    const member = await givenContact(caisse, { givenName: 'Lou', familyName: 'Panicaut' })
    await giveRole(caisse.call(), { contactId: member, role: 'team', title: 'Accueil' })
    app.at('2029-12-02T03:45:00Z')
    await forgetDirectory(app)
    expect(await namesIn(app, caisse)).toEqual(['Lou Panicaut'])
  })

  test('who asks is forgotten, residents with their household', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const contactId = await givenContact(caisse)
    const { personId } = await givenNeighbour(app, caisse)
    await tagContact(caisse.call(), { contactId: personId, tags: 'jardin' })
    await expect(forgetContact(caisse.call(), { contactId: personId })).rejects.toMatchObject({
      code: 'contact_is_resident',
    })
    await forgetContact(caisse.call(), { contactId })
    await erasePerson(caisse.call(), { personId, sure: 'yes' })
    expect(await namesIn(app, caisse)).toEqual([])
  })
})
