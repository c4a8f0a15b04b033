import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { inCaisse } from '../db/db.ts'
import { test, type TestApp } from '../../test/app.ts'
import { findCaisse } from '../modules/caisses/store.ts'
import { chooseCode, issueNumber } from '../modules/payments/actions/payers.ts'
import { pay } from '../modules/payments/actions/pay.ts'
import { findDevice } from '../modules/accreditation/store.ts'
import { v7 as uuid } from 'uuid'
import { membersOf } from '../modules/people/store/households.ts'
import { SYSTEM } from '../kit/actor.ts'
import type { CliIo } from './io.ts'
import { runCli } from './run.ts'

let folder = ''
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'tablee-cli-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Types a command, on the database of the test, at its clock; answers what it printed and its exit code. */
async function type(app: TestApp, ...argv: string[]) {
  let out = ''
  let err = ''
  const io: CliIo = {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    watched: false,
    read: (path) => Promise.resolve(readFileSync(path)),
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    write: (path, content) => Promise.resolve(writeFileSync(path, content, { flag: 'wx' })),
    askSecret: () => Promise.resolve(null),
    now: app.now,
  }
  const env = { TABLEE_DATA: join(folder, 'data'), DATABASE_URL: app.ownerUrl, DATABASE_APP_URL: app.appUrl }
  const code = await runCli(argv, io, env)
  return { code, out, err }
}

async function json(app: TestApp, ...argv: string[]) {
  const { code, out, err } = await type(app, ...argv, '--json')
  expect(`${argv.join(' ')}: ${code} ${err}`).toBe(`${argv.join(' ')}: 0 `)
  return JSON.parse(out)
}

const open = (slug: string, organisation: string) => [
  ...['caisse', 'ouvrir', '--slug', slug, '--nom', 'Caisse d’essai', '--organisation', organisation],
  ...['--preset', 'gironde', '--a-partir-de', '2026-11', '--decision-date', '2026-10-02'],
  ...['--decision-instance', 'Comité citoyen', '--decision-titre', 'Lancer la caisse'],
  ...['--iban', 'FR7630006000011234567890189', '--titulaire', 'Association d’essai'],
]

const staff = (slug: string, name: string, role: string) => [
  ...['compte', 'creer', slug, '--nom', name, '--courriel', `${name}.${slug}@example.org`, '--role', role],
  ...['--du', '2026-10-01'],
]

test('a month from preset to SEPA file, to the cent', async ({ app }) => {
  const slug = `gironde-${process.pid}`
  app.at('2026-10-20T09:00:00Z')
  await json(app, ...open(slug, 'Association d’essai'))
  await json(app, ...staff(slug, 'camille', 'coordination'))
  await json(app, ...staff(slug, 'dominique', 'tresorerie'))
  const [camille, dominique] = [`camille.${slug}@example.org`, `dominique.${slug}@example.org`]
  await json(app, 'tresorerie', 'solde', slug, '--montant', '10000', '--par', dominique)

  // Twenty households: ten alone, ten of two adults and a child.
  const rows = Array.from({ length: 20 }, (_, i) =>
    i < 10
      ? [`F${i};Prénom${i};Radis;adulte;;15`]
      : [
          `F${i};Prénom${i};Navet;adulte;;40`,
          `F${i};Autre${i};Navet;adulte;;40`,
          `F${i};Petit${i};Navet;enfant;03/2019;40`,
        ],
  )
  const file = join(folder, `${slug}.csv`)
  writeFileSync(file, ['foyer;prénom;nom;rôle;naissance;cotisation', ...rows.flat()].join('\n'))
  expect(
    await json(app, 'foyers', 'importer', slug, file, '--entree', '2026-11-01', '--essai'),
  ).toMatchObject({ foyers: 20, personnes: 40 })
  expect(await json(app, 'foyers', 'liste', slug)).toHaveLength(0)
  await json(app, 'foyers', 'importer', slug, file, '--entree', '2026-11-01')
  const households = await json(app, 'foyers', 'liste', slug)
  expect(households).toHaveLength(20)

  app.at('2026-11-01T08:00:00Z')
  const prepared = await json(app, 'mois', 'preparer', slug, '2026-11', '--par', camille)
  // 75 a household and 75 a person: 10 × 150 + 10 × 300.
  expect(prepared).toMatchObject({ foyers: 20, allocationCents: 4_500_00, cotisationCents: 550_00 })
  expect((await type(app, 'mois', 'approuver', slug, '2026-11', '--par', camille)).code).toBe(1)
  expect((await type(app, 'mois', 'emettre', slug, '2026-11', '--par', camille)).code).toBe(1)
  await json(app, 'mois', 'approuver', slug, '2026-11', '--par', dominique, '--empreinte', prepared.empreinte)
  expect(await json(app, 'mois', 'emettre', slug, '2026-11', '--par', camille)).toMatchObject({
    etat: 'issued',
    allocationCents: 4_500_00,
  })
  await json(
    app,
    'cotisations',
    'recevoir',
    slug,
    '--foyer',
    households[0].reference,
    '--montant',
    '15',
    '--moyen',
    'especes',
    '--par',
    dominique,
  )
  expect(await json(app, 'cotisations', 'etat', slug, '--mois', '2026-11')).toMatchObject({
    attenduCents: 550_00,
    recuCents: 15_00,
    manqueCents: 535_00,
  })

  await json(
    app,
    'lieu',
    'ajouter',
    slug,
    '--nom',
    'Épicerie d’essai',
    '--genre',
    'magasin',
    '--iban',
    'DE89370400440532013000',
  )
  await json(
    app,
    'lieu',
    'convention',
    slug,
    '--lieu',
    'epicerie d’essai',
    '--decision',
    '1',
    '--signee-le',
    '2026-10-31',
    '--du',
    '2026-11-01',
    '--portee',
    'Tout',
  )
  const device = await json(app, 'lieu', 'appareil', slug, '--lieu', 'Épicerie d’essai', '--nom', 'Tablette')
  await payAt(app, slug, device.lien, households[0].foyer, 38_50)

  app.at('2026-11-30T18:00:00Z')
  const batch = await json(
    app,
    'remboursement',
    'preparer',
    slug,
    '--execution',
    '2026-12-02',
    '--par',
    dominique,
  )
  expect(batch).toMatchObject({
    totalCents: 38_50,
    lignes: [{ montantCents: 38_50, iban: 'DE89370400440532013000' }],
  })
  expect((await type(app, 'remboursement', 'liberer', slug, '1', '--par', dominique)).code).toBe(1)
  await json(app, 'remboursement', 'approuver', slug, '1', '--par', camille)
  await json(app, 'remboursement', 'liberer', slug, '1', '--par', dominique)
  const { contenu } = await json(app, 'remboursement', 'fichier', slug, '1')
  expect(contenu).toContain('urn:iso:std:iso:20022:tech:xsd:pain.001.001.09')
  expect(contenu).toContain('<InstdAmt Ccy="EUR">38.50</InstdAmt>')
  app.at('2026-12-02T18:00:00Z')
  await json(app, 'remboursement', 'execute', slug, '1', '--le', '2026-12-02', '--par', dominique)
  // 10,000 and 15 in, 38.50 out.
  expect((await json(app, 'tresorerie', 'voir', slug)).position).toMatchObject({
    bankCents: 9_961_50,
    cashCents: 15_00,
    claimsCents: 0,
    circulationCents: 4_461_50,
  })

  const [look] = await json(app, 'verifier', slug)
  expect(look).toMatchObject({ constats: [], journal: { probleme: null, nonScellees: 0 } })
  await verifyAndTamperExport(app, slug, look.journal.empreinte)
}, 60_000)

