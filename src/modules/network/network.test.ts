import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../test/app.ts'
import { givenBrowser, givenSignedIn } from '../../../test/given-pages.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { inCaisse } from '../../db/db.ts'
import { PUBLIC_WEB, type Reach } from '../../kit/reach.ts'
import { addKnown, keepFigure, keepPublication, keepSister, removeSister } from './actions.ts'
import { readOne } from './feeds.ts'
import { readFeed } from './rules/feed.ts'
import { isOld, isWebAddress } from './rules/sister.ts'
import { getSister, listFigures, listPublications, listSisters } from './store.ts'

const ATOM = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>La caisse</title>
  <entry><title type="html">Le &lt;b&gt;bilan&lt;/b&gt; est l&#224;</title><link rel="self" href="/x.atom"/>
    <link href="/bilan"/><published>2026-11-02T09:00:00Z</published><updated>2026-11-03T09:00:00Z</updated></entry>
  <entry><title>Sans lien</title><updated>2026-01-01T00:00:00Z</updated></entry>
  <entry><title>Piège</title><link href="javascript:alert(1)"/></entry>
</feed>`

const RSS = `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title><link>https://example.org</link>
  <item><title><![CDATA[Une rencontre & un repas]]></title><link>https://example.org/repas</link><pubDate>Tue, 03 Nov 2026 10:00:00 +0100</pubDate></item>
  <item><title>Par son guid</title><guid isPermaLink="true">https://example.org/guid</guid><dc:date>2026-10-01</dc:date></item>
</channel></rss>`

describe('feeds', () => {
  test('Atom and RSS are read alike; what is no web address is left out', () => {
    expect(readFeed(ATOM, 'https://example.org/fil.atom')).toEqual([
      {
        title: 'Le bilan est là',
        url: 'https://example.org/bilan',
        publishedAt: new Date('2026-11-02T09:00:00Z'),
      },
    ])
    expect(readFeed(RSS, 'https://example.org/')!.map(({ title, url }) => [title, url])).toEqual([
      ['Une rencontre & un repas', 'https://example.org/repas'],
      ['Par son guid', 'https://example.org/guid'],
    ])
  })

  test.each([
    ['a page', '<html><body>404</body></html>'],
    ['nothing', ''],
    ['noise', '\u0000<<<>>>'],
    [
      'a bomb',
      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 12 }, (_, i) => `<!ENTITY a${i} "${`&a${i === 0 ? '' : i - 1};`.repeat(10)}">`).join('')}]><rss><channel><item><title>&a11;</title><link>https://e.org</link></item></channel></rss>`,
    ],
    [
      'a file of ours',
      '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&f;</title><link>https://e.org/a</link></item></channel></rss>',
    ],
  ])('%s harms nobody', (_, text) => {
    const read = readFeed(text, 'https://example.org')
    expect(JSON.stringify(read ?? [])).not.toMatch(/root:|a{60}/)
  })

  test('only the newest are kept, under a title of a line', () => {
    const items = Array.from(
      { length: 60 },
      (_, i) => `<item><title>${'mot '.repeat(200)}${i}</title><link>https://e.org/${i}</link></item>`,
    )
    const read = readFeed(`<rss><channel>${items.join('')}</channel></rss>`, 'https://e.org')!
    expect(read).toHaveLength(20)
    expect(read[0]!.title.length).toBeLessThanOrEqual(200)
  })
})

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '0.0.0.0',
  '100.64.0.1',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  'fe80::1',
  'fd00::1',
  '2002:7f00:1::',
])('%s is out of reach', (address) => expect(PUBLIC_WEB.address(address)).toBe(false))

test.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'])('%s is on the web', (address) =>
  expect(PUBLIC_WEB.address(address)).toBe(true),
)

