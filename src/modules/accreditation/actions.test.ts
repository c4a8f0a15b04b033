import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { test } from '../../../test/app.ts'
import { givenAccount, givenCaisse } from '../../../test/given.ts'
import { givenAgreement, givenOutlet, givenTill, OUTLET_IBAN } from '../../../test/given-accreditation.ts'
import { inCaisse } from '../../db/db.ts'
import { recordDecision } from '../caisses/actions.ts'
import { insertTerritory, listDecisions } from '../caisses/store.ts'
import {
  changeOutlet,
  endAgreement,
  recordOutlet,
  resumeAgreement,
  signAgreement,
  suspendAgreement,
} from './actions.ts'
import { findDevice, listDevices } from './device-store.ts'
import { enrolDevice, revokeDevice } from './devices.ts'
import { changeOutletBank, withdrawOutletBank } from './iban.ts'
import {
  agreementChangesOf,
  agreementInForce,
  agreementsOf,
  caissesOf,
  findOutlet,
  keptOutlets,
  listAgreements,
  listOutlets,
  searchOutlets,
} from './store.ts'

const TODAY = '2026-11-24'

describe('an outlet', () => {
  test('has one file, found by the start of its name without accents, or by SIREN', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const name = `Écho ${uuid()}`
    const { id } = await givenOutlet(app, caisse, { tradeName: name, siren: '732829320' })
    expect((await searchOutlets(app.db, name.replace('É', 'e'))).map((one) => one.id)).toEqual([id])
    expect((await searchOutlets(app.db, '732829320')).length).toBeGreaterThan(0)
    expect(await searchOutlets(app.db, `%${name.slice(3)}`)).toEqual([])
  })

  test('a wrong SIREN, IBAN or BIC is told at its field', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await expect(
      recordOutlet(caisse.call(), {
        kind: 'shop',
        legalName: 'A',
        tradeName: 'B',
        siren: '123456789',
        bank: { holder: 'A', iban: 'FR00', bic: 'X' },
      }),
    ).rejects.toMatchObject({
      issues: [
        { field: 'siren', message: 'siren' },
        { field: 'bank.iban', message: 'iban' },
        { field: 'bank.bic', message: 'bic' },
      ],
    })
  })

  test('is changed by the caisse that keeps it or that has an agreement, by no other', async ({ app }) => {
    const [keeper, partner, stranger] = [
      await givenCaisse(app),
      await givenCaisse(app),
      await givenCaisse(app),
    ]
    const { id } = await givenOutlet(app, keeper)
    await givenAgreement(app, partner, id)
    const file = { outletId: id, kind: 'producer', legalName: 'GAEC', tradeName: 'La Ferme' } as const
    await changeOutlet(partner.call(), file)
    expect(await findOutlet(app.db, id)).toMatchObject({ tradeName: 'La Ferme', bank: { iban: OUTLET_IBAN } })
    await expect(changeOutlet(stranger.call(), file)).rejects.toMatchObject({ code: 'outlet_kept_elsewhere' })
    await expect(
      changeOutletBank(stranger.call(), { outletId: id, bank: { holder: 'Moi', iban: OUTLET_IBAN } }),
    ).rejects.toMatchObject({ code: 'outlet_kept_elsewhere', status: 403 })
    await changeOutletBank(keeper.call(keeper.treasurer), { outletId: id, bank: null })
    expect(await findOutlet(app.db, id)).toMatchObject({ bank: null })
  })
})

