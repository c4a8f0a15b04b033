import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { createApp } from '../../../app.tsx'
import { bytesOf, givenDocument, givenGroup, givenGroupMember } from '../../../../test/given-documents.ts'
import { givenBrowser, givenSignedIn } from '../../../../test/given-pages.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { test, type TestApp } from '../../../../test/app.ts'
import { openSession } from '../../identity/actions.ts'

const libraryOf = ({ slug }: GivenCaisse) => `/c/${slug}/documents`

describe('the library', () => {
  test('shows each their own, and folders only to those who find something in them', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(app, caisse)
    await givenDocument(caisse, { title: 'Charte ouverte', audience: 'public' })
    await givenDocument(caisse, { title: 'Compte rendu interne', audience: 'members' })
    await givenDocument(caisse, { title: 'Notes du groupe', audience: 'group', groupId })
    await givenDocument(caisse, { title: 'Salaires', audience: 'team' })
    const titles = ['Charte ouverte', 'Compte rendu interne', 'Notes du groupe', 'Salaires']
    const seenBy = async (browser: ReturnType<typeof givenBrowser>) => {
      const { html } = await browser.get(libraryOf(caisse))
      return titles.filter((title) => html.includes(title))
    }
    expect(await seenBy(givenBrowser(app))).toEqual(['Charte ouverte'])
    const resident = await givenSignedIn(app, caisse, 'resident')
    expect(await seenBy(resident.browser)).toEqual(['Charte ouverte', 'Compte rendu interne'])
    const member = await givenSignedIn(app, caisse, 'resident')
    await givenGroupMember(app, caisse, groupId, member.actor.accountId)
    expect(await seenBy(member.browser)).toEqual([
      'Charte ouverte',
      'Compte rendu interne',
      'Notes du groupe',
    ])
    expect((await member.browser.get(libraryOf(caisse))).html).toContain('Déposer un document')
    const search = await member.browser.get(`/c/${caisse.slug}/recherche?q=notes`)
    expect(search.html).toContain('Notes du groupe')
    const team = await givenSignedIn(app, caisse, 'coordinator')
    expect(await seenBy(team.browser)).toEqual(titles)
  })

  test('a document that is not for somebody is not there: page, file and version', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const id = await givenDocument(caisse, { title: 'Salaires', audience: 'team' })
    const resident = await givenSignedIn(app, caisse, 'resident')
    for (const path of ['', '/fichier', '/versions/1']) {
      const page = `${libraryOf(caisse)}/${id}${path}`
      const answer = await resident.browser.get(page)
      expect(answer.status).toBe(404)
      expect(answer.html).not.toContain('Salaires')
      const visitor = await givenBrowser(app).get(page)
      expect(visitor.status).toBe(404)
      expect(visitor.html).toContain('Me connecter')
    }
    // The same words for what never was.
    const nowhere = await resident.browser.get(`${libraryOf(caisse)}/${uuid()}`)
    expect(nowhere.html).toContain('Ce document n’est pas ici')
    const forms = ['remplacer', 'changer', 'reprendre', 'retirer']
    for (const form of forms) {
      const sent = await resident.browser.post(`${libraryOf(caisse)}/${id}/${form}`, {
        key: uuid(),
        title: 'Pris',
        audience: 'public',
        number: '1',
      })
      expect(sent.status).toBeGreaterThanOrEqual(400)
    }
  })

  test('another caisse has none of it', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const id = await givenDocument(there, { audience: 'public' })
    const { browser } = await givenSignedIn(app, here, 'coordinator')
    expect((await browser.get(`${libraryOf(here)}/${id}/fichier`)).status).toBe(404)
  })
})

describe('a file', () => {
  test('is saved, never shown as a page of ours', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const id = await givenDocument(caisse, {
      audience: 'public',
      fileName: 'réunion "été".html',
      file: bytesOf('<script>alert(1)</script>'),
    })
    const answer = await givenBrowser(app).get(`${libraryOf(caisse)}/${id}/fichier`)
    expect(answer.html).toBe('<script>alert(1)</script>')
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; filename="reunion -ete-\.html\.txt"/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'public, max-age=300',
    })
    const hidden = await givenDocument(caisse, { audience: 'members' })
    const { browser } = await givenSignedIn(app, caisse, 'resident')
    const own = await browser.get(`${libraryOf(caisse)}/${hidden}/fichier`)
    expect(own.headers.get('cache-control')).toBe('private, no-store')
    // Pages of ours keep their own policy.
    const page = await givenBrowser(app).get(libraryOf(caisse))
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  })
})

