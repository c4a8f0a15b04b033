import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { holds, type Actor, type Role } from '../../../kit/actor.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { Amount } from '../../../kit/money.ts'
import { addMonths, dayAt, monthOf, MonthValue, type Day, type Month } from '../../../kit/month.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { getCaisse, reglementIn } from '../../caisses/store.ts'
import { getHousehold, membersOf } from '../../people/store/households.ts'
import { refusalToPledge } from '../rules/pledge.ts'
import { readBudgetHouseholds, type BudgetHouseholdRow } from '../store/budget-households.ts'
import { lastDueMonths } from '../store/dues.ts'
import { findException, insertExceptions, insertPledges, setExceptionEnd } from '../store/pledges.ts'
import { refusalToName, ThirdPartyName } from './register.ts'

const STAFF: readonly Role[] = ['coordinator', 'treasurer', 'administrator']

export const ChangePledge = z.object({
  householdId: z.uuid(),
  from: MonthValue,
  amount: Amount,
  thirdPartyName: ThirdPartyName,
})

/** A household chooses what it contributes from a month on: itself, or the team on its behalf. */
export const changePledge = gesture(
  'change_pledge',
  ['resident', ...STAFF],
  ChangePledge,
  async (tx, { app, actor, now, about }, input) => {
    about(input.householdId)
    await refuseStranger(tx, actor, input.householdId, now)
    // Dues that are being computed end first: what is chosen for a month then counts in it, or is refused.
    await lockCaisse(tx, 'month')
    const household = await householdIn(tx, input.householdId, input.from)
    const scheme = (await reglementIn(tx, input.from)).content.contribution
    const firstOpenMonth = await firstOpenMonthOf(tx, input.householdId)
    refuse(refusalToPledge({ scheme, household, cents: input.amount, from: input.from, firstOpenMonth }))
    refuse(refusalToName(scheme, input.thirdPartyName))
    const pledgeId = app.newId()
    const { householdId, from: fromMonth, amount: cents, thirdPartyName } = input
    await insertPledges(tx, [{ id: pledgeId, householdId, fromMonth, cents, thirdPartyName }], now)
    return { pledgeId }
  },
)

export const GrantException = z.object({
  householdId: z.uuid(),
  amount: Amount,
  fromMonth: MonthValue,
  untilMonth: MonthValue,
})

/** Agrees on less than the floor until the end of a month. Nobody asks why. */
export const grantException = gesture(
  'grant_exception',
  STAFF,
  GrantException,
  async (tx, { app, now, about }, input) => {
    about(input.householdId)
    await lockCaisse(tx, 'month')
    await householdIn(tx, input.householdId, input.fromMonth)
    const month = await firstOpenMonthOf(tx, input.householdId)
    if (input.fromMonth < month) throw new Refusal('month_closed', { month })
    if (input.untilMonth < input.fromMonth) throw new Refusal('exception_ends_before_it_starts')
    const exceptionId = app.newId()
    const { householdId, amount: cents, fromMonth, untilMonth } = input
    await insertExceptions(tx, [{ id: exceptionId, householdId, cents, fromMonth, untilMonth }], now)
    return { exceptionId }
  },
)

export const EndException = z.object({ exceptionId: z.uuid(), untilMonth: MonthValue })

/** Ends an exception sooner or later than agreed; months already due stay as they are. */
export const endException = gesture('end_exception', STAFF, EndException, async (tx, { about }, input) => {
  await lockCaisse(tx, 'month')
  const exception = await findException(tx, input.exceptionId)
  if (!exception) throw new Refusal('unknown_exception', {}, 404)
  about(exception.householdId)
  if (input.untilMonth < exception.fromMonth) throw new Refusal('exception_ends_before_it_starts')
  const lastDue = (await lastDueMonths(tx, [exception.householdId])).get(exception.householdId)
  if (lastDue && input.untilMonth < lastDue && exception.fromMonth <= lastDue)
    throw new Refusal('month_closed', { month: lastDue })
  await setExceptionEnd(tx, exception.id, input.untilMonth)
})

/** The first month whose due is not computed yet, for that household; for a new one, the month it enters. */
export async function firstOpenMonthOf(tx: CaisseTx, householdId: string): Promise<Month> {
  const lastDue = (await lastDueMonths(tx, [householdId])).get(householdId)
  if (lastDue) return addMonths(lastDue, 1)
  return monthOf((await getHousehold(tx, householdId)).enteredOn)
}

/** The day it is for the caisse. */
export async function todayIn(tx: CaisseTx, now: Date): Promise<Day> {
  return dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)
}

/** The household as it is in a month; refused when it is not in the caisse then. */
export async function householdIn(
  tx: CaisseTx,
  householdId: string,
  month: Month,
): Promise<BudgetHouseholdRow> {
  for await (const [household] of readBudgetHouseholds(tx, month, { only: [householdId], received: false }))
    if (household) return household
  const { enteredOn, leavesOn } = await getHousehold(tx, householdId)
  if (leavesOn && month > monthOf(leavesOn)) throw new Refusal('household_left', { day: leavesOn })
  throw new Refusal('before_household', { day: enteredOn })
}

/** A resident speaks for the households they live in; the team for all. */
export async function refuseStranger(
  tx: CaisseTx,
  actor: Actor,
  householdId: string,
  now: Date,
): Promise<void> {
  const today = await todayIn(tx, now)
  if (holds(actor, STAFF, tx.caisseId, today)) return
  const members = await membersOf(tx, householdId)
  const own =
    actor.kind === 'account' &&
    members.some(
      (member) =>
        member.loginAccountId === actor.accountId &&
        !member.child &&
        member.fromOn <= today &&
        (member.toOn === null || today <= member.toOn),
    )
  if (!own) throw new Refusal('unknown_household', {}, 404)
}
