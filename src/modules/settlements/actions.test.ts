import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test, type TestApp } from '../../../test/app.ts'
import { givenAccount, givenCaisse, TEST_IBAN, type GivenCaisse } from '../../../test/given.ts'
import { givenAgreement, givenOutlet, OUTLET_IBAN } from '../../../test/given-accreditation.ts'
import { expectChecksToPass, givenPurchases, givenRefund } from '../../../test/given-treasury.ts'
import { inCaisse, INSTALLATION } from '../../db/db.ts'
import { SYSTEM } from '../../kit/actor.ts'
import { endAgreement } from '../accreditation/actions.ts'
import { changeOutletBank, confirmOutletBank } from '../accreditation/iban.ts'
import { openCaisse } from '../caisses/actions.ts'
import { balanceOf, caisseAccount, legsOf, ownedAccount } from '../ledger/store.ts'
import {
  approveBatch,
  cancelBatch,
  holdLines,
  markExecuted,
  markReturned,
  prepareBatch,
  releaseBatch,
  unholdLines,
} from './actions.ts'
import type { Format } from './rules/batch.ts'
import { outletStatement } from './statement.ts'
import { findBatch, findBatchFile, lastPaid, linesIn, owedToOutlets } from './store.ts'

const THURSDAY = '2026-11-26'
const NEXT_MONDAY = '2026-11-30'

/** A caisse with two outlets that sold for 30 and 12.50. */
async function givenSales(app: TestApp, options: Parameters<typeof givenCaisse>[1] = {}) {
  const caisse = await givenCaisse(app, options)
  const shop = await givenOutlet(app, caisse, { tradeName: 'A. Épicerie' })
  const farm = await givenOutlet(app, caisse, { tradeName: 'B. Ferme', kind: 'producer' })
  const payments = await givenPurchases(app, caisse, [
    { outletId: shop.id, cents: 20_00 },
    { outletId: shop.id, cents: 10_00 },
    { outletId: farm.id, cents: 12_50 },
  ])
  return { caisse, shop, farm, payments }
}

async function givenSigned(caisse: GivenCaisse) {
  const prepared = await prepareBatch(caisse.call(), { executionOn: THURSDAY })
  const { batchId, digest } = prepared
  await approveBatch(caisse.call(caisse.treasurer), { batchId, digest })
  return prepared
}

async function givenReleased(caisse: GivenCaisse, format: Format = 'pain.001.001.09') {
  const prepared = await givenSigned(caisse)
  const call = caisse.call()
  await releaseBatch(call, { batchId: prepared.batchId, format })
  return { ...prepared, releaseKey: call.key }
}

const owed = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, async (tx) =>
    Object.fromEntries((await owedToOutlets(tx)).map((one) => [one.outletId, one.owedCents])),
  )

const statuses = (app: TestApp, caisse: GivenCaisse, batchId: string) =>
  inCaisse(app.db, caisse.id, async (tx) => [
    (await findBatch(tx, batchId))!.status,
    ...(await linesIn(tx, batchId)).map((line) => line.status),
  ])

const euros = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, async (tx) => ({
    bank: await balanceOf(tx, await ownedAccount(tx, 'bank', caisse.bankAccountId)),
    inFlight: await balanceOf(tx, await caisseAccount(tx, 'transfers_in_flight')),
  }))

