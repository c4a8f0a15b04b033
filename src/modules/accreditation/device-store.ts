import { createHash } from 'node:crypto'
import type { CaisseTx, Db } from '../../db/db.ts'

// The outlet's own phones and tablets. A secret opens one; a person's own phone is opened by their session.

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

export async function insertDevice(
  tx: CaisseTx,
  device: { id: string; outletId: string; label: string; token: string; at?: Date },
): Promise<void> {
  await tx
    .insertInto('device')
    .values({
      id: device.id,
      outlet_id: device.outletId,
      label: device.label,
      token_hash: hashToken(device.token),
      ...(device.at && { enrolled_at: device.at }),
    })
    // The same gesture at the same instant: it waits here, and is answered as a repetition.
    .onConflict((conflict) => conflict.column('token_hash').doNothing())
    .execute()
}

export type Device = { deviceId: string; outletId: string; outletName: string; label: string }

/** The device that holds this secret, unless it was revoked. */
export function findDevice(db: Db, token: string): Promise<Device | undefined> {
  return liveDevices(db).where('token_hash', '=', hashToken(token)).executeTakeFirst()
}

export function findDeviceById(db: Db, id: string): Promise<Device | undefined> {
  return liveDevices(db).where('device.id', '=', id).executeTakeFirst()
}

const liveDevices = (db: Db) =>
  db
    .selectFrom('device')
    .innerJoin('outlet', 'outlet.id', 'device.outlet_id')
    .select([
      'device.id as deviceId',
      'outlet.id as outletId',
      'outlet.trade_name as outletName',
      'device.label',
    ])
    .where('revoked_at', 'is', null)

/** The devices of an outlet that a secret opens, revoked ones included, newest first. */
export function listDevices(db: Db, outletId: string) {
  return db
    .selectFrom('device')
    .select(['id as deviceId', 'label', 'enrolled_at as enrolledAt', 'revoked_at as revokedAt'])
    .where('outlet_id', '=', outletId)
    .where('login_account_id', 'is', null)
    .orderBy('enrolled_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export async function setDeviceRevoked(tx: CaisseTx, id: string, at: Date): Promise<void> {
  await tx.updateTable('device').set({ revoked_at: at }).where('id', '=', id).execute()
}

/** The phone of somebody of the outlet, made at their first payment. */
export async function deviceOfAccount(
  tx: CaisseTx,
  device: { id: string; outletId: string; accountId: string; label: string; at: Date },
): Promise<string> {
  await tx
    .insertInto('device')
    .values({
      id: device.id,
      outlet_id: device.outletId,
      login_account_id: device.accountId,
      label: device.label,
      enrolled_at: device.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { id } = await tx
    .selectFrom('device')
    .select('id')
    .where('outlet_id', '=', device.outletId)
    .where('login_account_id', '=', device.accountId)
    .executeTakeFirstOrThrow()
  return id
}

// --- codes typed on a device -----------------------------------------------------------------------

export async function insertEnrolment(
  tx: CaisseTx,
  enrolment: { codeHmac: Buffer; outletId: string; label: string; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('device_enrolment')
    .values({
      code_hmac: enrolment.codeHmac,
      outlet_id: enrolment.outletId,
      label: enrolment.label,
      expires_at: enrolment.expiresAt,
    })
    // Repeated at the same instant; or drawn before, long ago: it serves again.
    .onConflict((conflict) =>
      conflict.column('code_hmac').doUpdateSet({
        outlet_id: enrolment.outletId,
        label: enrolment.label,
        expires_at: enrolment.expiresAt,
        used_at: null,
      }),
    )
    .execute()
}

export type Enrolment = { outletId: string; label: string; outletName: string }

/** What a code opens that nobody used and whose hour is not over. */
export function findEnrolment(db: Db, codeHmac: Buffer, now: Date): Promise<Enrolment | undefined> {
  return openEnrolments(db, codeHmac, now).executeTakeFirst()
}

const openEnrolments = (db: Db, codeHmac: Buffer, now: Date) =>
  db
    .selectFrom('device_enrolment')
    .innerJoin('outlet', 'outlet.id', 'device_enrolment.outlet_id')
    .select(['outlet_id as outletId', 'label', 'outlet.trade_name as outletName'])
    .where('code_hmac', '=', codeHmac)
    .where('expires_at', '>', now)
    .where('used_at', 'is', null)

/** Uses a code up; undefined when another was faster. */
export async function takeEnrolment(
  tx: CaisseTx,
  codeHmac: Buffer,
  now: Date,
): Promise<Enrolment | undefined> {
  const enrolment = await openEnrolments(tx, codeHmac, now).forUpdate('device_enrolment').executeTakeFirst()
  if (enrolment)
    await tx.updateTable('device_enrolment').set({ used_at: now }).where('code_hmac', '=', codeHmac).execute()
  return enrolment
}
