import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { CaisseId, CaisseTx } from '../../db/db.ts'
import type { Role } from '../../kit/actor.ts'
import { gesture, lockCaisse, type Call } from '../../kit/gesture.ts'
import { dayAt, DayValue, type Day } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { findDecision, getCaisse, listTerritories } from '../caisses/store.ts'
import { ownedAccount } from '../ledger/store.ts'
import { insertBankChange } from './iban-store.ts'
import {
  BankDetails,
  OutletFile,
  refusalToChange,
  refusalToEnd,
  refusalToSign,
  type AgreementChange,
} from './rules.ts'
import {
  agreementsOf,
  caissesOf,
  findAgreement,
  findDeviceById,
  findOutlet,
  insertAgreement,
  insertDevice,
  insertOutlet,
  setDeviceRevoked,
  setLastDay,
  setOutletTerritory,
  setSuspended,
  updateOutletFile,
  type Outlet,
  type SignedAgreement,
} from './store.ts'

const KEEPERS: readonly Role[] = ['coordinator', 'administrator']

const InTerritory = { territoryId: z.uuid().nullable().optional() }

/**
 * Opens the file of an outlet; it takes payments only once an agreement is signed. Its bank account waits for
 * another person's confirmation, unless the installation itself writes it.
 */
export const recordOutlet = gesture(
  'record_outlet',
  KEEPERS,
  OutletFile.extend({ bank: BankDetails.nullable().default(null), ...InTerritory }),
  async (tx, { app, actor, now, about }, { bank, territoryId, ...file }) => {
    const outletId = app.newId()
    about(outletId)
    await insertOutlet(tx, outletId, file, actor.kind === 'account' ? null : bank)
    await placeOutlet(tx, outletId, territoryId)
    if (bank && actor.kind === 'account')
      await insertBankChange(tx, {
        id: app.newId(),
        outletId,
        bank,
        previous: null,
        askedBy: actor.accountId,
        at: now,
      })
    return { outletId }
  },
)

export const changeOutlet = gesture(
  'change_outlet',
  KEEPERS,
  OutletFile.extend({ outletId: z.uuid(), ...InTerritory }),
  async (tx, { about }, { outletId, territoryId, ...file }) => {
    about(outletId)
    await outletOfOurs(tx, outletId)
    await updateOutletFile(tx, outletId, file)
    await placeOutlet(tx, outletId, territoryId)
  },
)

/** Left out, an outlet stays where it is; null takes it out of its territory. */
async function placeOutlet(
  tx: CaisseTx,
  outletId: string,
  territoryId: string | null | undefined,
): Promise<void> {
  if (territoryId === undefined) return
  if (territoryId !== null && !(await listTerritories(tx)).some(({ id }) => id === territoryId))
    throw new Refusal('unknown_territory', {}, 404)
  await setOutletTerritory(tx, outletId, territoryId)
}

export const signAgreement = gesture(
  'sign_agreement',
  KEEPERS,
  z.object({
    outletId: z.uuid(),
    decisionId: z.uuid(),
    signedOn: DayValue,
    fromOn: DayValue,
    toOn: DayValue.nullable().default(null),
    scope: z.string().trim().min(1).max(2000),
  }),
  async (tx, { app, now, about }, input) => {
    await lockCaisse(tx, 'payments')
    if (!(await findOutlet(tx, input.outletId))) throw new Refusal('unknown_outlet', {}, 404)
    const decision = await findDecision(tx, input.decisionId)
    if (!decision) throw new Refusal('unknown_decision', {}, 404)
    refuse(
      refusalToSign({
        term: input,
        signedOn: input.signedOn,
        decidedOn: decision.decided_on,
        others: await agreementsOf(tx, input.outletId),
        today: await today(tx, now),
      }),
    )
    const agreementId = app.newId()
    about(agreementId)
    const accountId = await ownedAccount(tx, 'rights_outlet', input.outletId)
    await insertAgreement(tx, { ...input, id: agreementId, accountId })
    return { agreementId }
  },
)

