import { Document } from 'sepa'
import type { Cents } from '../../kit/money.ts'
import type { Day } from '../../kit/month.ts'
import { sepaText } from '../../kit/sepa-text.ts'
import { reference, totalOf, type Line, type Party, type SepaFormat } from './rules/batch.ts'

export type TransferOrder = {
  batchId: string
  /** The wall clock at the caisse when the file is made: `2026-11-24T11:00:00`. */
  createdAt: string
  executionOn: Day
  debtor: Party
  lines: readonly Line[]
  /** What outlets read on their statement. */
  label: string
}

/**
 * A SEPA credit transfer file. Accounts are named by IBAN only and parties by name only: since November 2026
 * banks reject addresses that are not structured.
 */
export function sepaFile(format: SepaFormat, order: TransferOrder): string {
  const { batchId, createdAt, executionOn, debtor, lines } = order
  const document = new Document(format)
  document.grpHdr.id = reference(batchId)
  document.grpHdr.created = new Date(createdAt)
  document.grpHdr.initiatorName = name(debtor)

  const payment = document.createPaymentInfo()
  payment.id = '1'
  // Noon: the library reads the day in the process's own time zone.
  payment.requestedExecutionDate = new Date(`${executionOn}T12:00:00`)
  payment.debtorName = name(debtor)
  payment.debtorIBAN = debtor.iban
  document.addPaymentInfo(payment)
  for (const line of lines) {
    const transfer = payment.createTransaction()
    transfer.id = String(line.line)
    transfer.end2endId = line.endToEndId
    transfer.amount = euros(line.amountCents)
    transfer.creditorName = name(line)
    transfer.creditorIBAN = line.iban
    transfer.remittanceInfo = sepaText(order.label, 140) || line.endToEndId
    payment.addTransaction(transfer)
  }
  // The library would add up floats; the control sum is a sum of cents.
  payment.normalize = () => {
    payment.controlSum = euros(totalOf(lines))
  }
  return document.toString()
}

/** The float nearest to the amount, which two decimals write exactly. */
const euros = (cents: Cents): number => cents / 100

const name = ({ holder }: Party): string => sepaText(holder, 70) || 'NOTPROVIDED'
