import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'

export type Setting = { replyTo: string | null; perHour: number | null; returnsVersion: number }

export async function readSetting(tx: CaisseTx): Promise<Setting> {
  const { rows } = await sql<Setting>`
    select reply_to as "replyTo", per_hour as "perHour", returns_version as "returnsVersion"
    from newsletter_setting where caisse_id = ${tx.caisseId}
  `.execute(tx)
  return rows[0] ?? { replyTo: null, perHour: null, returnsVersion: 1 }
}

export async function saveSetting(
  tx: CaisseTx,
  { replyTo, perHour }: Pick<Setting, 'replyTo' | 'perHour'>,
): Promise<void> {
  await tx
    .insertInto('newsletter_setting')
    .values({ caisse_id: tx.caisseId, reply_to: replyTo, per_hour: perHour })
    .onConflict((conflict) =>
      conflict.column('caisse_id').doUpdateSet({ reply_to: replyTo, per_hour: perHour }),
    )
    .execute()
}

/** The secret address of returned mails is another from now on. */
export async function renewReturns(tx: CaisseTx): Promise<void> {
  await sql`
    insert into newsletter_setting (caisse_id, returns_version) values (${tx.caisseId}, 2)
    on conflict (caisse_id) do update set returns_version = newsletter_setting.returns_version + 1
  `.execute(tx)
}
