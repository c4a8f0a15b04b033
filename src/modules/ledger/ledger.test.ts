import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, inject } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test, type TestApp } from '../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { inDatabase } from '../../../test/global-setup.ts'
import { runChecks } from '../../db/checks.ts'
import { inCaisse, openDb, openPool, type Db } from '../../db/db.ts'
import { exportedJournal } from './exports.ts'
import { untilSealable } from '../../../test/seal.ts'
import { sealJournal } from './seal.ts'
import {
  balanceOf,
  caisseAccount,
  householdAccount,
  openHouseholdAccounts,
  post,
  rightsLeft,
  rightsPosition,
} from './store.ts'
import { verifyJournal } from './verify-journal.ts'

async function givenWallets(app: TestApp, caisse: GivenCaisse, count: number): Promise<string[]> {
  return inCaisse(app.db, caisse.id, async (tx) => {
    const ids = Array.from({ length: count }, () => uuid())
    await tx
      .insertInto('household')
      .values(
        ids.map((id) => ({
          caisse_id: tx.caisseId,
          id,
          kind: 'single',
          name: 'Foyer inventé',
          payment_reference: id,
          entered_on: '2026-01-01',
        })),
      )
      .execute()
    await openHouseholdAccounts(tx, ids)
    return ids
  })
}

function grant(
  app: TestApp,
  caisse: GivenCaisse,
  householdIds: readonly string[],
  amountCents: number,
  key = uuid(),
) {
  return inCaisse(app.db, caisse.id, async (tx) => {
    const debit = await caisseAccount(tx, 'rights_granted')
    const credits = await Promise.all(householdIds.map((id) => householdAccount(tx, id, 'rights')))
    const legs = credits.map(
      (credit) => ({ book: 'rights', debit, credit, amountCents, kind: 'allocation' }) as const,
    )
    await post(tx, key, legs, app.now())
  })
}

describe('posting', () => {
  test('moves wallets and keeps every leg', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [one, two] = await givenWallets(app, caisse, 2)
    await grant(app, caisse, [one!, two!], 100_00)
    await grant(app, caisse, [one!], 50_00)
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await rightsLeft(tx, one!)).toBe(150_00)
      expect(await rightsLeft(tx, two!)).toBe(100_00)
      expect(await rightsPosition(tx)).toEqual({ circulationCents: 250_00, claimsCents: 0 })
      expect(await balanceOf(tx, await caisseAccount(tx, 'rights_granted'))).toBe(-250_00)
    })
    expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
  })

  test('a wallet never goes below zero, and the whole gesture is refused', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [poor, rich] = await givenWallets(app, caisse, 2)
    await grant(app, caisse, [poor!], 10_00)
    await grant(app, caisse, [rich!], 90_00)
    const take = inCaisse(app.db, caisse.id, async (tx) => {
      const credit = await caisseAccount(tx, 'rights_expired')
      const debits = [
        await householdAccount(tx, rich!, 'rights'),
        await householdAccount(tx, poor!, 'rights'),
      ]
      const legs = debits.map(
        (debit) => ({ book: 'rights', debit, credit, amountCents: 50_00, kind: 'expiry' }) as const,
      )
      await post(tx, uuid(), legs, app.now())
    })
    await expect(take).rejects.toMatchObject({ code: 'not_enough_rights' })
    expect(await inCaisse(app.db, caisse.id, (tx) => rightsLeft(tx, rich!))).toBe(90_00)
  })

  test('fifty grants at once to the same two households, in either order, all count', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [one, two] = await givenWallets(app, caisse, 2)
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => grant(app, caisse, i % 2 ? [one!, two!] : [two!, one!], 1_00)),
    )
    const left = await inCaisse(app.db, caisse.id, async (tx) => [
      await rightsLeft(tx, one!),
      await rightsLeft(tx, two!),
    ])
    expect(left).toEqual([50_00, 50_00])
    expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
  })
})

describe('the journal only grows', () => {
  const rewrite = [
    'update transfer set amount_cents = 1',
    'delete from transfer',
    'truncate transfer',
    'delete from gesture',
    'update seal set n = 2',
  ]

  test.for(rewrite)(
    '%s is refused to the application, the owner and the superuser',
    async (statement, { app }) => {
      const caisse = await givenCaisse(app)
      await grant(app, caisse, await givenWallets(app, caisse, 1), 100_00)
      const database = new URL(app.ownerUrl).pathname.slice(1)
      const urls = [
        inDatabase(inject('appUrl'), database),
        app.ownerUrl,
        inDatabase(inject('superUrl'), database),
      ]
      for (const url of urls) {
        const client = new pg.Client({ connectionString: url })
        await client.connect()
        try {
          await client.query('begin')
          await client.query(`select set_config('tablee.caisse', $1, true)`, [String(caisse.id)])
          await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' })
        } finally {
          await client.end()
        }
      }
    },
  )
})

