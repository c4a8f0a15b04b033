import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { dayAt, startOfDay, type Day } from '../../../kit/month.ts'
import { getCaisse } from '../../caisses/store.ts'

/** Payments are joined to a person this long (retention); the journal itself knows accounts only. */
const JOINED_MONTHS = 13

/** Payments before are no longer joined to anybody. */
export function joinedSince(now: Date): Date {
  const since = new Date(now)
  since.setUTCMonth(since.getUTCMonth() - JOINED_MONTHS)
  return since
}

export type OutletLine = {
  gestureId: string
  kind: 'payment' | 'refund'
  at: Date
  amountCents: Cents
  /** The payment that a refund gives back. */
  corrects: string | null
  /** Last digits of the number, as on the receipt; never a name. Null once it is not joined to anybody any more. */
  numberEnd: string | null
  /** Of a payment: what was given back since. */
  refundedCents: Cents
}

/** What an outlet took and gave back on a day of the caisse, the latest first. */
export async function outletJournal(
  tx: CaisseTx,
  outletId: string,
  day: Day,
  now: Date,
): Promise<OutletLine[]> {
  const { rows } = await sql<OutletLine>`
    select t.gesture_id as "gestureId", t.kind, t.at, t.amount_cents as "amountCents", t.corrects,
      (
        select right(payer.number, 3)
        from gesture join payer on payer.caisse_id = gesture.caisse_id and payer.person_id = gesture.subject_id
        where gesture.caisse_id = t.caisse_id and gesture.id = coalesce(t.corrects, t.gesture_id)
          and gesture.at >= ${joinedSince(now)}
      ) as "numberEnd",
      case when t.kind = 'payment' then (
        select coalesce(sum(refund.amount_cents), 0)::bigint from transfer refund
        where refund.caisse_id = t.caisse_id and refund.credit_account = t.debit_account and refund.at >= t.at
          and refund.kind = 'refund' and refund.corrects = t.gesture_id
      ) else 0 end as "refundedCents"
    from (${legsOfOutlet(tx, outletId)}) t
    where ${await within(tx, day)}
    order by t.at desc, t.gesture_id desc
  `.execute(tx)
  return rows
}

/** What an outlet took on a day, less what it gave back. */
export async function outletDayTotal(
  tx: CaisseTx,
  outletId: string,
  day: Day,
): Promise<{ payments: number; totalCents: Cents }> {
  const { rows } = await sql<{ payments: number; totalCents: Cents }>`
    select count(*) filter (where t.kind = 'payment')::integer as payments,
      coalesce(sum(case when t.kind = 'payment' then amount_cents else -amount_cents end), 0)::bigint as "totalCents"
    from (${legsOfOutlet(tx, outletId)}) t
    where ${await within(tx, day)}
  `.execute(tx)
  return rows[0]!
}

const legsOfOutlet = (tx: CaisseTx, outletId: string) => sql`
  select transfer.* from account join transfer
    on transfer.caisse_id = account.caisse_id and transfer.credit_account = account.id and transfer.kind = 'payment'
  where account.caisse_id = ${tx.caisseId} and account.kind = 'rights_outlet' and account.owner_id = ${outletId}
  union all
  select transfer.* from account join transfer
    on transfer.caisse_id = account.caisse_id and transfer.debit_account = account.id and transfer.kind = 'refund'
  where account.caisse_id = ${tx.caisseId} and account.kind = 'rights_outlet' and account.owner_id = ${outletId}
`

async function within(tx: CaisseTx, day: Day) {
  const zone = (await getCaisse(tx, tx.caisseId)).time_zone
  const nextDay = new Date(startOfDay(day, zone).getTime() + 36 * 3_600_000)
  return sql`t.at >= ${startOfDay(day, zone)} and t.at < ${startOfDay(dayAt(nextDay, zone), zone)}`
}

export type HouseholdLine = {
  gestureId: string
  kind:
    | 'payment'
    | 'refund'
    | 'allocation'
    | 'expiry'
    | 'return_to_pot'
    | 'correction'
    | 'household_share'
    | 'opening_rights'
  at: Date
  /** Negative when it was spent. */
  changeCents: Cents
  /** Where it was spent, by the name on the sign. */
  outletName: string | null
}

/** What came to a household and what it spent, the latest first, as long as it is joined to it. */
export async function householdHistory(
  tx: CaisseTx,
  householdId: string,
  { now, limit = 100 }: { now: Date; limit?: number },
): Promise<HouseholdLine[]> {
  const { rows } = await sql<HouseholdLine>`
    with own as (
      select account_id from household_account
      where caisse_id = ${tx.caisseId} and household_id = ${householdId} and book = 'rights'
    )
    select t.gesture_id as "gestureId", t.kind, t.at, t.change as "changeCents", outlet.trade_name as "outletName"
    from (
      select transfer.*, -amount_cents as change, credit_account as other from own join transfer
        on transfer.caisse_id = ${tx.caisseId} and transfer.debit_account = own.account_id
      union all
      select transfer.*, amount_cents, debit_account from own join transfer
        on transfer.caisse_id = ${tx.caisseId} and transfer.credit_account = own.account_id
    ) t
    join account on account.caisse_id = t.caisse_id and account.id = t.other
    left join outlet on account.kind = 'rights_outlet' and outlet.id = account.owner_id
    where t.at >= ${joinedSince(now)}
    order by t.at desc, t.gesture_id desc
    limit ${limit}
  `.execute(tx)
  return rows
}
