import type { Context } from 'hono'
import { monthOf } from '../../../../kit/month.ts'
import { read, type CaisseEnv } from '../../../caisses/web.ts'
import { standing } from '../../../contributions/rules/standing.ts'
import { duesOfHousehold } from '../../../contributions/store/dues.ts'
import { listExceptions, listPledges } from '../../../contributions/store/pledges.ts'
import { receivedFrom } from '../../../contributions/store/receipts.ts'
import { rightsLeft } from '../../../ledger/store.ts'
import { householdHistory } from '../../../payments/store/journal.ts'
import { payersOfHousehold } from '../../../payments/store/payers.ts'
import { getHousehold, membersOf } from '../../../people/store/households.ts'
import { lifeOf, pausesOf } from '../../../people/store/life-events.ts'

/** All that a household's file shows, at one instant. */
export function readFile(c: Context<CaisseEnv>, movements: number) {
  const householdId = c.req.param('household')!
  const { now } = c.get('app')
  const today = c.get('today')
  const month = monthOf(today)
  return read(c, async (tx) => {
    const household = await getHousehold(tx, householdId)
    const dues = await duesOfHousehold(tx, householdId)
    const owed = (counts: (each: string) => boolean) =>
      dues.reduce((sum, due) => sum + (counts(due.month) ? due.cents - due.waivedCents : 0), 0)
    const due = dues.find((one) => one.month === month)
    return {
      household,
      members: (await membersOf(tx, householdId)).filter(
        (one) => one.fromOn <= today && (one.toOn === null || one.toOn >= today),
      ),
      leftCents: await rightsLeft(tx, householdId),
      payers: await payersOfHousehold(tx, householdId),
      pledge: (await listPledges(tx, householdId)).find((one) => one.fromMonth <= month),
      exception: (await listExceptions(tx, householdId)).find(
        (one) => one.fromMonth <= month && month <= one.untilMonth,
      ),
      due: due && { ...due, month },
      stands: standing({
        receivedCents: await receivedFrom(tx, householdId),
        owedBeforeCents: owed((each) => each < month),
        dueCents: due?.cents ?? 0,
        waivedCents: due?.waivedCents ?? 0,
        owedAfterCents: owed((each) => each > month),
      }),
      pause: (await pausesOf(tx, householdId)).find(
        (one) => one.reason === 'pause' && month <= one.untilMonth,
      ),
      events: await lifeOf(tx, householdId),
      movements: await householdHistory(tx, householdId, { now: now(), limit: movements }),
    }
  })
}

export type FileSeen = Awaited<ReturnType<typeof readFile>>
