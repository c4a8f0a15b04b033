import { v7 as uuid } from 'uuid'
import { sql } from 'kysely'
import { createApp } from '../src/app.tsx'
import { inCaisse, INSTALLATION, type CaisseId } from '../src/db/db.ts'
import { SYSTEM, type Actor, type Role } from '../src/kit/actor.ts'
import { invitePerson, openSession } from '../src/modules/identity/actions.ts'
import type { TestApp } from './app.ts'
import type { GivenTill } from './given-accreditation.ts'
import type { GivenCaisse } from './given.ts'

/** A browser without JavaScript: keeps its cookies, sends forms, follows nothing by itself. */
export type Browser = {
  get(path: string): Promise<Answer>
  post(
    path: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Record<string, string>,
  ): Promise<Answer>
  /** A form with files. */
  upload(path: string, fields: Readonly<Record<string, string | File>>): Promise<Answer>
}

export type Answer = { status: number; headers: Headers; html: string; next: string | null }

const ORIGIN = 'http://localhost'

/** Made once: thousands of browsers open the same application. */
const served = new WeakMap<TestApp, ReturnType<typeof createApp>>()

function webOf(app: TestApp): ReturnType<typeof createApp> {
  const web = served.get(app) ?? createApp(app)
  served.set(app, web)
  return web
}

export function givenBrowser(app: TestApp, cookies: Readonly<Record<string, string>> = {}): Browser {
  const web = webOf(app)
  const cookie = Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const answer = await web.request(ORIGIN + path, {
      ...init,
      headers: {
        'accept-language': 'fr',
        origin: ORIGIN,
        cookie,
        ...(init.headers as Record<string, string>),
      },
    })
    const { status, headers } = answer
    return { status, headers, html: await answer.text(), next: headers.get('location') }
  }
  return {
    get: (path) => send(path, {}),
    upload: (path, fields) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(fields)) body.set(name, value)
      return send(path, { method: 'POST', body })
    },
    post: (path, fields = {}, headers = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
  }
}

export type SignedIn = { browser: Browser; actor: Extract<Actor, { kind: 'account' }> }

/** Somebody with a role in the caisse and an open session. */
export async function givenSignedIn(app: TestApp, caisse: GivenCaisse, role: Role): Promise<SignedIn> {
  const name = `${role} ${uuid().slice(-4)}`
  const { accountId } = await invitePerson(caisse.call(SYSTEM), {
    name,
    email: `${uuid()}@example.org`,
    role,
    fromOn: '2026-01-01',
  })
  const { session } = await openSession(app, accountId, 'test', { secondFactor: true })
  return {
    browser: givenBrowser(app, { tablee: session }),
    actor: {
      kind: 'account',
      accountId,
      name,
      grants: [{ caisseId: caisse.id, role, fromOn: '2026-01-01', untilOn: null }],
    },
  }
}

export const givenTillBrowser = (app: TestApp, till: GivenTill): Browser =>
  givenBrowser(app, { tablee_lieu: till.token })

/** All that gestures leave behind in some caisses and in the installation: audit rows and transfers. */
export async function countWritten(app: TestApp, ...caisses: readonly CaisseId[]): Promise<number> {
  let written = 0
  for (const caisseId of [INSTALLATION, ...caisses]) {
    const { rows } = await inCaisse(app.db, caisseId, (tx) =>
      sql<{ written: number }>`
        select (select count(*) from gesture where caisse_id = ${caisseId})
          + (select count(*) from transfer where caisse_id = ${caisseId})
          + (select count(*) from approval where caisse_id = ${caisseId})
          + (select count(*) from allocation_run where caisse_id = ${caisseId}) as written
      `.execute(tx),
    )
    written += rows[0]!.written
  }
  return written
}
