import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { aReglement } from '../../test/given.ts'
import { computeMonth } from '../modules/allocations/rules/compute-month.ts'
import { missingFigures, reglementFromPreset } from '../modules/caisses/presets/from-preset.ts'
import { findPreset } from '../modules/caisses/presets/index.ts'
import type { Reglement } from '../modules/caisses/rules/reglement.ts'
import { readHouseholdList } from '../modules/simulation/rules/household-list.ts'
import { addReglesCommands } from './regles.ts'

const HEADER =
  'id,adultes,enfants,age_enfants,revenu_mensuel,reste_a_vivre,budget_alimentaire,cotisation_choisie'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Runs `tablee …` on files held in memory; `-` reads the file of that name. */
async function tablee(args: string[], files: Record<string, string> = {}) {
  const run = { out: '', err: '', code: 0 }
  const read = (path: string) => {
    if (!Object.hasOwn(files, path)) throw new Error('ENOENT')
    return Promise.resolve(bytes(files[path]!))
  }
  const program = new Command('tablee').exitOverride()
  addReglesCommands(program, {
    out: (text) => (run.out += text),
    err: (text) => (run.err += text),
    read: async (path) => read(path),
    readStandardInput: async () => read('-'),
    now: () => new Date('2026-11-24T12:00:00Z'),
    exitWith: (code) => (run.code = code),
  })
  await program.parseAsync(['regles', ...args], { from: 'user' })
  return run
}

type Output = {
  foyers: { id: string; cotisationCents: number; allocationCents: number; raison: string }[]
  total: { cotisationCents: number; allocationCents: number }
  couverture: number | null
}

const foyers = (...rows: string[]) => [HEADER, ...rows].join('\n')
const repeated = (count: number, row: (i: number) => string) =>
  foyers(...Array.from({ length: count }, (_, i) => `f${i + 1},${row(i)}`))

/** Computes a list by the command, and again by the function production uses: both agree to the cent. */
async function calculated(csv: string, rules: string[] | Reglement): Promise<Output> {
  const output = await commanded(csv, rules)
  const list = readHouseholdList(bytes(csv))
  const households = list.ok ? list.rows.map((row) => row.household) : []
  const reglement = Array.isArray(rules) ? fromPreset(rules) : rules
  const { lines } = computeMonth(reglement, '2026-11', households, { assumePaid: true })
  expect(output.foyers.map((one) => [one.id, one.cotisationCents, one.allocationCents])).toEqual(
    lines.map((line) => [
      line.householdId,
      line.contributionCents + line.thirdPartyCents,
      line.allocationCents,
    ]),
  )
  return output
}

async function commanded(csv: string, rules: string[] | Reglement): Promise<Output> {
  const chosen = Array.isArray(rules) ? rules : ['--reglement', 'r.json']
  const run = await tablee(['calculer', ...chosen, '--foyers', 'foyers.csv', '--json'], {
    'foyers.csv': csv,
    'r.json': JSON.stringify(rules),
  })
  expect(run).toMatchObject({ err: '', code: 0 })
  return JSON.parse(run.out) as Output
}

function fromPreset([, slug, ...rest]: string[]): Reglement {
  const preset = findPreset(slug!)!
  const answers = Object.fromEntries(rest.filter((text) => text.includes('=')).map((text) => text.split('=')))
  // A floor that nobody publishes decides nothing where everyone has chosen.
  const floors = Object.fromEntries(missingFigures(preset, answers).map((key) => [key, '0']))
  const opened = reglementFromPreset(preset, { ...floors, ...answers })
  if (!opened.ok) throw new Error(`${slug} does not open`)
  return opened.reglement
}

/** 193 households of Gironde, 400 persons: 79 of one, 52 of two, 31 of three, 31 of four. */
const gironde = (chosen = '') => {
  const sizes = [
    ...Array(79).fill(1),
    ...Array(52).fill(2),
    ...Array(31).fill(3),
    ...Array(31).fill(4),
  ] as number[]
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(400)
  return repeated(193, (i) => `1,${sizes[i]! - 1},,,,,${chosen}`)
}

