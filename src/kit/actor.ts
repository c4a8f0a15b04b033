import type { CaisseId } from '../db/db.ts'
import type { Day } from './month.ts'

export const ROLES = [
  'resident',
  'outlet_manager',
  'committee_member',
  'coordinator',
  'treasurer',
  'administrator',
] as const
export type Role = (typeof ROLES)[number]

export type Grant = { caisseId: CaisseId; role: Role; fromOn: Day; untilOn: Day | null }

/** Who acts: always from the session, the device or the process, never from a form. */
export type Actor =
  | { kind: 'account'; accountId: string; name: string; grants: readonly Grant[] }
  | { kind: 'device'; deviceId: string; outletId: string; outletName: string }
  /** The installation itself: the worker, an operator at the command line, the demo's seed. */
  | { kind: 'system'; name: string }

export const SYSTEM: Actor = { kind: 'system', name: 'tablee' }

/** Who may do a thing: people by their role, and an outlet's own device where it says so. */
export type Doer = Role | 'device'

/** Whether the actor holds one of the roles in the caisse that day. The system may do everything it is coded to do. */
export function holds(actor: Actor, doers: readonly Doer[], caisseId: CaisseId, today: Day): boolean {
  if (actor.kind === 'system') return true
  if (actor.kind === 'device') return doers.includes('device')
  return actor.grants.some(
    (grant) =>
      grant.caisseId === caisseId &&
      doers.includes(grant.role) &&
      grant.fromOn <= today &&
      (grant.untilOn === null || today <= grant.untilOn),
  )
}
