import { v7 as uuid } from 'uuid'
import { inCaisse, type CaisseId } from '../src/db/db.ts'
import type { Actor } from '../src/kit/actor.ts'
import type { App } from '../src/kit/app.ts'
import type { Cents } from '../src/kit/money.ts'
import { caisseAccount, householdAccount, post } from '../src/modules/ledger/store.ts'
import { pay, type Payment, type PaymentRequest } from '../src/modules/payments/actions/pay.ts'
import { chooseCode, issueNumber } from '../src/modules/payments/actions/payers.ts'
import { payersOfHousehold } from '../src/modules/payments/store/payers.ts'
import { membersOf } from '../src/modules/people/store/households.ts'
import type { TestApp } from './app.ts'
import type { GivenTill } from './given-accreditation.ts'
import { givenHouseholds } from './given-allocations.ts'
import type { GivenCaisse } from './given.ts'

export const CODE = '724093'
/** For whom has a number that holds it: that would be too easy. */
const OTHER_CODE = '835104'

export type GivenPayer = {
  caisse: GivenCaisse
  householdId: string
  personId: string
  number: string
  code: string
}

/** The adults of one household, each with a number and a code, and what the household has left. */
export async function givenPayers(
  app: TestApp,
  caisse: GivenCaisse,
  { adults = 1, balanceCents = 100_00 }: { adults?: number; balanceCents?: Cents } = {},
): Promise<GivenPayer[]> {
  const [household] = await givenHouseholds(app, caisse.id, [{ adults }])
  const householdId = household!.id
  if (balanceCents > 0) await givenRights(app, caisse.id, householdId, balanceCents)
  const members = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, householdId))
  const payers: GivenPayer[] = []
  for (const { personId } of members) {
    const { number } = await issueNumber(caisse.call(), { personId })
    const code = number.includes(CODE) ? OTHER_CODE : CODE
    await chooseCode(caisse.call(), { personId, code })
    payers.push({ caisse, householdId, personId, number, code })
  }
  return payers
}

export async function givenPayer(
  app: TestApp,
  caisse: GivenCaisse,
  options: { balanceCents?: Cents } = {},
): Promise<GivenPayer> {
  return (await givenPayers(app, caisse, options))[0]!
}

/** Rights granted outside a month's run. */
export async function givenRights(
  app: App,
  caisseId: CaisseId,
  householdId: string,
  amountCents: Cents,
  key: string = uuid(),
): Promise<void> {
  await inCaisse(app.db, caisseId, async (tx) => {
    const debit = await caisseAccount(tx, 'rights_granted')
    const credit = await householdAccount(tx, householdId, 'rights')
    await post(tx, key, [{ book: 'rights', kind: 'allocation', debit, credit, amountCents }], app.now())
  })
}

/** What a household has left, by its wallet. */
export async function balanceLeft(app: App, payer: GivenPayer): Promise<Cents> {
  return inCaisse(app.db, payer.caisse.id, async (tx) => {
    const [own] = await payersOfHousehold(tx, payer.householdId)
    const wallet = await tx
      .selectFrom('wallet')
      .select('balance_cents')
      .where('caisse_id', '=', tx.caisseId)
      .where('account_id', '=', own!.accountId)
      .executeTakeFirstOrThrow()
    return wallet.balance_cents
  })
}

export const asDevice = (till: GivenTill) => till.actor as Extract<Actor, { kind: 'device' }>

/** A payment at a till, under a new key unless told. */
export function payAt(
  app: App,
  till: GivenTill,
  payer: Pick<GivenPayer, 'number' | 'code'>,
  amountCents: Cents,
  changes: Partial<PaymentRequest> = {},
): Promise<Payment> {
  const { number, code } = payer
  return pay(app, asDevice(till), { key: uuid(), number, code, amountCents, ...changes })
}

/** `paid`, or the code of the refusal. */
export async function outcomeOf(payment: Promise<unknown>): Promise<string> {
  try {
    await payment
    return 'paid'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

/** How many times each outcome came. */
export async function tally(payments: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const outcome of await Promise.all(payments.map(outcomeOf)))
    counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}
