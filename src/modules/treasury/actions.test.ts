import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test, type TestApp } from '../../../test/app.ts'
import { givenAccount, givenCaisse, TEST_IBAN, type GivenCaisse } from '../../../test/given.ts'
import { givenGrants } from '../../../test/given-allocations.ts'
import { givenOutlet, OUTLET_IBAN } from '../../../test/given-accreditation.ts'
import {
  expectChecksToPass,
  givenContribution,
  givenIssuedMonth,
  givenPurchases,
} from '../../../test/given-treasury.ts'
import { inCaisse, INSTALLATION, type CaisseTx } from '../../db/db.ts'
import { SYSTEM } from '../../kit/actor.ts'
import { openCaisse } from '../caisses/actions.ts'
import { caisseBankAccount } from '../caisses/store.ts'
import { balanceOf, legsOf } from '../ledger/store.ts'
import { approveBatch, markExecuted, prepareBatch, releaseBatch } from '../settlements/actions.ts'
import {
  correctOpeningBalance,
  planTranches,
  receiveTranche,
  recordGrant,
  recordOpeningBalance,
  signGrant,
  undoTranche,
} from './actions.ts'
import {
  askBankChange,
  bindBankAccount,
  confirmBankChange,
  withdrawBankChange,
} from './actions/bank-account.ts'
import { depositToBank } from './actions/deposits.ts'
import { askedBankChange } from './store/bank-changes.ts'
import { coverage, findGrant, legalPayments, listGrants, position, runway } from './store.ts'

const read = <T>(app: TestApp, caisse: GivenCaisse, work: (tx: CaisseTx) => Promise<T>) =>
  inCaisse(app.db, caisse.id, work)
const standing = (app: TestApp, caisse: GivenCaisse) => read(app, caisse, position)

/** 60,000 in two tranches. */
const aGrant = {
  funder: 'Fondation inventée',
  promised: '60 000',
  awardedOn: '2026-01-10',
  signed: true,
  tranches: [
    { expectedOn: '2026-12-01', amount: '20 000' },
    { expectedOn: '2026-02-01', amount: '40 000' },
  ],
}

describe('the bank account', () => {
  test('is one of the organisation, shared by its caisses when the IBAN is the same', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const other = await openCaisse(
      { app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() },
      { organisationId: caisse.organisationId, slug: `${caisse.slug}-bis`, name: 'Sœur' },
    )
    const call = () => ({ app, actor: SYSTEM, caisseId: other.caisseId, key: uuid() })
    const same = await bindBankAccount(call(), { holder: 'Peu importe', iban: TEST_IBAN })
    expect(same.bankAccountId).toBe(caisse.bankAccountId)
    const own = await bindBankAccount(call(), { holder: 'Association', iban: OUTLET_IBAN })
    expect(own.bankAccountId).not.toBe(caisse.bankAccountId)
    const bound = await inCaisse(app.db, other.caisseId, caisseBankAccount)
    expect(bound).toMatchObject({ iban: OUTLET_IBAN, organisation_id: caisse.organisationId })
    expect(await read(app, caisse, caisseBankAccount)).toMatchObject({ iban: TEST_IBAN })
  })

  test('is not bound by a coordinator, nor with a wrong IBAN', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const account = { holder: 'Moi', iban: OUTLET_IBAN }
    await expect(bindBankAccount(caisse.call(), account)).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(
      bindBankAccount(caisse.call(caisse.treasurer), { ...account, iban: 'FR00' }),
    ).rejects.toMatchObject({ issues: [{ field: 'iban', message: 'iban' }] })
  })
})

describe('another bank account', () => {
  const NEW = { holder: 'Association', iban: OUTLET_IBAN }

  test('is used once another person has confirmed exactly that', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenGrants(app, caisse.id, [caisse.coordinator, caisse.treasurer])
    await expect(bindBankAccount(caisse.call(caisse.treasurer), NEW)).rejects.toMatchObject({
      code: 'bank_account_takes_two',
    })
    await expect(askBankChange(caisse.call(), { ...NEW, iban: TEST_IBAN })).rejects.toMatchObject({
      code: 'bank_account_same',
    })
    const asked = await askBankChange(caisse.call(caisse.treasurer), NEW)
    expect(await read(app, caisse, caisseBankAccount)).toMatchObject({ iban: TEST_IBAN })
    await expect(askBankChange(caisse.call(), NEW)).rejects.toMatchObject({ code: 'bank_account_waiting' })
    await expect(confirmBankChange(caisse.call(caisse.treasurer), asked)).rejects.toMatchObject({
      code: 'already_signed',
    })
    await expect(
      confirmBankChange(caisse.call(), { ...asked, digest: '0'.repeat(64) }),
    ).rejects.toMatchObject({ code: 'changed_since_seen' })
    await confirmBankChange(caisse.call(), asked)
    expect(await read(app, caisse, caisseBankAccount)).toMatchObject(NEW)
    await expect(confirmBankChange(caisse.call(), asked)).rejects.toMatchObject({
      code: 'unknown_account_change',
    })
    await expectChecksToPass(app, caisse)
  })

  test('that is withdrawn leaves everything as it is', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { changeId } = await askBankChange(caisse.call(caisse.treasurer), NEW)
    await withdrawBankChange(caisse.call(caisse.treasurer), { changeId })
    expect(await read(app, caisse, askedBankChange)).toBeUndefined()
    expect(await read(app, caisse, caisseBankAccount)).toMatchObject({ iban: TEST_IBAN })
    await askBankChange(caisse.call(), NEW)
  })
})

