import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { MinutesStatus } from '../rules/minutes.ts'

export type Minutes = {
  meetingId: string
  status: MinutesStatus
  audience: 'members' | 'public' | null
  validatedAt: Date | null
  publishedAt: Date | null
  namesForgottenAt: Date | null
}

export async function findMinutes(tx: CaisseTx, meetingId: string): Promise<Minutes | undefined> {
  return tx
    .selectFrom('meeting_minutes')
    .select([
      'meeting_id as meetingId',
      sql<MinutesStatus>`status`.as('status'),
      sql<Minutes['audience']>`audience`.as('audience'),
      'validated_at as validatedAt',
      'published_at as publishedAt',
      'names_forgotten_at as namesForgottenAt',
    ])
    .where('caisse_id', '=', tx.caisseId)
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst()
}

export async function getMinutes(tx: CaisseTx, meetingId: string): Promise<Minutes> {
  const minutes = await findMinutes(tx, meetingId)
  if (!minutes) throw new Refusal('unknown_minutes', {}, 404)
  return minutes
}

/** False when they were begun already. */
export async function insertMinutes(tx: CaisseTx, meetingId: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('meeting_minutes')
    .values({ caisse_id: tx.caisseId, meeting_id: meetingId, status: 'open' })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows ?? 0) > 0
}

