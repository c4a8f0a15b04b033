import type { CaisseTx } from '../../../db/db.ts'
import type { Locale } from '../../../kit/i18n/locale.ts'
import type { Occasion } from '../../people/store/messages.ts'
import type { MessageText } from '../rules/text.ts'

export type OwnText = MessageText & { occasion: Occasion; language: string; changedAt: Date }

/** The words that the caisse wrote itself. */
export async function listTexts(tx: CaisseTx): Promise<OwnText[]> {
  const rows = await tx
    .selectFrom('message_text')
    .select(['occasion', 'language', 'subject', 'body', 'changed_at as changedAt'])
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('occasion')
    .orderBy('language')
    .execute()
  return rows.map((row) => ({ ...row, occasion: row.occasion as Occasion }))
}

export async function saveText(
  tx: CaisseTx,
  { occasion, language, subject, body }: MessageText & { occasion: Occasion; language: Locale },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('message_text')
    .values({ caisse_id: tx.caisseId, occasion, language, subject, body, changed_at: now })
    .onConflict((conflict) =>
      conflict.columns(['caisse_id', 'occasion', 'language']).doUpdateSet({ subject, body, changed_at: now }),
    )
    .execute()
}

export async function deleteText(tx: CaisseTx, occasion: Occasion, language: Locale): Promise<void> {
  await tx
    .deleteFrom('message_text')
    .where('caisse_id', '=', tx.caisseId)
    .where('occasion', '=', occasion)
    .where('language', '=', language)
    .execute()
}

export type MessageSetting = { silent: readonly string[]; remindDays: number }

const REMIND_DAYS = 5

export async function messageSetting(tx: CaisseTx): Promise<MessageSetting> {
  const row = await tx
    .selectFrom('message_setting')
    .select(['silent', 'remind_days as remindDays'])
    .where('caisse_id', '=', tx.caisseId)
    .executeTakeFirst()
  return row ?? { silent: [], remindDays: REMIND_DAYS }
}

export async function saveSetting(tx: CaisseTx, { silent, remindDays }: MessageSetting): Promise<void> {
  const columns = { silent: [...silent], remind_days: remindDays }
  await tx
    .insertInto('message_setting')
    .values({ caisse_id: tx.caisseId, ...columns })
    .onConflict((conflict) => conflict.column('caisse_id').doUpdateSet(columns))
    .execute()
}

// --- who is not written to ---------------------------------------------------------------------

/** Those of these people who asked not to be written to. */
export async function objectorsAmong(tx: CaisseTx, personIds: readonly string[]): Promise<Set<string>> {
  if (personIds.length === 0) return new Set()
  const rows = await tx
    .selectFrom('message_objection')
    .select('person_id')
    .where('caisse_id', '=', tx.caisseId)
    .where('person_id', 'in', [...personIds])
    .execute()
  return new Set(rows.map((row) => row.person_id))
}

export async function setObjection(tx: CaisseTx, personId: string, since: Date | null): Promise<void> {
  await tx
    .deleteFrom('message_objection')
    .where('caisse_id', '=', tx.caisseId)
    .where('person_id', '=', personId)
    .execute()
  if (since)
    await tx
      .insertInto('message_objection')
      .values({ caisse_id: tx.caisseId, person_id: personId, since })
      .execute()
}
