import { sql } from 'kysely'
import type { Db } from '../../../db/db.ts'

export type Passkey = {
  id: string
  accountId: string
  publicKey: Buffer
  counter: number
  transports: string[]
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

export type Factors = { application: boolean; passkeys: Passkey[]; recoveryCodesLeft: number }

export const hasFactor = ({ application, passkeys }: Factors): boolean => application || passkeys.length > 0

export async function factorsOf(db: Db, accountId: string): Promise<Factors> {
  const secret = await findSecret(db, accountId)
  const { count } = await db
    .selectFrom('recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('login_account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return {
    application: secret?.confirmed_at != null,
    passkeys: await listPasskeys(db, accountId),
    recoveryCodesLeft: count,
  }
}

export function findSecret(db: Db, accountId: string) {
  return db
    .selectFrom('one_time_secret')
    .select(['sealed', 'confirmed_at', 'last_step'])
    .where('login_account_id', '=', accountId)
    .executeTakeFirst()
}

/** A secret that is being set up replaces one that was never confirmed. */
export async function keepSecret(db: Db, accountId: string, sealed: Buffer): Promise<void> {
  await db
    .insertInto('one_time_secret')
    .values({ login_account_id: accountId, sealed })
    .onConflict((conflict) =>
      conflict
        .column('login_account_id')
        .doUpdateSet({ sealed })
        .where('one_time_secret.confirmed_at', 'is', null),
    )
    .execute()
}

/** Whether the step was not used before: of two requests with one code, one passes. */
export async function useStep(db: Db, accountId: string, step: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('one_time_secret')
    .set({ last_step: step, confirmed_at: sql<Date>`coalesce(confirmed_at, ${now})` })
    .where('login_account_id', '=', accountId)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function deleteSecret(db: Db, accountId: string): Promise<void> {
  await db.deleteFrom('one_time_secret').where('login_account_id', '=', accountId).execute()
}

/** New codes; the old ones no longer work. */
export async function replaceRecoveryCodes(
  db: Db,
  accountId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await db.deleteFrom('recovery_code').where('login_account_id', '=', accountId).execute()
  if (hashes.length === 0) return
  await db
    .insertInto('recovery_code')
    .values(hashes.map((code_hash) => ({ login_account_id: accountId, code_hash })))
    .execute()
}

/** Uses a code up; false when it is none, or was used. */
export async function useRecoveryCode(
  db: Db,
  accountId: string,
  codeHash: Buffer,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('login_account_id', '=', accountId)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

const passkeyColumns = sql`
  id, login_account_id as "accountId", public_key as "publicKey", counter, transports, name,
  created_at as "createdAt", last_used_at as "lastUsedAt"
`

export async function listPasskeys(db: Db, accountId: string): Promise<Passkey[]> {
  const { rows } = await sql<Passkey>`
    select ${passkeyColumns} from passkey where login_account_id = ${accountId} order by created_at
  `.execute(db)
  return rows
}

/** By the identifier that the authenticator gave it. */
export async function findPasskey(db: Db, id: string): Promise<Passkey | undefined> {
  const { rows } = await sql<Passkey>`select ${passkeyColumns} from passkey where id = ${id}`.execute(db)
  return rows[0]
}

export async function insertPasskey(db: Db, passkey: Omit<Passkey, 'lastUsedAt'>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('passkey')
    .values({
      id: passkey.id,
      login_account_id: passkey.accountId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: passkey.transports,
      name: passkey.name,
      created_at: passkey.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function usePasskey(db: Db, id: string, counter: number, now: Date): Promise<void> {
  await db.updateTable('passkey').set({ counter, last_used_at: now }).where('id', '=', id).execute()
}

export async function deletePasskeys(db: Db, accountId: string, id?: string): Promise<void> {
  await db
    .deleteFrom('passkey')
    .where('login_account_id', '=', accountId)
    .$if(id !== undefined, (query) => query.where('id', '=', id!))
    .execute()
}

/** False when the challenge was answered before. */
export async function spendChallenge(db: Db, challengeHash: Buffer, now: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('spent_challenge')
    .values({ challenge_hash: challengeHash, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function forgetChallenges(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('spent_challenge').where('at', '<', before).execute()
}
