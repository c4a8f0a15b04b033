import { sql } from 'kysely'
import fc from 'fast-check'
import { expect } from 'vitest'
import { inCaisse } from '../../src/db/db.ts'
import { balanceOf, caisseAccount } from '../../src/modules/ledger/store.ts'
import { FIRST_INSTANT, test } from '../app.ts'
import { brokenWallets } from '../given-allocations.ts'
import { balanceLeft } from '../given-payments.ts'
import { givenCaisse } from '../given.ts'
import { commands, type Real } from './till-commands.ts'
import { emptyModel, type Model } from './till-model.ts'

/** F27 in full: MODEL_RUNS=2000 MODEL_STEPS=100. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 40)
const STEPS = Number(process.env['MODEL_STEPS'] ?? 50)

test(
  'any sequence of commands leaves the application as it leaves the arithmetic, refusals included (F27)',
  { timeout: 60_000 + RUNS * STEPS * 100 },
  async ({ app }) => {
    const outcomes = { payments: 0 }
    await fc.assert(
      fc.asyncProperty(commands(STEPS), async (sequence) => {
        app.at(FIRST_INSTANT)
        const model = emptyModel(Date.parse(FIRST_INSTANT))
        const caisse = await givenCaisse(app)
        const real: Real = { app, caisse, payers: [], outlets: [], tills: [], payments: [] }
        await fc.asyncModelRun(() => ({ model, real }), sequence)
        await expectSame(model, real)
        outcomes.payments += model.payments.length
      }),
      { numRuns: RUNS, endOnFailure: false },
    )
    // About five a sequence: chance may give a few less, never none.
    expect(outcomes.payments).toBeGreaterThan(2 * RUNS)
  },
)

async function expectSame(model: Model, { app, caisse, payers, outlets, payments }: Real): Promise<void> {
  expect(payments).toHaveLength(model.payments.length)
  for (const [household, cents] of model.balances.entries()) {
    const payer = payers[model.payers.findIndex((one) => one.household === household)]!
    expect(await balanceLeft(app, payer)).toBe(cents)
  }
  await inCaisse(app.db, caisse.id, async (tx) => {
    for (const [i, outlet] of outlets.entries())
      expect(await balanceOf(tx, outlet.accountId)).toBe(model.outlets[i]!.taken)
    expect(await balanceOf(tx, await caisseAccount(tx, 'rights_granted'))).toBe(0 - model.granted)
    expect(await balanceOf(tx, await caisseAccount(tx, 'rights_expired'))).toBe(model.expired)
    const { rows } = await sql<{ number: string; failures: number; locked_until: Date | null }>`
      select number, failures, locked_until from payer where caisse_id = ${caisse.id}
    `.execute(tx)
    const byNumber = new Map(rows.map((row) => [row.number, row]))
    for (const [i, payer] of payers.entries()) {
      const row = byNumber.get(payer.number)!
      expect(row.failures).toBe(model.payers[i]!.failures)
      expect(row.locked_until?.getTime() ?? 0).toBe(model.payers[i]!.lockedUntil)
    }
  })
  expect(await brokenWallets(app, caisse.id)).toEqual([])
}
