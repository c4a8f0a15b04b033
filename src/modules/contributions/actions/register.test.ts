import { describe, expect } from 'vitest'
import { test } from '../../../../test/app.ts'
import { givenAccount, givenCaisse } from '../../../../test/given.ts'
import { givenHousehold, givenHouseholds } from '../../../../test/given-contributions.ts'
import { aChild, aHousehold } from '../../../../test/given-people.ts'
import { inCaisse, type CaisseId } from '../../../db/db.ts'
import type { TestApp } from '../../../../test/app.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { createWave } from '../../people/actions/households.ts'
import { readPaymentReference } from '../../people/rules/payment-reference.ts'
import { listHouseholds } from '../../people/store/listing.ts'
import { getHousehold, membersOf } from '../../people/store/households.ts'
import { readBudgetHouseholds, type BudgetHouseholdRow } from '../store/budget-households.ts'
import { listPledges } from '../store/pledges.ts'
import { registerHouseholds } from './register.ts'

async function budgetOf(app: TestApp, caisseId: CaisseId, month: string): Promise<BudgetHouseholdRow[]> {
  return inCaisse(app.db, caisseId, async (tx) => {
    const all: BudgetHouseholdRow[] = []
    for await (const rows of readBudgetHouseholds(tx, month)) all.push(...rows)
    return all
  })
}

