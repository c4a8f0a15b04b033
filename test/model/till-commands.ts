import fc from 'fast-check'
import { expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { inCaisse } from '../../src/db/db.ts'
import { endAgreement, resumeAgreement, suspendAgreement } from '../../src/modules/accreditation/actions.ts'
import { revokeDevice } from '../../src/modules/accreditation/devices.ts'
import { caisseAccount, householdAccount, post } from '../../src/modules/ledger/store.ts'
import type { PaymentRequest } from '../../src/modules/payments/actions/pay.ts'
import { blockPayer, choosePartPayment, unblockPayer } from '../../src/modules/payments/actions/payers.ts'
import { refund } from '../../src/modules/payments/actions/refund.ts'
import { withCheckDigit } from '../../src/modules/payments/rules/number.ts'
import type { TestApp } from '../app.ts'
import { givenOutlet, givenTill, type GivenOutlet, type GivenTill } from '../given-accreditation.ts'
import { CODE, givenPayers, givenRights, payAt, type GivenPayer } from '../given-payments.ts'
import type { GivenCaisse } from '../given.ts'
import { expireInModel, payInModel, refundInModel, type Model, type ModelPay } from './till-model.ts'

/** The same things in the application, each at the place it has in the model. */
export type Real = {
  app: TestApp
  caisse: GivenCaisse
  payers: GivenPayer[]
  outlets: GivenOutlet[]
  tills: GivenTill[]
  /** Payments made: to repeat and to refund. */
  payments: { till: number; request: PaymentRequest; answer: unknown }[]
}

const WRONG_CODE = '909192'

type Command = fc.AsyncCommand<Model, Real>

/** A command: whether it can be given, what it does to both, how a counter-example tells it. */
const command = (name: string, can: (model: Model) => boolean, run: Command['run']): Command => ({
  check: can,
  run,
  toString: () => name,
})

const outcome = async (action: Promise<unknown>): Promise<unknown> =>
  action.catch((error: { code?: string }) => {
    if (error.code === undefined) throw error
    return error.code
  })

const pick = <T>(list: readonly T[], n: number): number => n % list.length

const register = fc.record({ adults: fc.integer({ min: 1, max: 2 }), cents: fc.nat(60_00) }).map((given) =>
  command(
    `register(${JSON.stringify(given)})`,
    (model) => model.balances.length < 5,
    async (model, real) => {
      const { adults, cents } = given
      const payers = await givenPayers(real.app, real.caisse, { adults, balanceCents: cents })
      real.payers.push(...payers)
      const household = model.balances.push(cents) - 1
      model.granted += cents
      for (const { code } of payers)
        model.payers.push({ household, code, failures: 0, lockedUntil: 0, blocked: false, paysInPart: false })
    },
  ),
)

const equip = fc.boolean().map((newOutlet) =>
  command(
    `equip(${newOutlet})`,
    (model) => model.tills.length < 5,
    async (model, real) => {
      if (newOutlet || real.outlets.length === 0) {
        real.outlets.push(await givenOutlet(real.app, real.caisse))
        model.outlets.push({ taken: 0, suspended: false, lastDay: null })
      }
      const outlet = real.outlets.length - 1
      real.tills.push(await givenTill(real.app, real.caisse, real.outlets[outlet]))
      model.tills.push({ outlet, revoked: false, failures: 0, since: -Infinity })
    },
  ),
)

const canPay = (model: Model) => model.payers.length > 0 && model.tills.length > 0

const numberOfNobody = ({ caisse }: Real) => withCheckDigit(String(caisse.id).padStart(7, '0'))

/** One in six does not know the code, one in twelve has a number that nobody has. */
const asked = fc.record({
  till: fc.nat(99),
  payer: fc.nat(99),
  amount: fc.integer({ min: 1, max: 40_00 }),
  inPart: fc.boolean(),
  mistake: fc.nat(11),
})

const pay = asked.map((given) =>
  command(`pay(${JSON.stringify(given)})`, canPay, async (model, real) => {
    const till = pick(model.tills, given.till)
    const payer = pick(model.payers, given.payer)
    const unknown = given.mistake === 0
    const code = given.mistake === 1 || given.mistake === 2 ? WRONG_CODE : CODE
    const expected = payInModel(model, { ...given, till, payer: unknown ? null : payer, code })
    const request = {
      key: uuid(),
      number: unknown ? numberOfNobody(real) : real.payers[payer]!.number,
      code: code === CODE ? real.payers[payer]!.code : code,
      amountCents: given.amount,
      inPart: given.inPart,
    }
    const got = await outcome(payAt(real.app, real.tills[till]!, request, given.amount, request))
    expect(typeof got === 'string' ? got : (got as { paidCents: number }).paidCents).toBe(expected)
    if (typeof got !== 'string') real.payments.push({ till, request, answer: got })
  }),
)

/** Somebody tries codes, one after the other. */
const guess = fc
  .record({ till: fc.nat(99), payer: fc.nat(99), tries: fc.integer({ min: 2, max: 7 }) })
  .map((given) =>
    command(`guess(${JSON.stringify(given)})`, canPay, async (model, real) => {
      const till = pick(model.tills, given.till)
      const payer = pick(model.payers, given.payer)
      for (let i = 0; i < given.tries; i += 1) {
        const expected = payInModel(model, { till, payer, code: WRONG_CODE, amount: 1, inPart: false })
        const { number } = real.payers[payer]!
        expect(await outcome(payAt(real.app, real.tills[till]!, { number, code: WRONG_CODE }, 1))).toBe(
          expected,
        )
      }
    }),
  )

/** One adult of each household at once, with the right code, at any till: the order cannot matter. */
const rush = fc.array(asked, { minLength: 5, maxLength: 5 }).map((all) =>
  command(`rush(${JSON.stringify(all)})`, canPay, async (model, real) => {
    const pays: ModelPay[] = model.balances.map((_, household) => ({
      ...all[household]!,
      till: pick(model.tills, all[household]!.till),
      payer: model.payers.findIndex((payer) => payer.household === household),
      code: CODE,
    }))
    const requests = pays.map(({ payer, amount, inPart }) => {
      const { number, code } = real.payers[payer!]!
      return { key: uuid(), number, code, amountCents: amount, inPart }
    })
    const expected = pays.map((one) => payInModel(model, one))
    const got = await Promise.all(
      requests.map((request, i) =>
        outcome(payAt(real.app, real.tills[pays[i]!.till]!, request, request.amountCents, request)),
      ),
    )
    expect(
      got.map((one) => (typeof one === 'string' ? one : (one as { paidCents: number }).paidCents)),
    ).toEqual(expected)
    got.forEach((answer, i) => {
      if (typeof answer !== 'string')
        real.payments.push({ till: pays[i]!.till, request: requests[i]!, answer })
    })
  }),
)

const repeat = fc.record({ payment: fc.nat(99), more: fc.boolean() }).map((given) =>
  command(
    `repeat(${JSON.stringify(given)})`,
    (model) => model.payments.length > 0,
    async (_, real) => {
      const { till, request, answer } = real.payments[pick(real.payments, given.payment)]!
      const again = given.more ? { ...request, amountCents: request.amountCents + 1 } : request
      const got = await outcome(payAt(real.app, real.tills[till]!, again, again.amountCents, again))
      expect(got).toEqual(given.more ? 'key_reused' : answer)
    },
  ),
)

const giveBack = fc
  .record({
    payment: fc.nat(99),
    till: fc.nat(99),
    amount: fc.integer({ min: 1, max: 30_00 }),
    own: fc.nat(3),
  })
  .map((given) =>
    command(
      `refund(${JSON.stringify(given)})`,
      (model) => model.payments.length > 0,
      async (model, real) => {
        const payment = pick(real.payments, given.payment)
        const { till: paidAt, request } = real.payments[payment]!
        const till = given.own > 0 ? paidAt : pick(model.tills, given.till)
        const expected = refundInModel(model, { till, payment, amount: given.amount })
        const call = real.caisse.call(real.tills[till]!.actor)
        const got = await outcome(refund(call, { paymentGestureId: request.key, amountCents: given.amount }))
        expect(typeof got === 'string' ? got : (got as { leftCents: number }).leftCents).toBe(expected)
      },
    ),
  )

const allocate = fc
  .record({ household: fc.nat(99), cents: fc.integer({ min: 1, max: 80_00 }) })
  .map((given) =>
    command(
      `allocate(${JSON.stringify(given)})`,
      (model) => model.balances.length > 0,
      async (model, real) => {
        const household = pick(model.balances, given.household)
        model.balances[household]! += given.cents
        model.granted += given.cents
        await givenRights(real.app, real.caisse.id, householdIdOf(model, real, household), given.cents)
      },
    ),
  )

const expire = fc.record({ household: fc.nat(99), cents: fc.integer({ min: 1, max: 60_00 }) }).map((given) =>
  command(
    `expire(${JSON.stringify(given)})`,
    (model) => model.balances.length > 0,
    async (model, real) => {
      const household = pick(model.balances, given.household)
      const householdId = householdIdOf(model, real, household)
      const expired = inCaisse(real.app.db, real.caisse.id, async (tx) => {
        const debit = await householdAccount(tx, householdId, 'rights')
        const leg = { debit, credit: await caisseAccount(tx, 'rights_expired'), amountCents: given.cents }
        await post(tx, uuid(), [{ book: 'rights', kind: 'expiry', ...leg }], real.app.now())
        return 'done'
      })
      expect(await outcome(expired)).toBe(expireInModel(model, household, given.cents))
    },
  ),
)

const householdIdOf = (model: Model, real: Real, household: number): string =>
  real.payers[model.payers.findIndex((payer) => payer.household === household)]!.householdId

const block = fc.record({ payer: fc.nat(99), blocked: fc.boolean() }).map((given) =>
  command(
    `block(${JSON.stringify(given)})`,
    (model) => model.payers.length > 0,
    async (model, real) => {
      const payer = pick(model.payers, given.payer)
      const act = given.blocked ? blockPayer : unblockPayer
      await act(real.caisse.call(), { personId: real.payers[payer]!.personId })
      model.payers[payer]!.blocked = given.blocked
    },
  ),
)

const choosePart = fc.record({ payer: fc.nat(99), inPart: fc.boolean() }).map((given) =>
  command(
    `choosePart(${JSON.stringify(given)})`,
    (model) => model.payers.length > 0,
    async (model, real) => {
      const payer = pick(model.payers, given.payer)
      await choosePartPayment(real.caisse.call(), {
        personId: real.payers[payer]!.personId,
        inPart: given.inPart,
      })
      model.payers[payer]!.paysInPart = given.inPart
    },
  ),
)

const suspend = fc.nat(99).map((n) =>
  command(
    `suspendOrResume(${n})`,
    (model) => model.outlets.length > 0 && model.outlets[pick(model.outlets, n)]!.lastDay === null,
    async (model, real) => {
      const outlet = model.outlets[pick(model.outlets, n)]!
      const { agreementId } = real.outlets[pick(model.outlets, n)]!
      await (outlet.suspended ? resumeAgreement : suspendAgreement)(real.caisse.call(), { agreementId })
      outlet.suspended = !outlet.suspended
    },
  ),
)

/** Today is the last day. */
const end = fc.nat(99).map((n) =>
  command(
    `end(${n})`,
    (model) => model.outlets.length > 0 && model.outlets[pick(model.outlets, n)]!.lastDay === null,
    async (model, real) => {
      const place = pick(model.outlets, n)
      await endAgreement(real.caisse.call(), {
        agreementId: real.outlets[place]!.agreementId,
        lastDay: model.today(),
      })
      model.outlets[place]!.lastDay = model.today()
    },
  ),
)

const revoke = fc.nat(99).map((n) =>
  command(
    `revoke(${n})`,
    (model) => model.tills.length > 1 && !model.tills[pick(model.tills, n)]!.revoked,
    async (model, real) => {
      const till = pick(model.tills, n)
      await revokeDevice(real.caisse.call(), { deviceId: real.tills[till]!.deviceId })
      model.tills[till]!.revoked = true
    },
  ),
)

const wait = fc.constantFrom(1, 3, 10, 45, 600, 1440).map((minutes) =>
  command(
    `wait(${minutes} min)`,
    () => true,
    async (model, real) => {
      model.now += minutes * 60_000
      real.app.at(new Date(model.now).toISOString())
    },
  ),
)

/** Payments most often, as in life; what ends a right for good least. */
const anyCommand = fc.oneof(
  { weight: 20, arbitrary: pay },
  { weight: 8, arbitrary: rush },
  { weight: 2, arbitrary: guess },
  { weight: 8, arbitrary: giveBack },
  { weight: 4, arbitrary: repeat },
  { weight: 6, arbitrary: allocate },
  { weight: 4, arbitrary: wait },
  { weight: 3, arbitrary: register },
  { weight: 3, arbitrary: equip },
  { weight: 2, arbitrary: expire },
  { weight: 2, arbitrary: block },
  { weight: 2, arbitrary: choosePart },
  { weight: 2, arbitrary: suspend },
  { weight: 1, arbitrary: end },
  { weight: 1, arbitrary: revoke },
)

/** A caisse with somebody in it and a place to buy, then anything. */
export const commands = (steps: number): fc.Arbitrary<Command[]> =>
  fc
    .tuple(register, equip, fc.array(anyCommand, { minLength: steps / 2, maxLength: steps, size: 'max' }))
    .map(([household, till, rest]) => [household, till, ...rest])
