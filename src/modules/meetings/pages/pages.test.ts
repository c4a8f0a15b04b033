import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { givenAdult, givenMeeting, givenRegistration, mailsOf } from '../../../../test/given-meetings.ts'
import { givenBrowser, givenSignedIn } from '../../../../test/given-pages.ts'
import { inCaisse } from '../../../db/db.ts'
import { linkLogin } from '../../people/store/own-household.ts'
import { registrationKey } from '../actions/invitations.ts'
import { beginMinutes, publishMinutes, saveSection, validateMinutes } from '../actions/minutes.ts'
import { listMeetings } from '../store/meetings.ts'
import { sectionsOf } from '../store/minutes.ts'
import { listRegistrations } from '../store/registrations.ts'

const namesAt = async (app: TestApp, caisse: GivenCaisse, meetingId: string) =>
  (await inCaisse(app.db, caisse.id, (tx) => listRegistrations(tx, meetingId))).map(({ name }) => name)

const typed = (changes: Record<string, string> = {}) => ({
  key: uuid(),
  name: 'Maëlle Cardon',
  email: 'maelle@example.org',
  phone: '',
  ...changes,
})

/** A resident who signs in. */
async function givenResident(app: TestApp, caisse: GivenCaisse) {
  const personId = await givenAdult(app, caisse, { givenName: 'Noor', email: 'noor@example.org' })
  const signedIn = await givenSignedIn(app, caisse, 'resident')
  await inCaisse(app.db, caisse.id, (tx) => linkLogin(tx, personId, signedIn.actor.accountId))
  return { personId, ...signedIn }
}

