/**
 * H. M. Damm's quasigroup of order 10 ("Total anti-symmetrische Quasigruppen", Marburg, 2004): a check digit
 * by it shows every wrong digit and every two neighbours typed in the wrong order.
 */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
]

const interim = (digits: string): number =>
  [...digits].reduce((row, digit) => Number(DAMM[row]![Number(digit)]), 0)

/** Seven digits with their check digit. */
export const withCheckDigit = (seven: string): string => seven + String(interim(seven))

/** Eight digits of which the last checks the others. */
export const isNumber = (text: string): boolean => /^\d{8}$/.test(text) && interim(text) === 0

/** What a person typed: digits in any grouping. */
export const typedNumber = (text: string): string => text.replace(/[\s\u00a0\u202f.-]/g, '')

/**
 * A number drawn at random, so that one says nothing about the next. It never starts with 0, which
 * spreadsheets lose. `draw(below)` gives a whole number from 0.
 */
export const drawNumber = (draw: (below: number) => number): string =>
  withCheckDigit(String(1_000_000 + draw(9_000_000)))

/**
 * A number for a name that nobody has: it begins with 0, as none that was drawn, so that it is looked for, counted
 * and refused as a wrong number is.
 */
export const numberOfNobody = (digest: Buffer): string =>
  withCheckDigit(String(digest.readUInt32BE(0) % 1_000_000).padStart(7, '0'))

/** Whether somebody gave their name instead of a number. */
export const isTypedName = (text: string): boolean => /\p{L}/u.test(text)

/** `1234 5678`, as printed on the card. */
export const groupNumber = (number: string): string => `${number.slice(0, 4)} ${number.slice(4)}`

/** What an outlet may keep of a number: enough to recognise a receipt, too little to pay with. */
export const endOfNumber = (number: string): string => number.slice(-3)
