import { describe, expect } from 'vitest'
import { givenHousehold } from '../../../../test/given-contributions.ts'
import { givenStructure } from '../../../../test/given-welcome.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { test, type TestApp } from '../../../../test/app.ts'
import { inCaisse } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import { grantsOf, listRoles } from '../../identity/store.ts'
import { listMails } from '../../identity/outbox.ts'
import type { Power } from '../rules/mandate.ts'
import { membersOf } from '../store/households.ts'
import { mandatesHeld, mandatesOfPersons, powersFor } from '../store/mandates.ts'
import {
  endMember,
  endStructure,
  inviteMember,
  membersOfStructure,
  recordMandate,
  revokeMandate,
} from './mandates.ts'

const TODAY = '2026-11-24'
const TERMS = { signedOn: '2026-11-20', untilOn: '2027-11-19' }
const RELATIVE = { kind: 'relative', name: 'Blandine Ciboulette', email: 'blandine@example.org' } as const

async function givenPerson(app: TestApp, caisse: GivenCaisse): Promise<string> {
  const householdId = await givenHousehold(caisse)
  const [member] = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, householdId))
  return member!.personId
}

/** Whoever holds these roles now, as a session would say. */
async function actorOf(app: TestApp, accountId: string): Promise<Actor> {
  return { kind: 'account', accountId, name: 'Aide', grants: await grantsOf(app.db, accountId) }
}

async function helperOf(app: TestApp, caisse: GivenCaisse, personId: string): Promise<Actor> {
  const [mandate] = await inCaisse(app.db, caisse.id, (tx) => mandatesOfPersons(tx, [personId]))
  return actorOf(app, mandate!.helperAccountId!)
}

const powers = (app: TestApp, caisse: GivenCaisse, actor: Actor, personId: string, day = TODAY) =>
  inCaisse(app.db, caisse.id, async (tx) => [...(await powersFor(tx, actor, personId, day))])

describe('a mandate signed on paper', () => {
  test('lets a relative in by a link, for that person only, until its date', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [mother, stranger] = [await givenPerson(app, caisse), await givenPerson(app, caisse)]
    await recordMandate(caisse.call(), {
      personId: mother,
      helper: RELATIVE,
      powers: ['contact', 'balance'],
      ...TERMS,
    })
    const helper = await helperOf(app, caisse, mother)
    expect(helper).toMatchObject({
      grants: [{ role: 'helper', untilOn: '2027-11-19', scope: { kind: 'person', id: mother } }],
    })
    expect(await powers(app, caisse, helper, mother)).toEqual(['contact', 'balance'])
    expect(await powers(app, caisse, helper, stranger)).toEqual([])
    expect(await powers(app, caisse, helper, mother, '2027-11-20')).toEqual([])
    const [mail] = await inCaisse(app.db, caisse.id, (tx) => listMails(tx))
    expect(mail).toMatchObject({ recipient: 'blandine@example.org' })
  })

  test('ends on a word: nothing more is seen, and the way in closes with the last one', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const personId = await givenPerson(app, caisse)
    const record = () =>
      recordMandate(caisse.call(), { personId, helper: RELATIVE, powers: ['contact'], ...TERMS })
    const [first, second] = [await record(), await record()]
    const helper = await helperOf(app, caisse, personId)
    await revokeMandate(caisse.call(), first)
    expect(await powers(app, caisse, helper, personId)).toEqual(['contact'])
    await revokeMandate(caisse.call(), second)
    expect(await powers(app, caisse, helper, personId)).toEqual([])
    const { accountId } = helper as { accountId: string }
    const here = (await grantsOf(app.db, accountId)).filter(({ caisseId }) => caisseId === caisse.id)
    expect(here).toEqual([])
    await expect(revokeMandate(caisse.call(), second)).rejects.toMatchObject({ code: 'mandate_revoked' })
  })

  test('for a relative without an address is kept for the desk', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const personId = await givenPerson(app, caisse)
    const helper = { kind: 'relative', name: 'Odile Ciboulette', email: '' } as const
    await recordMandate(caisse.call(), { personId, helper, powers: ['speak'], ...TERMS })
    const [mandate] = await inCaisse(app.db, caisse.id, (tx) => mandatesOfPersons(tx, [personId]))
    expect(mandate).toMatchObject({ helperName: 'Odile Ciboulette', powers: ['speak'] })
    expect(await inCaisse(app.db, caisse.id, (tx) => listMails(tx))).toEqual([])
  })

  test.for<[Partial<typeof TERMS>, string]>([
    [{ signedOn: '2026-11-25' }, 'mandate_signed_later'],
    [{ untilOn: '2026-11-23' }, 'mandate_over'],
    [{ untilOn: '2028-11-21' }, 'mandate_too_long'],
  ])('with %o is refused', async ([terms, code], { app }) => {
    const caisse = await givenCaisse(app)
    const personId = await givenPerson(app, caisse)
    const record = recordMandate(caisse.call(), {
      personId,
      helper: RELATIVE,
      powers: ['contact'],
      ...TERMS,
      ...terms,
    })
    await expect(record).rejects.toMatchObject({ code })
  })

  test('of a person of another caisse is refused', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const personId = await givenPerson(app, there)
    await expect(
      recordMandate(here.call(), { personId, helper: RELATIVE, powers: ['contact'], ...TERMS }),
    ).rejects.toMatchObject({ code: 'unknown_person' })
  })
})