describe('the public page of a meeting', () => {
  test('registers without an account and gives a link by which one leaves again', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse, {
      capacity: 1,
      stepFree: 'yes',
      meal: 'Soupe',
      childcare: 'yes',
    })
    const page = `/c/${caisse.slug}/rencontres/${meetingId}`
    const visitor = givenBrowser(app)
    const { html } = await visitor.get(page)
    expect(html).toContain('Accès sans marche')
    expect(html).toContain('Il reste une place.')
    const answer = await visitor.post(page, typed({ interpreter: 'arabe', children: '2', meal: 'yes' }))
    expect(answer.next).toMatch(/\/rencontres\/inscription\/[0-9a-f-]{36}\/[A-Za-z0-9_-]{22}\?merci=oui$/)
    const own = answer.next!.split('?')[0]!
    expect((await visitor.get(own)).html).toContain('Vous êtes inscrit·e')
    expect((await mailsOf(app, caisse))[0]!.text).toContain(`http://localhost${own}`)
    // Opened by a program that follows links, it changes nothing.
    expect(await namesAt(app, caisse, meetingId)).toEqual(['Maëlle Cardon'])
    expect((await visitor.post(`${own}/quitter`, { key: uuid() })).next).toContain('fait=quitte')
    expect((await visitor.get(own)).html).toContain('Vous ne venez plus')
  })

  test('brings back what was typed, at the field', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const answer = await givenBrowser(app).post(
      `/c/${caisse.slug}/rencontres/${meetingId}`,
      typed({ email: '', needs: 'près de la porte' }),
    )
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('id="field-email-error"')
    expect(answer.html).toContain('value="près de la porte"')
  })

  test('thanks a program and writes nothing; twenty from one place, then a pause', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const page = `/c/${caisse.slug}/rencontres/${meetingId}`
    const visitor = givenBrowser(app)
    expect((await visitor.post(page, typed({ website: 'https://example.org' }))).next).toContain('merci=oui')
    expect(await namesAt(app, caisse, meetingId)).toEqual([])
    const statuses: number[] = []
    for (let i = 0; i < 20; i += 1)
      statuses.push(
        (await visitor.post(page, typed({ name: `Nom ${i}`, email: `n${i}@example.org` }))).status,
      )
    expect(statuses).toEqual([...Array.from({ length: 19 }, () => 303), 429])
  })

  test('gives a stranger who types a name and an address nothing of their registration', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const page = `/c/${caisse.slug}/rencontres/${meetingId}`
    await givenBrowser(app).post(page, typed())
    const again = await givenBrowser(app).post(page, typed({ needs: 'autre chose' }))
    expect(again.next).toBe(`${page}?merci=oui`)
    const mails = await mailsOf(app, caisse)
    expect(mails.map(({ to }) => to)).toEqual(['maelle@example.org', 'maelle@example.org'])
  })

  test('a key of another registration, or of none, opens nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const [one, other] = [
      await givenRegistration(caisse, meetingId),
      await givenRegistration(caisse, meetingId),
    ]
    const wrong = registrationKey(app, caisse.id, other)
    const link = `/c/${caisse.slug}/rencontres/inscription/${one}/${wrong}`
    expect((await givenBrowser(app).get(link)).status).toBe(404)
    expect((await givenBrowser(app).post(`${link}/quitter`, { key: uuid() })).status).toBe(404)
  })

  test('one press for who is of the caisse, found again on their own page', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse, { audience: 'members' })
    const { browser } = await givenResident(app, caisse)
    const page = `/c/${caisse.slug}/rencontres/${meetingId}`
    expect((await browser.get(page)).html).not.toContain('name="email"')
    expect((await browser.post(page, { key: uuid() })).next).toContain('/inscription/')
    const { html } = await browser.get(`/c/${caisse.slug}/moi/rencontres`)
    expect(html).toContain('Vous êtes attendu·e à une rencontre')
  })

  test('is not there for those for whom it is not', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const draft = await givenMeeting(caisse, { announce: false })
    const members = await givenMeeting(caisse, { audience: 'members' })
    const visitor = givenBrowser(app)
    const at = (id: string) => `/c/${caisse.slug}/rencontres/${id}`
    expect((await visitor.get(at(draft))).status).toBe(404)
    expect((await visitor.get(at(members))).next).toBe('/connexion')
    const stranger = await givenSignedIn(app, await givenCaisse(app), 'resident')
    expect((await stranger.browser.get(at(members))).status).toBe(404)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    expect((await browser.get(at(draft))).status).toBe(200)
  })

  test('lets nothing of what somebody wrote become part of the page', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const hostile = '<script>alert(1)</script> [clic](javascript:alert(1)) ![x](https://example.org/x.png)'
    const meetingId = await givenMeeting(caisse, {
      title: '<img src=x onerror=alert(1)>',
      description: hostile,
    })
    await givenRegistration(caisse, meetingId, { name: '"><svg onload=alert(1)>', needs: '</td><b>x' })
    const { html } = await givenBrowser(app).get(`/c/${caisse.slug}/rencontres/${meetingId}`)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const desk = (await browser.get(`/c/${caisse.slug}/rencontres/${meetingId}/gerer`)).html
    for (const page of [html, desk]) {
      expect(page).not.toMatch(/<script>alert|<img src=x|<svg onload|href="javascript:|<img[^>]+example\.org/)
      expect(page).not.toContain('</td><b>x')
    }
    const ics = await givenBrowser(app).get(`/c/${caisse.slug}/rencontres/${meetingId}/agenda.ics`)
    expect(ics.headers.get('content-type')).toContain('text/calendar')
    expect(ics.html).toContain('DTSTART;TZID=Europe/Paris:20261208T180000')
  })
})

