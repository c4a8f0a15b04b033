import { v7 as uuid } from 'uuid'
import { expect } from 'vitest'
import { runChecks } from '../src/db/checks.ts'
import { inCaisse } from '../src/db/db.ts'
import type { Cents } from '../src/kit/money.ts'
import type { Day, Month } from '../src/kit/month.ts'
import { reglementIn } from '../src/modules/caisses/store.ts'
import { insertReceipts } from '../src/modules/contributions/store/receipts.ts'
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

/** Euros from a household, as the receipts and the journal keep them; `undone` takes them back on the same day. */
export async function givenContribution(
  app: TestApp,
  caisse: GivenCaisse,
  receipt: { method: 'cash' | 'cheque' | 'transfer'; cents: Cents; on?: Day; undone?: boolean },
): Promise<void> {
  const { method, cents, on = app.now().toISOString().slice(0, 10), undone = false } = receipt
  await inCaisse(app.db, caisse.id, async (tx) => {
    const householdId = uuid()
    await tx
      .insertInto('household')
      .values({
        caisse_id: tx.caisseId,
        id: householdId,
        kind: 'single',
        name: 'Foyer inventé',
        payment_reference: householdId,
        entered_on: '2026-01-01',
      })
      .execute()
    await openHouseholdAccounts(tx, [householdId])
    const from = await householdAccount(tx, householdId, 'euros')
    const to =
      method === 'transfer'
        ? await ownedAccount(tx, 'bank', caisse.bankAccountId)
        : await caisseAccount(tx, method === 'cash' ? 'cash' : 'cheques')
    const [received, takenBack] = [uuid(), uuid()]
    const leg = { book: 'euros', amountCents: cents } as const
    const row = { householdId, method, cents, receivedOn: on, reference: '' }
    await post(tx, received, [{ ...leg, debit: from, credit: to, kind: 'receipt' }], app.now())
    await insertReceipts(tx, received, [{ ...row, id: received }], app.now())
    if (!undone) return
    const back = { ...leg, debit: to, credit: from, kind: 'receipt_undone', corrects: received } as const
    await post(tx, takenBack, [back], app.now())
    await insertReceipts(tx, takenBack, [{ ...row, id: takenBack, undoesReceiptId: received }], app.now())
  })
}

/** The total of a month's run, as treasury reads it; its rights were spent and settled long ago. */
export async function givenIssuedMonth(
  app: TestApp,
  caisse: GivenCaisse,
  { month, cents }: { month: Month; cents: Cents },
): Promise<void> {
  await inCaisse(app.db, caisse.id, async (tx) => {
    const version = await reglementIn(tx, month)
    await tx
      .insertInto('allocation_run')
      .values({
        caisse_id: tx.caisseId,
        id: uuid(),
        month,
        number: 1,
        status: 'issued',
        reglement_version_id: version.id,
        lines: 1,
        granted_cents: cents,
        expired_cents: 0,
        contributions_cents: 0,
        digest: Buffer.alloc(32),
        coverage: '{}',
        issued_at: app.now(),
      })
      .execute()
  })
}

/** Every invariant holds in the caisse. */
export async function expectChecksToPass(app: TestApp, caisse: GivenCaisse): Promise<void> {
  expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
}
