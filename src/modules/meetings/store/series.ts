import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export type NewSeries = {
  id: string
  title: string
  rule: string
  startsLocal: string
  minutes: number
  skipped: readonly Day[]
}

export async function insertSeries(tx: CaisseTx, series: NewSeries, now: Date): Promise<void> {
  await tx
    .insertInto('meeting_series')
    .values({
      caisse_id: tx.caisseId,
      id: series.id,
      title: series.title,
      rule: series.rule,
      starts_local: series.startsLocal,
      minutes: series.minutes,
      skipped: sql<string[]>`${[...series.skipped]}::date[]`,
      created_at: now,
    })
    .execute()
}

export type Series = { id: string; title: string; rule: string; skipped: Day[] }

export async function getSeries(tx: CaisseTx, id: string): Promise<Series> {
  const { rows } = await sql<Series>`
    select id, title, rule, skipped::text[] as skipped from meeting_series
    where caisse_id = ${tx.caisseId} and id = ${id}
  `.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_series', {}, 404)
  return rows[0]
}
