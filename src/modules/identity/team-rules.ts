import { holds, type Actor, type Role, type ScopeKind } from '../../kit/actor.ts'
import type { CaisseId } from '../../db/db.ts'
import type { Day } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { SIGNING_ROLES } from './approvals.ts'

/** Roles that the team's page gives; the others come with a mandate, a structure or an outlet. */
export const TEAM_ROLES = [
  'coordinator',
  'treasurer',
  'committee_member',
  'evaluator',
  'administrator',
] as const satisfies readonly Role[]

/** What each role may be held for. */
export const SCOPES: Readonly<Record<Role, readonly ScopeKind[]>> = {
  resident: ['caisse'],
  helper: ['person'],
  partner_structure: ['structure'],
  outlet_staff: ['outlet'],
  outlet_manager: ['caisse', 'outlet'],
  committee_member: ['caisse', 'territory'],
  coordinator: ['caisse', 'territory'],
  treasurer: ['caisse'],
  evaluator: ['caisse', 'territory'],
  administrator: ['caisse'],
}

export const isSigningRole = (role: Role): boolean => (SIGNING_ROLES as readonly Role[]).includes(role)

export type Granting = {
  actor: Actor
  caisseId: CaisseId
  today: Day
  role: Role
  scope: ScopeKind
  deputy: boolean
}

/** Who makes an administrator is one. */
export function refusalToGrant({ actor, caisseId, today, role, scope, deputy }: Granting): Refusal | null {
  if (role === 'administrator' && !holds(actor, ['administrator'], caisseId, today))
    return new Refusal('only_administrators', {}, 403)
  if (!SCOPES[role].includes(scope)) return new Refusal('scope_of_another_role')
  if (deputy && !isSigningRole(role)) return new Refusal('deputy_does_not_sign')
  return null
}

export type Ending = {
  actor: Actor
  caisseId: CaisseId
  today: Day
  role: Role
  /** Other people who administrate the caisse that day and later. */
  otherAdministrators: number
}

/** A caisse always has somebody who gives roles. */
export function refusalToEnd({ actor, caisseId, today, role, otherAdministrators }: Ending): Refusal | null {
  if (role !== 'administrator') return null
  if (!holds(actor, ['administrator'], caisseId, today)) return new Refusal('only_administrators', {}, 403)
  return otherAdministrators > 0 ? null : new Refusal('last_administrator', {}, 409)
}
