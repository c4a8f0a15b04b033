import type { Cents } from '../../../kit/money.ts'
import { decimal } from '../../../kit/money.ts'
import { sepaText } from '../../../kit/sepa-text.ts'

export type Transfer = {
  holder: string
  iban: string
  bic: string | null
  cents: Cents
  /** What the bank passes on, so that the caisse knows whose it is. */
  reference: string
}

/** EPC069-12 v2.1: at most 331 bytes, read by banking applications; error correction M. */
export const EPC_QR_CORRECTION = 'medium'

/**
 * The text of an EPC QR code: a SEPA credit transfer that a banking application fills in by itself.
 * Version 002, where the BIC may be left out; UTF-8; free reference, since ours is not of ISO 11649.
 */
export function epcQrText({ holder, iban, bic, cents, reference }: Transfer): string {
  const service = ['BCD', '002', '1', 'SCT']
  const payee = [bic ?? '', sepaText(holder, 70), iban.replace(/\s/g, '')]
  return [...service, ...payee, `EUR${decimal(cents)}`, '', '', sepaText(reference, 140)].join('\n')
}

/** Between one cent and what the guideline admits. */
export const fitsEpcQr = (cents: Cents): boolean => cents >= 1 && cents <= 999_999_999_99
