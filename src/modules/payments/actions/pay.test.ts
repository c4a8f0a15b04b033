import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test } from '../../../../test/app.ts'
import { givenAgreement, givenOutlet, givenTill } from '../../../../test/given-accreditation.ts'
import { brokenWallets } from '../../../../test/given-allocations.ts'
import { givenCaisse } from '../../../../test/given.ts'
import {
  asDevice,
  balanceLeft,
  givenPayer,
  givenPayers,
  givenRights,
  outcomeOf,
  payAt,
  tally,
  type GivenPayer,
} from '../../../../test/given-payments.ts'
import { inCaisse } from '../../../db/db.ts'
import { agreementsOf } from '../../accreditation/store.ts'
import { endAgreement, suspendAgreement } from '../../accreditation/actions.ts'
import { revokeDevice } from '../../accreditation/devices.ts'
import { balanceOf, legsOf } from '../../ledger/store.ts'
import { withCheckDigit } from '../rules/number.ts'
import { openTill, pay } from './pay.ts'
import { blockPayer, choosePartPayment } from './payers.ts'

describe('a payment', () => {
  test('passes from the household to the outlet, and says what a receipt says', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    const payment = await payAt(app, till, payer, 18_40)
    expect(payment).toEqual({
      gestureId: expect.any(String),
      askedCents: 18_40,
      paidCents: 18_40,
      leftToPayCents: 0,
      at: '2026-11-24T10:00:00.000Z',
      numberEnd: payer.number.slice(-3),
    })
    expect(await balanceLeft(app, payer)).toBe(81_60)
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await balanceOf(tx, till.outlet.accountId)).toBe(18_40)
      expect(await legsOf(tx, payment.gestureId)).toMatchObject([{ leg: 1, kind: 'payment', book: 'rights' }])
      const audit = await tx.selectFrom('gesture').selectAll().where('id', '=', payment.gestureId).execute()
      expect(audit).toMatchObject([
        { kind: 'payment', device_id: till.deviceId, subject_id: payer.personId, login_account_id: null },
      ])
    })
  })

  test('is read however the number is grouped', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    const number = `${payer.number.slice(0, 4)} ${payer.number.slice(4)}`
    expect(await payAt(app, till, { ...payer, number }, 1_00)).toMatchObject({ paidCents: 1_00 })
  })

  test('of two adults of a household comes from the same rights', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse)
    const [one, other] = await givenPayers(app, caisse, { adults: 2, balanceCents: 50_00 })
    const payments = [one!, other!, one!, other!].map((payer) => payAt(app, till, payer, 20_00))
    expect(await tally(payments)).toEqual({ paid: 2, not_enough: 2 })
    expect(await balanceLeft(app, one!)).toBe(10_00)
  })

  test('in part pays what is left, where the person chose so or says so', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse)
    const chose = await givenPayer(app, caisse, { balanceCents: 12_00 })
    await choosePartPayment(caisse.call(), { personId: chose.personId, inPart: true })
    expect(await payAt(app, till, chose, 15_00)).toMatchObject({ paidCents: 12_00, leftToPayCents: 3_00 })
    expect(await outcomeOf(payAt(app, till, chose, 15_00))).toBe('not_enough')
    const says = await givenPayer(app, caisse, { balanceCents: 5_00 })
    expect(await outcomeOf(payAt(app, till, says, 15_00))).toBe('not_enough')
    expect(await payAt(app, till, says, 15_00, { inPart: true })).toMatchObject({ paidCents: 5_00 })
  })

  test('that is refused writes nothing and tells no balance', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [
      await givenTill(app, caisse),
      await givenPayer(app, caisse, { balanceCents: 5_00 }),
    ]
    await expect(payAt(app, till, payer, 5_01)).rejects.toMatchObject({ code: 'not_enough', params: {} })
    expect(await balanceLeft(app, payer)).toBe(5_00)
    expect(await brokenWallets(app, caisse.id)).toEqual([])
  })

  test('that cannot be read asks nothing of the database', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse)
    const payer = { number: withCheckDigit('1234567'), code: '724093' }
    const mistyped = payer.number.slice(0, 7) + String((Number(payer.number[7]) + 1) % 10)
    expect(await outcomeOf(payAt(app, till, { ...payer, number: mistyped }, 1))).toBe('number_mistyped')
    expect(await outcomeOf(payAt(app, till, { ...payer, number: '🥕' }, 1))).toBe('number_mistyped')
    expect(await outcomeOf(payAt(app, till, { ...payer, code: '12' }, 1))).toBe('code_format')
    expect(await outcomeOf(payAt(app, till, payer, 0))).toBe('amount_zero')
    expect(await outcomeOf(payAt(app, till, payer, 1.5))).toBe('amount_zero')
    expect(await outcomeOf(payAt(app, till, payer, 1_000_01))).toBe('amount_too_large')
    expect(await outcomeOf(payAt(app, till, payer, 1, { key: 'again' }))).toBe('key_missing')
  })
})