describe('at the desk', () => {
  test('a series is looked at before it is noted, without the days nobody wants', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const page = `/c/${caisse.slug}/rencontres/serie`
    const series = {
      kind: 'workshop',
      title: 'Cuisiner de saison',
      day: '2026-12-03',
      from: '18:00',
      until: '20:00',
      audience: 'public',
      registers: 'yes',
      rhythm: 'weeks',
      every: '2',
      count: '4',
    }
    const seen = await browser.post(page, { key: uuid(), ...series })
    expect(seen.status).toBe(200)
    expect(seen.html).toContain('jeudi 31 décembre 2026')
    const shown = /name="seen" value="([^"]+)"/.exec(seen.html)![1]!
    expect(shown).toBe('2026-12-03 2026-12-17 2026-12-31 2027-01-14')
    const kept = await browser.post(page, { key: uuid(), ...series, seen: shown, kept: '2026-12-17' })
    expect(kept.next).toContain('fait=serie')
    const meetings = await inCaisse(app.db, caisse.id, (tx) => listMeetings(tx))
    expect(meetings.map(({ seriesDay }) => seriesDay)).toEqual(['2026-12-17'])
  })

  test('somebody without mail or phone is registered, found at the door, and on the paper list', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const at = (path: string) => `/c/${caisse.slug}/rencontres/${meetingId}${path}`
    const added = await browser.post(at('/inscrire'), typed({ email: '', name: 'Aimé Sans-Courriel' }))
    expect(added.next).toContain('fait=inscrit')
    const door = (await browser.get(at('/pointer'))).html
    expect(door).toContain('Aimé Sans-Courriel')
    const registrationId = /name="registrationId" value="([^"]+)"/.exec(door)![1]!
    await browser.post(at('/pointer'), { key: uuid(), registrationId, attended: 'yes' })
    await browser.post(at('/pointer/arrivee'), { key: uuid(), name: 'Arrivée Sans Prévenir' })
    expect((await browser.get(at('/pointer'))).html).toContain('2 présent·es sur 2')
    const pdf = await browser.get(at('/liste.pdf'))
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
  })

  test('what was paid is seen by coordination and treasury only', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const page = `/c/${caisse.slug}/rencontres/${meetingId}/depenses`
    const treasurer = await givenSignedIn(app, caisse, 'treasurer')
    const paid = { paidTo: 'Noor', kind: 'travel', amountCents: '12,40', paidOn: '2026-11-20', note: '' }
    expect((await treasurer.browser.post(page, { key: uuid(), ...paid })).next).toContain('fait=oui')
    expect((await treasurer.browser.get(page)).html).toMatch(/12,40\s€ payés/)
    for (const role of ['administrator', 'committee_member', 'resident'] as const)
      expect((await (await givenSignedIn(app, caisse, role)).browser.get(page)).status).toBe(403)
  })
})

describe('minutes', () => {
  test('are read as published, by those for whom they are, and printed', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    await givenRegistration(caisse, meetingId, { name: 'Noor Essai' })
    await beginMinutes(caisse.call(), { meetingId })
    const [section] = await inCaisse(app.db, caisse.id, (tx) => sectionsOf(tx, meetingId))
    const body = 'Noor dit <script>alert(1)</script>\n\nDécision : ouvrir plus tard'
    await saveSection(caisse.call(), { sectionId: section!.id, base: 0, body })
    await validateMinutes(caisse.call(), { meetingId, body: 'Comité' })
    await publishMinutes(caisse.call(), { meetingId, audience: 'members' })
    const page = `/c/${caisse.slug}/rencontres/${meetingId}/compte-rendu`
    expect((await givenBrowser(app).get(page)).next).toBe('/connexion')
    const { browser } = await givenResident(app, caisse)
    const { html } = await browser.get(page)
    expect(html).toContain('un·e habitant·e dit &lt;script&gt;')
    expect(html).toContain('Décision n° 2.')
    expect((await browser.get(`${page}/publie.pdf`)).headers.get('content-type')).toBe('application/pdf')
  })

  test('without JavaScript a second writer keeps their text and joins both', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    await beginMinutes(caisse.call(), { meetingId })
    const [section] = await inCaisse(app.db, caisse.id, (tx) => sectionsOf(tx, meetingId))
    const part = `/c/${caisse.slug}/rencontres/${meetingId}/compte-rendu/parties/${section!.id}`
    const one = await givenSignedIn(app, caisse, 'coordinator')
    const other = await givenSignedIn(app, caisse, 'committee_member')
    await one.browser.post(part, { key: uuid(), base: '0', body: 'Nous étions douze.' })
    const kept = await other.browser.post(part, { key: uuid(), base: '0', body: 'Nous étions treize.' })
    expect(kept.next).toMatch(/\/reunir\/[0-9a-f-]{36}\?garde=oui$/)
    const { html } = await other.browser.get(kept.next!)
    expect(html).toContain('Votre texte est gardé, rien n’est perdu.')
    expect(html).toMatch(/Nous étions douze\.\s+Nous étions treize\./)
    const joint = kept.next!.split('?')[0]!
    await other.browser.post(joint, { key: uuid(), base: '1', body: 'Douze, puis treize.' })
    expect((await one.browser.get(`${part}/versions`)).html).toContain('Nous étions douze.')
    expect((await one.browser.get(part)).html).toContain('Douze, puis treize.')
  })
})