describe('published series', () => {
  test('T1 Cadenet: 33 persons, 150 a month for a year, a grant of 60,000', async () => {
    const month = await calculated(
      repeated(33, () => '1,0,,,,,'),
      ['--preset', 'cadenet'],
    )
    expect(month.total).toEqual({ cotisationCents: 0, allocationCents: 4_950_00 })
    expect(month.couverture).toBe(0)
    const grant = 60_000_00
    expect(month.total.allocationCents * 12).toBe(59_400_00)
    expect(grant - month.total.allocationCents * 12).toBe(600_00)
    expect(month.total.allocationCents * 13).toBeGreaterThan(grant)
  })

  test('T2 Gironde: 193 households, 400 persons', async () => {
    const month = await calculated(gironde(), ['--preset', 'gironde'])
    expect(month.total.allocationCents).toBe(44_475_00)
    expect(month.total.allocationCents * 12).toBe(533_700_00)
    expect(Math.round(month.total.allocationCents / 193 / 10) / 10).toBe(230.4)
    const motherOfTwo = await calculated(foyers('m,1,2,4;9,,,,'), ['--preset', 'gironde'])
    expect(motherOfTwo.foyers[0]!.allocationCents).toBe(300_00)
  })

  test('T3 Gironde: floors cover 6.7 %, and 226,300 of 760,000 are not allocation', async () => {
    const month = await calculated(gironde(), ['--preset', 'gironde'])
    expect(month.total.cotisationCents).toBe(2_965_00)
    expect(month.couverture).toBe(0.0667)
    const others = 760_000_00 - month.total.allocationCents * 12
    expect(others).toBe(226_300_00)
    expect(Math.round((others / 760_000_00) * 1000)).toBe(298)
  })

  test('T4 Gironde: a mean contribution of about 115 pays the half that authorities do not', async () => {
    const month = await calculated(gironde('115'), ['--preset', 'gironde'])
    expect(month.couverture).toBeGreaterThan(0.49)
    expect(month.couverture).toBeLessThan(0.51)
  })

  test('T5 Montpellier: 400 members, 480,000 a year, 60 % covered by a mean of 60, half by 50', async () => {
    const mean60 = await calculated(
      repeated(400, (i) => `1,0,,,,,${[1, 30, 79, 130][i % 4]}`),
      ['--preset', 'montpellier'],
    )
    expect(mean60.total).toEqual({ cotisationCents: 24_000_00, allocationCents: 40_000_00 })
    expect(mean60.total.allocationCents * 12).toBe(480_000_00)
    expect(mean60.total.cotisationCents * 12).toBe(288_000_00)
    expect(mean60.couverture).toBe(0.6)
    const mean50 = await calculated(
      repeated(400, () => '1,0,,,,,50'),
      ['--preset', 'montpellier'],
    )
    expect(mean50.couverture).toBe(0.5)
  })

  test('T11 students of Bordeaux: 120,000 in 8 months, 60 % of the budget', async () => {
    const rules = aReglement({
      unit: 'person',
      contribution: {
        kind: 'free',
        floor: { baseCents: 10_00, perExtraPersonCents: 0 },
        stepCents: null,
        ceiling: { cents: 50_00, binding: true },
      },
      allocation: { kind: 'flat', per: 'unit', cents: 100_00 },
    })
    const least = await calculated(
      repeated(150, () => '1,0,,,,,'),
      rules,
    )
    const most = await calculated(
      repeated(150, () => '1,0,,,,,50'),
      rules,
    )
    expect(least.total.allocationCents * 8).toBe(120_000_00)
    expect((least.total.allocationCents * 8) / 200_000_00).toBe(0.6)
    expect(least.total.cotisationCents * 8).toBe(12_000_00)
    expect(most.total.cotisationCents * 8).toBe(60_000_00)
  })

  test('T12 CCAMPA: the floor binds under 400, one gains under 2,000', async () => {
    const incomes = [0, 399, 400, 1_000, 1_999, 2_000, 2_001]
    const month = await calculated(foyers(...incomes.map((income) => `r${income},1,0,,${income},,,`)), [
      '--preset',
      'ccampa',
    ])
    expect(month.foyers.map((one) => one.cotisationCents)).toEqual([
      10_00, 10_00, 10_00, 25_00, 49_98, 50_00, 50_03,
    ])
    expect(month.foyers[1]!.raison).toContain('le minimum de 10,00')
    expect(month.foyers[2]!.raison).not.toContain('minimum')
    const gains = month.foyers.map((one) => Math.sign(one.allocationCents - one.cotisationCents))
    expect(gains).toEqual([1, 1, 1, 1, 1, 0, -1])
    const fifty = (chosen: string) =>
      calculated(
        repeated(50, () => `1,0,,,,,${chosen}`),
        ['--preset', 'ccampa'],
      )
    const yearly = async (chosen: string) => {
      const { total } = await fifty(chosen)
      return { out: total.allocationCents * 12, short: (total.allocationCents - total.cotisationCents) * 12 }
    }
    expect((await yearly('16.67')).out).toBe(30_000_00)
    expect((await yearly('16.67')).short).toBeLessThanOrEqual(20_000_00)
    expect((await yearly('16.66')).short).toBeGreaterThan(20_000_00)
  })

  test('T13 Soli’doume: the mean comes back, to the cent, with and without a levy of 5 %', async () => {
    const chosen = [20, 30, 50, 70, 30, 25.55, 61.02]
    const list = repeated(chosen.length, (i) => `1,0,,,,,${chosen[i]}`)
    const all = await calculated(list, ['--preset', 'solidoume'])
    expect(all.total).toEqual({ cotisationCents: 286_57, allocationCents: 286_57 })
    expect(new Set(all.foyers.map((one) => one.allocationCents))).toEqual(new Set([40_93, 40_94]))
    const levied = await calculated(list, ['--preset', 'solidoume', '--reponse', 'prelevement=5'])
    expect(levied.total.allocationCents).toBe(286_57 - 14_33)
    const observed = await calculated(foyers('a,1,0,,,,,20', 'b,1,0,,,,,30', 'c,1,0,,,,,70'), [
      '--preset',
      'solidoume',
    ])
    expect(observed.foyers.map((one) => one.allocationCents)).toEqual([40_00, 40_00, 40_00])
  })

  const lavoir = aReglement({
    contribution: {
      kind: 'price_choice',
      tiers: [
        { code: 'accessible', name: 'Prix accessible', basisPoints: 6_500 },
        { code: 'juste', name: 'Prix juste', basisPoints: 10_000 },
        { code: 'solidaire', name: 'Prix solidaire', basisPoints: 12_500 },
      ],
    },
    allocation: { kind: 'none' },
  })

  test('T14 Lavoir: balance when solidarity purchases are 1.4 times accessible ones', async () => {
    const market = (solidarity: number) =>
      commanded(
        foyers('a,1,0,,,,100,65', 'j,1,0,,,,80,', `s,1,0,,,,${solidarity},${(solidarity * 125) / 100}`),
        lavoir,
      )
    expect(await market(140)).toMatchObject({
      total: { cotisationCents: 320_00, allocationCents: 320_00 },
      couverture: 1,
    })
    expect((await market(136)).couverture).toBeLessThan(1)
    expect((await market(144)).couverture).toBeGreaterThan(1)
  })

  test('T15 Dieulefit: 150 for 100 is 50 more each month, of which 66 % is 396 a year', async () => {
    const month = await calculated(foyers('d,1,0,,,,,150'), [
      '--preset',
      'dieulefit',
      '--reponse',
      'plancher=1',
      '--reponse',
      'allocation_personne=50',
    ])
    const [line] = month.foyers
    const more = line!.cotisationCents - line!.allocationCents
    expect(more).toBe(50_00)
    expect((more * 12 * 66) / 100).toBe(396_00)
  })
})

