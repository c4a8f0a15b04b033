import { sql } from 'kysely'
import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import { gesture, InputError } from '../../kit/gesture.ts'
import { DayValue, instantAt } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { Line, orNull } from '../../kit/input.ts'
import { getCaisse } from '../caisses/store.ts'
import { KNOWN, READ_ON } from './known.ts'
import { isWebAddress, PUBLICATION_KINDS, STAGES } from './rules/sister.ts'
import {
  deleteFigure,
  deletePublication,
  deleteSister,
  getSister,
  insertFigures,
  insertPublications,
  listSisters,
  saveSister,
} from './store.ts'

export const TEAM = ['coordinator', 'administrator'] as const

export const READ_FEED = 'read_feed'

const Needed = (longest: number) => Line(longest).min(1, 'required')
const WebAddress = z.string().trim().max(500).refine(isWebAddress, 'web_address')

export const KeepSister = z.object({
  sisterId: z.uuid().optional(),
  name: Needed(120),
  place: Needed(150),
  stage: z.enum(STAGES),
  website: orNull(WebAddress).default(null),
  feedUrl: orNull(WebAddress).default(null),
})

export const keepSister = gesture(
  'keep_sister',
  TEAM,
  KeepSister,
  async (tx, { app, now, about }, { sisterId, ...sister }) => {
    if (sisterId !== undefined) await getSister(tx, sisterId)
    const id = sisterId ?? app.newId()
    about(id)
    if (!(await saveSister(tx, { id, ...sister }, now)))
      throw new InputError([{ field: 'name', message: 'sister_known' }])
    if (sister.feedUrl !== null) await askToRead(tx, id)
    return { sisterId: id }
  },
)

const askToRead = (tx: CaisseTx, sisterId: string) =>
  sql`select add_job(${READ_FEED}, ${JSON.stringify({ caisseId: tx.caisseId, sisterId })}::json)`.execute(tx)

/** Every caisse that we know of and the list does not hold yet, with its figures. */
export const addKnown = gesture('add_known_sisters', TEAM, z.object({}), async (tx, { app, now }) => {
  const names = new Set((await listSisters(tx)).map(({ name }) => name))
  const missing = KNOWN.filter(({ name }) => !names.has(name))
  for (const { figures, ...known } of missing) {
    const id = app.newId()
    await saveSister(tx, { id, ...known, feedUrl: null }, now)
    await insertFigures(
      tx,
      figures.map(([label, value, sourceUrl]) => ({
        id: app.newId(),
        sisterId: id,
        label,
        value,
        sourceUrl,
        readOn: READ_ON,
      })),
    )
  }
  return { count: missing.length }
})

export const removeSister = gesture(
  'remove_sister',
  TEAM,
  z.object({ sisterId: z.uuid() }),
  async (tx, { about }, { sisterId }) => {
    about(sisterId)
    if (!(await deleteSister(tx, sisterId))) throw new Refusal('unknown_sister', {}, 404)
  },
)

export const KeepFigure = z.object({
  sisterId: z.uuid(),
  label: Needed(80),
  value: Needed(120),
  sourceUrl: WebAddress,
  readOn: DayValue,
})

export const keepFigure = gesture(
  'keep_sister_figure',
  TEAM,
  KeepFigure,
  async (tx, { app, about }, figure) => {
    await getSister(tx, figure.sisterId)
    about(figure.sisterId)
    await insertFigures(tx, [{ id: app.newId(), ...figure }])
  },
)

export const removeFigure = gesture(
  'remove_sister_figure',
  TEAM,
  z.object({ figureId: z.uuid() }),
  async (tx, _, input) => {
    if (!(await deleteFigure(tx, input.figureId))) throw new Refusal('unknown_sister', {}, 404)
  },
)

export const KeepPublication = z.object({
  sisterId: orNull(z.uuid()).default(null),
  kind: z.enum(PUBLICATION_KINDS),
  title: Needed(200),
  url: orNull(WebAddress).default(null),
  /** When it came out, or the day of a webinar. */
  day: DayValue,
  /** Of a webinar. */
  hour: z.string().trim().default(''),
})

export const keepPublication = gesture(
  'keep_publication',
  TEAM,
  KeepPublication,
  async (tx, { app, now, about }, { day, hour, ...publication }) => {
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    if (publication.sisterId !== null) await getSister(tx, publication.sisterId)
    const startsAt = publication.kind === 'webinar' && hour !== '' ? readHour(day, hour, time_zone) : null
    if (publication.url === null && startsAt === null)
      throw new InputError([{ field: 'url', message: 'required' }])
    const id = app.newId()
    about(id)
    await insertPublications(
      tx,
      [{ id, ...publication, publishedOn: startsAt === null ? day : null, startsAt }],
      now,
    )
    return { publicationId: id }
  },
)

function readHour(day: string, hour: string, timeZone: string): Date {
  const instant = /^([01]\d|2[0-3]):[0-5]\d$/.test(hour) ? instantAt(day, hour, timeZone) : null
  if (instant === null) throw new InputError([{ field: 'hour', message: 'hour' }])
  return instant
}

export const removePublication = gesture(
  'remove_publication',
  TEAM,
  z.object({ publicationId: z.uuid() }),
  async (tx, { about }, { publicationId }) => {
    about(publicationId)
    if (!(await deletePublication(tx, publicationId))) throw new Refusal('unknown_publication', {}, 404)
  },
)

export const readAgain = gesture(
  'read_sister_feed',
  TEAM,
  z.object({ sisterId: z.uuid() }),
  async (tx, { about }, { sisterId }) => {
    about(sisterId)
    const { feedUrl } = await getSister(tx, sisterId)
    if (feedUrl === null) throw new Refusal('sister_without_feed')
    await askToRead(tx, sisterId)
  },
)