describe('joining', () => {
  test('a household comes with its people, a reference, accounts and its first contribution', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { waveId } = await createWave(caisse.call(), {
      name: 'Vague 1',
      startsOn: '2026-01-01',
      plannedHouseholds: 20,
    })
    const id = await givenHousehold(caisse, {
      adults: 2,
      children: ['2018-05', null],
      waveId,
      enteredOn: '2026-03-15',
      contribution: '45,50',
    })
    await inCaisse(app.db, caisse.id, async (tx) => {
      const household = await getHousehold(tx, id)
      expect(household).toMatchObject({ kind: 'household', waveName: 'Vague 1', enteredOn: '2026-03-15' })
      expect(readPaymentReference(household.paymentReference)).toBe(household.paymentReference)
      expect((await membersOf(tx, id)).map((member) => member.child)).toEqual([false, false, true, true])
      expect(await listPledges(tx, id)).toMatchObject([{ fromMonth: '2026-03', cents: 45_50 }])
      expect(await rightsLeft(tx, id)).toBe(0)
    })
    expect(await budgetOf(app, caisse.id, '2026-02')).toEqual([])
    expect(await budgetOf(app, caisse.id, '2026-04')).toMatchObject([
      { id, adults: 2, contributionCents: 45_50, enteredOn: '2026-03-15', exception: null, dueCents: null },
    ])
  })

  test('several at once: all of them, or none and the line that is refused', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const below = { ...aHousehold({ adults: 2 }), contribution: '14,99' }
    await expect(
      registerHouseholds(caisse.call(), { households: [{ ...aHousehold(), contribution: 10_00 }, below] }),
    ).rejects.toMatchObject({ code: 'below_floor', params: { floorCents: 15_00, lineNumber: 2 } })
    const { total } = await inCaisse(app.db, caisse.id, (tx) => listHouseholds(tx))
    expect(total).toBe(0)
  })

  test('an exception lets it start below the floor', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHousehold(caisse, { contribution: '2', exception: { amount: '2', untilMonth: '2026-03' } })
    const [inMarch] = await budgetOf(app, caisse.id, '2026-03')
    const [inApril] = await budgetOf(app, caisse.id, '2026-04')
    expect(inMarch!.exception).toEqual({ cents: 2_00, until: '2026-03' })
    expect(inApril!.exception).toBeNull()
  })

  test('the same request twice at once registers one household', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const call = caisse.call()
    const households = [{ ...aHousehold(), contribution: '10' }]
    const [first, second] = await Promise.all([1, 2].map(() => registerHouseholds(call, { households })))
    expect(first).toEqual(second)
  })

  const refused: [string, string, Parameters<typeof registerHouseholds>[1]['households'][number]][] = [
    ['nobody grown up', 'household_without_adult', { ...aHousehold(), members: [aChild()] }],
    ['a single person with a child', 'single_has_others', { ...aHousehold({ adults: 2 }), kind: 'single' }],
    ['a group of one', 'group_of_one', { ...aHousehold(), kind: 'shared_budget_group' }],
    ['a child of the future', 'born_after_entry', aHousehold({ children: ['2026-02'] })],
    ['a hundred people', 'household_too_large', aHousehold({ adults: 100 })],
    ['a wave that is not', 'unknown_wave', aHousehold({ waveId: '019a0000-0000-7000-8000-000000000001' })],
    [
      'a territory that is not',
      'unknown_territory',
      aHousehold({ territoryId: '019a0000-0000-7000-8000-000000000001' }),
    ],
    [
      'a third party where there is none',
      'no_third_party_here',
      { ...aHousehold(), contribution: 1000, thirdPartyName: 'CCAS' },
    ],
    [
      'a third party of nothing',
      'third_party_without_contribution',
      { ...aHousehold(), thirdPartyName: 'CCAS' },
    ],
    [
      'an exception that is over',
      'exception_ends_before_it_starts',
      { ...aHousehold(), exception: { amount: 0, untilMonth: '2025-12' } },
    ],
    [
      'a day before any règlement',
      'no_reglement',
      { ...aHousehold({ enteredOn: '2025-06-01' }), contribution: 1000 },
    ],
  ]
  for (const [what, code, household] of refused) {
    test(`${what} is refused (${code})`, async ({ app }) => {
      const caisse = await givenCaisse(app)
      await expect(registerHouseholds(caisse.call(), { households: [household] })).rejects.toMatchObject({
        code,
      })
    })
  }

  test('is for the team only', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const resident = await givenAccount(app, caisse.id, 'resident')
    await expect(
      registerHouseholds(caisse.call(resident), { households: [aHousehold()] }),
    ).rejects.toMatchObject({ code: 'not_allowed' })
  })

  test('a wave of another caisse is not found, nor are its households', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const { waveId } = await createWave(there.call(), { name: 'Vague 1', startsOn: '2026-01-01' })
    await expect(
      registerHouseholds(here.call(), { households: [aHousehold({ waveId })] }),
    ).rejects.toMatchObject({ code: 'unknown_wave' })
    const id = await givenHousehold(there)
    await inCaisse(app.db, here.id, async (tx) => {
      await expect(getHousehold(tx, id)).rejects.toMatchObject({ code: 'unknown_household', status: 404 })
      expect(await membersOf(tx, id)).toEqual([])
      expect((await listHouseholds(tx)).total).toBe(0)
    })
    expect(await budgetOf(app, here.id, '2026-06')).toEqual([])
  })
})

describe('the month’s households', () => {
  test('count their members as on the 1st, or on their first day', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const id = await givenHousehold(caisse, { adults: 2, children: ['2020-01'], enteredOn: '2026-02-10' })
    await inCaisse(app.db, caisse.id, async (tx) => {
      const [, second] = await membersOf(tx, id)
      await tx
        .updateTable('household_member')
        .set({ to_on: '2026-03-05' })
        .where('person_id', '=', second!.personId)
        .execute()
    })
    const adults = async (month: string) => (await budgetOf(app, caisse.id, month))[0]!.adults
    expect(await adults('2026-02')).toBe(2)
    expect(await adults('2026-03')).toBe(2)
    expect(await adults('2026-04')).toBe(1)
  })

  test('come by ascending id, through several chunks, each once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const ids: string[] = []
    for (let i = 0; i < 3; i += 1)
      ids.push(
        ...(await givenHouseholds(
          caisse,
          Array.from({ length: 4_000 }, () => ({ contribution: 10_00 })),
        )),
      )
    const seen = (await budgetOf(app, caisse.id, '2026-05')).map((household) => household.id)
    expect(seen).toEqual([...ids].sort())
  })
})
