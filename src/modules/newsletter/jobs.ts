import { inCaisse } from '../../db/db.ts'
import type { Job } from '../../kit/module.ts'
import { listCaisses } from '../caisses/store.ts'
import { deleteDeliveries, listToForget, progressOf, tallyOf } from './store/deliveries.ts'
import { saveTally } from './store/letters.ts'
import { deleteUnconfirmed, forgetBounced } from './store/subscribers.ts'

const DAY = 24 * 60 * 60_000

/** Days after which each goes: an address that never said yes, who received a letter, an address where nobody is. */
export const KEPT_DAYS = { asked: 7, deliveries: 90, bounced: 180 }

/** Every night. Of a letter stays how many received it, not who. */
export const forgetReaders: Job = async (app) => {
  const before = (days: number) => new Date(app.now().getTime() - days * DAY)
  for (const { id } of await listCaisses(app.db))
    await inCaisse(app.db, id, async (tx) => {
      await deleteUnconfirmed(tx, before(KEPT_DAYS.asked))
      await forgetBounced(tx, before(KEPT_DAYS.bounced))
      for (const letterId of await listToForget(tx, before(KEPT_DAYS.deliveries))) {
        await saveTally(tx, letterId, tallyOf(await progressOf(tx, letterId)))
        await deleteDeliveries(tx, letterId)
      }
    })
}
