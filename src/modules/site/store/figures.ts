import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { addMonths, firstDay, lastDay, startOfDay, type Month } from '../../../kit/month.ts'
import { listTerritories } from '../../caisses/store.ts'
import type { Cells, EarlierRelease, MonthFacts, Release } from '../rules/figures.ts'

export type PublishedFigures = { month: Month; cells: Cells; publishedAt: Date }

/** The latest month first. */
export async function listFigures(tx: CaisseTx, limit = 1000): Promise<PublishedFigures[]> {
  const rows = await tx
    .selectFrom('published_figures')
    .select(['month', 'cells', 'published_at as publishedAt'])
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('month', 'desc')
    .limit(limit)
    .execute()
  // Written by `insertFigures`.
  return rows.map((row) => ({ ...row, cells: row.cells as unknown as Cells }))
}

export async function earlierReleases(tx: CaisseTx): Promise<EarlierRelease[]> {
  const { rows } = await sql<EarlierRelease>`
    select month, cells->>'spentCents' is not null as "spentShown", outlet_ids as "outletIds"
    from published_figures where caisse_id = ${tx.caisseId}
  `.execute(tx)
  return rows
}

/** The same month twice is told once. */
export async function insertFigures(
  tx: CaisseTx,
  month: Month,
  { cells, outletIds }: Release,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('published_figures')
    .values({
      caisse_id: tx.caisseId,
      month,
      cells: JSON.stringify(cells),
      outlet_ids: outletIds,
      published_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What a month was made of, without a name or an id of anybody. */
export async function monthFacts(tx: CaisseTx, month: Month, timeZone: string): Promise<MonthFacts> {
  const [first, last] = [firstDay(month), lastDay(month)]
  const from = startOfDay(first, timeZone)
  const to = startOfDay(firstDay(addMonths(month, 1)), timeZone)
  const households = await sql<{ territoryId: string | null; people: number }>`
    select territory_id as "territoryId", (
      select count(distinct person_id)::integer from household_member m
      where m.caisse_id = household.caisse_id and m.household_id = household.id
        and m.from_on <= ${last} and (m.to_on is null or m.to_on >= ${last})
    ) as people
    from household
    where caisse_id = ${tx.caisseId} and entered_on <= ${last} and (leaves_on is null or leaves_on >= ${last})
  `.execute(tx)
  const paid = await sql<{ cents: Cents }>`
    select sum(case when undoes_receipt_id is null then amount_cents else -amount_cents end)::bigint as cents
    from receipt where caisse_id = ${tx.caisseId} and received_on between ${first} and ${last}
    group by household_id
  `.execute(tx)
  const granted = await sql<{ cents: Cents }>`
    select sum(line.amount_cents)::bigint as cents from allocation_line line
    join allocation_run run on run.caisse_id = line.caisse_id and run.id = line.run_id and run.status = 'issued'
    where line.caisse_id = ${tx.caisseId} and line.month = ${month} and line.outcome = 'granted'
    group by line.household_id
  `.execute(tx)
  const bought = await sql<{ household: number; outletId: string; cents: Cents }>`
    select bought.household, account.owner_id as "outletId", sum(bought.cents)::bigint as cents
    from (
      select debit_account as household, credit_account as outlet, amount_cents as cents from transfer
      where caisse_id = ${tx.caisseId} and kind = 'payment' and at >= ${from} and at < ${to}
      union all
      select credit_account, debit_account, -amount_cents from transfer
      where caisse_id = ${tx.caisseId} and kind = 'refund' and at >= ${from} and at < ${to}
    ) bought
    join account on account.caisse_id = ${tx.caisseId} and account.id = bought.outlet
    group by bought.household, account.owner_id
  `.execute(tx)
  const outlets = await sql<{ outletId: string; atEnd: boolean }>`
    select outlet_id as "outletId", bool_or(to_on is null or to_on >= ${last}) as "atEnd" from agreement
    where caisse_id = ${tx.caisseId} and from_on <= ${last} and (to_on is null or to_on >= ${first})
    group by outlet_id
  `.execute(tx)
  return {
    month,
    households: households.rows,
    paid: paid.rows.map(({ cents }) => cents),
    granted: granted.rows.map(({ cents }) => cents),
    spent: [...totals(bought.rows, ({ household }) => household).values()],
    takings: [...totals(bought.rows, ({ outletId }) => outletId)].map(([outletId, cents]) => ({
      outletId,
      cents,
    })),
    accredited: outlets.rows.map(({ outletId }) => outletId),
    outlets: outlets.rows.filter(({ atEnd }) => atEnd).length,
    territories: await listTerritories(tx),
  }
}

function totals<Row extends { cents: Cents }, Key>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Map<Key, Cents> {
  const sums = new Map<Key, Cents>()
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.cents)
  return sums
}
