import { inCaisse } from '../db/db.ts'
import { addDays, startOfDay, type Day } from '../kit/month.ts'
import { noteReading } from '../modules/payments/store/readings.ts'
import { listHouseholds } from '../modules/people/store/listing.ts'
import { insertReport } from '../modules/retention/store.ts'
import { ZONE, type Clock, type DemoCaisse } from './stage.ts'

/** Files that the coordination opened these last days, and nights that had nobody to forget. */
export async function seedReadings(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  const { households } = await inCaisse(clock.app.db, caisse.id, (tx) => listHouseholds(tx, { limit: 8 }))
  for (const [i, { id }] of households.entries()) {
    clock.set(addDays(today, -3 * (8 - i)), 10 + (i % 5))
    await noteReading(clock.app, caisse.coordinator, caisse.id, id)
  }
  for (const ago of [2, 1]) {
    const at = new Date(startOfDay(addDays(today, -ago), ZONE).getTime() + 3_000_000)
    await inCaisse(clock.app.db, caisse.id, (tx) =>
      insertReport(tx, { at, erased: 0, replayed: 0, waiting: 0, contacts: 0 }),
    )
  }
}
