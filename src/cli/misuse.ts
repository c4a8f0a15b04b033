import { parseAmount } from '../kit/cents.ts'
import { DayValue, MonthValue } from '../kit/month.ts'

/** A command that was typed in a way that cannot be read: the process ends with 2. */
export class Misuse extends Error {
  readonly code: string
  readonly params: Readonly<Record<string, string>>

  constructor(
    code: 'month' | 'day' | 'amount' | 'number' | 'one_of' | 'pair' | 'pair_twice' | 'key' | 'head',
    params: Readonly<Record<string, string>>,
  ) {
    super(code)
    this.name = 'Misuse'
    this.code = code
    this.params = params
  }
}

export function month(typed: string): string {
  if (MonthValue.safeParse(typed).success) return typed
  throw new Misuse('month', { typedText: typed })
}

export function day(typed: string): string {
  if (DayValue.safeParse(typed).success) return typed
  throw new Misuse('day', { typedText: typed })
}

/** Kept as typed: the action reads it again. */
export function amount(typed: string): string {
  if (parseAmount(typed) !== null) return typed
  throw new Misuse('amount', { typedText: typed })
}

export function wholeNumber(typed: string): number {
  if (/^[1-9]\d{0,8}$/.test(typed)) return Number(typed)
  throw new Misuse('number', { typedText: typed })
}

/** `1,2,5` */
export const wholeNumbers = (typed: string): number[] =>
  typed.split(',').map((one) => wholeNumber(one.trim()))

/** One French word of a list, for the value that the domain calls by another name. */
export const oneOf =
  <Value>(words: Readonly<Record<string, Value>>) =>
  (typed: string): Value => {
    const word = plain(typed)
    if (Object.hasOwn(words, word)) return words[word]!
    throw new Misuse('one_of', { typedText: typed, wordsText: Object.keys(words).join(', ') })
  }

/** Without accents nor capitals: `Espèces` is `especes`. */
export const plain = (text: string): string =>
  text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export const collect = (typed: string, earlier: readonly string[] = []): string[] => [...earlier, typed]

/** `clef=valeur`, as often as one likes, each key once. */
export function pairs(typed: readonly string[]): Record<string, string> {
  const read = new Map<string, string>()
  for (const text of typed) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (key === undefined || value === undefined) throw new Misuse('pair', { typedText: text })
    if (read.has(key)) throw new Misuse('pair_twice', { nameText: key })
    read.set(key, value)
  }
  return Object.fromEntries(read)
}

export function key(typed: string): string {
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(typed))
    return typed.toLowerCase()
  throw new Misuse('key', { typedText: typed })
}
