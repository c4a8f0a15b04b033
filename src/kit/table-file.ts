import type { MessageKey } from './i18n/translate.ts'
import { Refusal } from './refusal.ts'
import { readCsv } from './table-file/csv.ts'
import { readXlsx } from './table-file/xlsx.ts'

/** A table as somebody typed it: the first line that is not empty names the columns. */
export type FileTable = {
  format: 'csv' | 'xlsx'
  header: string[]
  /** `line` is the one people see in their file, from 1. */
  rows: { line: number; cells: string[] }[]
}

/** What a cell holds: `cents` whole cents, `day` and `month` ISO text, `word` a key of the catalogue. */
export type CellKind = 'text' | 'word' | 'number' | 'cents' | 'day' | 'month' | 'instant'

export type Cell = string | number | Date | null

/** One table of a module, to leave with: the command line and the pages write all of them alike. */
export type TableExport = {
  /** Names the file or the sheet: `foyers`. */
  name: string
  columns: readonly { heading: MessageKey; kind: CellKind }[]
  rows(): AsyncIterable<readonly Cell[]>
}

export const MAX_FILE_BYTES = 20 * 1024 * 1024
export const MAX_ROWS = 100_000
export const MAX_COLUMNS = 200

/** Reads a CSV or XLSX file of any usual spelling, told apart by content, never by name. */
export async function readTableFile(bytes: Uint8Array): Promise<FileTable> {
  if (bytes.length === 0) throw new Refusal('file_empty')
  if (bytes.length > MAX_FILE_BYTES)
    throw new Refusal('file_too_large', { megabytes: MAX_FILE_BYTES / 1024 / 1024 })
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  const lines = isZip
    ? await readXlsx(bytes, { MAX_ROWS, MAX_COLUMNS })
    : await readCsv(bytes, { MAX_ROWS, MAX_COLUMNS })
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const [header, ...rows] = filled
  if (!header) throw new Refusal('file_empty')
  if (rows.length === 0) throw new Refusal('file_without_rows')
  return { format: isZip ? 'xlsx' : 'csv', header: header.cells.map((cell) => cell.trim()), rows }
}
