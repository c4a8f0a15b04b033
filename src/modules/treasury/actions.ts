import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import { gesture, lockCaisse } from '../../kit/gesture.ts'
import { Amount, PositiveAmount, type Cents } from '../../kit/money.ts'
import { dayAt, DayValue, type Day } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { caisseBankAccount, getCaisse } from '../caisses/store.ts'
import { SIGNING_ROLES } from '../identity/approvals.ts'
import type { AccountId } from '../ledger/rules.ts'
import { balanceOf, caisseAccount, legsOf, ownedAccount, post } from '../ledger/store.ts'
import { refusalToPlan, refusalToReceive, refusalToUndo } from './rules/grants.ts'
import {
  findGrant,
  findOpening,
  insertGrant,
  replacePlannedTranches,
  setGrantSigned,
  setTrancheReceived,
  type Grant,
} from './store.ts'

const Words = z.string().trim().max(200)

/** What the bank account held before Tablée. Once: afterwards it is corrected. */
export const recordOpeningBalance = gesture(
  'record_opening_balance',
  SIGNING_ROLES,
  z.object({ amount: PositiveAmount }),
  async (tx, { key, now }, { amount }) => {
    await lockCaisse(tx, 'treasury')
    if (await findOpening(tx)) throw new Refusal('opening_recorded', {}, 409)
    const debit = await caisseAccount(tx, 'opening')
    const credit = await bankOf(tx)
    await post(tx, key, [{ book: 'euros', debit, credit, amountCents: amount, kind: 'opening' }], now)
  },
)

/** Posts the difference between what was recorded and what it was. */
export const correctOpeningBalance = gesture(
  'correct_opening_balance',
  SIGNING_ROLES,
  z.object({ amount: Amount }),
  async (tx, { key, now }, { amount }) => {
    await lockCaisse(tx, 'treasury')
    const first = await findOpening(tx)
    if (!first) throw new Refusal('opening_missing', {}, 409)
    const { opening, bank, gestureId } = first
    const more = amount + (await balanceOf(tx, opening))
    if (more === 0) throw new Refusal('opening_unchanged')
    const [debit, credit] = more > 0 ? [opening, bank] : [bank, opening]
    const leg = {
      book: 'euros',
      amountCents: Math.abs(more),
      kind: 'correction',
      corrects: gestureId,
    } as const
    await post(tx, key, [{ ...leg, debit, credit }], now)
  },
)

// --- grants ----------------------------------------------------------------------------------------

const Planned = z.array(z.object({ expectedOn: DayValue, amount: PositiveAmount })).max(60)

const asTranches = (planned: z.output<typeof Planned>) =>
  planned
    .map(({ expectedOn, amount }) => ({ expectedOn, amountCents: amount }))
    .sort((a, b) => (a.expectedOn < b.expectedOn ? -1 : a.expectedOn > b.expectedOn ? 1 : 0))

/** What a funder promised, and when it should come. */
export const recordGrant = gesture(
  'record_grant',
  SIGNING_ROLES,
  z.object({
    funder: Words.min(1),
    purpose: Words.default(''),
    promised: PositiveAmount,
    awardedOn: DayValue,
    /** A promise without a signed agreement is not counted on. */
    signed: z.boolean(),
    tranches: Planned.default([]),
  }),
  async (tx, { app, about }, { tranches, promised, ...award }) => {
    const grantId = app.newId()
    about(grantId)
    await awardGrant(tx, { id: grantId, promisedCents: promised, ...award }, asTranches(tranches))
    return { grantId }
  },
)

/** Keeps what a funder promised; also what an application became. */
export async function awardGrant(
  tx: CaisseTx,
  award: Omit<Grant, 'accountId' | 'tranches'>,
  planned: readonly { expectedOn: Day; amountCents: Cents }[],
): Promise<void> {
  refuse(refusalToPlan(award.promisedCents, [], planned))
  await insertGrant(tx, { ...award, accountId: await ownedAccount(tx, 'grant', award.id) })
  await replacePlannedTranches(tx, { id: award.id, tranches: [] }, planned)
}

export const signGrant = gesture(
  'sign_grant',
  SIGNING_ROLES,
  z.object({ grantId: z.uuid() }),
  async (tx, { about }, { grantId }) => {
    about(grantId)
    const grant = await takeGrant(tx, grantId)
    if (grant.signed) throw new Refusal('grant_signed', {}, 409)
    await setGrantSigned(tx, grantId)
  },
)

/** Plans anew what has not come yet: other days, other amounts. */
export const planTranches = gesture(
  'plan_tranches',
  SIGNING_ROLES,
  z.object({ grantId: z.uuid(), tranches: Planned }),
  async (tx, { about }, { grantId, tranches }) => {
    about(grantId)
    const grant = await takeGrant(tx, grantId)
    const planned = asTranches(tranches)
    const received = grant.tranches.filter((tranche) => tranche.receivedOn !== null)
    refuse(refusalToPlan(grant.promisedCents, received, planned))
    await replacePlannedTranches(tx, grant, planned)
  },
)

/** The money of a tranche came to the bank account. */
export const receiveTranche = gesture(
  'receive_tranche',
  SIGNING_ROLES,
  z.object({ grantId: z.uuid(), number: z.number().int(), on: DayValue }),
  async (tx, { key, now, about }, { grantId, number, on }) => {
    about(grantId)
    const grant = await takeGrant(tx, grantId)
    const tranche = trancheOf(grant, number)
    refuse(refusalToReceive(tranche, on, await today(tx, now)))
    const leg = { book: 'euros', amountCents: tranche.amountCents, kind: 'grant_receipt', on } as const
    await post(tx, key, [{ ...leg, debit: grant.accountId, credit: await bankOf(tx) }], now)
    await setTrancheReceived(tx, grantId, number, { on, gestureId: key })
  },
)

/** It was entered by mistake: counter-entry, and the tranche is expected again. */
export const undoTranche = gesture(
  'undo_tranche',
  SIGNING_ROLES,
  z.object({ grantId: z.uuid(), number: z.number().int() }),
  async (tx, { key, now, about }, { grantId, number }) => {
    about(grantId)
    const grant = await takeGrant(tx, grantId)
    const tranche = trancheOf(grant, number)
    refuse(refusalToUndo(tranche))
    const corrects = tranche.gestureId!
    const [received] = await legsOf(tx, corrects)
    const { debit_account: debit, credit_account: credit } = received!
    const leg = { book: 'euros', amountCents: tranche.amountCents, kind: 'correction', corrects } as const
    await post(tx, key, [{ ...leg, debit: credit, credit: debit }], now)
    await setTrancheReceived(tx, grantId, number, null)
  },
)

// --- what they share -------------------------------------------------------------------------------

async function takeGrant(tx: CaisseTx, grantId: string): Promise<Grant> {
  await lockCaisse(tx, 'treasury')
  const grant = await findGrant(tx, grantId)
  if (!grant) throw new Refusal('unknown_grant', {}, 404)
  return grant
}

function trancheOf(grant: Grant, number: number): Grant['tranches'][number] {
  const tranche = grant.tranches.find((one) => one.number === number)
  if (!tranche) throw new Refusal('unknown_tranche', {}, 404)
  return tranche
}

export async function bankOf(tx: CaisseTx): Promise<AccountId> {
  const account = await caisseBankAccount(tx)
  if (!account) throw new Refusal('bank_account_missing')
  return ownedAccount(tx, 'bank', account.id)
}

export async function today(tx: CaisseTx, now: Date): Promise<Day> {
  return dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)
}
