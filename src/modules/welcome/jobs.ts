import { inCaisse, type CaisseTx } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { addDays, addMonths, dayAt, firstDay, monthOf, type Day } from '../../kit/month.ts'
import { listCaisses } from '../caisses/store.ts'
import { lastDayOfGrace } from '../contributions/rules/due-word.ts'
import { allDueStates } from '../contributions/store/due-states.ts'
import { announce, forgetMessages } from '../people/store/messages.ts'
import { deleteForgotten } from '../people/store/pre-registrations.ts'
import { graceDays } from '../treasury/store/counts.ts'
import { comingPledges } from './store/audience.ts'
import { messageSetting } from './store/texts.ts'

const DAY = 24 * 60 * 60_000
const TEXTS_KEPT_DAYS = 31
const ROWS_KEPT_DAYS = 400

/** Every night: requests and messages that served their purpose. */
export async function forgetWelcome(app: App): Promise<void> {
  const before = (days: number) => new Date(app.now().getTime() - days * DAY)
  for (const { id, time_zone } of await listCaisses(app.db))
    await inCaisse(app.db, id, async (tx) => {
      await deleteForgotten(tx, dayAt(app.now(), time_zone))
      await forgetMessages(tx, { texts: before(TEXTS_KEPT_DAYS), rows: before(ROWS_KEPT_DAYS) })
    })
}

/** Every morning: contributions that are coming, and friendly words about those that did not come. Each once. */
export async function remindContributions(app: App): Promise<void> {
  for (const { id, time_zone } of await listCaisses(app.db))
    await inCaisse(app.db, id, async (tx) => {
      const today = dayAt(app.now(), time_zone)
      await announceComing(tx, today, app.now())
      await announceLate(tx, today, app.now())
    })
}

async function announceComing(tx: CaisseTx, today: Day, now: Date): Promise<void> {
  const month = addMonths(monthOf(today), 1)
  const { remindDays } = await messageSetting(tx)
  if (remindDays === 0 || today < addDays(firstDay(month), -remindDays)) return
  const coming = await comingPledges(tx, month)
  await announce(
    tx,
    'due_soon',
    coming.map(({ householdId, cents }) => ({ householdId, about: month, details: { month, cents } })),
    now,
  )
}

async function announceLate(tx: CaisseTx, today: Day, now: Date): Promise<void> {
  const month = monthOf(today)
  if (today <= lastDayOfGrace(month, await graceDays(tx))) return
  for await (const states of allDueStates(tx, month)) {
    const late = states.filter(({ missingCents }) => missingCents > 0)
    await announce(
      tx,
      'late',
      late.map(({ householdId, missingCents: cents }) => ({
        householdId,
        about: month,
        details: { month, cents },
      })),
      now,
    )
  }
}
