import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'

export const SEND_SMS = 'send_sms'

export type Sms = {
  id: string
  recipient: string
  text: string
  queuedAt: Date
  sentAt: Date | null
  failures: number
}

/** On its way in the transaction that announces it. */
export async function queueSms(
  tx: CaisseTx,
  sms: { id: string; to: string; text: string },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('sms_outbox')
    .values({ caisse_id: tx.caisseId, id: sms.id, recipient: sms.to, text: sms.text, queued_at: now })
    .execute()
  await sql`select add_job(${SEND_SMS}, ${JSON.stringify({ caisseId: tx.caisseId, id: sms.id })}::json)`.execute(
    tx,
  )
}

export async function waitingSms(
  tx: CaisseTx,
  id: string,
): Promise<{ to: string; text: string } | undefined> {
  const found = await tx
    .selectFrom('sms_outbox')
    .select(['recipient', 'text'])
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .executeTakeFirst()
  return found && { to: found.recipient, text: found.text }
}

export async function markSms(tx: CaisseTx, id: string, sentAt: Date | null): Promise<void> {
  await tx
    .updateTable('sms_outbox')
    .set(sentAt ? { sent_at: sentAt } : { failures: sql<number>`failures + 1` })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function listSms(tx: CaisseTx): Promise<Sms[]> {
  const { rows } = await sql<Sms>`
    select id, recipient, text, queued_at as "queuedAt", sent_at as "sentAt", failures from sms_outbox
    where caisse_id = ${tx.caisseId} order by queued_at desc, id desc limit 100
  `.execute(tx)
  return rows
}

export async function forgetSms(tx: CaisseTx, before: Date): Promise<void> {
  await tx
    .deleteFrom('sms_outbox')
    .where('caisse_id', '=', tx.caisseId)
    .where('queued_at', '<', before)
    .execute()
}
