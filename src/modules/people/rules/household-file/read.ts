import { parseAmount } from '../../../../kit/cents.ts'
import type { Cents } from '../../../../kit/money.ts'
import { monthOf, monthsBetween, type Day, type Month } from '../../../../kit/month.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import type { FileTable } from '../../../../kit/table-file.ts'
import { isPlainText } from '../../../../kit/input.ts'
import type { HouseholdKind } from '../household-shape.ts'
import { readDay, readKind, readMonth, readPhone, readRole } from './cells.ts'
import { EMAIL, PHONE, spelledPlainly } from '../text.ts'
import type { Field, Mapping } from './columns.ts'

/** What is wrong with a line, as people see it in their file; the message is a text of the catalogue. */
export type LineProblem = { line: number; column: string | null; message: Refusal }

export type DraftPerson = {
  line: number
  givenName: string
  familyName: string
  child: boolean
  birthMonth: Month | null
  email: string | null
  phone: string | null
}

export type DraftHousehold = {
  /** Of its first person. */
  line: number
  kind: HouseholdKind
  name: string | null
  waveId: string | null
  territoryId: string | null
  enteredOn: Day
  contribution: Cents | null
  /** Rights that it had left, and contributions that it still owed, before Tablée. */
  rightsLeft: Cents | null
  arrears: Cents | null
  /** Contributions that it had paid for months to come. */
  paidAhead: Cents | null
  members: DraftPerson[]
}

/** What the caisse has that a file may name, and the day for who came on no day that is told. */
export type Known = {
  waves: readonly { id: string; name: string; startsOn: Day }[]
  territories: readonly { id: string; name: string }[]
  enteredOn: Day
}

/** Groups the lines into households; every problem of every line is told, not only the first. */
export function readHouseholds(
  table: FileTable,
  mapping: Mapping,
  known: Known,
): { households: DraftHousehold[]; problems: LineProblem[] } {
  const problems: LineProblem[] = []
  const groups = new Map<string, Line[]>()
  for (const row of table.rows) {
    const line = readLine(row, table.header, mapping, problems)
    const group = groups.get(line.key) ?? []
    group.push(line)
    groups.set(line.key, group)
  }
  const households = [...groups.values()].map((lines) => gather(lines, known))
  problems.sort((a, b) => a.line - b.line)
  return { households, problems }
}

/** One line with its cells by field, and a way to complain about one of them. */
type Line = {
  line: number
  key: string
  cell(field: Field): string
  complain(field: Field | null, message: Refusal): void
}

function readLine(
  { line, cells }: FileTable['rows'][number],
  header: readonly string[],
  mapping: Mapping,
  problems: LineProblem[],
): Line {
  const cell = (field: Field): string => {
    const column = mapping[field]
    return column === undefined ? '' : (cells[column] ?? '').trim()
  }
  const household = cell('household')
  return {
    line,
    key: household === '' ? `line ${line}` : `named ${household}`,
    cell,
    complain: (field, message) => {
      const column = field === null ? undefined : mapping[field]
      problems.push({ line, column: column === undefined ? null : (header[column] ?? null), message })
    },
  }
}

function gather(lines: readonly Line[], known: Known): DraftHousehold {
  const first = lines[0]!
  const wave = lookUp(lines, 'wave', known.waves)
  const territory = lookUp(lines, 'territory', known.territories)
  const arrears = told(lines, 'arrears', parseAmount, 'import_amount')
  const paidAhead = told(lines, 'paidAhead', parseAmount, 'import_amount')
  if (arrears && paidAhead) first.complain('paidAhead', new Refusal('import_owes_and_ahead'))
  const enteredOn = told(lines, 'enteredOn', readDay, 'import_day') ?? wave?.startsOn ?? known.enteredOn
  return {
    line: first.line,
    kind: told(lines, 'kind', readKind, 'import_kind') ?? (lines.length === 1 ? 'single' : 'household'),
    name: nameOf(first),
    waveId: wave?.id ?? null,
    territoryId: territory?.id ?? null,
    enteredOn,
    contribution: told(lines, 'contribution', parseAmount, 'import_amount'),
    rightsLeft: told(lines, 'rightsLeft', parseAmount, 'import_amount'),
    arrears,
    paidAhead,
    members: lines.map((line) => readPerson(line, enteredOn)),
  }
}

/** What the lines of one household say once, or each alike; null when none says it. */
function told<T>(
  lines: readonly Line[],
  field: Field,
  read: (cell: string) => T | null,
  code: string,
): T | null {
  const saying = lines.filter((line) => line.cell(field) !== '')
  const [first, ...others] = saying
  if (!first) return null
  for (const other of others)
    if (spelledPlainly(other.cell(field)) !== spelledPlainly(first.cell(field)))
      other.complain(field, new Refusal('import_differs', { lineNumber: first.line }))
  const value = read(first.cell(field))
  if (value === null) first.complain(field, new Refusal(code, { cellText: first.cell(field) }))
  return value
}

function lookUp<T extends { name: string }>(
  lines: readonly Line[],
  field: Field,
  list: readonly T[],
): T | null {
  const find = (cell: string) => list.find((one) => spelledPlainly(one.name) === spelledPlainly(cell)) ?? null
  return told(lines, field, find, field === 'wave' ? 'import_wave' : 'import_territory')
}

const IDENTIFIER = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A key such as `F-12`, or an id of our own exports, groups lines and names nobody. */
function nameOf(line: Line): string | null {
  const cell = line.cell('household')
  return /\p{L}{3}/u.test(cell) && !IDENTIFIER.test(cell) ? text(line, 'household') : null
}

const MAX_NAME = 120

/** Text that can be stored and shown: not too long, without control characters or halves of a sign. */
function text(line: Line, field: Field): string {
  const cell = line.cell(field)
  if (cell.length > MAX_NAME) line.complain(field, new Refusal('import_too_long', { max: MAX_NAME }))
  else if (!isPlainText(cell)) line.complain(field, new Refusal('import_text'))
  return cell
}

function readPerson(line: Line, enteredOn: Day): DraftPerson {
  const birthMonth = optional(line, 'birthMonth', readMonth, 'import_month')
  const givenName = text(line, 'givenName')
  if (givenName === '') line.complain('givenName', new Refusal('import_given_name'))
  return {
    line: line.line,
    givenName,
    familyName: text(line, 'familyName'),
    child: optional(line, 'role', readRole, 'import_role') ?? isMinor(birthMonth, enteredOn),
    birthMonth,
    email: optional(line, 'email', (cell) => (EMAIL.test(cell) ? cell : null), 'import_email'),
    phone: optional(
      line,
      'phone',
      (cell) => (PHONE.test(readPhone(cell)) ? readPhone(cell) : null),
      'import_phone',
    ),
  }
}

function optional<T>(line: Line, field: Field, read: (cell: string) => T | null, code: string): T | null {
  return told([line], field, read, code)
}

/** Below this age somebody of whom the file does not say it counts as a child. */
const MAJORITY_MONTHS = 18 * 12

const isMinor = (birthMonth: Month | null, enteredOn: Day): boolean =>
  birthMonth !== null && monthsBetween(birthMonth, monthOf(enteredOn)) < MAJORITY_MONTHS
