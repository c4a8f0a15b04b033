import { CsvError, parse } from 'csv-parse'
import { Refusal } from '../refusal.ts'

export type Limits = { MAX_ROWS: number; MAX_COLUMNS: number }
export type Line = { line: number; cells: string[] }

export async function readCsv(bytes: Uint8Array, { MAX_ROWS, MAX_COLUMNS }: Limits): Promise<Line[]> {
  const text = decode(bytes)
  const lines: Line[] = []
  const starts: number[] = []
  let linesRead = 0
  // A stream, so that a long file leaves the till its turn.
  const parser = parse({
    delimiter: delimiterOf(text),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record: (cells, info) => {
      starts.push(info.lines - cells.reduce((sum, cell) => sum + newlines(cell), 0))
      linesRead = info.lines
      return cells
    },
  })
  parser.end(text)
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (cells.length > MAX_COLUMNS) throw new Refusal('file_too_many_columns', { max: MAX_COLUMNS })
      // One line is the header.
      if (lines.length > MAX_ROWS) throw new Refusal('file_too_many_rows', { max: MAX_ROWS })
      lines.push({ line: starts[lines.length]!, cells: cells.map(plain) })
    }
  } catch (error) {
    if (error instanceof CsvError) throw new Refusal('file_quotes', { line: linesRead + 1 })
    throw error
  }
  return lines
}

const newlines = (cell: string): number => cell.match(/\r\n|\n|\r/g)?.length ?? 0

/** By its mark, else UTF-8 when every byte says so, else as Excel writes on Windows in France. */
function decode(bytes: Uint8Array): string {
  const text = textOf(bytes)
  // oxlint-disable-next-line no-control-regex
  const unreadable = text.match(/[\u0000-\u0008\u000e-\u001f\ufffe\uffff]/g)?.length ?? 0
  if (text.includes('\u0000') || unreadable > text.length / 100) throw new Refusal('file_not_a_table')
  return text
}

function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const DELIMITERS = [';', ',', '\t'] as const

/** Whichever separates most in the first line that holds something, quotes left aside. */
function delimiterOf(text: string): string {
  const firstLine = /^\s*(.*)/.exec(text)![1]!.replace(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!
}

/** What a spreadsheet would run as a formula: our exports put an apostrophe before it, and reading takes it away. */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

const plain = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell)
