import { v7 as uuid } from 'uuid'
import { expect } from 'vitest'
import { runChecks } from '../src/db/checks.ts'
import { inCaisse } from '../src/db/db.ts'
import type { Cents } from '../src/kit/money.ts'
import {
  caisseAccount,
  householdAccount,
  openHouseholdAccounts,
  ownedAccount,
  post,
} from '../src/modules/ledger/store.ts'
import { refund } from '../src/modules/payments/actions/refund.ts'
import type { TestApp } from './app.ts'
import type { GivenCaisse } from './given.ts'

/** Purchases at outlets, each by a household that was granted just that, as the journal keeps them; returns the payments. */
export async function givenPurchases(
  app: TestApp,
  caisse: GivenCaisse,
  purchases: readonly { outletId: string; cents: Cents }[],
): Promise<string[]> {
  return inCaisse(app.db, caisse.id, async (tx) => {
    const households = purchases.map(() => uuid())
    await openHouseholdAccounts(tx, households)
    const granted = await caisseAccount(tx, 'rights_granted')
    const gestures: string[] = []
    for (const [i, { outletId, cents }] of purchases.entries()) {
      const household = await householdAccount(tx, households[i]!, 'rights')
      const outlet = await ownedAccount(tx, 'rights_outlet', outletId)
      const leg = { book: 'rights', amountCents: cents } as const
      await post(tx, uuid(), [{ ...leg, debit: granted, credit: household, kind: 'allocation' }], app.now())
      const gesture = uuid()
      await post(tx, gesture, [{ ...leg, debit: household, credit: outlet, kind: 'payment' }], app.now())
      await tx
        .insertInto('gesture')
        .values({
          caisse_id: tx.caisseId,
          id: gesture,
          kind: 'payment',
          request_hash: Buffer.alloc(32),
          at: app.now(),
        })
        .execute()
      gestures.push(gesture)
    }
    return gestures
  })
}

/** An outlet gives back part of what it was paid, at the caisse's desk. */
export async function givenRefund(caisse: GivenCaisse, payment: string, cents: Cents): Promise<void> {
  await refund(caisse.call(), { paymentGestureId: payment, amountCents: cents })
}

/** Every invariant holds in the caisse. */
export async function expectChecksToPass(app: TestApp, caisse: GivenCaisse): Promise<void> {
  expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
}
