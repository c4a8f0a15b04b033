import { inCaisse } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { dayAt } from '../../kit/month.ts'
import { listCaisses } from '../caisses/store.ts'
import { keepProgress } from './store.ts'

/** Every night, before meetings forget who came. */
export async function keepLearning(app: App): Promise<void> {
  for (const { id, time_zone } of await listCaisses(app.db))
    await inCaisse(app.db, id, (tx) => keepProgress(tx, dayAt(app.now(), time_zone)))
}
