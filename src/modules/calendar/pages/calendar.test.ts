import ICAL from 'ical.js'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { givenMeeting } from '../../../../test/given-meetings.ts'
import { givenBrowser, givenSignedIn, type Browser } from '../../../../test/given-pages.ts'
import { givenMilestone, givenTerritory } from '../../../../test/given-site.ts'
import { inCaisse } from '../../../db/db.ts'
import { addMilestone, changeMilestone, removeMilestone } from '../actions/milestones.ts'
import { forgetSubscriptions } from '../actions/subscriptions.ts'
import { secretOf, subscriptionIn } from '../secret-link.ts'

/** A calendar as another library reads it. */
async function read(browser: Browser, path: string): Promise<ICAL.Event[]> {
  const answer = await browser.get(path)
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  const calendar = new ICAL.Component(ICAL.parse(answer.html) as string[])
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))
}

const titles = (events: readonly ICAL.Event[]): string[] => events.map(({ summary }) => summary)

async function givenThree(app: TestApp): Promise<{ caisse: GivenCaisse; home: string }> {
  const caisse = await givenCaisse(app)
  await givenMeeting(caisse, { title: 'Pour tout le monde' })
  await givenMeeting(caisse, { title: 'Pour les membres', audience: 'members' })
  await givenMeeting(caisse, { title: 'Pas encore dite', announce: false })
  return { caisse, home: `/c/${caisse.slug}` }
}

describe('the agenda', () => {
  test('shows visitors what is for everyone, members what is for members', async ({ app }) => {
    const { caisse, home } = await givenThree(app)
    const { browser: member } = await givenSignedIn(app, caisse, 'resident')
    const visitor = givenBrowser(app)
    for (const view of ['', '?mois=2026-12', '?vue=imprimer']) {
      const open = (await visitor.get(`${home}/agenda${view}`)).html
      expect(open, view).toContain('Pour tout le monde')
      expect(open, view).not.toMatch(/Pour les membres|Pas encore dite/)
      const own = (await member.get(`${home}/agenda${view}`)).html
      expect(own, view).toContain('Pour les membres')
      expect(own, view).not.toContain('Pas encore dite')
    }
  })

  test('keeps to a territory and what is for all of them', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const here = await givenTerritory(app, caisse, 'Ici')
    const there = await givenTerritory(app, caisse, 'Ailleurs')
    await givenMeeting(caisse, { title: 'Partout' })
    await givenMeeting(caisse, { title: 'Chez nous', territoryId: here })
    await givenMeeting(caisse, { title: 'Chez eux', territoryId: there })
    const browser = givenBrowser(app)
    const { html } = await browser.get(`/c/${caisse.slug}/agenda?territoire=${here}`)
    expect(html).toMatch(/Partout[^]*Chez nous|Chez nous[^]*Partout/)
    expect(html).not.toContain('Chez eux')
    const feed = await read(browser, `/c/${caisse.slug}/agenda/territoires/${here}.ics`)
    expect(titles(feed).sort()).toEqual(['Chez nous', 'Partout'])
  })

  test('opens on any month, and on a month that is none', async ({ app }) => {
    const { home } = await givenThree(app)
    const browser = givenBrowser(app)
    for (const month of ['1999-01', '2199-12', '2026-13', 'hier'])
      expect((await browser.get(`${home}/agenda?mois=${month}`)).status, month).toBe(200)
  })
})

