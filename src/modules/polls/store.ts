import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import { Refusal } from '../../kit/refusal.ts'
import type { MeetingKind } from '../meetings/rules/meeting.ts'
import type { Answer, PollStatus, Tally } from './rules.ts'

export type PollText = {
  title: string
  description: string
  kind: MeetingKind
  placeName: string
  placeAddress: string
  answersShown: boolean
  closesAt: Date
}

export type NewPoll = PollText & { id: string; token: string; groupId: string | null; minutes: number }

export type Poll = NewPoll & {
  groupName: string | null
  status: PollStatus
  meetingId: string | null
  createdAt: Date
  endedAt: Date | null
}

export type PollDate = { id: string; startsAt: Date; endsAt: Date }

export async function insertPoll(tx: CaisseTx, poll: NewPoll, now: Date): Promise<void> {
  await tx
    .insertInto('poll')
    .values({
      caisse_id: tx.caisseId,
      id: poll.id,
      token: poll.token,
      group_id: poll.groupId,
      minutes: poll.minutes,
      ...textColumns(poll),
      status: 'open',
      created_at: now,
    })
    .execute()
}

const textColumns = (text: PollText) => ({
  title: text.title,
  description: text.description,
  kind: text.kind,
  place_name: text.placeName,
  place_address: text.placeAddress,
  answers_shown: text.answersShown,
  closes_at: text.closesAt,
})

