import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export const COMPOSITIONS = ['structures', 'residents'] as const
export type Composition = (typeof COMPOSITIONS)[number]

export const GROUP_STATUSES = ['planned', 'forming', 'active', 'paused', 'closed'] as const
export type GroupStatus = (typeof GROUP_STATUSES)[number]

/** Who comes to a group by themselves, and whether it still takes people in. */
export function refusalToJoin(
  group: { composition: Composition; status: GroupStatus },
  { member }: { member: boolean },
): Refusal | null {
  if (member) return new Refusal('already_in_group', {}, 409)
  if (group.status === 'closed') return new Refusal('group_closed', {}, 409)
  // A structure sends who speaks for it: its group is put together with the team.
  if (group.composition === 'structures') return new Refusal('group_of_structures')
  return null
}

/** What a group does is written by its members and by the team; a group that ended is only read. */
export function refusalToWork(
  { status }: { status: GroupStatus },
  { member, team }: { member: boolean; team: boolean },
): Refusal | null {
  if (status === 'closed') return new Refusal('group_closed', {}, 409)
  if (!member && !team) return new Refusal('not_in_group')
  return null
}

/** A task is ticked by whoever has it, by any member while nobody has, and by the team for those who do not come online. */
export function refusalToTick(
  task: { ownerId: string | null },
  { personId, member, team }: { personId: string | null; member: boolean; team: boolean },
): Refusal | null {
  if (team || (task.ownerId !== null && task.ownerId === personId)) return null
  if (!member) return new Refusal('not_in_group')
  return task.ownerId === null ? null : new Refusal('task_of_another')
}

export const isOverdue = (task: { dueOn: Day | null; doneOn: Day | null }, today: Day): boolean =>
  task.doneOn === null && task.dueOn !== null && task.dueOn < today
