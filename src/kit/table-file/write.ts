import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import writeXlsxFile, { type Cell as SheetCell, type Row, type Sheet } from 'write-excel-file/node'
import type { MessageKey, Translate } from '../i18n/translate.ts'
import { decimal } from '../money.ts'
import type { Cell, CellKind, TableExport } from '../table-file.ts'
import { guarded } from './csv.ts'

/** For Excel in France: UTF-8 with its mark, semicolons, decimal commas; nothing a spreadsheet would run. */
export function writeCsv(table: TableExport, t: Translate): Readable {
  const csv = stringify({ bom: true, delimiter: ';', record_delimiter: '\r\n', quoted_match: /[\r\n]/ })
  const rows = Readable.from(csvRows(table, t))
  // What goes wrong while reading ends the file, too: a pipe alone would wait for ever.
  rows.once('error', (error) => csv.destroy(error))
  return rows.pipe(csv)
}

async function* csvRows(table: TableExport, t: Translate): AsyncGenerator<string[]> {
  yield table.columns.map(({ heading }) => guarded(t(heading)))
  for await (const row of table.rows()) {
    yield row.map((cell, i) => csvCell(cell, table.columns[i]!.kind, t))
  }
}

function csvCell(cell: Cell, kind: CellKind, t: Translate): string {
  if (cell === null) return ''
  if (kind === 'cents') return decimal(cell as number).replace('.', ',')
  if (kind === 'number') return String(cell).replace('.', ',')
  if (kind === 'word') return t(cell as MessageKey)
  return guarded(cell instanceof Date ? cell.toISOString() : String(cell))
}

/** Most that a sheet holds, its header aside. */
const SHEET_ROWS = 1_048_575

/** One sheet per table, and further ones where a table is longer than a sheet. */
export async function writeXlsx(tables: readonly TableExport[], t: Translate): Promise<Buffer> {
  const sheets: Sheet<Buffer>[] = []
  for (const table of tables) {
    const header = table.columns.map(({ heading }): SheetCell => ({ value: t(heading), fontWeight: 'bold' }))
    let data: Row[] = [header]
    const close = (n: number) =>
      sheets.push({
        data,
        sheet: sheetName(table.name, n),
        stickyRowsCount: 1,
        columns: header.map(() => ({ width: 18 })),
      })
    let n = 1
    for await (const row of table.rows()) {
      if (data.length > SHEET_ROWS) {
        close(n)
        n += 1
        data = [header]
      }
      data.push(row.map((cell, i) => sheetCell(cell, table.columns[i]!.kind, t)))
    }
    close(n)
  }
  return writeXlsxFile(sheets).toBuffer()
}

/** Excel takes 31 characters, without `\ / * ? : [ ]`. */
function sheetName(name: string, n: number): string {
  const suffix = n > 1 ? ` ${n}` : ''
  return name.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31 - suffix.length) + suffix
}

function sheetCell(cell: Cell, kind: CellKind, t: Translate): SheetCell {
  if (cell === null) return null
  if (kind === 'cents') return { type: Number, value: (cell as number) / 100, format: '#,##0.00' }
  if (kind === 'number') return { type: Number, value: cell as number }
  if (kind === 'word') return { type: String, value: t(cell as MessageKey) }
  if (kind === 'day')
    return { type: Date, value: new Date(`${cell as string}T00:00:00Z`), format: 'dd/mm/yyyy' }
  if (cell instanceof Date) return { type: Date, value: cell, format: 'dd/mm/yyyy hh:mm' }
  return { type: String, value: withoutControls(String(cell)) }
}

// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** XML has no room for them. */
const withoutControls = (text: string): string => text.replace(CONTROLS, '\ufffd')
