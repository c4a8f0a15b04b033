import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { Day } from '../../kit/month.ts'

/**
 * Agreements end with the caisse: none goes on after its last day. Those that ended on an earlier announced
 * day follow the new one; without one they go on as before the announcement.
 */
export async function endAgreements(
  tx: CaisseTx,
  lastDay: Day | null,
  announcedBefore: Day | null,
): Promise<void> {
  await sql`
    update agreement set to_on = ${lastDay}::date
    where caisse_id = ${tx.caisseId}
      and (
        (to_on is not distinct from ${announcedBefore}::date and to_on is not null)
        or (${lastDay}::date is not null and (to_on is null or to_on > ${lastDay}::date))
      )
      and (${lastDay}::date is null or from_on <= ${lastDay}::date)
  `.execute(tx)
}

/** Agreements that let somebody buy on a later day. */
export async function countAgreementsAfter(tx: CaisseTx, day: Day): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from agreement
    where caisse_id = ${tx.caisseId} and (to_on is null or to_on > ${day}::date)
  `.execute(tx)
  return rows[0]!.count
}
