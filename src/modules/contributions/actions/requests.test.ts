import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenDues, givenHousehold } from '../../../../test/given-contributions.ts'
import { givenAccount, givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { inCaisse } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import { membersOf } from '../../people/store/households.ts'
import { linkLogin } from '../../people/store/own-household.ts'
import { openRequests, requestsOf } from '../store/requests.ts'
import { listExceptions } from '../store/pledges.ts'
import { agreeToLess, askForLess, closeRequest, withdrawRequest } from './requests.ts'

/** A household with somebody who signs in, its dues computed until October. */
async function givenAsker(app: TestApp, caisse: GivenCaisse) {
  const householdId = await givenHousehold(caisse, { contribution: 30_00 })
  await givenDues(caisse, '2026-10')
  const resident = await givenAccount(app, caisse.id, 'resident')
  await inCaisse(app.db, caisse.id, async (tx) => {
    const [member] = await membersOf(tx, householdId)
    await linkLogin(tx, member!.personId, (resident as Extract<Actor, { kind: 'account' }>).accountId)
  })
  const ask = (changes: Partial<Parameters<typeof askForLess>[1]> = {}) =>
    askForLess(caisse.call(resident), {
      householdId,
      amount: '0',
      fromMonth: '2026-11',
      untilMonth: '2027-01',
      ...changes,
    })
  return { householdId, resident, ask }
}

describe('a household asks to contribute less', () => {
  test('and the desk agrees to something near, once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { householdId, ask } = await givenAsker(app, caisse)
    const { requestId } = await ask()
    const answer = { requestId, amount: '5', fromMonth: '2026-11', untilMonth: '2026-12' }
    const outcomes = await Promise.allSettled([
      agreeToLess(caisse.call(), answer),
      agreeToLess(caisse.call(caisse.treasurer), answer),
    ])
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(closeRequest(caisse.call(), { requestId })).rejects.toMatchObject({
      code: 'request_already_answered',
    })
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await listExceptions(tx, householdId)).toMatchObject([
        { cents: 5_00, fromMonth: '2026-11', untilMonth: '2026-12' },
      ])
      expect(await requestsOf(tx, householdId)).toMatchObject([{ cents: 0, status: 'agreed' }])
      expect(await openRequests(tx)).toEqual([])
    })
  })

  test('one question at a time; withdrawn, another may be asked', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { resident, ask } = await givenAsker(app, caisse)
    const { requestId } = await ask()
    await expect(ask()).rejects.toMatchObject({ code: 'already_asking' })
    await withdrawRequest(caisse.call(resident), { requestId })
    await ask({ amount: '10' })
    await expect(
      agreeToLess(caisse.call(), { requestId, amount: '0', fromMonth: '2026-11', untilMonth: '2026-11' }),
    ).rejects.toMatchObject({ code: 'request_already_answered' })
  })

  test('from an open month, for a year at most, in order', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { ask } = await givenAsker(app, caisse)
    await expect(ask({ fromMonth: '2026-10' })).rejects.toMatchObject({ code: 'month_closed' })
    await expect(ask({ untilMonth: '2026-10' })).rejects.toMatchObject({ code: 'less_ends_before_it_starts' })
    await expect(ask({ untilMonth: '2027-11' })).rejects.toMatchObject({
      code: 'less_too_long',
      params: { month: '2027-10' },
    })
    await ask({ untilMonth: '2027-10' })
  })

  test('of its own only, and residents agree to nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { householdId, ask, resident } = await givenAsker(app, caisse)
    const stranger = await givenAccount(app, caisse.id, 'resident')
    await expect(
      askForLess(caisse.call(stranger), {
        householdId,
        amount: '0',
        fromMonth: '2026-11',
        untilMonth: '2026-11',
      }),
    ).rejects.toMatchObject({ code: 'unknown_household' })
    const { requestId } = await ask()
    await expect(withdrawRequest(caisse.call(stranger), { requestId })).rejects.toMatchObject({
      code: 'unknown_household',
    })
    const answer = { requestId, amount: '0', fromMonth: '2026-11', untilMonth: '2026-11' }
    await expect(agreeToLess(caisse.call(resident), answer)).rejects.toMatchObject({ code: 'not_allowed' })
    const elsewhere = await givenCaisse(app)
    await expect(agreeToLess(elsewhere.call(), answer)).rejects.toMatchObject({ code: 'unknown_request' })
  })
})
