import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import { ROLES, type Role } from '../../kit/actor.ts'
import { deletePasskeys, deleteSecret, replaceRecoveryCodes } from './second-factor/store.ts'
import { deleteSessions } from './sessions.ts'
import { findLoginAccount } from './store.ts'

type OpenRole = { caisseId: number; role: Role }

/** What somebody still is, in any caisse: a policy shows each person their own roles. */
export async function openRolesOf(tx: CaisseTx, accountId: string): Promise<OpenRole[]> {
  await sql`select set_config('tablee.account', ${accountId}, true)`.execute(tx)
  const { rows } = await sql<OpenRole>`
    select caisse_id as "caisseId", role from role_grant
    where login_account_id = ${accountId} and ended_at is null and role = any (${[...ROLES]})
  `.execute(tx)
  await sql`select set_config('tablee.account', '', true)`.execute(tx)
  return rows
}

/** The person's roles as a resident here end; with no other anywhere, their sign-in is nobody's any more. */
export async function forgetAccount(tx: CaisseTx, accountId: string, now: Date): Promise<void> {
  await tx
    .updateTable('role_grant')
    .set({ ended_at: now })
    .where('caisse_id', '=', tx.caisseId)
    .where('login_account_id', '=', accountId)
    .where('role', '=', 'resident')
    .where('ended_at', 'is', null)
    .execute()
  if ((await openRolesOf(tx, accountId)).length > 0) return
  const account = await findLoginAccount(tx, accountId)
  if (!account) return
  await deleteSessions(tx, accountId, 'all')
  await deleteSecret(tx, accountId)
  await deletePasskeys(tx, accountId)
  await replaceRecoveryCodes(tx, accountId, [])
  await tx.deleteFrom('known_device').where('login_account_id', '=', accountId).execute()
  await tx
    .updateTable('login_account')
    .set({ email: null, display_name: '—', disabled_at: now })
    .where('id', '=', accountId)
    .execute()
  if (account.email) await forgetAddress(tx, account.email)
}

/** Roles that somebody held for a person (a helper's) end with them; whose they were. */
export async function endRolesFor(tx: CaisseTx, personId: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    update role_grant set ended_at = ${now}
    where caisse_id = ${tx.caisseId} and scope_kind = 'person' and scope_id = ${personId} and ended_at is null
    returning login_account_id as "accountId"
  `.execute(tx)
  return [...new Set(rows.map(({ accountId }) => accountId))]
}

/** What was sent to an address that nobody here has any more. */
export async function forgetAddress(tx: CaisseTx, email: string): Promise<void> {
  const others = await tx
    .selectFrom('login_account')
    .select('id')
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .execute()
  if (others.length > 0) return
  await tx
    .deleteFrom('sign_in_link')
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .execute()
  await tx
    .deleteFrom('mail_outbox')
    .where(sql`lower(recipient)`, '=', email.toLowerCase())
    .execute()
}
