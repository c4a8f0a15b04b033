import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '../src/db/db.ts'

/**
 * Waits until all that is committed now can be sealed. A seal stops before the oldest transaction still running on
 * the server, and the tests of another worker may hold one open.
 */
export async function untilSealable(db: Db): Promise<void> {
  const { rows } = await sql<{ now: number }>`select pg_current_xact_id()::text::bigint as now`.execute(db)
  for (;;) {
    const seen = await sql<{ horizon: number }>`
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon
    `.execute(db)
    if (seen.rows[0]!.horizon > rows[0]!.now) return
    await sleep(20)
  }
}
