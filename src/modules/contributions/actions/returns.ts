import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import type { Cents } from '../../../kit/money.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { getCaisse } from '../../caisses/store.ts'
import { requireTwoSignatures, sign, signAsPreparer, SIGNING_ROLES } from '../../identity/approvals.ts'
import type { AccountId } from '../../ledger/rules.ts'
import { balanceOf, caisseAccount, householdAccount, ownedAccount, post } from '../../ledger/store.ts'
import { refusalToReturn, returnDigest } from '../rules/return.ts'
import { findReceipt, insertReceipts, type Receipt } from '../store/receipts.ts'
import { findReturn, insertReturn, setReturnStatus, type ContributionReturn } from '../store/returns.ts'
import { standsAt } from './carry.ts'
import { todayIn } from './pledges.ts'

export const RETURN = 'contribution_return'

const OfReceipt = z.object({ receiptId: z.uuid() })

/** What a household gave beyond all that was made due. */
export async function aheadOf(tx: CaisseTx, householdId: string): Promise<Cents> {
  return Math.max(0, await standsAt(tx, householdId))
}

/** Given back in cash, beside the person: noted as it is done, out of the box. */
export const returnInCash = gesture(
  'return_contribution_in_cash',
  SIGNING_ROLES,
  OfReceipt,
  async (tx, { app, key, now, about }, { receiptId }) => {
    about(receiptId)
    const receipt = await receiptToReturn(tx, receiptId)
    const cash = await caisseAccount(tx, 'cash')
    const inBox = await balanceOf(tx, cash)
    if (inBox < receipt.cents) throw new Refusal('not_enough_cash', { cents: inBox }, 409)
    const id = app.newId()
    await keep(tx, { id, receipt, way: 'cash', status: 'returned' }, now)
    await giveBack(tx, { id: app.newId(), key, receipt, from: cash, now })
    return { returnId: id }
  },
)

/** By transfer: one person prepares, another signs what they saw, and only then do the euros leave. */
export const prepareReturn = gesture(
  'prepare_contribution_return',
  SIGNING_ROLES,
  OfReceipt,
  async (tx, { app, actor, now, about }, { receiptId }) => {
    const receipt = await receiptToReturn(tx, receiptId)
    await bankOf(tx)
    const id = app.newId()
    about(id)
    const digest = await keep(tx, { id, receipt, way: 'transfer', status: 'prepared' }, now)
    await signAsPreparer(tx, actor, { kind: RETURN, id, digest }, now)
    return { returnId: id, digest: digest.toString('hex') }
  },
)

const Seen = z.object({ returnId: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/) })

export const approveReturn = gesture(
  'approve_contribution_return',
  SIGNING_ROLES,
  Seen,
  async (tx, { app, actor, key, now, about }, { returnId, digest }) => {
    about(returnId)
    const one = await waitingReturn(tx, returnId)
    const subject = { kind: RETURN, id: returnId, digest: one.digest }
    await sign(tx, actor, subject, { seen: Buffer.from(digest, 'hex'), now })
    await requireTwoSignatures(tx, subject, now)
    const receipt = await receiptToReturn(tx, one.receiptId)
    await setReturnStatus(tx, returnId, 'returned', now)
    await giveBack(tx, { id: app.newId(), key, receipt, from: await bankOf(tx), now })
  },
)

/** Kept for the months to come after all: nothing left. */
export const cancelReturn = gesture(
  'cancel_contribution_return',
  SIGNING_ROLES,
  z.object({ returnId: z.uuid() }),
  async (tx, { now, about }, { returnId }) => {
    about(returnId)
    await setReturnStatus(tx, (await waitingReturn(tx, returnId)).id, 'cancelled', now)
  },
)

async function waitingReturn(tx: CaisseTx, id: string): Promise<ContributionReturn> {
  await lockCaisse(tx, 'treasury')
  const one = await findReturn(tx, id)
  if (!one) throw new Refusal('unknown_return', {}, 404)
  if (one.status !== 'prepared') throw new Refusal('return_is_over', {}, 409)
  return one
}

/** No due is computed and no cheque deposited meanwhile. */
async function receiptToReturn(tx: CaisseTx, receiptId: string): Promise<Receipt> {
  await lockCaisse(tx, 'month')
  await lockCaisse(tx, 'treasury')
  const receipt = await findReceipt(tx, receiptId)
  if (!receipt) throw new Refusal('unknown_receipt', {}, 404)
  refuse(refusalToReturn(receipt, await aheadOf(tx, receipt.householdId)))
  return receipt
}

async function bankOf(tx: CaisseTx): Promise<AccountId> {
  const { bank_account_id: bankId } = await getCaisse(tx, tx.caisseId)
  if (!bankId) throw new Refusal('no_bank_account')
  return ownedAccount(tx, 'bank', bankId)
}

async function keep(
  tx: CaisseTx,
  given: Pick<ContributionReturn, 'id' | 'way'> & { receipt: Receipt; status: 'prepared' | 'returned' },
  now: Date,
): Promise<Buffer> {
  const { id, way, receipt, status } = given
  const { id: receiptId, householdId, cents } = receipt
  const digest = returnDigest({ caisseId: tx.caisseId, id, receiptId, cents })
  if (!(await insertReturn(tx, { id, way, receiptId, householdId, cents, digest, status }, now)))
    throw new Refusal('return_waits', {}, 409)
  return digest
}

/** The receipt stays with its number; what undoes it says that its euros left. */
async function giveBack(
  tx: CaisseTx,
  given: { id: string; key: string; receipt: Receipt; from: AccountId; now: Date },
): Promise<void> {
  const { id, key, receipt, from, now } = given
  const on = await todayIn(tx, now)
  const undoing = { ...receipt, id, receivedOn: on, undoesReceiptId: receipt.id }
  if ((await insertReceipts(tx, key, [undoing], now)) === 0)
    throw new Refusal('receipt_already_undone', {}, 409)
  const credit = await householdAccount(tx, receipt.householdId, 'euros')
  const leg = { book: 'euros', debit: from, credit, amountCents: receipt.cents } as const
  await post(tx, key, [{ ...leg, kind: 'receipt_undone', corrects: receipt.gestureId, on }], now)
}