describe('an agreement', () => {
  test('lets an outlet take payments from a day to a day, in that caisse only', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const outlet = await givenOutlet(app, here, {}, { fromOn: '2026-06-01', toOn: '2026-11-24' })
    await inCaisse(app.db, here.id, async (tx) => {
      expect(await agreementInForce(tx, outlet.id, '2026-05-31')).toBeUndefined()
      expect(await agreementInForce(tx, outlet.id, TODAY)).toMatchObject({ id: outlet.agreementId })
      expect(await agreementInForce(tx, outlet.id, '2026-11-25')).toBeUndefined()
      expect((await listOutlets(tx, TODAY)).map((one) => one.id)).toEqual([outlet.id])
      expect(await listOutlets(tx, '2026-11-25')).toEqual([])
    })
    await inCaisse(app.db, there.id, async (tx) => {
      expect(await agreementInForce(tx, outlet.id, TODAY)).toBeUndefined()
      expect(await listAgreements(tx)).toEqual([])
    })
  })

  test('suspended, it allows nothing until it is resumed', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { id, agreementId } = await givenOutlet(app, caisse)
    const inForce = () => inCaisse(app.db, caisse.id, (tx) => agreementInForce(tx, id, TODAY))
    await suspendAgreement(caisse.call(), { agreementId })
    expect(await inForce()).toBeUndefined()
    await expect(suspendAgreement(caisse.call(), { agreementId })).rejects.toMatchObject({
      code: 'agreement_suspend_suspended',
    })
    await resumeAgreement(caisse.call(), { agreementId })
    expect(await inForce()).toMatchObject({ id: agreementId })
  })

  test('ends today at the earliest; the next one may start the day after', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { id, agreementId } = await givenOutlet(app, caisse)
    await expect(endAgreement(caisse.call(), { agreementId, lastDay: '2026-11-23' })).rejects.toMatchObject({
      code: 'agreement_ends_in_past',
    })
    await endAgreement(caisse.call(), { agreementId, lastDay: TODAY })
    await expect(givenAgreement(app, caisse, id, { fromOn: TODAY })).rejects.toMatchObject({
      code: 'agreement_overlaps',
    })
    const next = await givenAgreement(app, caisse, id, { fromOn: '2026-11-25' })
    const first = await inCaisse(app.db, caisse.id, async (tx) => (await agreementsOf(tx, id)).at(-1)!)
    expect(next.accountId).toBe(first.accountId)
  })

  test('two signatures at once make one agreement', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { id, agreementId } = await givenOutlet(app, caisse, {}, { toOn: TODAY })
    const again = () => givenAgreement(app, caisse, id, { fromOn: '2026-12-01' })
    const outcomes = await Promise.allSettled([again(), again(), again()])
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    const agreements = await inCaisse(app.db, caisse.id, (tx) => agreementsOf(tx, id))
    expect(agreements).toHaveLength(2)
    expect(agreements.at(-1)!.id).toBe(agreementId)
  })

  test('names a decision of its own caisse', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const { id } = await givenOutlet(app, there)
    const { decisionId } = await recordDecision(there.call(), {
      decidedOn: '2026-02-01',
      body: 'Comité',
      title: 'Ailleurs',
    })
    const agreement = { outletId: id, signedOn: '2026-02-02', fromOn: '2026-03-01', scope: 'Tout' }
    await expect(signAgreement(here.call(), { ...agreement, decisionId })).rejects.toMatchObject({
      code: 'unknown_decision',
    })
    const [ours] = await inCaisse(app.db, here.id, listDecisions)
    await expect(
      signAgreement(here.call(), { ...agreement, decisionId: ours!.id, outletId: uuid() }),
    ).rejects.toMatchObject({ code: 'unknown_outlet' })
  })

  test('of another caisse is neither suspended nor ended from here', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const { agreementId } = await givenOutlet(app, there)
    await expect(suspendAgreement(here.call(), { agreementId })).rejects.toMatchObject({
      code: 'unknown_agreement',
    })
    await expect(endAgreement(here.call(), { agreementId, lastDay: TODAY })).rejects.toMatchObject({
      code: 'unknown_agreement',
    })
  })

  test('is signed by a coordinator, not by a resident', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const resident = await givenAccount(app, caisse.id, 'resident')
    await expect(
      recordOutlet(caisse.call(resident), { kind: 'shop', legalName: 'A', tradeName: 'B' }),
    ).rejects.toMatchObject({ code: 'not_allowed' })
  })
})