describe('the opening balance', () => {
  test('is recorded once, even when sent five times at once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const record = () => recordOpeningBalance(caisse.call(), { amount: '1 234,56' })
    const outcomes = await Promise.allSettled([record(), record(), record(), record(), record()])
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    await expect(record()).rejects.toMatchObject({ code: 'opening_recorded', status: 409 })
    expect(await standing(app, caisse)).toMatchObject({
      bankCents: 1234_56,
      freeCents: 1234_56,
      covered: true,
    })
    await expectChecksToPass(app, caisse)
  })

  test('is corrected by the difference, up or down, naming the first', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const first = caisse.call()
    await recordOpeningBalance(first, { amount: '1000' })
    const bank = async () => (await standing(app, caisse)).bankCents
    await correctOpeningBalance(caisse.call(), { amount: '1200' })
    expect(await bank()).toBe(1200_00)
    const down = caisse.call()
    await correctOpeningBalance(down, { amount: '0' })
    expect(await bank()).toBe(0)
    expect(await read(app, caisse, (tx) => legsOf(tx, down.key))).toMatchObject([
      { kind: 'correction', amount_cents: 1200_00, corrects: first.key },
    ])
    await expect(correctOpeningBalance(caisse.call(), { amount: '0' })).rejects.toMatchObject({
      code: 'opening_unchanged',
    })
  })

  test('has to exist to be corrected, in this caisse', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    await recordOpeningBalance(there.call(), { amount: '50' })
    await expect(correctOpeningBalance(here.call(), { amount: '1' })).rejects.toMatchObject({
      code: 'opening_missing',
    })
    expect((await standing(app, here)).bankCents).toBe(0)
  })

  test('needs a bank account', async ({ app }) => {
    const { organisationId, slug } = await givenCaisse(app)
    const call = { app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() }
    const { caisseId } = await openCaisse(call, { organisationId, slug: `${slug}-sans`, name: 'Sans banque' })
    await expect(
      recordOpeningBalance({ app, actor: SYSTEM, caisseId, key: uuid() }, { amount: '1' }),
    ).rejects.toMatchObject({ code: 'bank_account_missing' })
  })
})

describe('deposits', () => {
  test('move cash and cheques to the bank, never more than there is', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenContribution(app, caisse, { method: 'cash', cents: 30_00 })
    await givenContribution(app, caisse, { method: 'cheque', cents: 20_00 })
    await depositToBank(caisse.call(), { from: 'cash', amount: '25' })
    expect(await standing(app, caisse)).toMatchObject({
      bankCents: 25_00,
      cashCents: 5_00,
      chequesCents: 20_00,
      availableCents: 50_00,
    })
    await expect(depositToBank(caisse.call(), { from: 'cash', amount: '5,01' })).rejects.toMatchObject({
      code: 'deposit_above_cash',
      params: { heldCents: 5_00 },
    })
    await expect(depositToBank(caisse.call(), { from: 'cheques', amount: '15' })).rejects.toMatchObject({
      code: 'deposit_differs_from_cheques',
      params: { heldCents: 20_00 },
    })
    const twice = () => depositToBank(caisse.call(), { from: 'cheques', amount: '20' })
    const outcomes = await Promise.allSettled([twice(), twice()])
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expectChecksToPass(app, caisse)
  })
})

