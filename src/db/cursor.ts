import { sql, type RawBuilder } from 'kysely'
import type { CaisseTx } from './db.ts'

/**
 * Rows of a query one by one, fetched by the thousand, so that a table of any length fits in memory.
 * A cursor takes no parameters: values of the query are written with `sql.lit`. One at a time in a transaction.
 */
export async function* rowsOf<T>(tx: CaisseTx, query: RawBuilder<unknown>): AsyncGenerator<T> {
  await sql`declare rows_of no scroll cursor for ${query}`.execute(tx)
  for (;;) {
    const { rows } = await sql<T>`fetch forward 5000 from rows_of`.execute(tx)
    if (rows.length === 0) break
    yield* rows
  }
  await sql`close rows_of`.execute(tx)
}