export async function setMinutes(
  tx: CaisseTx,
  meetingId: string,
  to: {
    status: MinutesStatus
    audience?: Minutes['audience']
    validatedAt?: Date | null
    publishedAt?: Date | null
  },
): Promise<void> {
  await tx
    .updateTable('meeting_minutes')
    .set({
      status: to.status,
      ...(to.audience !== undefined && { audience: to.audience }),
      ...(to.validatedAt !== undefined && { validated_at: to.validatedAt }),
      ...(to.publishedAt !== undefined && { published_at: to.publishedAt }),
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('meeting_id', '=', meetingId)
    .execute()
}

export type Section = {
  id: string
  meetingId: string
  title: string
  body: string
  version: number
  published: string | null
  changedAt: Date | null
  changedByName: string | null
  writer: string | null
  writerName: string | null
  writerSeen: Date | null
  /** Texts beside it that nobody has joined yet. */
  asides: number
}

const SECTIONS = sql`
  select s.id, s.meeting_id as "meetingId", s.title, s.body, s.version, s.published, s.changed_at as "changedAt",
    c.display_name as "changedByName", s.writer, w.display_name as "writerName", s.writer_seen as "writerSeen",
    (select count(*)::integer from minutes_aside a
      where a.caisse_id = s.caisse_id and a.section_id = s.id and a.settled_at is null) as asides
  from minutes_section s
  left join login_account c on c.id = s.changed_by
  left join login_account w on w.id = s.writer
`

export async function sectionsOf(tx: CaisseTx, meetingId: string): Promise<Section[]> {
  const { rows } = await sql<Section>`
    ${SECTIONS} where s.caisse_id = ${tx.caisseId} and s.meeting_id = ${meetingId} order by s.position, s.id
  `.execute(tx)
  return rows
}

export async function getSection(tx: CaisseTx, id: string): Promise<Section> {
  const { rows } = await sql<Section>`
    ${SECTIONS} where s.caisse_id = ${tx.caisseId} and s.id = ${id}
  `.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_section', {}, 404)
  return rows[0]
}

/** Two pens on one section take turns. */
export async function lockSection(tx: CaisseTx, id: string): Promise<Section> {
  await tx
    .selectFrom('minutes_section')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute()
  return getSection(tx, id)
}

export async function insertSection(
  tx: CaisseTx,
  section: { id: string; meetingId: string; title: string },
): Promise<void> {
  await sql`
    insert into minutes_section (caisse_id, id, meeting_id, position, title)
    select ${tx.caisseId}, ${section.id}, ${section.meetingId}, coalesce(max(position), 0) + 1, ${section.title}
    from minutes_section where caisse_id = ${tx.caisseId} and meeting_id = ${section.meetingId}
  `.execute(tx)
}

export async function renameSection(tx: CaisseTx, id: string, title: string): Promise<void> {
  await tx
    .updateTable('minutes_section')
    .set({ title })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function setPen(
  tx: CaisseTx,
  id: string,
  pen: { writer: string; writerSeen: Date } | null,
): Promise<void> {
  await tx
    .updateTable('minutes_section')
    .set({ writer: pen?.writer ?? null, writer_seen: pen?.writerSeen ?? null })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function writeSection(
  tx: CaisseTx,
  id: string,
  { body, version, by, now }: { body: string; version: number; by: string | null; now: Date },
): Promise<void> {
  await tx
    .updateTable('minutes_section')
    .set({ body, version, changed_at: now, changed_by: by, ...(by && { writer: by, writer_seen: now }) })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export type Version = {
  version: number
  body: string
  writtenBy: string | null
  byName: string | null
  writtenAt: Date
}

export async function versionsOf(tx: CaisseTx, sectionId: string): Promise<Version[]> {
  const { rows } = await sql<Version>`
    select v.version, v.body, v.written_by as "writtenBy", a.display_name as "byName", v.written_at as "writtenAt"
    from minutes_version v left join login_account a on a.id = v.written_by
    where v.caisse_id = ${tx.caisseId} and v.section_id = ${sectionId} order by v.version desc
  `.execute(tx)
  return rows
}

export async function insertVersion(
  tx: CaisseTx,
  sectionId: string,
  { version, body, by, now }: { version: number; body: string; by: string | null; now: Date },
): Promise<void> {
  await tx
    .insertInto('minutes_version')
    .values({ caisse_id: tx.caisseId, section_id: sectionId, version, body, written_by: by, written_at: now })
    .execute()
}

/** The same hand a moment later: the version before is part of this one. */
export async function dropVersion(tx: CaisseTx, sectionId: string, version: number): Promise<void> {
  await tx
    .deleteFrom('minutes_version')
    .where('caisse_id', '=', tx.caisseId)
    .where('section_id', '=', sectionId)
    .where('version', '=', version)
    .execute()
}

export async function lastVersion(tx: CaisseTx, sectionId: string): Promise<Version | undefined> {
  return (await versionsOf(tx, sectionId))[0]
}

export type Aside = {
  id: string
  sectionId: string
  baseVersion: number
  body: string
  writtenBy: string | null
  byName: string | null
  writtenAt: Date
  settledAt: Date | null
}

const ASIDES = sql`
  select k.id, k.section_id as "sectionId", k.base_version as "baseVersion", k.body, k.written_by as "writtenBy",
    a.display_name as "byName", k.written_at as "writtenAt", k.settled_at as "settledAt"
  from minutes_aside k left join login_account a on a.id = k.written_by
`

export async function asidesOf(tx: CaisseTx, sectionId: string): Promise<Aside[]> {
  const { rows } = await sql<Aside>`
    ${ASIDES} where k.caisse_id = ${tx.caisseId} and k.section_id = ${sectionId} and k.settled_at is null
    order by k.written_at, k.id
  `.execute(tx)
  return rows
}

export async function getAside(tx: CaisseTx, id: string): Promise<Aside> {
  const { rows } = await sql<Aside>`
    ${ASIDES} where k.caisse_id = ${tx.caisseId} and k.id = ${id}
  `.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_aside', {}, 404)
  return rows[0]
}

export async function insertAside(
  tx: CaisseTx,
  aside: { id: string; sectionId: string; base: number; body: string; by: string | null },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('minutes_aside')
    .values({
      caisse_id: tx.caisseId,
      id: aside.id,
      section_id: aside.sectionId,
      base_version: aside.base,
      body: aside.body,
      written_by: aside.by,
      written_at: now,
    })
    .execute()
}

export async function rewriteAside(tx: CaisseTx, id: string, body: string, now: Date): Promise<void> {
  await tx
    .updateTable('minutes_aside')
    .set({ body, written_at: now })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function settleAside(tx: CaisseTx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('minutes_aside')
    .set({ settled_at: now })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function publishSection(tx: CaisseTx, id: string, published: string | null): Promise<void> {
  await tx
    .updateTable('minutes_section')
    .set({ published })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export type KeptMark = {
  id: string
  kind: 'decision' | 'task'
  text: string
  decisionNumber: number | null
  owner: string
  dueOn: Day | null
  doneAt: Date | null
  /** Followed by the group whose meeting it was. */
  groupTaskId: string | null
}

export async function keptMarks(tx: CaisseTx, meetingId: string): Promise<KeptMark[]> {
  const { rows } = await sql<KeptMark>`
    select k.id, k.kind, k.text, d.number as "decisionNumber", k.owner, k.due_on as "dueOn",
      coalesce(k.done_at, g.done_on) as "doneAt", k.group_task_id as "groupTaskId"
    from minutes_mark k
    left join decision d on d.caisse_id = k.caisse_id and d.id = k.decision_id
    left join group_task g on g.caisse_id = k.caisse_id and g.id = k.group_task_id
    where k.caisse_id = ${tx.caisseId} and k.meeting_id = ${meetingId} order by k.kind, d.number, k.due_on, k.id
  `.execute(tx)
  return rows
}

export async function keepMark(
  tx: CaisseTx,
  mark: {
    id: string
    meetingId: string
    kind: 'decision' | 'task'
    text: string
    decisionId: string | null
    groupTaskId?: string | null
    owner: string
    dueOn: Day | null
  },
): Promise<void> {
  await tx
    .insertInto('minutes_mark')
    .values({
      caisse_id: tx.caisseId,
      id: mark.id,
      meeting_id: mark.meetingId,
      kind: mark.kind,
      text: mark.text,
      decision_id: mark.decisionId,
      group_task_id: mark.groupTaskId ?? null,
      owner: mark.owner,
      due_on: mark.dueOn,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function setTaskDone(tx: CaisseTx, id: string, doneAt: Date | null): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('minutes_mark')
    .set({ done_at: doneAt })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .where('kind', '=', 'task')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type NamedPerson = { givenName: string; familyName: string; present: boolean; agreed: boolean }

/** Whose names may stand in a text: everybody of the caisse, and those who came without being of it. */
export async function peopleToName(tx: CaisseTx, meetingId: string): Promise<NamedPerson[]> {
  const { rows } = await sql<NamedPerson>`
    select p.given_name as "givenName", p.family_name as "familyName", r.id is not null as present,
      coalesce(r.may_be_named, false) as agreed
    from person p
    left join meeting_registration r
      on r.caisse_id = p.caisse_id and r.person_id = p.id and r.meeting_id = ${meetingId}
    where p.caisse_id = ${tx.caisseId} and p.given_name <> '—'
    union all
    select split_part(r.name, ' ', 1), trim(substr(r.name, length(split_part(r.name, ' ', 1)) + 1)), true, r.may_be_named
    from meeting_registration r
    where r.caisse_id = ${tx.caisseId} and r.meeting_id = ${meetingId} and r.person_id is null
  `.execute(tx)
  return rows
}
