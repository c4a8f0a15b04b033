import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { aReglement, givenCaisse } from '../../../../test/given.ts'
import {
  givenDues,
  givenHousehold,
  givenHouseholds,
  givenReceipt,
} from '../../../../test/given-contributions.ts'
import { inCaisse, type CaisseId } from '../../../db/db.ts'
import { endHousehold } from '../../people/actions/households.ts'
import { readBudgetHouseholds } from '../store/budget-households.ts'
import { allDueStates, dueStates, dueTotals, type DueState } from '../store/due-states.ts'
import { computeDues, correctDue, waiveDue } from './dues.ts'
import { changePledge, grantException } from './pledges.ts'

async function stateOf(app: TestApp, caisseId: CaisseId, month: string, id: string): Promise<DueState> {
  const [state] = await inCaisse(app.db, caisseId, (tx) => dueStates(tx, month, { only: [id] }))
  return state!
}

describe('the month’s dues', () => {
  test('are what the règlement of the 1st makes of each household', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(caisse, [{ contribution: 42_00 }, { adults: 2, children: ['2020-01'] }])
    expect(await computeDues(caisse.call(), { month: '2026-03' })).toEqual({
      created: 2,
      households: 2,
      cents: 42_00 + 20_00,
      thirdPartyCents: 0,
      waivedCents: 0,
    })
  })

  test('computed twice at once, and again, are there once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(
      caisse,
      Array.from({ length: 200 }, () => ({ contribution: 12_34 })),
    )
    const answers = await Promise.all([1, 2, 3].map(() => computeDues(caisse.call(), { month: '2026-03' })))
    expect(answers.map((answer) => answer.created).sort((a, b) => a - b)).toEqual([0, 0, 200])
    expect(answers.every((answer) => answer.cents === 200 * 12_34)).toBe(true)
  })

  test('are completed for who arrives later, and nothing else moves', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const first = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-03')
    await grantException(caisse.call(), {
      householdId: first,
      amount: 0,
      fromMonth: '2026-04',
      untilMonth: '2026-04',
    })
    const late = await givenHousehold(caisse, { contribution: 30_00, enteredOn: '2026-03-20' })
    expect(await computeDues(caisse.call(), { month: '2026-03' })).toMatchObject({ created: 1, cents: 50_00 })
    expect((await stateOf(app, caisse.id, '2026-03', late)).expectedCents).toBe(30_00)
  })

  test('wait for the month before theirs', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await expect(computeDues(caisse.call(), { month: '2027-01' })).rejects.toMatchObject({
      code: 'month_too_far',
      params: { month: '2026-12' },
    })
    await expect(computeDues(caisse.call(), { month: '2025-12' })).rejects.toMatchObject({
      code: 'no_reglement',
    })
    await expect(computeDues(caisse.call(), { month: '2026-12' })).resolves.toMatchObject({ created: 0 })
  })

  test('part of them is a third party’s, and each pays its own', async ({ app }) => {
    const caisse = await givenCaisse(app, {
      reglement: aReglement({
        contribution: {
          kind: 'third_party_share',
          base: {
            kind: 'free',
            floor: { baseCents: 10_00, perExtraPersonCents: 0 },
            stepCents: null,
            ceiling: null,
          },
          payer: 'employer',
          payerName: null,
          share: { kind: 'rate', basisPoints: 5_000 },
          appliesTo: 'named_households',
        },
      }),
    })
    const named = await givenHousehold(caisse, { contribution: 50_01, thirdPartyName: 'La Boulange' })
    const other = await givenHousehold(caisse, { contribution: 50_00 })
    await givenDues(caisse, '2026-03')
    await givenReceipt(caisse, named, 25_01, { method: 'third_party' })
    await givenReceipt(caisse, named, 20_00)
    const state = await stateOf(app, caisse.id, '2026-03', named)
    expect(state).toMatchObject({ expectedCents: 25_00, receivedCents: 20_00, missingCents: 5_00 })
    expect(state.thirdParty).toMatchObject({ expectedCents: 25_01, receivedCents: 25_01, missingCents: 0 })
    await expect(givenReceipt(caisse, other, 10_00, { method: 'third_party' })).rejects.toMatchObject({
      code: 'no_third_party',
    })
  })
})

