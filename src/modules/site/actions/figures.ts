import { z } from 'zod'
import { v7 as uuid } from 'uuid'
import { inCaisse } from '../../../db/db.ts'
import { SYSTEM } from '../../../kit/actor.ts'
import type { App } from '../../../kit/app.ts'
import { gesture } from '../../../kit/gesture.ts'
import { dayAt, MonthValue } from '../../../kit/month.ts'
import { getCaisse, listCaisses } from '../../caisses/store.ts'
import { figuresOf, monthsToRelease } from '../rules/figures.ts'
import { earlierReleases, insertFigures, listFigures, monthFacts } from '../store/figures.ts'
import { siteSetting } from '../store/settings.ts'

/** Tells everyone a month's figures, once and for all. */
export const publishFigures = gesture(
  'publish_figures',
  [],
  z.object({ month: MonthValue }),
  async (tx, { now }, { month }) => {
    const { time_zone: zone } = await getCaisse(tx, tx.caisseId)
    const release = figuresOf(await monthFacts(tx, month, zone), await earlierReleases(tx))
    await insertFigures(tx, month, release, now)
  },
)

/** Every night: the months whose day has come, in the caisses that chose to tell theirs. */
export async function releaseFigures(app: App): Promise<void> {
  for (const { id: caisseId, time_zone: zone, archived_at: archived } of await listCaisses(app.db)) {
    if (archived !== null) continue
    const months = await inCaisse(app.db, caisseId, async (tx) => {
      const { figuresFrom } = await siteSetting(tx)
      if (figuresFrom === null) return []
      const published = new Set((await listFigures(tx)).map(({ month }) => month))
      return monthsToRelease(figuresFrom, dayAt(app.now(), zone), published)
    })
    for (const month of months) await publishFigures({ app, actor: SYSTEM, caisseId, key: uuid() }, { month })
  }
}
