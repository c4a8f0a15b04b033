import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { firstDay, lastDay, type Day, type Month } from '../../../kit/month.ts'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import { withoutNestedLoops } from './planner.ts'

export type BudgetHouseholdRow = BudgetHousehold & {
  /** Of the rights book, where its allocation goes. */
  accountId: number
  /** What was made due for the month when dues were computed; null while they are not. */
  dueCents: Cents | null
  thirdPartyDueCents: Cents | null
}

export type BudgetHouseholdOptions = {
  /** These households only. */
  only?: readonly string[]
  /** What was received costs a look at each household's history: leave it out where it decides nothing. */
  received?: boolean
}

const CHUNK = 10_000

type Row = {
  id: string
  account_id: number
  entered_on: Day
  leaves_on: Day | null
  paused: 'pause' | 'counted_before' | null
  adults: number
  births: string | null
  contribution_cents: Cents | null
  third_party_name: string | null
  exception_cents: Cents | null
  exception_until: Month | null
  due_cents: Cents | null
  third_party_due_cents: Cents | null
  received_cents: Cents | null
}

/**
 * Every household that is in the caisse for at least a day of the month, by ascending id, in chunks.
 * Members count as they are on the 1st, or on the household's first day: someone who moves during
 * the month is counted once. `receivedCents` is what its own payments leave for this month after
 * all earlier dues, with what was waived; a third party's payments cover the third party's part only.
 */
export async function* readBudgetHouseholds(
  tx: CaisseTx,
  month: Month,
  options: BudgetHouseholdOptions = {},
): AsyncGenerator<BudgetHouseholdRow[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await withoutNestedLoops(tx, () => readChunk(tx, month, after, options))
    if (rows.length > 0) yield rows.map(toBudgetHousehold)
    if (rows.length < CHUNK) return
    after = rows.at(-1)!.id
  }
}

async function readChunk(
  tx: CaisseTx,
  month: Month,
  after: string,
  { only, received = true }: BudgetHouseholdOptions,
): Promise<Row[]> {
  // Between these bounds each table is read in one stretch of its index.
  const inChunk = sql`caisse_id = ${tx.caisseId} and household_id > ${after} and household_id <= (select id from last)`
  const { rows } = await sql<Row>`
    with page as materialized (
      select id, entered_on, leaves_on, greatest(entered_on, ${firstDay(month)}::date) as seen_on
      from household
      where caisse_id = ${tx.caisseId} and id > ${after}
        and entered_on <= ${lastDay(month)} and (leaves_on is null or leaves_on >= ${firstDay(month)})
        ${only ? sql`and id = any (${only}::uuid[])` : sql``}
      order by id limit ${CHUNK}
    ), last as materialized (
      select id from page order by id desc limit 1
    ), members as (
      select m.household_id as id,
        (count(*) filter (where not m.child))::integer as adults,
        string_agg(
          coalesce((select birth_month from person p where p.caisse_id = m.caisse_id and p.id = m.person_id), '-'), ','
        ) filter (where m.child) as births
      from (select * from household_member where ${inChunk}) m
      join page on page.id = m.household_id
      where m.from_on <= page.seen_on and (m.to_on is null or m.to_on >= page.seen_on)
      group by m.household_id
    ), chosen as (
      select distinct on (household_id) household_id as id, amount_cents, third_party_name
      from pledge where ${inChunk} and from_month <= ${month}
      order by household_id desc, from_month desc, created_at desc, id desc
    ), agreed as (
      select distinct on (household_id) household_id as id, amount_cents, until_month
      from contribution_exception where ${inChunk} and from_month <= ${month} and until_month >= ${month}
      order by household_id, created_at desc, id desc
    ), paused as (
      select household_id as id, max(reason) as reason from household_pause
      where ${inChunk} and from_month <= ${month} and until_month >= ${month}
      group by household_id
    ), owed as (
      select household_id as id,
        (sum(amount_cents - waived_cents) filter (where month < ${month}))::bigint as before_cents,
        max(amount_cents) filter (where month = ${month}) as due_cents,
        max(third_party_cents) filter (where month = ${month}) as third_party_due_cents,
        max(waived_cents) filter (where month = ${month}) as waived_cents
      from due where ${inChunk} and ${received ? sql`month <= ${month}` : sql`month = ${month}`}
      group by household_id
    ), paid as (
      select household_id as id, sum(cents)::bigint as cents
      from received_contribution where ${received} and ${inChunk}
      group by household_id
    )
    select page.id, rights.account_id, page.entered_on, page.leaves_on, paused.reason as paused,
      coalesce(members.adults, 0) as adults, members.births,
      chosen.amount_cents as contribution_cents, chosen.third_party_name,
      agreed.amount_cents as exception_cents, agreed.until_month as exception_until,
      owed.due_cents, owed.third_party_due_cents,
      ${
        received
          ? sql`greatest(0, coalesce(paid.cents, 0) - coalesce(owed.before_cents, 0)) + coalesce(owed.waived_cents, 0)`
          : sql`null::bigint`
      } as received_cents
    from page
    join (select household_id as id, account_id from household_account where ${inChunk} and book = 'rights') rights
      using (id)
    left join members using (id)
    left join chosen using (id)
    left join agreed using (id)
    left join paused using (id)
    left join owed using (id)
    left join paid using (id)
    order by page.id
  `.execute(tx)
  return rows
}

function toBudgetHousehold(row: Row): BudgetHouseholdRow {
  return {
    id: row.id,
    accountId: row.account_id,
    adults: row.adults,
    children: childrenOf(row.births),
    enteredOn: row.entered_on,
    leavesOn: row.leaves_on,
    paused: row.paused,
    contributionCents: row.contribution_cents,
    exception: row.exception_until ? { cents: row.exception_cents!, until: row.exception_until } : null,
    receivedCents: row.received_cents,
    hasThirdParty: row.third_party_name !== null,
    dueCents: row.due_cents,
    thirdPartyDueCents: row.third_party_due_cents,
  }
}

const NO_CHILDREN: BudgetHousehold['children'] = []

/** `2015-03,-,2019-11`: one birth month per child, a dash where it is not known. */
function childrenOf(births: string | null): BudgetHousehold['children'] {
  if (births === null) return NO_CHILDREN
  return births.split(',').map((birthMonth) => ({ birthMonth: birthMonth === '-' ? null : birthMonth }))
}
