import type { Day, Month } from '../month.ts'

/** The languages with a complete catalogue, the first being the one French caisses start with. */
export const LOCALES = ['fr', 'en'] as const

export type Locale = (typeof LOCALES)[number]

/** Each by its own name, as whoever looks for it reads it. */
export const LANGUAGE_NAMES: Record<Locale, string> = { fr: 'Français', en: 'English' }

/** Which conventions of writing dates and numbers a language follows. */
const CONVENTIONS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' }

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur'])

export const conventions = (locale: Locale): string => CONVENTIONS[locale]

export const direction = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(baseOf(language)) ? 'rtl' : 'ltr'

export const isLocale = (text: string): text is Locale => LOCALES.some((locale) => locale === text)

const baseOf = (tag: string): string => tag.trim().toLowerCase().split('-')[0] ?? ''

/** The language of ours that a browser's `Accept-Language` likes best; French when none is. */
export function negotiateLocale(acceptLanguage: string | null | undefined): Locale {
  const wished = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.split(';')
      const quality = params
        .map((param) => /^\s*q=([\d.]+)\s*$/.exec(param)?.[1])
        .find((q) => q !== undefined)
      return { language: baseOf(tag), quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return wished.map(({ language }) => language).find(isLocale) ?? LOCALES[0]
}

type DateOptions = Omit<Intl.DateTimeFormatOptions, 'timeZone'>

const formats = new Map<string, Intl.DateTimeFormat>()

/** Building an Intl format is slow, so that each is built once. */
function dateFormat(locale: Locale, timeZone: string, options: DateOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, options])
  const format = formats.get(key) ?? new Intl.DateTimeFormat(conventions(locale), { ...options, timeZone })
  formats.set(key, format)
  return format
}

const WHOLE_DAY: DateOptions = { day: 'numeric', month: 'long', year: 'numeric' }

/** `24 novembre 2026`; the first of a month is `1er décembre 2026` in French. */
export function formatDay(day: Day, locale: Locale): string {
  const text = dateFormat(locale, 'UTC', WHOLE_DAY).format(new Date(`${day}T00:00:00Z`))
  return locale === 'fr' ? text.replace(/^1 /, '1er ') : text
}

/** `24 nov.`, where space is short and the year is plain. */
export function formatShortDay(day: Day, locale: Locale): string {
  const text = dateFormat(locale, 'UTC', { day: 'numeric', month: 'short' }).format(
    new Date(`${day}T00:00:00Z`),
  )
  return locale === 'fr' ? text.replace(/^1 /, '1er ') : text
}

/** `novembre 2026` */
export function formatMonth(month: Month, locale: Locale): string {
  return dateFormat(locale, 'UTC', { month: 'long', year: 'numeric' }).format(
    new Date(`${month}-01T00:00:00Z`),
  )
}

/** `nov.`, under a figure. */
export function formatShortMonth(month: Month, locale: Locale): string {
  return dateFormat(locale, 'UTC', { month: 'short' }).format(new Date(`${month}-01T00:00:00Z`))
}

/** `14 h 30` in French, `14:30` elsewhere, at the caisse's clock. */
export function formatTime(instant: Date, locale: Locale, timeZone: string): string {
  const text = dateFormat(locale, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    instant,
  )
  if (locale !== 'fr') return text
  const [hours, minutes] = text.split(':')
  return minutes === '00' ? `${Number(hours)}\u00a0h` : `${Number(hours)}\u00a0h\u00a0${minutes}`
}

/** `9 h 30` of `09:30`, at no particular place. */
export const formatClock = (clock: string, locale: Locale): string =>
  formatTime(new Date(`2000-01-01T${clock}:00Z`), locale, 'UTC')

/** `mardi`, of the second day of the week. */
export function formatWeekday(weekday: number, locale: Locale): string {
  // The first of January 2001 was a Monday.
  return dateFormat(locale, 'UTC', { weekday: 'long' }).format(new Date(Date.UTC(2001, 0, weekday)))
}

/** `vendredi 27 novembre`, of a day that is near. */
export function formatNearDay(day: Day, locale: Locale): string {
  const text = dateFormat(locale, 'UTC', { weekday: 'long', day: 'numeric', month: 'long' }).format(
    new Date(`${day}T00:00:00Z`),
  )
  return locale === 'fr' ? text.replace(/ 1 /, ' 1er ') : text
}

/** `24 novembre 2026 à 14 h 30` */
export function formatInstant(instant: Date, locale: Locale, timeZone: string): string {
  const text = dateFormat(locale, timeZone, WHOLE_DAY).format(instant)
  const time = formatTime(instant, locale, timeZone)
  return locale === 'fr' ? `${text.replace(/^1 /, '1er ')} à ${time}` : `${text}, ${time}`
}

/** `61 %` of a ratio such as 0.61. */
export function formatPercent(ratio: number, locale: Locale, decimals = 0): string {
  return new Intl.NumberFormat(conventions(locale), {
    style: 'percent',
    maximumFractionDigits: decimals,
  }).format(ratio)
}

export function formatNumber(value: number, locale: Locale, decimals = 0): string {
  return new Intl.NumberFormat(conventions(locale), { maximumFractionDigits: decimals }).format(value)
}