describe('what is owed', () => {
  test('is what the account holds, whenever it came in, and whatever became of the agreement', async ({
    app,
  }) => {
    const { caisse, shop, farm, payments } = await givenSales(app)
    await givenRefund(caisse, payments[0]!, 4_00)
    await endAgreement(caisse.call(), { agreementId: farm.agreementId, lastDay: '2026-11-24' })
    app.at('2027-03-01T10:00:00Z')
    expect(await owed(app, caisse)).toEqual({ [shop.id]: 26_00, [farm.id]: 12_50 })
  })

  test('to an outlet by one caisse is not owed by another', async ({ app }) => {
    const { caisse, shop } = await givenSales(app)
    const other = await givenCaisse(app)
    await givenAgreement(app, other, shop.id)
    expect(await owed(app, other)).toEqual({ [shop.id]: 0 })
    await expect(prepareBatch(other.call(), { executionOn: THURSDAY })).rejects.toMatchObject({
      code: 'nothing_to_settle',
    })
    expect((await owed(app, caisse))[shop.id]).toBe(30_00)
  })

  test('a new account is paid once another person called the outlet, and not before 48 hours', async ({
    app,
  }) => {
    const { caisse, farm } = await givenSales(app)
    const bank = { holder: 'GAEC de la Ferme', iban: TEST_IBAN }
    const { changeId } = await changeOutletBank(caisse.call(), { outletId: farm.id, bank })
    const prepare = async () => {
      const { batchId, aside } = await prepareBatch(caisse.call(), { executionOn: NEXT_MONDAY })
      const lines = await inCaisse(app.db, caisse.id, (tx) => linesIn(tx, batchId))
      await cancelBatch(caisse.call(), { batchId })
      return { aside, iban: lines.find((line) => line.outletId === farm.id)?.iban }
    }
    // Nobody called yet: the account that is known is paid.
    expect(await prepare()).toEqual({ aside: [], iban: OUTLET_IBAN })
    await confirmOutletBank(caisse.call(caisse.treasurer), {
      changeId: changeId!,
      calledName: 'La gérante',
      calledOn: '2026-11-24',
    })
    expect(await prepare()).toMatchObject({ aside: [{ outletId: farm.id, reason: 'iban_held' }] })
    app.at('2026-11-26T09:59:59Z')
    expect((await prepare()).aside).toHaveLength(1)
    app.at('2026-11-26T10:00:00Z')
    expect(await prepare()).toEqual({ aside: [], iban: TEST_IBAN })
  })
})

describe('preparing', () => {
  test('gives each outlet one line, as its account is now', async ({ app }) => {
    const { caisse, shop, farm } = await givenSales(app)
    const { batchId, number, totalCents, aside } = await prepareBatch(caisse.call(), {
      executionOn: THURSDAY,
    })
    expect({ number, totalCents, aside }).toEqual({ number: 1, totalCents: 42_50, aside: [] })
    await changeOutletBank(caisse.call(SYSTEM), {
      outletId: shop.id,
      bank: { holder: 'Voleur', iban: TEST_IBAN },
    })
    const lines = await inCaisse(app.db, caisse.id, (tx) => linesIn(tx, batchId))
    expect(lines).toMatchObject([
      { line: 1, outletId: shop.id, amountCents: 30_00, iban: OUTLET_IBAN, status: 'prepared' },
      { line: 2, outletId: farm.id, amountCents: 12_50, holder: 'SAS Épicerie du Marché' },
    ])
    await expectChecksToPass(app, caisse)
  })

  test('an outlet without an IBAN is set aside and told', async ({ app }) => {
    const { caisse, shop, farm } = await givenSales(app)
    await changeOutletBank(caisse.call(SYSTEM), { outletId: farm.id, bank: null })
    const { aside, totalCents } = await prepareBatch(caisse.call(), { executionOn: THURSDAY })
    expect(totalCents).toBe(30_00)
    expect(aside).toEqual([
      { outletId: farm.id, outletName: 'B. Ferme', owedCents: 12_50, reason: 'iban_missing' },
    ])
    expect((await owed(app, caisse))[shop.id]).toBe(30_00)
  })

  test('only some outlets, and only purchases up to a day', async ({ app }) => {
    const { caisse, shop, payments } = await givenSales(app)
    app.at('2026-11-25T10:00:00Z')
    await givenPurchases(app, caisse, [{ outletId: shop.id, cents: 7_00 }])
    await givenRefund(caisse, payments[0]!, 1_00)
    const prepared = await prepareBatch(caisse.call(), {
      executionOn: THURSDAY,
      outletIds: [shop.id],
      upTo: '2026-11-24',
    })
    // What went out since is taken off, what came in since waits.
    expect(prepared.totalCents).toBe(29_00)
  })

  test('what is in a batch is in no other; cancelled, it is owed again', async ({ app }) => {
    const { caisse, shop } = await givenSales(app)
    const first = await prepareBatch(caisse.call(), { executionOn: THURSDAY, outletIds: [shop.id] })
    await givenPurchases(app, caisse, [{ outletId: shop.id, cents: 5_00 }])
    const second = await prepareBatch(caisse.call(), { executionOn: THURSDAY })
    expect(second.totalCents).toBe(12_50)
    expect(second.aside).toMatchObject([{ outletId: shop.id, reason: 'in_batch' }])
    await cancelBatch(caisse.call(), { batchId: first.batchId })
    expect(await statuses(app, caisse, first.batchId)).toEqual(['cancelled', 'cancelled'])
    const third = await prepareBatch(caisse.call(), { executionOn: THURSDAY })
    expect([third.number, third.totalCents]).toEqual([3, 35_00])
    await expectChecksToPass(app, caisse)
  })

  test('five at once make one batch', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => prepareBatch(caisse.call(), { executionOn: THURSDAY })),
    )
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    const refusals = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason.code] : [],
    )
    expect(refusals).toEqual(Array.from({ length: 4 }, () => 'nothing_to_settle'))
  })

  test('a past day, a closed day, and a caisse without a bank account are refused', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const on = (executionOn: string) => prepareBatch(caisse.call(), { executionOn })
    await expect(on('2026-11-23')).rejects.toMatchObject({ code: 'execution_in_past' })
    await expect(on('2026-11-28')).rejects.toMatchObject({ code: 'banks_closed' })
    const call = { app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() }
    const poor = await openCaisse(call, {
      organisationId: caisse.organisationId,
      slug: `${caisse.slug}-sans-banque`,
      name: 'Sans banque',
    })
    await expect(
      prepareBatch({ app, actor: SYSTEM, caisseId: poor.caisseId, key: uuid() }, { executionOn: THURSDAY }),
    ).rejects.toMatchObject({ code: 'bank_account_missing' })
  })

  test('a practice caisse pays nobody', async ({ app }) => {
    const { caisse } = await givenSales(app)
    await app.db.updateTable('caisse').set({ practice: true }).where('id', '=', caisse.id).execute()
    await expect(prepareBatch(caisse.call(), { executionOn: THURSDAY })).rejects.toMatchObject({
      code: 'practice_pays_nobody',
    })
  })
})

