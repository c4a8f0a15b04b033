import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { givenDocument, givenGroup, bytesOf } from '../../../test/given-documents.ts'
import { givenBrowser, givenSignedIn } from '../../../test/given-pages.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { test, type TestApp } from '../../../test/app.ts'
import { inCaisse } from '../../db/db.ts'
import { removeDocument } from '../documents/actions/bin.ts'
import { changeDocument } from '../documents/actions/deposit.ts'
import { VISITOR, type Viewer } from '../documents/rules/rights.ts'
import { find, type Found } from './store.ts'

const TEAM: Viewer = { member: true, team: true, groupIds: [] }
const MEMBER: Viewer = { member: true, team: false, groupIds: [] }

const search = (app: TestApp, caisse: GivenCaisse, question: string, viewer = TEAM): Promise<Found[]> =>
  inCaisse(app.db, caisse.id, (tx) => find(tx, question, viewer, { now: app.now(), perKind: 9 }))

const titles = (found: readonly Found[]) => found.map(({ title }) => title).sort()

describe('words as people write them', () => {
  test('accents, plurals, capitals and the end of the last word do not matter', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenDocument(caisse, {
      title: 'Réunion générale',
      file: bytesOf('L’assemblée a parlé des légumes, des œufs et des journaux.'),
    })
    await givenDocument(caisse, { title: 'Autre chose', file: bytesOf('Rien de cela.') })
    for (const question of [
      'reunions',
      'RÉUNION',
      'reunion legume',
      'légumes',
      'assemblees',
      '"parlé des légumes"',
      'reun',
      'l’assemblée',
      'les réunions generales',
      'oeufs',
      'journal',
      'légumes -viande',
      'viande or légumes',
    ])
      expect([question, ...titles(await search(app, caisse, question))]).toEqual([
        question,
        'Réunion générale',
      ])
    for (const question of [
      '',
      'la',
      '-',
      '"',
      '&',
      '| !',
      "'",
      ':*',
      'légumes viande',
      '\\',
      '%',
      'reunion:*A',
    ])
      expect(`${question}: ${titles(await search(app, caisse, question)).includes('Autre chose')}`).toBe(
        `${question}: false`,
      )
  })

  test('an excerpt shows the words around, and the title counts more than the text', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenDocument(caisse, {
      title: 'Divers',
      file: bytesOf(`${'mot '.repeat(400)} le potager ${'mot '.repeat(400)}`),
    })
    await givenDocument(caisse, { title: 'Le potager', file: bytesOf('Rien de plus.') })
    const found = await search(app, caisse, 'potagers')
    expect(found.map(({ title }) => title)).toEqual(['Le potager', 'Divers'])
    expect(found[1]!.excerpt).toContain('\ue000potager\ue001')
    expect(found[1]!.excerpt.length).toBeLessThan(400)
    expect(found[0]!.ofKind).toBe(2)
  })
})

describe('each finds what they may see', () => {
  async function givenAllKinds(app: TestApp) {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(app, caisse, 'Groupe carotte')
    const other = await givenGroup(app, caisse, 'Autre groupe')
    for (const [audience, of] of [
      ['public', undefined],
      ['members', undefined],
      ['group', groupId],
      ['group', other],
      ['team', undefined],
    ] as const)
      await givenDocument(caisse, {
        title: `carotte ${of === other ? 'other' : audience}`,
        audience,
        ...(of && { groupId: of }),
        file: bytesOf(`${audience} ${of}`),
      })
    await inCaisse(app.db, caisse.id, async (tx) => {
      const row = { caisse_id: caisse.id, body: '', changed_at: app.now() }
      await tx
        .insertInto('news')
        .values([
          { ...row, id: uuid(), slug: 'dite', title: 'carotte dite', published_at: app.now() },
          { ...row, id: uuid(), slug: 'brouillon', title: 'carotte brouillon', published_at: null },
          {
            ...row,
            id: uuid(),
            slug: 'bientot',
            title: 'carotte bientôt',
            published_at: new Date('2027-01-01T08:00:00Z'),
          },
        ])
        .execute()
      const meeting = {
        caisse_id: caisse.id,
        kind: 'meeting',
        starts_at: app.now(),
        ends_at: new Date(app.now().getTime() + 3_600_000),
        created_at: app.now(),
        changed_at: app.now(),
      }
      await tx
        .insertInto('meeting')
        .values([
          { ...meeting, id: uuid(), title: 'carotte ensemble', audience: 'public', status: 'announced' },
          { ...meeting, id: uuid(), title: 'carotte à nous', audience: 'members', status: 'announced' },
          {
            ...meeting,
            id: uuid(),
            title: 'carotte du groupe',
            audience: 'group',
            group_id: groupId,
            status: 'announced',
          },
          { ...meeting, id: uuid(), title: 'carotte pas encore', audience: 'public', status: 'draft' },
        ])
        .execute()
    })
    return { caisse, groupId }
  }

  test('a visitor, a resident, a group’s member, the team', async ({ app }) => {
    const { caisse, groupId } = await givenAllKinds(app)
    const by = async (viewer: Viewer) => titles(await search(app, caisse, 'carottes', viewer))
    const visitor = ['carotte dite', 'carotte ensemble', 'carotte public']
    const member = [...visitor, 'Groupe carotte', 'carotte members', 'carotte à nous']
    const inGroup = [...member, 'carotte du groupe', 'carotte group']
    const team = [...inGroup, 'carotte other', 'carotte pas encore', 'carotte team']
    expect(await by(VISITOR)).toEqual(visitor.sort())
    expect(await by(MEMBER)).toEqual(member.sort())
    expect(await by({ ...MEMBER, groupIds: [groupId] })).toEqual(inGroup.sort())
    expect(await by(TEAM)).toEqual(team.sort())
  })

  test('news announced for later is found from then on', async ({ app }) => {
    const { caisse } = await givenAllKinds(app)
    app.at('2027-01-01T09:00:00Z')
    expect(titles(await search(app, caisse, 'bientôt', VISITOR))).toEqual(['carotte bientôt'])
  })

  test('the neighbour’s caisse is another', async ({ app }) => {
    await givenAllKinds(app)
    const there = await givenCaisse(app)
    expect(await search(app, there, 'carotte')).toEqual([])
  })

  test('by their addresses: pages say the same', async ({ app }) => {
    const { caisse } = await givenAllKinds(app)
    const page = `/c/${caisse.slug}/recherche?q=carottes`
    const visitor = await givenBrowser(app).get(page)
    expect(visitor.html).toContain('carotte public')
    expect(visitor.html).not.toMatch(/carotte (?:members|group|other|team|à nous)/)
    const resident = await givenSignedIn(app, caisse, 'resident')
    const seen = await resident.browser.get(page)
    expect(seen.html).toContain('carotte members')
    expect(seen.html).not.toMatch(/carotte (?:group|other|team)/)
    const team = await givenSignedIn(app, caisse, 'coordinator')
    expect((await team.browser.get(page)).html).toContain('carotte team')
  })
})

