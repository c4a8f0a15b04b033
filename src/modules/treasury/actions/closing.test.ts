import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { givenOutlet } from '../../../../test/given-accreditation.ts'
import { givenDues, givenHouseholds, givenReceipt } from '../../../../test/given-contributions.ts'
import { expectChecksToPass, givenPurchases } from '../../../../test/given-treasury.ts'
import { inCaisse, type CaisseTx } from '../../../db/db.ts'
import { recordReceipts, undoReceipt } from '../../contributions/actions/receipts.ts'
import { findReceipt } from '../../contributions/store/receipts.ts'
import {
  approveBatch,
  markExecuted,
  markReturned,
  prepareBatch,
  releaseBatch,
} from '../../settlements/actions.ts'
import { receiveTranche, recordGrant, recordOpeningBalance } from '../actions.ts'
import { gapsOf } from '../rules/closing.ts'
import { closingDocument, findClosing } from '../store/closing.ts'
import { closingFigures } from '../store/figures.ts'
import { approveClosing, cancelClosing, prepareClosing } from './closing.ts'
import { countCash, explainDifference, readBank } from './counts.ts'
import { bounceCheque, depositToBank } from './deposits.ts'

const read = <T>(app: TestApp, caisse: GivenCaisse, work: (tx: CaisseTx) => Promise<T>) =>
  inCaisse(app.db, caisse.id, work)
const figures = (app: TestApp, caisse: GivenCaisse) =>
  read(app, caisse, (tx) => closingFigures(tx, '2026-10'))

/** October, with a bank account that opened it with 5,000. */
async function givenOctober(app: TestApp, households = 3) {
  app.at('2026-10-01T08:00:00Z')
  const caisse = await givenCaisse(app)
  await recordOpeningBalance(caisse.call(), { amount: '5000' })
  const ids = await givenHouseholds(
    caisse,
    Array.from({ length: households }, () => ({ contribution: 20_00 })),
  )
  await givenDues(caisse, '2026-10')
  return { caisse, ids }
}

/** 3 November: the bank was read, and held that much on the 31st. */
async function givenRead(app: TestApp, caisse: GivenCaisse, balance: string) {
  app.at('2026-11-03T10:00:00Z')
  await readBank(caisse.call(), { on: '2026-10-31', balance })
}

async function givenReleased(caisse: GivenCaisse) {
  const { batchId, digest } = await prepareBatch(caisse.call(), { executionOn: '2026-10-22' })
  await approveBatch(caisse.call(caisse.treasurer), { batchId, digest })
  await releaseBatch(caisse.call(), { batchId })
  return batchId
}

const prepare = (caisse: GivenCaisse) => prepareClosing(caisse.call(), { month: '2026-10' })
const sign = (caisse: GivenCaisse, prepared: { closingId: string; digest: string }) =>
  approveClosing(caisse.call(caisse.treasurer), prepared)

