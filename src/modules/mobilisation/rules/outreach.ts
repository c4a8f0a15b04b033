import { addDays, type Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { monthsBefore } from '../../people/rules/pre-registration.ts'

/** Where people of the caisse go to meet others. */
export const ACTION_KINDS = ['market', 'school', 'door', 'structure', 'event', 'street', 'other'] as const
export type ActionKind = (typeof ACTION_KINDS)[number]

/** How somebody first heard of the caisse. */
export const SOURCES = [...ACTION_KINDS, 'web', 'desk', 'import'] as const
export type Source = (typeof SOURCES)[number]

/** Why it stops: a word of this list, and nothing else is written. */
export const REASONS = [
  'moved',
  'too_far',
  'no_time',
  'not_for_them',
  'elsewhere',
  'no_answer',
  'undisclosed',
] as const
export type Reason = (typeof REASONS)[number]

/** From a first word to a place at the table. */
export const STEPS = ['met', 'meeting', 'asked', 'joined', 'left'] as const
export type Step = (typeof STEPS)[number]

/** Days after a first word on which somebody calls back, unless another day is said. */
export const FOLLOW_UP_DAYS = 7
/** Months without news after which a name is forgotten. */
export const KEPT_MONTHS = 3
/** Days after which a printed list is destroyed. */
export const LIST_KEPT_DAYS = 14
/** The text that people agree to today. */
export const CONTACT_CONSENT = '2026-11'

export const nextFollowUp = (today: Day): Day => addDays(today, FOLLOW_UP_DAYS)

/** Whoever was not heard of since that day is forgotten. */
export const forgottenBefore = (today: Day): Day => monthsBefore(today, KEPT_MONTHS)

export type ContactState = { step: Step; closedOn: Day | null; named: boolean }

/** What may still be done with somebody: they are known by name, and did not stop or ask already. */
export function refusalToSpeak({ step, closedOn, named }: ContactState): Refusal | null {
  if (step === 'asked' || step === 'joined' || step === 'left')
    return new Refusal('contact_asked_already', {}, 409)
  if (closedOn !== null) return new Refusal('contact_closed', {}, 409)
  return named ? null : new Refusal('contact_forgotten', {}, 409)
}

export type FunnelCount = { step: Step; count: number }
