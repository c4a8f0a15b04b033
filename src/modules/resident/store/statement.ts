import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { dayAt, monthOf, type Month } from '../../../kit/month.ts'
import { joinedFrom, rightsByMonth } from './rights.ts'

export type StatementMonth = {
  month: Month
  contributedCents: Cents
  /** Null where rights are no longer joined to the household. */
  allocatedCents: Cents | null
  spentCents: Cents | null
  /** Lapsed or given back. */
  otherCents: Cents | null
}

export type Statement = { year: number; months: StatementMonth[]; totals: Omit<StatementMonth, 'month'> }

/** A year as a household lived it: what it contributed, received and spent, month by month. */
export async function yearlyStatement(
  tx: CaisseTx,
  householdId: string,
  { year, now, timeZone }: { year: number; now: Date; timeZone: string },
): Promise<Statement> {
  const thisMonth = monthOf(dayAt(now, timeZone))
  const joined = joinedFrom(now, timeZone)
  const contributed = await contributedByMonth(tx, householdId, year)
  const rights = new Map(
    (await rightsByMonth(tx, householdId, { now, timeZone })).map((one) => [one.month, one]),
  )
  const months = Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`)
    .filter((month) => month <= thisMonth)
    .map((month): StatementMonth => {
      const moved = rights.get(month)
      const isJoined = month >= joined
      return {
        month,
        contributedCents: contributed.get(month) ?? 0,
        allocatedCents: isJoined ? (moved?.allocatedCents ?? 0) : null,
        spentCents: isJoined ? (moved?.spentCents ?? 0) : null,
        otherCents: isJoined ? (moved?.lapsedCents ?? 0) + (moved?.returnedCents ?? 0) : null,
      }
    })
  const total = (of: (one: StatementMonth) => Cents | null) =>
    months.reduce((sum, one) => sum + (of(one) ?? 0), 0)
  return {
    year,
    months,
    totals: {
      contributedCents: total((one) => one.contributedCents),
      allocatedCents: total((one) => one.allocatedCents),
      spentCents: total((one) => one.spentCents),
      otherCents: total((one) => one.otherCents),
    },
  }
}

/** Euros by the day they were received; what a partner paid in the household's place is not its own. */
async function contributedByMonth(
  tx: CaisseTx,
  householdId: string,
  year: number,
): Promise<Map<Month, Cents>> {
  const { rows } = await sql<{ month: Month; cents: Cents }>`
    select to_char(received_on, 'YYYY-MM') as month,
      sum(cents)::bigint as cents
    from received_contribution
    where caisse_id = ${tx.caisseId} and household_id = ${householdId}
      and received_on between ${`${year}-01-01`} and ${`${year}-12-31`}
    group by 1
  `.execute(tx)
  return new Map(rows.map((row) => [row.month, row.cents]))
}
