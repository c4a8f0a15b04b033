import { describe, expect, test } from 'vitest'
import type { Reglement } from '../modules/caisses/rules/reglement.ts'
import { calculated, foyers, repeated, tablee } from '../../test/regles.ts'

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

  test('give a règlement that can be changed and computed as a file', async () => {
    const { reglement } = JSON.parse((await tablee(['preset', 'gironde', '--json'])).out) as {
      reglement: Reglement
    }
    const list = foyers('a,2,1,4,,,,', 'b,1,0,,,,,40')
    const byFile = await calculated(list, reglement)
    const byPreset = await calculated(list, ['--preset', 'gironde'])
    expect({ foyers: byFile.foyers.map((one) => one.allocationCents), total: byFile.total }).toEqual({
      foyers: byPreset.foyers.map((one) => one.allocationCents),
      total: byPreset.total,
    })
    const toulouse = JSON.parse((await tablee(['preset', 'toulouse', '--json'])).out) as {
      reglement: unknown
    }
    expect(toulouse.reglement).toBeNull()
  })

  test('ask what nobody publishes', async () => {
    const { out } = await tablee(['preset', 'cca44-pays-de-retz'])
    expect(out).toContain('Quelle est l’allocation par mois pour une personne')
    expect(out).not.toContain('Le règlement avec ces chiffres')
  })

  test('that do not exist are refused', async () =>
    expect(await tablee(['preset', 'paris'])).toMatchObject({ out: '', code: 1 }))
})