describe('four eyes', () => {
  test('nothing leaves on one signature, nor on two of one person', async ({ app }) => {
    const { caisse } = await givenSales(app)
    await givenRoles(app, caisse)
    const { batchId, digest } = await prepareBatch(caisse.call(), { executionOn: THURSDAY })
    await expect(approveBatch(caisse.call(), { batchId, digest })).rejects.toMatchObject({
      code: 'already_signed',
    })
    await expect(releaseBatch(caisse.call(caisse.treasurer), { batchId })).rejects.toMatchObject({
      code: 'signatures_missing',
    })
    expect(await statuses(app, caisse, batchId)).toEqual(['prepared', 'prepared', 'prepared'])
  })

  test('who signs signs what they saw', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const { batchId } = await prepareBatch(caisse.call(), { executionOn: THURSDAY })
    await expect(
      approveBatch(caisse.call(caisse.treasurer), { batchId, digest: 'ab'.repeat(32) }),
    ).rejects.toMatchObject({ code: 'changed_since_seen' })
  })

  test('a line changed in the tables after it was signed does not leave', async ({ app }) => {
    const { caisse } = await givenSales(app)
    await givenRoles(app, caisse)
    const { batchId } = await givenSigned(caisse)
    await inCaisse(app.db, caisse.id, (tx) =>
      tx.updateTable('settlement_line').set({ iban: TEST_IBAN }).where('batch_id', '=', batchId).execute(),
    )
    await expect(releaseBatch(caisse.call(), { batchId })).rejects.toMatchObject({
      code: 'signatures_missing',
    })
  })

  test('a batch that the installation prepared takes two people', async ({ app }) => {
    const { caisse } = await givenSales(app)
    await givenRoles(app, caisse)
    const { batchId, digest } = await prepareBatch(caisse.call(SYSTEM), { executionOn: THURSDAY })
    await approveBatch(caisse.call(), { batchId, digest })
    await expect(releaseBatch(caisse.call(), { batchId })).rejects.toMatchObject({
      code: 'signatures_missing',
    })
    await approveBatch(caisse.call(caisse.treasurer), { batchId, digest })
    expect(await releaseBatch(caisse.call(), { batchId })).toMatchObject({ totalCents: 42_50 })
  })

  test('a resident neither prepares nor signs', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const resident = await givenAccount(app, caisse.id, 'resident')
    await expect(prepareBatch(caisse.call(resident), { executionOn: THURSDAY })).rejects.toMatchObject({
      code: 'not_allowed',
    })
  })
})