describe('a device', () => {
  test('is known by its secret, of which the database keeps a hash only', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse)
    expect(await findDevice(app.db, till.token)).toMatchObject({
      deviceId: till.deviceId,
      outletId: till.outlet.id,
      outletName: 'L’Épicerie du Marché',
    })
    expect(await findDevice(app.db, `${till.token}x`)).toBeUndefined()
    const { token_hash } = await app.db
      .selectFrom('device')
      .select('token_hash')
      .where('id', '=', till.deviceId)
      .executeTakeFirstOrThrow()
    expect(token_hash).toEqual(createHash('sha256').update(till.token).digest())
    const gestures = await inCaisse(app.db, caisse.id, (tx) => tx.selectFrom('gesture').selectAll().execute())
    expect(JSON.stringify(gestures)).not.toContain(till.token)
  })

  test('enrolled twice under one key is one device with one secret', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { id } = await givenOutlet(app, caisse)
    const call = caisse.call()
    const enrol = () => enrolDevice(call, { outletId: id, label: 'Caisse 1' })
    const answers = await Promise.all([enrol(), enrol(), enrol()])
    expect(new Set(answers.map((answer) => `${answer.deviceId} ${answer.token}`)).size).toBe(1)
    expect(await listDevices(app.db, id)).toHaveLength(1)
  })

  test('revoked, its secret opens nothing, and it is revoked once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { deviceId, token, outlet } = await givenTill(app, caisse)
    await revokeDevice(caisse.call(), { deviceId })
    expect(await findDevice(app.db, token)).toBeUndefined()
    expect((await listDevices(app.db, outlet.id))[0]).toMatchObject({ deviceId, revokedAt: app.now() })
    await expect(revokeDevice(caisse.call(), { deviceId })).rejects.toMatchObject({ code: 'unknown_device' })
  })

  test('is revoked by any caisse of its outlet, after the payments under way in all of them', async ({
    app,
  }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const till = await givenTill(app, here)
    await givenAgreement(app, there, till.outlet.id)
    const order: string[] = []
    let finishPayment!: () => void
    const finished = new Promise<void>((resolve) => (finishPayment = resolve))
    const locked = new Promise<void>((resolve) => {
      void inCaisse(app.db, there.id, async (tx) => {
        // As a payment does: shared.
        await sql`select pg_advisory_xact_lock_shared(${there.id}::integer, 1)`.execute(tx)
        resolve()
        await finished
        order.push('paid')
      })
    })
    await locked
    const revoked = revokeDevice(here.call(), { deviceId: till.deviceId }).then(() => order.push('revoked'))
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(await findDevice(app.db, till.token)).toBeDefined()
    finishPayment()
    await revoked
    expect(order).toEqual(['paid', 'revoked'])
  })

  test('is neither enrolled nor revoked from a caisse without an agreement', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const till = await givenTill(app, there)
    await expect(
      enrolDevice(here.call(), { outletId: till.outlet.id, label: 'Intrus' }),
    ).rejects.toMatchObject({ code: 'outlet_kept_elsewhere' })
    await expect(revokeDevice(here.call(), { deviceId: till.deviceId })).rejects.toMatchObject({
      code: 'outlet_kept_elsewhere',
    })
  })

  test('asks which caisses accredit its outlet without opening their other rows', async ({ app }) => {
    const [here, there, other] = [await givenCaisse(app), await givenCaisse(app), await givenCaisse(app)]
    const outlet = await givenOutlet(app, here)
    await givenAgreement(app, there, outlet.id)
    await givenOutlet(app, other)
    await inCaisse(app.db, here.id, async (tx) => {
      expect(await caissesOf(tx, outlet.id)).toEqual([here.id, there.id])
      const seen = await tx.selectFrom('agreement').select('caisse_id').execute()
      expect(seen).toEqual([{ caisse_id: here.id }])
    })
  })
})

test('what happened to an agreement is kept with its day and words, and tells where the outlet stands', async ({
  app,
}) => {
  const caisse = await givenCaisse(app)
  const { id, agreementId } = await givenOutlet(app, caisse)
  await suspendAgreement(caisse.call(), { agreementId, words: 'Le rayon frais est en travaux.' })
  await resumeAgreement(caisse.call(), { agreementId, words: 'Le rayon a rouvert.' })
  await endAgreement(caisse.call(), { agreementId, lastDay: '2026-12-31', words: 'Cession du fonds.' })
  await inCaisse(app.db, caisse.id, async (tx) => {
    expect(await agreementChangesOf(tx, id)).toMatchObject([
      { change: 'end', day: '2026-12-31', words: 'Cession du fonds.' },
      { change: 'resume', day: TODAY, words: 'Le rayon a rouvert.' },
      { change: 'suspend', day: TODAY, words: 'Le rayon frais est en travaux.' },
    ])
    expect(await keptOutlets(tx)).toMatchObject([
      { id, hasIban: true, agreement: { id: agreementId, toOn: '2026-12-31', suspended: false } },
    ])
  })
})

test('an outlet is in a territory of the caisse, and in no other', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const territoryId = uuid()
  await expect(
    recordOutlet(caisse.call(), { kind: 'shop', legalName: 'A', tradeName: 'A', territoryId }),
  ).rejects.toMatchObject({ code: 'unknown_territory' })
  await inCaisse(app.db, caisse.id, (tx) => insertTerritory(tx, { id: territoryId, name: 'Bellevue' }))
  await givenOutlet(app, caisse, { territoryId })
  const [outlet] = await inCaisse(app.db, caisse.id, (tx) => listOutlets(tx, TODAY))
  expect(outlet).toMatchObject({ territoryId, territoryName: 'Bellevue', hours: null })
})

test('an account asked for by mistake is withdrawn, and another can be asked for', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const { id } = await givenOutlet(app, caisse)
  const asker = await givenAccount(app, caisse.id, 'coordinator')
  const bank = { holder: 'SARL du Marché', iban: 'FR7630006000011234567890189' }
  const { changeId } = await changeOutletBank(caisse.call(asker), { outletId: id, bank })
  await withdrawOutletBank(caisse.call(asker), { changeId: changeId! })
  await expect(withdrawOutletBank(caisse.call(asker), { changeId: changeId! })).rejects.toMatchObject({
    code: 'bank_change_withdrawn',
  })
  expect((await changeOutletBank(caisse.call(asker), { outletId: id, bank })).changeId).not.toBeNull()
})
