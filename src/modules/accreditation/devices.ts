import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { inCaisse, INSTALLATION, type CaisseId } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { gesture, lockCaisse, type Call } from '../../kit/gesture.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { forgive, guessAt } from '../identity/guesses.ts'
import { outletOfOurs } from './actions.ts'
import {
  findDeviceById,
  findEnrolment,
  insertDevice,
  insertEnrolment,
  setDeviceRevoked,
  takeEnrolment,
  type Enrolment,
} from './device-store.ts'
import { MANAGERS, refusalToManage } from './people.ts'
import { caissesOf } from './store.ts'

const EnrolDevice = z.object({ outletId: z.uuid(), label: z.string().trim().min(1).max(60) })

const recordDevice = gesture(
  'enrol_device',
  MANAGERS,
  EnrolDevice,
  async (tx, { app, key, actor, now, about }, { outletId, label }) => {
    const deviceId = app.newId()
    about(deviceId)
    refuse(refusalToManage(actor, tx.caisseId, now, outletId))
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

// --- a code typed on the device ----------------------------------------------------------------------

/** How long a code waits for the device on which it is typed. */
export const ENROLMENT_MINUTES = 60

/** Eight digits that nobody keeps: made again from the form's key. */
function enrolmentCode(pepper: Buffer, caisseId: CaisseId, key: string): string {
  const drawn = createHmac('sha256', pepper).update(`enrolment:${caisseId}:${key}`).digest()
  return String(drawn.readUInt32BE(0) % 100_000_000).padStart(8, '0')
}

const hmacOf = (pepper: Buffer, code: string): Buffer =>
  createHmac('sha256', pepper).update(`enrolment-code:${code}`).digest()

const recordEnrolment = gesture(
  'offer_device',
  MANAGERS,
  EnrolDevice,
  async (tx, { app, key, actor, now, about }, { outletId, label }) => {
    about(outletId)
    refuse(refusalToManage(actor, tx.caisseId, now, outletId))
    await outletOfOurs(tx, outletId)
    await insertEnrolment(tx, {
      codeHmac: hmacOf(app.codePepper, enrolmentCode(app.codePepper, tx.caisseId, key)),
      outletId,
      label,
      expiresAt: new Date(now.getTime() + ENROLMENT_MINUTES * 60_000),
    })
  },
)

/** A code for one more phone or tablet of the outlet: typed on it, or followed there as a link. */
export async function offerDevice(call: Call, input: z.input<typeof EnrolDevice>): Promise<{ code: string }> {
  await recordEnrolment(call, input)
  return { code: enrolmentCode(call.app.codePepper, call.caisseId, call.key) }
}

/** What was typed: digits in any grouping. */
const typedCode = (text: string): string => text.replace(/\D/g, '')

/** Which outlet a code opens, before the device says yes; wrong ones count where the browser is. */
export async function lookAtCode(app: App, typed: string, from: string): Promise<Enrolment> {
  const door = { kind: 'address', name: `devices ${from}` } as const
  await guessAt(app, door)
  const found = await findEnrolment(app.db, hmacOf(app.codePepper, typedCode(typed)), app.now())
  if (!found) throw new Refusal('enrolment_code')
  await forgive(app, door)
  return found
}

/** From now on the browser that keeps this secret is the outlet's. */
export async function enrolByCode(app: App, typed: string, from: string): Promise<{ token: string }> {
  await lookAtCode(app, typed, from)
  const token = randomBytes(32).toString('base64url')
  await inCaisse(app.db, INSTALLATION, async (tx) => {
    const taken = await takeEnrolment(tx, hmacOf(app.codePepper, typedCode(typed)), app.now())
    if (!taken) throw new Refusal('enrolment_code')
    const { outletId, label } = taken
    await insertDevice(tx, { id: app.newId(), outletId, label, token, at: app.now() })
  })
  return { token }
}

/** From its commit on, no caisse takes a payment from the device. */
export const revokeDevice = gesture(
  'revoke_device',
  MANAGERS,
  z.object({ deviceId: z.uuid() }),
  async (tx, { actor, now, about }, { deviceId }) => {
    about(deviceId)
    const device = await findDeviceById(tx, deviceId)
    if (!device) throw new Refusal('unknown_device', {}, 404)
    refuse(refusalToManage(actor, tx.caisseId, now, device.outletId))
    await outletOfOurs(tx, device.outletId)
    for (const caisseId of await caissesOf(tx, device.outletId)) await lockCaisse(tx, 'payments', caisseId)
    await setDeviceRevoked(tx, deviceId, now)
  },
)
