import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'

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
