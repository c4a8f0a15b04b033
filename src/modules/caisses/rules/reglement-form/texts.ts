import { parseAmount } from '../../../../kit/cents.ts'

/** What a field of the règlement's form holds. `none`: may be left empty, which says that there is none. */
export type ValueKind =
  | 'money'
  | 'moneyOrNone'
  | 'percent'
  | 'percentOrNone'
  | 'count'
  | 'countOrNone'
  | 'hoursOrNone'
  | 'choice'
  | 'choiceOrNone'
  | 'check'
  | 'words'
  | 'wordsOrNone'
  | 'amounts'
  | 'amountsOrNone'
  | 'bandsOrNone'
  | 'pointBandsOrNone'
  | 'pointAmounts'
  | 'tiers'

/** Thrown inside a reader: the code of the message at the field. */
class Unreadable {
  readonly code: string

  constructor(code: string) {
    this.code = code
  }
}

const complain = (code: string): never => {
  throw new Unreadable(code)
}

const amount = (text: string): number => parseAmount(text) ?? complain('amount')

/** `2,5` or `2,5 %` as 250 hundredths of a percent. */
const percent = (text: string): number => parseAmount(text.replace(/%\s*$/, '')) ?? complain('percent')

const whole = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : complain('number'))

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** `0 : 10` as two texts; the last colon separates, so that a name may hold one. */
function pair(line: string): [string, string] {
  const at = line.lastIndexOf(':')
  return at < 0 ? complain('pairs') : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
}

const amounts = (text: string): number[] =>
  text
    .split(/[;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(amount)

/** Lower-case letters and dashes, as the code of a price has them. */
const codeOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 31)

/** `Solidaire : 120 %`, or `code = Solidaire : 120 %` where the code says something else. */
function tier(line: string): { code: string; name: string; basisPoints: number } {
  const [left, rate] = pair(line)
  const [, code = codeOf(left), name = left] = /^([a-z][a-z0-9-]*)\s*=\s*(.+)$/.exec(left) ?? []
  return { code, name, basisPoints: percent(rate) }
}

const orNone =
  <T>(read: (text: string) => T) =>
  (text: string): T | null =>
    text === '' ? null : read(text)

const asked =
  <T>(read: (text: string) => T) =>
  (text: string): T =>
    text === '' ? complain('required') : read(text)

const readBands = (text: string) =>
  lines(text).map((line) => {
    const [from, cents] = pair(line)
    return { fromCents: amount(from), cents: amount(cents) }
  })

const readPointBands = (text: string) =>
  lines(text).map((line) => {
    const [from, points] = pair(line)
    return { fromCents: amount(from), points: whole(points) }
  })

const readPointAmounts = (text: string) =>
  lines(text).map((line) => {
    const [from, cents] = pair(line)
    return { fromPoints: whole(from), cents: amount(cents) }
  })

const READERS: Record<ValueKind, (text: string) => unknown> = {
  money: asked(amount),
  moneyOrNone: orNone(amount),
  percent: asked(percent),
  percentOrNone: orNone(percent),
  count: asked(whole),
  countOrNone: orNone(whole),
  hoursOrNone: orNone((text) => (parseAmount(text) ?? complain('number')) / 100),
  choice: asked((text) => text),
  choiceOrNone: orNone((text) => text),
  check: (text) => text !== '',
  words: asked((text) => text),
  wordsOrNone: orNone((text) => text),
  amounts: asked(amounts),
  amountsOrNone: orNone(amounts),
  bandsOrNone: orNone(readBands),
  pointBandsOrNone: orNone(readPointBands),
  pointAmounts: asked(readPointAmounts),
  tiers: asked((text) => lines(text).map(tier)),
}

export function readText(
  kind: ValueKind,
  typed: string,
): { ok: true; value: unknown } | { ok: false; code: string } {
  try {
    return { ok: true, value: READERS[kind](typed.trim()) }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, code: error.code }
    throw error
  }
}

/** `12`, `12,50`: as somebody would type it. */
const shown = (hundredths: number): string =>
  hundredths % 100 === 0 ? String(hundredths / 100) : (hundredths / 100).toFixed(2).replace('.', ',')

type Numbers = Readonly<Record<string, number>>

const WRITERS: Partial<Record<ValueKind, (value: never) => string>> = {
  check: (yes: boolean) => (yes ? 'yes' : ''),
  hoursOrNone: (hours: number) => shown(Math.round(hours * 100)),
  amounts: (list: number[]) => list.map(shown).join(' ; '),
  amountsOrNone: (list: number[]) => list.map(shown).join(' ; '),
  bandsOrNone: (list: Numbers[]) =>
    list.map((band) => `${shown(band['fromCents']!)} : ${shown(band['cents']!)}`).join('\n'),
  pointBandsOrNone: (list: Numbers[]) =>
    list.map((band) => `${shown(band['fromCents']!)} : ${band['points']}`).join('\n'),
  pointAmounts: (list: Numbers[]) =>
    list.map((row) => `${row['fromPoints']} : ${shown(row['cents']!)}`).join('\n'),
  tiers: (list: { code: string; name: string; basisPoints: number }[]) =>
    list
      .map(
        ({ code, name, basisPoints }) =>
          `${code === codeOf(name) ? '' : `${code} = `}${name} : ${shown(basisPoints)} %`,
      )
      .join('\n'),
}

const IN_HUNDREDTHS: readonly ValueKind[] = ['money', 'moneyOrNone', 'percent', 'percentOrNone']

/** What a field shows of a value; nothing where it is not known. */
export function writeText(kind: ValueKind, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (IN_HUNDREDTHS.includes(kind)) return shown(value as number)
  const write = WRITERS[kind]
  if (write) return write(value as never)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