describe('a due', () => {
  test('changes only when it is corrected, and the answer keeps both amounts', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-03')
    await inCaisse(app.db, caisse.id, (tx) =>
      tx
        .insertInto('pledge')
        .values({
          caisse_id: caisse.id,
          id: app.newId(),
          household_id: householdId,
          from_month: '2026-03',
          amount_cents: 25_00,
          created_at: new Date('2026-11-24T11:00:00Z'),
        })
        .execute(),
    )
    await givenDues(caisse, '2026-03')
    expect((await stateOf(app, caisse.id, '2026-03', householdId)).expectedCents).toBe(20_00)
    expect(await correctDue(caisse.call(), { householdId, month: '2026-03' })).toMatchObject({
      beforeCents: 20_00,
      afterCents: 25_00,
    })
    expect((await stateOf(app, caisse.id, '2026-03', householdId)).expectedCents).toBe(25_00)
  })

  test('of a household that left before its month is corrected to nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-03')
    await waiveDue(caisse.call(), { householdId, month: '2026-03', amount: 5_00 })
    await endHousehold(caisse.call(), { householdId, leavesOn: '2026-02-20' })
    await correctDue(caisse.call(), { householdId, month: '2026-03' })
    expect(await stateOf(app, caisse.id, '2026-03', householdId)).toMatchObject({
      expectedCents: 0,
      waivedCents: 0,
      reason: { code: 'contributions.reason.after_exit' },
    })
  })

  test('waived is no longer missing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-03')
    await givenReceipt(caisse, householdId, 5_00)
    const waive = (amount: number) => waiveDue(caisse.call(), { householdId, month: '2026-03', amount })
    await expect(waive(20_01)).rejects.toMatchObject({ code: 'waives_more_than_due' })
    await waive(15_00)
    expect(await stateOf(app, caisse.id, '2026-03', householdId)).toMatchObject({
      expectedCents: 20_00,
      waivedCents: 15_00,
      receivedCents: 5_00,
      missingCents: 0,
    })
    await waive(0)
    expect((await stateOf(app, caisse.id, '2026-03', householdId)).missingCents).toBe(15_00)
  })

  test('that is not there, or another caisse’s, cannot be corrected or waived', async ({ app }) => {
    const [caisse, elsewhere] = [await givenCaisse(app), await givenCaisse(app)]
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-03')
    for (const call of [elsewhere.call(), elsewhere.call()])
      await expect(waiveDue(call, { householdId, month: '2026-03', amount: 1 })).rejects.toMatchObject({
        code: 'no_due',
      })
    await expect(correctDue(elsewhere.call(), { householdId, month: '2026-03' })).rejects.toMatchObject({
      code: 'no_due',
    })
    await expect(correctDue(caisse.call(), { householdId, month: '2026-04' })).rejects.toMatchObject({
      code: 'no_due',
    })
    expect(await inCaisse(app.db, elsewhere.id, (tx) => dueStates(tx, '2026-03'))).toEqual([])
  })
})

describe('what was received', () => {
  test('serves the oldest month first and carries over', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-01', '2026-02', '2026-03')
    await givenReceipt(caisse, householdId, 35_00)
    const seen = await Promise.all(
      ['2026-01', '2026-02', '2026-03'].map((month) => stateOf(app, caisse.id, month, householdId)),
    )
    expect(seen.map((state) => state.receivedCents)).toEqual([20_00, 15_00, 0])
    expect(seen.map((state) => state.lateCents)).toEqual([0, 0, 5_00])
    await givenReceipt(caisse, householdId, 40_00)
    expect(await stateOf(app, caisse.id, '2026-02', householdId)).toMatchObject({
      missingCents: 0,
      aheadCents: 15_00,
    })
  })

  test('is what the month’s allocation is told', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-01', '2026-02')
    await givenReceipt(caisse, householdId, 30_00)
    await waiveDue(caisse.call(), { householdId, month: '2026-02', amount: 4_00 })
    const told = (month: string) =>
      inCaisse(app.db, caisse.id, async (tx) => {
        for await (const [row] of readBudgetHouseholds(tx, month)) return row
        return undefined
      })
    expect(await told('2026-02')).toMatchObject({
      receivedCents: 14_00,
      dueCents: 20_00,
      thirdPartyDueCents: 0,
    })
    expect(await told('2026-03')).toMatchObject({ receivedCents: 0, dueCents: null })
  })

  test('adds up over the month, by page and as a whole', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const ids = await givenHouseholds(
      caisse,
      Array.from({ length: 25 }, (_, i) => ({ contribution: 10_00 + i })),
    )
    await givenDues(caisse, '2026-03')
    for (const id of ids.slice(0, 10)) await givenReceipt(caisse, id, 10_05)
    await inCaisse(app.db, caisse.id, async (tx) => {
      const pages = [
        await dueStates(tx, '2026-03', { limit: 15 }),
        await dueStates(tx, '2026-03', { limit: 15, offset: 15 }),
      ]
      const byName = pages.flat()
      const byId: DueState[] = []
      for await (const states of allDueStates(tx, '2026-03')) byId.push(...states)
      expect(byName.map((state) => state.householdId).sort()).toEqual(byId.map((state) => state.householdId))
      expect(await dueTotals(tx, '2026-03')).toMatchObject({
        households: 25,
        settledHouseholds: 6,
        expectedCents: 250_00 + 300,
        receivedCents: 10_00 * 6 + 15 + 10_05 * 4,
        missingCents: byName.reduce((sum, state) => sum + state.missingCents, 0),
      })
    })
  })

  test('a month without dues has nothing to tell, whoever wants to choose', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse)
    expect(await inCaisse(app.db, caisse.id, (tx) => dueStates(tx, '2026-03'))).toEqual([])
    expect(await inCaisse(app.db, caisse.id, (tx) => dueTotals(tx, '2026-03'))).toMatchObject({
      households: 0,
    })
    await expect(
      changePledge(caisse.call(), { householdId, from: '2026-01', amount: 10_00 }),
    ).resolves.toBeDefined()
  })
})
