import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import type { Role } from '../../kit/actor.ts'
import { gesture } from '../../kit/gesture.ts'
import { dayAt, DayValue, type Day } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { getCaisse } from '../caisses/store.ts'
import { outletOfOurs } from './actions.ts'
import {
  bankChangesOf,
  insertBankChange,
  setBankChangeConfirmed,
  setBankChangeWithdrawn,
  takeBankChange,
  type BankChange,
} from './iban-store.ts'
import { BankDetails } from './rules.ts'
import { updateOutletBank } from './store.ts'

// A letter that gives a new account number is how files of transfers are most often misused: one person writes it
// down, another calls the outlet at a number known before, and two days pass before it is paid.

export const PAYMASTERS: readonly Role[] = ['coordinator', 'treasurer', 'administrator']

const HOLD_HOURS = 48

// --- rules -----------------------------------------------------------------------------------------

export type BankChangeStatus = 'waiting' | 'held' | 'usable' | 'withdrawn'

export function bankChangeStatus(
  change: Pick<BankChange, 'usableFrom' | 'withdrawnAt'>,
  now: Date,
): BankChangeStatus {
  if (change.withdrawnAt) return 'withdrawn'
  if (!change.usableFrom) return 'waiting'
  return change.usableFrom > now ? 'held' : 'usable'
}

export const usableFrom = (confirmedAt: Date): Date =>
  new Date(confirmedAt.getTime() + HOLD_HOURS * 60 * 60 * 1000)

export type Confirming = {
  change: Pick<BankChange, 'usableFrom' | 'withdrawnAt' | 'askedById'>
  /** The account of whoever confirms; null for the installation itself. */
  accountId: string | null
  now: Date
}

export function refusalToConfirm({ change, accountId, now }: Confirming): Refusal | null {
  const status = bankChangeStatus(change, now)
  if (status !== 'waiting')
    return new Refusal(status === 'withdrawn' ? 'bank_change_withdrawn' : 'bank_change_confirmed', {}, 409)
  if (accountId === null) return new Refusal('bank_change_needs_a_person', {}, 403)
  return change.askedById === accountId ? new Refusal('bank_change_needs_another', {}, 403) : null
}

/** One calls after the change was asked for, and notes it afterwards. */
export function refusalToCall(calledOn: Day, askedOn: Day, today: Day): Refusal | null {
  if (calledOn > today) return new Refusal('call_in_future', { day: today })
  return calledOn < askedOn ? new Refusal('call_before_request', { day: askedOn }) : null
}

// --- actions ---------------------------------------------------------------------------------------

/**
 * Writes down where an outlet asks to be paid; another person must confirm. Without an account the outlet is no
 * longer paid, at once. The installation itself (an import, the demonstration) needs no second person.
 */
export const changeOutletBank = gesture(
  'change_outlet_bank',
  PAYMASTERS,
  z.object({ outletId: z.uuid(), bank: BankDetails.nullable() }),
  async (tx, { app, actor, now, about }, { outletId, bank }) => {
    about(outletId)
    const { bank: previous } = await outletOfOurs(tx, outletId)
    const [latest] = await bankChangesOf(tx, outletId)
    const waiting = latest && bankChangeStatus(latest, now) === 'waiting'
    if (bank === null || actor.kind !== 'account') {
      if (waiting) await setBankChangeWithdrawn(tx, latest.id, now)
      await updateOutletBank(tx, outletId, bank)
      return { changeId: null }
    }
    if (waiting) throw new Refusal('bank_change_waiting', {}, 409)
    if (
      previous &&
      previous.iban === bank.iban &&
      previous.holder === bank.holder &&
      previous.bic === bank.bic
    )
      throw new Refusal('bank_unchanged')
    const changeId = app.newId()
    await insertBankChange(tx, { id: changeId, outletId, bank, previous, askedBy: actor.accountId, at: now })
    return { changeId }
  },
)

/** Another person called the outlet at a number known before: in two days the account is paid. */
export const confirmOutletBank = gesture(
  'confirm_outlet_bank',
  PAYMASTERS,
  z.object({
    changeId: z.uuid(),
    /** Whom one reached. */
    calledName: z.string().trim().min(1).max(120),
    calledOn: DayValue,
  }),
  async (tx, { actor, now, about }, { changeId, calledName, calledOn }) => {
    const change = await changeOfOurs(tx, changeId)
    about(change.outletId)
    const accountId = actor.kind === 'account' ? actor.accountId : null
    refuse(refusalToConfirm({ change, accountId, now }))
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    refuse(refusalToCall(calledOn, dayAt(change.askedAt, time_zone), dayAt(now, time_zone)))
    const held = usableFrom(now)
    await setBankChangeConfirmed(tx, changeId, {
      by: accountId,
      at: now,
      calledName,
      calledOn,
      usableFrom: held,
    })
    await updateOutletBank(tx, change.outletId, change.bank)
    return { usableFrom: held.toISOString() }
  },
)

/** It was asked for wrongly, or the outlet does not know of it: nothing changes. */
export const withdrawOutletBank = gesture(
  'withdraw_outlet_bank',
  PAYMASTERS,
  z.object({ changeId: z.uuid() }),
  async (tx, { now, about }, { changeId }) => {
    const change = await changeOfOurs(tx, changeId)
    about(change.outletId)
    const status = bankChangeStatus(change, now)
    if (status === 'withdrawn') throw new Refusal('bank_change_withdrawn', {}, 409)
    if (status !== 'waiting') throw new Refusal('bank_change_confirmed', {}, 409)
    await setBankChangeWithdrawn(tx, changeId, now)
  },
)

async function changeOfOurs(tx: CaisseTx, changeId: string): Promise<BankChange> {
  const change = await takeBankChange(tx, changeId)
  if (!change) throw new Refusal('unknown_bank_change', {}, 404)
  await outletOfOurs(tx, change.outletId)
  return change
}