describe('what is found follows what is there', () => {
  test('another title, other readers, and away', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const documentId = await givenDocument(caisse, { title: 'Betterave', audience: 'public' })
    await changeDocument(caisse.call(), { documentId, title: 'Navet', audience: 'team' })
    expect(titles(await search(app, caisse, 'betterave'))).toEqual([])
    expect(titles(await search(app, caisse, 'navets'))).toEqual(['Navet'])
    expect(titles(await search(app, caisse, 'navets', MEMBER))).toEqual([])
    await removeDocument(caisse.call(), { documentId })
    expect(titles(await search(app, caisse, 'navets'))).toEqual([])
  })

  test('what somebody wrote never becomes markup', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenDocument(caisse, {
      title: '<img src=x onerror=alert(1)>',
      audience: 'public',
      file: bytesOf('<script>alert("panais")</script> </mark><b>panais</b>'),
    })
    const { html } = await givenBrowser(app).get(`/c/${caisse.slug}/recherche?q=panais`)
    expect(html).toContain('<mark>panais</mark>')
    expect(html).not.toMatch(/<script>alert|<b>panais|<img src=x/)
    const asked = await givenBrowser(app).get(
      `/c/${caisse.slug}/recherche?q=${encodeURIComponent('"><script>alert(1)</script>')}`,
    )
    expect(asked.status).toBe(200)
    expect(asked.html).not.toContain('<script>alert')
  })

  test('nothing asked, or pages far away, are no failure', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenDocument(caisse, { title: 'Panais', audience: 'public' })
    for (const query of [
      '',
      '?q=',
      '?q=panais&quoi=document',
      '?q=panais&quoi=document&page=99',
      '?q=x&page=-1',
      '?q=x&quoi=y',
    ])
      expect((await givenBrowser(app).get(`/c/${caisse.slug}/recherche${query}`)).status).toBe(200)
  })
})

test('minutes are found once they are published, as they were published', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const meetingId = uuid()
  await inCaisse(app.db, caisse.id, async (tx) => {
    const mine = { caisse_id: caisse.id, meeting_id: meetingId }
    await tx
      .insertInto('meeting')
      .values({
        caisse_id: caisse.id,
        id: meetingId,
        kind: 'meeting',
        title: 'Comité de novembre',
        audience: 'group',
        status: 'draft',
        starts_at: app.now(),
        ends_at: new Date(app.now().getTime() + 3_600_000),
        created_at: app.now(),
        changed_at: app.now(),
      })
      .execute()
    await tx
      .insertInto('meeting_minutes')
      .values({ ...mine, status: 'open' })
      .execute()
    await tx
      .insertInto('minutes_section')
      .values({
        ...mine,
        id: uuid(),
        position: 1,
        title: 'Livraisons',
        body: 'Roseline a dit : rutabagas.',
        published: 'On a dit : rutabagas.',
      })
      .execute()
  })
  const found = (viewer: Viewer) => search(app, caisse, 'rutabaga', viewer)
  expect(await found(TEAM)).toEqual([])
  await inCaisse(app.db, caisse.id, (tx) =>
    tx
      .updateTable('meeting_minutes')
      .set({ status: 'published', audience: 'members', validated_at: app.now(), published_at: app.now() })
      .where('meeting_id', '=', meetingId)
      .execute(),
  )
  expect(await found(MEMBER)).toMatchObject([
    { kind: 'minutes', title: 'Comité de novembre', path: `/rencontres/${meetingId}/compte-rendu` },
  ])
  expect(await search(app, caisse, 'roseline')).toEqual([])
  expect(await found(VISITOR)).toEqual([])
})
