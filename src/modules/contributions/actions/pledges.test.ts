import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { aReglement, givenAccount, givenCaisse } from '../../../../test/given.ts'
import { givenDues, givenHousehold } from '../../../../test/given-contributions.ts'
import { inCaisse, type CaisseId } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import { endHousehold } from '../../people/actions/households.ts'
import { membersOf } from '../../people/store/households.ts'
import { dueStates } from '../store/due-states.ts'
import { listExceptions, listPledges } from '../store/pledges.ts'
import { computeDues } from './dues.ts'
import { changePledge, endException, grantException } from './pledges.ts'

async function expected(app: TestApp, caisseId: CaisseId, month: string): Promise<number[]> {
  const states = await inCaisse(app.db, caisseId, (tx) => dueStates(tx, month))
  return states.map((state) => state.expectedCents)
}

/** The account with which the first adult of a household signs in. */
async function givenResident(app: TestApp, caisseId: CaisseId, householdId: string): Promise<Actor> {
  const actor = await givenAccount(app, caisseId, 'resident')
  if (actor.kind !== 'account') throw new Error('an account')
  await inCaisse(app.db, caisseId, async (tx) => {
    const [adult] = await membersOf(tx, householdId)
    await tx
      .updateTable('person')
      .set({ login_account_id: actor.accountId })
      .where('caisse_id', '=', caisseId)
      .where('id', '=', adult!.personId)
      .execute()
  })
  return actor
}

describe('a pledge', () => {
  test('counts from its month on, and the last one chosen for a month counts', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await changePledge(caisse.call(), { householdId, from: '2026-03', amount: '35' })
    await changePledge(caisse.call(), { householdId, from: '2026-03', amount: '30' })
    await givenDues(caisse, '2026-02', '2026-03', '2026-04')
    expect(await expected(app, caisse.id, '2026-02')).toEqual([20_00])
    expect(await expected(app, caisse.id, '2026-03')).toEqual([30_00])
    expect(await expected(app, caisse.id, '2026-04')).toEqual([30_00])
  })

  test('never changes a month whose dues are computed', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-03')
    await expect(
      changePledge(caisse.call(), { householdId, from: '2026-03', amount: 30_00 }),
    ).rejects.toMatchObject({ code: 'month_closed', params: { month: '2026-04' } })
    await changePledge(caisse.call(), { householdId, from: '2026-04', amount: 30_00 })
    await givenDues(caisse, '2026-03', '2026-04')
    expect(await expected(app, caisse.id, '2026-03')).toEqual([20_00])
    expect(await expected(app, caisse.id, '2026-04')).toEqual([30_00])
  })

  test('chosen while the dues are computed either counts in them or is refused', async ({ app }) => {
    for (let round = 0; round < 10; round += 1) {
      const caisse = await givenCaisse(app)
      const householdId = await givenHousehold(caisse, { contribution: 20_00 })
      const [chosen] = await Promise.allSettled([
        changePledge(caisse.call(), { householdId, from: '2026-05', amount: 30_00 }),
        computeDues(caisse.call(), { month: '2026-05' }),
      ])
      const due = chosen.status === 'fulfilled' ? 30_00 : 20_00
      expect(await expected(app, caisse.id, '2026-05')).toEqual([due])
    }
  })

  test('below the floor, above a ceiling and between two steps is refused', async ({ app }) => {
    const caisse = await givenCaisse(app, {
      reglement: aReglement({
        contribution: {
          kind: 'free',
          floor: { baseCents: 10_00, perExtraPersonCents: 5_00 },
          stepCents: 5_00,
          ceiling: { cents: 100_00, binding: true },
        },
      }),
    })
    const householdId = await givenHousehold(caisse, { adults: 2, contribution: 20_00 })
    const choose = (amount: number) => changePledge(caisse.call(), { householdId, from: '2026-02', amount })
    await expect(choose(10_00)).rejects.toMatchObject({ code: 'below_floor', params: { floorCents: 15_00 } })
    await expect(choose(105_00)).rejects.toMatchObject({ code: 'above_ceiling' })
    await expect(choose(22_00)).rejects.toMatchObject({ code: 'not_a_step' })
    await expect(choose(100_00)).resolves.toMatchObject({ pledgeId: expect.any(String) as string })
  })

  test('is the household’s own: not a neighbour’s, not another caisse’s', async ({ app }) => {
    const [caisse, elsewhere] = [await givenCaisse(app), await givenCaisse(app)]
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    const neighbour = await givenHousehold(caisse, { contribution: 20_00 })
    const resident = await givenResident(app, caisse.id, householdId)
    const choose = (id: string) =>
      changePledge(caisse.call(resident), { householdId: id, from: '2026-12', amount: 40_00 })
    await expect(choose(householdId)).resolves.toBeDefined()
    await expect(choose(neighbour)).rejects.toMatchObject({ code: 'unknown_household' })
    await expect(
      changePledge(elsewhere.call(), { householdId, from: '2026-12', amount: 40_00 }),
    ).rejects.toMatchObject({ code: 'unknown_household' })
    expect(await inCaisse(app.db, elsewhere.id, (tx) => listPledges(tx, householdId))).toEqual([])
  })

  test('is for months in which the household is there', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00, enteredOn: '2026-05-10' })
    await endHousehold(caisse.call(), { householdId, leavesOn: '2026-09-15' })
    const choose = (from: string) => changePledge(caisse.call(), { householdId, from, amount: 40_00 })
    await expect(choose('2026-04')).rejects.toMatchObject({ code: 'before_household' })
    await expect(choose('2026-10')).rejects.toMatchObject({ code: 'household_left' })
    await expect(choose('2026-09')).resolves.toBeDefined()
  })

  test('names a third party only where the règlement knows one', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await expect(
      changePledge(caisse.call(), { householdId, from: '2026-02', amount: 20_00, thirdPartyName: 'CCAS' }),
    ).rejects.toMatchObject({ code: 'no_third_party_here' })
  })
})

