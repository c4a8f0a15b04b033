import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inCaisse } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { dayAt } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { listCaisses } from '../caisses/store.ts'
import { forgetOutreach } from '../mobilisation/jobs.ts'
import { listDepartures } from '../people/store/erasure.ts'
import { erase } from './actions.ts'
import { dayAfterMonths } from './rules.ts'
import { afterLeavingMonths, insertReport, listErasures } from './store.ts'

type Keeper = Pick<App, 'db' | 'dataDir' | 'now'>

/**
 * `effacements.csv` in the data folder, outside the database: caisse and id of each person who was erased. A backup
 * made before knows them still; after a restore they are erased again from this list.
 */
const listPath = ({ dataDir }: Pick<Keeper, 'dataDir'>): string => join(dataDir, 'effacements.csv')

async function readList(app: Pick<Keeper, 'dataDir'>): Promise<{ slug: string; personId: string }[]> {
  const text = await readFile(listPath(app), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text
    .split('\n')
    .map((line) => line.split(','))
    .flatMap(([, slug, personId]) => (slug && personId ? { slug, personId } : []))
}

/** Whoever was erased and is not in the list yet is added to it. */
export async function noteErasures(app: Keeper): Promise<void> {
  await mkdir(app.dataDir, { recursive: true })
  const known = new Set((await readList(app)).map(({ personId }) => personId))
  for (const { id, slug } of await listCaisses(app.db)) {
    const erased = await inCaisse(app.db, id, listErasures)
    const lines = erased
      .filter(({ personId }) => !known.has(personId))
      .map(({ personId, at }) => `${at.toISOString()},${slug},${personId}\n`)
    if (lines.length > 0) await appendFile(listPath(app), lines.join(''))
  }
}

/** After a restore, and every night: who was erased once and is there again is erased again. By caisse. */
export async function replayErasures(app: Keeper): Promise<ReadonlyMap<string, number>> {
  const replayed = new Map<string, number>()
  const listed = await readList(app)
  for (const { id, slug, time_zone } of await listCaisses(app.db)) {
    for (const { personId } of listed.filter((one) => one.slug === slug)) {
      const now = app.now()
      const again = await inCaisse(app.db, id, (tx) =>
        erase(tx, personId, { now, today: dayAt(now, time_zone), reason: 'replayed' }),
      )
      if (again) replayed.set(slug, (replayed.get(slug) ?? 0) + 1)
    }
  }
  return replayed
}

/** Every night: who left long enough ago is forgotten, and what was done is told in numbers. */
export async function retain(app: Keeper): Promise<void> {
  const replayed = await replayErasures(app)
  for (const { id, slug, time_zone } of await listCaisses(app.db)) {
    const now = app.now()
    const today = dayAt(now, time_zone)
    const { months, departures } = await inCaisse(app.db, id, async (tx) => ({
      months: await afterLeavingMonths(tx),
      departures: await listDepartures(tx, { limit: 100_000 }),
    }))
    for (const { personId, leftOn } of departures) {
      if (leftOn === null || dayAfterMonths(leftOn, months) > today) continue
      await inCaisse(app.db, id, (tx) => erase(tx, personId, { now, today, reason: 'retention' })).catch(
        stillOfTheTeam,
      )
    }
    const waiting = await inCaisse(
      app.db,
      id,
      async (tx) => (await listDepartures(tx, { limit: 100_000 })).length,
    )
    const contacts = await inCaisse(app.db, id, (tx) => forgetOutreach(tx, { now, today }))
    await inCaisse(app.db, id, (tx) =>
      insertReport(tx, {
        at: now,
        erased: departures.length - waiting,
        replayed: replayed.get(slug) ?? 0,
        waiting,
        contacts,
      }),
    )
  }
  await noteErasures(app)
}

/** Who left their household and still holds a role stays known until it ends. */
function stillOfTheTeam(error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== 'still_has_a_role') throw error
}
