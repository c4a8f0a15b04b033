import { deflateRawSync } from 'node:zlib'
import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { aPdf, bytesOf, givenDocument, givenGroup } from '../../../test/given-documents.ts'
import { givenAccount, givenCaisse } from '../../../test/given.ts'
import { test } from '../../../test/app.ts'
import { inCaisse } from '../../db/db.ts'
import { removeDocument, putBackDocument } from './actions/bin.ts'
import { changeDocument, depositDocument, replaceDocument, restoreVersion } from './actions/deposit.ts'
import { changeFolder, openFolder, removeFolder } from './actions/folders.ts'
import { forgetDocuments, readDocument } from './jobs.ts'
import { findDocument, listDeleted, listDocuments } from './store/documents.ts'
import { findVersion, listVersions } from './store/versions.ts'

const TEAM = { member: true, team: true, groupIds: [] }

const aText = (changes = {}) => ({
  title: 'Charte',
  fileName: 'charte.txt',
  file: bytesOf('Ce que nous voulons.'),
  audience: 'members' as const,
  ...changes,
})

describe('the library', () => {
  test('keeps each version, who brought it and what changed', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { documentId } = await depositDocument(caisse.call(), aText())
    app.at('2026-12-01T10:00:00Z')
    const second = { documentId, fileName: 'charte-2.txt', file: bytesOf('Mieux dit.'), note: 'Relue' }
    await replaceDocument(caisse.call(caisse.treasurer), second)
    await restoreVersion(caisse.call(), { documentId, number: 1 })
    const versions = await inCaisse(app.db, caisse.id, (tx) => listVersions(tx, documentId))
    expect(
      versions.map(({ number, fileName, note, restores }) => [number, fileName, note, restores]),
    ).toEqual([
      [3, 'charte.txt', '', 1],
      [2, 'charte-2.txt', 'Relue', null],
      [1, 'charte.txt', '', null],
    ])
    expect(versions[1]!.depositedBy).toMatch(/^treasurer/)
    expect(versions[1]!.depositedAt).toEqual(new Date('2026-12-01T10:00:00Z'))
  })

  test('refuses the same file again, and a version that is the last already', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { documentId } = await depositDocument(caisse.call(), aText())
    const again = { documentId, fileName: 'autre-nom.txt', file: aText().file }
    await expect(replaceDocument(caisse.call(), again)).rejects.toMatchObject({ code: 'file_unchanged' })
    await expect(restoreVersion(caisse.call(), { documentId, number: 1 })).rejects.toMatchObject({
      code: 'version_is_last',
    })
    await expect(restoreVersion(caisse.call(), { documentId, number: 7 })).rejects.toMatchObject({
      code: 'unknown_document',
    })
  })

  test('is kept by the team: others are refused, or told that there is nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const resident = await givenAccount(app, caisse.id, 'resident')
    await expect(depositDocument(caisse.call(resident), aText())).rejects.toMatchObject({
      code: 'not_allowed',
    })
    const seen = await givenDocument(caisse)
    const hidden = await givenDocument(caisse, { audience: 'team' })
    const away = (documentId: string) => removeDocument(caisse.call(resident), { documentId })
    await expect(away(seen)).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(away(hidden)).rejects.toMatchObject({ code: 'unknown_document', status: 404 })
  })

  test('puts a document in a folder and for a group that exist', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(app, caisse)
    const { folderId } = await openFolder(caisse.call(), { name: 'Comptes rendus' })
    const documentId = await givenDocument(caisse)
    const change = (changes: object) =>
      changeDocument(caisse.call(), { documentId, title: 'Charte', audience: 'team', ...changes })
    await expect(change({ folderId: uuid() })).rejects.toMatchObject({ code: 'unknown_folder' })
    await expect(change({ audience: 'group', groupId: uuid() })).rejects.toMatchObject({
      code: 'unknown_group_here',
    })
    await expect(change({ audience: 'group' })).rejects.toMatchObject({
      issues: [{ field: 'groupId', message: 'required' }],
    })
    await expect(change({ title: '\u202e \u200b' })).rejects.toMatchObject({
      issues: [{ field: 'title', message: 'required' }],
    })
    await change({ folderId, audience: 'group', groupId })
    const moved = await inCaisse(app.db, caisse.id, (tx) => findDocument(tx, documentId))
    expect(moved).toMatchObject({ folderId, audience: 'group', groupName: 'Groupe épicerie' })
  })

  test('names a document by its file when nobody else does', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { documentId } = await depositDocument(
      caisse.call(),
      aText({ title: '', fileName: 'budget_2027.csv' }),
    )
    const found = await inCaisse(app.db, caisse.id, (tx) => findDocument(tx, documentId))
    expect(found?.title).toBe('budget 2027')
  })
})