export const suspendAgreement = changeOf('suspend', (tx, agreement, now) =>
  setSuspended(tx, agreement.id, now),
)
export const resumeAgreement = changeOf('resume', (tx, agreement) => setSuspended(tx, agreement.id, null))

function changeOf(
  change: AgreementChange,
  write: (tx: CaisseTx, agreement: SignedAgreement, now: Date) => Promise<void>,
) {
  return gesture(
    `${change}_agreement`,
    KEEPERS,
    z.object({ agreementId: z.uuid() }),
    async (tx, { now, about }, { agreementId }) => {
      about(agreementId)
      await lockCaisse(tx, 'payments')
      const agreement = await getAgreement(tx, agreementId)
      refuse(refusalToChange(agreement, change, await today(tx, now)))
      await write(tx, agreement, now)
    },
  )
}

/** The last day on which the outlet takes payments. To stop at once, suspend. */
export const endAgreement = gesture(
  'end_agreement',
  KEEPERS,
  z.object({ agreementId: z.uuid(), lastDay: DayValue }),
  async (tx, { now, about }, { agreementId, lastDay }) => {
    about(agreementId)
    await lockCaisse(tx, 'payments')
    refuse(refusalToEnd(await getAgreement(tx, agreementId), lastDay, await today(tx, now)))
    await setLastDay(tx, agreementId, lastDay)
  },
)

const EnrolDevice = z.object({ outletId: z.uuid(), label: z.string().trim().min(1).max(60) })

const recordDevice = gesture(
  'enrol_device',
  KEEPERS,
  EnrolDevice,
  async (tx, { app, key, about }, { outletId, label }) => {
    const deviceId = app.newId()
    about(deviceId)
    await outletOfOurs(tx, outletId)
    await insertDevice(tx, {
      id: deviceId,
      outletId,
      label,
      token: deviceToken(app.codePepper, tx.caisseId, key),
    })
    return { deviceId }
  },
)

/**
 * Enrols an outlet's phone or tablet. The secret is shown this once; since answers of gestures are stored,
 * it is not part of the answer but made again from the key, under the pepper that never enters the database.
 */
export async function enrolDevice(
  call: Call,
  input: z.input<typeof EnrolDevice>,
): Promise<{ deviceId: string; token: string }> {
  const { deviceId } = await recordDevice(call, input)
  return { deviceId, token: deviceToken(call.app.codePepper, call.caisseId, call.key) }
}

const deviceToken = (pepper: Buffer, caisseId: CaisseId, key: string): string =>
  createHmac('sha256', pepper).update(`device:${caisseId}:${key}`).digest('base64url')

/** From its commit on, no caisse takes a payment from the device. */
export const revokeDevice = gesture(
  'revoke_device',
  KEEPERS,
  z.object({ deviceId: z.uuid() }),
  async (tx, { now, about }, { deviceId }) => {
    about(deviceId)
    const device = await findDeviceById(tx, deviceId)
    if (!device) throw new Refusal('unknown_device', {}, 404)
    await outletOfOurs(tx, device.outletId)
    for (const caisseId of await caissesOf(tx, device.outletId)) await lockCaisse(tx, 'payments', caisseId)
    await setDeviceRevoked(tx, deviceId, now)
  },
)

/** An outlet whose file this caisse keeps, or with which it has an agreement. */
export async function outletOfOurs(tx: CaisseTx, outletId: string): Promise<Outlet> {
  const outlet = await findOutlet(tx, outletId)
  if (!outlet) throw new Refusal('unknown_outlet', {}, 404)
  if (outlet.keptBy !== tx.caisseId && (await agreementsOf(tx, outletId)).length === 0)
    throw new Refusal('outlet_kept_elsewhere', {}, 403)
  return outlet
}

async function getAgreement(tx: CaisseTx, id: string): Promise<SignedAgreement> {
  const agreement = await findAgreement(tx, id)
  if (!agreement) throw new Refusal('unknown_agreement', {}, 404)
  return agreement
}

async function today(tx: CaisseTx, now: Date): Promise<Day> {
  return dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)
}
