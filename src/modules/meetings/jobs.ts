import { Temporal } from 'temporal-polyfill'
import { inCaisse } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { translator } from '../../kit/i18n/translate.ts'
import { dayAt, startOfDay } from '../../kit/month.ts'
import { listCaisses } from '../caisses/store.ts'
import { forgetFile } from '../documents/files.ts'
import { readPublishable } from './actions/minutes.ts'
import { forgetComers, forgetNamesInMinutes, meetingsToForget } from './store/forgetting.ts'
import { findMinutes } from './store/minutes.ts'
import { deletePhoto, photosToForget } from './store/photos.ts'
import { meetingSetting } from './store/settings.ts'

/** Every night: names of who came long ago, and pictures that may be shown nowhere any more. */
export async function forgetMeetings(app: App): Promise<void> {
  for (const { id, time_zone } of await listCaisses(app.db))
    await inCaisse(app.db, id, async (tx) => {
      const now = app.now()
      const today = dayAt(now, time_zone)
      const { keptMonths } = await meetingSetting(tx)
      const since = Temporal.PlainDate.from(today).subtract({ months: keptMonths }).toString()
      for (const meetingId of await meetingsToForget(tx, startOfDay(since, time_zone))) {
        // Who came says whose names are to be left out: the minutes first.
        if (await findMinutes(tx, meetingId)) {
          const sections = await readPublishable(tx, meetingId, translator('fr')('minutes.somebody'))
          await forgetNamesInMinutes(tx, meetingId, sections, now)
        }
        await forgetComers(tx, meetingId, now)
      }
      for (const { id: photoId, sha256 } of await photosToForget(tx, today)) {
        await deletePhoto(tx, photoId)
        await forgetFile(tx, sha256)
      }
    })
}
