import { describe, expect } from 'vitest'
import { test } from '../../../../test/app.ts'
import { givenTill } from '../../../../test/given-accreditation.ts'
import { givenHouseholds } from '../../../../test/given-allocations.ts'
import { givenAccount, givenCaisse } from '../../../../test/given.ts'
import { balanceLeft, givenPayer, outcomeOf, payAt } from '../../../../test/given-payments.ts'
import { inCaisse } from '../../../db/db.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { insertMembers, membersOf, setMemberLeaving } from '../../people/store/households.ts'
import { isNumber } from '../rules/number.ts'
import { findPayer, payersOfHousehold } from '../store/payers.ts'
import {
  blockPayer,
  chooseCode,
  choosePartPayment,
  followHousehold,
  issueNumber,
  resetCode,
  unblockPayer,
} from './payers.ts'

describe('a number', () => {
  test('is issued once, to an adult of a household', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [household] = await givenHouseholds(app, caisse.id, [{ adults: 1, children: ['2020-05'] }])
    const members = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, household!.id))
    const adult = members.find((member) => !member.child)!.personId
    const child = members.find((member) => member.child)!.personId
    const { number } = await issueNumber(caisse.call(), { personId: adult })
    expect(isNumber(number)).toBe(true)
    expect(await outcomeOf(issueNumber(caisse.call(), { personId: adult }))).toBe('number_exists')
    expect(await outcomeOf(issueNumber(caisse.call(), { personId: child }))).toBe('payer_is_child')
    const elsewhere = await givenCaisse(app)
    expect(await outcomeOf(issueNumber(elsewhere.call(), { personId: adult }))).toBe('not_in_household')
    const payers = await inCaisse(app.db, caisse.id, (tx) => payersOfHousehold(tx, household!.id))
    expect(payers).toMatchObject([{ personId: adult, number, accountId: household!.rights, hasCode: false }])
  })

  test('pays nothing before its code is chosen', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    await resetCode(caisse.call(), { personId: payer.personId })
    expect(await outcomeOf(payAt(app, till, payer, 1_00))).toBe('number_or_code')
    await chooseCode(caisse.call(), { personId: payer.personId, code: '5309' })
    expect(await outcomeOf(payAt(app, till, { ...payer, code: '5309' }, 1_00))).toBe('paid')
  })

  test('is blocked and unblocked', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    await blockPayer(caisse.call(), { personId: payer.personId })
    expect(await outcomeOf(payAt(app, till, payer, 1_00))).toBe('payer_blocked')
    await unblockPayer(caisse.call(), { personId: payer.personId })
    expect(await outcomeOf(payAt(app, till, payer, 1_00))).toBe('paid')
  })
})

test('who changes household pays from the new one’s rights', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const till = await givenTill(app, caisse)
  const [leaver, stayer] = [
    await givenPayer(app, caisse, { balanceCents: 10_00 }),
    await givenPayer(app, caisse, { balanceCents: 50_00 }),
  ]
  const { personId } = leaver
  await inCaisse(app.db, caisse.id, async (tx) => {
    await setMemberLeaving(tx, {
      householdId: leaver.householdId,
      personId,
      fromOn: '2026-01-01',
      toOn: '2026-11-23',
    })
    await insertMembers(tx, [
      { householdId: stayer.householdId, personId, child: false, fromOn: '2026-11-24' },
    ])
  })
  await followHousehold(caisse.call(), { personId })
  expect(await outcomeOf(payAt(app, till, leaver, 30_00))).toBe('paid')
  expect(await balanceLeft(app, stayer)).toBe(20_00)
  const before = await inCaisse(app.db, caisse.id, (tx) => rightsLeft(tx, leaver.householdId))
  expect(before).toBe(10_00)
})

describe('a code', () => {
  test('is chosen once, and never written anywhere', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { personId, code } = await givenPayer(app, caisse)
    expect(await outcomeOf(chooseCode(caisse.call(), { personId, code: '918273' }))).toBe(
      'code_already_chosen',
    )
    await resetCode(caisse.call(), { personId })
    expect(await outcomeOf(chooseCode(caisse.call(), { personId, code: '123456' }))).toBe('code_too_easy')
    await chooseCode(caisse.call(), { personId, code: '918273' })
    const written = await inCaisse(app.db, caisse.id, async (tx) => [
      ...(await tx.selectFrom('gesture').selectAll().where('subject_id', '=', personId).execute()),
      await tx.selectFrom('payer').selectAll().where('person_id', '=', personId).execute(),
    ])
    expect(JSON.stringify(written)).not.toContain('918273')
    expect(JSON.stringify(written)).not.toContain(code)
  })

  test('is the business of the person and of the desk', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { personId } = await givenPayer(app, caisse)
    const neighbour = await givenAccount(app, caisse.id, 'resident')
    const self = await givenAccount(app, caisse.id, 'resident')
    await inCaisse(app.db, caisse.id, (tx) =>
      tx
        .updateTable('person')
        .set({ login_account_id: self.kind === 'account' ? self.accountId : null })
        .where('caisse_id', '=', caisse.id)
        .where('id', '=', personId)
        .execute(),
    )
    for (const act of [resetCode, blockPayer])
      expect(await outcomeOf(act(caisse.call(neighbour), { personId }))).toBe('unknown_payer')
    expect(await outcomeOf(chooseCode(caisse.call(neighbour), { personId, code: '918273' }))).toBe(
      'unknown_payer',
    )
    expect(await outcomeOf(choosePartPayment(caisse.call(neighbour), { personId, inPart: true }))).toBe(
      'unknown_payer',
    )
    await resetCode(caisse.call(self), { personId })
    await chooseCode(caisse.call(self), { personId, code: '918273' })
    await choosePartPayment(caisse.call(self), { personId, inPart: true })
    await blockPayer(caisse.call(self), { personId })
    expect(await outcomeOf(unblockPayer(caisse.call(self), { personId }))).toBe('not_allowed')
    const payer = await inCaisse(app.db, caisse.id, (tx) => findPayer(tx, personId))
    expect(payer).toMatchObject({ hasCode: true, paysInPart: true, blocked: true })
  })
})
