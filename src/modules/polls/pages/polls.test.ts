import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { givenBrowser, givenSignedIn } from '../../../../test/given-pages.ts'
import { answersTo, givenAnswer, givenPoll, type GivenPoll } from '../../../../test/given-polls.ts'
import { givenCaisse } from '../../../../test/given.ts'
import { test } from '../../../../test/app.ts'
import { inCaisse } from '../../../db/db.ts'
import type { Answer } from '../rules.ts'
import { pollPath } from '../secrets.ts'
import { voicesOf } from '../store.ts'

const typed = (poll: GivenPoll, answers: readonly Answer[], changes: Record<string, string> = {}) => ({
  key: uuid(),
  name: 'Ana',
  email: '',
  ...Object.fromEntries(
    Object.entries(answersTo(poll, answers)).map(([id, answer]) => [`date.${id}`, answer]),
  ),
  ...changes,
})

describe('the page behind the link', () => {
  test('asks, thanks, and lets one change one’s mind by one’s own address', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    const page = pollPath(caisse.slug, poll.token)
    const visitor = givenBrowser(app)
    const { html, headers } = await visitor.get(page)
    expect(html).toContain('mardi 8 décembre')
    expect(html).toContain('de 18\u00a0h à 20\u00a0h')
    expect(html).toContain('à l’heure de Paris')
    expect(headers.get('x-robots-tag')).toBe('noindex')
    const answer = await visitor.post(page, typed(poll, ['yes', 'if_needed', 'no']))
    expect(answer.status).toBe(303)
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/)
    const thanks = await visitor.get(answer.next!)
    expect(thanks.html).toContain('Merci Ana')
    const own = answer.next!.replace('?note=oui', '')
    await visitor.post(own, typed(poll, ['no', 'no', 'yes'], { name: 'Anaïs' }))
    const voices = await inCaisse(app.db, caisse.id, (tx) => voicesOf(tx, poll.id))
    expect(voices.map(({ name, answers }) => [name, answers])).toEqual([
      ['Anaïs', answersTo(poll, ['no', 'no', 'yes'])],
    ])
  })

  test('remembers this browser, and asks anew for somebody else', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    const page = pollPath(caisse.slug, poll.token)
    const { headers } = await givenBrowser(app).post(page, typed(poll, ['yes']))
    const cookie = /tablee_sondage=([\w-]+)/.exec(headers.get('set-cookie')!)![1]!
    const back = givenBrowser(app, { tablee_sondage: cookie })
    expect((await back.get(page)).next).toBe(`${page}/reponse/${cookie}`)
    expect((await back.get(`${page}?autre=oui`)).html).not.toContain('value="Ana"')
  })

  test('brings back all that was typed, with a message at each date that is missing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    const fields = typed(poll, ['yes', 'no', 'no'], { name: 'www.example.org' })
    const second = poll.dates[1]!.id
    delete (fields as Record<string, string>)[`date.${second}`]
    const first = await givenBrowser(app).post(pollPath(caisse.slug, poll.token), fields)
    expect(first.status).toBe(422)
    expect(first.html).toContain('id="field-name-error"')
    const answer = await givenBrowser(app).post(pollPath(caisse.slug, poll.token), { ...fields, name: 'Ana' })
    expect(answer.html).toContain(`id="field-date.${second}-error"`)
    expect(answer.html).toMatch(new RegExp(`name="date.${poll.dates[0]!.id}" value="yes" checked`))
  })

  test('shows nobody else’s answer, unless the group chose it, and then only to who answered', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    for (const answersShown of [false, true]) {
      const poll = await givenPoll(app, caisse, { answersShown })
      await givenAnswer(caisse, poll, ['yes'], { name: 'Zénobie' })
      const page = pollPath(caisse.slug, poll.token)
      const visitor = givenBrowser(app)
      expect((await visitor.get(page)).html).not.toContain('Zénobie')
      const { next } = await visitor.post(page, typed(poll, ['yes']))
      expect((await visitor.get(next!)).html.includes('Zénobie')).toBe(answersShown)
    }
  })

  test('thanks a program and writes nothing; forty answers of one place are heard', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    const page = pollPath(caisse.slug, poll.token)
    const visitor = givenBrowser(app)
    const statuses: number[] = []
    for (let i = 0; i < 41; i += 1)
      statuses.push((await visitor.post(page, typed(poll, ['yes'], { website: 'x' }))).status)
    expect(statuses).toEqual([...Array.from({ length: 40 }, () => 303), 429])
    expect(await inCaisse(app.db, caisse.id, (tx) => voicesOf(tx, poll.id))).toEqual([])
  })

  test.for(['x', 'aaaaaaaaaaaaaaaa-nulle-part', 'aaaaaaaaaaaaaaaa-<slug>', '0-2', '%00'])(
    'an address that is no poll’s (%s) is a page that is not there',
    async (address, { app }) => {
      const caisse = await givenCaisse(app)
      const path = `/sondage/${address.replace('<slug>', caisse.slug)}`
      expect((await givenBrowser(app).get(path)).status).toBe(404)
    },
  )

  test('somebody else’s key, or one of another poll, opens nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [poll, other] = [await givenPoll(app, caisse), await givenPoll(app, caisse)]
    const { next } = await givenBrowser(app).post(pollPath(caisse.slug, poll.token), typed(poll, ['yes']))
    const key = /reponse\/([\w-]+)/.exec(next!)![1]!
    const visitor = givenBrowser(app)
    expect((await visitor.get(`${pollPath(caisse.slug, other.token)}/reponse/${key}`)).status).toBe(404)
    expect((await visitor.get(`${pollPath(caisse.slug, poll.token)}/reponse/${'a'.repeat(38)}`)).status).toBe(
      404,
    )
  })

  test('is read in English, too', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    const { html } = await givenBrowser(app, { langue: 'en' }).get(pollPath(caisse.slug, poll.token))
    expect(html).toContain('Tuesday 8 December')
    expect(html).toContain('18:00 to 20:00')
  })
})