describe('who may not pay or be paid', () => {
  test('a number that nobody has is answered like a wrong code', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    const wrong = await payAt(app, till, { ...payer, code: '999000' }, 1_00).catch((error: Error) => error)
    const unknown = await payAt(app, till, { ...payer, number: withCheckDigit('0000000') }, 1_00).catch(
      (error: Error) => error,
    )
    expect(wrong).toMatchObject({ code: 'number_or_code', status: 422, params: {} })
    expect(unknown).toMatchObject({ code: 'number_or_code', status: 422, params: {} })
  })

  test('an outlet takes payments from the first to the last day of its agreement, by the caisse’s day', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const outlet = await givenOutlet(app, caisse, {}, { fromOn: '2026-11-25', toOn: '2026-11-30' })
    const [till, payer] = [await givenTill(app, caisse, outlet), await givenPayer(app, caisse)]
    const at = async (instant: string) => {
      app.at(instant)
      return outcomeOf(payAt(app, till, payer, 1_00))
    }
    expect(await at('2026-11-24T22:59:59Z')).toBe('not_accredited')
    expect(await at('2026-11-24T23:00:00Z')).toBe('paid')
    expect(await at('2026-11-30T22:59:59Z')).toBe('paid')
    expect(await at('2026-11-30T23:00:00Z')).toBe('not_accredited')
  })

  test('a suspended agreement, another caisse’s resident, a revoked device, a blocked number', async ({
    app,
  }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const till = await givenTill(app, here)
    const [payer, stranger, blocked] = [
      await givenPayer(app, here),
      await givenPayer(app, there),
      await givenPayer(app, here),
    ]
    expect(await outcomeOf(payAt(app, till, stranger, 1_00))).toBe('not_accredited')
    await givenAgreement(app, there, till.outlet.id)
    expect(await outcomeOf(payAt(app, till, stranger, 1_00))).toBe('paid')
    await blockPayer(here.call(), { personId: blocked.personId })
    expect(await outcomeOf(payAt(app, till, blocked, 1_00))).toBe('payer_blocked')
    await suspendAgreement(here.call(), { agreementId: till.outlet.agreementId })
    expect(await outcomeOf(payAt(app, till, payer, 1_00))).toBe('not_accredited')
    expect(await outcomeOf(payAt(app, till, stranger, 1_00))).toBe('paid')
    await revokeDevice(here.call(), { deviceId: till.deviceId })
    expect(await outcomeOf(payAt(app, till, stranger, 1_00))).toBe('device_revoked')
  })
})

describe('a repeated key', () => {
  test('sent five times at once pays once and answers five times the same (F3)', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    for (let round = 0; round < 40; round += 1) {
      const key = uuid()
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => payAt(app, till, payer, 1_00, { key })))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    }
    expect(await balanceLeft(app, payer)).toBe(60_00)
  })

  test('gives the answer of before, later and in part too', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [
      await givenTill(app, caisse),
      await givenPayer(app, caisse, { balanceCents: 3_00 }),
    ]
    const key = uuid()
    const first = await payAt(app, till, payer, 5_00, { key, inPart: true })
    app.at('2026-12-24T10:00:00Z')
    await endAgreement(caisse.call(), { agreementId: till.outlet.agreementId, lastDay: '2026-12-24' })
    app.at('2026-12-26T10:00:00Z')
    expect(await payAt(app, till, payer, 5_00, { key, inPart: true })).toEqual(first)
    expect(await balanceLeft(app, payer)).toBe(0)
  })

  test('is refused with another request, and has no effect (F4)', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse)
    const [payer, other] = [await givenPayer(app, caisse), await givenPayer(app, caisse)]
    const elsewhere = await givenTill(app, caisse, till.outlet)
    const key = uuid()
    await payAt(app, till, payer, 1_00, { key })
    const variants = [
      payAt(app, till, payer, 1_01, { key }),
      payAt(app, till, other, 1_00, { key }),
      payAt(app, till, payer, 1_00, { key, inPart: true }),
      payAt(app, till, { ...payer, code: '111999' }, 1_00, { key }),
      payAt(app, elsewhere, payer, 1_00, { key }),
    ]
    expect(await tally(variants)).toEqual({ key_reused: 5 })
    expect(await balanceLeft(app, payer)).toBe(99_00)
    expect(await balanceLeft(app, other)).toBe(100_00)
  })

  test('of two residents at the same instant pays one of them (F4)', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse)
    const [one, other] = [await givenPayer(app, caisse), await givenPayer(app, caisse)]
    for (let round = 0; round < 20; round += 1) {
      const key = uuid()
      expect(await tally([one, other].map((payer) => payAt(app, till, payer, 1_00, { key })))).toEqual({
        paid: 1,
        key_reused: 1,
      })
    }
  })

  test('that was refused can be used again once it is possible', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [
      await givenTill(app, caisse),
      await givenPayer(app, caisse, { balanceCents: 1_00 }),
    ]
    const key = uuid()
    expect(await outcomeOf(payAt(app, till, payer, 2_00, { key }))).toBe('not_enough')
    await payAt(app, till, payer, 1_00)
    expect(await outcomeOf(payAt(app, till, payer, 1_00, { key }))).toBe('not_enough')
  })
})