describe('grants', () => {
  test('come by tranches, in the order of their days', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { grantId } = await recordGrant(caisse.call(), aGrant)
    const call = caisse.call()
    await receiveTranche(call, { grantId, number: 1, on: '2026-02-03' })
    const grant = await read(app, caisse, (tx) => findGrant(tx, grantId))
    expect(grant).toMatchObject({
      promisedCents: 60_000_00,
      tranches: [
        {
          number: 1,
          expectedOn: '2026-02-01',
          amountCents: 40_000_00,
          receivedOn: '2026-02-03',
          gestureId: call.key,
        },
        { number: 2, expectedOn: '2026-12-01', amountCents: 20_000_00, receivedOn: null },
      ],
    })
    expect((await standing(app, caisse)).bankCents).toBe(40_000_00)
    expect(await read(app, caisse, (tx) => balanceOf(tx, grant!.accountId))).toBe(-40_000_00)
    expect(await read(app, caisse, (tx) => coverage(tx, '2026-02'))).toMatchObject({ grantsCents: 40_000_00 })
    expect(await read(app, caisse, (tx) => coverage(tx, '2026-03'))).toMatchObject({ grantsCents: 0 })
    await expectChecksToPass(app, caisse)
  })

  test('a tranche is received once, even three times at once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { grantId } = await recordGrant(caisse.call(), aGrant)
    const receive = () => receiveTranche(caisse.call(), { grantId, number: 1, on: '2026-02-03' })
    const outcomes = await Promise.allSettled([receive(), receive(), receive()])
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect((await standing(app, caisse)).bankCents).toBe(40_000_00)
  })

  test('entered by mistake, a tranche is undone and expected again', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { grantId } = await recordGrant(caisse.call(), aGrant)
    await expect(undoTranche(caisse.call(), { grantId, number: 1 })).rejects.toMatchObject({
      code: 'tranche_not_received',
    })
    const received = caisse.call()
    await receiveTranche(received, { grantId, number: 1, on: '2026-02-03' })
    // Undone from the account it came to, though the caisse has changed banks since.
    await bindBankAccount(caisse.call(SYSTEM), { holder: 'Association', iban: OUTLET_IBAN })
    const undone = caisse.call()
    await undoTranche(undone, { grantId, number: 1 })
    const [[came], [went]] = await read(app, caisse, async (tx) => [
      await legsOf(tx, received.key),
      await legsOf(tx, undone.key),
    ])
    expect(went).toMatchObject({
      debit_account: came!.credit_account,
      credit_account: came!.debit_account,
      corrects: received.key,
    })
    expect((await standing(app, caisse)).bankCents).toBe(0)
    await receiveTranche(caisse.call(), { grantId, number: 1, on: '2026-02-04' })
    await expectChecksToPass(app, caisse)
  })

  test('are planned anew around what has come, within what was promised', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { grantId } = await recordGrant(caisse.call(), aGrant)
    await receiveTranche(caisse.call(), { grantId, number: 1, on: '2026-02-03' })
    await planTranches(caisse.call(), {
      grantId,
      tranches: [
        { expectedOn: '2027-03-01', amount: '5000' },
        { expectedOn: '2027-01-01', amount: '15000' },
      ],
    })
    const grant = await read(app, caisse, (tx) => findGrant(tx, grantId))
    expect(grant!.tranches.map((tranche) => [tranche.number, tranche.expectedOn])).toEqual([
      [1, '2026-02-01'],
      [2, '2027-01-01'],
      [3, '2027-03-01'],
    ])
    await expect(
      planTranches(caisse.call(), { grantId, tranches: [{ expectedOn: '2027-01-01', amount: '20000,01' }] }),
    ).rejects.toMatchObject({ code: 'tranches_exceed_grant' })
    await expect(recordGrant(caisse.call(), { ...aGrant, promised: '59 999,99' })).rejects.toMatchObject({
      code: 'tranches_exceed_grant',
    })
  })

  test('are signed once, and belong to their caisse', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const { grantId } = await recordGrant(there.call(), { ...aGrant, signed: false })
    await signGrant(there.call(), { grantId })
    await expect(signGrant(there.call(), { grantId })).rejects.toMatchObject({ code: 'grant_signed' })
    await expect(receiveTranche(here.call(), { grantId, number: 1, on: '2026-02-03' })).rejects.toMatchObject(
      { code: 'unknown_grant' },
    )
    await expect(
      receiveTranche(there.call(), { grantId, number: 9, on: '2026-02-03' }),
    ).rejects.toMatchObject({ code: 'unknown_tranche' })
    expect(await read(app, here, (tx) => listGrants(tx))).toEqual([])
    const resident = await givenAccount(app, here.id, 'resident')
    await expect(recordGrant(here.call(resident), aGrant)).rejects.toMatchObject({ code: 'not_allowed' })
  })
})

