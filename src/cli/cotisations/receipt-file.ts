import { parseAmount } from '../../kit/cents.ts'
import type { Cents } from '../../kit/money.ts'
import { Refusal } from '../../kit/refusal.ts'
import { readTableFile } from '../../kit/table-file.ts'
import type { ReceiptMethod } from '../../modules/contributions/rules/receipt.ts'
import { readDay } from '../../modules/people/rules/household-file/cells.ts'
import { plain } from '../misuse.ts'

export const METHOD_WORDS: Readonly<Record<string, ReceiptMethod>> = {
  especes: 'cash',
  cheque: 'cheque',
  virement: 'transfer',
  carte: 'card',
  partenaire: 'third_party',
}

/** The columns of a list of receipts; `date` and `reference` may be missing. */
const COLUMNS = ['foyer', 'montant', 'moyen', 'date', 'reference'] as const
type Column = (typeof COLUMNS)[number]
const NEEDED: readonly Column[] = ['foyer', 'montant', 'moyen']

export type ReceiptLine = {
  line: number
  household: string
  cents: Cents
  method: ReceiptMethod
  /** null: the day of the entry. */
  receivedOn: string | null
  reference: string
}

export type ReceiptProblem = { line: number; column: Column; refusal: Refusal }

/** Reads a list of receipts; every problem of every line is told, not only the first. */
export async function readReceiptFile(
  bytes: Uint8Array,
): Promise<{ lines: ReceiptLine[]; problems: ReceiptProblem[] }> {
  const { header, rows } = await readTableFile(bytes)
  const heads = header.map(plain)
  const place = Object.fromEntries(COLUMNS.map((column) => [column, heads.indexOf(column)])) as Record<
    Column,
    number
  >
  const missing = NEEDED.filter((column) => place[column] < 0)
  if (missing.length > 0)
    throw new Refusal('receipts_columns', { missingText: missing.join(', '), knownText: COLUMNS.join(', ') })
  const problems: ReceiptProblem[] = []
  const lines: ReceiptLine[] = []
  for (const { line, cells } of rows) {
    const cell = (column: Column) => (place[column] < 0 ? '' : (cells[place[column]] ?? '').trim())
    const complain = (column: Column, refusal: Refusal) => void problems.push({ line, column, refusal })
    const cents = parseAmount(cell('montant'))
    const word = plain(cell('moyen'))
    const method = Object.hasOwn(METHOD_WORDS, word) ? METHOD_WORDS[word]! : null
    const receivedOn = cell('date') === '' ? null : readDay(cell('date'))
    if (cell('foyer') === '') complain('foyer', new Refusal('receipt_without_household'))
    if (!cents) complain('montant', new Refusal('receipt_amount', { cellText: cell('montant') }))
    if (!method)
      complain(
        'moyen',
        new Refusal('receipt_method', {
          cellText: cell('moyen'),
          wordsText: Object.keys(METHOD_WORDS).join(', '),
        }),
      )
    if (receivedOn === null && cell('date') !== '')
      complain('date', new Refusal('receipt_day', { cellText: cell('date') }))
    if (cents && method)
      lines.push({ line, household: cell('foyer'), cents, method, receivedOn, reference: cell('reference') })
  }
  return { lines, problems }
}
