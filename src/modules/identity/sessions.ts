import { sql } from 'kysely'
import type { CaisseId, Db } from '../../db/db.ts'

export type NewSession = {
  hash: Buffer
  id: string
  now: Date
  expiresAt: Date
  userAgent: string
} & (
  | { kind: 'full'; accountId: string; secondFactorAt: Date | null }
  | { kind: 'number'; caisseId: CaisseId; personId: string; personName: string }
)

export async function insertSession(db: Db, session: NewSession): Promise<void> {
  const shared = {
    id: session.id,
    token_hash: session.hash,
    kind: session.kind,
    created_at: session.now,
    last_seen_at: session.now,
    expires_at: session.expiresAt,
    user_agent: session.userAgent.slice(0, 200),
  }
  const own =
    session.kind === 'full'
      ? { login_account_id: session.accountId, second_factor_at: session.secondFactorAt }
      : { in_caisse: session.caisseId, person_id: session.personId, person_name: session.personName }
  await db
    .insertInto('session')
    .values({ ...shared, ...own })
    .execute()
}

export function findSession(db: Db, hash: Buffer) {
  return db
    .selectFrom('session')
    .leftJoin('login_account', 'login_account.id', 'session.login_account_id')
    .select([
      'session.id',
      'session.kind',
      'login_account.id as accountId',
      'display_name',
      'locale',
      'last_seen_at',
      'expires_at',
      'second_factor_at',
      'in_caisse',
      'person_id',
      'person_name',
    ])
    .where('token_hash', '=', hash)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
}

export async function touchSession(db: Db, hash: Buffer, now: Date): Promise<void> {
  await db.updateTable('session').set({ last_seen_at: now }).where('token_hash', '=', hash).execute()
}

export async function deleteSession(db: Db, hash: Buffer): Promise<void> {
  await db.deleteFrom('session').where('token_hash', '=', hash).execute()
}

export async function markSecondFactor(db: Db, sessionId: string, now: Date): Promise<void> {
  await db.updateTable('session').set({ second_factor_at: now }).where('id', '=', sessionId).execute()
}

export type OpenSession = {
  id: string
  userAgent: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
}

/** The last seen first. */
export async function listSessions(db: Db, accountId: string): Promise<OpenSession[]> {
  const { rows } = await sql<OpenSession>`
    select id, user_agent as "userAgent", created_at as "createdAt", last_seen_at as "lastSeenAt",
      expires_at as "expiresAt"
    from session where login_account_id = ${accountId} order by last_seen_at desc, id
  `.execute(db)
  return rows
}

/** One of one's own, or all but the present one. */
export async function deleteSessions(
  db: Db,
  accountId: string,
  which: { id: string } | { allBut: string } | 'all',
): Promise<void> {
  let query = db.deleteFrom('session').where('login_account_id', '=', accountId)
  if (which !== 'all')
    query = 'id' in which ? query.where('id', '=', which.id) : query.where('id', '!=', which.allBut)
  await query.execute()
}

/** Browsers in which somebody came in by number and code: a lost card or a new code closes them. */
export async function endNumberSessions(db: Db, caisseId: CaisseId, personId: string): Promise<void> {
  await db.deleteFrom('session').where('in_caisse', '=', caisseId).where('person_id', '=', personId).execute()
}

export async function deleteExpiredSessions(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<', now).execute()
}

/** Whether the browser is one from which the person never came, and from now on known; never so the first time. */
export async function meetDevice(db: Db, accountId: string, deviceHash: Buffer, now: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('known_device')
    .values({ login_account_id: accountId, device_hash: deviceHash, first_seen_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (!numInsertedOrUpdatedRows) return false
  const { count } = await db
    .selectFrom('known_device')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('login_account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return count > 1
}