describe('the team', () => {
  test('makes a poll, asks by mail, notes an answer, and chooses in two steps', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const list = `/c/${caisse.slug}/sondages`
    expect((await browser.get(list)).html).toContain('Pas encore de sondage')
    const fields = {
      title: 'Préparer la fête',
      kind: 'meeting',
      minutes: '120',
      closesOn: '2026-11-30',
      day1: '2026-12-08',
      clock1: '18:00',
      day2: '2026-12-09',
    }
    const wrong = await browser.post(`${list}/nouveau`, { key: uuid(), ...fields, clock1: 'x' })
    expect(wrong.html).toContain('id="field-clock1-error"')
    expect(wrong.html).toContain('value="2026-12-09"')
    const made = await browser.post(`${list}/nouveau`, { key: uuid(), ...fields })
    const page = made.next!.replace('?cree=oui', '')
    expect((await browser.get(made.next!)).html).toContain('Personne n’a encore répondu')

    const asked = await browser.post(`${page}/inviter`, { key: uuid(), guests: 'Bilal <bilal@example.org>' })
    expect((await browser.get(asked.next!)).html).toContain('Un courriel est parti')
    const form = (await browser.get(`${page}/noter`)).html
    const dates = [...form.matchAll(/name="date\.([0-9a-f-]{36})" value="yes"/g)].map(([, id]) => id!)
    expect(dates).toHaveLength(2)
    await browser.post(`${page}/noter`, {
      key: uuid(),
      voiceId: '',
      name: 'Odette',
      [`date.${dates[0]}`]: 'if_needed',
      [`date.${dates[1]}`]: 'yes',
    })
    const one = (await browser.get(page)).html
    expect(one).toContain('La meilleure date\u00a0: mercredi 9 décembre')
    expect(one).toContain('n’a pas encore répondu')
    const choice = `${page}/choisir/${dates[1]}`
    const confirm = (await browser.get(choice)).html
    expect(confirm).toContain('À prévenir autrement, faute d’adresse électronique\u00a0: Odette')
    const chosen = await browser.post(choice, {
      key: uuid(),
      title: 'Préparer la fête',
      placeName: '',
      placeAddress: '',
      audience: 'public',
    })
    expect((await browser.get(chosen.next!)).html).toContain('Ce sera mercredi 9 décembre')
    expect((await browser.get(list)).html).toContain('Ce sera mercredi 9 décembre')
  })

  test('says that dates are tied', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const poll = await givenPoll(app, caisse)
    await givenAnswer(caisse, poll, ['yes', 'yes', 'no'])
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const { html } = await browser.get(`/c/${caisse.slug}/sondages/${poll.id}`)
    expect(html).toContain('2 dates sont à égalité')
    expect(html.match(/À égalité/g)).toHaveLength(2)
  })
})
