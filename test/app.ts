import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { inject, test as base } from 'vitest'
import { openDb, openPool } from '../src/db/db.ts'
import type { App } from '../src/kit/app.ts'
import { openMailer } from '../src/kit/mail.ts'
import { inDatabase, TEMPLATE } from './global-setup.ts'

/** An application on a database of this worker; its clock stands until a test moves it. */
export type TestApp = App & {
  ownerUrl: string
  appUrl: string
  /** Stops the clock at that instant: `app.at('2026-11-24T10:00:00Z')`. */
  at(instant: string): void
}

export const FIRST_INSTANT = '2026-11-24T10:00:00Z'

async function cloneDatabase(template: string): Promise<string> {
  const name = `tablee_worker_${process.env['VITEST_POOL_ID'] ?? '1'}_${process.pid}`
  const admin = new pg.Client({ connectionString: inject('superUrl') })
  await admin.connect()
  try {
    // Another worker may be cloning: the template admits one copy at a time.
    await admin.query('select pg_advisory_lock(7)')
    await admin.query(`create database ${name} template ${template} owner tablee_owner strategy file_copy`)
    return name
  } finally {
    await admin.end()
  }
}

export function openTestApp(database: string): TestApp {
  const pool = openPool(inDatabase(inject('appUrl'), database), 12)
  let clock: Date | undefined
  return {
    db: openDb(pool),
    pool,
    ownerUrl: inDatabase(inject('ownerUrl'), database),
    appUrl: inDatabase(inject('appUrl'), database),
    now: () => clock ?? new Date(FIRST_INSTANT),
    newId: () => uuid(),
    codePepper: Buffer.alloc(32, 7),
    mail: openMailer(undefined, 'tablee@example.org'),
    address: 'http://localhost',
    dataDir: join(tmpdir(), `tablee-test-data-${process.pid}`),
    demo: false,
    at: (instant) => void (clock = new Date(instant)),
  }
}

let cloned: Promise<string> | undefined

/** Vitest's `test` with the application: a copy of a template for each worker, each test opens caisses of its own. */
export const testOn = (template: () => string | Promise<string>) =>
  base.extend<{ app: TestApp; workerApp: TestApp }>({
    workerApp: [
      // eslint-disable-next-line no-empty-pattern
      async ({}, use) => {
        cloned ??= Promise.resolve(template()).then(cloneDatabase)
        const app = openTestApp(await cloned)
        await use(app)
        await app.db.destroy()
      },
      { scope: 'worker' },
    ],
    app: async ({ workerApp }, use) => {
      workerApp.at(FIRST_INSTANT)
      await use(workerApp)
    },
  })

export const test = testOn(() => TEMPLATE)
