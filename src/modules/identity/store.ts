import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { CaisseId, CaisseTx, Db } from '../../db/db.ts'
import type { Grant, Role } from '../../kit/actor.ts'
import type { Day } from '../../kit/month.ts'

/** A secret that only its holder keeps; the database has its SHA-256. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

// --- installation-wide -------------------------------------------------------------------------

export async function insertLoginAccount(
  db: Db,
  account: { id: string; email: string | null; displayName: string; locale?: string },
): Promise<void> {
  await db
    .insertInto('login_account')
    .values({
      id: account.id,
      email: account.email,
      display_name: account.displayName,
      locale: account.locale ?? 'fr',
    })
    .execute()
}

/** People who share an address; capitals do not matter. */
export function accountsWithEmail(db: Db, email: string) {
  return db
    .selectFrom('login_account')
    .select(['id', 'display_name', 'email', 'locale'])
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where('disabled_at', 'is', null)
    .orderBy('display_name')
    .execute()
}

export function findLoginAccount(db: Db, id: string) {
  return db
    .selectFrom('login_account')
    .select(['id', 'display_name', 'email', 'locale'])
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
}

export async function insertSignInLink(
  db: Db,
  link: { hash: Buffer; email: string; now: Date; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('sign_in_link')
    .values({ token_hash: link.hash, email: link.email, created_at: link.now, expires_at: link.expiresAt })
    .execute()
}

export async function countLinksSince(db: Db, email: string, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('sign_in_link')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('email', '=', email)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow()
  return count
}

export function findLink(db: Db, hash: Buffer, now: Date) {
  return db
    .selectFrom('sign_in_link')
    .select('email')
    .where('token_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** Uses a link up; false when somebody else did just before. */
export async function useLink(db: Db, hash: Buffer, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sign_in_link')
    .set({ used_at: now })
    .where('token_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function insertSession(
  db: Db,
  session: { hash: Buffer; accountId: string; now: Date; expiresAt: Date; userAgent: string },
): Promise<void> {
  await db
    .insertInto('session')
    .values({
      token_hash: session.hash,
      login_account_id: session.accountId,
      created_at: session.now,
      last_seen_at: session.now,
      expires_at: session.expiresAt,
      user_agent: session.userAgent.slice(0, 200),
    })
    .execute()
}

export function findSession(db: Db, hash: Buffer) {
  return db
    .selectFrom('session')
    .innerJoin('login_account', 'login_account.id', 'session.login_account_id')
    .select(['login_account.id', 'display_name', 'locale', 'last_seen_at', 'expires_at'])
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

/** Every role a person holds, whatever the caisse: the policy `own_roles` shows each person theirs. */
export function grantsOf(db: Db, accountId: string): Promise<Grant[]> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('tablee.account', ${accountId}, true)`.execute(tx)
    const rows = await tx
      .selectFrom('role_grant')
      .select(['caisse_id', 'role', 'from_on', 'until_on'])
      .where('login_account_id', '=', accountId)
      .execute()
    return rows.map((row) => ({
      caisseId: row.caisse_id as CaisseId,
      role: row.role as Role,
      fromOn: row.from_on,
      untilOn: row.until_on,
    }))
  })
}

// --- per caisse --------------------------------------------------------------------------------

export async function insertRoleGrant(
  tx: CaisseTx,
  grant: { id: string; accountId: string; role: Role; fromOn: Day; untilOn: Day | null },
): Promise<void> {
  await tx
    .insertInto('role_grant')
    .values({
      caisse_id: tx.caisseId,
      id: grant.id,
      login_account_id: grant.accountId,
      role: grant.role,
      from_on: grant.fromOn,
      until_on: grant.untilOn,
    })
    .execute()
}

/** Who holds one of these roles on a day, by name. */
export function listHolders(tx: CaisseTx, roles: readonly Role[], day: Day) {
  return tx
    .selectFrom('role_grant')
    .innerJoin('login_account', 'login_account.id', 'role_grant.login_account_id')
    .select(['login_account.id', 'display_name', 'email', 'role'])
    .where('caisse_id', '=', tx.caisseId)
    .where('role', 'in', roles)
    .where('from_on', '<=', day)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', day)]))
    .where('disabled_at', 'is', null)
    .orderBy('display_name')
    .execute()
}
