import type { CaisseTx } from '../../db/db.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Cents } from '../../kit/money.ts'
import { printPaper, type Block, type Paper } from '../../kit/pdf/paper.ts'
import { paperWords, readableSiren, senderOf } from '../caisses/letterhead.ts'
import { getCaisse } from '../caisses/store.ts'
import { lineStatement, type LineStatement } from './line-statement.ts'

/** The PDF an outlet's bookkeeper keeps beside one line of the bank's statement. */
export async function printLineStatement(
  tx: CaisseTx,
  asked: Parameters<typeof lineStatement>[1],
  at: Date,
): Promise<{ name: string; pdf: Uint8Array<ArrayBuffer> }> {
  const statement = await lineStatement(tx, asked)
  const { batch, line } = statement
  return {
    name: `releve-${batch.number}-${line.line}.pdf`,
    pdf: await printPaper(await statementPaper(tx, statement, at)),
  }
}

async function statementPaper(tx: CaisseTx, statement: LineStatement, at: Date): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const t = paperWords(caisse)
  const { batch, line, outlet, from, to } = statement
  const title = t('settlements.statement.title', { numberText: `${batch.number}-${line.line}` })
  return {
    locale: 'fr',
    title: `${title} – ${outlet.tradeName}`,
    sender: await senderOf(tx, caisse),
    footer: t('settlements.statement.footer', { nameText: caisse.name, numberText: batch.number }),
    at,
    sheets: [
      {
        title,
        subtitle: t('settlements.statement.period', { from, to }),
        blocks: [
          {
            kind: 'facts',
            facts: [
              [t('settlements.statement.outlet'), outlet.tradeName],
              [t('settlements.statement.legalName'), outlet.legalName],
              ...(outlet.siren ? ([['SIREN', readableSiren(outlet.siren)]] as const) : []),
              ...(outlet.address ? ([[t('settlements.statement.address'), outlet.address]] as const) : []),
            ],
          },
          {
            kind: 'amount',
            amount: { label: paidOn(t, statement), value: t.money(line.amountCents) },
          },
          {
            kind: 'facts',
            facts: [
              [t('settlements.statement.reference'), line.endToEndId],
              [t('settlements.statement.holder'), line.holder],
            ],
          },
          { kind: 'notice', notice: t('settlements.statement.noInvoice') },
          daysTable(t, statement),
        ],
      },
    ],
  }
}

function paidOn(t: Translate, { line, batch }: LineStatement): string {
  if (line.status === 'returned')
    return t('settlements.statement.returned', { day: line.statusOn ?? batch.executionOn })
  if (line.executedOn) return t('settlements.statement.paid', { day: line.executedOn })
  return t('settlements.statement.planned', { day: batch.executionOn })
}

const signed = (t: Translate, cents: Cents): string =>
  cents < 0 ? `\u2212${t.money(-cents)}` : t.money(cents)

function daysTable(t: Translate, { days, carriedCents, cameBackCents, line }: LineStatement): Block {
  const some = (label: string, cents: Cents) => (cents === 0 ? [] : [['', label, signed(t, cents)]])
  return {
    kind: 'table',
    columns: [
      { label: t('settlements.statement.day') },
      { label: t('settlements.statement.what'), width: 1 },
      { label: t('settlements.statement.amount'), align: 'end' },
    ],
    rows: [
      ...some(t('settlements.statement.carried'), carriedCents),
      ...some(t('settlements.statement.cameBack'), cameBackCents),
      ...days.map(({ day, kind, count, cents }) => [
        t.day(day),
        t(`settlements.statement.${kind}`, { count }),
        signed(t, cents),
      ]),
    ],
    total: ['', t('settlements.statement.total'), t.money(line.amountCents)],
  }
}
