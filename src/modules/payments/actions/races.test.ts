import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenTill, type GivenTill } from '../../../../test/given-accreditation.ts'
import { brokenWallets } from '../../../../test/given-allocations.ts'
import { givenCaisse } from '../../../../test/given.ts'
import {
  balanceLeft,
  givenPayer,
  outcomeOf,
  payAt,
  tally,
  type GivenPayer,
} from '../../../../test/given-payments.ts'
import { inCaisse, type CaisseId } from '../../../db/db.ts'
import { resumeAgreement, suspendAgreement } from '../../accreditation/actions.ts'
import { caisseAccount, householdAccount, post } from '../../ledger/store.ts'
import { withCheckDigit } from '../rules/number.ts'
import { blockPayer, resetCode, unblockPayer } from './payers.ts'

const paymentsIn = (app: TestApp, caisseId: CaisseId): Promise<number> =>
  inCaisse(app.db, caisseId, async (tx) => {
    const { count } = await tx
      .selectFrom('transfer')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('caisse_id', '=', caisseId)
      .where('kind', '=', 'payment')
      .executeTakeFirstOrThrow()
    return count
  })

describe('a right that ends while people pay (F29)', () => {
  /** Payments arrive while `end` commits: none may commit after it. */
  async function race(
    app: TestApp,
    caisseId: CaisseId,
    { payments, end, at }: { payments: () => Promise<unknown>[]; end: () => Promise<unknown>; at: number },
  ): Promise<Record<string, number>> {
    const underWay = tally(payments())
    await sleep(at)
    await end()
    const whenEnded = await paymentsIn(app, caisseId)
    const outcomes = await underWay
    expect(await paymentsIn(app, caisseId)).toBe(whenEnded)
    return outcomes
  }

  test('no payment commits after the suspension of its agreement', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse)
    const payers: GivenPayer[] = []
    for (let i = 0; i < 12; i += 1) payers.push(await givenPayer(app, caisse, { balanceCents: 900_00 }))
    const { agreementId } = till.outlet
    const seen = new Set<string>()
    for (let round = 0; round < 200; round += 1) {
      const outcomes = await race(app, caisse.id, {
        // Three of each, which leave in three commits, one after the other.
        payments: () => [1, 2, 3].flatMap(() => payers.map((payer) => payAt(app, till, payer, 1_00))),
        end: () => suspendAgreement(caisse.call(), { agreementId }),
        at: round % 5,
      })
      Object.keys(outcomes).forEach((outcome) => seen.add(outcome))
      await resumeAgreement(caisse.call(), { agreementId })
    }
    expect([...seen].sort()).toEqual(['not_accredited', 'paid'])
    expect(await brokenWallets(app, caisse.id)).toEqual([])
  })

  test('nor after the blocking of its number', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse)
    const payer = await givenPayer(app, caisse, { balanceCents: 900_00 })
    const { personId } = payer
    for (let round = 0; round < 50; round += 1) {
      await race(app, caisse.id, {
        payments: () => [1, 2, 3, 4].map(() => payAt(app, till, payer, 1)),
        end: () => blockPayer(caisse.call(), { personId }),
        at: round % 4,
      })
      await unblockPayer(caisse.call(), { personId })
    }
    expect(await brokenWallets(app, caisse.id)).toEqual([])
  })
})

describe('guessing codes (F20)', () => {
  const guess = (app: TestApp, till: GivenTill, payer: GivenPayer, i: number) =>
    payAt(app, till, { number: payer.number, code: String(300_000 + i) }, 1_00)

  test('one number from twenty devices at once: five tries, then it waits', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const payer = await givenPayer(app, caisse)
    const tills = await Promise.all(Array.from({ length: 20 }, () => givenTill(app, caisse)))
    const tries = Array.from({ length: 100 }, (_, i) => guess(app, tills[i % 20]!, payer, i))
    expect(await tally(tries)).toEqual({ number_or_code: 5, code_locked: 95 })
    await expect(payAt(app, tills[0]!, payer, 1_00)).rejects.toMatchObject({
      code: 'code_locked',
      status: 429,
      params: { minutes: 1 },
    })
    app.at('2026-11-24T10:01:00Z')
    expect(await outcomeOf(payAt(app, tills[0]!, payer, 1_00))).toBe('paid')
    // The right code starts the count anew.
    expect(await outcomeOf(guess(app, tills[0]!, payer, 1))).toBe('number_or_code')
    expect(await outcomeOf(payAt(app, tills[0]!, payer, 1_00))).toBe('paid')
  })

  test('one number for a day, a try every five minutes on fifty devices: ten tries are looked at, or one more', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const payer = await givenPayer(app, caisse)
    const tills = await Promise.all(Array.from({ length: 50 }, () => givenTill(app, caisse)))
    const start = Date.parse('2026-11-24T10:00:00Z')
    const counts: Record<string, number> = {}
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      app.at(new Date(start + minute * 60_000).toISOString())
      const outcome = await outcomeOf(guess(app, tills[(minute / 5) % 50]!, payer, minute))
      counts[outcome] = (counts[outcome] ?? 0) + 1
    }
    expect(Object.keys(counts).sort()).toEqual(['code_locked', 'number_or_code'])
    expect(counts['number_or_code']).toBeLessThanOrEqual(11)
    // The desk helps: a new code, and no waiting.
    await resetCode(caisse.call(), { personId: payer.personId })
    expect(await outcomeOf(payAt(app, tills[0]!, payer, 1_00))).toBe('number_or_code')
  })

  test('many numbers from one device: ten tries, then the device waits and the others go on', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const [till, elsewhere, payer] = [
      await givenTill(app, caisse),
      await givenTill(app, caisse),
      await givenPayer(app, caisse),
    ]
    const strangers = Array.from({ length: 60 }, (_, i) =>
      withCheckDigit(`0${String(uuidDigits() + i).padStart(6, '0')}`),
    )
    const tries = strangers.map((number) => payAt(app, till, { number, code: '724093' }, 1_00))
    expect(await tally(tries)).toEqual({ number_or_code: 10, device_locked: 50 })
    expect(await outcomeOf(payAt(app, till, payer, 1_00))).toBe('device_locked')
    expect(await outcomeOf(payAt(app, elsewhere, payer, 1_00))).toBe('paid')
    app.at('2026-11-24T10:15:00Z')
    expect(await outcomeOf(payAt(app, till, payer, 1_00))).toBe('paid')
  })

  const uuidDigits = () => Number.parseInt(uuid().slice(-5), 16) % 900_000

  test('takes as long for a number that exists as for one that does not', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!
    const known: number[] = []
    const unknown: number[] = []
    const timed = async (times: number[], payment: () => Promise<unknown>) => {
      const start = performance.now()
      expect(await outcomeOf(payment())).toBe('number_or_code')
      times.push(performance.now() - start)
    }
    for (let i = 0; i < 30; i += 1) {
      const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
      const number = withCheckDigit(`0${String(uuidDigits()).padStart(6, '0')}`)
      await timed(known, () => guess(app, till, payer, i))
      await timed(unknown, () => payAt(app, till, { number, code: '300001' }, 1_00))
    }
    expect(Math.abs(median(known) - median(unknown))).toBeLessThan(20)
  })
})

