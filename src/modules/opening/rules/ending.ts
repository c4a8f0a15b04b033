import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

/** What is left of a caisse that ends. */
export type Remains = {
  /** Rights that households did not spend. */
  rightsCents: Cents
  /** What outlets accepted and were not paid for. */
  owedCents: Cents
  /** Bank, cash and cheques, less what is on its way. */
  heldCents: Cents
  /** Promised by funders and not received. */
  grantsLeftCents: Cents
  batchesOpen: number
  runOpen: boolean
  /** Outlets that could still sell after the last day. */
  agreementsOpen: number
}

export type Ending = {
  today: Day
  lastDay: Day | null
  archived: boolean
  practice: boolean
  remains: Remains
}

/** The last day is told beforehand: nobody's rights end overnight. */
export function refusalToAnnounce({
  today,
  lastDay,
  archived,
}: {
  today: Day
  lastDay: Day
  archived: boolean
}): Refusal | null {
  if (archived) return new Refusal('caisse_archived', {}, 409)
  return lastDay < today ? new Refusal('ending_in_the_past') : null
}

/** A caisse is archived once its last day is over, its outlets are paid and nothing is under way. */
export function refusalToArchive({ today, lastDay, archived, practice, remains }: Ending): Refusal | null {
  if (archived) return new Refusal('caisse_archived', {}, 409)
  if (lastDay === null) return new Refusal('ending_not_announced', {}, 409)
  if (today <= lastDay) return new Refusal('ending_not_yet', { day: lastDay }, 409)
  if (remains.agreementsOpen > 0)
    return new Refusal('ending_agreements_open', { count: remains.agreementsOpen }, 409)
  if (remains.runOpen) return new Refusal('ending_run_open', {}, 409)
  if (remains.batchesOpen > 0) return new Refusal('ending_batches_open', { count: remains.batchesOpen }, 409)
  // What a practice caisse owes is owed by nobody.
  if (remains.owedCents > 0 && !practice)
    return new Refusal('ending_outlets_owed', { owedCents: remains.owedCents }, 409)
  return null
}

export const ENDING_STEPS = ['announced', 'over', 'settled', 'exported', 'archived'] as const

/** How far the ending has come: the index of the step to take, their number once all are done. */
export function endingStep({ today, lastDay, archived, remains, practice }: Ending): number {
  if (archived) return ENDING_STEPS.length
  if (lastDay === null) return 0
  if (today <= lastDay) return 1
  const settled = (remains.owedCents === 0 || practice) && remains.batchesOpen === 0 && !remains.runOpen
  return settled ? 3 : 2
}
