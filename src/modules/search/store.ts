import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { Day } from '../../kit/month.ts'
import type { Viewer } from '../documents/rules/rights.ts'
import { beginsAWord, isPrecise, MARK_END, MARK_START, wordsOf } from './rules.ts'

export const KINDS = ['document', 'minutes', 'news', 'meeting', 'group'] as const
export type Kind = (typeof KINDS)[number]

export type Found = {
  kind: Kind
  id: string
  title: string
  excerpt: string
  onDay: Day
  path: string
  /** How many of its kind were found. */
  ofKind: number
}

/** As far into a long text as an excerpt is looked for. */
const LOOKED_THROUGH = 30_000

type Options = { now: Date; only?: Kind | undefined; perKind: number; offset?: number }

/**
 * What matches and may be seen, kind by kind, the most to the point first. Words as people write them: accents, plurals and
 * capitals aside; `"mot à mot"` and `-sans` are understood.
 */
export async function find(
  tx: CaisseTx,
  question: string,
  { member, team, groupIds }: Viewer,
  { now, only, perKind, offset = 0 }: Options,
): Promise<Found[]> {
  const query = isPrecise(question)
    ? sql`websearch_to_tsquery('fr', ${question})`
    : sql`asked_for(${wordsOf(question)}::text[], ${beginsAWord(question)})`
  const { rows } = await sql<Found>`
    with asked as materialized (
      select ${query} as query
    ), found as materialized (
      select f.number, f.place, f.of_kind
      from asked cross join lateral
        find_entries(asked.query, ${member}, ${team}, ${[...groupIds]}::uuid[], ${now}) f
      where f.place > ${offset} and f.place <= ${offset + perKind}
        ${only ? sql`and f.kind = ${only}` : sql``}
    )
    select e.kind, e.subject_id as id, e.title, e.on_day as "onDay", e.path, found.of_kind::integer as "ofKind",
      ts_headline('fr', left(e.body, ${LOOKED_THROUGH}), asked.query, ${HEADLINE}) as excerpt
    from found
    join search_entry e on e.caisse_id = ${tx.caisseId} and e.number = found.number
    cross join asked
    order by found.place
  `.execute(tx)
  return rows
}

const HEADLINE = `StartSel=${MARK_START}, StopSel=${MARK_END}, MaxFragments=2, MinWords=12, MaxWords=28, FragmentDelimiter=" … "`
