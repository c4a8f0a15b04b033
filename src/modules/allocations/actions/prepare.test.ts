import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { aReglement, givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import {
  brokenWallets,
  givenHouseholds,
  givenIssuedMonth,
  givenSpent,
  type HouseholdSpec,
} from '../../../../test/given-allocations.ts'
import { runChecks } from '../../../db/checks.ts'
import { inCaisse } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Reglement } from '../../caisses/rules/reglement.ts'
import { recordReceipts } from '../../contributions/actions/receipts.ts'
import { findDue } from '../../contributions/store/dues.ts'
import { balanceOf, caisseAccount, ownedAccount, post, rightsLeft } from '../../ledger/store.ts'
import { endHousehold } from '../../people/actions/households.ts'
import { differencesFromLastMonth } from '../store/differences.ts'
import { listLines } from '../store/lines.ts'
import { getRun, listRuns } from '../store/runs.ts'
import { prepareMonth } from './prepare.ts'
import { approveRun, cancelRun, issueRun, issueRunToTheEnd, runSummary } from './run.ts'

const MONTH = '2026-11'

const left = (app: TestApp, caisse: GivenCaisse, ids: readonly string[]): Promise<Cents[]> =>
  inCaisse(app.db, caisse.id, async (tx) => {
    const cents: Cents[] = []
    for (const id of ids) cents.push(await rightsLeft(tx, id))
    return cents
  })

const linesOf = (app: TestApp, caisse: GivenCaisse, runId: string) =>
  inCaisse(app.db, caisse.id, (tx) => listLines(tx, runId))

const idsOf = (households: readonly { id: string }[]): string[] => households.map((household) => household.id)

const givenReceived = (app: TestApp, caisse: GivenCaisse, householdId: string, amount: Cents) =>
  recordReceipts(caisse.call(), {
    receipts: [{ householdId, amount, method: 'cash', receivedOn: app.now().toISOString().slice(0, 10) }],
  })

async function expectSound(app: TestApp, caisse: GivenCaisse): Promise<void> {
  expect(await brokenWallets(app, caisse.id)).toEqual([])
  const { findings } = await runChecks(app.db, caisse.id)
  // Payments are moved by hand here, without a gesture, an agreement and a till.
  expect(findings.filter((finding) => !finding.check.includes('payment'))).toEqual([])
}

describe('a month, to the cent', () => {
  const households: HouseholdSpec[] = [
    { adults: 1, pledgeCents: 30_00 },
    { adults: 2, pledgeCents: 45_00 },
    { adults: 2, children: ['2020-02', '2011-05'], pledgeCents: 60_01 },
  ]

  test.for<[string, Partial<Reglement>, Cents[]]>([
    [
      'the same for each',
      { allocation: { kind: 'flat', per: 'unit', cents: 100_00 } },
      [100_00, 100_00, 100_00],
    ],
    ['100 and 50 for each other', {}, [100_00, 150_00, 250_00]],
    [
      '100, 150, 200 and no more',
      { allocation: { kind: 'by_size', amountsCents: [100_00, 150_00, 200_00] } },
      [100_00, 150_00, 200_00],
    ],
    [
      'adults and children under 14',
      { childAgeLimit: 14, allocation: { kind: 'adult_child', adultCents: 150_00, childCents: 75_00 } },
      [150_00, 300_00, 525_00],
    ],
    [
      'the mean of contributions less 5 %: 135.01 less 6.75 over three',
      { allocation: { kind: 'mean_of_contributions', per: 'unit', levyBasisPoints: 500 } },
      [42_76, 42_75, 42_75],
    ],
  ])('%s', async ([, changes, expected], { app }) => {
    const caisse = await givenCaisse(app, { reglement: aReglement(changes) })
    const ids = idsOf(await givenHouseholds(app, caisse.id, households))
    const runId = await givenIssuedMonth(app, caisse, MONTH)
    expect(await left(app, caisse, ids)).toEqual(expected)
    const run = await inCaisse(app.db, caisse.id, (tx) => getRun(tx, runId))
    expect(run).toMatchObject({
      status: 'issued',
      lines: 3,
      grantedCents: expected.reduce((sum, cents) => sum + cents, 0),
      contributionsCents: 135_01,
    })
    await expectSound(app, caisse)
  })

  test('half a month where the règlement counts days: 15 of 30', async ({ app }) => {
    const reglement = aReglement({ entry: { contribution: 'full', allocation: 'pro_rata' } })
    const caisse = await givenCaisse(app, { reglement })
    const ids = idsOf(await givenHouseholds(app, caisse.id, [{ enteredOn: '2026-11-16' }, {}]))
    await givenIssuedMonth(app, caisse, MONTH)
    expect(await left(app, caisse, ids)).toEqual([50_00, 100_00])
  })

  test('makes the month due as well, with its reason', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [one] = await givenHouseholds(app, caisse.id, [{ adults: 2, pledgeCents: null }])
    await prepareMonth(caisse.call(), { month: MONTH })
    const due = await inCaisse(app.db, caisse.id, (tx) => findDue(tx, one!.id, MONTH))
    expect(due).toMatchObject({ cents: 15_00, reason: { code: 'contributions.reason.floor' } })
  })

  test('of a caisse without a household is prepared and issued with no line', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const runId = await givenIssuedMonth(app, caisse, MONTH)
    const summary = await inCaisse(app.db, caisse.id, (tx) => runSummary(tx, runId))
    expect(summary).toMatchObject({ status: 'issued', lines: 0, grantedCents: 0 })
    await expectSound(app, caisse)
  })

  test('opens the accounts of a household that has none', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const ids = idsOf(await givenHouseholds(app, caisse.id, [{ withoutAccounts: true }, {}]))
    await givenIssuedMonth(app, caisse, MONTH)
    expect(await left(app, caisse, ids)).toEqual([100_00, 100_00])
    await expectSound(app, caisse)
  })

  test('every line says why', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{ adults: 2 }])
    const { runId } = await prepareMonth(caisse.call(), { month: MONTH })
    const [line] = await linesOf(app, caisse, runId)
    expect(line).toMatchObject({
      outcome: 'granted',
      reason: { code: 'allocations.reason.base_plus_extra', params: { others: 1 } },
    })
    expect(line!.name).toMatch(/^Foyer /)
  })
})