describe('releasing', () => {
  test('outlets are owed nothing more, and the transfers are in flight', async ({ app }) => {
    const { caisse, shop, farm } = await givenSales(app)
    const { batchId, releaseKey } = await givenReleased(caisse)
    expect(await owed(app, caisse)).toEqual({ [shop.id]: 0, [farm.id]: 0 })
    expect(await euros(app, caisse)).toEqual({ bank: 0, inFlight: -42_50 })
    expect(await statuses(app, caisse, batchId)).toEqual(['released', 'sent', 'sent'])
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect((await legsOf(tx, releaseKey)).map((leg) => [leg.book, leg.kind, leg.amount_cents])).toEqual([
        ['rights', 'settlement', 30_00],
        ['euros', 'settlement', 30_00],
        ['rights', 'settlement', 12_50],
        ['euros', 'settlement', 12_50],
      ])
      expect(await balanceOf(tx, await caisseAccount(tx, 'rights_redeemed'))).toBe(42_50)
      expect(await balanceOf(tx, await ownedAccount(tx, 'outlet_settlements', shop.id))).toBe(30_00)
    })
    await expectChecksToPass(app, caisse)
  })

  test('keeps the file with its hash, as it was', async ({ app }) => {
    const { caisse, shop } = await givenSales(app)
    const { batchId } = await givenReleased(caisse)
    await changeOutletBank(caisse.call(SYSTEM), { outletId: shop.id, bank: null })
    const kept = await inCaisse(app.db, caisse.id, (tx) => findBatchFile(tx, batchId))
    expect(kept!.file.toString()).toContain(`<IBAN>${OUTLET_IBAN}</IBAN>`)
    expect(kept!.file.toString()).toContain('<CtrlSum>42.50</CtrlSum>')
    expect(kept!.sha256).toBe(createHash('sha256').update(kept!.file).digest('hex'))
    const other = await givenCaisse(app)
    expect(await inCaisse(app.db, other.id, (tx) => findBatchFile(tx, batchId))).toBeUndefined()
  })

  test('five at once, and again later, send it once', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const { batchId } = await givenSigned(caisse)
    const release = () => releaseBatch(caisse.call(), { batchId })
    const outcomes = await Promise.allSettled([release(), release(), release(), release(), release()])
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    await expect(release()).rejects.toMatchObject({ code: 'batch_released', status: 409 })
    await expect(cancelBatch(caisse.call(), { batchId })).rejects.toMatchObject({ code: 'batch_released' })
    expect(await euros(app, caisse)).toMatchObject({ inFlight: -42_50 })
    await expectChecksToPass(app, caisse)
  })

  test('cancelled and released at once: one of both', async ({ app }) => {
    const { caisse, shop } = await givenSales(app)
    const { batchId } = await givenSigned(caisse)
    const outcomes = await Promise.allSettled([
      releaseBatch(caisse.call(), { batchId }),
      cancelBatch(caisse.call(caisse.treasurer), { batchId }),
    ])
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
    const [status] = await statuses(app, caisse, batchId)
    expect((await owed(app, caisse))[shop.id]).toBe(status === 'released' ? 0 : 30_00)
    await expectChecksToPass(app, caisse)
  })

  test('after midnight the day is past, and nothing leaves', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const { batchId } = await givenSigned(caisse)
    app.at('2026-11-26T22:59:59Z') // still the 26th in Paris
    app.at('2026-11-26T23:00:00Z')
    await expect(releaseBatch(caisse.call(), { batchId })).rejects.toMatchObject({
      code: 'execution_in_past',
    })
  })

  test('an outlet that refunded since is not paid too much', async ({ app }) => {
    const { caisse, payments } = await givenSales(app)
    const { batchId } = await givenSigned(caisse)
    await givenRefund(caisse, payments[0]!, 20_00)
    await givenRefund(caisse, payments[1]!, 5_00)
    await expect(releaseBatch(caisse.call(), { batchId })).rejects.toMatchObject({
      code: 'line_above_owed',
      params: { name: 'A. Épicerie', owedCents: 5_00 },
    })
    await holdLines(caisse.call(), { batchId, lines: [1], reason: 'Remboursement à revoir' })
    expect(await releaseBatch(caisse.call(), { batchId })).toMatchObject({ lines: 1, totalCents: 12_50 })
    await expectChecksToPass(app, caisse)
  })

  test('francs leave as a list, never as a SEPA file', async ({ app }) => {
    const { caisse } = await givenSales(app, { currency: 'CHF' })
    const { batchId } = await givenSigned(caisse)
    await expect(releaseBatch(caisse.call(), { batchId })).rejects.toMatchObject({ code: 'sepa_needs_euros' })
    await releaseBatch(caisse.call(), { batchId, format: 'list' })
    const kept = await inCaisse(app.db, caisse.id, (tx) => findBatchFile(tx, batchId))
    expect(kept!.format).toBe('list')
  })

  test('a list is numbered, totalled, and starts no formula', async ({ app }) => {
    const { caisse, farm } = await givenSales(app)
    await changeOutletBank(caisse.call(SYSTEM), {
      outletId: farm.id,
      bank: { holder: '=HYPERLINK("x")', iban: OUTLET_IBAN, bic: 'PSSTFRPP' },
    })
    const { batchId } = await givenReleased(caisse, 'list')
    const kept = await inCaisse(app.db, caisse.id, (tx) => findBatchFile(tx, batchId))
    const [header, first, second, total] = kept!.file.toString().replace('\ufeff', '').split('\r\n')
    expect(header).toBe('Fait;N°;Titulaire;IBAN;BIC;Montant;Référence')
    expect(first).toMatch(
      /^☐;1;SAS Épicerie du Marché;FR14 2004 1010 0505 0001 3M02 606;;30,00;[0-9A-Z]{25}-1$/,
    )
    expect(second).toContain(`'=HYPERLINK`)
    expect(second).toContain(';PSSTFRPP;12,50;')
    expect(total).toBe(';;Total;;;42,50;')
  })
})

