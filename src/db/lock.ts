import pg from 'pg'

/** One Tablée per database. The number only has to differ from other programs' locks. */
const TABLEE = 0x54_61_62_6c_65

export type Lock = {
  /** Tells a second start where the first one answers. */
  announce(url: string): Promise<void>
  release(): Promise<void>
}

/** The lock, or where its holder answers (`null` when it has not said). */
export type LockOutcome = { lock: Lock } | { heldBy: string | null }

/**
 * Holds an advisory lock on a connection of its own for as long as the process lives: PostgreSQL frees it
 * by itself when the process dies, however it dies. When the connection is cut it is taken again, after `revive`
 * if given; `onLost` is called if another process was quicker: this one must then stop.
 */
export async function takeLock(
  url: string,
  onLost: () => void,
  revive: () => Promise<void> = async () => {},
): Promise<LockOutcome> {
  let client = await connect(url)
  if (!(await tryLock(client))) {
    const heldBy = await holderOf(client)
    await client.end()
    return { heldBy }
  }
  let released = false
  let announced = ''
  const watch = () => client.once('end', () => void (released || retake()))
  const retake = async () => {
    for (let delay = 100; !released; delay = Math.min(delay * 2, 5_000)) {
      await new Promise((resolve) => setTimeout(resolve, delay).unref())
      try {
        await revive()
        if (released) return
        client = await connect(url)
        if (await tryLock(client)) {
          watch()
          if (announced) await setName(client, announced)
          return
        }
      } catch {
        continue
      }
      released = true
      await client.end()
      onLost()
    }
  }
  watch()
  return {
    lock: {
      async announce(address) {
        announced = address
        await setName(client, address)
      },
      async release() {
        released = true
        await client.end()
      },
    },
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {}) // always followed by 'end'
  await client.connect()
  return client
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
    TABLEE,
  ])
  return rows[0]!.taken
}

/** The connection's name carries the address: unlike a file, it disappears with its process. */
const NAME = 'tablee '

async function setName(client: pg.Client, address: string): Promise<void> {
  await client.query(`select set_config('application_name', $1, false)`, [NAME + address])
}

async function holderOf(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string | null }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.objsubid = 1
       and (l.classid::bigint << 32 | l.objid::bigint) = $1
       and l.database = (select oid from pg_database where datname = current_database())`,
    [TABLEE],
  )
  const name = rows[0]?.name ?? ''
  return name.startsWith(NAME) ? name.slice(NAME.length) : null
}
