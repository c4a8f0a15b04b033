import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Issue, Tally } from './letters.ts'

type Audience = Pick<Issue, 'territoryIds' | 'parts'>

const inAudience = (tx: CaisseTx, { territoryIds, parts }: Audience) => sql`
  s.caisse_id = ${tx.caisseId} and s.status = 'active'
  and (cardinality(${territoryIds}::uuid[]) = 0 or s.territory_id = any(${territoryIds}::uuid[]))
  and (cardinality(${parts}::text[]) = 0 or s.part = any(${parts}::text[]))
`

export async function countAudience(
  tx: CaisseTx,
  audience: Audience,
): Promise<{ mail: number; paper: number }> {
  const { rows } = await sql<{ mail: number; paper: number }>`
    select count(*) filter (where s.email is not null) as mail, count(*) filter (where s.email is null) as paper
    from newsletter_subscriber s where ${inAudience(tx, audience)}
  `.execute(tx)
  return rows[0]!
}

/** One row for each who receives it, in the transaction that begins the sending. */
export async function insertDeliveries(
  tx: CaisseTx,
  newsletterId: string,
  audience: Audience,
): Promise<void> {
  await sql`
    insert into newsletter_delivery (caisse_id, newsletter_id, subscriber_id, status)
    select s.caisse_id, ${newsletterId}, s.id, case when s.email is null then 'paper' else 'waiting' end
    from newsletter_subscriber s where ${inAudience(tx, audience)}
    on conflict do nothing
  `.execute(tx)
}

export type Due = { subscriberId: string; email: string; attempts: number; inDoubt: boolean }

/** Who comes next: first those cut between two words of ours, then whoever waits and may be tried. */
export async function nextDue(tx: CaisseTx, newsletterId: string, now: Date, limit: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select d.subscriber_id as "subscriberId", s.email, d.attempts, d.status = 'sending' as "inDoubt"
    from newsletter_delivery d
    join newsletter_subscriber s on s.caisse_id = d.caisse_id and s.id = d.subscriber_id
    where d.caisse_id = ${tx.caisseId} and d.newsletter_id = ${newsletterId} and s.status = 'active'
      and (d.status = 'sending' or (d.status = 'waiting' and (d.not_before is null or d.not_before <= ${now})))
    order by d.status = 'waiting', d.subscriber_id limit ${limit}
  `.execute(tx)
  return rows
}

/** Whoever left the list since the letter began is not written to. */
export async function dropLeft(tx: CaisseTx, newsletterId: string, now: Date): Promise<void> {
  await sql`
    update newsletter_delivery d set status = 'dropped', done_at = ${now}
    from newsletter_subscriber s
    where d.caisse_id = ${tx.caisseId} and d.newsletter_id = ${newsletterId} and d.status in ('waiting', 'paper')
      and s.caisse_id = d.caisse_id and s.id = d.subscriber_id and s.status <> 'active'
  `.execute(tx)
}

const one = (tx: CaisseTx, newsletterId: string, subscriberId: string) =>
  tx
    .updateTable('newsletter_delivery')
    .where('caisse_id', '=', tx.caisseId)
    .where('newsletter_id', '=', newsletterId)
    .where('subscriber_id', '=', subscriberId)

/** Said before the letter is handed over; false for who left a moment ago. */
export async function claim(
  tx: CaisseTx,
  newsletterId: string,
  { subscriberId, inDoubt }: Pick<Due, 'subscriberId' | 'inDoubt'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update newsletter_delivery d set status = 'sending', attempts = attempts + 1, again = again or ${inDoubt}
    from newsletter_subscriber s
    where d.caisse_id = ${tx.caisseId} and d.newsletter_id = ${newsletterId} and d.subscriber_id = ${subscriberId}
      and d.status in ('waiting', 'sending')
      and s.caisse_id = d.caisse_id and s.id = d.subscriber_id and s.status = 'active'
  `.execute(tx)
  return Number(numAffectedRows ?? 0) === 1
}

export const markSent = (tx: CaisseTx, newsletterId: string, subscriberId: string, now: Date) =>
  one(tx, newsletterId, subscriberId).set({ status: 'sent', done_at: now }).execute()

