import { DayValue, firstDay, monthOf, type Day, type Month } from '../../../../kit/month.ts'
import type { HouseholdKind } from '../household-shape.ts'
import { bare } from './columns.ts'

const KINDS: Record<HouseholdKind, readonly string[]> = {
  single: ['single', 'seul', 'seule', 'personne', 'personneseule', 'individuel', 'celibataire'],
  household: ['household', 'foyer', 'famille', 'menage', 'couple'],
  shared_budget_group: [
    'sharedbudgetgroup',
    'groupe',
    'colocation',
    'budgetpartage',
    'budgetcommun',
    'groupeabudgetpartage',
    'group',
  ],
}

export function readKind(cell: string): HouseholdKind | null {
  const word = bare(cell)
  const found = Object.entries(KINDS).find(([, words]) => words.includes(word))
  return found ? (found[0] as HouseholdKind) : null
}

/** Whether it says a child; null when it says neither. */
export function readRole(cell: string): boolean | null {
  const word = bare(cell)
  if (['adulte', 'a', 'adult', 'majeur', 'majeure', 'parent', 'non', 'no'].includes(word)) return false
  if (['enfant', 'e', 'child', 'mineur', 'mineure', 'oui', 'yes'].includes(word)) return true
  return null
}

const MONTHS = ['janv', 'fev', 'mars', 'avr', 'mai', 'juin', 'juil', 'aout', 'sept', 'oct', 'nov', 'dec']

/** `mars`, `févr.`, `décembre`: 1 to 12. */
function monthNumber(word: string): number | null {
  const bared = bare(word)
  const index = MONTHS.findIndex((month) => bared.startsWith(month))
  return index < 0 ? null : index + 1
}

/** Day (null where only a month is told), month, year: in the spellings that lists come in. */
function readDate(cell: string): { day: number | null; month: number; year: number } | null {
  const text = cell.trim().toLowerCase()
  const iso = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[t ].*)?$/.exec(text)
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: iso[3] ? Number(iso[3]) : null }
  const french = /^(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})$/.exec(text)
  if (french)
    return { day: french[1] ? Number(french[1]) : null, month: Number(french[2]), year: Number(french[3]) }
  const words = /^(?:(\d{1,2})(?:er)? )?([^\d\s]+)[ .-]+(\d{4})$/.exec(text)
  const month = words && monthNumber(words[2]!)
  return month ? { day: words[1] ? Number(words[1]) : null, month, year: Number(words[3]) } : null
}

const two = (number: number): string => String(number).padStart(2, '0')

/** Only the month and the year are kept, whatever was typed. */
export function readMonth(cell: string): Month | null {
  const day = readDay(cell)
  return day && monthOf(day)
}

/** A month alone is its first day. */
export function readDay(cell: string): Day | null {
  const date = readDate(cell)
  if (!date || date.month < 1 || date.month > 12) return null
  const month = `${date.year}-${two(date.month)}`
  const day = date.day === null ? firstDay(month) : `${month}-${two(date.day)}`
  return DayValue.safeParse(day).success ? day : null
}

/** A spreadsheet that took a French number for a sum lost its zero. */
export const readPhone = (cell: string): string =>
  /^[1-9]\d{8}$/.test(cell.trim()) ? `0${cell.trim()}` : cell.trim()