describe('an exception', () => {
  test('lowers the due until the end of its month, and asks no reason', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await grantException(caisse.call(), {
      householdId,
      amount: '0',
      fromMonth: '2026-02',
      untilMonth: '2026-03',
    })
    await givenDues(caisse, '2026-01', '2026-02', '2026-03', '2026-04')
    const months = ['2026-01', '2026-02', '2026-03', '2026-04']
    const dues = await Promise.all(months.map((month) => expected(app, caisse.id, month)))
    expect(dues).toEqual([[20_00], [0], [0], [20_00]])
  })

  test('may end sooner, but not before what is already due', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    const { exceptionId } = await grantException(caisse.call(), {
      householdId,
      amount: 5_00,
      fromMonth: '2026-02',
      untilMonth: '2026-12',
    })
    await givenDues(caisse, '2026-02', '2026-03')
    const end = (untilMonth: string) => endException(caisse.call(), { exceptionId, untilMonth })
    await expect(end('2026-02')).rejects.toMatchObject({ code: 'month_closed' })
    await expect(end('2026-01')).rejects.toMatchObject({ code: 'exception_ends_before_it_starts' })
    await end('2026-03')
    await givenDues(caisse, '2026-04')
    expect(await expected(app, caisse.id, '2026-04')).toEqual([20_00])
  })

  test('is refused for a closed month, backwards, or to a household elsewhere', async ({ app }) => {
    const [caisse, elsewhere] = [await givenCaisse(app), await givenCaisse(app)]
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-02')
    const grant = { householdId, amount: 0, fromMonth: '2026-03', untilMonth: '2026-05' }
    await expect(grantException(caisse.call(), { ...grant, fromMonth: '2026-02' })).rejects.toMatchObject({
      code: 'month_closed',
    })
    await expect(grantException(caisse.call(), { ...grant, untilMonth: '2026-02' })).rejects.toMatchObject({
      code: 'exception_ends_before_it_starts',
    })
    await expect(grantException(elsewhere.call(), grant)).rejects.toMatchObject({ code: 'unknown_household' })
    const { exceptionId } = await grantException(caisse.call(), grant)
    await expect(
      endException(elsewhere.call(), { exceptionId, untilMonth: '2026-04' }),
    ).rejects.toMatchObject({ code: 'unknown_exception' })
    await expect(
      endException(caisse.call(), { exceptionId: uuid(), untilMonth: '2026-04' }),
    ).rejects.toMatchObject({ code: 'unknown_exception' })
    expect(await inCaisse(app.db, elsewhere.id, (tx) => listExceptions(tx, householdId))).toEqual([])
  })
})