describe('closing October', () => {
  test('with two late dues, one returned transfer and one cent missing', async ({ app }) => {
    const { caisse, ids } = await givenOctober(app)
    const shop = await givenOutlet(app, caisse, { tradeName: 'A. Épicerie' })
    const farm = await givenOutlet(app, caisse, { tradeName: 'B. Ferme' })
    app.at('2026-10-20T10:00:00Z')
    await givenReceipt(caisse, ids[0]!, 20_00, { receivedOn: '2026-10-20' })
    await givenPurchases(app, caisse, [
      { outletId: shop.id, cents: 30_00 },
      { outletId: farm.id, cents: 12_50 },
    ])
    const batchId = await givenReleased(caisse)
    app.at('2026-10-23T10:00:00Z')
    await markExecuted(caisse.call(), { batchId, lines: [1, 2], on: '2026-10-22' })
    await markReturned(caisse.call(), { batchId, lines: [2], on: '2026-10-23', reason: 'Compte clos' })
    // 5,000 + 20 − 42.50 + 12.50 = 4,990; the statement says one cent less.
    await givenRead(app, caisse, '4989,99')
    expect(gapsOf(await figures(app, caisse))).toEqual([
      { kind: 'dues_late', blocks: false, count: 2, cents: 40_00 },
      { kind: 'transfers_returned', blocks: false, count: 1, cents: 12_50 },
      { kind: 'bank_gap', blocks: true, cents: -1 },
    ])
    await expect(prepare(caisse)).rejects.toMatchObject({ code: 'closing_steps_left', params: { count: 1 } })
    await explainDifference(caisse.call(), {
      place: 'bank',
      there: 'less',
      amount: '0,01',
      on: '2026-10-31',
      reason: 'unknown',
    })
    const { closed, sha256 } = await sign(caisse, await prepare(caisse))
    expect(closed).toBe(true)
    const document = await read(app, caisse, (tx) => closingDocument(tx, sha256!))
    expect(document!.subarray(0, 5).toString()).toBe('%PDF-')
    expect(createHash('sha256').update(document!).digest('hex')).toBe(sha256)
    expect(await read(app, caisse, (tx) => findClosing(tx, '2026-10'))).toMatchObject({
      status: 'closed',
      figures: {
        dues: { expectedCents: 60_00, receivedCents: 20_00, lateHouseholds: 2 },
        claims: { acceptedCents: 42_50, sentCents: 42_50, cameBackCents: 12_50, closingCents: 12_50 },
        bank: { ledgerCents: 4989_99, readCents: 4989_99 },
        income: { differencesCents: -1 },
      },
    })
    await expectChecksToPass(app, caisse)
  })

  test('needs another person, who signs what was shown', async ({ app }) => {
    const { caisse } = await givenOctober(app)
    await givenRead(app, caisse, '5000')
    const prepared = await prepare(caisse)
    await expect(approveClosing(caisse.call(), prepared)).rejects.toMatchObject({ code: 'already_signed' })
    await expect(sign(caisse, { ...prepared, digest: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'changed_since_seen',
    })
    await expect(prepare(caisse)).rejects.toMatchObject({ code: 'closing_prepared' })
    const outcomes = await Promise.allSettled([sign(caisse, prepared), sign(caisse, prepared)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expectChecksToPass(app, caisse)
  })

  test('what changed between the two signatures has to be read again', async ({ app }) => {
    const { caisse, ids } = await givenOctober(app)
    await givenRead(app, caisse, '5000')
    const prepared = await prepare(caisse)
    await givenReceipt(caisse, ids[0]!, 20_00, { receivedOn: '2026-11-02' })
    await expect(sign(caisse, prepared)).rejects.toMatchObject({ code: 'closing_changed' })
    await cancelClosing(caisse.call(), { closingId: prepared.closingId })
    expect((await sign(caisse, await prepare(caisse))).closed).toBe(true)
    await expectChecksToPass(app, caisse)
  })

  test('afterwards nothing is dated in it; corrections go to the open month', async ({ app }) => {
    const { caisse, ids } = await givenOctober(app)
    app.at('2026-10-20T10:00:00Z')
    const receiptId = await givenReceipt(caisse, ids[0]!, 20_00, { receivedOn: '2026-10-20' })
    const { grantId } = await recordGrant(caisse.call(), {
      funder: 'Ville inventée',
      promised: '100',
      awardedOn: '2026-10-01',
      signed: true,
      tranches: [{ expectedOn: '2026-10-15', amount: '100' }],
    })
    const shop = await givenOutlet(app, caisse)
    await givenPurchases(app, caisse, [{ outletId: shop.id, cents: 30_00 }])
    const paid = { batchId: await givenReleased(caisse), lines: [1] }
    await givenRead(app, caisse, '5020')
    await sign(caisse, await prepare(caisse))

    const tranche = { grantId, number: 1 }
    const cent = { place: 'bank', there: 'more', amount: '0,01', reason: 'rounding' } as const
    const late = [
      () => givenReceipt(caisse, ids[1]!, 20_00, { receivedOn: '2026-10-31' }),
      () => receiveTranche(caisse.call(), { ...tranche, on: '2026-10-31' }),
      () => markExecuted(caisse.call(), { ...paid, on: '2026-10-22' }),
      () => explainDifference(caisse.call(), { ...cent, on: '2026-10-31' }),
    ]
    for (const act of late)
      await expect(act()).rejects.toMatchObject({ code: 'month_closed', params: { month: '2026-11' } })
    const before = await figures(app, caisse)
    await receiveTranche(caisse.call(), { ...tranche, on: '2026-11-02' })
    await markExecuted(caisse.call(), { ...paid, on: '2026-11-02' })
    await explainDifference(caisse.call(), { ...cent, on: '2026-11-02' })
    await undoReceipt(caisse.call(), { receiptId })
    expect({ ...(await figures(app, caisse)), dues: null }).toEqual({ ...before, dues: null })
    await expectChecksToPass(app, caisse)
  })

  test('a receipt sent while it is being closed is in it or refused, never behind it', async ({ app }) => {
    const { caisse, ids } = await givenOctober(app, 8)
    await givenRead(app, caisse, '5000')
    const prepared = await prepare(caisse)
    const receipts = ids.map((id) => () => givenReceipt(caisse, id, 20_00, { receivedOn: '2026-10-30' }))
    const acts = [...receipts.slice(0, 4), () => sign(caisse, prepared), ...receipts.slice(4)]
    const outcomes = await Promise.allSettled(acts.map((act) => act() as Promise<unknown>))
    const codes = outcomes.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code))
    const [signing] = codes.splice(4, 1)
    expect(['done', 'closing_changed', 'closing_steps_left']).toContain(signing)
    expect(new Set(codes)).toEqual(new Set([signing === 'done' ? 'month_closed' : 'done']))
    await expectChecksToPass(app, caisse)
  })

  test('a hundred households are closed in seconds', async ({ app }) => {
    const { caisse, ids } = await givenOctober(app, 100)
    app.at('2026-10-20T10:00:00Z')
    const receipt = { amount: 20_00, method: 'transfer', receivedOn: '2026-10-20' } as const
    await recordReceipts(caisse.call(), { receipts: ids.map((householdId) => ({ householdId, ...receipt })) })
    const started = performance.now()
    await givenRead(app, caisse, '7000')
    expect((await sign(caisse, await prepare(caisse))).closed).toBe(true)
    const seconds = (performance.now() - started) / 1000
    console.log(`closing 100 households: ${seconds.toFixed(2)} s`)
    expect(seconds).toBeLessThan(10)
  })

  test('of another caisse, it is unknown here', async ({ app }) => {
    const [{ caisse }, { caisse: other }] = [await givenOctober(app), await givenOctober(app)]
    await givenRead(app, caisse, '5000')
    const prepared = await prepare(caisse)
    await expect(sign(other, prepared)).rejects.toMatchObject({ code: 'unknown_closing', status: 404 })
  })
})

describe('cash and cheques', () => {
  test('receipts in cash are numbered without a gap, also when sent at once', async ({ app }) => {
    const { caisse, ids } = await givenOctober(app)
    app.at('2026-11-03T10:00:00Z')
    const give = (i: number) =>
      givenReceipt(caisse, ids[i % 3]!, 5_00, { method: 'cash', receivedOn: '2026-11-02' })
    const given = await Promise.all(Array.from({ length: 12 }, (_, i) => give(i)))
    const receipts = await read(app, caisse, async (tx) => {
      const found = []
      for (const id of given) found.push(await findReceipt(tx, id))
      return found
    })
    const numbers = receipts.map((one) => one!.number!.number).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
    await undoReceipt(caisse.call(), { receiptId: given[0]! })
    await give(0)
    await expectChecksToPass(app, caisse)
  })

  test('the box is counted by notes and coins, against the journal of that day', async ({ app }) => {
    const { caisse, ids } = await givenOctober(app)
    app.at('2026-11-03T10:00:00Z')
    await givenReceipt(caisse, ids[0]!, 20_00, { method: 'cash', receivedOn: '2026-10-30' })
    const count = (pieces: Record<string, number>) => countCash(caisse.call(), { on: '2026-11-03', pieces })
    expect(await count({ 1000: 1, 500: 1, 200: 2 })).toEqual({ totalCents: 19_00, gapCents: -1_00 })
    expect(gapsOf(await figures(app, caisse)).map(({ kind }) => kind)).toContain('cash_gap')
    await expect(count({ 3: 1 })).rejects.toMatchObject({ code: 'unknown_piece' })
  })

  test('a cheque that comes back unpaid leaves the bank, and is due again', async ({ app }) => {
    const { caisse, ids } = await givenOctober(app)
    app.at('2026-10-20T10:00:00Z')
    const on = '2026-10-20'
    const receiptId = await givenReceipt(caisse, ids[0]!, 20_00, { method: 'cheque', receivedOn: on })
    const bounce = () => bounceCheque(caisse.call(), { receiptId, on })
    await expect(bounce()).rejects.toMatchObject({ code: 'cheque_not_deposited' })
    const slip = await depositToBank(caisse.call(), { from: 'cheques', receiptIds: [receiptId] })
    expect(slip).toMatchObject({ number: 1, amountCents: 20_00 })
    await expect(undoReceipt(caisse.call(), { receiptId })).rejects.toMatchObject({
      code: 'cheque_deposited',
    })
    const outcomes = await Promise.allSettled([bounce(), bounce()])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await figures(app, caisse)).toMatchObject({
      bank: { ledgerCents: 5000_00 },
      cheques: { ledgerCents: 0, inHand: 0 },
      dues: { lateHouseholds: 3 },
    })
    await expectChecksToPass(app, caisse)
  })
})
