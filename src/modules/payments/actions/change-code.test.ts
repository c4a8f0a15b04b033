import { expect } from 'vitest'
import { test } from '../../../../test/app.ts'
import { givenTill } from '../../../../test/given-accreditation.ts'
import { CODE, outcomeOf, payAt } from '../../../../test/given-payments.ts'
import { givenResident } from '../../../../test/given-resident.ts'
import { givenCaisse } from '../../../../test/given.ts'
import { changeCode } from './change-code.ts'

const NEW = '853046'

test('the new code pays, the old one no more', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const resident = await givenResident(app, caisse)
  const till = await givenTill(app, caisse)
  const call = caisse.call(resident.actor)
  const change = { personId: resident.personId, oldCode: CODE, code: NEW }
  await changeCode(call, change)
  // The same form sent again is answered, and counts as no wrong code.
  await changeCode(call, change)
  expect(await outcomeOf(payAt(app, till, { ...resident, code: NEW }, 1_00))).toBe('paid')
  expect(await outcomeOf(payAt(app, till, resident, 1_00))).toBe('number_or_code')
})

test('a wrong old code is counted as at the till, and waits after five', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const resident = await givenResident(app, caisse)
  const guess = (oldCode: string) =>
    outcomeOf(changeCode(caisse.call(resident.actor), { personId: resident.personId, oldCode, code: NEW }))
  for (let i = 1; i <= 5; i += 1) expect(await guess(`90017${i}`)).toBe('number_or_code')
  expect(await guess(CODE)).toBe('code_locked')
})

test('somebody else’s code cannot be changed, nor one’s own for an easy one', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const [resident, other] = [await givenResident(app, caisse), await givenResident(app, caisse)]
  const change = (personId: string, code: string) =>
    outcomeOf(changeCode(caisse.call(resident.actor), { personId, oldCode: CODE, code }))
  expect(await change(other.personId, NEW)).toBe('unknown_payer')
  expect(await change(resident.personId, '1234')).toBe('code_too_easy')
  expect(
    await outcomeOf(changeCode(caisse.call(), { personId: other.personId, oldCode: CODE, code: NEW })),
  ).toBe('not_allowed')
})
