import { inCaisse, type CaisseId } from '../../../db/db.ts'
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
