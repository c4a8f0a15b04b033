import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import sharp from 'sharp'
import { givenBrowser, givenSignedIn } from '../../../test/given-pages.ts'
import { givenAccount, givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { test } from '../../../test/app.ts'
import { inCaisse } from '../../db/db.ts'
import { listGrants } from '../treasury/store.ts'
import {
  changeApplication,
  forgetFunder,
  giveReport,
  moveApplication,
  nameFunder,
  noteApplication,
  noteAward,
  noteRefusal,
  planReport,
} from './actions.ts'
import { findApplication, fundersFor, fundingDeadlines, publicFunders } from './store.ts'

const asked = (changes = {}) => ({
  funder: 'Fondation d’essai',
  purpose: 'Allocations',
  asked: '12 000',
  fromMonth: '2027-01',
  untilMonth: '2027-12',
  deadlineOn: '2026-12-05',
  expectedOn: '2027-02-01',
  odds: 'likely' as const,
  ...changes,
})

const sent = async (caisse: GivenCaisse) => {
  const { applicationId } = await noteApplication(caisse.call(), asked())
  await moveApplication(caisse.call(), { applicationId, status: 'sent' })
  return applicationId
}

describe('a request to a funder', () => {
  test('that is granted becomes a grant of the treasury, once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const applicationId = await sent(caisse)
    const yes = { applicationId, answeredOn: '2026-11-20', promised: '10 000', signed: false }
    const { grantId } = await noteAward(caisse.call(), yes)
    const [grant] = await inCaisse(app.db, caisse.id, (tx) => listGrants(tx))
    expect(grant).toMatchObject({
      id: grantId,
      funder: 'Fondation d’essai',
      promisedCents: 10_000_00,
      signed: false,
      tranches: [{ number: 1, expectedOn: '2027-02-01', amountCents: 10_000_00, receivedOn: null }],
    })
    await expect(noteAward(caisse.call(), yes)).rejects.toMatchObject({ code: 'application_answered' })
    const no = { applicationId, answeredOn: '2026-11-20' }
    await expect(noteRefusal(caisse.call(), no)).rejects.toMatchObject({ code: 'application_answered' })
    const kept = await inCaisse(app.db, caisse.id, (tx) => findApplication(tx, applicationId))
    expect(kept).toMatchObject({ status: 'granted', grantId })
  })

  test('is answered in the past, and ends after it begins', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const applicationId = await sent(caisse)
    await expect(
      noteRefusal(caisse.call(), { applicationId, answeredOn: '2026-11-25' }),
    ).rejects.toMatchObject({ issues: [{ field: 'answeredOn', message: 'in_future' }] })
    await expect(
      changeApplication(caisse.call(), { applicationId, ...asked({ untilMonth: '2026-12' }) }),
    ).rejects.toMatchObject({ issues: [{ field: 'untilMonth', message: 'ends_before_it_begins' }] })
    await expect(
      moveApplication(caisse.call(), { applicationId: uuid(), status: 'sent' }),
    ).rejects.toMatchObject({ code: 'unknown_application' })
  })

  test('is the team’s to write', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const member = await givenAccount(app, caisse.id, 'committee_member')
    await expect(noteApplication(caisse.call(member), asked())).rejects.toMatchObject({ code: 'not_allowed' })
  })
})

test('deadlines and accounts to give wait on the team’s page, until they are done', async ({ app }) => {
  const caisse = await givenCaisse(app)
  await noteApplication(caisse.call(), asked())
  await noteApplication(caisse.call(), asked({ funder: 'Plus tard', deadlineOn: '2027-06-01' }))
  const { grantId } = await noteAward(caisse.call(), {
    applicationId: await sent(caisse),
    answeredOn: '2026-11-20',
    promised: '10 000',
    signed: true,
  })
  const { reportId } = await planReport(caisse.call(), { grantId, title: 'Bilan', dueOn: '2026-12-01' })
  const waiting = () => inCaisse(app.db, caisse.id, (tx) => fundingDeadlines(tx, '2026-12-24'))
  expect((await waiting()).map(({ kind, on }) => `${kind} ${on}`)).toEqual([
    'report 2026-12-01',
    'application 2026-12-05',
  ])
  const { browser } = await givenSignedIn(app, caisse, 'coordinator')
  const desk = await browser.get(`/c/${caisse.slug}/bureau`)
  expect(desk.html).toContain('Envoyer la demande à Fondation d’essai avant le 5 décembre 2026')
  expect(desk.html).toContain('Rendre compte à Fondation d’essai avant le 1er décembre 2026')
  await giveReport(caisse.call(), { reportId })
  await expect(giveReport(caisse.call(), { reportId })).rejects.toMatchObject({ code: 'unknown_report' })
  expect(await waiting()).toHaveLength(1)
})

