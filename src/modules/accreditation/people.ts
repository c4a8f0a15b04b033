import { z } from 'zod'
import type { CaisseId, CaisseTx } from '../../db/db.ts'
import { holds, isOpen, type Actor, type Role } from '../../kit/actor.ts'
import { gesture } from '../../kit/gesture.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { endGrant, findRole, insertRoleGrant, listRoles, type HeldRole } from '../identity/store.ts'
import { accountFor, sendInvitation } from '../identity/team.ts'
import { KEEPERS, outletOfOurs } from './actions.ts'

// Who works at an outlet: they take payments by their own session; a manager also says which phones do.

export const OUTLET_ROLES = ['outlet_manager', 'outlet_staff'] as const satisfies readonly Role[]
export type OutletRole = (typeof OUTLET_ROLES)[number]

/** The caisse's team, and the outlet's own manager. */
export const MANAGERS: readonly Role[] = [...KEEPERS, 'outlet_manager']

const utcDay = (now: Date) => now.toISOString().slice(0, 10)

/** The outlets at which somebody works on a day, with the caisse that says so. */
export function outletsOfActor(
  actor: Actor | null,
  now: Date,
): { outletId: string; caisseId: CaisseId; role: OutletRole }[] {
  if (actor?.kind !== 'account') return []
  return actor.grants.flatMap((grant) => {
    const role = OUTLET_ROLES.find((each) => each === grant.role)
    if (!role || grant.scope?.kind !== 'outlet' || !isOpen(grant, grant.caisseId, utcDay(now))) return []
    return [{ outletId: grant.scope.id, caisseId: grant.caisseId, role }]
  })
}

/** A manager reaches their own outlet only, the caisse's team every one of theirs. */
export function refusalToManage(
  actor: Actor,
  caisseId: CaisseId,
  now: Date,
  outletId: string,
): Refusal | null {
  if (holds(actor, KEEPERS, caisseId, utcDay(now))) return null
  const manages = outletsOfActor(actor, now).some(
    (own) => own.role === 'outlet_manager' && own.caisseId === caisseId && own.outletId === outletId,
  )
  return manages ? null : new Refusal('another_outlet', {}, 403)
}

/** Who works at an outlet today, managers first. */
export async function outletPeople(tx: CaisseTx, outletId: string, now: Date): Promise<HeldRole[]> {
  const day = utcDay(now)
  return (await listRoles(tx))
    .filter(
      ({ role, scope, endedAt, untilOn }) =>
        OUTLET_ROLES.some((each) => each === role) &&
        scope.kind === 'outlet' &&
        scope.id === outletId &&
        endedAt === null &&
        (untilOn === null || untilOn >= day),
    )
    .sort((a, b) => a.role.localeCompare(b.role))
}

export const InviteToOutlet = z.object({
  outletId: z.uuid(),
  name: z.string().trim().min(1, 'required').max(120),
  email: z.email('email').max(254),
  role: z.enum(OUTLET_ROLES),
})

/** Invites by mail somebody of the outlet; its manager may invite others who take payments. */
export const inviteToOutlet = gesture(
  'invite_to_outlet',
  MANAGERS,
  InviteToOutlet,
  async (tx, { app, actor, now, about }, { outletId, role, ...person }) => {
    refuse(refusalToManage(actor, tx.caisseId, now, outletId))
    if (role === 'outlet_manager' && !holds(actor, KEEPERS, tx.caisseId, utcDay(now)))
      throw new Refusal('manager_named_by_caisse', {}, 403)
    await outletOfOurs(tx, outletId)
    const accountId = await accountFor(tx, app, person)
    about(accountId)
    const people = await outletPeople(tx, outletId, now)
    if (people.some((one) => one.accountId === accountId && one.role === role))
      throw new Refusal('role_held_already', {}, 409)
    await insertRoleGrant(tx, {
      id: app.newId(),
      accountId,
      role,
      fromOn: utcDay(now),
      untilOn: null,
      scope: { kind: 'outlet', id: outletId },
    })
    await sendInvitation(tx, app, accountId, role)
    return { accountId }
  },
)

/** From its commit on, the person's next page is refused. */
export const endOutletRole = gesture(
  'end_outlet_role',
  MANAGERS,
  z.object({ roleId: z.uuid() }),
  async (tx, { actor, now, about }, { roleId }) => {
    const held = await findRole(tx, roleId)
    if (!held || held.endedAt !== null || held.scope.kind !== 'outlet')
      throw new Refusal('unknown_role', {}, 404)
    about(held.accountId)
    refuse(refusalToManage(actor, tx.caisseId, now, held.scope.id))
    if (held.role === 'outlet_manager' && !holds(actor, KEEPERS, tx.caisseId, utcDay(now)))
      throw new Refusal('manager_named_by_caisse', {}, 403)
    await endGrant(tx, roleId, { endedAt: now })
  },
)
