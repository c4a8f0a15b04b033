import { stringify } from 'csv-stringify/sync'
import { friendlyFormatIBAN } from 'ibantools'
import type { Translate } from '../../kit/i18n/translate.ts'
import { decimal, type Cents } from '../../kit/money.ts'
import { totalOf, type Line } from './rules/batch.ts'

export type TransferRow = {
  number: number
  holder: string
  /** In groups of four, as people read it aloud. */
  iban: string
  bic: string
  amountCents: Cents
  reference: string
}

/** The transfers that somebody types at the bank one by one, ticking each. */
export function transferRows(lines: readonly Line[]): TransferRow[] {
  return lines.map((line, i) => ({
    number: i + 1,
    holder: line.holder,
    iban: friendlyFormatIBAN(line.iban) ?? line.iban,
    bic: line.bic ?? '',
    amountCents: line.amountCents,
    reference: line.endToEndId,
  }))
}

/** The same list for a spreadsheet, with a box to tick and the total. What could start a formula is escaped. */
export function transferListCsv(lines: readonly Line[], t: Translate): string {
  const amount = (cents: Cents) => (t.locale === 'fr' ? decimal(cents).replace('.', ',') : decimal(cents))
  return stringify(
    [
      [
        t('settlements.list.done'),
        t('settlements.list.number'),
        t('settlements.list.holder'),
        t('settlements.list.iban'),
        t('settlements.list.bic'),
        t('settlements.list.amount'),
        t('settlements.list.reference'),
      ],
      ...transferRows(lines).map((row) => [
        '☐',
        row.number,
        row.holder,
        row.iban,
        row.bic,
        amount(row.amountCents),
        row.reference,
      ]),
      ['', '', t('settlements.list.total'), '', '', amount(totalOf(lines)), ''],
    ],
    { delimiter: ';', bom: true, record_delimiter: '\r\n', escape_formulas: true },
  )
}
