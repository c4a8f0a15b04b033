import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { caisseAccount, householdAccount, post } from '../../ledger/store.ts'
import { carriedBetween, insertCarried } from '../store/carried.ts'
import { duesOfHousehold } from '../store/dues.ts'
import { contributionAccounts, receivedFrom } from '../store/receipts.ts'
import { todayIn } from './pledges.ts'

/** What a household gave, less all that was made due; below zero while something is still owed. */
export async function standsAt(tx: CaisseTx, householdId: string): Promise<Cents> {
  const dues = await duesOfHousehold(tx, householdId)
  const owed = dues.reduce((sum, due) => sum + due.cents - due.waivedCents, 0)
  return (await receivedFrom(tx, householdId)) - owed
}

type Step = { key: string; now: Date }

/**
 * What a household that was joined to another gave beyond its dues counts there from now on, and what is missing here
 * again comes back from there, never more than went. What it still owed stays with it. Returns what went on.
 */
export async function carryAhead(
  tx: CaisseTx,
  { key, now }: Step,
  { from, to }: { from: string; to: string },
): Promise<Cents> {
  const stands = await standsAt(tx, from)
  const cents = stands >= 0 ? stands : -Math.min(-stands, await carriedBetween(tx, from, to))
  if (cents === 0) return 0
  const [giver, taker] = cents > 0 ? [from, to] : [to, from]
  const amountCents = Math.abs(cents)
  const on = await todayIn(tx, now)
  const leg = {
    book: 'euros',
    debit: await householdAccount(tx, taker, 'euros'),
    credit: await householdAccount(tx, giver, 'euros'),
    amountCents,
    kind: 'contribution_carried',
  } as const
  await post(tx, key, [leg], now)
  const carried = { gestureId: key, householdId: taker, fromHouseholdId: giver, cents: amountCents }
  await insertCarried(tx, [carried], { on, at: now })
  return cents
}

/** Contributions that came in before Tablée and count for months to come: their euros are in what the bank held then. */
export async function bringAdvances(
  tx: CaisseTx,
  { key, now }: Step,
  advances: readonly { householdId: string; cents: Cents }[],
): Promise<void> {
  const brought = advances.filter(({ cents }) => cents > 0)
  if (brought.length === 0) return
  const accounts = await contributionAccounts(
    tx,
    brought.map(({ householdId }) => householdId),
  )
  const credit = await caisseAccount(tx, 'advances_before')
  const legs = brought.map(({ householdId, cents: amountCents }) => ({
    book: 'euros' as const,
    debit: accounts.get(householdId)!,
    credit,
    amountCents,
    kind: 'contribution_carried' as const,
  }))
  await post(tx, key, legs, now)
  const carried = brought.map((one) => ({ ...one, gestureId: key, fromHouseholdId: null }))
  await insertCarried(tx, carried, { on: await todayIn(tx, now), at: now })
}
