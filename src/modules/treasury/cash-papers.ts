import type { CaisseTx } from '../../db/db.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Block, Paper } from '../../kit/pdf/paper.ts'
import { paperWords, senderOf } from '../caisses/letterhead.ts'
import { caisseBankAccount, getCaisse } from '../caisses/store.ts'
import { chequesOfDeposit, type Receipt } from '../contributions/store/receipts.ts'
import { friendlyFormatIBAN } from 'ibantools'
import type { Deposit } from './store/deposits.ts'

/** The sheet of the receipt book that goes to whoever brought cash; the caisse's copy is the journal. */
export async function receiptPaper(tx: CaisseTx, receipt: Receipt): Promise<Paper> {
  const { caisse, t } = await words(tx)
  const { number, cents, householdName, receivedOn, writtenAt } = receipt
  const title = t('cash.receipt.title', { yearText: number!.year, numberText: number!.number })
  return {
    locale: 'fr',
    title,
    sender: await senderOf(tx, caisse),
    footer: t('cash.receipt.footer', { nameText: caisse.name }),
    at: writtenAt,
    sheets: [
      {
        title,
        blocks: [
          ...(receipt.undone ? [{ kind: 'notice', notice: t('cash.receipt.undone') } as const] : []),
          { kind: 'text', text: t('cash.receipt.from', { nameText: householdName }) },
          { kind: 'amount', amount: { label: t('cash.receipt.amount'), value: t.money(cents) } },
          {
            kind: 'facts',
            facts: [
              [t('cash.receipt.day'), t.day(receivedOn)],
              ...(receipt.reference ? ([[t('cash.receipt.words'), receipt.reference]] as const) : []),
            ],
          },
          {
            kind: 'signatures',
            signatures: [
              { label: t('cash.receipt.giver'), name: householdName },
              { label: t('cash.receipt.taker'), name: caisse.name },
            ],
          },
        ],
      },
    ],
  }
}

/** What goes to the bank with the cheques or the notes. */
export async function depositPaper(tx: CaisseTx, deposit: Deposit): Promise<Paper> {
  const { caisse, t } = await words(tx)
  const account = await caisseBankAccount(tx)
  const cheques = deposit.kind === 'cheques' ? await chequesOfDeposit(tx, deposit.id) : []
  const title = t(`cash.slip.${deposit.kind}`, { numberText: deposit.number })
  return {
    locale: 'fr',
    title,
    sender: await senderOf(tx, caisse),
    footer: t('cash.slip.footer', { nameText: caisse.name, numberText: deposit.number }),
    at: new Date(`${deposit.on}T12:00:00Z`),
    sheets: [
      {
        title,
        subtitle: t.day(deposit.on),
        blocks: [
          ...(account
            ? [
                {
                  kind: 'facts',
                  facts: [
                    [t('cash.slip.holder'), account.holder],
                    ['IBAN', friendlyFormatIBAN(account.iban) ?? account.iban],
                  ],
                } as const,
              ]
            : []),
          ...(cheques.length > 0 ? [chequeTable(t, cheques, deposit)] : []),
          { kind: 'amount', amount: { label: t('cash.slip.amount'), value: t.money(deposit.amountCents) } },
          {
            kind: 'signatures',
            signatures: [
              { label: t('cash.slip.depositor'), name: '' },
              { label: t('cash.slip.bank'), name: '' },
            ],
          },
        ],
      },
    ],
  }
}

async function words(tx: CaisseTx) {
  const caisse = await getCaisse(tx, tx.caisseId)
  return { caisse, t: paperWords(caisse) }
}

const chequeTable = (t: Translate, cheques: readonly Receipt[], { amountCents }: Deposit): Block => ({
  kind: 'table',
  columns: [
    { label: t('cash.slip.place') },
    { label: t('cash.slip.cheque') },
    { label: t('cash.slip.drawer'), width: 1 },
    { label: t('cash.slip.amount'), align: 'end' },
  ],
  rows: cheques.map(({ reference, householdName, cents }, i) => [
    String(i + 1),
    reference,
    householdName,
    t.money(cents),
  ]),
  total: ['', '', t('cash.slip.count', { count: cheques.length }), t.money(amountCents)],
})
