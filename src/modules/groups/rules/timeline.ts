import { scaleUtc } from 'd3-scale'
import { addMonths, firstDay, lastDay, monthOf, type Day, type Month } from '../../../kit/month.ts'
import type { Composition, GroupStatus } from './group.ts'

export type TimedGroup = {
  id: string
  name: string
  composition: Composition
  status: GroupStatus
  startsOn: Day | null
  endsOn: Day | null
}

export type TimedNeed = { groupId: string; fromGroupId: string; neededOn: Day | null; metOn: Day | null }

/** Places from 0 to 100 across; rows from 0 down, a lane's heading being a row of its own. */
export type Timeline = {
  rows: ({ row: number } & (
    | { kind: 'lane'; composition: Composition }
    | { kind: 'group'; group: TimedGroup; x: number; width: number; open: boolean }
  ))[]
  height: number
  months: { month: Month; x: number }[]
  todayX: number
  /** At the day it is needed, from the group that gives to the one that waits. */
  links: { x: number; fromRow: number; toRow: number; met: boolean }[]
}

const LANES: readonly Composition[] = ['structures', 'residents']
/** Labels that fit side by side on the narrowest phone. */
const MOST_MONTHS = 4

const asDate = (day: Day): Date => new Date(`${day}T00:00:00Z`)

/** Groups of structures and of residents in two lanes of one calendar; groups without a first day are not on it. */
export function drawTimeline(
  groups: readonly TimedGroup[],
  needs: readonly TimedNeed[],
  today: Day,
): Timeline | null {
  const dated = groups.filter((group) => group.startsOn !== null)
  if (dated.length === 0) return null
  const days = dated.flatMap(({ startsOn, endsOn }) => [startsOn!, ...(endsOn ? [endsOn] : [])])
  const from = firstDay(monthOf([...days, today].toSorted()[0]!))
  const latest = [...days, today].toSorted().at(-1)!
  const to = lastDay(addMonths(monthOf(latest), 1))
  const scale = scaleUtc([asDate(from), asDate(to)], [0, 100])
  const xOf = (day: Day) => scale(asDate(day))

  const rows: Timeline['rows'] = []
  for (const composition of LANES) {
    const lane = dated
      .filter((group) => group.composition === composition)
      .toSorted((a, b) => (a.startsOn! < b.startsOn! ? -1 : a.startsOn! > b.startsOn! ? 1 : 0))
    if (lane.length === 0) continue
    rows.push({ row: rows.length, kind: 'lane', composition })
    for (const group of lane) {
      const x = xOf(group.startsOn!)
      const end = group.endsOn ? xOf(group.endsOn) : 100
      rows.push({
        row: rows.length,
        kind: 'group',
        group,
        x,
        width: Math.max(end - x, 1.5),
        open: group.endsOn === null,
      })
    }
  }
  const rowOf = new Map(rows.flatMap((row) => (row.kind === 'group' ? [[row.group.id, row.row]] : [])))
  const links = needs.flatMap(({ groupId, fromGroupId, neededOn, metOn }) => {
    const [fromRow, toRow] = [rowOf.get(fromGroupId), rowOf.get(groupId)]
    const day = metOn ?? neededOn
    if (fromRow === undefined || toRow === undefined || day === null || day < from || day > to) return []
    return [{ x: xOf(day), fromRow, toRow, met: metOn !== null }]
  })
  return { rows, height: rows.length, months: monthsBetween(from, to, xOf), todayX: xOf(today), links }
}

function monthsBetween(from: Day, to: Day, xOf: (day: Day) => number): Timeline['months'] {
  const all: Month[] = []
  for (let month = monthOf(from); month <= monthOf(to); month = addMonths(month, 1)) all.push(month)
  const step = Math.ceil(all.length / MOST_MONTHS)
  return all.filter((_, i) => i % step === 0).map((month) => ({ month, x: xOf(firstDay(month)) }))
}
