import { createHash } from 'node:crypto'
import { isDatabaseAway } from '../../../db/away.ts'
import type { CaisseId } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import type { App } from '../../../kit/app.ts'
import type { Cents } from '../../../kit/money.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { hmacOfCode, isCode } from '../rules/code.ts'
import { endOfNumber, isNumber, typedNumber } from '../rules/number.ts'
import { refusalToAsk } from '../rules/refusal-to-pay.ts'
import { payBatch, type Asked } from '../store/batch.ts'
import { openDirectory } from './directory.ts'
import { isLostRace, payAlone, type Outcome } from './pay-alone.ts'
import { GROUPING, openQueue, type Grouping } from './queue.ts'

export type Device = Extract<Actor, { kind: 'device' }>

export type PaymentRequest = {
  /** A UUID made by the till; sent again with the same request, it gives the same answer. */
  key: string
  number: string
  code: string
  amountCents: Cents
  /** The resident agrees to pay what is left if the amount is more. */
  inPart?: boolean
}

export type Payment = {
  gestureId: string
  askedCents: Cents
  paidCents: Cents
  /** What the resident still owes the outlet, in euros. */
  leftToPayCents: Cents
  /** ISO instant. */
  at: string
  /** Last digits of the number. */
  numberEnd: string
}

/** A resident pays at an outlet, from the outlet's device, with a number and a code. */
export function pay(app: App, device: Device, request: PaymentRequest): Promise<Payment> {
  const till = opened.get(app) ?? openTill(app)
  opened.set(app, till)
  return till(device, request)
}

type Till = (device: Device, request: PaymentRequest) => Promise<Payment>
const opened = new WeakMap<App, Till>()

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** The payments of this process: one queue per caisse, kept while it is in use. */
export function openTill(app: App, grouping: Grouping = GROUPING): Till {
  const caisseOf = openDirectory(app.pool)
  const queues = new Map<CaisseId, ReturnType<typeof openQueue<Outcome>>>()

  function queueOf(caisseId: CaisseId) {
    const known = queues.get(caisseId)
    if (known) return known
    const queue = openQueue<Outcome>(
      {
        together: (batch) => payTogether(app, caisseId, batch),
        alone: async (asked) => {
          const outcome = await payAlone(app, caisseId, asked)
          if (outcome instanceof Refusal) throw outcome
          return outcome
        },
        full: tryAgain,
        idle: () => queues.delete(caisseId),
      },
      grouping,
    )
    queues.set(caisseId, queue)
    return queue
  }

  return async (device, request) => {
    const asked = read(app, device, request)
    try {
      const { paidCents, at } = await queueOf(await caisseOf(asked.number)).add(asked)
      return {
        gestureId: asked.key,
        askedCents: asked.amountCents,
        paidCents,
        leftToPayCents: asked.amountCents - paidCents,
        at: at.toISOString(),
        numberEnd: endOfNumber(asked.number),
      }
    } catch (error) {
      throw isDatabaseAway(error) ? tryAgain() : error
    }
  }
}

/** Whether it was paid is not known yet: the same key finds out. */
const tryAgain = () => new Refusal('try_again', {}, 503)

function read(app: App, device: Device, request: PaymentRequest): Asked {
  const { code, amountCents, inPart = false } = request
  if (!UUID.test(request.key)) throw new Refusal('key_missing', {}, 400)
  if (!Number.isSafeInteger(amountCents)) throw new Refusal('amount_zero')
  refuse(refusalToAsk(amountCents))
  const number = typedNumber(request.number)
  if (!isNumber(number)) throw new Refusal('number_mistyped')
  if (!isCode(code)) throw new Refusal('code_format')
  const codeHmac = hmacOfCode(app.codePepper, number, code)
  const { deviceId } = device
  return {
    key: request.key.toLowerCase(),
    requestHash: hashOf(deviceId, number, codeHmac, amountCents, inPart),
    number,
    codeHmac,
    deviceId,
    amountCents,
    inPart,
  }
}

/** Of the code only what cannot be searched without the pepper. */
function hashOf(...[deviceId, number, codeHmac, amountCents, inPart]: HashedRequest): Buffer {
  return createHash('sha256')
    .update(`payment|${deviceId}|${number}|${amountCents}|${inPart}|`)
    .update(codeHmac)
    .digest()
}
type HashedRequest = [string, string, Buffer, Cents, boolean]

async function payTogether(
  app: App,
  caisseId: CaisseId,
  batch: readonly Asked[],
): Promise<Map<number, Outcome> | null> {
  const at = app.now()
  try {
    const places = await payBatch(app.pool, caisseId, batch, at)
    return new Map([...places].map((place) => [place, { paidCents: batch[place]!.amountCents, at }]))
  } catch (error) {
    if (isLostRace(error)) return null
    throw error
  }
}