describe('what is not published', () => {
  test('a floor matters only to those who chose nothing', async () => {
    const list = { 'f.csv': foyers('a,1,0,,,,,40', 'b,1,0,,,,,') }
    const args = ['calculer', '--preset', 'grenoble', '--foyers', 'f.csv', '--json']
    const asked = await tablee(args, list)
    expect(asked).toMatchObject({ out: '', code: 1 })
    expect(JSON.parse(asked.err)).toMatchObject({
      erreurs: [{ ligne: 3, foyer: 'b', colonne: 'cotisation_choisie' }],
    })
    expect(asked.err).toContain('--reponse plancher=')
    const answered = await tablee([...args, '--reponse', 'plancher=5'], list)
    expect(JSON.parse(answered.out)).toMatchObject({
      total: { cotisationCents: 45_00, allocationCents: 200_00 },
    })
    const chosen = await calculated(foyers('a,1,0,,,,,40'), ['--preset', 'grenoble'])
    expect(chosen.couverture).toBe(0.4)
  })

  test('an amount that everyone needs is asked for once', async () => {
    const run = await tablee(['calculer', '--preset', 'cca44-pays-de-retz', '--foyers', 'f.csv', '--json'], {
      'f.csv': foyers('a,1,0,,,,,40', 'b,1,0,,,,,40'),
    })
    const { erreurs } = JSON.parse(run.err) as { erreurs: { message: string }[] }
    expect(erreurs.map((one) => one.message)).toEqual([
      'Le préréglage ne donne pas ce chiffre\u00a0: Allocation, pour une personne. Ajoutez --reponse allocation=…',
    ])
  })
})

