import type { CaisseTx } from '../../../db/db.ts'

/** The next meeting that every member may come to. */
export function nextMeeting(tx: CaisseTx, now: Date): Promise<{ title: string; startsAt: Date } | undefined> {
  return tx
    .selectFrom('meeting')
    .select(['title', 'starts_at as startsAt'])
    .where('caisse_id', '=', tx.caisseId)
    .where('status', '=', 'announced')
    .where('audience', 'in', ['public', 'members'])
    .where('starts_at', '>', now)
    .orderBy('starts_at')
    .limit(1)
    .executeTakeFirst()
}
