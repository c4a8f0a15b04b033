import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import { gesture, InputError, type Gesture } from '../../kit/gesture.ts'
import { holds } from '../../kit/actor.ts'
import { dayAt, DayValue, type Day } from '../../kit/month.ts'
import { refuse, Refusal } from '../../kit/refusal.ts'
import { Line } from '../../kit/input.ts'
import { getCaisse } from '../caisses/store.ts'
import { ensureContact } from '../directory/store/contacts.ts'
import { findInBook } from '../directory/store/book.ts'
import { storeFile } from '../documents/files.ts'
import { ownHousehold } from '../people/store/own-household.ts'
import { COMPOSITIONS, GROUP_STATUSES, refusalToJoin, refusalToTick, refusalToWork } from './rules/group.ts'
import { getGroup, insertNeed, listNeeds, saveGroup, setNeedMet, type Group } from './store/groups.ts'
import { deleteMember, insertMembers, isMember } from './store/members.ts'
import {
  deleteFile,
  insertEntries,
  insertFile,
  insertTasks,
  setTaskDone,
  setTaskOwner,
  takeTask,
} from './store/work.ts'

/** Who puts groups together, and does at the desk what others do online. */
export const ORGANISERS = ['coordinator', 'administrator'] as const
const MEMBERS = [...ORGANISERS, 'resident'] as const

const Title = (longest: number) => Line(longest).min(1)
const Empty = z.literal('').transform(() => null)
const OptionalId = Empty.or(z.uuid()).default(null)
const OptionalDay = Empty.or(DayValue).default(null)

export const GroupInput = z
  .object({
    groupId: OptionalId,
    composition: z.enum(COMPOSITIONS),
    name: Title(120),
    purpose: z.string().trim().max(2_000).default(''),
    territoryId: OptionalId,
    status: z.enum(GROUP_STATUSES),
    startsOn: OptionalDay,
    endsOn: OptionalDay,
  })
  .superRefine(({ startsOn, endsOn }, context) => {
    if (endsOn && startsOn && endsOn < startsOn)
      context.addIssue({ code: 'custom', path: ['endsOn'], message: 'group_ends_before' })
    if (endsOn && !startsOn)
      context.addIssue({ code: 'custom', path: ['startsOn'], message: 'group_needs_start' })
  })

/** Opens a group, or changes what is said of it. */
export const keepGroup = gesture('keep_group', ORGANISERS, GroupInput, async (tx, gesture, input) => {
  const { groupId, ...file } = input
  const id = groupId ?? gesture.app.newId()
  gesture.about(id)
  if (groupId) await groupOf(tx, gesture, groupId)
  await saveGroup(tx, id, file, gesture.now)
  return { groupId: id }
})

async function groupOf(
  tx: CaisseTx,
  { now, about }: Pick<Gesture, 'now' | 'about'>,
  groupId: string,
): Promise<{ group: Group; today: Day }> {
  about(groupId)
  const today = await todayOf(tx, now)
  return { group: await getGroup(tx, today, groupId), today }
}

const todayOf = async (tx: CaisseTx, now: Date): Promise<Day> =>
  dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)

/** Who acts, as the group knows them. */
async function standing(tx: CaisseTx, { actor }: Pick<Gesture, 'actor'>, groupId: string, today: Day) {
  const team = holds(actor, ORGANISERS, tx.caisseId, today)
  const own = actor.kind === 'account' ? await ownHousehold(tx, actor.accountId, today) : undefined
  const personId = own?.personId ?? null
  const member = personId !== null && (await isMember(tx, groupId, personId))
  return { team, personId, member }
}

const OneGroup = z.object({ groupId: z.uuid() })

/** A resident comes by themselves. */
export const joinGroup = gesture('join_group', ['resident'], OneGroup, async (tx, gesture, { groupId }) => {
  const { group, today } = await groupOf(tx, gesture, groupId)
  const { personId, member } = await standing(tx, gesture, groupId, today)
  if (personId === null) throw new Refusal('not_in_group')
  refuse(refusalToJoin(group, { member }))
  await ensureContact(tx, personId, { now: gesture.now, today })
  await insertMembers(tx, groupId, [personId], today)
})

export const leaveGroup = gesture('leave_group', ['resident'], OneGroup, async (tx, gesture, { groupId }) => {
  const { today } = await groupOf(tx, gesture, groupId)
  const { personId } = await standing(tx, gesture, groupId, today)
  if (personId === null || !(await deleteMember(tx, groupId, personId))) throw new Refusal('not_in_group')
})

const OneMember = OneGroup.extend({ contactId: z.uuid() })

/** Anybody of the address book, at the desk: those who do not come online too. */
export const addMember = gesture('add_group_member', ORGANISERS, OneMember, async (tx, gesture, input) => {
  const { groupId, contactId } = input
  const { group, today } = await groupOf(tx, gesture, groupId)
  if (group.status === 'closed') throw new Refusal('group_closed', {}, 409)
  if (!(await findInBook(tx, today, contactId))) throw new Refusal('unknown_contact', {}, 404)
  await ensureContact(tx, contactId, { now: gesture.now, today })
  await insertMembers(tx, groupId, [contactId], today)
})

export const removeMember = gesture(
  'remove_group_member',
  ORGANISERS,
  OneMember,
  async (tx, gesture, { groupId, contactId }) => {
    await groupOf(tx, gesture, groupId)
    if (!(await deleteMember(tx, groupId, contactId))) throw new Refusal('not_in_group')
  },
)

