import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import { gesture, type Gesture } from '../../../kit/gesture.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { Line, orNull } from '../../../kit/input.ts'
import { getCaisse, insertDecision } from '../../caisses/store.ts'
import { insertTasks } from '../../groups/store/work.ts'
import { marksIn, publishable } from '../rules/marks.ts'
import {
  DEFAULT_SECTIONS,
  isHeldByOther,
  refusalToValidate,
  refusalToWrite,
  SAME_VERSION_MINUTES,
  whereToSave,
} from '../rules/minutes.ts'
import { getMeeting } from '../store/meetings.ts'
import {
  asidesOf,
  dropVersion,
  getAside,
  getMinutes,
  insertAside,
  insertMinutes,
  insertSection,
  insertVersion,
  keepMark,
  keptMarks,
  lastVersion,
  lockSection,
  peopleToName,
  publishSection,
  renameSection,
  rewriteAside,
  sectionsOf,
  setMinutes,
  setPen,
  setTaskDone,
  settleAside,
  writeSection,
  type Section,
} from '../store/minutes.ts'
import { ORGANISERS, Ticked } from './input.ts'

/** Who takes notes. */
export const WRITERS = [...ORGANISERS, 'committee_member'] as const

const accountOf = (actor: Actor): string | null => (actor.kind === 'account' ? actor.accountId : null)

export const BeginMinutes = z.object({ meetingId: z.uuid() })

/** Sections to begin with; begun twice is begun once. */
export const beginMinutes = gesture(
  'begin_minutes',
  WRITERS,
  BeginMinutes,
  async (tx, { app, about }, { meetingId }) => {
    about(meetingId)
    await getMeeting(tx, meetingId)
    if (!(await insertMinutes(tx, meetingId))) return
    const t = translator('fr')
    for (const section of DEFAULT_SECTIONS)
      await insertSection(tx, { id: app.newId(), meetingId, title: t(`minutes.section.${section}`) })
  },
)

const Title = Line(120).min(1, 'required')

export const AddSection = z.object({ meetingId: z.uuid(), title: Title })

export const addSection = gesture(
  'add_minutes_section',
  WRITERS,
  AddSection,
  async (tx, { app, about }, { meetingId, title }) => {
    about(meetingId)
    refuse(refusalToWrite((await getMinutes(tx, meetingId)).status))
    const id = app.newId()
    await insertSection(tx, { id, meetingId, title })
    return { sectionId: id }
  },
)

async function openSection(tx: CaisseTx, id: string): Promise<Section> {
  const section = await lockSection(tx, id)
  refuse(refusalToWrite((await getMinutes(tx, section.meetingId)).status))
  return section
}

export const RenameSection = z.object({ sectionId: z.uuid(), title: Title })

export const renameMinutesSection = gesture(
  'rename_minutes_section',
  WRITERS,
  RenameSection,
  async (tx, { about }, { sectionId, title }) => {
    about((await openSection(tx, sectionId)).meetingId)
    await renameSection(tx, sectionId, title)
  },
)

export const TakePen = z.object({ sectionId: z.uuid(), takeover: Ticked.default(false) })

/** One writer a section. Whoever takes it over says so; what the other still types is kept beside. */
export const takePen = gesture(
  'take_pen',
  WRITERS,
  TakePen,
  async (tx, { actor, now, about }, { sectionId, takeover }) => {
    const section = await openSection(tx, sectionId)
    about(section.meetingId)
    const writer = accountOf(actor)
    if (writer === null) return
    if (!takeover && isHeldByOther(section, writer, now))
      throw new Refusal('section_held', { nameText: section.writerName ?? '' }, 409)
    await setPen(tx, sectionId, { writer, writerSeen: now })
  },
)

const Body = z
  .string()
  .max(60_000)
  .transform((text) => text.replace(/\r\n?/g, '\n'))

