import { z } from 'zod'
import { inCaisse, type CaisseId } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import type { Job } from '../../kit/module.ts'
import { dayAt } from '../../kit/month.ts'
import { fetchText, PUBLIC_WEB, Unreachable, type Reach } from '../../kit/reach.ts'
import { getCaisse, listCaisses } from '../caisses/store.ts'
import { readFeed } from './rules/feed.ts'
import { getSister, keepFeed, listSisters, noteFeedFailure } from './store.ts'

/** A feed is some pages of text; a server that is not there in ten seconds is not there. */
const LIMITS = { bytes: 2 * 1024 * 1024, milliseconds: 10_000 }

const Payload = z.object({ caisseId: z.int(), sisterId: z.uuid() })

/** Every night: what the others published. One that does not answer keeps what was read before. */
export const readFeeds: Job = async (app) => {
  for (const { id, archived_at } of await listCaisses(app.db)) {
    if (archived_at !== null) continue
    const sisters = await inCaisse(app.db, id, listSisters)
    for (const { id: sisterId, feedUrl } of sisters) if (feedUrl !== null) await readOne(app, id, sisterId)
  }
}

export const readOneFeed: Job = async (app, payload) => {
  const { caisseId, sisterId } = Payload.parse(payload)
  await readOne(app, caisseId as CaisseId, sisterId)
}

/** `reach`: the public web; a test reaches this machine. */
export async function readOne(
  app: App,
  caisseId: CaisseId,
  sisterId: string,
  reach: Reach = PUBLIC_WEB,
): Promise<void> {
  const { feedUrl } = await inCaisse(app.db, caisseId, (tx) => getSister(tx, sisterId))
  if (feedUrl === null) return
  try {
    const { text, url } = await fetchText(feedUrl, { reach, ...LIMITS })
    const entries = readFeed(text, url)
    if (entries === null) throw new Unreachable('answer')
    await inCaisse(app.db, caisseId, async (tx) => {
      const { time_zone } = await getCaisse(tx, caisseId)
      await keepFeed(
        tx,
        sisterId,
        entries.map((entry) => ({ id: app.newId(), ...entry })),
        (instant) => dayAt(instant, time_zone),
        app.now(),
      )
    })
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    await inCaisse(app.db, caisseId, (tx) => noteFeedFailure(tx, sisterId, error.reason))
  }
}
