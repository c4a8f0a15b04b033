import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import type { Reason } from '../../caisses/rules/reason.ts'
import { withoutNestedLoops } from './planner.ts'
import { standing, type Standing } from '../rules/standing.ts'

/** Where a household stands with a month's due. Amounts in cents. */
export type DueState = Standing & {
  householdId: string
  name: string
  paymentReference: string
  expectedCents: Cents
  waivedCents: Cents
  reason: Reason
  /** The part that somebody else pays in its place. */
  thirdParty: Standing & { expectedCents: Cents }
}

type Row = {
  householdId: string
  name: string
  paymentReference: string
  reason: Reason
  due: Cents
  waived: Cents
  before: Cents
  later: Cents
  received: Cents
  third_due: Cents
  third_before: Cents
  third_later: Cents
  third_received: Cents
}

/** Every household with a due in the month, by name; these only, or this page of them. */
export async function dueStates(
  tx: CaisseTx,
  month: Month,
  { only, limit = 100, offset = 0 }: { only?: readonly string[]; limit?: number; offset?: number } = {},
): Promise<DueState[]> {
  const { rows } = await sql<{ id: string }>`
    select h.id from due d join household h on h.caisse_id = d.caisse_id and h.id = d.household_id
    where d.caisse_id = ${tx.caisseId} and d.month = ${month}
      ${only ? sql`and d.household_id = any (${only}::uuid[])` : sql``}
    order by h.name collate "fr-x-icu", h.id limit ${limit} offset ${offset}
  `.execute(tx)
  const ids = rows.map((row) => row.id)
  const states = new Map((await statesOf(tx, month, ids)).map((state) => [state.householdId, state]))
  return ids.map((id) => states.get(id)!)
}

const CHUNK = 5_000

/** All states of a month, by ascending household id, in chunks. */
export async function* allDueStates(tx: CaisseTx, month: Month): AsyncGenerator<DueState[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select household_id as id from due
      where caisse_id = ${tx.caisseId} and month = ${month} and household_id > ${after}
      order by household_id limit ${CHUNK}
    `.execute(tx)
    const ids = rows.map((row) => row.id)
    if (ids.length > 0) yield await withoutNestedLoops(tx, () => statesOf(tx, month, ids))
    if (ids.length < CHUNK) return
    after = ids.at(-1)!
  }
}

/** The month at a glance: the sums of all its states. */
export async function dueTotals(tx: CaisseTx, month: Month) {
  const totals = {
    households: 0,
    settledHouseholds: 0,
    expectedCents: 0,
    waivedCents: 0,
    receivedCents: 0,
    missingCents: 0,
    thirdPartyExpectedCents: 0,
    thirdPartyReceivedCents: 0,
  }
  for await (const states of allDueStates(tx, month)) {
    for (const state of states) {
      totals.households += 1
      totals.settledHouseholds += state.missingCents === 0 ? 1 : 0
      totals.expectedCents += state.expectedCents
      totals.waivedCents += state.waivedCents
      totals.receivedCents += state.receivedCents
      totals.missingCents += state.missingCents
      totals.thirdPartyExpectedCents += state.thirdParty.expectedCents
      totals.thirdPartyReceivedCents += state.thirdParty.receivedCents
    }
  }
  return totals
}

async function statesOf(tx: CaisseTx, month: Month, ids: readonly string[]): Promise<DueState[]> {
  const { rows } = await sql<Row>`
    with asked as materialized (
      select unnest(${ids}::uuid[]) as household_id
    ), owed as (
      select household_id,
        sum(amount_cents) filter (where month = ${month}) as due,
        sum(waived_cents) filter (where month = ${month}) as waived,
        sum(amount_cents - waived_cents) filter (where month < ${month}) as before,
        sum(amount_cents - waived_cents) filter (where month > ${month}) as later,
        sum(third_party_cents) filter (where month = ${month}) as third_due,
        sum(third_party_cents) filter (where month < ${month}) as third_before,
        sum(third_party_cents) filter (where month > ${month}) as third_later
      from due join asked using (household_id) where caisse_id = ${tx.caisseId} group by household_id
    ), paid as (
      select household_id, sum(cents) as received
      from received_contribution join asked using (household_id) where caisse_id = ${tx.caisseId}
      group by household_id
    ), paid_by_others as (
      select household_id,
        sum(case when undoes_receipt_id is null then amount_cents else -amount_cents end) as third_received
      from receipt join asked using (household_id)
      where caisse_id = ${tx.caisseId} and method = 'third_party'
      group by household_id
    )
    select h.id as "householdId", h.name, h.payment_reference as "paymentReference", this_month.reason,
      owed.due, owed.waived, coalesce(before, 0) as before, coalesce(later, 0) as later,
      coalesce(received, 0) as received, third_due, coalesce(third_before, 0) as third_before,
      coalesce(third_later, 0) as third_later, coalesce(third_received, 0) as third_received
    from owed
    join household h on h.caisse_id = ${tx.caisseId} and h.id = owed.household_id
    join due this_month
      on this_month.caisse_id = ${tx.caisseId} and this_month.household_id = h.id and this_month.month = ${month}
    left join paid on paid.household_id = h.id
    left join paid_by_others on paid_by_others.household_id = h.id
    order by h.id
  `.execute(tx)
  return rows.map(toDueState)
}

function toDueState(row: Row): DueState {
  const own = standing({
    receivedCents: row.received,
    owedBeforeCents: row.before,
    dueCents: row.due,
    waivedCents: row.waived,
    owedAfterCents: row.later,
  })
  const thirdParty = standing({
    receivedCents: row.third_received,
    owedBeforeCents: row.third_before,
    dueCents: row.third_due,
    waivedCents: 0,
    owedAfterCents: row.third_later,
  })
  return {
    householdId: row.householdId,
    name: row.name,
    paymentReference: row.paymentReference,
    reason: row.reason,
    expectedCents: row.due,
    waivedCents: row.waived,
    ...own,
    thirdParty: { expectedCents: row.third_due, ...thirdParty },
  }
}
