import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture } from '../../../kit/gesture.ts'
import { MonthValue } from '../../../kit/month.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import {
  countSigners,
  refusalToProceed,
  sign,
  signAsPreparer,
  signatures,
  SIGNATURES_NEEDED,
  SIGNING_ROLES,
} from '../../identity/approvals.ts'
import { holdDates, insertClosedMonth, lastClosedMonth } from '../../ledger/closed-months.ts'
import { today } from '../actions.ts'
import { closingPaper } from '../closing-paper.ts'
import { closingDigest, refusalToPrepareClosing } from '../rules/closing.ts'
import { insertClosing, setClosed, setClosingCancelled, takeClosing, type Closing } from '../store/closing.ts'
import { closingFigures } from '../store/figures.ts'

export const CLOSING = 'closing'

/** The month as it stands, for two people to sign; who prepares has signed. */
export const prepareClosing = gesture(
  'prepare_closing',
  SIGNING_ROLES,
  z.object({ month: MonthValue }),
  async (tx, { app, actor, now, about }, { month }) => {
    await holdDates(tx)
    const figures = await closingFigures(tx, month)
    const closed = await lastClosedMonth(tx)
    refuse(refusalToPrepareClosing({ figures, today: await today(tx, now), closed }))
    const id = app.newId()
    about(id)
    const digest = closingDigest(tx.caisseId, id, figures)
    if (!(await insertClosing(tx, { id, month, figures, digest, preparedAt: now })))
      throw new Refusal('closing_prepared', { month }, 409)
    await signAsPreparer(tx, actor, { kind: CLOSING, id, digest }, now)
    return { closingId: id, digest: digest.toString('hex') }
  },
)

/**
 * Another person signs what they saw. With the second signature the month is closed and its paper archived, unless
 * something was dated in it meanwhile: then it is prepared anew.
 */
export const approveClosing = gesture(
  'approve_closing',
  SIGNING_ROLES,
  z.object({ closingId: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  async (tx, { actor, now, about }, { closingId, digest }) => {
    about(closingId)
    await holdDates(tx)
    const closing = await openClosing(tx, closingId)
    const figures = await closingFigures(tx, closing.month)
    const closed = await lastClosedMonth(tx)
    refuse(refusalToPrepareClosing({ figures, today: await today(tx, now), closed }))
    if (!closingDigest(tx.caisseId, closingId, figures).equals(closing.digest))
      throw new Refusal('closing_changed', { month: closing.month }, 409)
    const subject = { kind: CLOSING, id: closingId, digest: closing.digest }
    await sign(tx, actor, subject, { seen: Buffer.from(digest, 'hex'), now })
    const signed = await signatures(tx, subject)
    if (signed.length < SIGNATURES_NEEDED) return { closed: false, sha256: null }
    refuse(
      refusalToProceed({
        digest: closing.digest,
        signatures: signed,
        signers: await countSigners(tx, now.toISOString().slice(0, 10)),
      }),
    )
    await insertClosedMonth(tx, closing.month, now)
    const document = await printPaper(await closingPaper(tx, closing, signed, now))
    return { closed: true, sha256: await setClosed(tx, closingId, document, now) }
  },
)

/** Something is to be corrected first: nothing was closed. */
export const cancelClosing = gesture(
  'cancel_closing',
  SIGNING_ROLES,
  z.object({ closingId: z.uuid() }),
  async (tx, { about }, { closingId }) => {
    about(closingId)
    await setClosingCancelled(tx, (await openClosing(tx, closingId)).id)
  },
)

async function openClosing(tx: CaisseTx, id: string): Promise<Closing> {
  const closing = await takeClosing(tx, id)
  if (!closing) throw new Refusal('unknown_closing', {}, 404)
  if (closing.status === 'closed') throw new Refusal('closing_done', { month: closing.month }, 409)
  if (closing.status === 'cancelled') throw new Refusal('closing_cancelled', {}, 409)
  return closing
}
