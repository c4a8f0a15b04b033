import path from 'node:path'
import { startEmbedded } from './embedded.ts'
import { readSecrets } from './secrets.ts'
import { connectExternal } from './server/external.ts'

export type DatabaseServer = {
  ownerUrl: string
  appUrl: string
  /** Ours, in the data folder; false when DATABASE_URL names a server. */
  embedded: boolean
  version: string
  /** Tells a second start where this one answers. */
  announce(url: string): Promise<void>
  stop(): Promise<void>
}

export type ServerEnvironment = {
  DATABASE_URL?: string | undefined
  /** What the application works as, when `tablee_app` with a password of ours is not wanted. */
  DATABASE_APP_URL?: string | undefined
}

export type ServerOptions = {
  /** Another Tablée took the data while ours was cut off: this process must end. */
  onLost?: () => void
  /** A command beside a running Tablée: shares its database instead of refusing. */
  guest?: boolean
}

/** The database, for this process alone: the server of DATABASE_URL, else the one kept in `dataDir`. */
export async function openServer(
  env: ServerEnvironment,
  dataDir: string,
  options: ServerOptions = {},
): Promise<DatabaseServer> {
  const { DATABASE_URL: url, DATABASE_APP_URL: appUrl } = env
  if (!url) return { ...(await startEmbedded(dataDir, options)), embedded: true }
  const secrets = readSecrets(path.resolve(dataDir))
  return { ...(await connectExternal({ url, appUrl: appUrl || null, secrets, ...options })), embedded: false }
}
