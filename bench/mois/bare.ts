import pg from 'pg'
import type { CaisseId } from '../../src/db/db.ts'
import { LINES_PER_CHUNK } from '../../src/modules/allocations/rules/run.ts'
import { cpuSince, serverCpuSeconds, timed, walBytes } from '../measure.ts'
import type { BenchServer } from '../server.ts'

export type Bare = Awaited<ReturnType<typeof openBare>>

/**
 * The same transfers and wallets in copies of the tables, with the same indexes and without policies: what the
 * server needs at least for these rows. The copies stand as the tables stood before each month.
 */
export async function openBare(server: BenchServer, caisseId: CaisseId) {
  const client = new pg.Client({ connectionString: server.ownerUrl })
  await client.connect()
  await client.query(`select set_config('tablee.caisse', $1, false)`, [String(caisseId)])
  for (const kind of ['bare', 'chunked']) {
    await client.query(`drop table if exists ${kind}_transfer, ${kind}_wallet`)
    await client.query(`create table ${kind}_transfer (like transfer including all)`)
    await client.query(`create table ${kind}_wallet (like wallet including all) with (fillfactor = 50)`)
    await client.query(`insert into ${kind}_wallet select * from wallet`)
    await client.query(`analyze ${kind}_wallet`)
  }
  return {
    async round(runId: string) {
      await client.query('drop table if exists bare_row')
      await client.query(
        `create unlogged table bare_row as
         select t.*, row_number() over (order by c.first_line, t.leg) as n
         from transfer t join allocation_chunk c on c.caisse_id = t.caisse_id and c.gesture_id = t.gesture_id
         where c.run_id = $1 order by c.first_line, t.leg`,
        [runId],
      )
      await client.query('create index on bare_row (n)')
      await client.query('vacuum analyze bare_row')
      const [{ rows }] = [await client.query<{ n: number }>('select count(*)::integer as n from bare_row')]
      const total = rows[0]!.n
      let bareSeconds = 0
      const cpuBefore = serverCpuSeconds(server.pid)
      const bareWalBytes = await walBytes(server.superUrl, async () => {
        bareSeconds = (await timed(() => write(client, 'bare', 1, total))).seconds
      })
      const bareCpu = cpuSince(server.pid, cpuBefore)
      const chunked = await timed(async () => {
        for (let first = 1; first <= total; first += LINES_PER_CHUNK)
          await write(client, 'chunked', first, first + LINES_PER_CHUNK - 1)
      })
      return { bareSeconds, bareWalBytes, bareCpu, bareChunkedSeconds: chunked.seconds }
    },
    async close() {
      await client.query('drop table bare_row, bare_transfer, bare_wallet, chunked_transfer, chunked_wallet')
      await client.end()
    },
  }
}

const COLUMNS =
  'gesture_id, debit_account, credit_account, amount_cents, at, xact, caisse_id, leg, book, kind, epoch, corrects'

async function write(client: pg.Client, kind: string, first: number, last: number): Promise<void> {
  await client.query('begin')
  await client.query(
    `insert into ${kind}_transfer (${COLUMNS}) select ${COLUMNS} from bare_row where n between $1 and $2 order by n`,
    [first, last],
  )
  await client.query(
    `update ${kind}_wallet w set balance_cents = w.balance_cents + r.amount_cents, seq = w.seq + 1
     from bare_row r where r.n between $1 and $2 and w.caisse_id = r.caisse_id and w.account_id = r.credit_account`,
    [first, last],
  )
  await client.query('commit')
}
