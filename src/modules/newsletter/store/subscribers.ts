import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Part } from '../rules/letter.ts'

export type SubscriberStatus = 'asked' | 'active' | 'left' | 'bounced'
export type EndedBy = 'page' | 'one_click' | 'desk' | 'complaint' | 'hard_bounce' | 'erasure'

export type Subscriber = {
  id: string
  name: string
  email: string | null
  address: string
  territoryId: string | null
  territory: string | null
  part: Part
  status: SubscriberStatus
  source: 'web' | 'desk'
  askedAt: Date
  confirmedAt: Date | null
  endedAt: Date | null
  endedBy: EndedBy | null
  softBounces: number
}

const COLUMNS = sql`
  s.id, s.name, s.email, s.address, s.territory_id as "territoryId", t.name as territory, s.part, s.status, s.source,
  s.asked_at as "askedAt", s.confirmed_at as "confirmedAt", s.ended_at as "endedAt", s.ended_by as "endedBy",
  s.soft_bounces as "softBounces"
`
const FROM = sql`
  newsletter_subscriber s left join territory t on t.caisse_id = s.caisse_id and t.id = s.territory_id
`

/** Those who are somebody, by name then address; `search` looks in both. */
export async function listSubscribers(tx: CaisseTx, search = '', limit = 200): Promise<Subscriber[]> {
  const like = `%${search.trim().replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Subscriber>`
    select ${COLUMNS} from ${FROM}
    where s.caisse_id = ${tx.caisseId} and s.status <> 'left'
      and (s.name ilike ${like} or coalesce(s.email, '') ilike ${like})
    order by s.status = 'active', s.asked_at desc, s.id limit ${limit}
  `.execute(tx)
  return rows
}

export async function findSubscriber(tx: CaisseTx, id: string): Promise<Subscriber | undefined> {
  const { rows } = await sql<Subscriber>`
    select ${COLUMNS} from ${FROM} where s.caisse_id = ${tx.caisseId} and s.id = ${id} for no key update of s
  `.execute(tx)
  return rows[0]
}

export async function findByEmail(tx: CaisseTx, email: string): Promise<Subscriber | undefined> {
  const { rows } = await sql<Subscriber>`
    select ${COLUMNS} from ${FROM}
    where s.caisse_id = ${tx.caisseId} and lower(s.email) = lower(${email}) for no key update of s
  `.execute(tx)
  return rows[0]
}

export type Counts = { mail: number; paper: number; asked: number; bounced: number }

export async function countSubscribers(tx: CaisseTx): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select count(*) filter (where status = 'active' and email is not null) as mail,
      count(*) filter (where status = 'active' and email is null) as paper,
      count(*) filter (where status = 'asked') as asked,
      count(*) filter (where status = 'bounced') as bounced
    from newsletter_subscriber where caisse_id = ${tx.caisseId}
  `.execute(tx)
  return rows[0]!
}

export type NewSubscriber = {
  id: string
  name: string
  email: string | null
  address: string
  territoryId: string | null
  part: Part
  source: 'web' | 'desk'
}

export async function insertAsked(
  tx: CaisseTx,
  { id, name, email, address, territoryId, part, source }: NewSubscriber,
  now: Date,
  confirmedAt: Date | null,
): Promise<void> {
  await tx
    .insertInto('newsletter_subscriber')
    .values({
      caisse_id: tx.caisseId,
      id,
      name,
      email,
      address,
      territory_id: territoryId,
      part,
      status: confirmedAt === null ? 'asked' : 'active',
      source,
      asked_at: now,
      confirmed_at: confirmedAt,
    })
    .execute()
}

const one = (tx: CaisseTx, id: string) =>
  tx.updateTable('newsletter_subscriber').where('caisse_id', '=', tx.caisseId).where('id', '=', id)

export const setActive = (tx: CaisseTx, id: string, now: Date) =>
  one(tx, id)
    .set({ status: 'active', confirmed_at: now, ended_at: null, ended_by: null, soft_bounces: 0 })
    .execute()

/** Asks anew under the same address, with what they say of themselves today. */
export const setAskedAgain = (
  tx: CaisseTx,
  id: string,
  { name, territoryId, part }: Pick<NewSubscriber, 'name' | 'territoryId' | 'part'>,
  now: Date,
) =>
  one(tx, id)
    .set({
      name,
      territory_id: territoryId,
      part,
      status: 'asked',
      asked_at: now,
      ended_at: null,
      ended_by: null,
    })
    .execute()

/** Their no is kept with its day; what named them goes at once. */
export const setLeft = (tx: CaisseTx, id: string, now: Date, endedBy: EndedBy) =>
  one(tx, id)
    .set({
      status: 'left',
      name: '',
      email: null,
      address: '',
      territory_id: null,
      ended_at: now,
      ended_by: endedBy,
    })
    .execute()

export const setBounced = (tx: CaisseTx, id: string, now: Date) =>
  one(tx, id).set({ status: 'bounced', ended_at: now, ended_by: 'hard_bounce' }).execute()

export const setSoftBounces = (tx: CaisseTx, id: string, softBounces: number) =>
  one(tx, id).set({ soft_bounces: softBounces }).execute()

/** Whoever never answered the mail that asked for their yes. */
export async function deleteUnconfirmed(tx: CaisseTx, before: Date): Promise<void> {
  await tx
    .deleteFrom('newsletter_subscriber')
    .where('caisse_id', '=', tx.caisseId)
    .where('status', '=', 'asked')
    .where('confirmed_at', 'is', null)
    .where('asked_at', '<', before)
    .execute()
}

/** Addresses where nobody has been for long are not kept. */
export async function forgetBounced(tx: CaisseTx, before: Date): Promise<void> {
  await tx
    .updateTable('newsletter_subscriber')
    .set({ status: 'left', name: '', email: null, address: '', territory_id: null })
    .where('caisse_id', '=', tx.caisseId)
    .where('status', '=', 'bounced')
    .where('ended_at', '<', before)
    .execute()
}

/** A person is forgotten: so is their address here. */
export async function forgetSubscriber(tx: CaisseTx, email: string, now: Date): Promise<void> {
  const known = await findByEmail(tx, email)
  if (known) await setLeft(tx, known.id, now, 'erasure')
}