test('funders are named where and when they ask; visitors see signed grants, never odds', async ({ app }) => {
  const caisse = await givenCaisse(app)
  await sent(caisse)
  await noteAward(caisse.call(), {
    applicationId: await sent(caisse),
    answeredOn: '2026-11-20',
    promised: '10 000',
    signed: true,
  })
  const mention = {
    funder: 'Fondation d’essai',
    mention: 'Avec le soutien de la Fondation d’essai.',
    uses: ['site' as const],
    fromOn: '2026-11-01',
    untilOn: '2026-12-31',
  }
  const logo = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'green' } })
    .png()
    .toBuffer()
  await expect(nameFunder(caisse.call(), { ...mention, logo })).rejects.toMatchObject({
    issues: [{ field: 'logoAlt', message: 'required' }],
  })
  await expect(
    nameFunder(caisse.call(), { ...mention, website: 'javascript:alert(1)' }),
  ).rejects.toMatchObject({ issues: [{ field: 'website' }] })
  const { mentionId } = await nameFunder(caisse.call(), { ...mention, logo, logoAlt: 'Un carré vert' })
  const named = (use: 'site' | 'poster', day: string) =>
    inCaisse(app.db, caisse.id, async (tx) => (await fundersFor(tx, use, day)).length)
  expect(await named('site', '2026-11-24')).toBe(1)
  expect(await named('poster', '2026-11-24')).toBe(0)
  expect(await named('site', '2027-01-01')).toBe(0)
  expect(await inCaisse(app.db, caisse.id, (tx) => publicFunders(tx, '2026-11-24'))).toEqual([
    { funder: 'Fondation d’essai', purpose: 'Allocations' },
  ])
  const shown = await givenBrowser(app).get(`/c/${caisse.slug}/financeurs/${mentionId}/logo`)
  expect(shown.headers.get('content-type')).toBe('image/webp')
  expect(shown.headers.get('content-disposition')).toMatch(/^attachment/)
  await forgetFunder(caisse.call(), { mentionId })
  expect((await givenBrowser(app).get(`/c/${caisse.slug}/financeurs/${mentionId}/logo`)).status).toBe(404)
})

test('pages: a request is written, sent and answered; what is missing is told at its field', async ({
  app,
}) => {
  const caisse = await givenCaisse(app)
  const { browser } = await givenSignedIn(app, caisse, 'treasurer')
  const page = `/c/${caisse.slug}/financements`
  const missing = await browser.post(`${page}/noter`, { key: uuid(), ...asked({ asked: 'beaucoup' }) })
  expect(missing.status).toBe(422)
  expect(missing.html).toContain('id="field-asked-error"')
  expect(missing.html).toContain('value="Fondation d’essai"')
  const noted = await browser.post(`${page}/noter`, { key: uuid(), ...asked() })
  const one = noted.next!.replace('?fait=oui', '')
  await browser.post(`${one}/suite`, { key: uuid(), status: 'sent' })
  expect((await browser.get(one)).html).toContain('Le financeur dit oui')
  const late = await browser.post(`${one}/refusee`, { key: uuid(), refusedOn: '2027-01-01' })
  expect(late.html).toContain('id="field-refusedOn-error"')
  await browser.post(`${one}/accordee`, {
    key: uuid(),
    promised: '9 000',
    answeredOn: '2026-11-20',
    signed: 'yes',
  })
  expect((await browser.get(one)).html).toContain('Accordée')
  expect((await browser.get(page)).html).toContain('Signée')
  const { browser: resident } = await givenSignedIn(app, caisse, 'resident')
  for (const path of ['', '/noter', '/mentions']) expect((await resident.get(page + path)).status).toBe(403)
})
