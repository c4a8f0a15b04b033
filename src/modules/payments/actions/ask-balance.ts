import { inCaisse, type CaisseTx } from '../../../db/db.ts'
import type { Device } from './pay.ts'
import type { App } from '../../../kit/app.ts'
import { hashRequest, shareCaisse } from '../../../kit/gesture.ts'
import type { Cents } from '../../../kit/money.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { hmacOfCode, isCode } from '../rules/code.ts'
import { isNumber, typedNumber } from '../rules/number.ts'
import { refusalToAnswer } from '../rules/refusal-to-pay.ts'
import { lockDevice } from '../store/alone.ts'
import { caissesOfNumbers, NOWHERE } from '../store/batch.ts'
import { isShown, noteShown } from '../store/readings.ts'
import { countTry, look } from './tries.ts'

/**
 * A resident asks, at an outlet's device, what they have left: with their number and code, as to pay, and wrong
 * ones count alike. A key shows it once, so that the way back of a browser does not show it again.
 */
export async function askBalance(
  app: App,
  device: Device,
  typed: { key: string; number: string; code: string },
): Promise<{ leftCents: Cents }> {
  const number = typedNumber(typed.number)
  if (!isNumber(number)) throw new Refusal('number_mistyped')
  if (!isCode(typed.code)) throw new Refusal('code_format')
  const codeHmac = hmacOfCode(app.codePepper, number, typed.code)
  const caisseId = (await caissesOfNumbers(app.pool, [number])).get(number) ?? NOWHERE
  // A refusal comes back as a value, so that the try it counts is committed.
  const answer = await inCaisse(app.db, caisseId, (tx) =>
    askIn(tx, app, device, { key: typed.key, number, codeHmac, deviceId: device.deviceId }),
  )
  if (answer instanceof Refusal) throw answer
  return answer
}

async function askIn(
  tx: CaisseTx,
  app: App,
  actor: Device,
  typed: { key: string; number: string; codeHmac: Buffer; deviceId: string },
): Promise<{ leftCents: Cents } | Refusal> {
  await shareCaisse(tx, 'payments')
  const device = await lockDevice(tx, typed.deviceId)
  if (!device) return new Refusal('device_revoked', {}, 403)
  if (await isShown(tx, typed.key)) return new Refusal('balance_shown', {}, 409)
  const now = app.now()
  const { payer, facts } = await look(tx, typed, device, now)
  const refusal = refusalToAnswer(facts)
  const told = (await countTry(tx, app, typed, { payer, refusal })) ?? refusal
  if (told) return told
  await noteShown(tx, {
    key: typed.key,
    deviceId: typed.deviceId,
    personId: payer!.person_id,
    hash: hashRequest('read_balance', actor, typed.number),
    at: now,
  })
  return { leftCents: payer!.balance_cents }
}
