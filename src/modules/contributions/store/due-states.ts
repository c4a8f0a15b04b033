import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import type { Reason } from '../../caisses/rules/reason.ts'
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
  { only, limit = 10_000, offset = 0 }: { only?: readonly string[]; limit?: number; offset?: number } = {},
): Promise<DueState[]> {
  const { rows } = await sql<Row>`
    with page as materialized (
      select d.household_id, h.name, h.payment_reference, d.reason,
        row_number() over (order by h.name collate "fr-x-icu", h.id) as place
      from due d join household h on h.caisse_id = d.caisse_id and h.id = d.household_id
      where d.caisse_id = ${tx.caisseId} and d.month = ${month}
        ${only ? sql`and d.household_id = any (${only}::uuid[])` : sql``}
      order by place limit ${limit} offset ${offset}
    ), owed as (
      select household_id,
        sum(amount_cents) filter (where month = ${month}) as due,
        sum(waived_cents) filter (where month = ${month}) as waived,
        sum(amount_cents - waived_cents) filter (where month < ${month}) as before,
        sum(amount_cents - waived_cents) filter (where month > ${month}) as later,
        sum(third_party_cents) filter (where month = ${month}) as third_due,
        sum(third_party_cents) filter (where month < ${month}) as third_before,
        sum(third_party_cents) filter (where month > ${month}) as third_later
      from due join page using (household_id) where caisse_id = ${tx.caisseId} group by household_id
    ), paid as (
      select household_id,
        sum(signed) filter (where method <> 'third_party') as received,
        sum(signed) filter (where method = 'third_party') as third_received
      from (
        select household_id, method,
          case when undoes_receipt_id is null then amount_cents else -amount_cents end as signed
        from receipt join page using (household_id) where caisse_id = ${tx.caisseId}
      ) each_receipt group by household_id
    )
    select page.household_id as "householdId", name, payment_reference as "paymentReference", reason,
      due, waived, coalesce(before, 0) as before, coalesce(later, 0) as later, coalesce(received, 0) as received,
      third_due, coalesce(third_before, 0) as third_before, coalesce(third_later, 0) as third_later,
      coalesce(third_received, 0) as third_received
    from page join owed using (household_id) left join paid using (household_id)
    order by place
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

/** The month at a glance: the sums of all its states. */
export async function dueTotals(tx: CaisseTx, month: Month) {
  const totals = {
    households: 0,
    expectedCents: 0,
    waivedCents: 0,
    receivedCents: 0,
    missingCents: 0,
    thirdPartyExpectedCents: 0,
    thirdPartyReceivedCents: 0,
    settledHouseholds: 0,
  }
  for await (const states of allDueStates(tx, month)) {
    for (const state of states) {
      totals.households += 1
      totals.expectedCents += state.expectedCents
      totals.waivedCents += state.waivedCents
      totals.receivedCents += state.receivedCents
      totals.missingCents += state.missingCents
      totals.thirdPartyExpectedCents += state.thirdParty.expectedCents
      totals.thirdPartyReceivedCents += state.thirdParty.receivedCents
      if (state.missingCents === 0) totals.settledHouseholds += 1
    }
  }
  return totals
}

const PAGE = 10_000

/** All states of a month, in pages. */
export async function* allDueStates(tx: CaisseTx, month: Month): AsyncGenerator<DueState[]> {
  for (let offset = 0; ; offset += PAGE) {
    const states = await dueStates(tx, month, { limit: PAGE, offset })
    if (states.length > 0) yield states
    if (states.length < PAGE) return
  }
}
