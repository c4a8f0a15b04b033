import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenAccount, givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import {
  givenDues,
  givenHousehold,
  givenHouseholds,
  givenReceipt,
} from '../../../../test/given-contributions.ts'
import { runChecks } from '../../../db/checks.ts'
import { inCaisse, INSTALLATION } from '../../../db/db.ts'
import { SYSTEM } from '../../../kit/actor.ts'
import { openCaisse } from '../../caisses/actions.ts'
import { balanceOf, caisseAccount, householdAccount, legsOf, ownedAccount } from '../../ledger/store.ts'
import { dueStates } from '../store/due-states.ts'
import { findReceipt, insertReceipts, listReceipts } from '../store/receipts.ts'
import { recordReceipts, undoReceipt } from './receipts.ts'

/** What the caisse holds, by place. */
async function held(app: TestApp, caisse: GivenCaisse) {
  return inCaisse(app.db, caisse.id, async (tx) => ({
    bank: await balanceOf(tx, await ownedAccount(tx, 'bank', caisse.bankAccountId)),
    cash: await balanceOf(tx, await caisseAccount(tx, 'cash')),
    cheques: await balanceOf(tx, await caisseAccount(tx, 'cheques')),
  }))
}

async function expectChecksToPass(app: TestApp, caisse: GivenCaisse): Promise<void> {
  expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
}

const a = { amount: 20_00, receivedOn: '2026-11-20' } as const

describe('receipts', () => {
  test('many at once land where each was put', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [one, two] = await givenHouseholds(caisse, [{}, {}])
    const call = caisse.call(caisse.treasurer)
    const { receiptIds } = await recordReceipts(call, {
      receipts: [
        { ...a, householdId: one!, method: 'cash', reference: 'Reçu 12' },
        { ...a, householdId: two!, method: 'cheque', amount: '15,50' },
        { ...a, householdId: one!, method: 'transfer', amount: '100' },
        { ...a, householdId: two!, method: 'card', amount: '7,25', reference: 'TPE 0042' },
      ],
    })
    expect(receiptIds).toHaveLength(4)
    expect(await held(app, caisse)).toEqual({ bank: 107_25, cash: 20_00, cheques: 15_50 })
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await balanceOf(tx, await householdAccount(tx, one!, 'euros'))).toBe(-120_00)
      expect(await legsOf(tx, call.key)).toHaveLength(4)
      expect(await listReceipts(tx, { householdId: two! })).toMatchObject([
        { method: 'card', cents: 7_25, reference: 'TPE 0042', undone: false },
        { method: 'cheque', cents: 15_50 },
      ])
    })
    await expectChecksToPass(app, caisse)
  })

  test('one that is refused refuses them all, and says which', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse)
    const record = (last: object) =>
      recordReceipts(caisse.call(), {
        receipts: [
          { ...a, householdId, method: 'cash' },
          { ...a, householdId, method: 'cash', ...last },
        ],
      })
    const lineNumber = 2
    await expect(record({ amount: '1000,01' })).rejects.toMatchObject({
      code: 'too_much_cash',
      params: { limitCents: 1_000_00, lineNumber },
    })
    await expect(record({ receivedOn: '2026-11-25' })).rejects.toMatchObject({ code: 'received_in_future' })
    await expect(record({ householdId: uuid() })).rejects.toMatchObject({
      code: 'unknown_household',
      params: { lineNumber },
    })
    await expect(record({ method: 'third_party' })).rejects.toMatchObject({ code: 'no_third_party' })
    await expect(record({ amount: '0' })).rejects.toMatchObject({
      issues: [{ field: 'receipts.1.amount', message: 'amount_positive' }],
    })
    expect(await inCaisse(app.db, caisse.id, (tx) => listReceipts(tx))).toEqual([])
    expect(await held(app, caisse)).toEqual({ bank: 0, cash: 0, cheques: 0 })
  })

  test('without a bank account the caisse takes cash and cheques only', async ({ app }) => {
    const { organisationId, slug } = await givenCaisse(app)
    const { caisseId } = await openCaisse(
      { app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() },
      { organisationId, slug: `${slug}-bis`, name: 'Sans banque' },
    )
    const call = () => ({ app, actor: SYSTEM, caisseId, key: uuid() })
    const householdId = await givenHousehold({ call })
    const record = (method: 'card' | 'cheque') =>
      recordReceipts(call(), { receipts: [{ ...a, householdId, method }] })
    await expect(record('card')).rejects.toMatchObject({ code: 'no_bank_account' })
    await expect(record('cheque')).resolves.toMatchObject({ receiptIds: [expect.any(String)] })
  })

  test('are for the team only', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse)
    const resident = await givenAccount(app, caisse.id, 'resident')
    await expect(
      recordReceipts(caisse.call(resident), { receipts: [{ ...a, householdId, method: 'cash' }] }),
    ).rejects.toMatchObject({ code: 'not_allowed' })
  })

  test('the same request five times at once is one receipt', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse)
    const call = caisse.call()
    const receipts = [{ ...a, householdId, method: 'cash' as const }]
    await Promise.all([1, 2, 3, 4, 5].map(() => recordReceipts(call, { receipts })))
    expect((await held(app, caisse)).cash).toBe(20_00)
    await expectChecksToPass(app, caisse)
  })
})