export async function updatePoll(tx: CaisseTx, id: string, text: PollText): Promise<void> {
  await tx
    .updateTable('poll')
    .set(textColumns(text))
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** The same hour proposed twice is proposed once. */
export async function insertDates(tx: CaisseTx, pollId: string, dates: readonly PollDate[]): Promise<void> {
  if (dates.length === 0) return
  await tx
    .insertInto('poll_date')
    .values(
      dates.map(({ id, startsAt, endsAt }) => ({
        caisse_id: tx.caisseId,
        poll_id: pollId,
        id,
        starts_at: startsAt,
        ends_at: endsAt,
      })),
    )
    .onConflict((conflict) => conflict.columns(['caisse_id', 'poll_id', 'starts_at']).doNothing())
    .execute()
}

export async function deleteDate(tx: CaisseTx, pollId: string, dateId: string): Promise<void> {
  await tx
    .deleteFrom('poll_date')
    .where('caisse_id', '=', tx.caisseId)
    .where('poll_id', '=', pollId)
    .where('id', '=', dateId)
    .execute()
}

const COLUMNS = sql`
  p.id, p.token, p.title, p.description, p.kind, p.place_name as "placeName", p.place_address as "placeAddress",
  p.group_id as "groupId", g.name as "groupName", p.minutes, p.answers_shown as "answersShown",
  p.closes_at as "closesAt", p.status, p.meeting_id as "meetingId", p.created_at as "createdAt",
  p.ended_at as "endedAt"
`
const TABLES = sql`poll p left join working_group g on g.caisse_id = p.caisse_id and g.id = p.group_id`

export async function getPoll(tx: CaisseTx, id: string): Promise<Poll> {
  const { rows } = await sql<Poll>`
    select ${COLUMNS} from ${TABLES} where p.caisse_id = ${tx.caisseId} and p.id = ${id}
  `.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_poll', {}, 404)
  return rows[0]
}

export async function getPollByToken(tx: CaisseTx, token: string): Promise<Poll> {
  const { rows } = await sql<Poll>`
    select ${COLUMNS} from ${TABLES} where p.caisse_id = ${tx.caisseId} and p.token = ${token}
  `.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_poll', {}, 404)
  return rows[0]
}

/** Its answers are counted and its end decided one after the other. */
export async function lockPoll(tx: CaisseTx, id: string): Promise<void> {
  await sql`select 1 from poll where caisse_id = ${tx.caisseId} and id = ${id} for update`.execute(tx)
}

export type ListedPoll = Poll & {
  dates: number
  answered: number
  asked: number
  meetingStartsAt: Date | null
}

/** Open ones by their deadline, then those that ended, the last first. */
export async function listPolls(tx: CaisseTx): Promise<ListedPoll[]> {
  const { rows } = await sql<ListedPoll>`
    select ${COLUMNS}, m.starts_at as "meetingStartsAt",
      (select count(*)::integer from poll_date d where d.caisse_id = p.caisse_id and d.poll_id = p.id) as dates,
      count(v.id)::integer as asked, count(v.answered_at)::integer as answered
    from ${TABLES}
      left join meeting m on m.caisse_id = p.caisse_id and m.id = p.meeting_id
      left join poll_voice v on v.caisse_id = p.caisse_id and v.poll_id = p.id
    where p.caisse_id = ${tx.caisseId}
    group by p.caisse_id, p.id, g.name, m.starts_at
    order by p.status <> 'open', case when p.status = 'open' then p.closes_at end, p.ended_at desc
    limit 200
  `.execute(tx)
  return rows
}

export async function datesOf(tx: CaisseTx, pollId: string): Promise<PollDate[]> {
  const { rows } = await sql<PollDate>`
    select id, starts_at as "startsAt", ends_at as "endsAt" from poll_date
    where caisse_id = ${tx.caisseId} and poll_id = ${pollId} order by starts_at
  `.execute(tx)
  return rows
}

export async function talliesOf(tx: CaisseTx, pollId: string): Promise<Tally[]> {
  const { rows } = await sql<Tally>`
    select d.id as "dateId", count(*) filter (where a.answer = 'yes')::integer as yes,
      count(*) filter (where a.answer = 'if_needed')::integer as "ifNeeded",
      count(*) filter (where a.answer = 'no')::integer as no
    from poll_date d
      left join poll_answer a on a.caisse_id = d.caisse_id and a.poll_id = d.poll_id and a.date_id = d.id
    where d.caisse_id = ${tx.caisseId} and d.poll_id = ${pollId}
    group by d.id, d.starts_at order by d.starts_at
  `.execute(tx)
  return rows
}

export type NewVoice = {
  id: string
  name: string
  email: string | null
  language: string
  origin: 'link' | 'invited' | 'desk'
}

export type Voice = NewVoice & {
  answeredAt: Date | null
  remindedAt: Date | null
  /** By date. */
  answers: Record<string, Answer>
}

export async function insertVoices(
  tx: CaisseTx,
  pollId: string,
  voices: readonly (NewVoice & { answeredAt: Date | null })[],
  now: Date,
): Promise<NewVoice[]> {
  if (voices.length === 0) return []
  const inserted = await tx
    .insertInto('poll_voice')
    .values(
      voices.map((voice) => ({
        caisse_id: tx.caisseId,
        poll_id: pollId,
        id: voice.id,
        name: voice.name,
        email: voice.email,
        language: voice.language,
        origin: voice.origin,
        created_at: now,
        answered_at: voice.answeredAt,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  const known = new Set(inserted.map(({ id }) => id))
  return voices.filter(({ id }) => known.has(id))
}

const VOICE = sql`
  v.id, v.name, v.email, v.language, v.origin, v.answered_at as "answeredAt", v.reminded_at as "remindedAt",
  coalesce((
    select jsonb_object_agg(a.date_id, a.answer) from poll_answer a
    where a.caisse_id = v.caisse_id and a.poll_id = v.poll_id and a.voice_id = v.id
  ), '{}') as answers
`

/** Who answered first, then who was asked and did not yet. */
export async function voicesOf(tx: CaisseTx, pollId: string): Promise<Voice[]> {
  const { rows } = await sql<Voice>`
    select ${VOICE} from poll_voice v where v.caisse_id = ${tx.caisseId} and v.poll_id = ${pollId}
    order by v.answered_at is null, v.created_at, v.id
  `.execute(tx)
  return rows
}

export async function findVoice(tx: CaisseTx, pollId: string, voiceId: string): Promise<Voice | undefined> {
  const { rows } = await sql<Voice>`
    select ${VOICE} from poll_voice v
    where v.caisse_id = ${tx.caisseId} and v.poll_id = ${pollId} and v.id = ${voiceId}
  `.execute(tx)
  return rows[0]
}

export async function findVoiceByEmail(
  tx: CaisseTx,
  pollId: string,
  email: string,
): Promise<Voice | undefined> {
  const { rows } = await sql<Voice>`
    select ${VOICE} from poll_voice v
    where v.caisse_id = ${tx.caisseId} and v.poll_id = ${pollId} and lower(v.email) = lower(${email})
  `.execute(tx)
  return rows[0]
}

export async function countVoices(tx: CaisseTx, pollId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from poll_voice where caisse_id = ${tx.caisseId} and poll_id = ${pollId}
  `.execute(tx)
  return rows[0]!.count
}

export async function updateVoice(
  tx: CaisseTx,
  pollId: string,
  voice: { id: string; name: string; email: string | null; answeredAt: Date },
): Promise<void> {
  await tx
    .updateTable('poll_voice')
    .set({ name: voice.name, email: voice.email, answered_at: voice.answeredAt })
    .where('caisse_id', '=', tx.caisseId)
    .where('poll_id', '=', pollId)
    .where('id', '=', voice.id)
    .execute()
}

export async function setAnswers(
  tx: CaisseTx,
  pollId: string,
  voiceId: string,
  answers: Readonly<Record<string, Answer>>,
): Promise<void> {
  await tx
    .deleteFrom('poll_answer')
    .where('caisse_id', '=', tx.caisseId)
    .where('poll_id', '=', pollId)
    .where('voice_id', '=', voiceId)
    .execute()
  const rows = Object.entries(answers).map(([date_id, answer]) => ({
    caisse_id: tx.caisseId,
    poll_id: pollId,
    voice_id: voiceId,
    date_id,
    answer,
  }))
  if (rows.length > 0) await tx.insertInto('poll_answer').values(rows).execute()
}

export async function deleteVoice(tx: CaisseTx, pollId: string, voiceId: string): Promise<void> {
  await tx
    .deleteFrom('poll_voice')
    .where('caisse_id', '=', tx.caisseId)
    .where('poll_id', '=', pollId)
    .where('id', '=', voiceId)
    .execute()
}

export async function endPoll(
  tx: CaisseTx,
  id: string,
  end: { status: 'closed'; meetingId: string } | { status: 'dropped' },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('poll')
    .set({
      status: end.status,
      meeting_id: end.status === 'closed' ? end.meetingId : null,
      ended_at: now,
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Asked by mail, silent, and not reminded since. */
export async function silentVoices(
  tx: CaisseTx,
  pollId: string,
  { remindedBefore }: { remindedBefore?: Date } = {},
): Promise<Voice[]> {
  const voices = await voicesOf(tx, pollId)
  return voices.filter(
    ({ email, answeredAt, remindedAt }) =>
      email !== null &&
      answeredAt === null &&
      (remindedAt === null || (remindedBefore !== undefined && remindedAt < remindedBefore)),
  )
}

export async function markReminded(
  tx: CaisseTx,
  pollId: string,
  voiceIds: readonly string[],
  now: Date,
): Promise<void> {
  if (voiceIds.length === 0) return
  await tx
    .updateTable('poll_voice')
    .set({ reminded_at: now })
    .where('caisse_id', '=', tx.caisseId)
    .where('poll_id', '=', pollId)
    .where('id', 'in', [...voiceIds])
    .execute()
}

/** Open polls whose deadline comes before then. */
export async function pollsClosingBefore(
  tx: CaisseTx,
  { now, until }: { now: Date; until: Date },
): Promise<Poll[]> {
  const { rows } = await sql<Poll>`
    select ${COLUMNS} from ${TABLES}
    where p.caisse_id = ${tx.caisseId} and p.status = 'open' and p.closes_at > ${now} and p.closes_at <= ${until}
    order by p.closes_at
  `.execute(tx)
  return rows
}

/** Names and answers of polls that ended before then, or that nobody ended and whose last date has passed. */
export async function forgetVoices(tx: CaisseTx, before: Date): Promise<number> {
  const { rows } = await sql<{ gone: number }>`
    with gone as (
      delete from poll_voice v using poll p
      where v.caisse_id = ${tx.caisseId} and p.caisse_id = v.caisse_id and p.id = v.poll_id
        and coalesce(p.ended_at, greatest(p.closes_at, (
          select max(d.ends_at) from poll_date d where d.caisse_id = p.caisse_id and d.poll_id = p.id
        ))) < ${before}
      returning 1
    )
    select count(*)::integer as gone from gone
  `.execute(tx)
  return rows[0]!.gone
}

export type PlannedMeeting = {
  id: string
  title: string
  startsAt: Date
  endsAt: Date
  place: string
  audience: 'public' | 'members' | 'group'
  status: 'draft' | 'announced' | 'cancelled'
}

/** What a poll has become; moved or cancelled since, perhaps. */
export async function meetingOf(tx: CaisseTx, meetingId: string): Promise<PlannedMeeting | undefined> {
  const { rows } = await sql<PlannedMeeting>`
    select id, title, starts_at as "startsAt", ends_at as "endsAt", audience, status,
      concat_ws(', ', nullif(place_name, ''), nullif(place_address, '')) as place
    from meeting where caisse_id = ${tx.caisseId} and id = ${meetingId}
  `.execute(tx)
  return rows[0]
}

export type GroupChoice = { id: string; name: string }

/** Groups for which a day may be looked for. */
export async function openGroups(tx: CaisseTx): Promise<GroupChoice[]> {
  const { rows } = await sql<GroupChoice>`
    select id, name from working_group
    where caisse_id = ${tx.caisseId} and status <> 'closed' order by name collate "fr-x-icu"
  `.execute(tx)
  return rows
}
