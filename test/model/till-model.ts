/**
 * A caisse's tills as a page of arithmetic: no database, no clock but the one it is given, nothing taken from
 * the rules of src. What it says, the application must say.
 */
type Tries = { failures: number; lockedUntil: number }

export type ModelPayer = Tries & {
  household: number
  code: string
  blocked: boolean
  paysInPart: boolean
}
export type ModelTill = { outlet: number; revoked: boolean; failures: number; since: number }
export type ModelPayment = { household: number; outlet: number; paid: number; refunded: number }
export type ModelOutlet = { taken: number; suspended: boolean; lastDay: string | null }

export type Model = {
  /** Milliseconds. */
  now: number
  /** The day in Paris, in winter. */
  today(): string
  balances: number[]
  granted: number
  expired: number
  payers: ModelPayer[]
  /** The tries of a number that nobody has: it waits as one that somebody has. */
  nobody: Tries
  outlets: ModelOutlet[]
  tills: ModelTill[]
  payments: ModelPayment[]
}

const MINUTE = 60_000

export function emptyModel(start: number): Model {
  return {
    now: start,
    today() {
      return new Date(this.now + 60 * MINUTE).toISOString().slice(0, 10)
    },
    balances: [],
    granted: 0,
    expired: 0,
    payers: [],
    nobody: { failures: 0, lockedUntil: 0 },
    outlets: [],
    tills: [],
    payments: [],
  }
}

export type ModelPay = { till: number; payer: number | null; code: string; amount: number; inPart: boolean }

/** Amount paid, or why not. */
export function payInModel(model: Model, { till, payer, code, amount, inPart }: ModelPay): number | string {
  const device = model.tills[till]!
  if (device.revoked) return 'device_revoked'
  const counting = model.now - device.since < 15 * MINUTE
  if (counting && device.failures >= 10) return 'device_locked'
  const who = payer === null ? undefined : model.payers[payer]!
  const tries = who ?? model.nobody
  if (tries.lockedUntil > model.now) return 'code_locked'
  if (!who || who.code !== code) {
    if (counting) device.failures += 1
    else Object.assign(device, { failures: 1, since: model.now })
    tries.failures += 1
    const wait = [1, 5, 15, 60, 240][tries.failures - 5] ?? 1440
    if (tries.failures >= 5) tries.lockedUntil = model.now + wait * MINUTE
    return 'number_or_code'
  }
  Object.assign(who, { failures: 0, lockedUntil: 0 })
  if (who.blocked) return 'payer_blocked'
  const outlet = model.outlets[device.outlet]!
  if (outlet.suspended || (outlet.lastDay !== null && outlet.lastDay < model.today())) return 'not_accredited'
  const balance = model.balances[who.household]!
  const paid = balance >= amount ? amount : inPart || who.paysInPart ? balance : 0
  if (paid === 0) return 'not_enough'
  model.balances[who.household] = balance - paid
  outlet.taken += paid
  model.payments.push({ household: who.household, outlet: device.outlet, paid, refunded: 0 })
  return paid
}

/** What is left of the payment to give back, or why nothing was. */
export function refundInModel(
  model: Model,
  { till, payment, amount }: { till: number; payment: number; amount: number },
): number | string {
  const paid = model.payments[payment]!
  const device = model.tills[till]!
  if (device.revoked) return 'device_revoked'
  if (device.outlet !== paid.outlet) return 'unknown_payment'
  const left = paid.paid - paid.refunded
  if (left === 0) return 'already_refunded'
  if (amount > left) return 'refund_too_large'
  paid.refunded += amount
  model.balances[paid.household]! += amount
  model.outlets[paid.outlet]!.taken -= amount
  return left - amount
}

export function expireInModel(model: Model, household: number, amount: number): 'done' | 'not_enough_rights' {
  if (model.balances[household]! < amount) return 'not_enough_rights'
  model.balances[household]! -= amount
  model.expired += amount
  return 'done'
}
