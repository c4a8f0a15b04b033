import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { PositiveAmount, type Cents } from '../../../kit/money.ts'
import { DayValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import {
  chequesInHand,
  findReceipt,
  insertDepositedCheques,
  insertReceipts,
  type Receipt,
} from '../../contributions/store/receipts.ts'
import { SIGNING_ROLES } from '../../identity/approvals.ts'
import { balanceOf, caisseAccount, householdAccount, post } from '../../ledger/store.ts'
import { withdraw } from '../../people/store/messages.ts'
import { bankOf, today } from '../actions.ts'
import { insertDeposit } from '../store/deposits.ts'

/**
 * Cash or cheques that were brought to the bank, under the next number of their slips. Of cheques, those named or
 * all in hand; what they add up to is known, and an amount that is given must be that.
 */
export const depositToBank = gesture(
  'deposit_to_bank',
  SIGNING_ROLES,
  z.object({
    from: z.enum(['cash', 'cheques']),
    amount: PositiveAmount.optional(),
    receiptIds: z.array(z.uuid()).min(1).optional(),
    on: DayValue.optional(),
  }),
  async (tx, { key, now, about }, { from, amount, receiptIds, on }) => {
    about(key)
    await lockCaisse(tx, 'treasury')
    const current = await today(tx, now)
    const day = on ?? current
    if (day > current) throw new Refusal('deposit_in_future', { day })
    const debit = await caisseAccount(tx, from)
    const cheques = from === 'cheques' ? await chosenCheques(tx, receiptIds) : []
    const amountCents = from === 'cheques' ? sumOf(cheques, amount) : await fromCashBox(tx, debit, amount)
    const credit = await bankOf(tx)
    await post(tx, key, [{ book: 'euros', debit, credit, amountCents, kind: 'deposit', on: day }], now)
    const number = await insertDeposit(tx, { id: key, kind: from, on: day, amountCents })
    const ids = cheques.map(({ id }) => id)
    if (ids.length > 0) await insertDepositedCheques(tx, key, ids)
    return { depositId: key, number, amountCents }
  },
)

async function fromCashBox(tx: CaisseTx, account: number, amount: Cents | undefined): Promise<Cents> {
  if (amount === undefined) throw new Refusal('deposit_nothing')
  const heldCents = await balanceOf(tx, account)
  if (amount > heldCents) throw new Refusal('deposit_above_cash', { heldCents })
  return amount
}

async function chosenCheques(tx: CaisseTx, ids: readonly string[] | undefined): Promise<Receipt[]> {
  const inHand = await chequesInHand(tx)
  if (!ids) return inHand
  const chosen = inHand.filter(({ id }) => ids.includes(id))
  if (chosen.length < new Set(ids).size) throw new Refusal('cheque_not_in_hand', {}, 409)
  return chosen
}

function sumOf(cheques: readonly Receipt[], amount: Cents | undefined): Cents {
  const heldCents = cheques.reduce((sum, { cents }) => sum + cents, 0)
  if (heldCents === 0) throw new Refusal('deposit_nothing')
  if (amount !== undefined && amount !== heldCents)
    throw new Refusal('deposit_differs_from_cheques', { heldCents })
  return heldCents
}

/** The bank gave a cheque back unpaid: it takes the money from the account again, and the receipt is undone. */
export const bounceCheque = gesture(
  'bounce_cheque',
  SIGNING_ROLES,
  z.object({ receiptId: z.uuid(), on: DayValue }),
  async (tx, { app, key, now, about }, { receiptId, on }) => {
    about(receiptId)
    await lockCaisse(tx, 'treasury')
    const cheque = await findReceipt(tx, receiptId)
    if (!cheque?.depositId) throw new Refusal('cheque_not_deposited', {}, 409)
    if (on > (await today(tx, now))) throw new Refusal('deposit_in_future', { day: on })
    const cheques = await caisseAccount(tx, 'cheques')
    const household = await householdAccount(tx, cheque.householdId, 'euros')
    const { gestureId, cents: amountCents } = cheque
    const undoing = { ...cheque, id: app.newId(), receivedOn: on, undoesReceiptId: receiptId }
    if ((await insertReceipts(tx, key, [undoing], now)) === 0)
      throw new Refusal('receipt_already_undone', {}, 409)
    const leg = { book: 'euros', amountCents, on } as const
    const bank = await bankOf(tx)
    await post(
      tx,
      key,
      [
        { ...leg, debit: bank, credit: cheques, kind: 'correction', corrects: cheque.depositId },
        { ...leg, debit: cheques, credit: household, kind: 'receipt_undone', corrects: gestureId },
      ],
      now,
    )
    const thanks = { householdId: cheque.householdId, about: receiptId }
    await withdraw(tx, 'received', [thanks], 'cheque_returned', now)
    return { receiptId: undoing.id }
  },
)