describe('rights that lapse', () => {
  const flat = { allocation: { kind: 'flat', per: 'unit', cents: 100_00 } } as const

  test('after two months: the oldest are spent first', async ({ app }) => {
    const caisse = await givenCaisse(app, {
      reglement: aReglement({ ...flat, carryOver: { kind: 'expires_after', months: 2 } }),
    })
    const ids = idsOf(await givenHouseholds(app, caisse.id, [{}, {}, {}]))
    await givenIssuedMonth(app, caisse, '2026-01')
    await givenSpent(app, caisse, ids[1]!, 30_00)
    await givenIssuedMonth(app, caisse, '2026-02')
    expect(await left(app, caisse, ids)).toEqual([200_00, 170_00, 200_00])
    await givenSpent(app, caisse, ids[2]!, 150_00)
    const runId = await givenIssuedMonth(app, caisse, '2026-03')
    expect(await left(app, caisse, ids)).toEqual([200_00, 200_00, 150_00])
    const lines = await linesOf(app, caisse, runId)
    expect(lines.map((line) => line.expiredCents)).toEqual([100_00, 70_00, 0])
    await givenIssuedMonth(app, caisse, '2026-04')
    expect(await left(app, caisse, ids)).toEqual([200_00, 200_00, 200_00])
    await expectSound(app, caisse)
  })

  test('above a cap: what is carried over is at most 120', async ({ app }) => {
    const caisse = await givenCaisse(app, {
      reglement: aReglement({ ...flat, carryOver: { kind: 'cap', cents: 120_00 } }),
    })
    const ids = idsOf(await givenHouseholds(app, caisse.id, [{}, {}]))
    for (const month of ['2026-01', '2026-02']) await givenIssuedMonth(app, caisse, month)
    await givenSpent(app, caisse, ids[1]!, 100_00)
    await givenIssuedMonth(app, caisse, '2026-03')
    expect(await left(app, caisse, ids)).toEqual([220_00, 200_00])
    await expectSound(app, caisse)
  })

  test('what is spent between preparing and issuing does not lapse as well', async ({ app }) => {
    const caisse = await givenCaisse(app, {
      reglement: aReglement({ ...flat, carryOver: { kind: 'expires_after', months: 1 } }),
    })
    const ids = idsOf(await givenHouseholds(app, caisse.id, [{}, {}]))
    await givenIssuedMonth(app, caisse, '2026-01')
    const { runId, digest, expiredCents } = await prepareMonth(caisse.call(caisse.treasurer), {
      month: '2026-02',
    })
    expect(expiredCents).toBe(200_00)
    await givenSpent(app, caisse, ids[0]!, 60_00)
    await approveThenIssue(app, caisse, runId, digest)
    expect(await left(app, caisse, ids)).toEqual([100_00, 100_00])
    expect(await expiredTotal(app, caisse)).toBe(140_00)
    await expectSound(app, caisse)
  })

  test('also for who left the caisse, who is granted nothing more', async ({ app }) => {
    const caisse = await givenCaisse(app, {
      reglement: aReglement({ ...flat, carryOver: { kind: 'expires_after', months: 2 } }),
    })
    const ids = idsOf(await givenHouseholds(app, caisse.id, [{ leavesOn: '2026-01-31' }, {}]))
    for (const month of ['2026-01', '2026-02']) await givenIssuedMonth(app, caisse, month)
    expect(await left(app, caisse, ids)).toEqual([100_00, 200_00])
    const runId = await givenIssuedMonth(app, caisse, '2026-03')
    expect(await left(app, caisse, ids)).toEqual([0, 200_00])
    expect((await linesOf(app, caisse, runId)).map((line) => [line.outcome, line.expiredCents])).toEqual([
      ['none', 100_00],
      ['granted', 100_00],
    ])
    await expectSound(app, caisse)
  })
})

