import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { CaisseId, CaisseTx, Db } from '../../db/db.ts'
import type { Grant, Role, Scope, ScopeKind } from '../../kit/actor.ts'
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

/** Every role a person holds, whatever the caisse: the policy `own_roles` shows each person theirs. */
export function grantsOf(db: Db, accountId: string): Promise<Grant[]> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('tablee.account', ${accountId}, true)`.execute(tx)
    const rows = await tx
      .selectFrom('role_grant')
      .select(['caisse_id', 'role', 'from_on', 'until_on', 'scope_kind', 'scope_id'])
      .where('login_account_id', '=', accountId)
      .where('ended_at', 'is', null)
      .execute()
    return rows.map((row) => ({
      caisseId: row.caisse_id as CaisseId,
      role: row.role as Role,
      fromOn: row.from_on,
      untilOn: row.until_on,
      scope: asScope(row.scope_kind, row.scope_id),
    }))
  })
}

const asScope = (kind: string, id: string | null): Scope =>
  id === null ? { kind: 'caisse' } : { kind: kind as Exclude<ScopeKind, 'caisse'>, id }

// --- per caisse --------------------------------------------------------------------------------

export type NewGrant = {
  id: string
  accountId: string
  role: Role
  fromOn: Day
  untilOn: Day | null
  scope?: Scope
  /** Signs in place of somebody who is away. */
  deputy?: boolean
}

export async function insertRoleGrant(tx: CaisseTx, grant: NewGrant): Promise<void> {
  const { scope = { kind: 'caisse' }, deputy = false } = grant
  await tx
    .insertInto('role_grant')
    .values({
      caisse_id: tx.caisseId,
      id: grant.id,
      login_account_id: grant.accountId,
      role: grant.role,
      from_on: grant.fromOn,
      until_on: grant.untilOn,
      scope_kind: scope.kind,
      scope_id: scope.kind === 'caisse' ? null : scope.id,
      deputy,
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
    .where('ended_at', 'is', null)
    .where('disabled_at', 'is', null)
    .orderBy('display_name')
    .execute()
}

export type HeldRole = NewGrant & {
  name: string
  email: string | null
  scope: Scope
  deputy: boolean
  endedAt: Date | null
  /** Shows a second factor when asked. */
  secondFactor: boolean
  lastSeenAt: Date | null
}

/** Every role of the caisse, those that ended last. */
export async function listRoles(tx: CaisseTx): Promise<HeldRole[]> {
  const { rows } = await sql<Omit<HeldRole, 'scope'> & { scopeKind: string; scopeId: string | null }>`
    select g.id, g.login_account_id as "accountId", g.role, g.from_on as "fromOn", g.until_on as "untilOn",
      g.scope_kind as "scopeKind", g.scope_id as "scopeId", g.deputy, g.ended_at as "endedAt",
      a.display_name as name, a.email,
      exists (select from one_time_secret s where s.login_account_id = a.id and s.confirmed_at is not null)
        or exists (select from passkey k where k.login_account_id = a.id) as "secondFactor",
      (select max(last_seen_at) from session where session.login_account_id = a.id) as "lastSeenAt"
    from role_grant g
    join login_account a on a.id = g.login_account_id
    where g.caisse_id = ${tx.caisseId} and a.disabled_at is null
    order by g.ended_at is not null, a.display_name collate "fr-x-icu", g.from_on
  `.execute(tx)
  return rows.map(({ scopeKind, scopeId, ...role }) => ({ ...role, scope: asScope(scopeKind, scopeId) }))
}

export async function findRole(tx: CaisseTx, id: string): Promise<HeldRole | undefined> {
  return (await listRoles(tx)).find((role) => role.id === id)
}

/** Access ends with the commit: roles are read anew at each request. */
export async function endGrant(
  tx: CaisseTx,
  id: string,
  end: { endedAt: Date } | { untilOn: Day },
): Promise<void> {
  await tx
    .updateTable('role_grant')
    .set('endedAt' in end ? { ended_at: end.endedAt } : { until_on: end.untilOn })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}
