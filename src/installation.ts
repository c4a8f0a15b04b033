import { resolve } from 'node:path'
import { v7 as uuid } from 'uuid'
import { openDb, openPool, type Db } from './db/db.ts'
import { dropEverything, migrate } from './db/migrate.ts'
import { readSecrets } from './db/secrets.ts'
import { openServer, type DatabaseServer } from './db/server.ts'
import type { App } from './kit/app.ts'
import { openMailer } from './kit/mail.ts'
import { openSms } from './kit/sms.ts'

export type Environment = {
  TABLEE_DATA?: string | undefined
  DATABASE_URL?: string | undefined
  DATABASE_APP_URL?: string | undefined
  /** `smtp://user:password@host:587` */
  SMTP_URL?: string | undefined
  MAIL_FROM?: string | undefined
  /** Where short messages are handed to, by any HTTP gateway: `https://gateway.example.org/send?to={to}&text={text}`. */
  SMS_URL?: string | undefined
  SMS_METHOD?: string | undefined
  /** With `{to}` and `{text}`, spelled as the content type asks. */
  SMS_BODY?: string | undefined
  /** One a line: `authorization: Bearer …` */
  SMS_HEADERS?: string | undefined
  PUBLIC_URL?: string | undefined
  /** `oui` where a reverse proxy of ours, and nothing else, reaches this server. */
  TABLEE_PROXY?: string | undefined
  /** `oui` fills an empty database with invented people, `non` leaves it empty; by default only the embedded one is filled. */
  TABLEE_DEMO?: string | undefined
}

export type Installation = {
  app: App
  /** The same application, whose commits do not wait for the disk: only for data that can be made again. */
  hastyApp: App
  /** The same application as the tables' owner: what the worker runs with. */
  ownerApp: App
  server: DatabaseServer
  stop(): Promise<void>
}

const APP_CONNECTIONS = 12
const OWNER_CONNECTIONS = 4

/** Opens the database, brings it up to date, and makes the one value that everything works with. */
export async function openInstallation(
  env: Environment,
  options: { guest?: boolean; onLost?: () => void } = {},
): Promise<Installation> {
  const dataDir = resolve(env.TABLEE_DATA ?? 'data')
  const server = await openServer(env, dataDir, options)
  try {
    await migrate(server.ownerUrl)
    if (!options.guest && (await isHalfSeeded(server.ownerUrl))) {
      await dropEverything(server.ownerUrl)
      await migrate(server.ownerUrl)
    }
    const pool = openPool(server.appUrl, APP_CONNECTIONS)
    const ownerPool = openPool(server.ownerUrl, OWNER_CONNECTIONS)
    const db = openDb(pool)
    const ownerDb = openDb(ownerPool)
    const app: App = {
      db,
      pool,
      now: () => new Date(),
      newId: () => uuid(),
      codePepper: Buffer.from(readSecrets(dataDir).codePepper),
      mail: openMailer(env.SMTP_URL, env.MAIL_FROM ?? 'Tablée <tablee@localhost>'),
      ...openSms(env),
      address: (env.PUBLIC_URL ?? 'http://localhost:3000').replace(/\/$/, ''),
      behindProxy: /^(oui|1|true)$/i.test(env.TABLEE_PROXY ?? ''),
      dataDir,
      demo: await isDemo(db),
    }
    const hastyPool = openPool(server.appUrl, 6, '-c synchronous_commit=off')
    return {
      app,
      hastyApp: { ...app, db: openDb(hastyPool), pool: hastyPool },
      ownerApp: { ...app, db: ownerDb, pool: ownerPool },
      server,
      async stop() {
        try {
          await Promise.all([db.destroy(), ownerDb.destroy(), hastyPool.end()])
        } finally {
          await server.stop()
        }
      },
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Whether a start was killed while it put the demonstration in. */
async function isHalfSeeded(ownerUrl: string): Promise<boolean> {
  const db = openDb(openPool(ownerUrl, 1))
  const row = await db.selectFrom('installation').select(['demo', 'ready']).executeTakeFirst()
  await db.destroy()
  return row !== undefined && row.demo && !row.ready
}

async function isDemo(db: Db): Promise<boolean> {
  const row = await db.selectFrom('installation').select('demo').executeTakeFirst()
  return row?.demo ?? false
}