describe('each line', () => {
  test('executed, the bank has less; all final, the batch is closed', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const { batchId } = await givenReleased(caisse)
    app.at('2026-11-27T10:00:00Z')
    await markExecuted(caisse.call(), { batchId, lines: [1], on: THURSDAY })
    expect(await euros(app, caisse)).toEqual({ bank: -30_00, inFlight: -12_50 })
    expect(await statuses(app, caisse, batchId)).toEqual(['released', 'executed', 'sent'])
    await markExecuted(caisse.call(), { batchId, lines: [2, 2], on: THURSDAY })
    expect(await euros(app, caisse)).toEqual({ bank: -42_50, inFlight: 0 })
    expect(await statuses(app, caisse, batchId)).toEqual(['closed', 'executed', 'executed'])
    await expectChecksToPass(app, caisse)
  })

  test('executed twice at once counts once', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const { batchId } = await givenReleased(caisse)
    const mark = () => markExecuted(caisse.call(), { batchId, lines: [1, 2], on: '2026-11-24' })
    const outcomes = await Promise.allSettled([mark(), mark(), mark()])
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    await expect(mark()).rejects.toMatchObject({ code: 'line_executed', params: { line: 1 } })
    expect(await euros(app, caisse)).toEqual({ bank: -42_50, inFlight: 0 })
  })

  test('refused by the bank, the outlet is owed again and paid by the next batch', async ({ app }) => {
    const { caisse, shop } = await givenSales(app)
    const { batchId, releaseKey } = await givenReleased(caisse)
    const call = caisse.call()
    await markReturned(call, { batchId, lines: [1], on: '2026-11-24', reason: 'AC04' })
    expect((await owed(app, caisse))[shop.id]).toBe(30_00)
    expect(await euros(app, caisse)).toEqual({ bank: 0, inFlight: -12_50 })
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect((await legsOf(tx, call.key)).map((leg) => [leg.kind, leg.corrects])).toEqual([
        ['settlement_returned', releaseKey],
        ['settlement_returned', releaseKey],
      ])
      expect((await linesIn(tx, batchId))[0]).toMatchObject({ status: 'returned', statusReason: 'AC04' })
    })
    const next = await givenSigned(caisse)
    expect(next.totalCents).toBe(30_00)
    await expectChecksToPass(app, caisse)
  })

  test('paid and sent back, the money is in the bank again', async ({ app }) => {
    const { caisse, shop } = await givenSales(app)
    const { batchId } = await givenReleased(caisse)
    await markExecuted(caisse.call(), { batchId, lines: [1, 2], on: '2026-11-24' })
    await markReturned(caisse.call(), { batchId, lines: [1], on: '2026-11-24', reason: 'Compte clos' })
    expect(await euros(app, caisse)).toEqual({ bank: -12_50, inFlight: 0 })
    expect((await owed(app, caisse))[shop.id]).toBe(30_00)
    expect(await statuses(app, caisse, batchId)).toEqual(['closed', 'returned', 'executed'])
    await expect(
      markReturned(caisse.call(), { batchId, lines: [1], on: '2026-11-24', reason: 'Encore' }),
    ).rejects.toMatchObject({ code: 'line_returned' })
    await expectChecksToPass(app, caisse)
  })

  test('held, it stays out of the file and out of other batches until it is released to what is owed', async ({
    app,
  }) => {
    const { caisse, shop } = await givenSales(app)
    const { batchId } = await givenSigned(caisse)
    await holdLines(caisse.call(), { batchId, lines: [1], reason: 'IBAN à vérifier' })
    await releaseBatch(caisse.call(), { batchId })
    await markExecuted(caisse.call(), { batchId, lines: [2], on: '2026-11-24' })
    expect(await statuses(app, caisse, batchId)).toEqual(['released', 'held', 'executed'])
    await expect(prepareBatch(caisse.call(), { executionOn: THURSDAY })).rejects.toMatchObject({
      code: 'nothing_to_settle',
    })
    await unholdLines(caisse.call(), { batchId, lines: [1] })
    expect(await statuses(app, caisse, batchId)).toEqual(['closed', 'cancelled', 'executed'])
    expect((await prepareBatch(caisse.call(), { executionOn: THURSDAY })).totalCents).toBe(30_00)
    expect((await owed(app, caisse))[shop.id]).toBe(30_00)
    await expectChecksToPass(app, caisse)
  })

  test('held and taken back before the batch leaves, it leaves with it', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const { batchId } = await givenSigned(caisse)
    await holdLines(caisse.call(), { batchId, lines: [1], reason: 'Un doute' })
    await unholdLines(caisse.call(), { batchId, lines: [1] })
    expect(await releaseBatch(caisse.call(), { batchId })).toMatchObject({ lines: 2, totalCents: 42_50 })
  })

  test('all held, there is nothing to send', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const { batchId } = await givenSigned(caisse)
    for (const line of [1, 2]) await holdLines(caisse.call(), { batchId, lines: [line], reason: 'Un doute' })
    await expect(releaseBatch(caisse.call(), { batchId })).rejects.toMatchObject({ code: 'batch_all_held' })
  })

  test('is moved only where it may go, at a day when the bank could', async ({ app }) => {
    const { caisse } = await givenSales(app)
    const { batchId } = await givenSigned(caisse)
    const on = '2026-11-24'
    await expect(markExecuted(caisse.call(), { batchId, lines: [1], on })).rejects.toMatchObject({
      code: 'batch_prepared',
    })
    await releaseBatch(caisse.call(), { batchId })
    await expect(
      holdLines(caisse.call(), { batchId, lines: [1], reason: 'Trop tard' }),
    ).rejects.toMatchObject({
      code: 'line_sent',
    })
    await expect(unholdLines(caisse.call(), { batchId, lines: [1] })).rejects.toMatchObject({
      code: 'line_sent',
    })
    await expect(markExecuted(caisse.call(), { batchId, lines: [3], on })).rejects.toMatchObject({
      code: 'unknown_line',
    })
    await expect(
      markExecuted(caisse.call(), { batchId, lines: [1], on: '2026-11-25' }),
    ).rejects.toMatchObject({ code: 'bank_day_in_future' })
    await expect(
      markReturned(caisse.call(), { batchId, lines: [1], on: '2026-11-23', reason: 'Non' }),
    ).rejects.toMatchObject({ code: 'bank_day_before_release' })
    const other = await givenCaisse(app)
    await expect(markExecuted(other.call(), { batchId, lines: [1], on })).rejects.toMatchObject({
      code: 'unknown_batch',
    })
  })

  test('whoever signs sees where the outlet was paid before', async ({ app }) => {
    const { caisse, shop } = await givenSales(app)
    await givenReleased(caisse)
    await givenPurchases(app, caisse, [{ outletId: shop.id, cents: 1_00 }])
    await changeOutletBank(caisse.call(SYSTEM), {
      outletId: shop.id,
      bank: { holder: 'Autre', iban: TEST_IBAN },
    })
    const { batchId } = await prepareBatch(caisse.call(), { executionOn: THURSDAY })
    const before = await inCaisse(app.db, caisse.id, (tx) => lastPaid(tx, batchId))
    expect(before).toEqual(
      new Map([
        [
          shop.id,
          { party: { holder: 'SAS Épicerie du Marché', iban: OUTLET_IBAN, bic: null }, payeeCheck: null },
        ],
      ]),
    )
  })
})