describe('folders', () => {
  test('have one name each in their place, and go only when empty', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { folderId } = await openFolder(caisse.call(), { name: 'Comptes rendus' })
    await expect(openFolder(caisse.call(), { name: 'comptes  rendus' })).rejects.toMatchObject({
      issues: [{ field: 'name', message: 'folder_name_taken' }],
    })
    const inside = await openFolder(caisse.call(), { name: 'Comptes rendus', parentId: folderId })
    const nest = changeFolder(caisse.call(), { folderId, name: 'Comptes rendus', parentId: inside.folderId })
    await expect(nest).rejects.toMatchObject({ code: 'folder_in_itself' })
    await expect(removeFolder(caisse.call(), { folderId })).rejects.toMatchObject({
      code: 'folder_not_empty',
    })
    await changeFolder(caisse.call(), { folderId: inside.folderId, name: '2026', parentId: '' })
    const documentId = await givenDocument(caisse, { folderId })
    await removeDocument(caisse.call(), { documentId })
    // It may come back to its place.
    await expect(removeFolder(caisse.call(), { folderId })).rejects.toMatchObject({
      code: 'folder_not_empty',
    })
    await removeFolder(caisse.call(), { folderId: inside.folderId })
  })
})

describe('a document that is taken away', () => {
  test('can be put back for a month, then leaves a trace, then nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [back, gone] = [await givenDocument(caisse), await givenDocument(caisse, { title: 'Vieux plan' })]
    for (const documentId of [back, gone]) await removeDocument(caisse.call(), { documentId })
    const listed = () => inCaisse(app.db, caisse.id, (tx) => listDocuments(tx, TEAM, null, { limit: 9 }))
    expect((await listed()).total).toBe(0)
    await putBackDocument(caisse.call(), { documentId: back })
    expect((await listed()).documents.map(({ id }) => id)).toEqual([back])

    app.at('2026-12-25T10:00:00Z')
    await forgetDocuments(app)
    const trace = await inCaisse(app.db, caisse.id, (tx) => listDeleted(tx, 9))
    expect(trace).toMatchObject([{ title: 'Vieux plan', forgottenAt: new Date('2026-12-25T10:00:00Z') }])
    expect(trace[0]!.deletedBy).toMatch(/^coordinator/)
    await expect(putBackDocument(caisse.call(), { documentId: gone })).rejects.toMatchObject({
      code: 'unknown_document',
    })
    // The other document holds the same content.
    const kept = () =>
      inCaisse(app.db, caisse.id, (tx) =>
        tx.selectFrom('stored_file').select('media_type').where('caisse_id', '=', caisse.id).execute(),
      )
    expect(await kept()).toHaveLength(1)
    app.at('2027-12-25T10:00:00Z')
    await removeDocument(caisse.call(), { documentId: back })
    app.at('2028-02-01T10:00:00Z')
    await forgetDocuments(app)
    expect(await kept()).toEqual([])
    expect(await inCaisse(app.db, caisse.id, (tx) => listDeleted(tx, 9))).toMatchObject([
      { title: 'Compte rendu de l’assemblée' },
    ])
  })
})