/** The group, whose work whoever acts may write. */
async function workOn(tx: CaisseTx, gesture: Gesture, groupId: string) {
  const { group, today } = await groupOf(tx, gesture, groupId)
  const who = await standing(tx, gesture, groupId, today)
  refuse(refusalToWork(group, who))
  return { today, ...who }
}

export const AddTask = OneGroup.extend({ title: Title(200), ownerId: OptionalId, dueOn: OptionalDay })

export const addTask = gesture('add_group_task', MEMBERS, AddTask, async (tx, gesture, input) => {
  const { groupId, ownerId } = input
  await workOn(tx, gesture, groupId)
  if (ownerId && !(await isMember(tx, groupId, ownerId)))
    throw new InputError([{ field: 'ownerId', message: 'choice' }])
  const taskId = gesture.app.newId()
  await insertTasks(tx, [{ id: taskId, ...input }], gesture.now)
  return { taskId }
})

const OneTask = OneGroup.extend({ taskId: z.uuid() })

/** Done, or to do again. */
export const tickTask = gesture(
  'tick_group_task',
  MEMBERS,
  OneTask.extend({ done: z.enum(['yes', 'no']) }),
  async (tx, gesture, { groupId, taskId, done }) => {
    const { group, today } = await groupOf(tx, gesture, groupId)
    const task = await takeTask(tx, taskId)
    if (task.groupId !== groupId) throw new Refusal('unknown_group_task', {}, 404)
    if (group.status === 'closed') throw new Refusal('group_closed', {}, 409)
    refuse(refusalToTick(task, await standing(tx, gesture, groupId, today)))
    await setTaskDone(tx, taskId, done === 'yes' ? today : null)
  },
)

/** A member takes what nobody has, or hands back what they have. */
export const takeOn = gesture(
  'take_group_task',
  ['resident'],
  OneTask.extend({ takes: z.enum(['yes', 'no']) }),
  async (tx, gesture, { groupId, taskId, takes }) => {
    const { personId } = await workOn(tx, gesture, groupId)
    const task = await takeTask(tx, taskId)
    if (task.groupId !== groupId) throw new Refusal('unknown_group_task', {}, 404)
    if (task.ownerId !== null && task.ownerId !== personId) throw new Refusal('task_of_another')
    await setTaskOwner(tx, taskId, takes === 'yes' ? personId : null)
  },
)

export const WriteEntry = OneGroup.extend({
  happenedOn: OptionalDay,
  body: z.string().trim().min(1).max(10_000),
})

export const writeEntry = gesture('write_group_entry', MEMBERS, WriteEntry, async (tx, gesture, input) => {
  const { today } = await workOn(tx, gesture, input.groupId)
  const { body, happenedOn } = input
  if (happenedOn && happenedOn > today)
    throw new InputError([{ field: 'happenedOn', message: 'day_to_come' }])
  await insertEntries(
    tx,
    input.groupId,
    [{ id: gesture.app.newId(), happenedOn: happenedOn ?? today, body }],
    gesture.now,
  )
})

export const AttachFile = OneGroup.extend({
  title: z.string().trim().max(120).default(''),
  fileName: Title(200),
  file: z.instanceof(Uint8Array),
})

export const attachFile = gesture('attach_group_file', MEMBERS, AttachFile, async (tx, gesture, input) => {
  const { groupId, title, fileName, file } = input
  await workOn(tx, gesture, groupId)
  const { sha256 } = await storeFile(tx, gesture.now, file)
  await insertFile(tx, {
    id: gesture.app.newId(),
    groupId,
    title: title || fileName,
    fileName,
    sha256,
    addedAt: gesture.now,
  })
})

export const removeFile = gesture(
  'remove_group_file',
  ORGANISERS,
  OneGroup.extend({ fileId: z.uuid() }),
  async (tx, gesture, { groupId, fileId }) => {
    await groupOf(tx, gesture, groupId)
    await deleteFile(tx, groupId, fileId)
  },
)

export const AddNeed = OneGroup.extend({ fromGroupId: z.uuid(), what: Title(200), neededOn: OptionalDay })

/** What this group waits for from another, by a day. */
export const addNeed = gesture('add_group_need', MEMBERS, AddNeed, async (tx, gesture, input) => {
  const { groupId, fromGroupId } = input
  const { today } = await workOn(tx, gesture, groupId)
  if (groupId === fromGroupId) throw new InputError([{ field: 'fromGroupId', message: 'choice' }])
  await getGroup(tx, today, fromGroupId)
  await insertNeed(tx, { id: gesture.app.newId(), ...input })
})

/** The group that waits says that it has it, or that it still waits; so does the one that gives. */
export const meetNeed = gesture(
  'meet_group_need',
  MEMBERS,
  OneGroup.extend({ needId: z.uuid(), met: z.enum(['yes', 'no']) }),
  async (tx, gesture, { groupId, needId, met }) => {
    const { today } = await workOn(tx, gesture, groupId)
    const need = (await listNeeds(tx)).find(({ id }) => id === needId)
    if (!need || ![need.groupId, need.fromGroupId].includes(groupId))
      throw new Refusal('unknown_need', {}, 404)
    await setNeedMet(tx, needId, met === 'yes' ? today : null)
  },
)
