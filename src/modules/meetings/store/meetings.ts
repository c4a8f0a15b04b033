import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { Audience, MeetingKind, MeetingStatus } from '../rules/meeting.ts'

/** What a meeting is, without what became of it. */
export type MeetingFacts = {
  kind: MeetingKind
  title: string
  /** Markdown. */
  description: string
  startsAt: Date
  endsAt: Date
  placeName: string
  placeAddress: string
  territoryId: string | null
  groupId: string | null
  audience: Audience
  capacity: number | null
  stepFree: boolean | null
  access: string
  childcare: boolean
  meal: string
  transport: string
  registers: boolean
}

type Needed = 'kind' | 'title' | 'startsAt' | 'endsAt' | 'audience'

export type NewMeeting = Pick<MeetingFacts, Needed> &
  Partial<Omit<MeetingFacts, Needed>> & {
    id: string
    status: MeetingStatus
    series?: { id: string; day: Day }
  }

/** For who organises, and for what other modules conclude in a date, such as a poll that closes. */
export async function insertMeeting(tx: CaisseTx, meeting: NewMeeting, now: Date): Promise<void> {
  await tx
    .insertInto('meeting')
    .values({
      caisse_id: tx.caisseId,
      id: meeting.id,
      ...columnsOf({ ...NOTHING_SAID, ...meeting }),
      status: meeting.status,
      series_id: meeting.series?.id ?? null,
      series_day: meeting.series?.day ?? null,
      created_at: now,
      changed_at: now,
    })
    .execute()
}

const NOTHING_SAID: Omit<MeetingFacts, Needed> = {
  description: '',
  placeName: '',
  placeAddress: '',
  territoryId: null,
  groupId: null,
  capacity: null,
  stepFree: null,
  access: '',
  childcare: false,
  meal: '',
  transport: '',
  registers: true,
}

const columnsOf = (facts: MeetingFacts) => ({
  kind: facts.kind,
  title: facts.title,
  description: facts.description,
  starts_at: facts.startsAt,
  ends_at: facts.endsAt,
  place_name: facts.placeName,
  place_address: facts.placeAddress,
  territory_id: facts.territoryId,
  group_id: facts.groupId,
  audience: facts.audience,
  capacity: facts.capacity,
  step_free: facts.stepFree,
  access: facts.access,
  childcare: facts.childcare,
  meal: facts.meal,
  transport: facts.transport,
  registers: facts.registers,
})

/** `news`: calendars are told, so that the change gets a number of its own. */
export async function updateMeeting(
  tx: CaisseTx,
  id: string,
  facts: MeetingFacts,
  { news, told, now }: { news: boolean; told: string; now: Date },
): Promise<void> {
  await tx
    .updateTable('meeting')
    .set({
      ...columnsOf(facts),
      told,
      changed_at: now,
      ...(news && { sequence: sql<number>`sequence + 1` }),
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function setMeetingStatus(
  tx: CaisseTx,
  id: string,
  { status, told, now }: { status: MeetingStatus; told: string; now: Date },
): Promise<void> {
  await tx
    .updateTable('meeting')
    .set({ status, told, changed_at: now, sequence: sql<number>`sequence + 1` })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export type Meeting = MeetingFacts & {
  id: string
  status: MeetingStatus
  sequence: number
  seriesId: string | null
  seriesDay: Day | null
  territoryName: string | null
  groupName: string | null
  told: string
  changedAt: Date
  registered: number
  waiting: number
  /** How many came, where somebody noted it or where the names are gone. */
  came: number | null
}

const MEETINGS = sql`
  select m.id, m.kind, m.title, m.description, m.starts_at as "startsAt", m.ends_at as "endsAt",
    m.place_name as "placeName", m.place_address as "placeAddress", m.territory_id as "territoryId",
    t.name as "territoryName", m.group_id as "groupId", g.name as "groupName", m.audience, m.status, m.capacity,
    m.sequence, m.series_id as "seriesId", m.series_day as "seriesDay", m.step_free as "stepFree", m.access,
    m.childcare, m.meal, m.transport, m.registers, m.told, m.changed_at as "changedAt",
    coalesce(r.registered, 0) as registered, coalesce(r.waiting, 0) as waiting, coalesce(m.came, r.came) as came
  from meeting m
  left join territory t on t.caisse_id = m.caisse_id and t.id = m.territory_id
  left join working_group g on g.caisse_id = m.caisse_id and g.id = m.group_id
  left join lateral (
    select count(*) filter (where status = 'registered')::integer as registered,
      count(*) filter (where status = 'waiting')::integer as waiting,
      case when bool_or(attended is not null) then (count(*) filter (where attended))::integer end as came
    from meeting_registration where caisse_id = m.caisse_id and meeting_id = m.id
  ) r on true
`

export async function findMeeting(tx: CaisseTx, id: string): Promise<Meeting | undefined> {
  const { rows } = await sql<Meeting>`
    ${MEETINGS} where m.caisse_id = ${tx.caisseId} and m.id = ${id}
  `.execute(tx)
  return rows[0]
}

export async function findMeetings(tx: CaisseTx, ids: readonly string[]): Promise<Meeting[]> {
  const { rows } = await sql<Meeting>`
    ${MEETINGS} where m.caisse_id = ${tx.caisseId} and m.id = any (${[...ids]}::uuid[]) order by m.starts_at, m.id
  `.execute(tx)
  return rows
}

export async function getMeeting(tx: CaisseTx, id: string): Promise<Meeting> {
  const meeting = await findMeeting(tx, id)
  if (!meeting) throw new Refusal('unknown_meeting', {}, 404)
  return meeting
}

/** Who comes and who waits is decided by one at a time. */
export async function lockMeeting(tx: CaisseTx, id: string): Promise<Meeting> {
  await tx
    .selectFrom('meeting')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute()
  return getMeeting(tx, id)
}

export type MeetingFilter = {
  /** Those that end after it. */
  from?: Date
  /** Those that ended by it, the last first. */
  until?: Date
  statuses?: readonly MeetingStatus[]
  audiences?: readonly Audience[]
  seriesId?: string
  kind?: MeetingKind
  territoryId?: string
  limit?: number
}

export async function listMeetings(tx: CaisseTx, filter: MeetingFilter = {}): Promise<Meeting[]> {
  const { from, until, statuses, audiences, seriesId, kind, territoryId, limit = 200 } = filter
  const { rows } = await sql<Meeting>`
    ${MEETINGS} where m.caisse_id = ${tx.caisseId}
      ${from ? sql`and m.ends_at > ${from}` : sql``}
      ${until ? sql`and m.ends_at <= ${until}` : sql``}
      ${statuses ? sql`and m.status = any (${[...statuses]}::text[])` : sql``}
      ${audiences ? sql`and m.audience = any (${[...audiences]}::text[])` : sql``}
      ${seriesId ? sql`and m.series_id = ${seriesId}` : sql``}
      ${kind ? sql`and m.kind = ${kind}` : sql``}
      ${territoryId ? sql`and m.territory_id = ${territoryId}` : sql``}
    order by m.starts_at ${until && !from ? sql`desc` : sql``}, m.id limit ${limit}
  `.execute(tx)
  return rows
}