describe('files that somebody made to hurt', () => {
  const deposited = async (
    caisse: Awaited<ReturnType<typeof givenCaisse>>,
    fileName: string,
    file: Uint8Array,
  ) => depositDocument(caisse.call(), aText({ fileName, file }))

  test('programs, archives and unknown bytes are refused, whatever they are called', async ({ app }) => {
    const caisse = await givenCaisse(app)
    for (const file of [
      Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200, 7)]),
      Buffer.concat([Buffer.from('\u007fELF', 'latin1'), Buffer.alloc(200)]),
      aZip('liste.txt', 100),
      Buffer.from([1, 2, 3, 4, 250, 0, 0]),
    ])
      await expect(deposited(caisse, 'facture.pdf', file)).rejects.toMatchObject({
        code: 'file_kind_refused',
      })
    await expect(deposited(caisse, 'vide.pdf', new Uint8Array())).rejects.toMatchObject({
      code: 'file_empty',
    })
    await expect(
      deposited(caisse, 'photo.png', Buffer.concat([PNG_HEAD, Buffer.alloc(300, 1)])),
    ).rejects.toMatchObject({ code: 'picture_unreadable' })
  })

  test('an archive that unfolds to gigabytes is not unfolded', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const started = performance.now()
    const bomb = aZip('[Content_Types].xml', 200 * 1024 * 1024)
    await expect(deposited(caisse, 'bombe.docx', bomb)).rejects.toMatchObject({ code: 'file_kind_refused' })
    expect(performance.now() - started).toBeLessThan(4_000)
  })

  test('a web page called a PDF, a drawing with a script: texts, and named so', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const name = async (fileName: string, content: string) => {
      const { documentId } = await deposited(caisse, fileName, bytesOf(content))
      const version = await inCaisse(app.db, caisse.id, (tx) => findVersion(tx, documentId))
      return [version?.fileName, version?.mediaType]
    }
    expect(await name('facture.pdf', '<html><script>alert(1)</script></html>')).toEqual([
      'facture.pdf.txt',
      'text/plain',
    ])
    expect(await name('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')).toEqual([
      'logo.svg.txt',
      'text/plain',
    ])
    await expect(
      deposited(caisse, 'logo.svg', bytesOf('<?xml version="1.0"?><svg onload="alert(1)"/>')),
    ).rejects.toMatchObject({ code: 'file_kind_refused' })
  })

  test('names without end, with paths or signs that turn the writing round', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { documentId } = await depositDocument(
      caisse.call(),
      aText({ title: '', fileName: `../../${'très long '.repeat(1_000)}\u202etxt.exe` }),
    )
    const found = await inCaisse(app.db, caisse.id, (tx) => findDocument(tx, documentId))
    expect(found!.title.length).toBeLessThanOrEqual(160)
    expect(found!.title).not.toMatch(/[\u202e/]/)
    await expect(depositDocument(caisse.call(), aText({ title: 'a'.repeat(10_000) }))).rejects.toMatchObject({
      issues: [{ field: 'title', message: 'too_long' }],
    })
  })
})

describe('what is read in a file', () => {
  const contentOf = (
    app: Parameters<typeof forgetDocuments>[0],
    caisse: { id: number },
    documentId: string,
  ) =>
    inCaisse(app.db, caisse.id as never, (tx) => findVersion(tx, documentId)).then((found) => found?.content)

  test('a text at once, a PDF a little later', { timeout: 20_000 }, async ({ app }) => {
    const caisse = await givenCaisse(app)
    const text = await givenDocument(caisse)
    expect(await contentOf(app, caisse, text)).toBe('Les habitant·es ont parlé des légumes.')
    const file = await aPdf('Les betteraves de Vertou sont arrivées.')
    const pdf = await givenDocument(caisse, { file, fileName: 'betteraves.pdf' })
    expect(await contentOf(app, caisse, pdf)).toBeNull()
    const { sha256 } = (await inCaisse(app.db, caisse.id, (tx) => findVersion(tx, pdf)))!
    await readDocument(app, { caisseId: caisse.id, sha256: sha256.toString('hex') })
    expect(await contentOf(app, caisse, pdf)).toContain('betteraves de Vertou')
  })

  test('a broken PDF is kept and goes unread', { timeout: 20_000 }, async ({ app }) => {
    const caisse = await givenCaisse(app)
    const pdf = await givenDocument(caisse, { file: bytesOf('%PDF-1.7\nrien de bon'), fileName: 'x.pdf' })
    const { sha256 } = (await inCaisse(app.db, caisse.id, (tx) => findVersion(tx, pdf)))!
    await readDocument(app, { caisseId: caisse.id, sha256: sha256.toString('hex') })
    expect(await contentOf(app, caisse, pdf)).toBe('')
  })
})

const PNG_HEAD = Buffer.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
])

/** A ZIP with one file of zeros. */
function aZip(name: string, bytes: number): Buffer {
  const content = deflateRawSync(Buffer.alloc(bytes), { level: 9 })
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(content.length, 18)
  head.writeUInt32LE(bytes, 22)
  head.writeUInt16LE(name.length, 26)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  return Buffer.concat([head, Buffer.from(name), content, end])
}
