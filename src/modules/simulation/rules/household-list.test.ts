import { describe, expect, test } from 'vitest'
import { translator } from '../../../kit/i18n/translate.ts'
import { COLUMNS, MAX_MEGABYTES, readHouseholdList } from './household-list.ts'

const HEADER = COLUMNS.join(',')
const bytes = (text: string) => new TextEncoder().encode(text)
const read = (...lines: string[]) => readHouseholdList(bytes(lines.join('\n')))

function problems(result: ReturnType<typeof readHouseholdList>) {
  if (result.ok) return []
  return result.problems.map(({ line, householdId, column, key }) => [
    line,
    householdId,
    column,
    key.replace('simulation.list.', ''),
  ])
}

describe('a list that reads', () => {
  test('empty cells are unknown, ages are separated by semicolons', () => {
    expect(read(HEADER, 'f1,1,2,3;7,850.50,,"120,5",', 'f2,2,0,,,,,45')).toEqual({
      ok: true,
      rows: [
        {
          line: 2,
          household: {
            id: 'f1',
            adults: 1,
            children: [{ ageYears: 3 }, { ageYears: 7 }],
            contributionCents: null,
            declared: { monthlyIncomeCents: 850_50, leftToLiveCents: null, foodBudgetCents: 120_50 },
          },
        },
        {
          line: 3,
          household: {
            id: 'f2',
            adults: 2,
            children: [],
            contributionCents: 45_00,
            declared: { monthlyIncomeCents: null, leftToLiveCents: null, foodBudgetCents: null },
          },
        },
      ],
    })
  })

  test('children without ages are children all the same', () => {
    const list = read(HEADER, 'f1,1,2,,,,,')
    expect(list.ok && list.rows[0]!.household.children).toEqual([{}, {}])
  })

  test.each([
    ['with a byte order mark', `\uFEFF${HEADER}\nf1,1,0,,,,,`],
    ['with Windows line ends', `${HEADER}\r\nf1,1,0,,,,,\r\n`],
    ['with blank lines and spaces', `${HEADER}\n\n f1 , 1 ,0,,,,,\n\n`],
    ['with columns in another order', `${[...COLUMNS].reverse().join(',')}\n,,,,,0,1,f1`],
    ['with quotes', `"${COLUMNS.join('","')}"\n"f1","1","0","","","","",""`],
  ])('%s', (_, text) => {
    const list = readHouseholdList(bytes(text))
    expect(list.ok && list.rows.map((row) => [row.household.id, row.household.adults])).toEqual([['f1', 1]])
  })
})

describe('a list that cannot be read says where', () => {
  test.each<[string, string, unknown[][]]>([
    ['nothing', '', [[1, null, null, 'empty']]],
    ['only blanks', ' \n\n', [[1, null, null, 'empty']]],
    ['only a header', `${HEADER}\n`, [[1, null, null, 'no_household']]],
    ['semicolons', HEADER.replaceAll(',', ';'), [[1, null, null, 'separator']]],
    [
      'a missing column',
      'id,adultes,enfants,age_enfants,revenu_mensuel,reste_a_vivre,budget_alimentaire\na,1',
      [[1, null, 'cotisation_choisie', 'missing_column']],
    ],
    ['a column too much', `${HEADER},nom\na`, [[1, null, null, 'unknown_column']]],
    ['a column twice', `${HEADER},id\na`, [[1, null, null, 'repeated_column']]],
    ['a line too short', `${HEADER}\nf1,1,0`, [[2, 'f1', null, 'field_count']]],
    ['an open quote', `${HEADER}\n"f1,1,0,,,,,\n`, [[2, null, null, 'quotes']]],
  ])('%s', (_, text, expected) => expect(problems(readHouseholdList(bytes(text)))).toEqual(expected))

  test.each<[string, string, string]>([
    [',1,0,,,,,', 'id', 'no_id'],
    [`${'x'.repeat(101)},1,0,,,,,`, 'id', 'long_id'],
    ['f1,,0,,,,,', 'adultes', 'required'],
    ['f1,0,0,,,,,', 'adultes', 'no_adult'],
    ['f1,un,0,,,,,', 'adultes', 'not_whole'],
    ['f1,1.5,0,,,,,', 'adultes', 'not_whole'],
    ['f1,-1,0,,,,,', 'adultes', 'negative'],
    ['f1,100,0,,,,,', 'adultes', 'too_many'],
    ['f1,1,,,,,,', 'enfants', 'required'],
    ['f1,1,1,3;7,,,,', 'age_enfants', 'age_count'],
    ['f1,1,0,3,,,,', 'age_enfants', 'age_count'],
    ['f1,1,1,3.5,,,,', 'age_enfants', 'not_age'],
    ['f1,1,2,3;,,,,', 'age_enfants', 'not_age'],
    ['f1,1,1,bébé,,,,', 'age_enfants', 'not_age'],
    ['f1,1,0,,-5,,,', 'revenu_mensuel', 'negative'],
    ['f1,1,0,,,12.345,,', 'reste_a_vivre', 'decimals'],
    ['f1,1,0,,,,beaucoup,', 'budget_alimentaire', 'not_amount'],
    ['f1,1,0,,,,,1e3', 'cotisation_choisie', 'not_amount'],
    ['f1,1,0,,,,,NaN', 'cotisation_choisie', 'not_amount'],
  ])('%s', (line, column, code) => {
    const [found, ...others] = problems(read(HEADER, 'f0,1,0,,,,,', line))
    expect(others).toEqual([])
    expect(found!.slice(2)).toEqual([column, code])
    expect(found![0]).toBe(3)
  })

  test('every wrong value of a line is named, not only the first', () =>
    expect(problems(read(HEADER, 'f1,0,x,,-1,,,abc')).map((one) => one[2])).toEqual([
      'enfants',
      'revenu_mensuel',
      'cotisation_choisie',
      'adultes',
    ]))

  test('the same identifier twice names the first line', () => {
    const list = read(HEADER, 'f1,1,0,,,,,', 'f2,1,0,,,,,', 'f1,2,0,,,,,')
    expect(list.ok ? [] : list.problems).toMatchObject([
      { line: 4, column: 'id', key: 'simulation.list.same_id', params: { idText: 'f1', line: 2 } },
    ])
  })

  test('bytes that are not UTF-8', () => {
    const latin1 = Uint8Array.from([...bytes(`${HEADER}\nfoyer-`), 0xe9, ...bytes(',1,0,,,,,')])
    expect(problems(readHouseholdList(latin1))).toEqual([[1, null, null, 'not_utf8']])
  })

  test('a file that is far too large is not read', () =>
    expect(problems(readHouseholdList(new Uint8Array(MAX_MEGABYTES * 1_000_000 + 1)))).toEqual([
      [1, null, null, 'too_large'],
    ]))

  test('every problem has its sentence', () => {
    const list = read(HEADER, 'f1,1,1,3;7,,,,')
    const t = translator('fr')
    expect(list.ok ? '' : t(list.problems[0]!.key, list.problems[0]!.params)).toBe(
      'Il y a 2 âges pour 1 enfant.',
    )
  })
})
