import { z } from 'zod'
import { direction } from '../../../kit/i18n/locale.ts'
import { isPlainText } from '../../../kit/input.ts'

export const POSTER_KINDS = ['poster', 'flyer', 'invitation'] as const
export type PosterKind = (typeof POSTER_KINDS)[number]

export const FORMATS = ['a3', 'a4', 'a5', 'a6'] as const
export type Format = (typeof FORMATS)[number]

/** Languages that are often asked for, each in its own name; any other is typed by its code. */
export const LANGUAGES = [
  'fr',
  'en',
  'ar',
  'tr',
  'ru',
  'uk',
  'es',
  'pt',
  'ro',
  'vi',
  'fa',
  'br',
  'el',
  'pl',
] as const

/** Scripts whose letters our fonts draw, marks and digits that all share included. */
const DRAWN =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}]*$/u
/** Of those that all scripts share, pictures are not letters. */
const PICTURE = /\p{Extended_Pictographic}/u

export const isDrawn = (text: string): boolean =>
  DRAWN.test(text) && !PICTURE.test(text.replace(/[©®™#*\d]/g, ''))

const Drawn = (most: number) => z.string().trim().max(most).refine(isDrawn, 'poster_script')

export const PosterText = z.object({
  language: z.string().trim().toLowerCase().refine(isLanguage, 'language'),
  title: Drawn(90).min(1, 'required').refine(isPlainText, 'text'),
  text: Drawn(900).default(''),
})
export type PosterText = z.output<typeof PosterText>

function isLanguage(tag: string): boolean {
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(tag)) return false
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

/** In its own words: `العربية`, `Türkçe`. */
export const ownName = (language: string): string =>
  new Intl.DisplayNames([language], { type: 'language', fallback: 'code' }).of(language) ?? language

/** As somebody who reads that language writes a day and an hour. */
export function sayWhen(language: string, at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  }).format(at)
}

export const sideOf = (language: string): 'ltr' | 'rtl' => direction(language)