test('addresses that a page may link to', () => {
  expect(['https://e.org', 'http://e.org/a'].map(isWebAddress)).toEqual([true, true])
  expect(['javascript:alert(1)', 'ftp://e.org', 'e.org', ''].map(isWebAddress)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

async function givenSite(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => new Promise((closed) => server.close(closed).closeAllConnections()),
  }
}

/** This machine, which feeds of people never reach. */
const HERE: Reach = { port: () => true, address: (address) => address === '127.0.0.1' }

const givenSister = async (caisse: GivenCaisse, feedUrl = '', name = 'Caisse de là-bas') =>
  (await keepSister(caisse.call(), { name, place: 'Là-bas', stage: 'running', feedUrl })).sisterId

const sisterOf = (app: TestApp, caisse: GivenCaisse, id: string) =>
  inCaisse(app.db, caisse.id, (tx) => getSister(tx, id))
const publications = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, (tx) => listPublications(tx))

describe('a feed on a real server', () => {
  test('is read, kept once, and follows what changes; a night without an answer loses nothing', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    let feed = ATOM
    const site = await givenSite(({ url }, answer) =>
      url === '/moved' ? answer.writeHead(301, { location: '/fil.atom' }).end() : answer.end(feed),
    )
    const sisterId = await givenSister(caisse, `${site.address}/moved`)
    await readOne(app, caisse.id, sisterId, HERE)
    await readOne(app, caisse.id, sisterId, HERE)
    expect((await publications(app, caisse)).map(({ title, url }) => [title, url])).toEqual([
      ['Le bilan est là', `${site.address}/bilan`],
    ])
    feed = ATOM.replace('bilan&lt;', 'grand bilan&lt;')
    await readOne(app, caisse.id, sisterId, HERE)
    expect((await publications(app, caisse)).map(({ title }) => title)).toEqual(['Le grand bilan est là'])
    await site.close()
    await readOne(app, caisse.id, sisterId, HERE)
    expect(await publications(app, caisse)).toHaveLength(1)
    expect((await sisterOf(app, caisse, sisterId)).feedFailure).toBe('network')
  })

  const FAULTS: readonly [string, string, RequestListener][] = [
    [
      'leads into our own network',
      'address',
      (_, answer) => void answer.writeHead(302, { location: 'http://[::1]/' }).end(),
    ],
    [
      'turns in circles',
      'redirects',
      (_, answer) => void answer.writeHead(302, { location: '/encore' }).end(),
    ],
    ['never ends', 'size', (_, answer) => void answer.end('x'.repeat(3 * 1024 * 1024))],
    ['is not there', 'answer', (_, answer) => void answer.writeHead(404).end()],
    ['is no feed', 'answer', (_, answer) => void answer.end('<html></html>')],
  ]
  for (const [what, reason, listener] of FAULTS)
    test(`that ${what} is given up`, async ({ app }) => {
      const caisse = await givenCaisse(app)
      const site = await givenSite(listener)
      const sisterId = await givenSister(caisse, `${site.address}/fil`)
      await readOne(app, caisse.id, sisterId, HERE)
      expect((await sisterOf(app, caisse, sisterId)).feedFailure).toBe(reason)
      await site.close()
    })

  test('on this machine is out of reach for everybody', async ({ app }) => {
    const caisse = await givenCaisse(app)
    let asked = 0
    const site = await givenSite((_, answer) => void (asked++, answer.end(ATOM)))
    for (const [place, url] of [
      site.address,
      site.address.replace('127.0.0.1', 'localhost'),
      'http://user@example.org/',
    ].entries()) {
      const sisterId = await givenSister(caisse, url, `Piège ${place}`)
      await readOne(app, caisse.id, sisterId)
      expect((await sisterOf(app, caisse, sisterId)).feedFailure).toBe('address')
    }
    // Whatever its port, a name that leads here is looked up and left alone.
    const sisterId = await givenSister(caisse, site.address.replace('127.0.0.1', 'localhost'), 'Piège au nom')
    await readOne(app, caisse.id, sisterId, { ...PUBLIC_WEB, port: () => true })
    expect((await sisterOf(app, caisse, sisterId)).feedFailure).toBe('address')
    expect(asked).toBe(0)
    await site.close()
  })
})

describe('what is known of the others', () => {
  test('begins with those whose figures are published, added once; each figure has its source and its day', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { count } = await addKnown(caisse.call(), {})
    expect(count).toBeGreaterThan(5)
    expect(await addKnown(caisse.call(), {})).toEqual({ count: 0 })
    const figures = await inCaisse(app.db, caisse.id, listFigures)
    expect(figures.filter(({ sourceUrl, readOn }) => !isWebAddress(sourceUrl) || readOn === '')).toEqual([])
    expect([isOld('2026-01-31', '2026-11-24'), isOld('2026-01-31', '2027-02-01')]).toEqual([false, true])
  })

  test('is read by everybody and kept by the team; an old figure says its age', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const path = `/c/${caisse.slug}/ailleurs`
    const wrong = await browser.post(`${path}/nouvelle`, {
      key: uuid(),
      name: 'X',
      place: 'Y',
      stage: 'running',
      website: 'javascript:alert(1)',
    })
    expect(wrong.html).toContain('id="field-website-error"')
    const { next } = await browser.post(`${path}/nouvelle`, {
      key: uuid(),
      name: '<b>Là</b>',
      place: 'Ici',
      stage: 'running',
    })
    await browser.post(`${next!}/chiffres`, {
      key: uuid(),
      label: 'Foyers',
      value: '12',
      sourceUrl: 'https://example.org/f',
      readOn: '2025-02-01',
    })
    await browser.post(`${path}/publication`, {
      key: uuid(),
      kind: 'webinar',
      title: 'À venir',
      day: '2026-12-10',
      hour: '18:00',
    })
    const visitor = (await givenBrowser(app).get(path)).html
    expect(visitor).toContain('&lt;b>Là&lt;/b>')
    expect(visitor).toContain('il y a plus d’un an')
    expect(visitor).toContain('À venir')
    expect(visitor).not.toContain('/retirer')
    const again = await browser.post(`${path}/nouvelle`, {
      key: uuid(),
      name: '<b>Là</b>',
      place: 'Ici',
      stage: 'running',
    })
    expect(again.html).toContain('déjà dans la liste')
    await browser.post(`${next!}/retirer`, { key: uuid() })
    expect(await inCaisse(app.db, caisse.id, listSisters)).toEqual([])
    await expect(removeSister(caisse.call(), { sisterId: uuid() })).rejects.toMatchObject({
      code: 'unknown_sister',
    })
  })

  test('a text needs an address, or an hour to come', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const webinar = { kind: 'webinar', title: 'W', day: '2026-12-10' } as const
    await expect(keepPublication(caisse.call(), webinar)).rejects.toThrow('url: required')
    await expect(keepPublication(caisse.call(), { ...webinar, hour: '25:00' })).rejects.toThrow('hour: hour')
    await expect(
      keepFigure(caisse.call(), {
        sisterId: uuid(),
        label: 'a',
        value: 'b',
        sourceUrl: 'https://e.org',
        readOn: '2026-01-01',
      }),
    ).rejects.toMatchObject({ code: 'unknown_sister' })
  })
})
