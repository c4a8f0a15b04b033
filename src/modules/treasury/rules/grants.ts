import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export type Tranche = { number: number; expectedOn: Day; amountCents: Cents; receivedOn: Day | null }

/** What is planned with what was received is never more than what was promised. */
export function refusalToPlan(
  promisedCents: Cents,
  received: readonly { amountCents: Cents }[],
  planned: readonly { amountCents: Cents }[],
): Refusal | null {
  const plannedCents = [...received, ...planned].reduce((sum, { amountCents }) => sum + amountCents, 0)
  return plannedCents > promisedCents
    ? new Refusal('tranches_exceed_grant', { plannedCents, promisedCents })
    : null
}

export function refusalToReceive(tranche: Tranche, on: Day, today: Day): Refusal | null {
  if (tranche.receivedOn !== null)
    return new Refusal('tranche_received', { number: tranche.number, day: tranche.receivedOn }, 409)
  return on > today ? new Refusal('tranche_in_future', { day: on }) : null
}

export function refusalToUndo(tranche: Tranche): Refusal | null {
  return tranche.receivedOn === null
    ? new Refusal('tranche_not_received', { number: tranche.number }, 409)
    : null
}