async function payAt(
  app: TestApp,
  slug: string,
  link: string,
  householdId: string,
  amountCents: number,
): Promise<void> {
  const caisse = (await findCaisse(app.db, slug))!
  const call = () => ({ app, actor: SYSTEM, caisseId: caisse.id, key: uuid() })
  const [member] = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, householdId))
  const { number } = await issueNumber(call(), { personId: member!.personId })
  await chooseCode(call(), { personId: member!.personId, code: '7294' })
  const device = (await findDevice(app.db, link.split('/').at(-1)!))!
  await pay(app, { kind: 'device', ...device }, { key: uuid(), number, code: '7294', amountCents })
}

async function verifyAndTamperExport(app: TestApp, slug: string, head: string): Promise<void> {
  const out = join(folder, `export-${slug}`)
  await json(app, 'exporter', slug, out)
  expect((await json(app, 'verifier', '--export', out, '--empreinte', head))[0].journal.probleme).toBeNull()
  const journal = join(out, 'journal.csv')
  writeFileSync(journal, readFileSync(journal, 'utf8').replace(',3850,payment', ',3849,payment'))
  const { code, out: told } = await type(app, 'verifier', '--export', out)
  expect(code).toBe(1)
  expect(told).toContain('Le journal a été modifié')
}

describe('what is typed wrong', () => {
  const cases: [string[], number, string][] = [
    [['nimporte'], 2, 'La commande « nimporte » n’existe pas'],
    [['mois', 'preparer', '--par', 'a@example.org'], 2, 'Il manque « caisse »'],
    [['mois', 'preparer', 'x', '2026-13', '--par', 'a@example.org'], 2, 'n’est pas un mois'],
    [
      ['mois', 'preparer', 'inconnue', '2026-11', '--par', 'a@example.org'],
      1,
      'Cette caisse n’existe pas ici',
    ],
    [['caisse', 'ouvrir', '--slug', 'x'], 2, 'Il manque l’option « --nom'],
    [['verifier', '--export', '/nulle/part'], 1, 'ne peut pas être lu'],
    [['foyers', 'importer', 'inconnue', '/nulle/part.csv'], 1, 'ne peut pas être lu'],
    [['regles', 'calculer', '--preset', 'atlantide', '--foyers', '/nulle/part.csv'], 1, 'atlantide'],
  ]
  test.for(cases)('tablee %s', async ([argv, code, sentence], { app }) => {
    const answer = await type(app, ...argv)
    expect(answer.code).toBe(code)
    expect(answer.err.replaceAll('\u00a0', ' ')).toContain(sentence.replaceAll('\u00a0', ' '))
    expect(answer.err).not.toMatch(/\n\s+at /)
    const asJson = await type(app, ...argv, '--json')
    expect(JSON.parse(asJson.err).erreurs[0].message).toBeTypeOf('string')
  })
})
