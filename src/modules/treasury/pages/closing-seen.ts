import type { CaisseTx } from '../../../db/db.ts'
import { addMonths, monthOf, type Day, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { lastClosedMonth } from '../../ledger/closed-months.ts'
import { closingDigest, refusalToPrepareClosing } from '../rules/closing.ts'
import { closingSteps } from '../rules/closing-steps.ts'
import { findClosing } from '../store/closing.ts'
import { closingFigures, firstMonth } from '../store/figures.ts'

/** The month to close next: the one after the last closed, or the last that is over and in which something happened. */
export async function toClose(tx: CaisseTx, today: Day): Promise<Month> {
  const closed = await lastClosedMonth(tx)
  if (closed !== null) return addMonths(closed, 1)
  const over = addMonths(monthOf(today), -1)
  const begun = await firstMonth(tx)
  return begun !== null && begun <= over ? over : monthOf(today)
}

/** A month as it stands, or as it was signed once it is closed. */
export async function readClosing(tx: CaisseTx, { month, today }: { month: Month; today: Day }) {
  const closing = await findClosing(tx, month)
  const figures = closing?.status === 'closed' ? closing.figures : await closingFigures(tx, month)
  const closed = await lastClosedMonth(tx)
  const status = closing?.status === 'closed' ? 'closed' : closing ? 'prepared' : 'none'
  const changed =
    closing &&
    status === 'prepared' &&
    !closingDigest(tx.caisseId, closing.id, figures).equals(closing.digest)
      ? new Refusal('closing_changed', { month }, 409)
      : null
  return {
    month,
    closing,
    figures,
    steps: closingSteps(figures, status),
    /** Why it cannot be signed now, by the first or by the second. */
    toPrepare: changed ?? refusalToPrepareClosing({ figures, today, closed }),
  }
}

export type SeenClosing = Awaited<ReturnType<typeof readClosing>>
