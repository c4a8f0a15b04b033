import type { CaisseId } from '../db/db.ts'
import type { Day } from './month.ts'
import { Refusal } from './refusal.ts'

export const ROLES = [
  'resident',
  /** Does for somebody what their mandate lists. */
  'helper',
  /** Member of an association or a social centre that accompanies residents. */
  'partner_structure',
  'outlet_staff',
  'outlet_manager',
  'committee_member',
  'coordinator',
  'treasurer',
  /** Sees figures only. */
  'evaluator',
  'administrator',
] as const
export type Role = (typeof ROLES)[number]

/** Who moves euros or changes rules proves twice who they are. */
export const SECOND_FACTOR_ROLES = [
  'treasurer',
  'coordinator',
  'administrator',
] as const satisfies readonly Role[]

export const SCOPE_KINDS = ['caisse', 'territory', 'outlet', 'structure', 'person'] as const
export type ScopeKind = (typeof SCOPE_KINDS)[number]

/** What a role reaches: the whole caisse, or one thing of it. */
export type Scope = { kind: 'caisse' } | { kind: Exclude<ScopeKind, 'caisse'>; id: string }

/** Without a scope a role reaches the whole caisse. */
export type Grant = { caisseId: CaisseId; role: Role; fromOn: Day; untilOn: Day | null; scope?: Scope }

/** Who acts: always from the session, the device or the process, never from a form. */
export type Actor =
  | {
      kind: 'account'
      accountId: string
      name: string
      grants: readonly Grant[]
      /** The browser's session; none at the command line. */
      sessionId?: string
      /** A session whose second factor was not shown, or too long ago. */
      awaitsSecondFactor?: true
    }
  | { kind: 'device'; deviceId: string; outletId: string; outletName: string }
  /** A resident who came in by number and code: sees what is left, the history and the places, changes nothing. */
  | { kind: 'number'; caisseId: CaisseId; personId: string; name: string }
  /** The installation itself: the worker, an operator at the command line, the demo's seed. */
  | { kind: 'system'; name: string }

export const SYSTEM: Actor = { kind: 'system', name: 'tablee' }

/** Who may do a thing: people by their role, and an outlet's own device where it says so. */
export type Doer = Role | 'device'

/** Whether the actor holds one of the roles in the caisse that day. The system may do everything it is coded to do. */
export function holds(actor: Actor, doers: readonly Doer[], caisseId: CaisseId, today: Day): boolean {
  if (actor.kind === 'system') return true
  if (actor.kind === 'device') return doers.includes('device')
  if (actor.kind === 'number') return false
  return actor.grants.some(
    (grant) => isOpen(grant, caisseId, today) && doers.includes(grant.role) && reachesCaisse(grant),
  )
}

/** Why the actor may not act as one of the doers, or nothing: not their role, or a second factor still to show. */
export function refusalToAct(
  actor: Actor,
  doers: readonly Doer[],
  caisseId: CaisseId,
  today: Day,
): Refusal | null {
  if (!holds(actor, doers, caisseId, today)) return new Refusal('not_allowed', {}, 403)
  const { awaitsSecondFactor } = actor.kind === 'account' ? actor : {}
  const withoutProof = doers.filter((doer) => !(SECOND_FACTOR_ROLES as readonly Doer[]).includes(doer))
  if (awaitsSecondFactor && !holds(actor, withoutProof, caisseId, today))
    return new Refusal('second_factor_needed', {}, 403)
  return null
}

/** Whether a role has begun and not ended. */
export const isOpen = (grant: Grant, caisseId: CaisseId, today: Day): boolean =>
  grant.caisseId === caisseId && grant.fromOn <= today && (grant.untilOn === null || today <= grant.untilOn)

/** Somebody who coordinates a territory reaches what `scopeOf` says, not what is the whole caisse's. */
const reachesCaisse = ({ role, scope }: Grant): boolean =>
  scope?.kind !== 'territory' || role === 'committee_member' || role === 'evaluator'
