import { createHmac, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'
import type { App } from '../../kit/app.ts'

// A calendar application cannot sign in: its address is its key. It is made from the subscription's id and the
// installation's secret, so that nothing in the database opens a calendar.

const MAC_BYTES = 16

const macOf = (app: App, id: Uint8Array): Buffer =>
  createHmac('sha256', app.codePepper)
    .update('calendar-subscription')
    .update(id)
    .digest()
    .subarray(0, MAC_BYTES)

export function secretOf(app: App, subscriptionId: string): string {
  const id = parse(subscriptionId)
  return Buffer.concat([id, macOf(app, id)]).toString('base64url')
}

/** The subscription that a secret opens; undefined when nobody made it. */
export function subscriptionIn(app: App, secret: string): string | undefined {
  const bytes = Buffer.from(secret, 'base64url')
  if (bytes.length !== 16 + MAC_BYTES) return undefined
  const id = bytes.subarray(0, 16)
  return timingSafeEqual(bytes.subarray(16), macOf(app, id)) ? stringify(id) : undefined
}
