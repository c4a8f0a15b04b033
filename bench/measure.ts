import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'

/** Seconds that `work` takes, and what it returns. */
export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; value: T }> {
  const start = performance.now()
  const value = await work()
  return { seconds: (performance.now() - start) / 1000, value }
}

/** Bytes of write-ahead log written while `work` runs. */
export async function walBytes(superUrl: string, work: () => Promise<unknown>): Promise<number> {
  const before = await query<{ lsn: string }>(superUrl, 'select pg_current_wal_insert_lsn()::text as lsn')
  await work()
  const [row] = await query<{ bytes: number | string }>(
    superUrl,
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn)::bigint as bytes`,
    [before[0]!.lsn],
  )
  // Parsed as a number where src/db/db.ts is loaded, as text otherwise.
  return Number.parseInt(String(row!.bytes), 10)
}

export async function query<Row extends object>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Row>(text, values)
    return rows
  } finally {
    await client.end()
  }
}

export type Spread = { min: number; median: number; max: number }

export function spread(values: readonly number[], digits = 3): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const median =
    sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  const round = (value: number) => Number(value.toFixed(digits))
  return { min: round(sorted[0]!), median: round(median), max: round(sorted.at(-1)!) }
}

export const say = (line: string): void => void process.stderr.write(`${line}\n`)

/**
 * Processor seconds that the server used so far, its living and its ended children together; null where the system
 * does not tell. Hardly moves under other load, unlike time.
 */
export function serverCpuSeconds(postmaster: number): number | null {
  try {
    const children = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
    let ticks = 0
    for (const pid of children) {
      const fields = statOf(pid)
      if (!fields || (pid !== postmaster && Number(fields[1]) !== postmaster)) continue
      const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number)
      ticks += user! + system! + (pid === postmaster ? endedUser! + endedSystem! : 0)
    }
    return ticks / 100
  } catch {
    return null
  }
}

export function cpuSince(postmaster: number, before: number | null): number | null {
  const now = serverCpuSeconds(postmaster)
  return now === null || before === null ? null : now - before
}

/** Fields of `/proc/<pid>/stat` after the program's name, which may hold spaces. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null // ended since it was listed
  }
}