describe('a month that waits for payments', () => {
  test('grants to who paid, then by a complement to who pays later', async ({ app }) => {
    const caisse = await givenCaisse(app, { reglement: aReglement({ releaseAfterPayment: true }) })
    const ids = idsOf(await givenHouseholds(app, caisse.id, [{ pledgeCents: 20_00 }, { pledgeCents: 20_00 }]))
    await givenReceived(app, caisse, ids[0]!, 20_00)
    const first = await givenIssuedMonth(app, caisse, MONTH)
    expect(await left(app, caisse, ids)).toEqual([100_00, 0])
    expect((await linesOf(app, caisse, first)).map((line) => line.outcome)).toEqual(['granted', 'waiting'])

    await expect(prepareMonth(caisse.call(), { month: MONTH })).rejects.toMatchObject({
      code: 'month_already_issued',
    })
    await givenReceived(app, caisse, ids[1]!, 20_00)
    const second = await givenIssuedMonth(app, caisse, MONTH)
    expect(await left(app, caisse, ids)).toEqual([100_00, 100_00])
    const runs = await inCaisse(app.db, caisse.id, (tx) => listRuns(tx, MONTH))
    expect(runs.map((run) => [run.id, run.number, run.lines])).toEqual([
      [second, 2, 1],
      [first, 1, 2],
    ])
    await expectSound(app, caisse)
  })

  test('shares out each contribution once, whenever it comes', async ({ app }) => {
    const reglement = aReglement({
      allocation: { kind: 'mean_of_contributions', per: 'unit', levyBasisPoints: 0 },
      releaseAfterPayment: true,
    })
    const caisse = await givenCaisse(app, { reglement })
    const pledges = [30_00, 41_01, 50_00]
    const ids = idsOf(
      await givenHouseholds(
        app,
        caisse.id,
        pledges.map((pledgeCents) => ({ pledgeCents })),
      ),
    )
    await givenReceived(app, caisse, ids[0]!, 30_00)
    await givenReceived(app, caisse, ids[1]!, 41_01)
    await givenIssuedMonth(app, caisse, MONTH)
    expect(await left(app, caisse, ids)).toEqual([35_51, 35_50, 0])
    await givenReceived(app, caisse, ids[2]!, 50_00)
    await givenIssuedMonth(app, caisse, MONTH)
    expect(await left(app, caisse, ids)).toEqual([35_51, 35_50, 50_00])
    await expectSound(app, caisse)
  })

  test('a household that enters after the issue has its complement', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}, {}])
    await givenIssuedMonth(app, caisse, MONTH)
    const [late] = await givenHouseholds(app, caisse.id, [{ enteredOn: '2026-11-20' }])
    const runId = await givenIssuedMonth(app, caisse, MONTH)
    expect(await left(app, caisse, [late!.id])).toEqual([100_00])
    expect(await linesOf(app, caisse, runId)).toHaveLength(1)
    await expectSound(app, caisse)
  })
})

