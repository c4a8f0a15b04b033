import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { aReglement, givenAccount, givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { givenTill } from '../../../../test/given-accreditation.ts'
import { givenDues, givenHousehold, givenReceipt } from '../../../../test/given-contributions.ts'
import { CODE, givenRights, outcomeOf, payAt } from '../../../../test/given-payments.ts'
import { runChecks } from '../../../db/checks.ts'
import { inCaisse, type CaisseTx } from '../../../db/db.ts'
import type { Month } from '../../../kit/month.ts'
import { prepareMonth } from '../../allocations/actions/prepare.ts'
import { approveRun, issueRun, issueRunToTheEnd } from '../../allocations/actions/run.ts'
import { openNumberSession, whoIs } from '../../identity/actions.ts'
import { standsAt } from '../../contributions/actions/carry.ts'
import { undoReceipt } from '../../contributions/actions/receipts.ts'
import { duesOfHousehold } from '../../contributions/store/dues.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { chooseCode, issueNumber } from '../../payments/actions/payers.ts'
import { findPayer } from '../../payments/store/payers.ts'
import { getHousehold, membersOf } from '../../people/store/households.ts'
import { lifeOf } from '../../people/store/life-events.ts'
import { giveBackFor, returnLeftovers } from './leftovers.ts'
import { previewEvent, recordEvent } from './life.ts'
import { undoEvent } from './undo.ts'

const TODAY = '2026-11-24'

const see = <T>(app: TestApp, caisse: GivenCaisse, read: (tx: CaisseTx) => Promise<T>) =>
  inCaisse(app.db, caisse.id, read)

const left = (app: TestApp, caisse: GivenCaisse, id: string) => see(app, caisse, (tx) => rightsLeft(tx, id))
const membersNow = async (app: TestApp, caisse: GivenCaisse, id: string) =>
  (await see(app, caisse, (tx) => membersOf(tx, id))).filter((one) => one.toOn === null)
const dues = async (app: TestApp, caisse: GivenCaisse, id: string) =>
  Object.fromEntries(
    (await see(app, caisse, (tx) => duesOfHousehold(tx, id))).map((due) => [
      due.month,
      due.cents - due.waivedCents,
    ]),
  )
/** A month issued to its end; what it granted. */
async function givenIssued(app: TestApp, caisse: GivenCaisse, month: Month) {
  if (month > TODAY.slice(0, 7)) app.at(`${month}-05T10:00:00Z`)
  const run = await prepareMonth(caisse.call(caisse.treasurer), { month })
  await approveRun(caisse.call(caisse.coordinator), run)
  await issueRun(caisse.call(caisse.treasurer), run)
  await issueRunToTheEnd(app, caisse.id, run.runId)
  return run
}

const refused = (code: string) => expect.objectContaining({ code })

async function expectInOrder(app: TestApp, caisse: GivenCaisse) {
  expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
}

/** A couple with a child, 100 left, November issued. */
async function givenCouple(app: TestApp, { issued = true } = {}) {
  const caisse = await givenCaisse(app)
  const householdId = await givenHousehold(caisse, { adults: 2, children: ['2018-05'], contribution: 40_00 })
  if (issued) await givenIssued(app, caisse, '2026-11')
  else await givenRights(app, caisse.id, householdId, 200_00)
  const [first, second, child] = await membersNow(app, caisse, householdId)
  return { caisse, householdId, first: first!, second: second!, child: child! }
}

describe('a separation', () => {
  test('shares the balance per head to the cent, and counts everybody once', async ({ app }) => {
    const { caisse, householdId, second, child } = await givenCouple(app)
    expect(await left(app, caisse, householdId)).toBe(200_00)
    const { householdIds } = await recordEvent('split', caisse.call(), {
      householdId,
      on: TODAY,
      personIds: [second.personId, child.personId],
      share: { kind: 'per_head' },
      contribution: '15',
    })
    const newId = householdIds[1]!
    expect(await left(app, caisse, newId)).toBe(133_33)
    expect(await left(app, caisse, householdId)).toBe(66_67)
    // November was issued for three; from December each household by itself.
    const december = await givenIssued(app, caisse, '2026-12')
    expect(december.grantedCents).toBe(100_00 + 150_00)
    expect(await dues(app, caisse, newId)).toMatchObject({ '2026-12': 15_00 })
    expect(await see(app, caisse, (tx) => getHousehold(tx, householdId))).toMatchObject({ kind: 'single' })
    await expectInOrder(app, caisse)
  })

  test('is no second allocation for the month that was issued', async ({ app }) => {
    const { caisse, householdId, second } = await givenCouple(app)
    const before = await left(app, caisse, householdId)
    const { householdIds } = await recordEvent('split', caisse.call(), {
      householdId,
      on: '2026-11-02',
      personIds: [second.personId],
      share: { kind: 'agreed', amount: '0' },
    })
    await expect(givenIssued(app, caisse, '2026-11')).rejects.toEqual(refused('month_already_issued'))
    expect(await left(app, caisse, householdId)).toBe(before)
    expect(await left(app, caisse, householdIds[1]!)).toBe(0)
  })

  test('locks the one who goes out of the old balance and every browser, at once', async ({ app }) => {
    const { caisse, householdId, first, second } = await givenCouple(app)
    const till = await givenTill(app, caisse)
    const numbers = new Map<string, string>()
    for (const { personId } of [first, second]) {
      numbers.set(personId, (await issueNumber(caisse.call(), { personId })).number)
      await chooseCode(caisse.call(), { personId, code: CODE })
    }
    const { session } = await openNumberSession(app, {
      caisseId: caisse.id,
      personId: second.personId,
      personName: second.givenName,
      userAgent: 'essai',
    })
    const { householdIds } = await recordEvent('split', caisse.call(), {
      householdId,
      on: TODAY,
      personIds: [second.personId],
      share: { kind: 'agreed', amount: '50' },
    })
    const spend = (personId: string) =>
      outcomeOf(payAt(app, till, { number: numbers.get(personId)!, code: CODE }, 10_00))
    expect(await spend(second.personId)).toBe('number_or_code')
    expect(await whoIs(app, session)).toBeNull()
    await chooseCode(caisse.call(), { personId: second.personId, code: '604913' })
    expect(await see(app, caisse, (tx) => findPayer(tx, second.personId))).toMatchObject({ hasCode: true })
    expect(await spend(first.personId)).toBe('paid')
    expect(await left(app, caisse, householdId)).toBe(200_00 - 50_00 - 10_00)
    expect(await left(app, caisse, householdIds[1]!)).toBe(50_00)
    await expectInOrder(app, caisse)
  })

  test('asks for an adult on each side, for a share that is there, and for a day that has come', async ({
    app,
  }) => {
    const { caisse, householdId, first, second, child } = await givenCouple(app)
    const split = (changes: object) =>
      recordEvent('split', caisse.call(), {
        householdId,
        on: TODAY,
        personIds: [second.personId],
        share: { kind: 'per_head' },
        ...changes,
      })
    await expect(split({ personIds: [child.personId] })).rejects.toEqual(refused('household_without_adult'))
    await expect(split({ personIds: [first.personId, second.personId] })).rejects.toEqual(
      refused('household_without_adult'),
    )
    await expect(split({ share: { kind: 'agreed', amount: '200,01' } })).rejects.toEqual(
      refused('share_too_large'),
    )
    await expect(split({ on: '2026-11-25' })).rejects.toEqual(refused('event_in_future'))
    await expect(split({ personIds: [app.newId()] })).rejects.toEqual(refused('not_a_member'))
    const resident = await givenAccount(app, caisse.id, 'resident')
    await expect(
      recordEvent('split', caisse.call(resident), {
        householdId,
        on: TODAY,
        personIds: [second.personId],
        share: { kind: 'per_head' },
      }),
    ).rejects.toEqual(refused('not_allowed'))
  })

  test('is done once when it is asked twice at the same instant', async ({ app }) => {
    const { caisse, householdId, second } = await givenCouple(app)
    const split = () =>
      recordEvent('split', caisse.call(), {
        householdId,
        on: TODAY,
        personIds: [second.personId],
        share: { kind: 'per_head' },
      })
    const outcomes = await Promise.allSettled([split(), split()])
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expectInOrder(app, caisse)
  })
})

describe('a preview', () => {
  test('says what the règlement makes of it, and leaves nothing behind', async ({ app }) => {
    const { caisse, householdId, second, child } = await givenCouple(app)
    const preview = await previewEvent(app, caisse.id, 'split', {
      householdId,
      on: TODAY,
      personIds: [second.personId, child.personId],
      share: { kind: 'per_head' },
    })
    expect(preview.from).toBe('2026-12')
    const [old, made] = preview.households
    expect(old!.before!.months.get('2026-12')!.allocationCents).toBe(200_00)
    expect(old!.after.months.get('2026-12')!.allocationCents).toBe(100_00)
    expect(made).toMatchObject({ before: null, after: { leftCents: 133_33 } })
    expect(made!.after.months.get('2026-12')!.allocationCents).toBe(150_00)
    expect(await membersNow(app, caisse, householdId)).toHaveLength(3)
    expect(await see(app, caisse, (tx) => lifeOf(tx, householdId))).toEqual([])
  })
})

describe('two households', () => {
  test('join their people and balances; the other is counted a last time', async ({ app }) => {
    const { caisse, householdId } = await givenCouple(app)
    const otherId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenIssued(app, caisse, '2026-11')
    const { paymentReference } = await see(app, caisse, (tx) => getHousehold(tx, otherId))
    await recordEvent('merge', caisse.call(), { householdId, on: TODAY, otherReference: paymentReference })
    expect(await left(app, caisse, householdId)).toBe(300_00)
    expect(await left(app, caisse, otherId)).toBe(0)
    expect(await membersNow(app, caisse, householdId)).toHaveLength(4)
    expect((await givenIssued(app, caisse, '2026-12')).grantedCents).toBe(250_00)
    await expectInOrder(app, caisse)
  })

  test('join before the month is issued: the other’s last allocation follows at night', async ({ app }) => {
    const { caisse, householdId } = await givenCouple(app, { issued: false })
    const otherId = await givenHousehold(caisse)
    const { paymentReference } = await see(app, caisse, (tx) => getHousehold(tx, otherId))
    await recordEvent('merge', caisse.call(), { householdId, on: TODAY, otherReference: paymentReference })
    await givenIssued(app, caisse, '2026-11')
    expect(await left(app, caisse, otherId)).toBe(100_00)
    await returnLeftovers(app)
    expect(await left(app, caisse, otherId)).toBe(0)
    expect(await left(app, caisse, householdId)).toBe(200_00 + 200_00 + 100_00)
    await expectInOrder(app, caisse)
  })

  const money = (app: TestApp, caisse: GivenCaisse, ids: readonly string[]) =>
    see(app, caisse, async (tx) => {
      const stands = []
      for (const id of ids) stands.push(await standsAt(tx, id))
      return stands
    })

  test('join what was paid ahead, to the cent, as the preview says; what was owed stays', async ({ app }) => {
    const { caisse, householdId } = await givenCouple(app)
    const otherId = await givenHousehold(caisse, { contribution: 20_00 })
    const owingId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-11')
    await givenReceipt(caisse, householdId, 40_00)
    await givenReceipt(caisse, otherId, 20_00 + 33_33)
    const both = [householdId, otherId]
    expect(await money(app, caisse, both)).toEqual([0, 33_33])
    const joining = async (id: string) => {
      const { paymentReference } = await see(app, caisse, (tx) => getHousehold(tx, id))
      return { householdId, on: TODAY, otherReference: paymentReference }
    }
    const { households } = await previewEvent(app, caisse.id, 'merge', await joining(otherId))
    expect(households.map(({ before, after }) => [before!.aheadCents, after.aheadCents])).toEqual([
      [0, 33_33],
      [33_33, 0],
    ])
    expect(await money(app, caisse, both)).toEqual([0, 33_33])
    await recordEvent('merge', caisse.call(), await joining(otherId))
    await recordEvent('merge', caisse.call(), await joining(owingId))
    expect(await money(app, caisse, [...both, owingId])).toEqual([33_33, 0, -20_00])
    await givenDues(caisse, '2026-12')
    expect(await money(app, caisse, both)).toEqual([-6_67, 0])
    await expectInOrder(app, caisse)
  })

  test('what comes late to the old reference follows at night, and back when it was a mistake', async ({
    app,
  }) => {
    const { caisse, householdId } = await givenCouple(app)
    const otherId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-11')
    const { paymentReference } = await see(app, caisse, (tx) => getHousehold(tx, otherId))
    await recordEvent('merge', caisse.call(), { householdId, on: TODAY, otherReference: paymentReference })
    const both = [householdId, otherId]
    const receiptId = await givenReceipt(caisse, otherId, 50_00)
    await returnLeftovers(app)
    await returnLeftovers(app)
    expect(await money(app, caisse, both)).toEqual([-10_00, 0])
    await undoReceipt(caisse.call(), { receiptId })
    await returnLeftovers(app)
    await returnLeftovers(app)
    expect(await money(app, caisse, both)).toEqual([-40_00, -20_00])
    await expectInOrder(app, caisse)
  })
})

describe('somebody', () => {
  test('is born, and counts from the next month', async ({ app }) => {
    const { caisse, householdId } = await givenCouple(app)
    await givenDues(caisse, '2026-12')
    await recordEvent('birth', caisse.call(), { householdId, on: '2026-11-20', givenName: 'Lou' })
    expect((await givenIssued(app, caisse, '2026-12')).grantedCents).toBe(250_00)
    expect(await membersNow(app, caisse, householdId)).toMatchObject([
      {},
      {},
      {},
      { child: true, birthMonth: '2026-11', fromOn: '2026-11-20' },
    ])
    await expectInOrder(app, caisse)
  })

  test('comes of age: an adult in the count, who may have a number', async ({ app }) => {
    const caisse = await givenCaisse(app, {
      reglement: aReglement({
        childAgeLimit: 14,
        allocation: { kind: 'adult_child', adultCents: 100_00, childCents: 40_00 },
      }),
    })
    const householdId = await givenHousehold(caisse, { adults: 1, children: ['2020-05'] })
    const [, child] = await membersNow(app, caisse, householdId)
    await recordEvent('of_age', caisse.call(), { householdId, on: TODAY, personId: child!.personId })
    await issueNumber(caisse.call(), { personId: child!.personId })
    expect((await givenIssued(app, caisse, '2026-12')).grantedCents).toBe(200_00)
    await expectInOrder(app, caisse)
  })

  test('dies: nothing is sent, asked or paid any more; the household’s rights return after the day told', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, { contribution: 20_00 })
    await givenDues(caisse, '2026-10', '2026-11', '2026-12')
    await givenRights(app, caisse.id, householdId, 80_00)
    const [person] = await membersNow(app, caisse, householdId)
    await issueNumber(caisse.call(), { personId: person!.personId })
    await recordEvent('death', caisse.call(), {
      householdId,
      on: '2026-11-20',
      personId: person!.personId,
      rightsUntil: '2026-12-31',
    })
    expect(await dues(app, caisse, householdId)).toEqual({ '2026-10': 20_00, '2026-11': 0, '2026-12': 0 })
    expect(await see(app, caisse, (tx) => findPayer(tx, person!.personId))).toMatchObject({ blocked: true })
    expect(await see(app, caisse, (tx) => membersOf(tx, householdId))).toMatchObject([
      { email: null, phone: null, toOn: '2026-11-20' },
    ])
    await returnLeftovers(app)
    expect(await left(app, caisse, householdId)).toBe(80_00)
    app.at('2027-01-01T01:00:00Z')
    await returnLeftovers(app)
    await returnLeftovers(app)
    expect(await left(app, caisse, householdId)).toBe(0)
    await expectInOrder(app, caisse)
  })

  test('goes, and comes back when that was a mistake', async ({ app }) => {
    const { caisse, householdId, second } = await givenCouple(app)
    await issueNumber(caisse.call(), { personId: second.personId })
    await recordEvent('departure', caisse.call(), {
      householdId,
      on: '2026-11-20',
      personIds: [second.personId],
    })
    expect(await see(app, caisse, (tx) => findPayer(tx, second.personId))).toMatchObject({ blocked: true })
    const [event] = await see(app, caisse, (tx) => lifeOf(tx, householdId))
    await undoEvent(caisse.call(), { eventId: event!.id })
    expect(await membersNow(app, caisse, householdId)).toHaveLength(3)
    expect(await see(app, caisse, (tx) => findPayer(tx, second.personId))).toMatchObject({ blocked: false })
    await expect(undoEvent(caisse.call(), { eventId: event!.id })).rejects.toEqual(
      refused('event_already_undone'),
    )
    await expectInOrder(app, caisse)
  })
})