/** All at once: of a letter that left before this installation kept who received it. */
export async function markAllSent(tx: CaisseTx, newsletterId: string, now: Date): Promise<void> {
  await sql`
    update newsletter_delivery set status = 'sent', done_at = ${now}
    where caisse_id = ${tx.caisseId} and newsletter_id = ${newsletterId} and status = 'waiting'
  `.execute(tx)
}

export const markRefused = (tx: CaisseTx, newsletterId: string, subscriberId: string, now: Date) =>
  one(tx, newsletterId, subscriberId).set({ status: 'refused', done_at: now }).execute()

export const putBack = (tx: CaisseTx, newsletterId: string, subscriberId: string, notBefore: Date | null) =>
  one(tx, newsletterId, subscriberId).set({ status: 'waiting', not_before: notBefore }).execute()

/** Mails of the caisse's letters that left since. */
export async function countSentSince(tx: CaisseTx, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from newsletter_delivery
    where caisse_id = ${tx.caisseId} and status = 'sent' and done_at > ${since}
  `.execute(tx)
  return rows[0]!.count
}

export type Progress = {
  waiting: number
  sent: number
  refused: number
  dropped: number
  paper: number
  printed: number
  again: number
  bounced: number
}

export async function progressOf(tx: CaisseTx, newsletterId: string): Promise<Progress> {
  const { rows } = await sql<Progress>`
    select count(*) filter (where status in ('waiting', 'sending')) as waiting,
      count(*) filter (where status = 'sent') as sent,
      count(*) filter (where status = 'refused') as refused,
      count(*) filter (where status = 'dropped') as dropped,
      count(*) filter (where status = 'paper') as paper,
      count(*) filter (where status = 'printed') as printed,
      count(*) filter (where again) as again,
      count(*) filter (where bounce is not null) as bounced
    from newsletter_delivery where caisse_id = ${tx.caisseId} and newsletter_id = ${newsletterId}
  `.execute(tx)
  return rows[0]!
}

export const tallyOf = ({ sent, printed, refused, bounced }: Progress): Tally => ({
  mailed: sent,
  printed,
  refused,
  bounced,
})

export type PaperRecipient = { name: string; address: string }

/** Who receives it on paper: those not printed yet, or all again. */
export async function paperRecipients(tx: CaisseTx, newsletterId: string): Promise<PaperRecipient[]> {
  const { rows } = await sql<PaperRecipient>`
    select s.name, s.address
    from newsletter_delivery d
    join newsletter_subscriber s on s.caisse_id = d.caisse_id and s.id = d.subscriber_id
    where d.caisse_id = ${tx.caisseId} and d.newsletter_id = ${newsletterId} and d.status in ('paper', 'printed')
      and s.status = 'active'
    order by s.address = '', s.name collate "fr-x-icu", s.id
  `.execute(tx)
  return rows
}

export async function markPrinted(tx: CaisseTx, newsletterId: string, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update newsletter_delivery set status = 'printed', done_at = ${now}
    where caisse_id = ${tx.caisseId} and newsletter_id = ${newsletterId} and status = 'paper'
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Of the last letter that left for somebody; false when it was told already, or when none left lately. */
export async function noteReturn(
  tx: CaisseTx,
  subscriberId: string,
  bounce: 'hard' | 'soft' | 'complaint',
  since: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update newsletter_delivery d set bounce = ${bounce}
    where d.caisse_id = ${tx.caisseId} and d.subscriber_id = ${subscriberId} and d.bounce is distinct from ${bounce}
      and d.newsletter_id = (
        select newsletter_id from newsletter_delivery
        where caisse_id = ${tx.caisseId} and subscriber_id = ${subscriberId} and status = 'sent' and done_at > ${since}
        order by done_at desc limit 1
      )
  `.execute(tx)
  return Number(numAffectedRows ?? 0) > 0
}

/** Letters finished before that day whose rows are still there. */
export async function listToForget(tx: CaisseTx, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from newsletter n
    where caisse_id = ${tx.caisseId} and status = 'sent' and finished_at < ${before}
      and exists (select from newsletter_delivery d where d.caisse_id = n.caisse_id and d.newsletter_id = n.id)
  `.execute(tx)
  return rows.map(({ id }) => id)
}

export const deleteDeliveries = (tx: CaisseTx, newsletterId: string) =>
  tx
    .deleteFrom('newsletter_delivery')
    .where('caisse_id', '=', tx.caisseId)
    .where('newsletter_id', '=', newsletterId)
    .execute()