describe('seals', () => {
  const sealed = async (app: TestApp, caisse: GivenCaisse, owner: Db, wait = true) => {
    if (wait) await untilSealable(owner)
    await inCaisse(owner, caisse.id, (tx) => sealJournal(tx, app.now()))
    return inCaisse(owner, caisse.id, exportedJournal)
  }
  const withOwner = async (app: TestApp, work: (owner: Db) => Promise<void>) => {
    const owner = openDb(openPool(app.ownerUrl, 2))
    try {
      await work(owner)
    } finally {
      await owner.destroy()
    }
  }

  test('anyone can check the journal with its export alone', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const households = await givenWallets(app, caisse, 3)
    await withOwner(app, async (owner) => {
      await grant(app, caisse, households, 100_00)
      await sealed(app, caisse, owner)
      await grant(app, caisse, households, 20_00)
      await grant(app, caisse, households, 30_00)
      const { transfers, seals } = await sealed(app, caisse, owner)
      await grant(app, caisse, households, 1_00)
      const later = await inCaisse(owner, caisse.id, exportedJournal)
      expect(await verifyJournal(transfers, seals)).toMatchObject({
        seals: 2,
        transfers: 9,
        unsealed: 0,
        problem: null,
      })
      expect(await verifyJournal(later.transfers, later.seals)).toMatchObject({
        transfers: 12,
        unsealed: 3,
        problem: null,
      })
    })
    expect((await runChecks(app.db, caisse.id)).findings).toEqual([])
  })

  test('nothing new, no seal; the application itself cannot write one', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await withOwner(app, async (owner) => {
      await grant(app, caisse, await givenWallets(app, caisse, 1), 100_00)
      await sealed(app, caisse, owner)
      expect(await inCaisse(owner, caisse.id, (tx) => sealJournal(tx, app.now()))).toBe(0)
    })
    const forged = inCaisse(app.db, caisse.id, (tx) =>
      tx
        .insertInto('seal')
        .values({
          caisse_id: tx.caisseId,
          n: 2,
          epoch: 1,
          below_xact: 1,
          transfers: 1,
          head: Buffer.alloc(32),
        })
        .execute(),
    )
    await expect(forged).rejects.toMatchObject({ code: '42501' })
  })

  test('an open transaction holds back the seal of what came after it', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const households = await givenWallets(app, caisse, 1)
    await withOwner(app, async (owner) => {
      await owner.transaction().execute(async (slow) => {
        await sql`select pg_current_xact_id()`.execute(slow)
        await grant(app, caisse, households, 100_00)
        expect((await sealed(app, caisse, owner, false)).seals).toHaveLength(0)
      })
      expect((await sealed(app, caisse, owner)).seals).toHaveLength(1)
    })
  })

  test('a row edited, removed, added, swapped or cut off at the end is found', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const households = await givenWallets(app, caisse, 4)
    await withOwner(app, async (owner) => {
      for (const cents of [100_00, 7_00, 3_00]) {
        await grant(app, caisse, households, cents)
        await sealed(app, caisse, owner)
      }
      const { transfers, seals } = await inCaisse(owner, caisse.id, exportedJournal)
      const anchor = seals.at(-1)!.head
      expect((await verifyJournal(transfers, seals, anchor)).problem).toBeNull()
      for (const [i, row] of transfers.entries()) {
        const edited = {
          ...row,
          line: row.line.replace(/\|(\d+)\|allocation/, (_, cents) => `|${Number(cents) + 1}|allocation`),
        }
        expect((await verifyJournal(transfers.with(i, edited), seals)).problem).not.toBeNull()
        expect((await verifyJournal(transfers.toSpliced(i, 1), seals)).problem).not.toBeNull()
        expect((await verifyJournal(transfers.toSpliced(i, 0, row), seals)).problem).not.toBeNull()
        if (i === 0) continue
        const swapped = transfers.with(i, transfers[i - 1]!).with(i - 1, row)
        expect((await verifyJournal(swapped, seals)).problem).not.toBeNull()
      }
      // The last block cut off, seal and all: only a head noted elsewhere tells.
      const cut = [transfers.filter((row) => row.seal !== '3'), seals.slice(0, 2)] as const
      expect((await verifyJournal(...cut)).problem).toBeNull()
      expect((await verifyJournal(...cut, anchor)).problem).toMatchObject({ kind: 'anchor' })
    })
  })
})
