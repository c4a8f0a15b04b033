import { describe, expect, test } from 'vitest'
import { readTableFile } from '../../../../kit/table-file.ts'
import { readDay, readKind, readMonth, readPhone, readRole } from './cells.ts'
import { guessMapping } from './columns.ts'
import { readHouseholds, type Known } from './read.ts'

const known: Known = {
  waves: [{ id: 'w1', name: 'Vague 1', startsOn: '2026-02-01' }],
  territories: [
    { id: 't1', name: 'Nantes Ouest' },
    { id: 't2', name: 'Чайка' },
  ],
  enteredOn: '2026-11-24',
}

async function read(text: string) {
  const table = await readTableFile(Buffer.from(text))
  const { households, problems } = readHouseholds(table, guessMapping(table.header), known)
  return {
    households,
    problems: problems.map(({ line, column, message }) => `${line} ${column ?? '-'} ${message.code}`),
  }
}

describe('cells', () => {
  const months: [string, string | null][] = [
    ['03/2015', '2015-03'],
    ['3-2015', '2015-03'],
    ['2015-03', '2015-03'],
    ['2015-03-31', '2015-03'],
    ['2015-03-31T00:00:00', '2015-03'],
    ['31/03/2015', '2015-03'],
    ['31.3.2015', '2015-03'],
    ['mars 2015', '2015-03'],
    ['1er août 2015', '2015-08'],
    ['Févr. 2015', '2015-02'],
    ['juil.-2015', '2015-07'],
    ['DÉCEMBRE 2015', '2015-12'],
    ['31/02/2015', null],
    ['13/2015', null],
    ['00/2015', null],
    ['2015', null],
    ['03/15', null],
    ['bientôt 2015', null],
  ]
  for (const [cell, month] of months)
    test(`a month: ${cell} is ${month ?? 'none'}`, () => expect(readMonth(cell)).toBe(month))

  test('a day, or the first of a month', () => {
    expect(['01/03/2026', '1er mars 2026', '2026-03', 'mars 2026'].map(readDay)).toEqual(
      Array.from({ length: 4 }, () => '2026-03-01'),
    )
  })

  test('a kind, a role, a phone that lost its zero', () => {
    expect(
      ['Personne seule', 'couple', 'FOYER', 'Budget commun', 'colocation', 'autre'].map(readKind),
    ).toEqual(['single', 'household', 'household', 'shared_budget_group', 'shared_budget_group', null])
    expect(['Adulte', 'a', 'enfant', 'E', 'mineure', '?'].map(readRole)).toEqual([
      false,
      false,
      true,
      true,
      true,
      null,
    ])
    expect(['612345678', '06 12 34 56 78', '+32612345678'].map(readPhone)).toEqual([
      '0612345678',
      '06 12 34 56 78',
      '+32612345678',
    ])
  })
})

describe('headings', () => {
  test('are guessed as people write them', () => {
    const header = [
      'N° de foyer',
      'Prénom',
      'NOM',
      'Adulte / enfant',
      'Né(e) le',
      'Courriel',
      'Tél.',
      'Cotisation',
      'Vu ?',
    ]
    expect(guessMapping(header)).toEqual({
      household: 0,
      givenName: 1,
      familyName: 2,
      role: 3,
      birthMonth: 4,
      email: 5,
      phone: 6,
      contribution: 7,
    })
    expect(
      guessMapping(['Foyer', 'Prénom', 'Vague', 'Territoire', "Date d'entrée", 'Type de foyer']),
    ).toEqual({
      household: 0,
      givenName: 1,
      wave: 2,
      territory: 3,
      enteredOn: 4,
      kind: 5,
    })
  })
})

describe('a file of households', () => {
  test('groups the lines of a household, wherever they stand', async () => {
    const { households, problems } = await read(
      [
        'foyer;prénom;nom;adulte ou enfant;naissance;vague;territoire;cotisation',
        'F-1;Zoé;Martin;adulte;;vague 1;NANTES OUEST;45,50',
        'F-2;Ali;Ben;;;;чайка;',
        'F-1;Tom;Martin;enfant;03/2015;;;',
        ';Lou;Seul;;mai 1990;;;10',
      ].join('\n'),
    )
    expect(problems).toEqual([])
    expect(households).toMatchObject([
      {
        line: 2,
        kind: 'household',
        name: null,
        waveId: 'w1',
        territoryId: 't1',
        enteredOn: '2026-02-01',
        contribution: 45_50,
        members: [
          { givenName: 'Zoé', child: false },
          { givenName: 'Tom', child: true, birthMonth: '2015-03' },
        ],
      },
      { line: 3, kind: 'single', territoryId: 't2', enteredOn: '2026-11-24', contribution: null },
      { line: 5, kind: 'single', contribution: 10_00, members: [{ birthMonth: '1990-05', child: false }] },
    ])
  })

  test('a name is kept as the household’s, a key or an id is not', async () => {
    const { households } = await read(
      'foyer;prénom\nFamille Le Goff;A\n12;B\n019a0000-0000-7000-8000-0000000abcde;C\n',
    )
    expect(households.map((household) => household.name)).toEqual(['Famille Le Goff', null, null])
  })

  test('who is below eighteen on the first day is a child, unless told', async () => {
    const { households } = await read(
      'foyer;prénom;naissance;adulte ou enfant;entrée\nX;A;2008-03;;02/2026\nX;B;2008-02;;\nX;C;2008-03;adulte;\n',
    )
    expect(households[0]!.members.map((member) => member.child)).toEqual([true, false, false])
  })

  test('tells every problem of every line at its column', async () => {
    const { problems } = await read(
      [
        'foyer;prénom;naissance;courriel;téléphone;vague;territoire;entrée;cotisation;type;adulte ou enfant',
        `A;;;;;Vague 9;;;;;`,
        'A;B;12/2O15;pas une adresse;appelle-moi;;;;;;',
        'C;D;;;;;Ailleurs;32/01/2026;dix;tribu;bébé',
        `E;${'F'.repeat(121)};;;;;;;10;;`,
        'E;G;;;;;;;12;;',
        `H;I\u0007;;;;;;;;;`,
      ].join('\n'),
    )
    expect(problems).toEqual([
      '2 vague import_wave',
      '2 prénom import_given_name',
      '3 naissance import_month',
      '3 courriel import_email',
      '3 téléphone import_phone',
      '4 territoire import_territory',
      '4 entrée import_day',
      '4 type import_kind',
      '4 cotisation import_amount',
      '4 adulte ou enfant import_role',
      '5 prénom import_too_long',
      '6 cotisation import_differs',
      '7 prénom import_text',
    ])
  })
})