describe('a structure', () => {
  test('reaches those who signed with it and nobody else; its members change', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const structureId = await givenStructure(caisse)
    const [helped, other] = [await givenPerson(app, caisse), await givenPerson(app, caisse)]
    const { accountId } = await inviteMember(caisse.call(), {
      structureId,
      name: 'Yannig Pimprenelle',
      email: 'yannig@example.org',
    })
    await recordMandate(caisse.call(), {
      personId: helped,
      helper: { kind: 'structure', structureId },
      powers: ['speak', 'contact'],
      ...TERMS,
    })
    const member = await actorOf(app, accountId)
    expect(await powers(app, caisse, member, helped)).toEqual(['speak', 'contact'])
    expect(await powers(app, caisse, member, other)).toEqual([])
    const [role] = await inCaisse(app.db, caisse.id, (tx) => membersOfStructure(tx, structureId))
    await endMember(caisse.call(), { structureId, roleId: role!.id })
    expect(await powers(app, caisse, await actorOf(app, accountId), helped)).toEqual([])
  })

  test.for<Power>(['balance', 'messages'])('is never given the power %s', async (power, { app }) => {
    const caisse = await givenCaisse(app)
    const structureId = await givenStructure(caisse)
    const record = recordMandate(caisse.call(), {
      personId: await givenPerson(app, caisse),
      helper: { kind: 'structure', structureId },
      powers: ['speak', power],
      ...TERMS,
    })
    await expect(record).rejects.toMatchObject({ code: 'structure_sees_no_amounts' })
  })

  test('that ends closes its members’ access and its mandates', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const structureId = await givenStructure(caisse)
    const personId = await givenPerson(app, caisse)
    const { accountId } = await inviteMember(caisse.call(), {
      structureId,
      name: 'Y. P.',
      email: 'y@example.org',
    })
    const helper = { kind: 'structure', structureId } as const
    await recordMandate(caisse.call(), { personId, helper, powers: ['speak'], ...TERMS })
    const member = await actorOf(app, accountId)
    await endStructure(caisse.call(), { structureId })
    expect(await inCaisse(app.db, caisse.id, (tx) => mandatesHeld(tx, member, TODAY))).toEqual([])
    expect((await inCaisse(app.db, caisse.id, listRoles)).filter(({ endedAt }) => !endedAt)).toEqual([])
    await expect(
      recordMandate(caisse.call(), { personId, helper, powers: ['speak'], ...TERMS }),
    ).rejects.toMatchObject({ code: 'unknown_structure' })
    await expect(
      inviteMember(caisse.call(), { structureId, name: 'Y. P.', email: 'y@example.org' }),
    ).rejects.toMatchObject({ code: 'unknown_structure' })
  })

  test('has one name in a caisse, and a member once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const structureId = await givenStructure(caisse)
    await expect(givenStructure(caisse)).rejects.toMatchObject({ code: 'structure_exists' })
    const invite = () => inviteMember(caisse.call(), { structureId, name: 'Y. P.', email: 'y@example.org' })
    await invite()
    await expect(invite()).rejects.toMatchObject({ code: 'member_already' })
  })
})
