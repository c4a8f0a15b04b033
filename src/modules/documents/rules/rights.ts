import { holds, refusalToAct, ROLES, type Actor, type Role } from '../../../kit/actor.ts'
import type { CaisseId } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export const AUDIENCES = ['public', 'members', 'group', 'team'] as const
export type Audience = (typeof AUDIENCES)[number]

/** Who keeps the library. */
export const LIBRARIANS: readonly Role[] = ['coordinator', 'treasurer', 'administrator']

/** What somebody may see here: everybody what is public, those of the caisse more, a group its own, the team all. */
export type Viewer = { member: boolean; team: boolean; groupIds: readonly string[] }

export const VISITOR: Viewer = { member: false, team: false, groupIds: [] }

/** Without their groups, which the store knows. */
export function viewerByRole(actor: Actor | null, caisseId: CaisseId, today: Day): Viewer {
  if (!actor || actor.kind === 'device') return VISITOR
  if (actor.kind === 'number') return { ...VISITOR, member: actor.caisseId === caisseId }
  return {
    member: holds(actor, ROLES, caisseId, today),
    team: refusalToAct(actor, LIBRARIANS, caisseId, today) === null,
    groupIds: [],
  }
}

export type Shelf = { audience: Audience; groupId: string | null }

export function mayRead({ member, team, groupIds }: Viewer, { audience, groupId }: Shelf): boolean {
  if (team || audience === 'public') return true
  if (audience === 'members') return member
  return audience === 'group' && groupId !== null && groupIds.includes(groupId)
}

/** The team everywhere; a group's members among their group's documents. */
export const mayKeep = ({ team, groupIds }: Viewer, { audience, groupId }: Shelf): boolean =>
  team || (audience === 'group' && groupId !== null && groupIds.includes(groupId))

export const mayDepositAnything = ({ team, groupIds }: Viewer): boolean => team || groupIds.length > 0

/** What cannot be seen is not there; what can be seen is not always one's own to change. */
export function refusalToKeep(viewer: Viewer, shelf: Shelf): Refusal | null {
  if (mayKeep(viewer, shelf)) return null
  return mayRead(viewer, shelf)
    ? new Refusal('not_allowed', {}, 403)
    : new Refusal('unknown_document', {}, 404)
}
