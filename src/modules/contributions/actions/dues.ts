import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { Amount } from '../../../kit/money.ts'
import { addMonths, monthOf, MonthValue, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { because } from '../../caisses/rules/reason.ts'
import { reglementIn } from '../../caisses/store.ts'
import { dueFor, duesIn, type Due as AmountDue } from '../rules/due.ts'
import { readBudgetHouseholds } from '../store/budget-households.ts'
import { findDue, insertMissingDues, totalDues, updateDue, type Due } from '../store/dues.ts'
import { todayIn } from './pledges.ts'

const STAFF = ['coordinator', 'treasurer', 'administrator'] as const

export const ComputeDues = z.object({ month: MonthValue })

/**
 * What the règlement in force on the 1st makes due for every household in the month. Asked again,
 * it completes the list with who arrived since and changes nothing else.
 */
export const computeDues = gesture('compute_dues', STAFF, ComputeDues, async (tx, { now }, { month }) => {
  const last = addMonths(monthOf(await todayIn(tx, now)), 1)
  if (month > last) throw new Refusal('month_too_far', { month: last })
  const created = await writeMissingDues(tx, month)
  return { created, ...(await totalDues(tx, month)) }
})

/** One at a time in a caisse; returns how many were missing. */
export async function writeMissingDues(tx: CaisseTx, month: Month): Promise<number> {
  await lockCaisse(tx, 'month')
  const version = await reglementIn(tx, month)
  const dueOf = duesIn(version.content, month)
  let created = 0
  for await (const households of readBudgetHouseholds(tx, month, { received: false })) {
    const missing = households.filter((household) => household.dueCents === null)
    const dues = missing.map((household) => ({ householdId: household.id, ...dueOf(household) }))
    if (dues.length > 0) created += await insertMissingDues(tx, month, version.id, dues)
  }
  return created
}

export const CorrectDue = z.object({ householdId: z.uuid(), month: MonthValue })

/** Computes one due again from what is known today. The only way a due changes; the gesture keeps both amounts. */
export const correctDue = gesture('correct_due', STAFF, CorrectDue, async (tx, { about }, input) => {
  about(input.householdId)
  await lockCaisse(tx, 'month')
  return recomputeDue(tx, input)
})

/** One due from what is known now; the caller holds the caisse's months. */
export async function recomputeDue(
  tx: CaisseTx,
  { householdId, month }: { householdId: string; month: Month },
) {
  const before = await dueToCorrect(tx, householdId, month)
  const version = await reglementIn(tx, month)
  // A household that is no longer in the month owes nothing for it.
  let after: AmountDue = { cents: 0, thirdPartyCents: 0, reason: because('contributions.reason.after_exit') }
  for await (const [household] of readBudgetHouseholds(tx, month, { only: [householdId], received: false }))
    if (household) after = dueFor(version.content, household, month)
  const waivedCents = Math.min(before.waivedCents, after.cents)
  await updateDue(tx, householdId, month, { ...after, waivedCents, reglementVersionId: version.id })
  return {
    beforeCents: before.cents,
    afterCents: after.cents,
    thirdPartyBeforeCents: before.thirdPartyCents,
    thirdPartyAfterCents: after.thirdPartyCents,
  }
}

export const WaiveDue = z.object({ householdId: z.uuid(), month: MonthValue, amount: Amount })

/** The caisse gives up part of a month's due, in all (zero: it asks for the whole again). No reason is kept. */
export const waiveDue = gesture('waive_due', STAFF, WaiveDue, async (tx, { about }, input) => {
  const { householdId, month, amount } = input
  about(householdId)
  const due = await dueToCorrect(tx, householdId, month)
  if (amount > due.cents) throw new Refusal('waives_more_than_due', { dueCents: due.cents })
  await updateDue(tx, householdId, month, { ...due, waivedCents: amount })
  return { beforeCents: due.waivedCents, afterCents: amount }
})

async function dueToCorrect(tx: CaisseTx, householdId: string, month: Month): Promise<Due> {
  const due = await findDue(tx, householdId, month)
  if (!due) throw new Refusal('no_due', { month }, 404)
  return due
}