export const SaveSection = z.object({
  sectionId: z.uuid(),
  /** The version that was on the screen when writing began. */
  base: z.union([
    z.number().int(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ]),
  body: Body,
  /** The text beside the section with which this screen goes on. */
  asideId: orNull(z.uuid()).default(null),
  /** The writer leaves: somebody else may take the pen. */
  putDown: Ticked.default(false),
})

export type Saved = { state: 'saved' | 'aside'; version: number; asideId: string | null; otherText: string }

/** Into the section, or beside it where somebody else went on meanwhile: nothing that was typed is lost. */
export const saveSection = gesture(
  'save_minutes_section',
  WRITERS,
  SaveSection,
  async (tx, context, { sectionId, base, body, asideId, putDown }): Promise<Saved> => {
    const { actor, now, about } = context
    const section = await openSection(tx, sectionId)
    about(section.meetingId)
    const by = accountOf(actor)
    const place = whereToSave(section, { accountId: by, base, body, now })
    if (place === 'aside') return keepAside(tx, context, section, { base, body, by, asideId })
    let { version } = section
    if (place === 'section') version = await write(tx, section, { body, by, now })
    else if (by !== null && (section.writer === null || section.writer === by))
      await setPen(tx, sectionId, { writer: by, writerSeen: now })
    if (putDown && (section.writer === by || place === 'section')) await setPen(tx, sectionId, null)
    return { state: 'saved', version, asideId: null, otherText: '' }
  },
)

async function write(
  tx: CaisseTx,
  section: Section,
  { body, by, now }: { body: string; by: string | null; now: Date },
): Promise<number> {
  const version = section.version + 1
  const last = await lastVersion(tx, section.id)
  const sameHand =
    last?.version === section.version &&
    last.writtenBy === by &&
    now.getTime() - last.writtenAt.getTime() < SAME_VERSION_MINUTES * 60_000
  // What was last read by this hand and nobody else is inside what it writes now.
  if (sameHand && section.asides === 0) await dropVersion(tx, section.id, section.version)
  await writeSection(tx, section.id, { body, version, by, now })
  await insertVersion(tx, section.id, { version, body, by, now: sameHand ? last.writtenAt : now })
  return version
}

/** A screen's text beside a section: what it saves next goes on with it. */
async function keepAside(
  tx: CaisseTx,
  { app, now }: Gesture,
  section: Section,
  { base, body, by, asideId }: { base: number; body: string; by: string | null; asideId: string | null },
): Promise<Saved> {
  const open = (await asidesOf(tx, section.id)).filter(({ writtenBy }) => writtenBy === by)
  const own = open.find((one) => one.id === asideId || one.body === body)
  const id = own?.id ?? app.newId()
  if (own) await rewriteAside(tx, own.id, body, now)
  else await insertAside(tx, { id, sectionId: section.id, base, body, by }, now)
  const otherText = section.writerName ?? section.changedByName ?? ''
  return { state: 'aside', version: section.version, asideId: id, otherText }
}

export const JoinAside = z.object({
  asideId: z.uuid(),
  base: z.union([
    z.number().int(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ]),
  body: Body,
})

/** Two texts become one; both stay in what is kept. Somebody who wrote meanwhile is asked again. */
export const joinAside = gesture('join_minutes', WRITERS, JoinAside, async (tx, context, input) => {
  const { actor, now, about } = context
  const aside = await getAside(tx, input.asideId)
  const section = await openSection(tx, aside.sectionId)
  about(section.meetingId)
  if (aside.settledAt !== null) throw new Refusal('aside_settled', {}, 409)
  if (section.version !== input.base) throw new Refusal('section_moved', {}, 409)
  const by = accountOf(actor)
  if (section.body !== input.body) {
    const version = section.version + 1
    await writeSection(tx, section.id, { body: input.body, version, by, now })
    await insertVersion(tx, section.id, { version, body: input.body, by, now })
  }
  await settleAside(tx, aside.id, now)
})

export const ValidateMinutes = z.object({
  meetingId: z.uuid(),
  /** Who decided, in the caisse's register. */
  body: Line(120).min(1, 'required'),
})

/** The text is agreed: its decisions enter the register, its tasks are kept, and nobody writes in it any more. */
export const validateMinutes = gesture(
  'validate_minutes',
  ORGANISERS,
  ValidateMinutes,
  async (tx, { app, now, about }, { meetingId, body }) => {
    about(meetingId)
    const meeting = await getMeeting(tx, meetingId)
    const minutes = await getMinutes(tx, meetingId)
    const sections: Section[] = []
    for (const { id } of await sectionsOf(tx, meetingId)) sections.push(await lockSection(tx, id))
    refuse(
      refusalToValidate(
        minutes.status,
        sections.reduce((sum, { asides }) => sum + asides, 0),
      ),
    )
    const caisse = await getCaisse(tx, tx.caisseId)
    const known = await keptMarks(tx, meetingId)
    const isNew = (kind: string, text: string) =>
      !known.some((mark) => mark.kind === kind && mark.text === text)
    // The register is read by everybody; who does a task is for the team.
    const instead = translator('fr')('minutes.somebody')
    const outside = (await readPublishable(tx, meetingId, instead)).flatMap(({ text }) => marksIn(text))
    const tasks = sections.flatMap((section) => marksIn(section.body)).filter(({ kind }) => kind === 'task')
    for (const mark of [...outside.filter(({ kind }) => kind === 'decision'), ...tasks]) {
      if (mark.kind === 'objection' || !isNew(mark.kind, mark.text)) continue
      const decisionId = mark.kind === 'decision' ? app.newId() : null
      if (decisionId)
        await insertDecision(tx, {
          id: decisionId,
          decidedOn: dayAt(meeting.startsAt, caisse.time_zone),
          body,
          title: titleOf(mark.text),
          text: mark.text,
          minutesUrl: `${app.address}/c/${caisse.slug}/rencontres/${meetingId}/compte-rendu`,
        })
      const { owner, dueOn } = mark.kind === 'task' ? mark : { owner: '', dueOn: null }
      const groupTaskId = mark.kind === 'task' && meeting.groupId ? app.newId() : null
      if (groupTaskId)
        await insertTasks(
          tx,
          [
            {
              id: groupTaskId,
              groupId: meeting.groupId!,
              title: titleOf(owner === '' ? mark.text : `${mark.text} (${owner})`),
              ownerId: null,
              dueOn,
            },
          ],
          now,
        )
      await keepMark(tx, {
        id: app.newId(),
        meetingId,
        groupTaskId,
        kind: mark.kind,
        text: mark.text,
        decisionId,
        owner,
        dueOn,
      })
    }
    await setMinutes(tx, meetingId, { status: 'validated', validatedAt: now })
    for (const { id } of sections) await setPen(tx, id, null)
  },
)

const titleOf = (text: string): string => {
  const plain = text.replace(/[*_`]/g, '').trim()
  return plain.length <= 120 ? plain : `${plain.slice(0, 118).replace(/\s+\S*$/, '')}…`
}

export const ReopenMinutes = z.object({ meetingId: z.uuid() })

/** A word to correct: written in again, then validated anew. Decisions that were entered stay in the register. */
export const reopenMinutes = gesture(
  'reopen_minutes',
  ORGANISERS,
  ReopenMinutes,
  async (tx, { about }, { meetingId }) => {
    about(meetingId)
    await getMinutes(tx, meetingId)
    await setMinutes(tx, meetingId, { status: 'open', audience: null, validatedAt: null, publishedAt: null })
    for (const { id } of await sectionsOf(tx, meetingId)) await publishSection(tx, id, null)
  },
)

/** Each section as people outside the team will read it. */
export async function readPublishable(
  tx: CaisseTx,
  meetingId: string,
  instead: string,
): Promise<{ id: string; title: string; text: string; changed: boolean }[]> {
  const people = await peopleToName(tx, meetingId)
  const named = people.filter(({ agreed }) => agreed)
  const unnamed = people.filter(({ agreed }) => !agreed)
  return (await sectionsOf(tx, meetingId)).map(({ id, title, body }) => {
    const text = publishable(body, { named, unnamed }, instead)
    return { id, title, text, changed: text !== body.normalize('NFC') }
  })
}

export const PublishMinutes = z.object({ meetingId: z.uuid(), audience: z.enum(['members', 'public']) })

export const publishMinutes = gesture(
  'publish_minutes',
  ORGANISERS,
  PublishMinutes,
  async (tx, { now, about }, { meetingId, audience }) => {
    about(meetingId)
    const { status } = await getMinutes(tx, meetingId)
    if (status === 'open') throw new Refusal('minutes_not_validated', {}, 409)
    const instead = translator('fr')('minutes.somebody')
    for (const { id, text } of await readPublishable(tx, meetingId, instead))
      await publishSection(tx, id, text)
    await setMinutes(tx, meetingId, { status: 'published', audience, publishedAt: now })
  },
)

export const MarkTask = z.object({ taskId: z.uuid(), done: Ticked })

export const markTask = gesture('mark_minutes_task', WRITERS, MarkTask, async (tx, { now, about }, input) => {
  about(input.taskId)
  if (!(await setTaskDone(tx, input.taskId, input.done ? now : null)))
    throw new Refusal('unknown_minutes_task', {}, 404)
})
