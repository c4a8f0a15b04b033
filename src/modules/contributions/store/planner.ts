import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'

/**
 * On tables whose statistics are not taken yet the planner expects one row and nests its loops:
 * ten thousand times ten thousand. For large sets merges and hashes are right at any size.
 */
export async function withoutNestedLoops<T>(tx: CaisseTx, read: () => Promise<T>): Promise<T> {
  await sql`set local enable_nestloop = off`.execute(tx)
  const answer = await read()
  await sql`set local enable_nestloop = on`.execute(tx)
  return answer
}
