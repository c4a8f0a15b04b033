import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day, Month } from '../../../kit/month.ts'

export const OCCASIONS = [
  'welcome',
  'due_soon',
  'received',
  'allocation',
  'late',
  'change',
  'leaving',
] as const
export type Occasion = (typeof OCCASIONS)[number]

/** What a message tells, as data: it is read in the language of whoever receives it. */
export type MessageDetails = {
  day?: Day
  month?: Month
  cents?: Cents
  rightsCents?: Cents
  /** The last day on which a household that leaves spends what it has left; its last day in the caisse when not told. */
  rightsUntil?: Day
  changeText?: string
  /** What is no longer so, said in each one's language instead of `changeText`. */
  correction?: Correction
}

export const CORRECTIONS = ['not_received', 'cheque_returned', 'stays'] as const
export type Correction = (typeof CORRECTIONS)[number]

export type Announcement = { householdId: string; about: string; details: MessageDetails }

export const DELIVER = 'deliver_messages'

/**
 * Announces something to households, in the transaction that makes it true: it is told if and only if that
 * commits, and once for each thing that it is about.
 */
export async function announce(
  tx: CaisseTx,
  occasion: Occasion,
  announcements: readonly Announcement[],
  now: Date,
): Promise<void> {
  if (announcements.length === 0) return
  const column = <T>(read: (one: Announcement) => T) => announcements.map(read)
  await sql`
    insert into message (caisse_id, id, household_id, occasion, about, details, announced_at)
    select ${tx.caisseId}, gen_random_uuid(), household_id, ${occasion}, about, details, ${now}
    from unnest(
      ${column((one) => one.householdId)}::uuid[],
      ${column((one) => one.about)}::text[],
      ${column((one) => JSON.stringify(one.details))}::jsonb[]
    ) as told (household_id, about, details)
    on conflict (caisse_id, household_id, occasion, about) do nothing
  `.execute(tx)
  await askToDeliver(tx)
}

/**
 * What was announced is not so: what nobody has read is never told. Whoever was told already hears that it is not so;
 * the same thing may then be announced anew.
 */
export async function withdraw(
  tx: CaisseTx,
  occasion: Occasion,
  announcements: readonly Pick<Announcement, 'householdId' | 'about'>[],
  correction: Correction,
  now: Date,
): Promise<void> {
  if (announcements.length === 0) return
  const those = sql`
    m.caisse_id = ${tx.caisseId} and m.occasion = ${occasion}
    and (m.household_id, m.about) in (
      select * from unnest(
        ${announcements.map((one) => one.householdId)}::uuid[],
        ${announcements.map((one) => one.about)}::text[]
      )
    )`
  await sql`delete from message m where ${those} and m.status in ('announced', 'on_paper')`.execute(tx)
  const { rows: told } = await sql<Announcement & { id: string }>`
    update message m set about = m.about || ' ' || m.id where ${those}
    returning m.id, m.household_id as "householdId", m.details
  `.execute(tx)
  await announce(
    tx,
    'change',
    told.map(({ id, householdId, details }) => ({
      householdId,
      about: id,
      details: { ...details, correction },
    })),
    now,
  )
}

/** The allocations of a run that has been issued, to each household that was granted one. */
export async function announceAllocations(tx: CaisseTx, runId: string, now: Date): Promise<void> {
  await sql`
    insert into message (caisse_id, id, household_id, occasion, about, details, announced_at)
    select line.caisse_id, gen_random_uuid(), line.household_id, 'allocation', line.month,
      jsonb_build_object('month', line.month, 'rightsCents', line.amount_cents), ${now}
    from allocation_line line
    where line.caisse_id = ${tx.caisseId} and line.run_id = ${runId} and line.outcome = 'granted'
      and line.amount_cents > 0
    on conflict (caisse_id, household_id, occasion, about) do nothing
  `.execute(tx)
  await askToDeliver(tx)
}

/** One job for all that is announced before it starts. */
async function askToDeliver(tx: CaisseTx): Promise<void> {
  const payload = JSON.stringify({ caisseId: tx.caisseId })
  await sql`select add_job(${DELIVER}, ${payload}::json, job_key => ${`${DELIVER} ${tx.caisseId}`})`.execute(
    tx,
  )
}

export type AnnouncedMessage = Announcement & { id: string; occasion: Occasion; announcedAt: Date }