describe('depositing', () => {
  const signIn = async (app: TestApp, caisse: GivenCaisse) => {
    const { actor } = await givenSignedIn(app, caisse, 'coordinator')
    const { session } = await openSession(app, actor.accountId, 'test', { secondFactor: true })
    return (path: string, fields: Readonly<Record<string, string | File>>) => {
      const body = new FormData()
      for (const [name, value] of Object.entries({ key: uuid(), ...fields })) body.append(name, value)
      return createApp(app).request(`http://localhost${path}`, {
        method: 'POST',
        body,
        headers: { origin: 'http://localhost', cookie: `tablee=${session}`, 'accept-language': 'fr' },
      })
    }
  }

  test('takes a file from a form, and brings back what was typed when there is none', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const post = await signIn(app, caisse)
    const page = `${libraryOf(caisse)}/deposer`
    const without = await post(page, { title: 'Affiche de mars', audience: 'public' })
    expect(without.status).toBe(422)
    const html = await without.text()
    expect(html).toContain('id="field-file-error"')
    expect(html).toContain('value="Affiche de mars"')
    const file = new File(['MZ....................'], 'affiche.pdf')
    const refused = await post(page, { title: 'Affiche', audience: 'public', file })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Ce genre de fichier ne se dépose pas ici')
    const done = await post(page, { title: 'Affiche', audience: 'public', file: new File(['mars'], 'a.txt') })
    expect(done.status).toBe(303)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    const shown = await browser.get(done.headers.get('location')!)
    expect(shown.html).toContain('Le document est déposé.')
    expect(shown.html).toMatch(/Déposé le 24 novembre 2026 par coordinator/)
  })

  test('a file too heavy is told in megabytes', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const post = await signIn(app, caisse)
    const file = new File([new Uint8Array(20 * 1024 * 1024 + 1)], 'lourd.txt')
    const answer = await post(`${libraryOf(caisse)}/deposer`, { title: 'Lourd', audience: 'team', file })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('20 Mo')
  })

  test('only for those who keep something', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'resident')
    expect((await browser.get(`${libraryOf(caisse)}/deposer`)).status).toBe(403)
    expect((await browser.get(`${libraryOf(caisse)}/corbeille`)).status).toBe(403)
    expect((await browser.get(libraryOf(caisse))).html).not.toContain('/deposer')
  })
})

test('folders are opened, renamed and removed; what is taken away is put back', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const { browser } = await givenSignedIn(app, caisse, 'treasurer')
  const page = libraryOf(caisse)
  const opened = await browser.post(`${page}/dossiers/ouvrir`, { key: uuid(), name: 'Budgets', parentId: '' })
  const folderId = /dossiers\/([0-9a-f-]{36})/.exec(opened.next!)![1]!
  const again = await browser.post(`${page}/dossiers/ouvrir`, { key: uuid(), name: 'Budgets', parentId: '' })
  expect(again.html).toContain('Un dossier porte déjà ce nom ici.')
  const id = await givenDocument(caisse, { title: 'Budget', folderId })
  expect((await browser.get(page)).html).toContain('Un document')
  expect((await browser.get(`${page}/dossiers/${folderId}`)).html).toContain('Budget')
  const away = await browser.post(`${page}/${id}/retirer`, { key: uuid() })
  expect((await browser.get(away.next!)).html).toContain('Le document est retiré.')
  expect((await browser.get(`${page}/corbeille`)).html).toContain('Un document retiré peut être remis')
  const back = await browser.post(`${page}/corbeille/remettre`, { key: uuid(), documentId: id })
  expect((await browser.get(back.next!)).html).toContain('Le document est remis à sa place.')
  await browser.post(`${page}/dossiers/changer`, { key: uuid(), folderId, name: 'Argent', parentId: '' })
  expect((await browser.get(page)).html).toContain('Argent')
  const filled = await browser.post(`${page}/dossiers/enlever`, { key: uuid(), folderId })
  expect(filled.html).toContain('Ce dossier n’est pas vide')
})
