import { XMLParser } from 'fast-xml-parser'
import { HtmlValidate } from 'html-validate'
import { describe, expect } from 'vitest'
import { createApp } from '../../../app.tsx'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { givenOutlet } from '../../../../test/given-accreditation.ts'
import { givenMeeting } from '../../../../test/given-meetings.ts'
import { givenBrowser, givenSignedIn, type Browser } from '../../../../test/given-pages.ts'
import { givenMilestone, givenNews, givenPage, givenTerritory } from '../../../../test/given-site.ts'
import { changeSiteSettings } from '../actions/settings.ts'
import { createPage, savePage } from '../actions/pages.ts'
import { listCaisses } from '../../caisses/store.ts'

const ALL_BLOCKS =
  '## Un titre\n\n[[reglement]]\n\n[[lieux]]\n\n[[rencontres]]\n\n[[actualites]]\n\n[[chiffres]]\n\n[[contacts]]\n\n[[territoires]]\n\n[[decisions]]\n\n[[pages]]\n\n- une\n- liste'

async function givenSite(app: TestApp): Promise<GivenCaisse> {
  const caisse = await givenCaisse(app)
  await givenOutlet(app, caisse)
  await givenTerritory(app, caisse, 'Bellevue')
  await givenMeeting(caisse, { title: 'Soupe <b>& pain</b>' })
  await givenNews(caisse, { title: 'Soupe & pain </script>', body: ALL_BLOCKS })
  await givenMilestone(caisse)
  await givenPage(caisse, 'accueil', { body: ALL_BLOCKS })
  await createPage(caisse.call(), {
    slug: 'fete',
    title: 'La fête',
    body: 'Venez. [Où](/lieux)',
    publish: true,
  })
  return caisse
}

const PATHS = [
  '',
  '/reglement',
  '/lieux',
  '/agenda',
  '/agenda?mois=2026-12',
  '/calendrier',
  '/actualites',
  '/actualites/soupe-pain-script',
  '/chiffres',
  '/participer',
  '/rejoindre',
  '/partenaires',
  '/questions',
  '/contact',
  '/facile-a-lire',
  '/facile-a-lire/c-est-quoi',
  '/facile-a-lire/comment-je-paie',
  '/facile-a-lire/qui-m-aide',
  '/mentions-legales',
  '/accessibilite',
  '/plan-du-site',
  '/territoires/bellevue',
  '/pages/fete',
]

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // The kit's own writing: an attribute without a value is said with one, tags are closed.
    'attribute-boolean-style': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
    'no-inline-style': 'error',
    // A table that is cards on a phone keeps the roles that CSS would take from it.
    'no-redundant-role': 'off',
    // The language's own short lines between words.
    'no-raw-characters': 'off',
    'no-trailing-whitespace': 'off',
    // The same menu stands in the header and, on a phone, behind its button: only one of them is ever shown.
    'unique-landmark': 'off',
    // Addresses of telephone numbers and spaces in them are written as people read them.
    'tel-non-breaking': 'off',
    // Names of caisses may be long; search engines cut them.
    'long-title': 'off',
  },
})

