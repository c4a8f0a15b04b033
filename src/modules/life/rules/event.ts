import { addDays, addMonths, monthOf, type Day, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { LifeEventKind } from '../../people/store/life-events.ts'

/** Those written at the desk, in the order in which the file offers them. */
export const WRITTEN_EVENTS = [
  'birth',
  'arrival',
  'of_age',
  'move',
  'pause',
  'departure',
  'split',
  'merge',
  'leaving',
  'death',
] as const satisfies readonly LifeEventKind[]
export type WrittenEvent = (typeof WRITTEN_EVENTS)[number]

/** Their names in addresses. */
export const EVENT_PATHS: Record<WrittenEvent, string> = {
  birth: 'naissance',
  arrival: 'arrivee',
  of_age: 'majorite',
  move: 'demenagement',
  pause: 'pause',
  departure: 'depart',
  split: 'separation',
  merge: 'reunion',
  leaving: 'quitter',
  death: 'deces',
}

export const eventAt = (path: string): WrittenEvent | undefined =>
  WRITTEN_EVENTS.find((kind) => EVENT_PATHS[kind] === path)

/** Events that change who pays from which balance happen at the desk, not ahead of time. */
export const refusalToDate = (on: Day, today: Day): Refusal | null =>
  on > today ? new Refusal('event_in_future', { day: today }) : null

/**
 * The first month that counts people where they are from that day on: people count where they are on the 1st, and a
 * month that was issued, or waits for its signatures, is not counted again.
 */
export function countedFrom(on: Day, lastCounted: Month | null): Month {
  const own = on.endsWith('-01') ? monthOf(on) : addMonths(monthOf(on), 1)
  return lastCounted !== null && own <= lastCounted ? addMonths(lastCounted, 1) : own
}

export const dayBefore = (day: Day): Day => addDays(day, -1)

/** What can be taken back by the same table; the others are met by another event. */
export const UNDOABLE: readonly LifeEventKind[] = [
  'birth',
  'arrival',
  'of_age',
  'move',
  'pause',
  'departure',
  'leaving',
  'death',
]

/** Age at which a child becomes an adult of the household, with a number and a code. */
export const MAJORITY_YEARS = 18