describe('what the règlement needs and the list lacks is named', () => {
  const errors = async (preset: string, ...rows: string[]) => {
    const run = await tablee(['calculer', '--preset', preset, '--foyers', 'f.csv', '--json'], {
      'f.csv': foyers(...rows),
    })
    expect(run).toMatchObject({ out: '', code: 1 })
    return (
      JSON.parse(run.err) as { erreurs: { ligne: number; foyer: string; colonne: string }[] }
    ).erreurs.map(({ ligne, foyer, colonne }) => [ligne, foyer, colonne])
  }

  test('income, where the contribution is a share of it', async () =>
    expect(await errors('ccampa', 'a,1,0,,1000,,,', 'b,1,0,,,,,', 'c,1,0,,,,,10')).toEqual([
      [3, 'b', 'revenu_mensuel'],
    ]))

  test('ages, where children have another amount', async () =>
    expect(await errors('geneve', 'a,1,1,,,,,20', 'b,1,1,3,,,,20')).toEqual([[2, 'a', 'age_enfants']]))

  test('an amount that is no step', async () =>
    expect(await errors('flers', 'a,1,0,,,,,22')).toEqual([[2, 'a', 'cotisation_choisie']]))

  test('money where none is asked', async () =>
    expect(await errors('cadenet', 'a,1,0,,,,,22')).toEqual([[2, 'a', 'cotisation_choisie']]))

  test('but a choice below the floor is raised to it, and said', async () => {
    const month = await calculated(foyers('a,1,0,,,,,5'), ['--preset', 'flers'])
    expect(month.foyers[0]).toMatchObject({ cotisationCents: 20_00 })
    expect(month.foyers[0]!.raison).toMatch(/5,00.*portée au minimum de 20,00/)
  })

  test('the suggestion, else the floor, is said', async () => {
    const month = await calculated(foyers('a,1,0,,3000,,,'), ['--preset', 'ccampa'])
    expect(month.foyers[0]!.raison).toMatch(/^Pas de cotisation choisie.*2,5.%.*revenu/)
    const floor = await calculated(foyers('a,2,1,,3000,,,'), ['--preset', 'gironde'])
    expect(floor.foyers[0]).toMatchObject({ cotisationCents: 20_00 })
    expect(floor.foyers[0]!.raison).toContain('cotisation minimale')
  })
})

