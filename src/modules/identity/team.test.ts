import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test, type TestApp } from '../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { inCaisse, type CaisseId } from '../../db/db.ts'
import { SYSTEM, type Actor, type Role } from '../../kit/actor.ts'
import { grantRole, invitePerson, openSession, whoIs } from './actions.ts'
import { listMails } from './outbox.ts'
import { grantsOf, listRoles } from './store.ts'
import { refusalToEnd, refusalToGrant } from './team-rules.ts'
import { endRole, inviteToTeam, resetSecondFactor } from './team.ts'

const caisseId = 7 as CaisseId
const today = '2026-11-24'

const as = (...roles: Role[]): Actor => ({
  kind: 'account',
  accountId: uuid(),
  name: 'x',
  grants: roles.map((role) => ({ caisseId, role, fromOn: '2026-01-01', untilOn: null })),
})

describe('who gives which role', () => {
  test.each<[Role, Role, string | undefined]>([
    ['coordinator', 'administrator', 'only_administrators'],
    ['coordinator', 'treasurer', undefined],
    ['coordinator', 'evaluator', undefined],
    ['administrator', 'administrator', undefined],
  ])('%s gives %s', (giver, role, code) => {
    const granting = { actor: as(giver), caisseId, today, role, scope: 'caisse' as const, deputy: false }
    expect(refusalToGrant(granting)?.code).toBe(code)
  })

  test('a treasurer has no territory, and who does not sign has no deputy', () => {
    const granting = { actor: as('administrator'), caisseId, today, deputy: false }
    expect(refusalToGrant({ ...granting, role: 'treasurer', scope: 'territory' })?.code).toBe(
      'scope_of_another_role',
    )
    expect(refusalToGrant({ ...granting, role: 'evaluator', scope: 'caisse', deputy: true })?.code).toBe(
      'deputy_does_not_sign',
    )
  })

  test.each<[Role, Role, number, string | undefined]>([
    ['administrator', 'administrator', 0, 'last_administrator'],
    ['administrator', 'administrator', 1, undefined],
    ['coordinator', 'administrator', 3, 'only_administrators'],
    ['coordinator', 'treasurer', 0, undefined],
  ])('%s ends %s with %i other administrators', (who, role, otherAdministrators, code) => {
    expect(refusalToEnd({ actor: as(who), caisseId, today, role, otherAdministrators })?.code).toBe(code)
  })
})

/** Somebody of the team, as they act. */
async function givenMember(app: TestApp, caisse: GivenCaisse, role: Role) {
  const { accountId } = await invitePerson(caisse.call(SYSTEM), {
    name: `${role} ${uuid().slice(-6)}`,
    email: `${uuid()}@example.org`,
    role,
    fromOn: '2026-01-01',
  })
  const actor: Actor = { kind: 'account', accountId, name: role, grants: await grantsOf(app.db, accountId) }
  return { accountId, actor }
}

const rolesOf = (app: TestApp, caisse: GivenCaisse, accountId: string) =>
  inCaisse(app.db, caisse.id, async (tx) =>
    (await listRoles(tx)).filter((role) => role.accountId === accountId),
  )

const invitation = (changes: object = {}) => ({
  name: 'Sacha Oseille',
  email: `${uuid()}@example.org`,
  role: 'treasurer' as const,
  ...changes,
})

