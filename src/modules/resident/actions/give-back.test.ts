import { describe, expect } from 'vitest'
import { test } from '../../../../test/app.ts'
import { brokenWallets } from '../../../../test/given-allocations.ts'
import { givenTill } from '../../../../test/given-accreditation.ts'
import { balanceLeft, outcomeOf, payAt, tally } from '../../../../test/given-payments.ts'
import { givenResident } from '../../../../test/given-resident.ts'
import { givenAccount, givenCaisse } from '../../../../test/given.ts'
import { runChecks } from '../../../db/checks.ts'
import { inCaisse } from '../../../db/db.ts'
import { balanceOf, caisseAccount } from '../../ledger/store.ts'
import { giveBack } from './give-back.ts'

describe('rights given back', () => {
  test('return to the pot, and the books still agree', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const resident = await givenResident(app, caisse)
    expect(await giveBack(caisse.call(resident.actor), { amount: '30,50' })).toEqual({ leftCents: 69_50 })
    expect(await balanceLeft(app, resident)).toBe(69_50)
    const returned = await inCaisse(app.db, caisse.id, async (tx) =>
      balanceOf(tx, await caisseAccount(tx, 'rights_returned')),
    )
    expect(returned).toBe(30_50)
    expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
  })

  test('never more than is left, and never nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const resident = await givenResident(app, caisse)
    const give = (amount: string) => outcomeOf(giveBack(caisse.call(resident.actor), { amount }))
    expect(await give('100,01')).toBe('more_than_is_left')
    await expect(giveBack(caisse.call(resident.actor), { amount: '0' })).rejects.toMatchObject({
      issues: [{ field: 'amount' }],
    })
    await giveBack(caisse.call(resident.actor), { amount: '100' })
    expect(await give('1')).toBe('nothing_to_give_back')
  })

  test('sent twice under one key are given once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const resident = await givenResident(app, caisse)
    const call = caisse.call(resident.actor)
    await Promise.all([giveBack(call, { amount: '40' }), giveBack(call, { amount: '40' })])
    await expect(giveBack(call, { amount: '41' })).rejects.toMatchObject({ code: 'key_reused' })
    expect(await balanceLeft(app, resident)).toBe(60_00)
  })

  test('and spent at the same instant: one of both', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const resident = await givenResident(app, caisse)
    const till = await givenTill(app, caisse)
    const counts = await tally([
      giveBack(caisse.call(resident.actor), { amount: '80' }),
      payAt(app, till, resident, 80_00),
      giveBack(caisse.call(resident.actor), { amount: '80' }),
    ])
    expect(counts['paid']).toBe(1)
    expect(await balanceLeft(app, resident)).toBe(20_00)
    expect(await brokenWallets(app, caisse.id)).toEqual([])
  })

  test('by who is in no household: refused', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const nobody = await givenAccount(app, caisse.id, 'resident')
    expect(await outcomeOf(giveBack(caisse.call(nobody), { amount: '1' }))).toBe('unknown_household')
    expect(await outcomeOf(giveBack(caisse.call(), { amount: '1' }))).toBe('not_allowed')
  })
})