describe('a calendar to subscribe to', () => {
  test('is read by another library at the hour that was said, wherever one is', async ({ app }) => {
    const { home } = await givenThree(app)
    const [event, ...others] = await read(givenBrowser(app), `${home}/agenda.ics`)
    expect(others).toEqual([])
    expect(event!.summary).toBe('Pour tout le monde')
    expect(event!.startDate.zone.tzid).toBe('Europe/Paris')
    expect(event!.startDate.toJSDate().toISOString()).toBe('2026-12-08T17:00:00.000Z')
    expect(event!.endDate.toJSDate().toISOString()).toBe('2026-12-08T19:00:00.000Z')
    expect(event!.location).toBe('Maison de quartier')
  })

  test('of one’s own holds what is kept for members, until it is taken back', async ({ app }) => {
    const { caisse, home } = await givenThree(app)
    const { browser } = await givenSignedIn(app, caisse, 'resident')
    const page = `${home}/agenda/abonnement`
    const made = await browser.post(page, { key: crypto.randomUUID() })
    const [, address] = /(\/c\/[^"<]*\/agenda\/personnel\/[^"<]*\.ics)/.exec(
      (await browser.get(made.next!)).html,
    )!
    const telephone = givenBrowser(app)
    expect(titles(await read(telephone, address!)).sort()).toEqual(['Pour les membres', 'Pour tout le monde'])
    expect((await telephone.get(address!)).headers.get('cache-control')).toBe('private, no-store')

    await browser.post(page, { key: crypto.randomUUID() })
    expect((await telephone.get(address!)).status, 'a new address ends the old one').toBe(404)
    await browser.post(`${page}/retirer`, { key: crypto.randomUUID() })
    expect((await browser.get(page)).html).not.toContain('/personnel/')
  })

  test('shows nothing any more to who left the caisse', async ({ app }) => {
    const { caisse, home } = await givenThree(app)
    const { browser, actor } = await givenSignedIn(app, caisse, 'resident')
    await browser.post(`${home}/agenda/abonnement`, { key: crypto.randomUUID() })
    const [, address] = /(\/c\/[^"<]*\/personnel\/[^"<]*\.ics)/.exec(
      (await browser.get(`${home}/agenda/abonnement`)).html,
    )!
    await inCaisse(app.db, caisse.id, (tx) =>
      tx
        .updateTable('role_grant')
        .set({ ended_at: app.now() })
        .where('caisse_id', '=', caisse.id)
        .where('login_account_id', '=', actor.accountId)
        .execute(),
    )
    expect((await givenBrowser(app).get(address!)).status).toBe(404)
    await forgetSubscriptions(app)
    const left = await inCaisse(app.db, caisse.id, (tx) =>
      tx.selectFrom('calendar_subscription').select('id').where('caisse_id', '=', caisse.id).execute(),
    )
    expect(left).toEqual([])
  })

  test('opens by its whole secret only', ({ app }) => {
    const id = '0193a0b2-7d3a-7000-8000-000000000001'
    const secret = secretOf(app, id)
    expect(subscriptionIn(app, secret)).toBe(id)
    const last = secret.at(-2) === 'A' ? 'B' : 'A'
    expect(subscriptionIn(app, secret.slice(0, -2) + last + secret.at(-1)!)).toBeUndefined()
    for (const other of ['', 'x', secret.slice(1), `${secret}A`])
      expect(subscriptionIn(app, other), other).toBeUndefined()
    expect(subscriptionIn({ ...app, codePepper: Buffer.alloc(32, 8) }, secret)).toBeUndefined()
  })
})

describe('the timeline', () => {
  test('shows everyone what is for everyone, the team what is prepared and who funds', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenMilestone(caisse, { title: 'Expérimenter', kind: 'phase', startsOn: '2026-01-01' })
    await givenMilestone(caisse, { title: 'Peut-être', public: false })
    const path = `/c/${caisse.slug}/calendrier`
    const open = (await givenBrowser(app).get(path)).html
    expect(open).toMatch(/Nous en sommes ici\s: Expérimenter/)
    expect(open).toContain('L’expérimentation en 2026')
    expect(open).not.toContain('Peut-être')
    const { browser } = await givenSignedIn(app, caisse, 'committee_member')
    const inside = (await browser.get(path)).html
    expect(inside).toContain('Peut-être')
    expect(inside).not.toContain('/calendrier/gerer')
  })

  test('is kept by the team, and a slip is told at its field', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const manage = `/c/${caisse.slug}/calendrier/gerer`
    const fields = { kind: 'phase', title: 'Essai', startsOn: '2026-05-01', public: 'yes' }
    const slip = await browser.post(manage, {
      key: crypto.randomUUID(),
      ...fields,
      endsOn: '2026-04-01',
    })
    expect(slip.status).toBe(422)
    expect(slip.html).toContain('Le dernier jour vient avant le premier.')
    expect((await browser.post(manage, { key: crypto.randomUUID(), ...fields })).next).toBe(
      `${manage}?fait=saved`,
    )
    const id = /gerer\/([0-9a-f-]{36})/.exec((await browser.get(manage)).html)![1]!
    const again = await browser.post(`${manage}/${id}`, {
      key: crypto.randomUUID(),
      ...fields,
      kind: 'milestone',
      endsOn: '2026-06-01',
    })
    expect(again.html).toContain('Une étape est un seul jour')
    expect((await browser.post(`${manage}/${id}/retirer`, { key: crypto.randomUUID() })).next).toBe(
      `${manage}?fait=deleted`,
    )
  })

  test('what is not there cannot be changed', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const milestoneId = await givenMilestone(caisse)
    const file = { kind: 'milestone' as const, title: 'a', startsOn: '2026-01-01', public: true }
    await changeMilestone(caisse.call(), { milestoneId, file })
    await removeMilestone(caisse.call(), { milestoneId })
    const code = { code: 'unknown_milestone' }
    await expect(changeMilestone(caisse.call(), { milestoneId, file })).rejects.toMatchObject(code)
    await expect(removeMilestone(caisse.call(), { milestoneId })).rejects.toMatchObject(code)
    await expect(
      addMilestone(caisse.call(caisse.treasurer), file),
      'the treasury keeps the money, not the calendar',
    ).rejects.toMatchObject({ code: 'not_allowed' })
  })
})
