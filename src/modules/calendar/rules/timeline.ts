import { scaleTime } from 'd3-scale'
import { addDays, type Day } from '../../../kit/month.ts'

export const ENTRY_KINDS = ['phase', 'milestone', 'grant', 'wave'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** A line of the timeline: from a day to a day, or a day alone. */
export type Entry = {
  id: string
  kind: EntryKind
  title: string
  description: string
  startsOn: Day
  /** Null: a day alone, or a period that still goes on. */
  endsOn: Day | null
  /** False: only the team and the committees see it. */
  public: boolean
}

export type Moment = 'done' | 'current' | 'coming'

export const isSpan = ({ kind, endsOn }: Pick<Entry, 'kind' | 'endsOn'>): boolean =>
  kind === 'phase' || endsOn !== null

export function momentOf(entry: Pick<Entry, 'kind' | 'startsOn' | 'endsOn'>, today: Day): Moment {
  if (entry.startsOn > today) return 'coming'
  if (!isSpan(entry)) return entry.startsOn === today ? 'current' : 'done'
  return entry.endsOn !== null && entry.endsOn < today ? 'done' : 'current'
}

const ORDER: Record<EntryKind, number> = { phase: 0, milestone: 1, wave: 2, grant: 3 }

/** By the day on which things begin; periods before what happens in them. */
export const inOrder = (entries: readonly Entry[]): Entry[] =>
  [...entries].sort(
    (a, b) =>
      a.startsOn.localeCompare(b.startsOn) || ORDER[a.kind] - ORDER[b.kind] || a.title.localeCompare(b.title),
  )

/** Where days stand, from 0 to 100; `ticks` are the first days of years, or of quarters where there is one year only. */
export type Scale = {
  from: Day
  to: Day
  at(day: Day): number
  years: { day: Day; label: string; at: number }[]
}

const dateOf = (day: Day): Date => new Date(`${day}T00:00:00Z`)

/** Whole years around all that is shown and today. */
export function scaleOf(entries: readonly Entry[], today: Day): Scale {
  const days = [...entries.flatMap(({ startsOn, endsOn }) => [startsOn, endsOn ?? startsOn]), today].sort()
  const firstYear = Number(days[0]!.slice(0, 4))
  const lastYear = Number(days.at(-1)!.slice(0, 4))
  const from = `${firstYear}-01-01`
  const to = `${lastYear + 1}-01-01`
  const scale = scaleTime()
    .domain([dateOf(from), dateOf(to)])
    .range([0, 100])
    .clamp(true)
  const at = (day: Day) => Math.round(scale(dateOf(day)) * 100) / 100
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, i) => {
    const day = `${firstYear + i}-01-01`
    return { day, label: String(firstYear + i), at: at(day) }
  })
  return { from, to, at, years }
}

/** From its first day to the end of its last one; a period that goes on reaches the edge. */
export function spanAt(scale: Scale, { startsOn, endsOn }: Pick<Entry, 'startsOn' | 'endsOn'>) {
  const start = scale.at(startsOn)
  const end = endsOn === null ? 100 : scale.at(addDays(endsOn, 1))
  return { start, width: Math.max(end - start, 0.6) }
}
