import { SYSTEM } from '../kit/actor.ts'
import { addDays, addMonths, monthOf, type Day } from '../kit/month.ts'
import { askForLess } from '../modules/contributions/actions/requests.ts'
import { noteReading } from '../modules/payments/store/readings.ts'
import type { Clock, DemoCaisse } from './stage.ts'

/** What households asked the desk lately, and that the desk has opened the file of the resident who signs in. */
export async function seedRequests(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  const next = addMonths(monthOf(today), 1)
  for (const [place, days, amount, months] of [
    [4, -3, 0, 3],
    [11, -1, 5_00, 6],
  ] as const) {
    clock.set(addDays(today, days), 15)
    await askForLess(clock.call(caisse.id, SYSTEM), {
      householdId: caisse.households[place]!.id,
      amount,
      fromMonth: next,
      untilMonth: addMonths(next, months - 1),
    })
  }
  clock.set(addDays(today, -12), 10)
  await noteReading(clock.app, caisse.coordinator, caisse.id, caisse.households[0]!.id)
}
