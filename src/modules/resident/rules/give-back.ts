import type { Cents } from '../../../kit/money.ts'
import { Refusal } from '../../../kit/refusal.ts'

/** Only what is left can be given back; it returns to the pot as rights and never becomes euros. */
export function refusalToGiveBack({ cents, leftCents }: { cents: Cents; leftCents: Cents }): Refusal | null {
  if (leftCents === 0) return new Refusal('nothing_to_give_back')
  if (cents > leftCents) return new Refusal('more_than_is_left', { leftRightsCents: leftCents })
  return null
}