describe('the team', () => {
  test('invites by mail, and those who sign are told', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const admin = await givenMember(app, caisse, 'administrator')
    const { accountId } = await inviteToTeam(caisse.call(admin.actor), invitation({ deputy: true }))
    expect(await rolesOf(app, caisse, accountId)).toMatchObject([{ role: 'treasurer', deputy: true }])
    const mails = await inCaisse(app.db, caisse.id, (tx) => listMails(tx))
    expect(mails).toHaveLength(2)
    expect(mails.some((mail) => /\/connexion\/lien\/[\w-]{43}/.test(mail.text))).toBe(true)
    expect(mails.some((mail) => mail.text.includes('Sacha Oseille') && !mail.text.includes('/lien/'))).toBe(
      true,
    )
  })

  test('gives another role to the same person, and makes somebody else of another name', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { actor } = await givenMember(app, caisse, 'administrator')
    const first = invitation()
    const { accountId } = await inviteToTeam(caisse.call(actor), first)
    const again = { ...first, name: 'sacha OSEILLE', role: 'committee_member' as const }
    expect(await inviteToTeam(caisse.call(actor), again)).toEqual({ accountId })
    await expect(inviteToTeam(caisse.call(actor), again)).rejects.toMatchObject({ code: 'role_held_already' })
    const relative = await inviteToTeam(caisse.call(actor), { ...again, name: 'Lou Oseille' })
    expect(relative.accountId).not.toBe(accountId)
  })

  test('a coordinator makes no administrator, by no way', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { actor, accountId } = await givenMember(app, caisse, 'coordinator')
    const call = () => caisse.call(actor)
    const refused = { code: 'only_administrators' }
    const role = 'administrator' as const
    await expect(inviteToTeam(call(), invitation({ role }))).rejects.toMatchObject(refused)
    await expect(grantRole(call(), { accountId, role, fromOn: today })).rejects.toMatchObject(refused)
    const person = { name: 'X', email: null, role, fromOn: today }
    await expect(invitePerson(call(), person)).rejects.toMatchObject(refused)
  })

  test('ending a role ends access with it, now or after a last day', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const admin = await givenMember(app, caisse, 'administrator')
    const member = await givenMember(app, caisse, 'committee_member')
    const { session } = await openSession(app, member.accountId, '')
    const [role] = await rolesOf(app, caisse, member.accountId)
    await endRole(caisse.call(admin.actor), { roleId: role!.id, lastDay: '2026-12-31' })
    expect((await rolesOf(app, caisse, member.accountId))[0]).toMatchObject({
      untilOn: '2026-12-31',
      endedAt: null,
    })
    await endRole(caisse.call(admin.actor), { roleId: role!.id })
    expect((await whoIs(app, session))!.actor).toMatchObject({ grants: [] })
    await expect(endRole(caisse.call(admin.actor), { roleId: role!.id })).rejects.toMatchObject({
      code: 'unknown_role',
    })
  })

  test('the last two administrators cannot end each other’s role', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [one, two] = [
      await givenMember(app, caisse, 'administrator'),
      await givenMember(app, caisse, 'administrator'),
    ]
    const [[ofOne], [ofTwo]] = [
      await rolesOf(app, caisse, one.accountId),
      await rolesOf(app, caisse, two.accountId),
    ]
    const outcomes = await Promise.allSettled([
      endRole(caisse.call(one.actor), { roleId: ofTwo!.id }),
      endRole(caisse.call(two.actor), { roleId: ofOne!.id }),
    ])
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('a role of another caisse is unknown', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const admin = await givenMember(app, here, 'administrator')
    const theirs = await givenMember(app, there, 'committee_member')
    const [role] = await rolesOf(app, there, theirs.accountId)
    const call = () => here.call(admin.actor)
    await expect(endRole(call(), { roleId: role!.id })).rejects.toMatchObject({ code: 'unknown_role' })
    await expect(resetSecondFactor(call(), { accountId: theirs.accountId })).rejects.toMatchObject({
      code: 'unknown_account',
    })
  })

  test('lost factors are reset by another administrator, and sessions close', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [admin, member] = [
      await givenMember(app, caisse, 'administrator'),
      await givenMember(app, caisse, 'treasurer'),
    ]
    const { session } = await openSession(app, member.accountId, '')
    await resetSecondFactor(caisse.call(admin.actor), { accountId: member.accountId })
    expect(await whoIs(app, session)).toBeNull()
    await expect(
      resetSecondFactor(caisse.call(admin.actor), { accountId: admin.accountId }),
    ).rejects.toMatchObject({ code: 'not_ones_own' })
  })
})