/** The oldest that nobody is delivering, locked. */
export async function takeAnnounced(tx: CaisseTx, limit: number): Promise<AnnouncedMessage[]> {
  const { rows } = await sql<AnnouncedMessage>`
    select id, household_id as "householdId", occasion, about, details, announced_at as "announcedAt"
    from message where caisse_id = ${tx.caisseId} and status = 'announced'
    order by announced_at, id limit ${limit} for update skip locked
  `.execute(tx)
  return rows
}

/** What is told to nobody: too late, switched off, or nobody to tell. */
export async function dropMessages(tx: CaisseTx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .deleteFrom('message')
    .where('caisse_id', '=', tx.caisseId)
    .where('id', 'in', [...ids])
    .execute()
}

export type Written = { id: string; personId: string; language: string }

export async function markMailed(
  tx: CaisseTx,
  { id, personId, language }: Written,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('message')
    .set({ status: 'mailed', person_id: personId, language, handled_at: now })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function putOnPaper(
  tx: CaisseTx,
  { id, personId, language, subject, body }: Written & { subject: string; body: string },
): Promise<void> {
  await tx
    .updateTable('message')
    .set({ status: 'on_paper', person_id: personId, language, subject, body })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export type PaperCount = { letters: number; calls: number }

/** What waits to be handed over, and how much of it can be said by phone instead. */
export async function countOnPaper(tx: CaisseTx): Promise<PaperCount> {
  const { rows } = await sql<PaperCount>`
    select count(*)::integer as letters, (count(*) filter (where p.phone is not null))::integer as calls
    from message m join person p on p.caisse_id = m.caisse_id and p.id = m.person_id
    where m.caisse_id = ${tx.caisseId} and m.status = 'on_paper'
  `.execute(tx)
  return rows[0]!
}

/** Takes what is on paper into one batch; by phone, only those who have one. Returns how many. */
export async function takeBatch(
  tx: CaisseTx,
  { batchId, as, now }: { batchId: string; as: 'printed' | 'call_list'; now: Date },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update message m set status = ${as}, batch_id = ${batchId}, handled_at = ${now}
    from person p
    where m.caisse_id = ${tx.caisseId} and m.status = 'on_paper'
      and p.caisse_id = m.caisse_id and p.id = m.person_id
      ${as === 'call_list' ? sql`and p.phone is not null` : sql``}
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export type BatchMessage = {
  id: string
  givenName: string
  familyName: string
  phone: string | null
  language: string
  subject: string
  body: string
  status: 'printed' | 'call_list'
  handledAt: Date
  territoryName: string | null
}

/** The sheets of a batch, by name; those whose text is forgotten are not there any more. */
export async function readBatch(tx: CaisseTx, batchId: string): Promise<BatchMessage[]> {
  const { rows } = await sql<BatchMessage>`
    select m.id, p.given_name as "givenName", p.family_name as "familyName", p.phone, m.language, m.subject, m.body,
      m.status, m.handled_at as "handledAt", t.name as "territoryName"
    from message m
    join person p on p.caisse_id = m.caisse_id and p.id = m.person_id
    join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
    left join territory t on t.caisse_id = h.caisse_id and t.id = h.territory_id
    where m.caisse_id = ${tx.caisseId} and m.batch_id = ${batchId} and m.body is not null
    order by p.family_name collate "fr-x-icu", p.given_name collate "fr-x-icu", m.announced_at
  `.execute(tx)
  return rows
}

export type LastBatch = { batchId: string; status: 'printed' | 'call_list'; count: number; handledAt: Date }

/** What was printed lately, to print it again. */
export async function lastBatches(tx: CaisseTx): Promise<LastBatch[]> {
  const { rows } = await sql<LastBatch>`
    select batch_id as "batchId", status, count(*)::integer as count, max(handled_at) as "handledAt"
    from message where caisse_id = ${tx.caisseId} and batch_id is not null and body is not null
    group by batch_id, status order by max(handled_at) desc limit 5
  `.execute(tx)
  return rows
}

/** Texts of what was handed over before an instant are forgotten; the rows of before another, too. */
export async function forgetMessages(tx: CaisseTx, before: { texts: Date; rows: Date }): Promise<void> {
  await tx
    .updateTable('message')
    .set({ subject: null, body: null })
    .where('caisse_id', '=', tx.caisseId)
    .where('handled_at', '<', before.texts)
    .where('body', 'is not', null)
    .execute()
  await tx
    .deleteFrom('message')
    .where('caisse_id', '=', tx.caisseId)
    .where('announced_at', '<', before.rows)
    .execute()
}
