import { inCaisse, type CaisseId, type CaisseTx } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import type { App } from '../../../kit/app.ts'
import { hashRequest } from '../../../kit/gesture.ts'

/** Who of the team opened which household's file, when: a row of the audit that the household may see. */
export async function noteReading(
  app: App,
  actor: Actor,
  caisseId: CaisseId,
  householdId: string,
): Promise<void> {
  if (actor.kind !== 'account') return
  await inCaisse(app.db, caisseId, (tx) =>
    tx
      .insertInto('gesture')
      .values({
        caisse_id: tx.caisseId,
        id: app.newId(),
        kind: 'read_household',
        login_account_id: actor.accountId,
        subject_id: householdId,
        request_hash: hashRequest('read_household', actor, householdId),
        at: app.now(),
      })
      .execute(),
  )
}

export type Reading = { at: Date; readerName: string }

/** Who of the team opened a household's file, the latest first. */
export async function readingsOf(tx: CaisseTx, householdId: string): Promise<Reading[]> {
  return tx
    .selectFrom('gesture')
    .innerJoin('login_account', 'login_account.id', 'gesture.login_account_id')
    .select(['gesture.at', 'login_account.display_name as readerName'])
    .where('gesture.caisse_id', '=', tx.caisseId)
    .where('gesture.kind', '=', 'read_household')
    .where('gesture.subject_id', '=', householdId)
    .orderBy('gesture.at', 'desc')
    .execute()
}

/** What a resident has left was shown on an outlet's device: once per key, and a row of the audit. */
export async function noteShown(
  tx: CaisseTx,
  shown: { key: string; deviceId: string; personId: string; hash: Buffer; at: Date },
): Promise<void> {
  await tx
    .insertInto('gesture')
    .values({
      caisse_id: tx.caisseId,
      id: shown.key,
      kind: 'read_balance',
      device_id: shown.deviceId,
      subject_id: shown.personId,
      request_hash: shown.hash,
      at: shown.at,
    })
    .execute()
}

export async function isShown(tx: CaisseTx, key: string): Promise<boolean> {
  const row = await tx
    .selectFrom('gesture')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', key)
    .executeTakeFirst()
  return row !== undefined
}
