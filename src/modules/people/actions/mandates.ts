import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture } from '../../../kit/gesture.ts'
import { dayAt, DayValue, type Day } from '../../../kit/month.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { Line } from '../../../kit/input.ts'
import { getCaisse } from '../../caisses/store.ts'
import { endGrant, insertRoleGrant, listRoles, type HeldRole } from '../../identity/store.ts'
import { accountFor, sendInvitation } from '../../identity/team.ts'
import { POWERS, refusalToRecord } from '../rules/mandate.ts'
import { EMAIL } from '../rules/text.ts'
import { personExists } from '../store/households.ts'
import {
  findMandate,
  insertMandate,
  mandatesOfPersons,
  mandatesOfStructure,
  setRevoked,
} from '../store/mandates.ts'
import { getStructure, insertStructure, setStructureEnd, STRUCTURE_KINDS } from '../store/structures.ts'

const STAFF = ['coordinator', 'administrator'] as const

const Name = Line(120).min(1, 'required')
const EmailOrNone = z
  .union([z.literal('').transform(() => null), z.string().trim().regex(EMAIL, 'email').max(254)])
  .nullable()

const todayOf = async (tx: CaisseTx, now: Date): Promise<Day> =>
  dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)

export const RecordMandate = z.object({
  personId: z.uuid(),
  helper: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('relative'), name: Name, email: EmailOrNone.default(null) }),
    z.object({ kind: z.literal('structure'), structureId: z.uuid() }),
  ]),
  powers: z.array(z.enum(POWERS)).min(1, 'required'),
  signedOn: DayValue,
  untilOn: DayValue,
})

/**
 * Keeps what somebody signed on paper. A relative with an address gets a way in; without one they come to the
 * desk, where the mandate says what may be told them.
 */
export const recordMandate = gesture(
  'record_mandate',
  STAFF,
  RecordMandate,
  async (tx, { app, now, about }, { personId, helper, powers, signedOn, untilOn }) => {
    const today = await todayOf(tx, now)
    if (!(await personExists(tx, personId))) throw new Refusal('unknown_person', {}, 404)
    const byStructure = helper.kind === 'structure'
    refuse(refusalToRecord({ powers, byStructure, signedOn, untilOn }, today))
    const mandateId = app.newId()
    about(mandateId)
    const mandate = { id: mandateId, personId, powers: [...new Set(powers)], signedOn, untilOn }
    if (byStructure) {
      const structure = await getStructure(tx, helper.structureId)
      if (structure.endedAt) throw new Refusal('unknown_structure', {}, 404)
      await insertMandate(tx, { ...mandate, helperAccountId: null, structureId: structure.id })
      return { mandateId }
    }
    const accountId = await accountFor(tx, app, helper)
    await insertMandate(tx, { ...mandate, helperAccountId: accountId, structureId: null })
    const roles = await helperRoles(tx, accountId, personId)
    for (const role of roles) await endGrant(tx, role.id, { endedAt: now })
    await insertRoleGrant(tx, {
      id: app.newId(),
      accountId,
      role: 'helper',
      fromOn: today,
      untilOn,
      scope: { kind: 'person', id: personId },
    })
    if (roles.length === 0) await sendInvitation(tx, app, accountId, 'helper')
    return { mandateId }
  },
)

const helperRoles = async (tx: CaisseTx, accountId: string, personId: string): Promise<HeldRole[]> =>
  (await listRoles(tx)).filter(
    ({ role, endedAt, scope, ...held }) =>
      held.accountId === accountId &&
      role === 'helper' &&
      endedAt === null &&
      scope.kind === 'person' &&
      scope.id === personId,
  )

/** From the commit on, nothing more is seen or done under it. The person need not say why. */
export const revokeMandate = gesture(
  'revoke_mandate',
  STAFF,
  z.object({ mandateId: z.uuid() }),
  async (tx, { now, about }, { mandateId }) => {
    about(mandateId)
    const mandate = await findMandate(tx, mandateId)
    if (mandate.revokedAt) throw new Refusal('mandate_revoked', {}, 409)
    await setRevoked(tx, [mandateId], now)
    const { helperAccountId: accountId, personId } = mandate
    if (accountId === null) return
    const others = (await mandatesOfPersons(tx, [personId])).filter(
      (one) => one.helperAccountId === accountId && one.revokedAt === null,
    )
    if (others.length > 0) return
    for (const role of await helperRoles(tx, accountId, personId))
      await endGrant(tx, role.id, { endedAt: now })
  },
)

export const OpenStructure = z.object({ name: Name, kind: z.enum(STRUCTURE_KINDS) })

/** An association, a social centre, a town hall that accompanies residents. */
export const openStructure = gesture(
  'open_structure',
  STAFF,
  OpenStructure,
  async (tx, { app, now, about }, input) => {
    const structureId = app.newId()
    about(structureId)
    await insertStructure(tx, { id: structureId, ...input, fromOn: await todayOf(tx, now) })
    return { structureId }
  },
)

export const InviteMember = z.object({
  structureId: z.uuid(),
  name: Name,
  email: z.string().trim().regex(EMAIL, 'email').max(254),
})

/** Somebody of the structure comes in by a link; they reach those who signed a mandate with it, and nobody else. */
export const inviteMember = gesture(
  'invite_structure_member',
  STAFF,
  InviteMember,
  async (tx, { app, now, about }, { structureId, ...person }) => {
    const structure = await getStructure(tx, structureId)
    if (structure.endedAt) throw new Refusal('unknown_structure', {}, 404)
    const accountId = await accountFor(tx, app, person)
    about(accountId)
    if ((await membersOfStructure(tx, structureId)).some((role) => role.accountId === accountId))
      throw new Refusal('member_already', {}, 409)
    await insertRoleGrant(tx, {
      id: app.newId(),
      accountId,
      role: 'partner_structure',
      fromOn: await todayOf(tx, now),
      untilOn: null,
      scope: { kind: 'structure', id: structureId },
    })
    await sendInvitation(tx, app, accountId, 'partner_structure')
    return { accountId }
  },
)

/** Who acts for a structure. */
export const membersOfStructure = async (tx: CaisseTx, structureId: string): Promise<HeldRole[]> =>
  (await listRoles(tx)).filter(
    ({ role, endedAt, scope }) =>
      role === 'partner_structure' &&
      endedAt === null &&
      scope.kind === 'structure' &&
      scope.id === structureId,
  )

export const endMember = gesture(
  'end_structure_member',
  STAFF,
  z.object({ structureId: z.uuid(), roleId: z.uuid() }),
  async (tx, { now, about }, { structureId, roleId }) => {
    about(roleId)
    const member = (await membersOfStructure(tx, structureId)).find(({ id }) => id === roleId)
    if (!member) throw new Refusal('unknown_role', {}, 404)
    await endGrant(tx, roleId, { endedAt: now })
  },
)

/** It accompanies nobody any more: its members' access and its mandates end with it. */
export const endStructure = gesture(
  'end_structure',
  STAFF,
  z.object({ structureId: z.uuid() }),
  async (tx, { now, about }, { structureId }) => {
    about(structureId)
    const structure = await getStructure(tx, structureId)
    if (structure.endedAt) throw new Refusal('unknown_structure', {}, 404)
    for (const member of await membersOfStructure(tx, structureId))
      await endGrant(tx, member.id, { endedAt: now })
    const mandates = await mandatesOfStructure(tx, structureId, await todayOf(tx, now))
    await setRevoked(
      tx,
      mandates.map(({ id }) => id),
      now,
    )
    await setStructureEnd(tx, structureId, now)
  },
)