describe('every public page', () => {
  test('is valid HTML that needs no script, sets no cookie and asks nobody else', async ({ app }) => {
    const { slug } = await givenSite(app)
    const browser = givenBrowser(app)
    const wrong: string[] = []
    for (const path of PATHS) {
      const page = await browser.get(`/c/${slug}${path}`)
      expect(page.status, path).toBe(200)
      expect(page.headers.get('set-cookie'), path).toBeNull()
      expect(Buffer.byteLength(page.html), path).toBeLessThan(100_000)
      expect(page.html, path).not.toMatch(/<script(?! type="application\/ld\+json")/)
      expect(page.html, path).not.toMatch(/\b(?:src|action)="(?:https?:)?\/\//)
      const { results } = await validator.validateString(page.html)
      for (const { ruleId, message, line, column } of results.flatMap((result) => result.messages))
        wrong.push(`${path} ${ruleId}: ${message} (${line}:${column})`)
    }
    expect(wrong).toEqual([])
  })

  test('has one canonical address, and leads only where one can go', async ({ app }) => {
    const { slug } = await givenSite(app)
    const browser = givenBrowser(app)
    const seen = new Map<string, number>()
    const dead: string[] = []
    for (const path of PATHS) {
      const { html } = await browser.get(`/c/${slug}${path}`)
      const canonical = /<link rel="canonical" href="([^"]+)"/.exec(html)?.[1]
      expect(canonical).toBe(`http://localhost/c/${slug}${path.replace(/\?.*/, '')}`)
      for (const [, href] of html.matchAll(/<a\b[^>]*\bhref="(\/[^"]*)"/g)) {
        const address = href!.replaceAll('&amp;', '&')
        if (!seen.has(address)) seen.set(address, (await browser.get(address)).status)
        if (seen.get(address)! >= 400) dead.push(`${path} → ${address} ${seen.get(address)}`)
      }
    }
    expect(dead).toEqual([])
    expect(seen.size).toBeGreaterThan(PATHS.length)
  })

  test('tells search engines what it is about, and no text ends the block', async ({ app }) => {
    const { slug } = await givenSite(app)
    const browser = givenBrowser(app)
    const things = async (path: string) => {
      const { html } = await browser.get(`/c/${slug}${path}`)
      const [, block] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)!
      return (JSON.parse(block!) as { '@context': string; '@graph': Record<string, unknown>[] })['@graph']
    }
    const [organisation] = await things('')
    expect(organisation).toMatchObject({
      '@type': 'Organization',
      name: 'Caisse d’essai',
      url: `http://localhost/c/${slug}`,
      areaServed: [{ '@type': 'Place', name: 'Bellevue' }],
    })
    const [event] = await things('/agenda')
    expect(event).toMatchObject({
      '@type': 'Event',
      name: 'Soupe <b>& pain</b>',
      startDate: '2026-12-08T17:00:00.000Z',
      endDate: '2026-12-08T19:00:00.000Z',
      eventStatus: 'https://schema.org/EventScheduled',
      location: { '@type': 'Place', name: 'Maison de quartier', address: 'Maison de quartier' },
    })
    const [news] = await things('/actualites/soupe-pain-script')
    expect(news).toMatchObject({
      '@type': 'NewsArticle',
      headline: 'Soupe & pain </script>',
      datePublished: '2026-11-24T10:00:00.000Z',
    })
  })
})

test('the feed of news is read by another library as it was written', async ({ app }) => {
  const caisse = await givenSite(app)
  await givenNews(caisse, { title: 'Un brouillon', publish: false })
  const { html, headers } = await givenBrowser(app).get(`/c/${caisse.slug}/actualites.atom`)
  expect(headers.get('content-type')).toContain('application/atom+xml')
  const { feed } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(html) as {
    feed: Record<string, never> & { entry: Record<string, never> }
  }
  expect(feed).toMatchObject({
    title: 'Caisse d’essai',
    updated: '2026-11-24T10:00:00.000Z',
    entry: {
      title: expect.objectContaining({ '#text': 'Soupe & pain </script>' }) as unknown,
      published: '2026-11-24T10:00:00.000Z',
      link: { href: `http://localhost/c/${caisse.slug}/actualites/soupe-pain-script` },
    },
  })
})

test('the map of the site lists what is online, and only that', async ({ app }) => {
  const caisse = await givenSite(app)
  await createPage(caisse.call(), { slug: 'secret', title: 'Pas encore', body: '' })
  const browser = givenBrowser(app)
  const read = async (path: string) =>
    new XMLParser({ isArray: (name) => ['url', 'sitemap'].includes(name) }).parse(
      (await browser.get(path)).html,
    ) as { urlset: { url: { loc: string }[] }; sitemapindex: { sitemap: { loc: string }[] } }
  const { sitemapindex } = await read('/sitemap.xml')
  const own = `http://localhost/c/${caisse.slug}`
  expect(sitemapindex.sitemap.map(({ loc }) => loc)).toContain(`${own}/sitemap.xml`)
  const { urlset } = await read(`/c/${caisse.slug}/sitemap.xml`)
  const addresses = urlset.url.map(({ loc }) => loc)
  expect(addresses).toContain(`${own}/pages/fete`)
  expect(addresses).toContain(`${own}/actualites/soupe-pain-script`)
  expect(addresses).toContain(`${own}/territoires/bellevue`)
  expect(addresses).not.toContain(`${own}/pages/secret`)
  for (const address of addresses)
    expect((await browser.get(address.slice('http://localhost'.length))).status, address).toBe(200)
  expect((await browser.get('/robots.txt')).html).toContain('Sitemap: http://localhost/sitemap.xml')
})

