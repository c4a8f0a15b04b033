import sharp from 'sharp'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenCaisse } from '../../../../test/given.ts'
import { givenBrowser } from '../../../../test/given-pages.ts'
import { givenNews, givenPage, givenTerritory } from '../../../../test/given-site.ts'
import { inCaisse } from '../../../db/db.ts'
import { registerHouseholds } from '../../contributions/actions/register.ts'
import { aHousehold } from '../../../../test/given-people.ts'
import { listFigures } from '../store/figures.ts'
import { releaseFigures } from './figures.ts'
import { withdrawNews } from './news.ts'
import { createPage, restoreVersion, validateEasyPage, withdrawPage } from './pages.ts'
import { changeSiteSettings } from './settings.ts'

const picture = async () =>
  new Uint8Array(
    await sharp({ create: { width: 90, height: 90, channels: 3, background: '#0055a4' } })
      .png()
      .toBuffer(),
  )

const sheet = new Uint8Array(Buffer.from('%PDF-1.4\n%âãÏÓ\ntrailer<</Root 1 0 R>>\n%%EOF'))

describe('the logo of easy texts', () => {
  const signed = async () => ({
    page: 'c-est-quoi',
    readers: 'quatre lectrices et lecteurs de l’atelier',
    validatedOn: '2026-11-20',
    sheet,
    logo: await picture(),
  })

  test('stands once readers signed the text that is online, and goes when it changes', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const path = `/c/${caisse.slug}/facile-a-lire/c-est-quoi`
    const visitor = givenBrowser(app)
    expect((await visitor.get(path)).html).not.toContain('easy-mark')
    await givenPage(caisse, 'c-est-quoi')
    await validateEasyPage(caisse.call(), await signed())
    const { html } = await visitor.get(path)
    expect(html).toContain('quatre lectrices et lecteurs de l’atelier')
    const logo = /\/c\/[^"]*\/logo-facile-a-lire\/[0-9a-f]{64}/.exec(html)![0]
    expect((await visitor.get(logo)).headers.get('content-type')).toBe('image/webp')
    await givenPage(caisse, 'c-est-quoi', { body: 'Une phrase de plus.' }, 1)
    expect((await visitor.get(path)).html).not.toContain('easy-mark')
    expect((await visitor.get(logo)).status).toBe(404)
    expect((await visitor.get(`/c/${caisse.slug}/logo-facile-a-lire/${'0'.repeat(64)}`)).status).toBe(404)
  })

  test.for([
    ['unknown_page', {}],
    ['page_not_easy', { page: 'questions' }],
    ['validated_in_future', { validatedOn: '2026-11-25' }],
    ['logo_no_picture', { logo: sheet }],
  ] as const)('%s is refused', async ([code, change], { app }) => {
    const caisse = await givenCaisse(app)
    await givenPage(caisse, 'questions')
    if (code !== 'unknown_page') await givenPage(caisse, 'c-est-quoi')
    await expect(validateEasyPage(caisse.call(), { ...(await signed()), ...change })).rejects.toMatchObject({
      code,
    })
  })
})

test('a page is taken off and says its starting words again; its texts stay', async ({ app }) => {
  const caisse = await givenCaisse(app)
  await givenPage(caisse, 'questions')
  await withdrawPage(caisse.call(), { page: 'questions' })
  expect((await givenBrowser(app).get(`/c/${caisse.slug}/questions`)).html).toContain('Vos questions')
  await expect(withdrawPage(caisse.call(), { page: 'questions' })).rejects.toMatchObject({
    code: 'page_not_published',
  })
  const last = restoreVersion(caisse.call(), { page: 'questions', version: 1 })
  await expect(last).rejects.toMatchObject({ code: 'page_version_is_last' })
  const none = restoreVersion(caisse.call(), { page: 'questions', version: 7 })
  await expect(none).rejects.toMatchObject({ code: 'unknown_page_version' })
})

test('an address is one page’s, a territory’s page its own', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const page = { slug: 'fete', title: 'La fête', body: '' }
  await createPage(caisse.call(), page)
  await expect(createPage(caisse.call(), page)).rejects.toMatchObject({ code: 'page_exists' })
  await givenTerritory(app, caisse, 'Bellevue')
  await givenPage(caisse, 'territoire-bellevue', { title: 'Bellevue, chez nous' })
  const { html } = await givenBrowser(app).get(`/c/${caisse.slug}/territoires/bellevue`)
  expect(html).toContain('Bellevue, chez nous')
  await expect(givenPage(caisse, 'territoire-nulle-part')).rejects.toMatchObject({ code: 'unknown_page' })
})

test('news keep their address, and two of one title have two', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const first = await givenNews(caisse, { title: 'Fête !' })
  await givenNews(caisse, { title: 'Fête !' })
  const visitor = givenBrowser(app)
  for (const slug of ['fete', 'fete-2'])
    expect((await visitor.get(`/c/${caisse.slug}/actualites/${slug}`)).status, slug).toBe(200)
  await withdrawNews(caisse.call(), { newsId: first })
  expect((await visitor.get(`/c/${caisse.slug}/actualites/fete`)).status).toBe(404)
  await expect(withdrawNews(caisse.call(), { newsId: first })).rejects.toMatchObject({
    code: 'news_not_published',
  })
  const elsewhere = givenNews(caisse, { territoryId: crypto.randomUUID() })
  await expect(elsewhere).rejects.toMatchObject({ code: 'unknown_territory' })
})

describe('figures', () => {
  const settings = { host: '', accessibility: 'none' as const, director: '', hostName: '', hostAddress: '' }
  const months = (app: TestApp, caisseId: Parameters<typeof inCaisse>[1]) =>
    inCaisse(app.db, caisseId, (tx) => listFigures(tx))

  test('are told only where the caisse chose so, from the tenth, and stay as they were told', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    await registerHouseholds(caisse.call(), {
      households: Array.from({ length: 14 }, () => aHousehold({ enteredOn: '2026-08-01' })),
    })
    app.at('2026-11-09T10:00:00Z')
    await releaseFigures(app)
    expect(await months(app, caisse.id)).toEqual([])
    await changeSiteSettings(caisse.call(), { ...settings, figuresFrom: '2026-09' })
    await releaseFigures(app)
    expect((await months(app, caisse.id)).map(({ month }) => month)).toEqual(['2026-09'])
    app.at('2026-11-10T10:00:00Z')
    await releaseFigures(app)
    await releaseFigures(app)
    const told = await months(app, caisse.id)
    expect(told.map(({ month, cells }) => [month, cells.households])).toEqual([
      ['2026-10', 15],
      ['2026-09', 15],
    ])
    await registerHouseholds(caisse.call(), {
      households: Array.from({ length: 9 }, () => aHousehold({ enteredOn: '2026-08-01' })),
    })
    await releaseFigures(app)
    expect(await months(app, caisse.id)).toEqual(told)
    const { html } = await givenBrowser(app).get(`/c/${caisse.slug}/chiffres`)
    expect(html).toContain('environ 15')
    expect(html).toContain('trop peu pour être dit')
  })
})