describe('the same euros', () => {
  test('are spent once: 200 payments of 1.00 at 20 outlets on 100.00 (F5)', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const tills = await Promise.all(Array.from({ length: 20 }, () => givenTill(app, caisse)))
    for (let round = 0; round < 3; round += 1) {
      const payer = await givenPayer(app, caisse)
      const payments = Array.from({ length: 200 }, (_, i) => payAt(app, tills[i % 20]!, payer, 1_00))
      expect(await tally(payments)).toEqual({ paid: 100, not_enough: 100 })
      expect(await balanceLeft(app, payer)).toBe(0)
    }
    expect(await brokenWallets(app, caisse.id)).toEqual([])
  })

  test('and the last one at one of two tills, served by two processes (F6)', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [one, other] = await givenPayers(app, caisse, { adults: 2, balanceCents: 0 })
    // Each with a queue of its own, as in a process of its own.
    const [first, second] = [openTill(app), openTill(app)]
    const [till, elsewhere] = [await givenTill(app, caisse), await givenTill(app, caisse)]
    for (let round = 0; round < 30; round += 1) {
      await givenRights(app, caisse.id, one!.householdId, 1_00)
      const request = ({ number, code }: GivenPayer) => ({ key: uuid(), number, code, amountCents: 1_00 })
      const both = [first(asDevice(till), request(one!)), second(asDevice(elsewhere), request(other!))]
      expect(await tally(both)).toEqual({ paid: 1, not_enough: 1 })
    }
    expect(await balanceLeft(app, one!)).toBe(0)
    expect(await brokenWallets(app, caisse.id)).toEqual([])
  })

  test('one key sent to two processes at once is paid once (F3)', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    const processes = [openTill(app), openTill(app)]
    for (let round = 0; round < 30; round += 1) {
      const request = { key: uuid(), number: payer.number, code: payer.code, amountCents: 1_00 }
      const answers = await Promise.all(processes.map((payIn) => payIn(asDevice(till), request)))
      expect(answers[0]).toEqual(answers[1])
    }
    expect(await balanceLeft(app, payer)).toBe(70_00)
  })
})

describe('caisses apart', () => {
  test('paying at once, each in its own commits, each answered', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const till = await givenTill(app, here)
    await givenAgreement(app, there, till.outlet.id)
    const payers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => givenPayer(app, i % 2 === 0 ? here : there)),
    )
    const answers = await Promise.all(payers.map((payer) => payAt(app, till, payer, 7_00)))
    expect(answers.map((answer) => answer.paidCents)).toEqual(payers.map(() => 7_00))
    for (const caisse of [here, there])
      await inCaisse(app.db, caisse.id, async (tx) => {
        const [agreement] = await agreementsOf(tx, till.outlet.id)
        expect(await balanceOf(tx, agreement!.accountId)).toBe(70_00)
      })
  })

  test('the statement moves nothing of another caisse, whatever it is given', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const till = await givenTill(app, here)
    await givenAgreement(app, there, till.outlet.id)
    const stranger = await givenPayer(app, there)
    const account = await inCaisse(app.db, there.id, async (tx) => {
      const { rows } = await sql<{ code_hmac: Buffer; account_id: number }>`
        select code_hmac, account_id from payer where caisse_id = ${there.id} and number = ${stranger.number}
      `.execute(tx)
      return rows[0]!
    })
    const asked = [
      [uuid()],
      [Buffer.alloc(32)],
      [stranger.number],
      [account.code_hmac],
      [till.deviceId],
      [1_00],
    ]
    const batch = (caisseId: number) =>
      app.pool.query('select pay_batch($1, now(), 10::smallint, now(), $2, $3, $4, $5, $6, $7)', [
        caisseId,
        ...asked,
      ])
    expect((await batch(here.id)).rowCount).toBe(0)
    // Even with a payer's row here that names the other caisse's account and code.
    const mine = await givenPayer(app, here, { balanceCents: 0 })
    const forged = inCaisse(app.db, here.id, (tx) =>
      sql`update payer set account_id = ${account.account_id}, code_hmac = ${account.code_hmac}
        where caisse_id = ${here.id} and number = ${mine.number}`.execute(tx),
    )
    await expect(forged).rejects.toMatchObject({ code: '23503' })
    expect(await balanceLeft(app, stranger)).toBe(100_00)
    expect((await batch(there.id)).rowCount).toBe(1)
  })
})

test('a device of one outlet cannot be used in the name of another', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const [till, closed] = [
    await givenTill(app, caisse),
    await givenTill(
      app,
      caisse,
      await givenOutlet(app, caisse, {}, { fromOn: '2026-01-01', toOn: '2026-12-31' }),
    ),
  ]
  const payer = await givenPayer(app, caisse)
  app.at('2027-01-02T10:00:00Z')
  const disguised = { ...asDevice(closed), outletId: till.outlet.id }
  const { number, code } = payer
  expect(await outcomeOf(pay(app, disguised, { key: uuid(), number, code, amountCents: 1_00 }))).toBe(
    'not_accredited',
  )
})