describe('a household', () => {
  test('rests for whole months, and starts again by itself', async ({ app }) => {
    const { caisse, householdId } = await givenCouple(app)
    await givenDues(caisse, '2026-12')
    const pause = (fromMonth: string, untilMonth: string) =>
      recordEvent('pause', caisse.call(), { householdId, fromMonth, untilMonth })
    await expect(pause('2026-11', '2026-12')).rejects.toEqual(refused('month_closed'))
    await expect(pause('2027-01', '2026-12')).rejects.toEqual(refused('pause_ends_before_it_starts'))
    await pause('2026-12', '2026-12')
    await expect(pause('2026-12', '2027-02')).rejects.toEqual(refused('pause_overlaps'))
    expect(await dues(app, caisse, householdId)).toMatchObject({ '2026-12': 0 })
    expect((await givenIssued(app, caisse, '2026-12')).grantedCents).toBe(0)
    expect((await givenIssued(app, caisse, '2027-01')).grantedCents).toBe(200_00)
    await expectInOrder(app, caisse)
  })

  test('leaves, spends until the day told, and the rest returns to the pot', async ({ app }) => {
    const { caisse, householdId } = await givenCouple(app)
    const leave = (on: string, rightsUntil: string) =>
      recordEvent('leaving', caisse.call(), { householdId, on, rightsUntil })
    await expect(leave('2026-12-31', '2026-12-30')).rejects.toEqual(refused('rights_end_before_leaving'))
    await leave('2026-11-30', '2026-12-31')
    expect((await givenIssued(app, caisse, '2026-12')).grantedCents).toBe(0)
    app.at('2026-12-31T20:00:00Z')
    await returnLeftovers(app)
    expect(await left(app, caisse, householdId)).toBe(200_00)
    app.at('2027-01-01T00:05:00Z')
    await returnLeftovers(app)
    expect(await left(app, caisse, householdId)).toBe(0)
    expect(await see(app, caisse, (tx) => lifeOf(tx, householdId))).toMatchObject([
      { kind: 'leftovers', cents: 200_00, writtenBy: null },
      { kind: 'leaving', untilOn: '2026-12-31' },
    ])
    await expectInOrder(app, caisse)
  })

  test('gives back what it will not use, never more than is left', async ({ app }) => {
    const { caisse, householdId } = await givenCouple(app)
    await giveBackFor(caisse.call(), { householdId, amount: '60' })
    await expect(giveBackFor(caisse.call(), { householdId, amount: '140,01' })).rejects.toEqual(
      refused('gives_more_than_left'),
    )
    expect(await left(app, caisse, householdId)).toBe(140_00)
    await expectInOrder(app, caisse)
  })

  test('of another caisse is out of reach', async ({ app }) => {
    const { householdId } = await givenCouple(app)
    const other = await givenCaisse(app)
    await expect(
      recordEvent('birth', other.call(), { householdId, on: TODAY, givenName: 'Lou' }),
    ).rejects.toEqual(refused('unknown_household'))
  })
})
