import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, lockCaisse, type Gesture } from '../../../kit/gesture.ts'
import { PositiveAmount } from '../../../kit/money.ts'
import { dayAt, DayValue, monthOf, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { getCaisse, reglementIn, type Caisse } from '../../caisses/store.ts'
import type { AccountId, Leg } from '../../ledger/rules.ts'
import { caisseAccount, legsOf, ownedAccount, post } from '../../ledger/store.ts'
import { announce, withdraw } from '../../people/store/messages.ts'
import { unknownHouseholds } from '../../people/store/households.ts'
import { RECEIPT_METHODS, refusalToReceive, type ReceiptMethod } from '../rules/receipt.ts'
import {
  contributionAccounts,
  findReceipt,
  householdsWithThirdParty,
  insertReceipts,
  numberCashReceipts,
  receiptsOfGesture,
  type Receipt,
} from '../store/receipts.ts'

const STAFF = ['coordinator', 'treasurer', 'administrator'] as const

export const ReceiptInput = z.object({
  householdId: z.uuid(),
  amount: PositiveAmount,
  method: z.enum(RECEIPT_METHODS),
  receivedOn: DayValue,
  /** A cheque's number, the card terminal's reference, the wording of a transfer. */
  reference: z.string().trim().max(140).default(''),
})
export type ReceiptInput = z.output<typeof ReceiptInput>

export const RecordReceipts = z.object({ receipts: z.array(ReceiptInput).min(1).max(5_000) })

/**
 * Euros that came in, many at once or one: all are written or none. A refusal says which of the list
 * it is about (`lineNumber`, from 1). What is more than what is due counts for the months to come.
 */
export const recordReceipts = gesture(
  'record_receipts',
  STAFF,
  RecordReceipts,
  async (tx, { app, key, now, about }, { receipts }) => {
    const caisse = await getCaisse(tx, tx.caisseId)
    await refuseReceipts(tx, caisse, receipts, now)
    const rows = receipts.map(({ amount: cents, ...receipt }) => ({ id: app.newId(), cents, ...receipt }))
    about(rows[0]!.id)
    const giver = await giversOf(tx, rows)
    const taker = await takersOf(tx, caisse, rows)
    await post(
      tx,
      key,
      rows.map((row): Leg => ({
        book: 'euros',
        debit: giver(row),
        credit: taker(row),
        amountCents: row.cents,
        kind: row.method === 'third_party' ? 'third_party_receipt' : 'receipt',
        on: row.receivedOn,
      })),
      now,
    )
    await insertReceipts(tx, key, rows, now)
    await numberCashReceipts(tx, rows)
    const thanked = rows
      .filter(({ method }) => method !== 'third_party')
      .map(({ id, householdId, cents, receivedOn: day }) => ({
        householdId,
        about: id,
        details: { cents, day },
      }))
    await announce(tx, 'received', thanked, now)
    return { receiptIds: rows.map((row) => row.id) }
  },
)

export const UndoReceipt = z.object({ receiptId: z.uuid() })

/** A receipt that was not one: its euros go back the way they came, once; both stay in the journal. */
export const undoReceipt = gesture('undo_receipt', STAFF, UndoReceipt, async (tx, made, input) => {
  // A cheque is not brought to the bank meanwhile.
  await lockCaisse(tx, 'treasury')
  const receipt = await findReceipt(tx, input.receiptId)
  if (!receipt) throw new Refusal('unknown_receipt', {}, 404)
  made.about(receipt.id)
  if (receipt.undoesReceiptId) throw new Refusal('receipt_is_an_undoing')
  if (receipt.depositId) throw new Refusal('cheque_deposited')
  const [receiptId] = await undo(tx, made, [receipt])
  return { receiptId: receiptId! }
})

export const UndoReceipts = z.object({ gestureId: z.uuid() })

/** All that one gesture noted, and that was not undone since: a wrong day, a wrong list. */
export const undoReceipts = gesture('undo_receipts', STAFF, UndoReceipts, async (tx, made, { gestureId }) => {
  await lockCaisse(tx, 'treasury')
  made.about(gestureId)
  const noted = await receiptsOfGesture(tx, gestureId)
  if (noted.length === 0) throw new Refusal('unknown_receipt', {}, 404)
  if (noted.some(({ depositId }) => depositId !== null)) throw new Refusal('cheque_deposited')
  const left = noted.filter(({ undone, undoesReceiptId }) => !undone && undoesReceiptId === null)
  if (left.length === 0) throw new Refusal('receipt_already_undone')
  return { receiptIds: await undo(tx, made, left) }
})

/** Of one gesture: the ids of what undoes them. */
async function undo(
  tx: CaisseTx,
  { app, key, now }: Gesture,
  receipts: readonly Receipt[],
): Promise<string[]> {
  const { time_zone } = await getCaisse(tx, tx.caisseId)
  const on = dayAt(now, time_zone)
  const undoings = receipts.map((receipt) => ({
    ...receipt,
    id: app.newId(),
    receivedOn: on,
    undoesReceiptId: receipt.id,
  }))
  if ((await insertReceipts(tx, key, undoings, now)) < receipts.length)
    throw new Refusal('receipt_already_undone')
  const giver = await giversOf(tx, receipts)
  const { gestureId } = receipts[0]!
  const legs = await legsOf(tx, gestureId)
  const back = receipts.map((receipt): Leg => {
    // Of two legs alike either one will do.
    const leg = legs.find(
      (one) => one.debit_account === giver(receipt) && one.amount_cents === receipt.cents,
    )!
    return {
      book: 'euros',
      debit: leg.credit_account,
      credit: leg.debit_account,
      amountCents: receipt.cents,
      kind: 'receipt_undone',
      corrects: gestureId,
      on,
    }
  })
  await post(tx, key, back, now)
  await withdraw(
    tx,
    'received',
    receipts.map(({ id, householdId }) => ({ householdId, about: id })),
    'not_received',
    now,
  )
  return undoings.map(({ id }) => id)
}

type Received = { householdId: string; method: ReceiptMethod }

async function refuseReceipts(
  tx: CaisseTx,
  caisse: Caisse,
  receipts: readonly ReceiptInput[],
  now: Date,
): Promise<void> {
  const ids = [...new Set(receipts.map((receipt) => receipt.householdId))]
  const unknown = new Set(await unknownHouseholds(tx, ids))
  const named = await householdsWithThirdParty(tx, ids)
  const everyone = await thirdPartyForEveryone(tx)
  const today = dayAt(now, caisse.time_zone)
  for (const [i, receipt] of receipts.entries()) {
    const { householdId, method, amount: cents, receivedOn } = receipt
    const refusal = unknown.has(householdId)
      ? new Refusal('unknown_household', {}, 404)
      : refusalToReceive({
          method,
          cents,
          receivedOn,
          today,
          currency: caisse.currency,
          hasThirdParty:
            named.has(householdId) || (method === 'third_party' && (await everyone(monthOf(receivedOn)))),
        })
    if (refusal) throw new Refusal(refusal.code, { ...refusal.params, lineNumber: i + 1 }, refusal.status)
  }
}

/** Whether the règlement of a month makes somebody pay part for every household. */
async function thirdPartyForEveryone(tx: CaisseTx): Promise<(month: Month) => Promise<boolean>> {
  const known = new Map<Month, boolean>()
  return async (month) => {
    const answer = known.get(month)
    if (answer !== undefined) return answer
    const { contribution } = (await reglementIn(tx, month)).content
    const everyone = contribution.kind === 'third_party_share' && contribution.appliesTo === 'everyone'
    known.set(month, everyone)
    return everyone
  }
}

/**
 * The account that gives. A third party's payments are one account of the caisse: what they cover
 * is told by the receipts, household by household.
 */
async function giversOf(
  tx: CaisseTx,
  receipts: readonly Received[],
): Promise<(receipt: Received) => AccountId> {
  const isThirdParty = (receipt: Received) => receipt.method === 'third_party'
  const thirdParty = receipts.some(isThirdParty) ? await caisseAccount(tx, 'third_party_contributions') : null
  const households = await contributionAccounts(tx, [...new Set(receipts.map((one) => one.householdId))])
  return (receipt) => (isThirdParty(receipt) ? thirdParty! : households.get(receipt.householdId)!)
}

/** The account that takes. */
async function takersOf(
  tx: CaisseTx,
  caisse: Caisse,
  receipts: readonly Received[],
): Promise<(receipt: Received) => AccountId> {
  const takers = new Map<ReceiptMethod, AccountId>()
  for (const method of new Set(receipts.map((receipt) => receipt.method))) {
    if (method === 'cash') takers.set(method, await caisseAccount(tx, 'cash'))
    else if (method === 'cheque') takers.set(method, await caisseAccount(tx, 'cheques'))
    else if (caisse.bank_account_id)
      takers.set(method, await ownedAccount(tx, 'bank', caisse.bank_account_id))
    else throw new Refusal('no_bank_account')
  }
  return (receipt) => takers.get(receipt.method)!
}