test('connections cut under payments: the same keys find out, and each is paid once', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const till = await givenTill(app, caisse)
  const payers: GivenPayer[] = []
  for (let i = 0; i < 20; i += 1) payers.push(await givenPayer(app, caisse, { balanceCents: 1_000_00 }))
  let paid = 0
  let cut = 0
  let told = 0
  /** What a till does: the same key until there is an answer. */
  const insist = async (payer: GivenPayer): Promise<void> => {
    const key = uuid()
    for (;;) {
      const outcome = await outcomeOf(payAt(app, till, payer, 10, { key }))
      if (outcome === 'paid') {
        paid += 1
        return
      }
      expect(outcome).toBe('try_again')
      told += 1
      await sleep(2)
    }
  }
  const paying = Promise.all(
    payers.map(async (payer) => {
      // A quick machine pays ten times between two cuts: they go on until some were cut short.
      for (let i = 0; i < 10 || (told < 5 && i < 10_000); i += 1) await insist(payer)
    }),
  )
  let over = false
  void paying.finally(() => (over = true))
  while (!over && cut < 400) {
    const { rows } = await app.pool
      .query<{ cut: number }>(
        `select count(pg_terminate_backend(pid))::integer as cut from (
          select pid from pg_stat_activity
          where usename = current_user and datname = current_database() and pid <> pg_backend_pid() and state = 'active'
        ) as others`,
      )
      .catch(() => ({ rows: [{ cut: 0 }] }))
    cut += rows[0]!.cut
    await sleep(1)
  }
  await paying
  expect(cut).toBeGreaterThan(0)
  expect(told).toBeGreaterThan(0)
  const left = await Promise.all(payers.map((payer) => balanceLeft(app, payer)))
  expect(left.reduce((sum, cents) => sum + cents)).toBe(20 * 1_000_00 - paid * 10)
  expect(await paymentsIn(app, caisse.id)).toBe(paid)
  expect(await brokenWallets(app, caisse.id)).toEqual([])
})

test('payments and a gesture that credits everybody never wait for each other in a circle', async ({
  app,
}) => {
  const caisse = await givenCaisse(app)
  const till = await givenTill(app, caisse)
  const payers: GivenPayer[] = []
  for (let i = 0; i < 30; i += 1) payers.push(await givenPayer(app, caisse, { balanceCents: 900_00 }))
  const rounds = Array.from({ length: 40 }, (_, round) => round)
  const deadlocks = async (): Promise<number> => {
    // The server tells its counts at most once a second.
    await sleep(1_200)
    const { rows } = await app.pool.query<{ deadlocks: number }>(
      `select deadlocks::integer from pg_stat_database where datname = current_database()`,
    )
    return rows[0]!.deadlocks
  }
  const before = await deadlocks()
  const creditEverybody = () =>
    inCaisse(app.db, caisse.id, async (tx) => {
      const debit = await caisseAccount(tx, 'rights_granted')
      const credits = await Promise.all(
        payers.map(({ householdId }) => householdAccount(tx, householdId, 'rights')),
      )
      const legs = credits.map((credit) => ({ book: 'rights', kind: 'allocation', debit, credit }) as const)
      await post(
        tx,
        uuid(),
        legs.map((leg) => ({ ...leg, amountCents: 1 })),
        app.now(),
      )
    })
  let paying = true
  const crediting = (async () => {
    while (paying) await creditEverybody()
  })()
  for (const _ of rounds) {
    // The last first: not the order in which wallets are credited.
    const outcomes = await tally(payers.toReversed().map((payer) => payAt(app, till, payer, 1)))
    expect(outcomes).toEqual({ paid: payers.length })
  }
  paying = false
  await crediting
  expect(await deadlocks()).toBe(before)
  expect(await brokenWallets(app, caisse.id)).toEqual([])
})