describe('the statement of an outlet', () => {
  test('tells each day’s payments, refunds below zero, and what was settled', async ({ app }) => {
    const { caisse, shop } = await givenSales(app)
    const { batchId } = await givenReleased(caisse)
    // 23:30 UTC is already the 26th in Paris.
    app.at('2026-11-25T23:30:00Z')
    const [payment] = await givenPurchases(app, caisse, [
      { outletId: shop.id, cents: 8_00 },
      { outletId: shop.id, cents: 2_00 },
    ])
    await givenRefund(caisse, payment!, 3_00)
    app.at('2026-11-27T10:00:00Z')
    await markExecuted(caisse.call(), { batchId, lines: [1], on: '2026-11-26' })
    const statement = (from: string, to: string) =>
      inCaisse(app.db, caisse.id, (tx) => outletStatement(tx, shop.id, { from, to }))
    expect(await statement('2026-11-01', '2026-11-30')).toMatchObject({
      openingCents: 0,
      days: [
        { day: '2026-11-24', payments: 2, paymentsCents: 30_00, refundsCents: 0, settledCents: -30_00 },
        { day: '2026-11-26', payments: 2, paymentsCents: 10_00, refunds: 1, refundsCents: -3_00 },
      ],
      settlements: [{ batchNumber: 1, amountCents: 30_00, status: 'executed', statusOn: '2026-11-26' }],
      closingCents: 7_00,
    })
    expect(await statement('2026-11-26', '2026-11-26')).toMatchObject({
      openingCents: 0,
      closingCents: 7_00,
      settlements: [],
    })
    const other = await givenCaisse(app)
    const seen = await inCaisse(app.db, other.id, (tx) =>
      outletStatement(tx, shop.id, { from: '2026-11-01', to: '2026-11-30' }),
    )
    expect(seen).toMatchObject({ openingCents: 0, days: [], settlements: [], closingCents: 0 })
  })
})

/** The two people hold their roles in the tables too, so that those who could sign are counted. */
async function givenRoles(app: TestApp, caisse: GivenCaisse): Promise<void> {
  await inCaisse(app.db, caisse.id, async (tx) => {
    for (const actor of [caisse.coordinator, caisse.treasurer]) {
      if (actor.kind !== 'account') continue
      await tx
        .insertInto('role_grant')
        .values({
          caisse_id: caisse.id,
          id: uuid(),
          login_account_id: actor.accountId,
          role: actor.grants[0]!.role,
          from_on: '2020-01-01',
        })
        .execute()
    }
  })
}
