import { inCaisse } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { dayAt } from '../../kit/month.ts'
import { listCaisses } from '../caisses/store.ts'
import { deleteForgotten } from '../people/store/pre-registrations.ts'

/** Every night: requests to join that had no news for as long as they are kept. */
export async function forgetRequests(app: App): Promise<void> {
  for (const { id, time_zone } of await listCaisses(app.db))
    await inCaisse(app.db, id, (tx) => deleteForgotten(tx, dayAt(app.now(), time_zone)))
}