describe('preparing', () => {
  test('again replaces what was prepared', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}])
    const first = await prepareMonth(caisse.call(), { month: MONTH })
    await givenHouseholds(app, caisse.id, [{}])
    const second = await prepareMonth(caisse.call(), { month: MONTH })
    expect(second).toMatchObject({ number: 1, lines: 2, grantedCents: 200_00 })
    expect(second.digest).not.toBe(first.digest)
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect((await getRun(tx, first.runId)).status).toBe('cancelled')
      expect(await listLines(tx, first.runId)).toEqual([])
      expect(await listRuns(tx, MONTH)).toHaveLength(1)
    })
  })

  test('twice at once leaves one run', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}, {}])
    const prepared = await Promise.all(
      [caisse.treasurer, caisse.coordinator, caisse.treasurer].map((actor) =>
        prepareMonth(caisse.call(actor), { month: MONTH }),
      ),
    )
    expect(new Set(prepared.map((one) => one.digest)).size).toBe(1)
    expect(await inCaisse(app.db, caisse.id, (tx) => listRuns(tx, MONTH))).toHaveLength(1)
  })

  test('two months at once, or one too early, is refused', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}])
    const { runId } = await prepareMonth(caisse.call(), { month: MONTH })
    await expect(prepareMonth(caisse.call(), { month: '2026-12' })).rejects.toMatchObject({
      code: 'other_month_prepared',
      params: { month: MONTH },
    })
    await expect(prepareMonth(caisse.call(), { month: '2027-01' })).rejects.toMatchObject({
      code: 'month_prepared_too_early',
    })
    await expect(prepareMonth(caisse.call(), { month: '2025-12' })).rejects.toMatchObject({
      code: 'other_month_prepared',
    })
    await cancelRun(caisse.call(), { runId })
    await expect(prepareMonth(caisse.call(), { month: '2025-12' })).rejects.toMatchObject({
      code: 'no_reglement',
    })
    await prepareMonth(caisse.call(), { month: '2026-12' })
  })

  test('a month that is none is told at its field', async ({ app }) => {
    const caisse = await givenCaisse(app)
    for (const month of ['2026-13', 'novembre', '']) {
      await expect(prepareMonth(caisse.call(), { month })).rejects.toMatchObject({
        issues: [{ field: 'month', message: 'month' }],
      })
    }
  })

  test('says whether the caisse can pay for it, and how much is missing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [one] = await givenHouseholds(app, caisse.id, [{}, {}])
    await givenIssuedMonth(app, caisse, '2026-10')
    await givenSpent(app, caisse, one!.id, 25_00)
    await inCaisse(app.db, caisse.id, async (tx) => {
      const debit = await caisseAccount(tx, 'opening')
      const credit = await ownedAccount(tx, 'bank', caisse.bankAccountId)
      const opening = { book: 'euros', debit, credit, amountCents: 350_00, kind: 'opening' } as const
      await post(tx, app.newId(), [opening], app.now())
    })
    const { coverage } = await prepareMonth(caisse.call(), { month: MONTH })
    expect(coverage).toEqual({
      circulationCents: 175_00,
      claimsCents: 25_00,
      runCents: 200_00,
      expiryCents: 0,
      eurosCents: 350_00,
      neededCents: 400_00,
      missingCents: 50_00,
    })
  })
})

describe('differences from last month', () => {
  test('who is new, who is gone, whose amount changed, and why', async ({ app }) => {
    const caisse = await givenCaisse(app, {
      reglement: aReglement({ exit: { contribution: 'full', allocation: 'pro_rata' } }),
    })
    const [, leaver, partMonth] = idsOf(await givenHouseholds(app, caisse.id, [{}, {}, { adults: 2 }]))
    await givenIssuedMonth(app, caisse, '2026-10')
    await endHousehold(caisse.call(), { householdId: leaver!, leavesOn: '2026-10-31' })
    await endHousehold(caisse.call(), { householdId: partMonth!, leavesOn: '2026-11-10' })
    const [newcomer] = idsOf(await givenHouseholds(app, caisse.id, [{ enteredOn: MONTH + '-01' }]))
    const { runId } = await prepareMonth(caisse.call(), { month: MONTH })
    const { since, totals, largest } = await inCaisse(app.db, caisse.id, (tx) =>
      differencesFromLastMonth(tx, runId),
    )
    expect(since).toBe('2026-10')
    expect(totals).toEqual({
      new: { households: 1, cents: 100_00 },
      gone: { households: 1, cents: -100_00 },
      changed: { households: 1, cents: -100_00 },
    })
    expect(new Map(largest.map((one) => [one.householdId, one]))).toEqual(
      new Map([
        [leaver, expect.objectContaining({ change: 'gone', beforeCents: 100_00, afterCents: 0 })],
        [newcomer, expect.objectContaining({ change: 'new', beforeCents: 0, afterCents: 100_00 })],
        [
          partMonth,
          expect.objectContaining({
            change: 'changed',
            beforeCents: 150_00,
            afterCents: 50_00,
            reason: expect.objectContaining({ code: 'allocations.reason.pro_rata' }),
          }),
        ],
      ]),
    )
  })

  test('the first month of a caisse has none to compare with', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenHouseholds(app, caisse.id, [{}])
    const { runId } = await prepareMonth(caisse.call(), { month: MONTH })
    const { since, totals } = await inCaisse(app.db, caisse.id, (tx) => differencesFromLastMonth(tx, runId))
    expect(since).toBeNull()
    expect(totals.new).toEqual({ households: 1, cents: 100_00 })
  })
})

async function approveThenIssue(
  app: TestApp,
  caisse: GivenCaisse,
  runId: string,
  digest: string,
): Promise<void> {
  await approveRun(caisse.call(caisse.coordinator), { runId, digest })
  await issueRun(caisse.call(caisse.treasurer), { runId })
  await issueRunToTheEnd(app, caisse.id, runId)
}

async function expiredTotal(app: TestApp, caisse: GivenCaisse): Promise<Cents> {
  return inCaisse(app.db, caisse.id, async (tx) => balanceOf(tx, await caisseAccount(tx, 'rights_expired')))
}
