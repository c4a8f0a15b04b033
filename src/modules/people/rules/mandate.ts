import { addMonths, firstDay, lastDay, monthOf, type Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

/** What somebody may let another see or do for them. */
export const POWERS = ['speak', 'contact', 'number', 'messages', 'balance'] as const
export type Power = (typeof POWERS)[number]

/** An association or a social centre sees neither purchases nor amounts, nor the letters that tell them. */
export const STRUCTURE_POWERS: readonly Power[] = ['speak', 'contact', 'number']

/** A mandate is signed anew after two years at most. */
export const LONGEST_MONTHS = 24

export type MandateTerms = {
  powers: readonly Power[]
  byStructure: boolean
  signedOn: Day
  untilOn: Day
}

/** Whether what was signed on paper can be kept. */
export function refusalToRecord(
  { powers, byStructure, signedOn, untilOn }: MandateTerms,
  today: Day,
): Refusal | null {
  if (signedOn > today) return new Refusal('mandate_signed_later', { day: signedOn })
  if (untilOn < signedOn || untilOn < today) return new Refusal('mandate_over', { day: untilOn })
  const longest = lastPossibleDay(signedOn)
  if (untilOn > longest) return new Refusal('mandate_too_long', { day: longest })
  if (byStructure && powers.some((power) => !STRUCTURE_POWERS.includes(power)))
    return new Refusal('structure_sees_no_amounts')
  return null
}

export function lastPossibleDay(signedOn: Day): Day {
  const month = addMonths(monthOf(signedOn), LONGEST_MONTHS)
  const same = firstDay(month).slice(0, 8) + signedOn.slice(8)
  return same > lastDay(month) ? lastDay(month) : same
}
