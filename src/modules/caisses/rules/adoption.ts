import { monthOf, type Day, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export type Adoption = {
  validFrom: Month
  decidedOn: Day
  versions: readonly { validFrom: Month; decision: { decided_on: Day } }[]
}

/** A version never starts before it was decided, nor does an older decision replace a newer one. */
export function refusalToAdopt({ validFrom, decidedOn, versions }: Adoption): Refusal | null {
  if (validFrom < monthOf(decidedOn)) return new Refusal('reglement_before_decision', { day: decidedOn })
  const replaced = versions.find((version) => version.validFrom === validFrom)
  if (replaced && decidedOn < replaced.decision.decided_on) {
    return new Refusal('reglement_decided_later', { day: replaced.decision.decided_on })
  }
  return null
}
