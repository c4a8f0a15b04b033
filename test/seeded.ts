import pg from 'pg'
import { inject } from 'vitest'
import { seedDemo } from '../src/demo/seed.ts'
import { FIRST_INSTANT, openTestApp, testOn } from './app.ts'
import { TEMPLATE } from './global-setup.ts'

const SEEDED = 'tablee_seeded'

/** The demonstration is installed once for the whole run; whoever asks next finds it. */
async function seededTemplate(): Promise<string> {
  const admin = new pg.Client({ connectionString: inject('superUrl') })
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock(8)')
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [SEEDED])
    if (rowCount) return SEEDED
    const unfinished = `${SEEDED}_${process.pid}`
    await admin.query('select pg_advisory_lock(7)')
    await admin.query(
      `create database ${unfinished} template ${TEMPLATE} owner tablee_owner strategy file_copy`,
    )
    await admin.query('select pg_advisory_unlock(7)')
    const app = openTestApp(unfinished)
    app.at(FIRST_INSTANT)
    await seedDemo(app)
    await app.db.destroy()
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      unfinished,
    ])
    await admin.query(`alter database ${unfinished} rename to ${SEEDED}`)
    return SEEDED
  } finally {
    await admin.end()
  }
}

/** Vitest's `test` with the application on a copy of the demonstration. */
export const test = testOn(seededTemplate)
