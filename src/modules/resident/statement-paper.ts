import type { Translate } from '../../kit/i18n/translate.ts'
import type { Cents } from '../../kit/money.ts'
import type { Paper } from '../../kit/pdf/paper.ts'
import { shownReference } from '../people/rules/payment-reference.ts'
import type { Household } from '../people/store/households.ts'
import type { Statement, StatementMonth } from './store/statement.ts'

export type StatementWords = { t: Translate; household: Household; sender: Paper['sender']; at: Date }

/** The yearly statement as a paper: what the page says, to keep. */
export function statementPaper(statement: Statement, { t, household, sender, at }: StatementWords): Paper {
  const title = t('resident.statement.title', { yearText: String(statement.year) })
  const cells = (one: Omit<StatementMonth, 'month'>): string[] => [
    t.money(one.contributedCents),
    ...[one.allocatedCents, one.spentCents, one.otherCents].map((cents) => rightsText(t, cents)),
  ]
  return {
    locale: t.locale,
    title,
    sender,
    at,
    footer: t('resident.statement.footer', { instantText: t.instant(at) }),
    sheets: [
      {
        title,
        subtitle: household.name,
        blocks: [
          {
            kind: 'facts',
            facts: [
              [t('resident.pay.reference'), shownReference(household.paymentReference)],
              [t('resident.statement.since'), t.day(household.enteredOn)],
            ],
          },
          {
            kind: 'table',
            columns: [
              { label: t('kit.figure.month'), width: 1 },
              ...COLUMNS.map((key) => ({ label: t(key), align: 'end' as const })),
            ],
            rows: statement.months.map((one) => [t.month(one.month), ...cells(one)]),
            total: [t('kit.figure.total'), ...cells(statement.totals)],
          },
          { kind: 'fine', fine: t('resident.statement.rights') },
          ...(statement.months.some((one) => one.spentCents === null)
            ? [{ kind: 'fine', fine: t('resident.statement.notJoined') } as const]
            : []),
        ],
      },
    ],
  }
}

export const COLUMNS = [
  'resident.statement.contributed',
  'resident.statement.allocated',
  'resident.statement.spent',
  'resident.statement.other',
] as const

export const rightsText = (t: Translate, cents: Cents | null): string =>
  cents === null ? '–' : t.rights(cents, '')