describe('at a host of its own', () => {
  const HOST = 'https://caisse.example.org'
  const plain = { headers: { 'accept-encoding': 'identity' } }
  const settings = { accessibility: 'none' as const, director: '', hostName: '', hostAddress: '' }

  async function givenHost(app: TestApp) {
    const caisse = await givenSite(app)
    await changeSiteSettings(caisse.call(), { ...settings, host: '' })
    for (const { id } of await listCaisses(app.db))
      await app.db.updateTable('caisse').set({ public_host: null }).where('id', '=', id).execute()
    await changeSiteSettings(caisse.call(), { ...settings, host: 'caisse.example.org' })
    const web = createApp(app)
    const ask = (path: string, init: RequestInit = {}) =>
      web.request(HOST + path, { ...init, headers: { 'accept-encoding': 'gzip', ...init.headers } })
    return { caisse, ask }
  }

  test('the site stands at the root, and its links stay there', async ({ app }) => {
    const { caisse, ask } = await givenHost(app)
    const home = await ask('/', plain)
    expect(home.status).toBe(200)
    const html = await home.text()
    expect(html).toContain('<link rel="canonical" href="https://caisse.example.org/"')
    expect(html).toContain('href="/lieux"')
    expect(html).toContain('href="http://localhost/connexion"')
    expect(html).not.toContain(`href="/c/${caisse.slug}`)
    const places = await ask('/lieux', plain)
    expect(await places.text()).toContain('https://caisse.example.org/lieux')
  })

  test('the long address leads to the short one, and back from where one signs in', async ({ app }) => {
    const { caisse, ask } = await givenHost(app)
    const long = await ask(`/c/${caisse.slug}/lieux?a=b`)
    expect([long.status, long.headers.get('location')]).toEqual([301, '/lieux?a=b'])
    for (const path of ['/connexion', '/site', '/bureau', '/c/autre/lieux', '/moi']) {
      const away = await ask(path)
      expect([away.status, away.headers.get('location')], path).toEqual([302, `http://localhost${path}`])
    }
    expect(await (await ask('/robots.txt', plain)).text()).toContain(`Sitemap: ${HOST}/sitemap.xml`)
    expect(await (await ask('/sitemap.xml', plain)).text()).toContain(`<loc>${HOST}/lieux</loc>`)
  })

  test('nobody is signed in there, and a form is sent as everywhere', async ({ app }) => {
    const { ask } = await givenHost(app)
    const asked = await ask('/rejoindre', {
      method: 'POST',
      body: new URLSearchParams({ website: 'spam', key: '' }),
      headers: { origin: HOST },
    })
    expect([asked.status, asked.headers.get('location')]).toEqual([303, '/rejoindre/merci'])
  })

  test('a host is one caisse’s, and never the installation’s', async ({ app }) => {
    await givenHost(app)
    const other = await givenCaisse(app)
    const taking = changeSiteSettings(other.call(), { ...settings, host: 'caisse.example.org' })
    await expect(taking).rejects.toMatchObject({ code: 'host_taken' })
    const whole = changeSiteSettings(other.call(), { ...settings, host: 'localhost.localhost' })
    await expect(whole).resolves.toBeUndefined()
  })
})

