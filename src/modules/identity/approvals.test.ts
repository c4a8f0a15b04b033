import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test } from '../../../test/app.ts'
import { givenGrants } from '../../../test/given-allocations.ts'
import { givenAccount, givenCaisse } from '../../../test/given.ts'
import { inCaisse, type CaisseId } from '../../db/db.ts'
import { SYSTEM, type Actor, type Role } from '../../kit/actor.ts'
import {
  refusalToProceed,
  refusalToSign,
  requireTwoSignatures,
  sign,
  signAsPreparer,
  signatures,
  type Signature,
} from './approvals.ts'

const digest = Buffer.alloc(32, 1)
const other = Buffer.alloc(32, 2)
const caisseId = 7 as CaisseId
const today = '2026-11-24'

const somebody = (role: Role, accountId = uuid()): Actor & { kind: 'account' } => ({
  kind: 'account',
  accountId,
  name: role,
  grants: [{ caisseId, role, fromOn: '2026-01-01', untilOn: null }],
})

const signedBy = (accountId: string, seen = digest): Signature => ({
  accountId,
  name: 'x',
  digest: seen,
  at: new Date(),
})

describe('who may sign', () => {
  const signing = { caisseId, today, seen: digest, current: digest, signatures: [] as Signature[] }

  test.each<[Role, string | undefined]>([
    ['treasurer', undefined],
    ['coordinator', undefined],
    ['administrator', undefined],
    ['committee_member', 'may_not_sign'],
    ['outlet_manager', 'may_not_sign'],
    ['resident', 'may_not_sign'],
  ])('%s', (role, code) => {
    expect(refusalToSign({ ...signing, actor: somebody(role) })?.code).toBe(code)
  })

  test('no one for another caisse, nor before their role begins', () => {
    const actor = somebody('treasurer')
    expect(refusalToSign({ ...signing, actor, caisseId: 8 as CaisseId })?.code).toBe('may_not_sign')
    expect(refusalToSign({ ...signing, actor, today: '2025-12-31' })?.code).toBe('may_not_sign')
  })

  test('neither the installation nor a device', () => {
    const device: Actor = { kind: 'device', deviceId: uuid(), outletId: uuid(), outletName: 'Épicerie' }
    for (const actor of [SYSTEM, device])
      expect(refusalToSign({ ...signing, actor })?.code).toBe('signature_needs_a_person')
  })

  test('not what one did not see, and not twice', () => {
    const actor = somebody('treasurer')
    expect(refusalToSign({ ...signing, actor, seen: other })?.code).toBe('changed_since_seen')
    expect(refusalToSign({ ...signing, actor, signatures: [signedBy(actor.accountId)] })?.code).toBe(
      'already_signed',
    )
  })
})

describe('going on', () => {
  const [one, two] = [uuid(), uuid()]
  test.each<[string, Signature[], number, string | undefined]>([
    ['two people', [signedBy(one), signedBy(two)], 2, undefined],
    ['one of two', [signedBy(one)], 2, 'signatures_missing'],
    ['nobody yet', [], 3, 'signatures_missing'],
    ['the same person twice', [signedBy(one), signedBy(one)], 2, 'signatures_missing'],
    ['one of them saw something else', [signedBy(one), signedBy(two, other)], 2, 'signatures_missing'],
    ['a caisse with one person', [signedBy(one)], 1, 'second_person_needed'],
  ])('%s', (_, signed, signers, code) => {
    expect(refusalToProceed({ digest, signatures: signed, signers })?.code).toBe(code)
  })
})

describe('signatures', () => {
  const now = new Date('2026-11-24T10:00:00Z')
  const subject = () => ({ kind: 'essai', id: uuid(), digest })

  test('the preparer’s and another’s let the thing go on', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenGrants(app, caisse.id, [caisse.treasurer, caisse.coordinator])
    const thing = subject()
    await inCaisse(app.db, caisse.id, async (tx) => {
      await signAsPreparer(tx, caisse.treasurer, thing, now)
      await expect(requireTwoSignatures(tx, thing, now)).rejects.toMatchObject({ code: 'signatures_missing' })
      await sign(tx, caisse.coordinator, thing, { seen: digest, now })
      await requireTwoSignatures(tx, thing, now)
      expect((await signatures(tx, thing)).map((one) => one.name)).toEqual(
        expect.arrayContaining(
          [caisse.treasurer, caisse.coordinator].map((who) => 'name' in who && who.name),
        ),
      )
    })
  })

  test('what the installation prepares needs two more people', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const thing = subject()
    await inCaisse(app.db, caisse.id, async (tx) => {
      await signAsPreparer(tx, SYSTEM, thing, now)
      expect(await signatures(tx, thing)).toEqual([])
    })
  })

  test('whoever is alone is told whom to invite', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenGrants(app, caisse.id, [caisse.treasurer])
    const member = await givenAccount(app, caisse.id, 'committee_member')
    await givenGrants(app, caisse.id, [member])
    const thing = subject()
    await inCaisse(app.db, caisse.id, async (tx) => {
      await signAsPreparer(tx, caisse.treasurer, thing, now)
      await expect(requireTwoSignatures(tx, thing, now)).rejects.toMatchObject({
        code: 'second_person_needed',
      })
    })
  })

  test('the same person in two windows signs once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const thing = subject()
    const attempts = await Promise.allSettled(
      [1, 2].map(() =>
        inCaisse(app.db, caisse.id, (tx) => sign(tx, caisse.treasurer, thing, { seen: digest, now })),
      ),
    )
    expect(attempts.map((attempt) => attempt.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('of another caisse are not seen', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const thing = subject()
    await inCaisse(app.db, there.id, (tx) => signAsPreparer(tx, there.treasurer, thing, now))
    expect(await inCaisse(app.db, here.id, (tx) => signatures(tx, thing))).toEqual([])
  })
})
