import type { CaisseTx } from '../../../db/db.ts'
import type { Day, Month } from '../../../kit/month.ts'
import { dueWord, type DueWord } from '../../contributions/rules/due-word.ts'
import { allDueStates, dueTotals, type DueState } from '../../contributions/store/due-states.ts'
import { listHouseholds } from '../../people/store/listing.ts'

export const SHOWN = ['attendues', 'reglees', 'toutes'] as const
export type Shown = (typeof SHOWN)[number]

export type NamedDue = DueState & { word: DueWord }

/** More households than anybody reads under one name. */
const FOUND = 500

const byName = new Intl.Collator('fr')

/** The dues of a month by name: those looked for, and how many there are of each kind. */
export async function duesSeen(
  tx: CaisseTx,
  {
    month,
    today,
    graceDays,
    search,
    shown,
  }: {
    month: Month
    today: Day
    graceDays: number
    search: string
    shown: Shown
  },
) {
  const found =
    search.trim() === ''
      ? null
      : new Set((await listHouseholds(tx, { search, limit: FOUND })).households.map(({ id }) => id))
  const dues: NamedDue[] = []
  const counts: Record<Shown, number> = { attendues: 0, reglees: 0, toutes: 0 }
  for await (const states of allDueStates(tx, month))
    for (const state of states) {
      const kind = state.missingCents > 0 ? 'attendues' : 'reglees'
      counts[kind] += 1
      counts.toutes += 1
      if (shown !== 'toutes' && shown !== kind) continue
      if (found && !found.has(state.householdId)) continue
      dues.push({ ...state, word: dueWord(state, { month, today, graceDays }) })
    }
  dues.sort((a, b) => byName.compare(a.name, b.name) || (a.householdId < b.householdId ? -1 : 1))
  return { dues, counts, totals: await dueTotals(tx, month) }
}
