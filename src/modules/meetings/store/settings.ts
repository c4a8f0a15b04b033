import type { CaisseTx } from '../../../db/db.ts'

export type MeetingSetting = { keptMonths: number; replyTo: string | null }

export async function meetingSetting(tx: CaisseTx): Promise<MeetingSetting> {
  const row = await tx
    .selectFrom('meeting_setting')
    .select(['kept_months as keptMonths', 'reply_to as replyTo'])
    .where('caisse_id', '=', tx.caisseId)
    .executeTakeFirst()
  return row ?? { keptMonths: 12, replyTo: null }
}

export async function setMeetingSetting(
  tx: CaisseTx,
  { keptMonths, replyTo }: MeetingSetting,
): Promise<void> {
  await tx
    .insertInto('meeting_setting')
    .values({ caisse_id: tx.caisseId, kept_months: keptMonths, reply_to: replyTo })
    .onConflict((conflict) =>
      conflict.column('caisse_id').doUpdateSet({ kept_months: keptMonths, reply_to: replyTo }),
    )
    .execute()
}
