import { sql } from 'kysely'
import { z } from 'zod'
import type { CaisseId, CaisseTx, Db } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import type { Mail } from '../../kit/mail.ts'

export const SEND_MAIL = 'send_mail'
const KEPT_DAYS = 30
const DAY = 24 * 60 * 60_000

/** What is read on a locked screen, by whoever passes: never an amount. */
export const AMOUNT = /\d[\d\s]*(?:[.,]\d{2})?\s?(?:€|EUR|CHF|euro)/i

/**
 * Puts a mail on its way, in the transaction that announces it: it leaves if and only if that commits, and is
 * tried again while the server of mails does not answer. `sender`: the caisse that writes. Tells its id.
 */
export async function queueMail(
  db: Db,
  app: App,
  mail: Mail,
  sender: CaisseId | null = null,
): Promise<string> {
  if (AMOUNT.test(mail.subject)) throw new Error('an amount in the subject of a mail')
  const id = app.newId()
  await db
    .insertInto('mail_outbox')
    .values({
      id,
      sender_caisse: sender,
      recipient: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html ?? null,
      invitation: mail.invitation ? JSON.stringify(mail.invitation) : null,
      headers: JSON.stringify(mail.headers ?? {}),
      reply_to: mail.replyTo ?? null,
      queued_at: app.now(),
    })
    .execute()
  await sql`select add_job(${SEND_MAIL}, ${JSON.stringify({ id })}::json)`.execute(db)
  return id
}

const Queued = z.object({ id: z.uuid() })

const Kept = z.object({
  html: z.string().nullable(),
  invitation: z.object({ method: z.enum(['REQUEST', 'CANCEL', 'PUBLISH']), content: z.string() }).nullable(),
  headers: z.record(z.string(), z.string()),
  reply_to: z.string().nullable(),
})

/** The worker tries again, later and later, what throws here. Without a server the mail stays to be read by hand. */
export async function sendMail(app: App, payload: unknown): Promise<void> {
  const { id } = Queued.parse(payload)
  const mail = await app.db
    .selectFrom('mail_outbox')
    .select(['recipient', 'subject', 'text', 'html', 'invitation', 'headers', 'reply_to'])
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .executeTakeFirst()
  if (!mail || !app.mail.sends) return
  try {
    const { html, invitation, headers, reply_to: replyTo } = Kept.parse(mail)
    await app.mail.send({
      to: mail.recipient,
      subject: mail.subject,
      text: mail.text,
      headers,
      ...(html !== null && { html }),
      ...(invitation && { invitation }),
      ...(replyTo !== null && { replyTo }),
    })
  } catch (error) {
    await app.db
      .updateTable('mail_outbox')
      .set({ failures: sql<number>`failures + 1` })
      .where('id', '=', id)
      .execute()
    throw error
  }
  // Sign-in links and names are in the text: once it has left, nobody reads it here.
  await app.db
    .updateTable('mail_outbox')
    .set({ sent_at: app.now(), text: '', html: null, invitation: null, headers: '{}' })
    .where('id', '=', id)
    .execute()
}

export async function forgetMails(app: App): Promise<void> {
  const before = new Date(app.now().getTime() - KEPT_DAYS * DAY)
  await app.db.deleteFrom('mail_outbox').where('queued_at', '<', before).execute()
}

export type OutboxMail = {
  id: string
  recipient: string
  subject: string
  text: string
  queuedAt: Date
  sentAt: Date | null
  failures: number
}

/** The last mails of the caisse, and those by which people who hold a role in it signed in, newest first. */
export async function listMails(tx: CaisseTx, limit = 100): Promise<OutboxMail[]> {
  const { rows } = await sql<OutboxMail>`
    select id, recipient, subject, text, queued_at as "queuedAt", sent_at as "sentAt", failures
    from mail_outbox
    where sender_caisse = ${tx.caisseId} or (sender_caisse is null and lower(recipient) in (
      select lower(a.email) from role_grant g join login_account a on a.id = g.login_account_id
      where g.caisse_id = ${tx.caisseId}
    ))
    order by queued_at desc, id desc limit ${limit}
  `.execute(tx)
  return rows
}

/** A sign-in mail by its id: shown in a demonstration to the browser that asked for it. */
export async function signInMail(db: Db, id: string): Promise<Pick<OutboxMail, 'text'> | undefined> {
  if (!z.uuid().safeParse(id).success) return undefined
  return db
    .selectFrom('mail_outbox')
    .select('text')
    .where('sender_caisse', 'is', null)
    .where('id', '=', id)
    .executeTakeFirst()
}
