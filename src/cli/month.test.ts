import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { untilSealable } from '../../test/seal.ts'
import { expect } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { test, type TestApp } from '../../test/app.ts'
import { aTerminal, openedCaisse, words } from '../../test/cli.ts'
import { inCaisse } from '../db/db.ts'
import { SYSTEM } from '../kit/actor.ts'
import { root } from '../kit/root.ts'
import { findDevice } from '../modules/accreditation/device-store.ts'
import { findCaisse } from '../modules/caisses/store.ts'
import { chooseCode, issueNumber } from '../modules/payments/actions/payers.ts'
import { pay } from '../modules/payments/actions/pay.ts'
import { membersOf } from '../modules/people/store/households.ts'

const terminal = aTerminal()
const { folder, json, refused, type } = terminal
/** Whatever it needs of a database, it does not get. */
const alone = aTerminal({ env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' } })

/** Ten persons alone, and ten households of two adults and a child. */
function twentyHouseholds(): string {
  const rows = Array.from({ length: 20 }, (_, i) =>
    i < 10
      ? [`F${i};Prénom${i};Radis;adulte;;15`]
      : [
          `F${i};Prénom${i};Navet;adulte;;40`,
          `F${i};Autre${i};Navet;adulte;;40`,
          `F${i};Petit${i};Navet;enfant;03/2019;40`,
        ],
  )
  return ['foyer;prénom;nom;rôle;naissance;cotisation', ...rows.flat()].join('\n')
}

test('a month from preset to SEPA file, to the cent', async ({ app }) => {
  const slug = `gironde-${process.pid}`
  const at = words(`${slug} 2026-11`)
  app.at('2026-10-20T09:00:00Z')
  const { camille, dominique } = await openedCaisse(terminal, app, slug)
  const byCamille = ['--par', camille]
  const byDominique = ['--par', dominique]
  await json(app, ...words(`tresorerie solde ${slug} --montant 10000`), ...byDominique)

  const file = join(folder, 'foyers.csv')
  writeFileSync(file, twentyHouseholds())
  const load = ['foyers', 'importer', slug, file, '--entree', '2026-11-01']
  expect(await json(app, ...load, '--essai')).toMatchObject({ foyers: 20, personnes: 40 })
  expect(await json(app, 'foyers', 'liste', slug)).toHaveLength(0)
  await json(app, ...load)
  const households = await json(app, 'foyers', 'liste', slug)
  expect(households).toHaveLength(20)

  app.at('2026-11-01T08:00:00Z')
  const prepared = await json(app, 'mois', 'preparer', ...at, ...byCamille)
  // 75 a household and 75 a person: 10 × 150 + 10 × 300.
  expect(prepared).toMatchObject({ foyers: 20, allocationCents: 4_500_00, cotisationCents: 550_00 })
  expect(await refused(app, 'mois', 'approuver', ...at, ...byCamille)).toEqual(['already_signed'])
  expect(await refused(app, 'mois', 'emettre', ...at, ...byCamille)).toEqual(['signatures_missing'])
  const other = [
    '--empreinte',
    prepared.empreinte.replace(/^./, (first: string) => (first === '0' ? '1' : '0')),
  ]
  expect(await refused(app, 'mois', 'approuver', ...at, ...byDominique, ...other)).toEqual([
    'changed_since_seen',
  ])
  await json(app, 'mois', 'approuver', ...at, ...byDominique, '--empreinte', prepared.empreinte)
  const issued = { etat: 'issued', foyers: 20, allocationCents: 4_500_00 }
  expect(await json(app, 'mois', 'emettre', ...at, ...byCamille)).toMatchObject(issued)
  expect(await json(app, 'mois', 'emettre', ...at, ...byCamille)).toMatchObject(issued)
  const { lignes } = await json(app, 'mois', 'lignes', ...at)
  expect(lignes.map((one: { allocationCents: number }) => one.allocationCents).sort()).toEqual([
    ...Array(10).fill(150_00),
    ...Array(10).fill(300_00),
  ])

  await receive(app, slug, households)

  await json(
    app,
    ...words(`lieu ajouter ${slug} --genre magasin --iban DE89370400440532013000 --nom`),
    'Épicerie d’essai',
  )
  await json(
    app,
    ...words(
      `lieu convention ${slug} --decision 1 --signee-le 2026-10-31 --du 2026-11-01 --portee Tout --lieu`,
    ),
    'epicerie d’essai',
  )
  const device = await json(app, ...words(`lieu appareil ${slug} --nom Tablette --lieu`), 'Épicerie d’essai')
  await payAt(app, slug, device.lien, households[0].foyer, 38_50)

  await settle(app, slug, byCamille, byDominique)
  // 10,000 and 55 in by the bank, 38.50 out.
  expect((await json(app, 'tresorerie', slug)).position).toMatchObject({
    bankCents: 10_016_50,
    cashCents: 15_00,
    claimsCents: 0,
    circulationCents: 4_461_50,
  })
  await untilSealable(app.db)
  const [look] = await json(app, 'verifier', slug)
  expect(look).toMatchObject({ constats: [], journal: { probleme: null, nonScellees: 0 } })
  await leaveAndVerify(app, slug, look.journal.empreinte)
}, 60_000)

async function receive(
  app: TestApp,
  slug: string,
  households: { foyer: string; nom: string; reference: string }[],
) {
  const [first, second, third] = households
  const list = join(folder, 'recus.csv')
  const lines = [
    'Foyer;Montant;Moyen;Date;Référence',
    `${first!.reference};15;espèces;01/11/2026;`,
    `"${second!.nom}";15,00;virement;;VIR 1`,
    `${third!.foyer};40;chèque;;n° 12`,
  ]
  writeFileSync(
    list,
    [...lines, 'Personne;10;virement;;', `${first!.reference};0;troc;32/11/2026;`].join('\n'),
  )
  const load = ['cotisations', 'recues', slug, list]
  expect(await refused(app, ...load)).toEqual([
    'receipt_amount',
    'receipt_method',
    'receipt_day',
    'no_such_household',
  ])
  writeFileSync(list, [...lines, `${first!.reference};10;virement;2026-11-02;`].join('\n'))
  const { err } = await type(app, ...load)
  expect(err).toMatch(/^Ligne 5\s: Cette date n’est pas encore là/)
  writeFileSync(list, lines.join('\n'))
  expect(await json(app, ...load, '--essai')).toMatchObject({ recus: 3, totalCents: 70_00 })
  const state = ['cotisations', 'etat', slug, '--mois', '2026-11']
  expect(await json(app, ...state)).toMatchObject({ attenduCents: 550_00, recuCents: 0 })

  const key = uuid()
  const once = await json(app, ...load, '--cle', key)
  expect(await json(app, ...load, '--cle', key)).toEqual(once)
  // One typed by mistake and undone, and cheques brought to the bank.
  const mistake = [
    'cotisation',
    'recevoir',
    slug,
    '--foyer',
    first!.reference,
    '--montant',
    '9,99',
    '--moyen',
    'cheque',
  ]
  const { encaissement } = await json(app, ...mistake)
  await json(app, 'cotisations', 'annuler', slug, encaissement)
  expect(await refused(app, 'cotisations', 'annuler', slug, encaissement)).toEqual(['receipt_already_undone'])
  await json(
    app,
    ...words(`tresorerie remise ${slug} --depuis cheques --montant 40 --par dominique.${slug}@example.org`),
  )
  expect(await json(app, ...state)).toMatchObject({ recuCents: 70_00, manqueCents: 480_00 })
}

async function payAt(app: TestApp, slug: string, link: string, householdId: string, amountCents: number) {
  const caisse = (await findCaisse(app.db, slug))!
  const call = () => ({ app, actor: SYSTEM, caisseId: caisse.id, key: uuid() })
  const [member] = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, householdId))
  const { personId } = member!
  const { number } = await issueNumber(call(), { personId })
  await chooseCode(call(), { personId, code: '7294' })
  const device = (await findDevice(app.db, link.split('/').at(-1)!))!
  await pay(app, { kind: 'device', ...device }, { key: uuid(), number, code: '7294', amountCents })
}

