import { z } from 'zod'
import { inCaisse } from '../../../db/db.ts'
import { SYSTEM } from '../../../kit/actor.ts'
import type { App } from '../../../kit/app.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { PositiveAmount } from '../../../kit/money.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { listCaisses } from '../../caisses/store.ts'
import { carryAhead } from '../../contributions/actions/carry.ts'
import { todayIn } from '../../contributions/actions/pledges.ts'
import { caisseAccount, householdAccount, post, rightsLeft } from '../../ledger/store.ts'
import { getHousehold } from '../../people/store/households.ts'
import { insertLifeEvent, leftovers } from '../../people/store/life-events.ts'
import { joinedOutOfBalance } from '../store.ts'

export const GiveBackFor = z.object({ householdId: z.uuid(), amount: PositiveAmount })

/** Somebody at the desk gives rights back that their household does not need: never euros, and no reason. */
export const giveBackFor = gesture(
  'give_back',
  ['coordinator', 'administrator'],
  GiveBackFor,
  async (tx, { key, now, about }, { householdId, amount }) => {
    about(householdId)
    await lockCaisse(tx, 'payments')
    await getHousehold(tx, householdId)
    const leftCents = await rightsLeft(tx, householdId)
    if (amount > leftCents) throw new Refusal('gives_more_than_left', { leftRightsCents: leftCents })
    const debit = await householdAccount(tx, householdId, 'rights')
    const credit = await caisseAccount(tx, 'rights_returned')
    const leg = { book: 'rights', debit, credit, amountCents: amount, kind: 'return_to_pot' } as const
    await post(tx, key, [leg], now)
    await insertLifeEvent(
      tx,
      { id: key, householdId, kind: 'given_back', on: await todayIn(tx, now), cents: amount },
      now,
    )
    return { leftCents: leftCents - amount }
  },
)

/** What is left after the day told returns to the pot; of a household that was joined to another, it follows there. */
const returnLeftover = gesture(
  'give_back',
  [],
  z.object({ householdId: z.uuid() }),
  async (tx, { key, now, about }, { householdId }) => {
    about(householdId)
    await lockCaisse(tx, 'payments')
    const today = await todayIn(tx, now)
    const leftover = (await leftovers(tx, today)).find((one) => one.householdId === householdId)
    if (!leftover) return { cents: 0 }
    const cents = await rightsLeft(tx, householdId)
    const debit = await householdAccount(tx, householdId, 'rights')
    const leg = leftover.goesTo
      ? { credit: await householdAccount(tx, leftover.goesTo, 'rights'), kind: 'household_share' as const }
      : { credit: await caisseAccount(tx, 'rights_returned'), kind: 'return_to_pot' as const }
    await post(tx, key, [{ book: 'rights', debit, amountCents: cents, ...leg }], now)
    await insertLifeEvent(tx, { id: key, householdId, kind: 'leftovers', on: today, cents }, now)
    return { cents }
  },
)

/** Euros that came late to a household that was joined to another: they count there. */
const carryLate = gesture(
  'carry_contribution',
  [],
  z.object({ householdId: z.uuid() }),
  async (tx, { key, now, about }, { householdId }) => {
    about(householdId)
    await lockCaisse(tx, 'month')
    const joined = (await joinedOutOfBalance(tx)).find((one) => one.householdId === householdId)
    return { cents: joined ? await carryAhead(tx, { key, now }, { from: householdId, to: joined.to }) : 0 }
  },
)

/** Every night, as the installation: one gesture for each household. */
export async function returnLeftovers(app: App): Promise<number> {
  let returned = 0
  for (const { id: caisseId } of await listCaisses(app.db)) {
    const found = await inCaisse(app.db, caisseId, async (tx) => leftovers(tx, await todayIn(tx, app.now())))
    for (const { householdId } of found) {
      await returnLeftover({ app, actor: SYSTEM, caisseId, key: app.newId() }, { householdId })
      returned += 1
    }
    for (const { householdId } of await inCaisse(app.db, caisseId, joinedOutOfBalance))
      await carryLate({ app, actor: SYSTEM, caisseId, key: app.newId() }, { householdId })
  }
  return returned
}
