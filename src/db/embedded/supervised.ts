import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../start-error.ts'
import { reach } from './cluster.ts'
import type { Cluster, Reached } from './cluster.ts'
import { launch, signalServer, stopServer, stopWithUs } from './postmaster.ts'

export type Supervised = {
  server: Reached
  /** The server was found running: what a kill -9 of Tablée leaves behind. */
  adopted: boolean
  /** From here on the server ends with this process (by a kill -9 too, in tests). */
  own(): void
  /** Starts it again at the same address if it died under us: nobody else looks after it. */
  revive(): Promise<void>
  stop(): Promise<void>
}

export async function supervise(cluster: Cluster, tests: boolean): Promise<Supervised> {
  const { server: first, adopted } = await serve(cluster)
  let server = first
  let stopping = false
  let reviving: Promise<unknown> = Promise.resolve()
  let watch: { cancel(): void } | null = null
  const stopAtExit = () => signalServer(server.pid, 'SIGINT')

  async function again(): Promise<void> {
    const found = await serve({ ...cluster, port: first.port })
    if (found.server.pid === server.pid) return
    console.error('La base s’était arrêtée sans qu’on le demande : elle est relancée.')
    server = found.server
    watch?.cancel()
    if (watch) watch = stopWithUs(server.pid)
  }

  return {
    server: first,
    adopted,
    own() {
      process.once('exit', stopAtExit)
      if (tests) watch = stopWithUs(server.pid)
    },
    async revive() {
      if (stopping) return
      const attempt = again()
      reviving = attempt.catch(() => {})
      await attempt
    },
    async stop() {
      stopping = true
      process.off('exit', stopAtExit)
      await reviving
      await stopServer(cluster, server.pid)
      watch?.cancel()
    },
  }
}

/** Adopts the cluster's server or starts it, whichever other starts and leftovers of kills there are. */
async function serve(cluster: Cluster): Promise<{ server: Reached; adopted: boolean }> {
  const patience = Date.now() + 30_000
  for (;;) {
    const found = await reach(cluster)
    if (found && found !== 'starting') return { server: found, adopted: true }
    if (!found) {
      const launched = await launch(cluster)
      if (launched !== 'locked') return { server: launched, adopted: false }
      if (Date.now() > patience)
        throw new StartError(
          `Un serveur PostgreSQL tient ${cluster.dir} mais ne répond pas : il finit peut-être de s’arrêter,\n` +
            `ou il tourne dans un autre conteneur. Réessayez dans un instant.`,
        )
    }
    await sleep(50)
  }
}