describe('undoing a receipt', () => {
  test('brings its euros back the way they came, and both stay', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-03')
    const receiptId = await givenReceipt(caisse, householdId, 20_00, { method: 'cheque' })
    const call = caisse.call()
    await undoReceipt(call, { receiptId })
    expect((await held(app, caisse)).cheques).toBe(0)
    await inCaisse(app.db, caisse.id, async (tx) => {
      const original = (await findReceipt(tx, receiptId))!
      expect(original.undone).toBe(true)
      expect(await legsOf(tx, call.key)).toMatchObject([
        { kind: 'receipt_undone', corrects: original.gestureId },
      ])
      expect(await listReceipts(tx, { householdId })).toHaveLength(2)
      expect(await dueStates(tx, '2026-03')).toMatchObject([{ receivedCents: 0, missingCents: 20_00 }])
    })
    await expectChecksToPass(app, caisse)
  })

  test('happens once, also when asked twice at the same instant', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse)
    const receiptId = await givenReceipt(caisse, householdId, 20_00)
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => undoReceipt(caisse.call(), { receiptId })))
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    const codes = outcomes.flatMap((one) =>
      one.status === 'rejected' ? (one.reason as { code: string }).code : [],
    )
    expect(codes).toEqual(['receipt_already_undone', 'receipt_already_undone'])
    expect((await held(app, caisse)).bank).toBe(0)
    await expectChecksToPass(app, caisse)
  })

  test('sent five times at the same instant under one key is answered five times alike', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const receiptId = await givenReceipt(caisse, await givenHousehold(caisse), 20_00)
    const call = caisse.call()
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => undoReceipt(call, { receiptId })))
    expect(new Set(answers.map((answer) => answer.receiptId)).size).toBe(1)
    expect((await held(app, caisse)).bank).toBe(0)
  })

  test('of one among many gives back that one', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [one, two] = await givenHouseholds(caisse, [{}, {}])
    const { receiptIds } = await recordReceipts(caisse.call(), {
      receipts: [
        { ...a, householdId: one!, method: 'cash' },
        { ...a, householdId: two!, method: 'transfer' },
        { ...a, householdId: one!, method: 'transfer', amount: 5_00 },
      ],
    })
    await undoReceipt(caisse.call(), { receiptId: receiptIds[1]! })
    expect(await held(app, caisse)).toEqual({ bank: 5_00, cash: 20_00, cheques: 0 })
    await expectChecksToPass(app, caisse)
  })

  test('is itself not undone, and another caisse’s is not found', async ({ app }) => {
    const [caisse, elsewhere] = [await givenCaisse(app), await givenCaisse(app)]
    const receiptId = await givenReceipt(caisse, await givenHousehold(caisse), 20_00)
    await expect(undoReceipt(elsewhere.call(), { receiptId })).rejects.toMatchObject({
      code: 'unknown_receipt',
    })
    const undone = await undoReceipt(caisse.call(), { receiptId })
    await expect(undoReceipt(caisse.call(), undone)).rejects.toMatchObject({ code: 'receipt_is_an_undoing' })
    await inCaisse(app.db, elsewhere.id, async (tx) => {
      expect(await findReceipt(tx, receiptId)).toBeUndefined()
      expect(await listReceipts(tx)).toEqual([])
    })
  })
})

test('a receipt without its euros is found by the checks', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const householdId = await givenHousehold(caisse)
  const orphan = {
    id: uuid(),
    householdId,
    method: 'cash',
    cents: 5_00,
    receivedOn: '2026-11-20',
    reference: '',
  } as const
  await inCaisse(app.db, caisse.id, (tx) => insertReceipts(tx, uuid(), [orphan], app.now()))
  const { findings } = await runChecks(app.db, caisse.id)
  expect(findings).toMatchObject([{ check: 'receipts_and_journal_agree_per_household' }])
})

test('whatever comes in, and is undone, covers the dues to the cent', async ({ app }) => {
  const months = ['2026-01', '2026-02', '2026-03', '2026-04']
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ cents: fc.integer({ min: 1, max: 60_00 }), undone: fc.boolean() }), {
        maxLength: 6,
      }),
      fc.integer({ min: 10_00, max: 40_00 }),
      async (given, contribution) => {
        const caisse = await givenCaisse(app)
        const householdId = await givenHousehold(caisse, { contribution })
        await givenDues(caisse, ...months)
        for (const { cents, undone } of given) {
          const receiptId = await givenReceipt(caisse, householdId, cents)
          if (undone) await undoReceipt(caisse.call(), { receiptId })
        }
        const received = given.reduce((sum, one) => sum + (one.undone ? 0 : one.cents), 0)
        const states = await inCaisse(app.db, caisse.id, (tx) =>
          Promise.all(months.map((month) => dueStates(tx, month))),
        )
        const covered = states.flat().reduce((sum, state) => sum + state.receivedCents, 0)
        expect(covered + states[0]![0]!.aheadCents).toBe(received)
        expect((await held(app, caisse)).bank).toBe(received)
        await expectChecksToPass(app, caisse)
      },
    ),
    { numRuns: 12 },
  )
})
