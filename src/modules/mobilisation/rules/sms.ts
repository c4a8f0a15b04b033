/** What one short message holds. */
export const SMS_LENGTH = 160

/** Read on a locked screen by whoever passes: never an amount. */
const AMOUNT = /\d[\d\s]*(?:[.,]\d{2})?\s?(?:€|EUR|CHF|euro)/i

export const tellsAmount = (text: string): boolean => AMOUNT.test(text)

/** The first of the texts that fits, the longest ones first; cut when none does. */
export const fittingSms = (texts: readonly string[]): string =>
  texts.find((text) => text.length <= SMS_LENGTH) ?? `${texts.at(-1)!.slice(0, SMS_LENGTH - 1)}…`

/** `+33639980001` of `06 39 98 00 01`: gateways take no spaces. */
export function dialled(phone: string): string {
  const digits = phone.replace(/[^\d+]/g, '')
  return /^0[1-9]\d{8}$/.test(digits) ? `+33${digits.slice(1)}` : digits
}
