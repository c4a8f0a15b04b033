import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { parseAmount } from '../../../kit/cents.ts'
import { PositiveAmount, type Cents } from '../../../kit/money.ts'
import { DayValue, type Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { caisseBankAccount, getCaisse } from '../../caisses/store.ts'
import { SIGNING_ROLES } from '../../identity/approvals.ts'
import { balanceOn, caisseAccount, post } from '../../ledger/store.ts'
import { bankOf, today } from '../actions.ts'
import { countedTotal, piecesOf } from '../rules/cash.ts'
import {
  DIFFERENCE_REASONS,
  insertBankReading,
  insertCashCount,
  insertDifference,
  othersOnAccount,
  saveGraceDays,
} from '../store/counts.ts'

/** A balance as the bank writes it: an account may be overdrawn. */
const Balance = z.union([z.string(), z.number()]).transform((given, ctx): Cents => {
  if (typeof given === 'number' && Number.isSafeInteger(given)) return given
  const [, minus, amount = ''] = /^\s*([-−])?(.*)$/.exec(String(given)) ?? []
  const cents = parseAmount(amount)
  if (typeof given === 'string' && cents !== null) return minus ? -cents : cents
  ctx.addIssue({ code: 'custom', message: 'amount' })
  return z.NEVER
})

/** What the bank's statement says the account held at the end of a day. Typed again, it is the last that counts. */
export const readBank = gesture(
  'read_bank',
  SIGNING_ROLES,
  z.object({ on: DayValue, balance: Balance }),
  async (tx, { app, now, about }, { on, balance }) => {
    await refuseFuture(tx, on, now)
    const account = await caisseBankAccount(tx)
    if (!account) throw new Refusal('bank_account_missing')
    const id = app.newId()
    about(id)
    const othersCents = await othersOnAccount(app.db, tx, account.id, on)
    await insertBankReading(tx, {
      id,
      bankAccountId: account.id,
      on,
      balanceCents: balance,
      othersCents,
      readAt: now,
    })
    return { gapCents: balance - othersCents - (await balanceOn(tx, 'bank', on)) }
  },
)

const Pieces = z.record(z.string().regex(/^\d{1,7}$/), z.number().int().min(0).max(100_000))

/** What is in the cash box, by notes and coins. */
export const countCash = gesture(
  'count_cash',
  SIGNING_ROLES,
  z.object({ on: DayValue, pieces: Pieces }),
  async (tx, { app, now, about }, { on, pieces }) => {
    await refuseFuture(tx, on, now)
    const known = new Set(piecesOf((await getCaisse(tx, tx.caisseId)).currency).map(String))
    if (Object.keys(pieces).some((piece) => !known.has(piece))) throw new Refusal('unknown_piece')
    const id = app.newId()
    about(id)
    const totalCents = countedTotal(pieces)
    const counted = Object.fromEntries(Object.entries(pieces).filter(([, count]) => count > 0))
    await insertCashCount(tx, { id, on, pieces: counted, totalCents, countedAt: now })
    return { totalCents, gapCents: totalCents - (await balanceOn(tx, 'cash', on)) }
  },
)

/** The bank or the cash box holds more or less than the journal says, and somebody says why: dated, never erased. */
export const explainDifference = gesture(
  'explain_difference',
  SIGNING_ROLES,
  z.object({
    place: z.enum(['bank', 'cash']),
    /** Than the journal says. */
    there: z.enum(['more', 'less']),
    amount: PositiveAmount,
    on: DayValue,
    reason: z.enum(DIFFERENCE_REASONS),
    words: z.string().trim().max(140).default(''),
  }),
  async (tx, { key, now, about }, { place, there, amount: amountCents, on, reason, words }) => {
    about(key)
    await refuseFuture(tx, on, now)
    await lockCaisse(tx, 'treasury')
    const held = place === 'bank' ? await bankOf(tx) : await caisseAccount(tx, 'cash')
    const explained = await caisseAccount(tx, 'differences')
    const [debit, credit] = there === 'more' ? [explained, held] : [held, explained]
    await post(tx, key, [{ book: 'euros', debit, credit, amountCents, kind: 'correction', on }], now)
    const cents = there === 'more' ? amountCents : -amountCents
    await insertDifference(tx, { id: key, place, cents, on, reason, words })
  },
)

/** How long one waits before anybody is called about a due. */
export const setGraceDays = gesture(
  'set_grace_days',
  ['coordinator', 'treasurer', 'administrator'],
  z.object({
    days: z
      .union([
        z.number(),
        z
          .string()
          .trim()
          .regex(/^\d{1,2}$/, 'number')
          .transform(Number),
      ])
      .refine((days) => Number.isSafeInteger(days) && days >= 0 && days <= 90, 'number'),
  }),
  async (tx, _, { days }) => saveGraceDays(tx, days),
)

async function refuseFuture(tx: CaisseTx, on: Day, now: Date): Promise<void> {
  if (on > (await today(tx, now))) throw new Refusal('counted_in_future', { day: on })
}