describe('the position through a settlement', () => {
  test('what leaves for an outlet is free money at no moment', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const outlet = await givenOutlet(app, caisse)
    await recordOpeningBalance(caisse.call(), { amount: '100' })
    await givenPurchases(app, caisse, [{ outletId: outlet.id, cents: 60_00 }])
    expect(await standing(app, caisse)).toMatchObject({
      bankCents: 100_00,
      claimsCents: 60_00,
      freeCents: 40_00,
    })

    const { batchId, digest } = await prepareBatch(caisse.call(), { executionOn: '2026-11-26' })
    await approveBatch(caisse.call(caisse.treasurer), { batchId, digest })
    await releaseBatch(caisse.call(), { batchId })
    expect(await standing(app, caisse)).toMatchObject({
      bankCents: 100_00,
      inFlightCents: 60_00,
      claimsCents: 0,
      availableCents: 40_00,
      freeCents: 40_00,
    })
    await markExecuted(caisse.call(), { batchId, lines: [1], on: '2026-11-24' })
    expect(await standing(app, caisse)).toMatchObject({
      bankCents: 40_00,
      inFlightCents: 0,
      freeCents: 40_00,
    })
    await expectChecksToPass(app, caisse)
  })
})

describe('coverage and months left', () => {
  test('are unknown before the first month', async ({ app }) => {
    const caisse = await givenCaisse(app)
    expect(await read(app, caisse, (tx) => runway(tx, '2026-11', app.now()))).toBeNull()
    expect(await read(app, caisse, (tx) => coverage(tx, '2026-11'))).toEqual({
      month: '2026-11',
      allocationsCents: 0,
      contributionsCents: 0,
      netCostCents: 0,
      grantsCents: 0,
    })
  })

  test('count allocations issued, contributions received, and signed tranches to come', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await recordOpeningBalance(caisse.call(), { amount: '1000' })
    await givenIssuedMonth(app, caisse, { month: '2026-09', cents: 900_00 })
    for (const month of ['2026-10', '2026-11']) await givenIssuedMonth(app, caisse, { month, cents: 300_00 })
    await givenContribution(app, caisse, { method: 'transfer', cents: 100_00, on: '2026-10-15' })
    await givenContribution(app, caisse, { method: 'cash', cents: 40_00, on: '2026-11-02' })
    await givenContribution(app, caisse, { method: 'cash', cents: 40_00, on: '2026-11-02', undone: true })
    expect(await read(app, caisse, (tx) => coverage(tx, '2026-10'))).toMatchObject({
      allocationsCents: 300_00,
      contributionsCents: 100_00,
      netCostCents: 200_00,
    })
    expect(await read(app, caisse, (tx) => coverage(tx, '2026-11'))).toMatchObject({
      contributionsCents: 40_00,
    })
    // (900 - 0 + 300 - 100 + 300 - 40) / 3 = 453.34; free: 1140.
    const left = () => read(app, caisse, (tx) => runway(tx, '2026-11', app.now()))
    expect(await left()).toEqual({ months: 2, firstImpossible: '2027-02', overdueCents: 0 })
    await recordGrant(caisse.call(), {
      ...aGrant,
      promised: '300',
      signed: false,
      tranches: [{ expectedOn: '2027-01-15', amount: '300' }],
    })
    expect(await left()).toMatchObject({ months: 2 })
    const [grant] = await read(app, caisse, (tx) => listGrants(tx))
    await signGrant(caisse.call(), { grantId: grant!.id })
    expect(await left()).toMatchObject({ months: 3, firstImpossible: '2027-03' })
    app.at('2027-01-16T10:00:00Z')
    expect(await left()).toMatchObject({ months: 2, overdueCents: 300_00 })
  })
})

describe('payments over twelve months', () => {
  test('are counted for the whole organisation, twelve months back, refunds not taken off', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const outlet = await givenOutlet(app, caisse)
    const count = async () => (await legalPayments(app.db, caisse.organisationId, app.now()))!
    app.at('2026-01-10T10:00:00Z')
    await givenPurchases(app, caisse, [{ outletId: outlet.id, cents: 300_000_00 }])
    app.at('2026-11-24T10:00:00Z')
    await givenPurchases(app, caisse, [{ outletId: outlet.id, cents: 510_000_00 }])
    expect(await count()).toMatchObject({ paidCents: 810_000_00, step: 80 })
    app.at('2027-01-11T10:00:00Z')
    expect(await count()).toMatchObject({ paidCents: 510_000_00, step: 50 })
    expect(await legalPayments(app.db, uuid(), app.now())).toMatchObject({ paidCents: 0, step: 0 })
  })
})
