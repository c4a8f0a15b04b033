import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../../kit/app.ts'
import { InputError, parseInput } from '../../kit/gesture.ts'
import { Refusal } from '../../kit/refusal.ts'
import { findDevice } from '../accreditation/device-store.ts'
import { openTill, type Device } from './actions/pay.ts'

const Request = z.object({
  key: z.string(),
  number: z.string(),
  code: z.string(),
  amountCents: z.int(),
  inPart: z.boolean().default(false),
})

/**
 * Payments as JSON, for a till that is a program: `POST /payments` with the device's secret as bearer token.
 * 200 with the payment, else a refusal's status, code and values.
 */
export function paymentsApi(app: App, pay = openTill(app)): Hono {
  const deviceOf = openDevices(app)
  const api = new Hono()
  api.post('/payments', async (c) => {
    const device = await deviceOf(c.req.header('authorization')?.replace(/^Bearer /, '') ?? '')
    const payment = await pay(device, parseInput(Request, await c.req.json().catch(() => null)))
    return c.json(payment)
  })
  api.onError((error, c) => {
    if (error instanceof InputError) return c.json({ code: 'input', issues: error.issues }, 400)
    if (!(error instanceof Refusal)) throw error
    if (error.status === 503) c.header('retry-after', '1')
    return c.json({ code: error.code, params: error.params }, error.status as 422)
  })
  return api
}

/** Tells devices by their secret. What it remembers is who; whether it may still be paid is looked at each time. */
function openDevices(app: App): (token: string) => Device | Promise<Device> {
  const known = new Map<string, Device>()
  return (token) => {
    const hash = createHash('sha256').update(token).digest('base64')
    const device = known.get(hash)
    if (device) return device
    return findDevice(app.db, token).then((found) => {
      if (!found) throw new Refusal('device_revoked', {}, 403)
      const { deviceId, outletId, outletName } = found
      if (known.size >= 10_000) known.clear()
      const asActor: Device = { kind: 'device', deviceId, outletId, outletName }
      known.set(hash, asActor)
      return asActor
    })
  }
}