async function settle(app: TestApp, slug: string, byCamille: string[], byDominique: string[]) {
  app.at('2026-11-30T18:00:00Z')
  const one = words(`${slug} 1`)
  const prepare = ['remboursement', 'preparer', slug, ...byDominique, '--execution']
  expect(await refused(app, ...prepare, '2026-12-25')).toEqual(['banks_closed'])
  expect(await json(app, ...prepare, '2026-12-02')).toMatchObject({
    lot: 1,
    totalCents: 38_50,
    lignes: [{ montantCents: 38_50, iban: 'DE89370400440532013000' }],
  })
  expect(await refused(app, ...prepare, '2026-12-02')).toEqual(['nothing_to_settle'])
  expect(await refused(app, 'remboursement', 'fichier', ...one)).toEqual(['batch_without_file'])
  expect(await refused(app, 'remboursement', 'liberer', ...one, ...byDominique)).toEqual([
    'signatures_missing',
  ])
  await json(app, 'remboursement', 'approuver', ...one, ...byCamille)
  await json(app, 'remboursement', 'liberer', ...one, ...byDominique)

  const path = join(folder, 'lot.xml')
  await json(app, 'remboursement', 'fichier', ...one, '--vers', path)
  expect(await refused(app, 'remboursement', 'fichier', ...one, '--vers', path)).toEqual(['path_taken'])
  const xml = readFileSync(path, 'utf8')
  expect(xml).toContain('<InstdAmt Ccy="EUR">38.50</InstdAmt>')
  expect(await faultsOf(xml)).toEqual([])
  app.at('2026-12-02T18:00:00Z')
  await json(app, 'remboursement', 'execute', ...one, '--le', '2026-12-02', ...byDominique)
  expect(await json(app, 'remboursement', 'voir', slug)).toMatchObject([{ lot: 1, etat: 'closed' }])
}

