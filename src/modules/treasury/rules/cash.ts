import type { Cents } from '../../../kit/money.ts'

/** Notes and coins in use, from the largest, by their value in cents. Other currencies are counted as a whole. */
const PIECES: Readonly<Record<string, readonly Cents[]>> = {
  EUR: [500_00, 200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 2, 1],
  CHF: [1000_00, 200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5],
}

/** Paper down to this much: what is smaller is a coin. */
const SMALLEST_NOTE: Readonly<Record<string, Cents>> = { EUR: 5_00, CHF: 10_00 }

export const piecesOf = (currency: string): readonly Cents[] => PIECES[currency] ?? [1_00]

export const isNote = (currency: string, piece: Cents): boolean =>
  piece >= (SMALLEST_NOTE[currency] ?? Infinity)

export type Pieces = Readonly<Record<string, number>>

export const countedTotal = (pieces: Pieces): Cents =>
  Object.entries(pieces).reduce((total, [piece, count]) => total + Number(piece) * count, 0)
