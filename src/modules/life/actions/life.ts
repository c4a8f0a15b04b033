import type { z } from 'zod'
import { inCaisse, type CaisseId, type CaisseTx } from '../../../db/db.ts'
import { gesture, parseInput, type Call } from '../../../kit/gesture.ts'
import type { App } from '../../../kit/app.ts'
import type { Cents } from '../../../kit/money.ts'
import { addMonths, monthOf, type Month } from '../../../kit/month.ts'
import {
  computeLines,
  firstPass,
  needsFirstPass,
  type MonthLine,
} from '../../allocations/rules/compute-month.ts'
import { reglementIn } from '../../caisses/store.ts'
import { todayIn } from '../../contributions/actions/pledges.ts'
import { aheadOf } from '../../contributions/actions/returns.ts'
import { readBudgetHouseholds } from '../../contributions/store/budget-households.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { getHousehold, unknownHouseholds } from '../../people/store/households.ts'
import type { WrittenEvent } from '../rules/event.ts'
import { leaving, merge, move, pause, split } from './household-events.ts'
import { LIFE_INPUTS, type LifeInputs } from './input.ts'
import { lastCountedMonth } from './month.ts'
import { arrival, birth, death, departure, ofAge } from './people-events.ts'
import type { Changed, Step } from './step.ts'

const STAFF = ['coordinator', 'administrator'] as const

type Writer<K extends WrittenEvent> = (tx: CaisseTx, step: Step, input: LifeInputs[K]) => Promise<Changed>

const WRITERS: { [K in WrittenEvent]: Writer<K> } = {
  birth,
  arrival,
  of_age: ofAge,
  departure,
  split,
  merge,
  move,
  pause,
  leaving,
  death,
}

/** One event in one gesture, named after it in the audit. */
export function recordEvent<K extends WrittenEvent>(kind: K, call: Call, given: unknown): Promise<Changed> {
  const schema = LIFE_INPUTS[kind] as unknown as z.ZodType<LifeInputs[K], LifeInputs[K]>
  return gesture(`life_${kind}`, STAFF, schema, async (tx, { app, key, now, about }, input) => {
    about(input.householdId)
    const step = { app, key, now, today: await todayIn(tx, now) }
    const { householdIds } = await WRITERS[kind](tx, step, input)
    return { householdIds: [...householdIds] }
  })(call, given as LifeInputs[K])
}

/** A household before, or after, an event. */
export type Seen = {
  name: string
  leftCents: Cents
  /** Contributions that came in beyond all that was made due. */
  aheadCents: Cents
  months: ReadonlyMap<Month, MonthLine>
}

export type Preview = {
  /** The first month that is not issued yet: nothing changes before. */
  from: Month
  months: readonly Month[]
  /** In the order of the event: the household it was asked for first. `before` is null where one is made. */
  households: { id: string; before: Seen | null; after: Seen }[]
}

type After = Pick<Preview, 'from' | 'months'> & { seen: ReadonlyMap<string, Seen> }

class TakenBack extends Error {
  readonly after: After

  constructor(after: After) {
    super('taken back')
    this.after = after
  }
}

/** Does the whole gesture, looks at what the règlements in force make of it, and takes everything back. */
export async function previewEvent<K extends WrittenEvent>(
  app: App,
  caisseId: CaisseId,
  kind: K,
  given: unknown,
): Promise<Preview> {
  const { from, months, seen } = await afterEvent(app, caisseId, kind, given)
  const households = await inCaisse(
    app.db,
    caisseId,
    async (tx) => {
      const before = await seeHouseholds(tx, [...seen.keys()], months)
      return [...seen].map(([id, after]) => ({ id, before: before.get(id) ?? null, after }))
    },
    { snapshot: true },
  )
  return { from, months, households }
}

async function afterEvent<K extends WrittenEvent>(
  app: App,
  caisseId: CaisseId,
  kind: K,
  given: unknown,
): Promise<After> {
  const input = parseInput(LIFE_INPUTS[kind] as unknown as z.ZodType<LifeInputs[K]>, given)
  try {
    return await inCaisse(app.db, caisseId, async (tx) => {
      const now = app.now()
      const today = await todayIn(tx, now)
      const last = await lastCountedMonth(tx)
      const from = last === null ? monthOf(today) : addMonths(last, 1)
      const months = monthsToShow(from, input)
      const { householdIds } = await WRITERS[kind](tx, { app, key: app.newId(), now, today }, input)
      throw new TakenBack({ from, months, seen: await seeHouseholds(tx, householdIds, months) })
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.after
    throw error
  }
}

/** The first month to come, and those around the day or the months told. */
function monthsToShow(from: Month, input: { on?: string; fromMonth?: string; untilMonth?: string }): Month[] {
  const told = [
    ...(input.on ? [monthOf(input.on), addMonths(monthOf(input.on), 1)] : []),
    ...(input.fromMonth ? [input.fromMonth] : []),
    ...(input.untilMonth ? [addMonths(input.untilMonth, 1)] : []),
  ]
  return [...new Set([from, ...told])].filter((month) => month >= from).sort()
}

async function seeHouseholds(
  tx: CaisseTx,
  ids: readonly string[],
  months: readonly Month[],
): Promise<Map<string, Seen>> {
  const lines = new Map<Month, ReadonlyMap<string, MonthLine>>()
  for (const month of months) lines.set(month, await linesIn(tx, month, ids))
  const seen = new Map<string, Seen>()
  const unknown = new Set(await unknownHouseholds(tx, ids))
  for (const id of ids) {
    if (unknown.has(id)) continue
    const { name } = await getHousehold(tx, id)
    const own = months.flatMap((month) => {
      const line = lines.get(month)!.get(id)
      return line ? [[month, line] as const] : []
    })
    seen.set(id, {
      name,
      leftCents: await rightsLeft(tx, id),
      aheadCents: await aheadOf(tx, id),
      months: new Map(own),
    })
  }
  return seen
}

/** What the month's règlement makes of these households, by the functions that issue the month. */
export async function linesIn(
  tx: CaisseTx,
  month: Month,
  ids: readonly string[],
): Promise<Map<string, MonthLine>> {
  const { content } = await reglementIn(tx, month)
  const paid = { assumePaid: true }
  const shared = firstPass(content, month, paid)
  // Where contributions are shared out, everybody's count.
  const all = needsFirstPass(content)
  const read = () => readBudgetHouseholds(tx, month, { received: false, ...(!all && { only: ids }) })
  if (all) for await (const households of read()) for (const one of households) shared.add(one)
  const monthLines = computeLines(content, month, shared.pot(), paid)
  const lines = new Map<string, MonthLine>()
  for await (const households of read())
    for (const household of households) {
      const line = monthLines.next(household)
      if (ids.includes(household.id)) lines.set(household.id, line)
    }
  return lines
}
