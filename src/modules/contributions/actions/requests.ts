import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { Role } from '../../../kit/actor.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { Amount } from '../../../kit/money.ts'
import { MonthValue } from '../../../kit/month.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { refusalToAskForLess } from '../rules/request.ts'
import { insertExceptions } from '../store/pledges.ts'
import {
  insertRequest,
  lockRequest,
  requestsOf,
  setRequestAnswer,
  type LessRequest,
} from '../store/requests.ts'
import { firstOpenMonthOf, householdIn, refuseStranger } from './pledges.ts'

/** What a household gives is not the administrator's to read. */
export const ANSWERING: readonly Role[] = ['coordinator', 'treasurer']

export const AskForLess = z.object({
  householdId: z.uuid(),
  /** Zero for a pause. */
  amount: Amount,
  fromMonth: MonthValue,
  untilMonth: MonthValue,
})

/** A household asks for a pause, or to contribute less for a while. */
export const askForLess = gesture(
  'ask_for_less',
  ['resident'],
  AskForLess,
  async (tx, { app, actor, now, about }, input) => {
    about(input.householdId)
    await refuseStranger(tx, actor, input.householdId, now)
    await lockCaisse(tx, 'month')
    await householdIn(tx, input.householdId, input.fromMonth)
    const isAsking = (await requestsOf(tx, input.householdId)).some((one) => one.status === 'asked')
    const firstOpenMonth = await firstOpenMonthOf(tx, input.householdId)
    refuse(refusalToAskForLess({ ...input, firstOpenMonth, isAsking }))
    const requestId = app.newId()
    const { householdId, amount: cents, fromMonth, untilMonth } = input
    await insertRequest(tx, { id: requestId, householdId, cents, fromMonth, untilMonth, askedAt: now })
    return { requestId }
  },
)

const OneRequest = z.object({ requestId: z.uuid() })

/** The household thinks again. */
export const withdrawRequest = gesture(
  'withdraw_request',
  ['resident'],
  OneRequest,
  async (tx, { actor, now, about }, { requestId }) => {
    const request = await waiting(tx, requestId)
    about(request.householdId)
    await refuseStranger(tx, actor, request.householdId, now)
    await setRequestAnswer(tx, requestId, { status: 'withdrawn', at: now })
  },
)

export const AgreeToLess = OneRequest.extend({
  amount: Amount,
  fromMonth: MonthValue,
  untilMonth: MonthValue,
})

/** The desk agrees, to what was asked or to something near: dues of these months follow. */
export const agreeToLess = gesture(
  'agree_to_less',
  ANSWERING,
  AgreeToLess,
  async (tx, { app, now, about }, input) => {
    await lockCaisse(tx, 'month')
    const { householdId } = await waiting(tx, input.requestId)
    about(householdId)
    await householdIn(tx, householdId, input.fromMonth)
    const firstOpenMonth = await firstOpenMonthOf(tx, householdId)
    refuse(refusalToAskForLess({ ...input, firstOpenMonth, isAsking: false }))
    const exceptionId = app.newId()
    const { amount: cents, fromMonth, untilMonth } = input
    await insertExceptions(tx, [{ id: exceptionId, householdId, cents, fromMonth, untilMonth }], now)
    await setRequestAnswer(tx, input.requestId, { status: 'agreed', exceptionId, at: now })
    return { exceptionId }
  },
)

/** They spoke and found something else: the question is closed, no trace of why. */
export const closeRequest = gesture(
  'close_request',
  ANSWERING,
  OneRequest,
  async (tx, { now, about }, { requestId }) => {
    const request = await waiting(tx, requestId)
    about(request.householdId)
    await setRequestAnswer(tx, requestId, { status: 'spoken', at: now })
  },
)

async function waiting(tx: CaisseTx, id: string): Promise<LessRequest> {
  const request = await lockRequest(tx, id)
  if (!request) throw new Refusal('unknown_request', {}, 404)
  if (request.status !== 'asked') throw new Refusal('request_already_answered', {}, 409)
  return request
}
