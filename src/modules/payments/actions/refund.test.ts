import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test } from '../../../../test/app.ts'
import { givenTill } from '../../../../test/given-accreditation.ts'
import { brokenWallets } from '../../../../test/given-allocations.ts'
import { givenCaisse } from '../../../../test/given.ts'
import { balanceLeft, givenPayer, outcomeOf, payAt, tally } from '../../../../test/given-payments.ts'
import { inCaisse } from '../../../db/db.ts'
import { revokeDevice } from '../../accreditation/devices.ts'
import { householdHistory, outletDayTotal, outletJournal } from '../store/journal.ts'
import { refund } from './refund.ts'

describe('a refund', () => {
  test('goes back to the household, wholly or in part, until nothing of the payment is left', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    const { gestureId: paymentGestureId } = await payAt(app, till, payer, 10_00)
    const back = (amountCents: number) => refund(caisse.call(till.actor), { paymentGestureId, amountCents })
    expect(await back(4_00)).toMatchObject({ refundedCents: 4_00, leftCents: 6_00 })
    await expect(back(6_01)).rejects.toMatchObject({
      code: 'refund_too_large',
      params: { leftRightsCents: 6_00 },
    })
    expect(await back(6_00)).toMatchObject({ leftCents: 0 })
    expect(await outcomeOf(back(1))).toBe('already_refunded')
    expect(await balanceLeft(app, payer)).toBe(100_00)
  })

  test('asked fifteen times at once gives back what was paid and no more', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    const { gestureId: paymentGestureId } = await payAt(app, till, payer, 10_00)
    const refunds = Array.from({ length: 15 }, () =>
      refund(caisse.call(till.actor), { paymentGestureId, amountCents: 1_00 }),
    )
    expect(await tally(refunds)).toEqual({ paid: 10, already_refunded: 5 })
    expect(await balanceLeft(app, payer)).toBe(100_00)
    expect(await brokenWallets(app, caisse.id)).toEqual([])
  })

  test('sent twice with one key is made once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    const { gestureId: paymentGestureId } = await payAt(app, till, payer, 10_00)
    const key = uuid()
    const send = () => refund(caisse.call(till.actor, key), { paymentGestureId, amountCents: 3_00 })
    expect(await send()).toEqual(await send())
    expect(await balanceLeft(app, payer)).toBe(93_00)
  })

  test('is the business of the outlet that was paid, and of the desk', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, other, payer] = [
      await givenTill(app, caisse),
      await givenTill(app, caisse),
      await givenPayer(app, caisse),
    ]
    const { gestureId: paymentGestureId } = await payAt(app, till, payer, 10_00)
    const input = { paymentGestureId, amountCents: 1_00 }
    expect(await outcomeOf(refund(caisse.call(other.actor), input))).toBe('unknown_payment')
    expect(await outcomeOf(refund(caisse.call(caisse.treasurer), input))).toBe('not_allowed')
    expect(await outcomeOf(refund((await givenCaisse(app)).call(till.actor), input))).toBe('unknown_payment')
    expect(await outcomeOf(refund(caisse.call(), input))).toBe('paid')
    await revokeDevice(caisse.call(), { deviceId: till.deviceId })
    expect(await outcomeOf(refund(caisse.call(till.actor), input))).toBe('device_revoked')
    const notPaid = { ...input, paymentGestureId: uuid() }
    expect(await outcomeOf(refund(caisse.call(), notPaid))).toBe('unknown_payment')
  })
})

describe('what is read of payments', () => {
  test('an outlet sees its day, without names', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    app.at('2026-11-23T22:30:00Z')
    const first = await payAt(app, till, payer, 10_00)
    app.at('2026-11-23T23:30:00Z')
    const second = await payAt(app, till, payer, 20_00)
    app.at('2026-11-24T09:00:00Z')
    await refund(caisse.call(till.actor), { paymentGestureId: second.gestureId, amountCents: 5_00 })
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await outletJournal(tx, till.outlet.id, '2026-11-23', app.now())).toMatchObject([
        {
          gestureId: first.gestureId,
          kind: 'payment',
          amountCents: 10_00,
          numberEnd: payer.number.slice(-3),
        },
      ])
      expect(await outletJournal(tx, till.outlet.id, '2026-11-24', app.now())).toMatchObject([
        { kind: 'refund', amountCents: 5_00, corrects: second.gestureId, numberEnd: payer.number.slice(-3) },
        { kind: 'payment', amountCents: 20_00, refundedCents: 5_00 },
      ])
      expect(await outletDayTotal(tx, till.outlet.id, '2026-11-24')).toEqual({
        payments: 1,
        totalCents: 15_00,
      })
    })
  })

  test('a household sees where it spent, for thirteen months; the outlet then sees no digits either', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    await payAt(app, till, payer, 10_00)
    const seen = (now: string) =>
      inCaisse(app.db, caisse.id, async (tx) => ({
        household: await householdHistory(tx, payer.householdId, { now: new Date(now) }),
        outlet: await outletJournal(tx, till.outlet.id, '2026-11-24', new Date(now)),
      }))
    const within = await seen('2027-12-24T10:00:00Z')
    expect(within.household).toMatchObject([
      { kind: 'payment', changeCents: -10_00, outletName: 'L’Épicerie du Marché' },
      { kind: 'allocation', changeCents: 100_00, outletName: null },
    ])
    expect(within.outlet).toMatchObject([{ amountCents: 10_00, numberEnd: payer.number.slice(-3) }])
    const after = await seen('2027-12-24T10:00:01Z')
    expect(after.household).toEqual([])
    expect(after.outlet).toMatchObject([{ amountCents: 10_00, numberEnd: null }])
  })
})
