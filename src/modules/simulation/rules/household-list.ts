import { CsvError, parse } from 'csv-parse/sync'
import type { MessageKey, MessageParams } from '../../../kit/i18n/translate.ts'
import { parseAmount } from '../../../kit/cents.ts'
import type { Cents } from '../../../kit/money.ts'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import { LARGEST_HOUSEHOLD } from '../../caisses/rules/reglement.ts'

/** The list of households that the calculator reads: CSV, UTF-8, commas, columns in any order. */
export const COLUMNS = [
  'id',
  'adultes',
  'enfants',
  'age_enfants',
  'revenu_mensuel',
  'reste_a_vivre',
  'budget_alimentaire',
  'cotisation_choisie',
] as const

export type Column = (typeof COLUMNS)[number]

/** What is wrong, where, as people find it in their file. */
export type ListProblem = {
  /** null when it is about no line. */
  line: number | null
  householdId: string | null
  column: Column | null
  key: MessageKey
  params: MessageParams
}

export type ListedHousehold = { line: number; household: BudgetHousehold }

export type HouseholdList = { ok: true; rows: ListedHousehold[] } | { ok: false; problems: ListProblem[] }

/** Enough for a million households; more is another file than the one that was meant. */
export const MAX_MEGABYTES = 100

const MAX_ID_LENGTH = 100
const OLDEST_CHILD = 99
const EXPECTED: MessageParams = { expectedText: COLUMNS.join(',') }

export function readHouseholdList(bytes: Uint8Array): HouseholdList {
  if (bytes.length > MAX_MEGABYTES * 1_000_000)
    return failure(1, 'simulation.list.too_large', { megabytes: MAX_MEGABYTES })
  const text = decode(bytes)
  if (text === null) return failure(1, 'simulation.list.not_utf8')
  if (text.trim() === '') return failure(1, 'simulation.list.empty')
  const records = readRecords(text)
  if ('ok' in records) return records
  const [header, ...rows] = records
  if (!header) return failure(1, 'simulation.list.empty')
  const misnamed = headerProblems(header)
  if (misnamed.length > 0) return { ok: false, problems: misnamed }
  if (rows.length === 0) return failure(header.line, 'simulation.list.no_household')
  return readRows(header, rows)
}

/** Text without its byte order mark; null when it is not UTF-8. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

type CsvRecord = { line: number; fields: string[] }

function readRecords(text: string): CsvRecord[] | Extract<HouseholdList, { ok: false }> {
  try {
    const records = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: false,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    return records.map(({ info, record }) => ({ line: info.lines, fields: record }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
    return failure(line, 'simulation.list.quotes')
  }
}

function failure(
  line: number,
  key: MessageKey,
  params: MessageParams = {},
): Extract<HouseholdList, { ok: false }> {
  return { ok: false, problems: [{ line, householdId: null, column: null, key, params }] }
}

function headerProblems({ line, fields }: CsvRecord): ListProblem[] {
  const about = (column: Column | null, key: MessageKey, params: MessageParams): ListProblem => ({
    line,
    householdId: null,
    column,
    key,
    params,
  })
  if (fields.length === 1 && /[;\t]/.test(fields[0]!))
    return [about(null, 'simulation.list.separator', EXPECTED)]
  const seen = new Set<string>()
  const problems: ListProblem[] = []
  for (const name of fields) {
    const columnText = name === '' ? '« »' : name
    if (seen.has(name)) problems.push(about(null, 'simulation.list.repeated_column', { columnText }))
    else if (!isColumn(name))
      problems.push(about(null, 'simulation.list.unknown_column', { columnText, ...EXPECTED }))
    seen.add(name)
  }
  for (const column of COLUMNS)
    if (!seen.has(column))
      problems.push(about(column, 'simulation.list.missing_column', { columnText: column, ...EXPECTED }))
  return problems
}

const isColumn = (name: string): name is Column => COLUMNS.some((column) => column === name)

function readRows(header: CsvRecord, rows: readonly CsvRecord[]): HouseholdList {
  const positions = new Map(header.fields.map((name, i) => [name as Column, i]))
  const firstLineOf = new Map<string, number>()
  const problems: ListProblem[] = []
  const listed: ListedHousehold[] = []
  for (const { line, fields } of rows) {
    const id = fields[positions.get('id')!] ?? ''
    const report: Report = (column, key, params = {}) => {
      problems.push({ line, householdId: id || null, column, key, params })
      return null
    }
    if (fields.length !== COLUMNS.length) {
      report(null, 'simulation.list.field_count', { count: fields.length, expected: COLUMNS.length })
      continue
    }
    const row = new Row((column) => fields[positions.get(column)!]!, report)
    const household = row.household()
    const first = firstLineOf.get(id)
    if (first !== undefined) report('id', 'simulation.list.same_id', { idText: id, line: first })
    else if (id) firstLineOf.set(id, line)
    if (household) listed.push({ line, household })
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rows: listed }
}

type Report = (column: Column | null, key: MessageKey, params?: MessageParams) => null

/** One line of the list; every wrong value is reported, not only the first. */
class Row {
  readonly #text: (column: Column) => string
  readonly #report: Report