/** What the bank's schema says of the file; nothing where the schemas are not at hand (../shared/data/sepa/xsd). */
async function faultsOf(xml: string): Promise<unknown> {
  const schema = join(root, '../shared/data/sepa/xsd/pain.001.001.09.xsd')
  if (!existsSync(schema)) return []
  const { errors } = await validateXML({
    xml: { fileName: 'lot.xml', contents: xml },
    schema: readFileSync(schema, 'utf8'),
  })
  return errors
}

async function leaveAndVerify(app: TestApp, slug: string, head: string) {
  const out = join(folder, 'export')
  const { fichiers } = await json(app, 'exporter', slug, out)
  expect(fichiers).toEqual(
    expect.arrayContaining(['foyers.csv', 'personnes.csv', 'allocations.csv', 'journal.csv', 'README.txt']),
  )
  const lines = (name: string) => readFileSync(join(out, name), 'utf8').trimEnd().split('\n')
  expect(lines('foyers.csv')).toHaveLength(1 + 20)
  expect(lines('personnes.csv')).toHaveLength(1 + 40)
  expect(lines('allocations.csv')).toHaveLength(1 + 20)
  expect(lines('cotisations-recues.csv')).toHaveLength(1 + 3 + 2)
  expect(lines('remboursements.csv')[1]).toContain('38,50')
  expect(JSON.parse(readFileSync(join(out, 'reglements.json'), 'utf8'))).toMatchObject([
    { validFrom: '2026-10', decision: 1 },
  ])
  const readme = readFileSync(join(out, 'README.txt'), 'utf8')
  for (const name of fichiers.slice(0, -1)) expect(readme).toContain(name)
  expect(await refused(app, 'exporter', slug, out)).toEqual(['path_taken'])
  await json(app, 'exporter', slug, join(folder, 'feuilles'), '--xlsx')
  expect(readFileSync(join(folder, 'feuilles/caisse.xlsx')).subarray(0, 2).toString()).toBe('PK')

  // Without any database.
  const verify = ['verifier', '--export', out]
  expect((await alone.json(app, ...verify, '--empreinte', head))[0].journal.probleme).toBeNull()
  expect((await alone.type(app, ...verify, '--empreinte', 'f'.repeat(64))).code).toBe(1)
  const journal = join(out, 'journal.csv')
  const whole = readFileSync(journal, 'utf8')
  for (const [told, tampered] of [
    ['Le journal a été modifié', whole.replace(',3850,payment', ',3849,payment')],
    ['ne compte pas autant d’écritures', whole.replace(/\n[^\n]*,3850,payment[^\n]*/, '')],
    ['ne compte pas autant d’écritures', whole.slice(0, whole.indexOf('\n') + 1)],
  ] as const) {
    expect(tampered).not.toBe(whole)
    writeFileSync(journal, tampered)
    const { code, out: said } = await alone.type(app, ...verify)
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining(told) })
  }
  writeFileSync(journal, whole.replace('gesture,leg', 'leg,gesture'))
  expect(await alone.refused(app, ...verify)).toEqual(['export_columns'])
}
