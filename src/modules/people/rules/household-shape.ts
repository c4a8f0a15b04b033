import { LARGEST_HOUSEHOLD } from '../../caisses/rules/reglement.ts'
import { monthOf, type Day, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export const HOUSEHOLD_KINDS = ['single', 'household', 'shared_budget_group'] as const
export type HouseholdKind = (typeof HOUSEHOLD_KINDS)[number]

type Member = { child: boolean; birthMonth: Month | null }

/** Whether these people make a household of that kind. */
export function refusalToShape(
  kind: HouseholdKind,
  members: readonly Member[],
  enteredOn: Day,
): Refusal | null {
  if (!members.some((member) => !member.child)) return new Refusal('household_without_adult')
  if (members.length > LARGEST_HOUSEHOLD)
    return new Refusal('household_too_large', { max: LARGEST_HOUSEHOLD })
  if (kind === 'single' && members.length > 1) return new Refusal('single_has_others')
  if (kind === 'shared_budget_group' && members.length < 2) return new Refusal('group_of_one')
  const unborn = members.find((member) => member.birthMonth && member.birthMonth > monthOf(enteredOn))
  return unborn ? new Refusal('born_after_entry', { month: unborn.birthMonth! }) : null
}