  constructor(text: (column: Column) => string, report: Report) {
    this.#text = text
    this.#report = report
  }

  household(): BudgetHousehold | null {
    const id = this.#id()
    const adults = this.#count('adultes')
    const children = this.#count('enfants')
    const ages = this.#ages(children)
    const household = {
      monthlyIncomeCents: this.#amount('revenu_mensuel'),
      leftToLiveCents: this.#amount('reste_a_vivre'),
      foodBudgetCents: this.#amount('budget_alimentaire'),
    }
    const contributionCents = this.#amount('cotisation_choisie')
    if (adults === 0) this.#report('adultes', 'simulation.list.no_adult')
    if (id === null || !adults || children === null) return null
    const unknownAges = Array.from({ length: children }, () => ({}))
    return {
      id,
      adults,
      children: ages?.map((ageYears) => ({ ageYears })) ?? unknownAges,
      contributionCents,
      declared: household,
    }
  }

  #id(): string | null {
    const id = this.#text('id')
    if (id === '') return this.#report('id', 'simulation.list.no_id')
    if (id.length > MAX_ID_LENGTH)
      return this.#report('id', 'simulation.list.long_id', { max: MAX_ID_LENGTH })
    return id
  }

  #count(column: 'adultes' | 'enfants'): number | null {
    const text = this.#text(column)
    if (text === '') return this.#report(column, 'simulation.list.required', { columnText: column })
    if (text.startsWith('-')) return this.#report(column, 'simulation.list.negative', { valueText: text })
    if (!/^\d+$/.test(text)) return this.#report(column, 'simulation.list.not_whole', { valueText: text })
    if (Number(text) > LARGEST_HOUSEHOLD)
      return this.#report(column, 'simulation.list.too_many', { valueText: text, max: LARGEST_HOUSEHOLD })
    return Number(text)
  }

  /** null when no age is given, or one is wrong. */
  #ages(children: number | null): number[] | null {
    const text = this.#text('age_enfants')
    if (text === '') return null
    const ages: number[] = []
    for (const part of text.split(';').map((age) => age.trim())) {
      if (!/^\d{1,2}$/.test(part) || Number(part) > OLDEST_CHILD)
        return this.#report('age_enfants', 'simulation.list.not_age', { valueText: part || text })
      ages.push(Number(part))
    }
    if (children !== null && ages.length !== children)
      return this.#report('age_enfants', 'simulation.list.age_count', { ages: ages.length, children })
    return ages
  }

  #amount(column: Column): Cents | null {
    const text = this.#text(column)
    if (text === '') return null
    if (text.startsWith('-')) return this.#report(column, 'simulation.list.negative', { valueText: text })
    if (/^\d+[.,]\d{3,}$/.test(text))
      return this.#report(column, 'simulation.list.decimals', { valueText: text })
    const cents = parseAmount(text)
    return cents ?? this.#report(column, 'simulation.list.not_amount', { valueText: text })
  }
}
