import { inCaisse } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { addDays, addMonths, dayAt, monthOf } from '../../kit/month.ts'
import { listCaisses } from '../caisses/store.ts'
import { KEPT_MONTHS } from './rules/words.ts'
import { deleteForgotten } from './store/contacts.ts'
import { forgetContactImports } from './store/imports.ts'
import { deleteEnded } from './store/public-contacts.ts'

const FILES_KEPT_DAYS = 7
const ENDED_KEPT_DAYS = 30
const DAY = 24 * 60 * 60_000

/** Every night: cards nobody knew to hold for three years, lists that were never imported, contacts that ended. */
export async function forgetDirectory(app: App): Promise<void> {
  const now = app.now()
  for (const { id, time_zone } of await listCaisses(app.db)) {
    const today = dayAt(now, time_zone)
    await inCaisse(app.db, id, async (tx) => {
      await deleteForgotten(tx, `${addMonths(monthOf(today), -KEPT_MONTHS)}-01`, today)
      await forgetContactImports(tx, new Date(now.getTime() - FILES_KEPT_DAYS * DAY))
      await deleteEnded(tx, addDays(today, -ENDED_KEPT_DAYS))
    })
  }
}