describe('a command that cannot be answered', () => {
  const good = {
    'f.csv': foyers('a,1,0,,,,,40'),
    '-': foyers('a,1,0,,,,,40'),
    'no.json': '{',
    'r.json': '{}',
  }
  test.each<[string, string[], RegExp]>([
    ['no rules', ['--foyers', 'f.csv'], /--preset ou --reglement/],
    ['both', ['--preset', 'flers', '--reglement', 'r.json', '--foyers', 'f.csv'], /l’un des deux/],
    ['no list', ['--preset', 'flers'], /--foyers/],
    [
      'a preset that does not exist',
      ['--preset', 'paris', '--foyers', 'f.csv'],
      /préréglage paris.*cca44-nantes/,
    ],
    ['a file that does not exist', ['--preset', 'flers', '--foyers', 'x.csv'], /x\.csv n’a pas pu être lu/],
    [
      'a règlement that is no JSON',
      ['--reglement', 'no.json', '--foyers', 'f.csv'],
      /no\.json n’est pas du JSON/,
    ],
    ['a règlement that is none', ['--reglement', 'r.json', '--foyers', 'f.csv'], /contribution manque/],
    [
      'a month that does not exist',
      ['--preset', 'flers', '--foyers', 'f.csv', '--mois', '2026-13'],
      /2026-13/,
    ],
    ['an answer to nothing', ['--preset', 'flers', '--foyers', 'f.csv', '--reponse', 'taux=3'], /nommé taux/],
    [
      'an answer that does not read',
      ['--preset', 'flers', '--foyers', 'f.csv', '--reponse', 'pas=x'],
      /à pas ne se lit pas/,
    ],
    [
      'an answer without a value',
      ['--preset', 'flers', '--foyers', 'f.csv', '--reponse', 'pas'],
      /n’est pas une réponse/,
    ],
    [
      'two answers',
      ['--preset', 'flers', '--foyers', 'f.csv', '--reponse', 'pas=1', '--reponse', 'pas=2'],
      /deux réponses/,
    ],
    [
      'answers without a preset',
      ['--reglement', 'r.json', '--foyers', 'f.csv', '--reponse', 'pas=1'],
      /--reponse ne sert/,
    ],
    ['one standard input for two files', ['--reglement', '-', '--foyers', '-'], /qu’à un seul fichier/],
  ])('%s', async (_, args, message) => {
    const json = await tablee(['calculer', ...args, '--json'], good)
    expect(json).toMatchObject({ out: '', code: 1 })
    const { erreurs } = JSON.parse(json.err) as { erreurs: { message: string }[] }
    expect(erreurs.some((one) => message.test(one.message))).toBe(true)
    const plain = await tablee(['calculer', ...args], good)
    expect(plain).toMatchObject({ out: '', code: 1 })
    expect(plain.err).toMatch(message)
  })

  test('standard input is a file like another', async () => {
    const run = await tablee(['calculer', '--preset', 'flers', '--foyers', '-'], good)
    expect(run.code).toBe(0)
    expect(run.out).toContain('Les cotisations couvrent 40')
  })

  test('a long list of errors is cut for people and complete for machines', async () => {
    const bad = { 'f.csv': repeated(80, () => '0,0,,,,,') }
    const args = ['calculer', '--preset', 'flers', '--foyers', 'f.csv']
    expect((await tablee(args, bad)).err).toContain('et 30 autres')
    const { erreurs } = JSON.parse((await tablee([...args, '--json'], bad)).err) as { erreurs: unknown[] }
    expect(erreurs).toHaveLength(80)
  })
})

describe('presets', () => {
  test('are listed with what they lack', async () => {
    const list = JSON.parse((await tablee(['presets', '--json'])).out) as { slug: string; manque: string[] }[]
    expect(list).toHaveLength(16)
    expect(list.find((one) => one.slug === 'gironde')!.manque).toEqual([])
    expect(list.find((one) => one.slug === 'toulouse')!.manque).toEqual(['plancher'])
    expect((await tablee(['presets'])).out.split('\n')).toHaveLength(17)
  })

  test('show each figure with its page, and the other one where sources disagree', async () => {
    const lyon = JSON.parse((await tablee(['preset', 'lyon', '--json'])).out) as {
      chiffres: { clef: string; valeur: unknown; sources: { url: string }[]; autres: { valeur: unknown }[] }[]
    }
    const child = lyon.chiffres.find((one) => one.clef === 'allocation_enfant')!
    expect(child).toMatchObject({ valeur: 40_00, autres: [{ valeur: 45_00 }] })
    expect(child.sources[0]!.url).toMatch(/^https:\/\/www\.grandlyon\.com/)
    const text = (await tablee(['preset', 'lyon'])).out
    expect(text).toMatch(/une autre source dit 45,00/)
    expect(text).toContain('Le règlement avec ces chiffres')
  })

  test('ask what nobody publishes', async () => {
    const { out } = await tablee(['preset', 'cca44-pays-de-retz'])
    expect(out).toContain('Quelle est l’allocation par mois pour une personne')
    expect(out).not.toContain('Le règlement avec ces chiffres')
  })

  test('that do not exist are refused', async () =>
    expect(await tablee(['preset', 'paris'])).toMatchObject({ out: '', code: 1 }))
})
