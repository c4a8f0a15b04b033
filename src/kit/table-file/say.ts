import type { MessageKey, Translate } from '../i18n/translate.ts'
import type { Cell, CellKind } from '../table-file.ts'

/** A cell as it is read on a page, not by a spreadsheet. */
export function sayCell(cell: Cell, kind: CellKind, t: Translate): string {
  if (cell === null) return ''
  if (cell instanceof Date) return t.instant(cell)
  if (kind === 'cents') return t.money(cell as number)
  if (kind === 'word') return t(cell as MessageKey)
  if (kind === 'day') return t.day(cell as string)
  if (kind === 'month') return t.month(cell as string)
  return String(cell)
}
