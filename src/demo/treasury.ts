import { inCaisse } from '../db/db.ts'
import type { Cents } from '../kit/money.ts'
import { addDays, addMonths, firstDay, lastDay, type Day, type Month } from '../kit/month.ts'
import { getCaisse } from '../modules/caisses/store.ts'
import { chequesInHand } from '../modules/contributions/store/receipts.ts'
import { balanceOn } from '../modules/ledger/store.ts'
import { markReturned } from '../modules/settlements/actions.ts'
import { linesIn, listBatches } from '../modules/settlements/store.ts'
import { approveClosing, prepareClosing } from '../modules/treasury/actions/closing.ts'
import { countCash, readBank } from '../modules/treasury/actions/counts.ts'
import { depositToBank } from '../modules/treasury/actions/deposits.ts'
import { piecesOf } from '../modules/treasury/rules/cash.ts'
import { othersOnAccount } from '../modules/treasury/store/counts.ts'
import type { Clock, DemoCaisse } from './stage.ts'

/** What stays in the box to give change. */
const FLOAT = 40_00

/** After the 15th cheques and cash go to the bank. */
export async function bankCash(clock: Clock, caisse: DemoCaisse, month: Month): Promise<void> {
  clock.set(addDays(firstDay(month), 16), 10)
  const { cheques, cashCents } = await inCaisse(clock.app.db, caisse.id, async (tx) => ({
    cheques: (await chequesInHand(tx)).length,
    cashCents: await balanceOn(tx, 'cash', lastDay(month)),
  }))
  const call = () => clock.call(caisse.id, caisse.treasurer)
  if (cheques > 0) await depositToBank(call(), { from: 'cheques' })
  const amount = cashCents - FLOAT
  if (amount > 0) await depositToBank(call(), { from: 'cash', amount })
}

async function countBox(clock: Clock, caisse: DemoCaisse, on: Day): Promise<void> {
  clock.set(on, 18)
  const cents = await inCaisse(clock.app.db, caisse.id, (tx) => balanceOn(tx, 'cash', on))
  await countCash(clock.call(caisse.id, caisse.treasurer), { on, pieces: piecesFor(cents) })
}

/** The fewest notes and coins that make an amount. */
function piecesFor(cents: Cents): Record<string, number> {
  const pieces: Record<string, number> = {}
  let left = cents
  for (const piece of piecesOf('EUR')) {
    const count = Math.floor(left / piece)
    if (count > 0) pieces[piece] = count
    left -= count * piece
  }
  return pieces
}

/** How many closed months the visitor finds. */
const CLOSED = 3

/** The last months are closed but one, which is half way: the bank still has to be read, a transfer came back. */
export async function closeMonths(clock: Clock, caisse: DemoCaisse, current: Month): Promise<void> {
  for (let before = CLOSED + 1; before > 1; before -= 1) {
    const month = addMonths(current, -before)
    await countBox(clock, caisse, lastDay(month))
    clock.set(addDays(firstDay(addMonths(month, 1)), 7), 11)
    await readStatement(clock, caisse, lastDay(month))
    const { closingId, digest } = await prepareClosing(clock.call(caisse.id, caisse.treasurer), { month })
    clock.set(addDays(firstDay(addMonths(month, 1)), 8), 18)
    await approveClosing(clock.call(caisse.id, caisse.coordinator), { closingId, digest })
  }
  await countBox(clock, caisse, lastDay(addMonths(current, -1)))
}

async function readStatement(clock: Clock, caisse: DemoCaisse, day: Day): Promise<void> {
  const balance = await inCaisse(clock.app.db, caisse.id, async (tx) => {
    const { bank_account_id: account } = await getCaisse(tx, tx.caisseId)
    return (await balanceOn(tx, 'bank', day)) + (await othersOnAccount(clock.app.db, tx, account!, day))
  })
  await readBank(clock.call(caisse.id, caisse.treasurer), { on: day, balance })
}

/** The bank sent the last line of the last batch back the day after. */
export async function returnLast(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  const { batch, last } = await inCaisse(clock.app.db, caisse.id, async (tx) => {
    const [latest] = await listBatches(tx)
    return { batch: latest, last: latest && (await linesIn(tx, latest.id)).at(-1) }
  })
  if (!batch || !last || last.status !== 'executed') return
  const on = addDays(batch.executionOn, 1)
  if (on > today) return
  clock.set(on, 15)
  await markReturned(clock.call(caisse.id, caisse.treasurer), {
    batchId: batch.id,
    lines: [last.line],
    on,
    reason: 'Compte clos',
  })
}
