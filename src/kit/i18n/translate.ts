import { IntlMessageFormat } from 'intl-messageformat'
import { formatMoney } from '../cents.ts'
import type { Cents } from '../money.ts'
import type { Day, Month } from '../month.ts'
import { Refusal } from '../refusal.ts'
import { CATALOGUES, type Catalogue } from './catalogue.ts'
import { conventions, formatDay, formatInstant, formatMonth, formatTime, type Locale } from './locale.ts'
import { frenchSentence, frenchSource } from './typography.ts'

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T &
  string]

/** `module.key`, as in `kit.field.optional`: every leaf of the French files. */
export type MessageKey = Leaves<Catalogue>

/**
 * Values of a message. Names decide how people read them: `…RightsCents` is an amount in the caisse's own
 * unit, any other `…Cents` an amount of money. Months and days in ISO text are written out,
 * except under a name ending in `number`, `name` or `text`, which is shown as it is.
 */
export type MessageParams = Readonly<Record<string, string | number>>

export type Words = {
  readonly locale: Locale
  /** What the caisse calls its rights. */
  readonly unit: string | undefined
  /** `1 234,56 €`, in the caisse's currency. */
  money(cents: Cents): string
  /** `38,50 MonA`, in the caisse's own unit. */
  rights(cents: Cents, unit?: string): string
  day(day: Day): string
  month(month: Month): string
  time(instant: Date): string
  instant(instant: Date): string
}

export type Translate = Words & {
  (key: MessageKey, params?: MessageParams): string
  (refusal: Refusal): string
  /** What is wrong with a field, by the code of its `InputError`; a general sentence where none tells it. */
  issue(code: string): string
}

export type Conventions = {
  /** ISO 4217 */
  currency?: string
  /** What the caisse calls its rights; without one they read as a bare number. */
  unit?: string | undefined
  timeZone?: string
}

/** Speaks one language for one caisse. */
export function translator(
  locale: Locale,
  { currency = 'EUR', unit, timeZone = 'Europe/Paris' }: Conventions = {},
): Translate {
  const words: Words = {
    locale,
    unit,
    money: (cents) => formatMoney(cents, conventions(locale), currency),
    rights: (cents, name = unit) =>
      `${formatMoney(cents, conventions(locale))}${name ? `\u00a0${name}` : ''}`,
    day: (day) => formatDay(day, locale),
    month: (month) => formatMonth(month, locale),
    time: (instant) => formatTime(instant, locale, timeZone),
    instant: (instant) => formatInstant(instant, locale, timeZone),
  }
  const say = (what: MessageKey | Refusal, params: MessageParams = {}): string =>
    what instanceof Refusal
      ? write(messageOfRefusal(locale, what), what.params, words)
      : write(messageAt(locale, what), params, words)
  return Object.assign(say, words, {
    issue: (code: string) => write(messageOfIssue(locale, code), {}, words),
  })
}

function write(message: IntlMessageFormat, params: MessageParams, words: Words): string {
  const readable = Object.entries(params).map(([name, value]) => [name, forPeople(name, value, words)])
  const sentence = message.format(Object.fromEntries(readable)) as string
  return words.locale === 'fr' ? frenchSentence(sentence) : sentence
}

const VERBATIM = /(?:number|name|text)$/i
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

function forPeople(name: string, value: string | number, words: Words): string | number {
  if (typeof value === 'number') {
    if (name.endsWith('RightsCents') || name === 'rightsCents') return words.rights(value)
    return name.endsWith('Cents') || name === 'cents' ? words.money(value) : value
  }
  if (VERBATIM.test(name)) return value
  if (MONTH.test(value)) return words.month(value)
  return DAY.test(value) ? words.day(value) : value
}

const compiled = new Map<string, IntlMessageFormat>()

function compile(locale: Locale, key: string, source: string): IntlMessageFormat {
  const text = locale === 'fr' ? frenchSource(source) : source
  const message = new IntlMessageFormat(text, conventions(locale), undefined, { ignoreTag: true })
  compiled.set(`${locale} ${key}`, message)
  return message
}

function messageAt(locale: Locale, key: MessageKey): IntlMessageFormat {
  const known = compiled.get(`${locale} ${key}`)
  if (known) return known
  const source = messagesOf(locale).get(key)
  if (source === undefined) throw new Error(`no message ${key} in ${locale}`)
  return compile(locale, key, source)
}

/**
 * A refusal's text stands under `refusal.<code>` in the file of the module that refuses.
 * One without a text still gets a sentence: `findUntoldRefusals` of `check.ts` finds it before people do.
 */
function messageOfRefusal(locale: Locale, refusal: Refusal): IntlMessageFormat {
  const known = compiled.get(`${locale} refusal.${refusal.code}`)
  if (known) return known
  const suffix = `.refusal.${refusal.code}`
  for (const [key, source] of messagesOf(locale)) {
    if (key.endsWith(suffix)) return compile(locale, `refusal.${refusal.code}`, source)
  }
  return messageAt(locale, 'kit.refusal.unknown')
}

/** An issue's text stands under `invalid.<code>`: ours first, then a module's that needs no value. */
function messageOfIssue(locale: Locale, code: string): IntlMessageFormat {
  const known = compiled.get(`${locale} invalid.${code}`)
  if (known) return known
  const messages = messagesOf(locale)
  const ours = messages.get(`kit.invalid.${code}`)
  if (ours !== undefined) return compile(locale, `invalid.${code}`, ours)
  const suffix = `.invalid.${code}`
  for (const [key, source] of messages) {
    if (key.endsWith(suffix) && !source.includes('{')) return compile(locale, `invalid.${code}`, source)
  }
  return messageAt(locale, 'kit.invalid.other')
}

type Messages = ReadonlyMap<string, string>

const flattened = new Map<Locale, Messages>()

/** Every message of a language under its dotted key. */
export function messagesOf(locale: Locale): Messages {
  const messages = flattened.get(locale) ?? new Map(flatten(CATALOGUES[locale], ''))
  flattened.set(locale, messages)
  return messages
}

function* flatten(node: object, prefix: string): Generator<[string, string]> {
  for (const [name, value] of Object.entries(node) as [string, unknown][]) {
    if (typeof value === 'string') yield [prefix + name, value]
    else if (typeof value === 'object' && value !== null) yield* flatten(value, `${prefix}${name}.`)
  }
}
