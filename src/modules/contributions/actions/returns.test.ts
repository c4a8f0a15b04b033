import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { givenGrants } from '../../../../test/given-allocations.ts'
import { givenDues, givenHousehold, givenReceipt } from '../../../../test/given-contributions.ts'
import { runChecks } from '../../../db/checks.ts'
import { inCaisse } from '../../../db/db.ts'
import { balanceOf, caisseAccount, ownedAccount } from '../../ledger/store.ts'
import { looksTwice } from '../rules/return.ts'
import { aheadOf, approveReturn, cancelReturn, prepareReturn, returnInCash } from './returns.ts'

const refused = (code: string) => expect.objectContaining({ code })

const ahead = (app: TestApp, caisse: GivenCaisse, id: string) =>
  inCaisse(app.db, caisse.id, (tx) => aheadOf(tx, id))

const inBank = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, async (tx) =>
    balanceOf(tx, await ownedAccount(tx, 'bank', caisse.bankAccountId)),
  )

/** November is due, and came in twice. */
async function givenPaidTwice(app: TestApp, method: 'transfer' | 'cash' = 'transfer') {
  const caisse = await givenCaisse(app)
  await givenGrants(app, caisse.id, [caisse.coordinator, caisse.treasurer])
  const householdId = await givenHousehold(caisse, { enteredOn: '2026-11-01', contribution: 30_00 })
  await givenDues(caisse, '2026-11')
  await givenReceipt(caisse, householdId, 30_00, { method, receivedOn: '2026-11-03' })
  const receiptId = await givenReceipt(caisse, householdId, 30_00, { method, receivedOn: '2026-11-05' })
  return { caisse, householdId, receiptId }
}

describe('a contribution that came in twice', () => {
  test('is ahead, and serves the next month when nobody does anything', async ({ app }) => {
    const { caisse, householdId } = await givenPaidTwice(app)
    expect(await ahead(app, caisse, householdId)).toBe(30_00)
    await givenDues(caisse, '2026-12')
    expect(await ahead(app, caisse, householdId)).toBe(0)
  })

  test('goes back by a transfer that two people sign, once', async ({ app }) => {
    const { caisse, householdId, receiptId } = await givenPaidTwice(app)
    const prepared = await prepareReturn(caisse.call(caisse.treasurer), { receiptId })
    await expect(prepareReturn(caisse.call(), { receiptId })).rejects.toEqual(refused('return_waits'))
    await expect(approveReturn(caisse.call(caisse.treasurer), prepared)).rejects.toEqual(
      refused('already_signed'),
    )
    expect(await inBank(app, caisse)).toBe(60_00)
    await expect(approveReturn(caisse.call(), { ...prepared, digest: '0'.repeat(64) })).rejects.toEqual(
      refused('changed_since_seen'),
    )
    const approve = () => approveReturn(caisse.call(), prepared)
    const outcomes = await Promise.allSettled([approve(), approve()])
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await inBank(app, caisse)).toBe(30_00)
    expect(await ahead(app, caisse, householdId)).toBe(0)
    expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
  })

  test('stays when it is needed meanwhile, or when one keeps it after all', async ({ app }) => {
    const { caisse, receiptId } = await givenPaidTwice(app)
    const prepared = await prepareReturn(caisse.call(caisse.treasurer), { receiptId })
    await givenDues(caisse, '2026-12')
    await expect(approveReturn(caisse.call(), prepared)).rejects.toEqual(refused('return_not_ahead'))
    await cancelReturn(caisse.call(), { returnId: prepared.returnId })
    await expect(approveReturn(caisse.call(), prepared)).rejects.toEqual(refused('return_is_over'))
    expect(await inBank(app, caisse)).toBe(60_00)
  })

  test('goes back in cash from what the box holds', async ({ app }) => {
    const { caisse, householdId, receiptId } = await givenPaidTwice(app, 'cash')
    await returnInCash(caisse.call(caisse.treasurer), { receiptId })
    await expect(returnInCash(caisse.call(caisse.treasurer), { receiptId })).rejects.toEqual(
      refused('receipt_already_undone'),
    )
    const cash = await inCaisse(app.db, caisse.id, async (tx) =>
      balanceOf(tx, await caisseAccount(tx, 'cash')),
    )
    expect(cash).toBe(30_00)
    expect(await ahead(app, caisse, householdId)).toBe(0)
    expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
  })

  test('that came by transfer finds no cash in an empty box', async ({ app }) => {
    const { caisse, receiptId } = await givenPaidTwice(app)
    await expect(returnInCash(caisse.call(caisse.treasurer), { receiptId })).rejects.toEqual(
      refused('not_enough_cash'),
    )
  })
})

test('what looks like another receipt: the same amount a few days later', () => {
  const receipt = (id: string, cents: number, receivedOn: string) => ({ id, cents, receivedOn })
  const receipts = [
    receipt('a', 20_00, '2026-11-03'),
    receipt('b', 20_00, '2026-11-05'),
    receipt('c', 25_00, '2026-11-05'),
    receipt('d', 20_00, '2026-12-03'),
  ]
  expect([...looksTwice(receipts)]).toEqual(['b'])
})
