import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { dayAt, type Day } from '../../../kit/month.ts'
import type { AccountId } from '../../ledger/rules.ts'
import { deviceWindowStart, type DeviceTries } from '../rules/tries.ts'
import type { Asked } from './batch.ts'

/** The day it is for the caisse; where there is none, any will do. */
export async function caisseDay(tx: CaisseTx, now: Date): Promise<Day> {
  const caisse = await tx
    .selectFrom('caisse')
    .select('time_zone')
    .where('id', '=', tx.caisseId)
    .executeTakeFirst()
  return dayAt(now, caisse?.time_zone ?? 'UTC')
}

/** The gesture of that key, whatever it was, with what it paid if it was a payment. */
export function findPayment(tx: CaisseTx, key: string) {
  return tx
    .selectFrom('gesture')
    .leftJoin('transfer', (join) =>
      join
        .onRef('transfer.caisse_id', '=', 'gesture.caisse_id')
        .onRef('transfer.gesture_id', '=', 'gesture.id')
        .on('transfer.kind', '=', 'payment'),
    )
    .select(['gesture.request_hash', 'gesture.at', 'transfer.amount_cents'])
    .where('gesture.caisse_id', '=', tx.caisseId)
    .where('gesture.id', '=', key)
    .executeTakeFirst()
}

/** Whether a gesture of that key was done. */
export async function findGestureKey(tx: CaisseTx, key: string): Promise<boolean> {
  const found = await tx
    .selectFrom('gesture')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', key)
    .executeTakeFirst()
  return found !== undefined
}

/** The device, held until the end: its tries are counted one after the other. */
export async function lockDevice(
  tx: CaisseTx,
  id: string,
): Promise<{ outletId: string; revoked: boolean; tries: DeviceTries | null } | undefined> {
  const device = await tx
    .selectFrom('device')
    .select(['outlet_id', 'revoked_at'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!device) return undefined
  const tries = await tx
    .selectFrom('device_tries')
    .select(['failures', 'since'])
    .where('device_id', '=', id)
    .executeTakeFirst()
  return { outletId: device.outlet_id, revoked: device.revoked_at !== null, tries: tries ?? null }
}

/** Who has the number, held until the end, with what the household has left. */
export async function lockPayer(tx: CaisseTx, number: string) {
  const payer = await tx
    .selectFrom('payer')
    .selectAll()
    .where('caisse_id', '=', tx.caisseId)
    .where('number', '=', number)
    .forNoKeyUpdate()
    .executeTakeFirst()
  const wallet = await lockWallet(tx, payer?.account_id ?? 0)
  return payer && { ...payer, balance_cents: wallet ?? 0 }
}

/** What is left on a household's account, which stays so until the end. */
export async function lockWallet(tx: CaisseTx, account: AccountId): Promise<Cents | undefined> {
  const wallet = await tx
    .selectFrom('wallet')
    .select('balance_cents')
    .where('caisse_id', '=', tx.caisseId)
    .where('account_id', '=', account)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return wallet?.balance_cents
}

/** One more wrong number or code on the device, in its window. */
export async function countDeviceTry(tx: CaisseTx, deviceId: string, now: Date): Promise<void> {
  await sql`
    insert into device_tries (device_id, failures, since) values (${deviceId}, 1, ${now})
    on conflict (device_id) do update set
      failures = case when device_tries.since > ${deviceWindowStart(now)} then device_tries.failures + 1 else 1 end,
      since = case when device_tries.since > ${deviceWindowStart(now)} then device_tries.since else excluded.since end
  `.execute(tx)
}

export async function setTries(
  tx: CaisseTx,
  personId: string,
  failures: number,
  lockedUntil: Date | null,
): Promise<void> {
  await tx
    .updateTable('payer')
    .set({ failures, locked_until: lockedUntil })
    .where('caisse_id', '=', tx.caisseId)
    .where('person_id', '=', personId)
    .execute()
}

/** The audit row of a payment; its answer is made again from the journal. */
export async function insertPaymentGesture(
  tx: CaisseTx,
  asked: Asked,
  personId: string,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('gesture')
    .values({
      caisse_id: tx.caisseId,
      id: asked.key,
      kind: 'payment',
      device_id: asked.deviceId,
      subject_id: personId,
      request_hash: asked.requestHash,
      at,
    })
    .execute()
}