describe('the team writes', () => {
  async function givenWriter(app: TestApp): Promise<{ caisse: GivenCaisse; browser: Browser }> {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    return { caisse, browser }
  }

  const fields = (browser: { key: string }, changes: Record<string, string>) => ({
    key: browser.key,
    base: '0',
    title: 'Nos amies',
    lead: '',
    body: 'Bonjour.',
    ...changes,
  })
  const key = () => ({ key: crypto.randomUUID() })

  test('a draft is seen by nobody else, a preview keeps nothing, what is published is online', async ({
    app,
  }) => {
    const { caisse, browser } = await givenWriter(app)
    const [desk, site] = [`/c/${caisse.slug}/site/pages/partenaires`, `/c/${caisse.slug}/partenaires`]
    const visitor = givenBrowser(app)
    const preview = await browser.post(desk, fields(key(), { act: 'preview', body: '**Gras**' }))
    expect(preview.html).toContain('<strong>Gras</strong>')
    expect((await browser.get(desk)).html).not.toContain('Gras')
    await browser.post(desk, fields(key(), { act: 'save' }))
    expect((await visitor.get(site)).html).not.toContain('Nos amies')
    const published = await browser.post(desk, fields(key(), { act: 'publish', base: '1' }))
    expect(published.next).toBe(`${desk}?fait=published`)
    expect((await visitor.get(site)).html).toContain('Nos amies')
  })

  test('an earlier text comes back as the last one, and nothing is lost', async ({ app }) => {
    const { caisse, browser } = await givenWriter(app)
    await givenPage(caisse, 'partenaires', { body: 'Le premier.' })
    await givenPage(caisse, 'partenaires', { body: 'Le second.' }, 1)
    const desk = `/c/${caisse.slug}/site/pages/partenaires`
    expect((await browser.get(`${desk}/textes/1`)).html).toContain('Le premier.')
    const back = await browser.post(`${desk}/reprendre`, { ...key(), version: '1' })
    expect(back.next).toBe(`${desk}?fait=restored&texte=1`)
    const page = await browser.get(back.next!)
    expect(page.html).toContain('Le texte du 24 novembre 2026 est repris')
    expect(page.html.match(/textes\/\d/g)).toHaveLength(3)
    expect((await givenBrowser(app).get(`/c/${caisse.slug}/partenaires`)).html).toContain('Le second.')
  })

  test('a page without a text of one’s own is told at its field, with all that was typed', async ({
    app,
  }) => {
    const { caisse, browser } = await givenWriter(app)
    const desk = `/c/${caisse.slug}/site/pages/questions`
    const answer = await browser.post(
      desk,
      fields(key(), { act: 'publish', body: '[[magasins]]', lead: 'Dite' }),
    )
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('Un bloc entre doubles crochets n’existe pas')
    expect(answer.html).toContain('Dite')
  })

  test('what somebody else saved meanwhile is not written over', async ({ app }) => {
    const { caisse, browser } = await givenWriter(app)
    await givenPage(caisse, 'questions', { body: 'Celui d’une autre.' })
    const desk = `/c/${caisse.slug}/site/pages/questions`
    const late = await browser.post(desk, fields(key(), { act: 'save', body: 'Le mien.' }))
    expect(late.status).toBe(409)
    expect(late.html).toContain('Le mien.')
    expect(late.html).toContain('name="base" value="1"')
  })

  test('the caisse’s words are French, whoever reads', async ({ app }) => {
    const { caisse } = await givenWriter(app)
    await givenPage(caisse, 'questions')
    const page = await createApp(app).request(`http://localhost/c/${caisse.slug}/questions`, {
      headers: { 'accept-language': 'en' },
    })
    expect(await page.text()).toMatch(/<div class="site-body" lang="fr">/)
  })

  test('a link that runs a script, or HTML, is only text', async ({ app }) => {
    const { caisse } = await givenWriter(app)
    await givenPage(caisse, 'questions', {
      title: '<img src=x>',
      body: '[a](javascript:alert(1)) <script>alert(1)</script>',
    })
    const { html } = await givenBrowser(app).get(`/c/${caisse.slug}/questions`)
    expect(html).not.toMatch(/href="javascript|<script>|<img src=x/)
  })

  test.for([
    ['unknown_page', { page: 'nulle-part', base: 0 }],
    ['page_changed', { page: 'questions', base: 4 }],
  ] as const)('%s is refused', async ([code, input], { app }) => {
    const caisse = await givenCaisse(app)
    await expect(savePage(caisse.call(), { ...input, title: 'a', body: '' })).rejects.toMatchObject({ code })
  })
})
