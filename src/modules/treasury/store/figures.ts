import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { AccountKind, TransferKind } from '../../../db/schema.ts'
import type { Cents } from '../../../kit/money.ts'
import { addMonths, firstDay, lastDay, startOfDay, type Day, type Month } from '../../../kit/month.ts'
import { getCaisse } from '../../caisses/store.ts'
import { dueTotals } from '../../contributions/store/due-states.ts'
import { chequesInHand } from '../../contributions/store/receipts.ts'
import { balanceOn, rightsPosition } from '../../ledger/store.ts'
import type { ClosingFigures } from '../rules/closing.ts'
import { bankReadingOn, cashCounts } from './counts.ts'

/** The month as it stands now: what happened between its first and last day, and where that led. */
export async function closingFigures(tx: CaisseTx, month: Month): Promise<ClosingFigures> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const [first, last] = [firstDay(month), lastDay(month)]
  const dues = await dueTotals(tx, month)
  const moved = await moneyMoved(tx, first, last)
  const euros = (from: AccountKind, to: AccountKind) =>
    moved.filter((one) => one.debit === from && one.credit === to).reduce((sum, { cents }) => sum + cents, 0)
  return {
    month,
    dues: {
      households: dues.households,
      expectedCents: dues.expectedCents,
      waivedCents: dues.waivedCents,
      receivedCents: dues.receivedCents,
      missingCents: dues.missingCents,
      lateHouseholds: dues.households - dues.settledHouseholds,
      thirdPartyExpectedCents: dues.thirdPartyExpectedCents,
      thirdPartyReceivedCents: dues.thirdPartyReceivedCents,
    },
    income: {
      ...(await received(tx, first, last)),
      grantsCents: euros('grant', 'bank') - euros('bank', 'grant'),
      differencesCents:
        euros('differences', 'bank') -
        euros('bank', 'differences') +
        euros('differences', 'cash') -
        euros('cash', 'differences'),
    },
    ...(await rightsMoved(tx, month, caisse.time_zone)),
    transfers: await transfersIn(tx, first, last),
    bank: await bankOn(tx, caisse.bank_account_id, last),
    cash: {
      ledgerCents: await balanceOn(tx, 'cash', last),
      moved: moved.some(({ debit, credit }) => debit === 'cash' || credit === 'cash'),
      counted: await cashCounted(tx, last),
    },
    cheques: {
      ledgerCents: await balanceOn(tx, 'cheques', last),
      inHand: (await chequesInHand(tx)).filter(({ receivedOn }) => receivedOn <= last).length,
    },
    runsOpen: await runsOpen(tx, month),
  }
}

type Moved = { debit: AccountKind; credit: AccountKind; cents: Cents }

/** Euros between kinds of accounts, by the days money moved. */
async function moneyMoved(tx: CaisseTx, first: Day, last: Day): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    select debited.kind as debit, credited.kind as credit, sum(t.amount_cents)::bigint as cents
    from transfer t
    join caisse on caisse.id = t.caisse_id
    join account debited on debited.caisse_id = t.caisse_id and debited.id = t.debit_account
    join account credited on credited.caisse_id = t.caisse_id and credited.id = t.credit_account
    left join dated_transfer d on d.caisse_id = t.caisse_id and d.gesture_id = t.gesture_id and d.leg = t.leg
    where t.caisse_id = ${tx.caisseId} and t.book = 'euros'
      and coalesce(d.on_day, (t.at at time zone caisse.time_zone)::date) between ${first}::date and ${last}::date
    group by 1, 2
  `.execute(tx)
  return rows
}

async function received(tx: CaisseTx, first: Day, last: Day) {
  const { rows } = await sql<{
    cashCents: Cents
    chequeCents: Cents
    transferCents: Cents
    cardCents: Cents
    thirdPartyCents: Cents
  }>`
    select
      coalesce(sum(signed) filter (where method = 'cash'), 0)::bigint as "cashCents",
      coalesce(sum(signed) filter (where method = 'cheque'), 0)::bigint as "chequeCents",
      coalesce(sum(signed) filter (where method = 'transfer'), 0)::bigint as "transferCents",
      coalesce(sum(signed) filter (where method = 'card'), 0)::bigint as "cardCents",
      coalesce(sum(signed) filter (where method = 'third_party'), 0)::bigint as "thirdPartyCents"
    from (
      select method, case when undoes_receipt_id is null then amount_cents else -amount_cents end as signed
      from receipt where caisse_id = ${tx.caisseId} and received_on between ${first}::date and ${last}::date
    ) each_receipt
  `.execute(tx)
  return rows[0]!
}

type RightsMoved = {
  kind: TransferKind
  debit: AccountKind
  credit: AccountKind
  later: boolean
  cents: Cents
}

/** Rights move now, never on another day: the state at the end of the month is today's, less what came after. */
async function rightsMoved(
  tx: CaisseTx,
  month: Month,
  timeZone: string,
): Promise<Pick<ClosingFigures, 'rights' | 'claims'>> {
  const start = startOfDay(firstDay(month), timeZone)
  const end = startOfDay(firstDay(addMonths(month, 1)), timeZone)
  const { rows } = await sql<RightsMoved>`
    select t.kind, debited.kind as debit, credited.kind as credit, t.at >= ${end} as later,
      sum(t.amount_cents)::bigint as cents
    from transfer t
    join account debited on debited.caisse_id = t.caisse_id and debited.id = t.debit_account
    join account credited on credited.caisse_id = t.caisse_id and credited.id = t.credit_account
    where t.caisse_id = ${tx.caisseId} and t.book = 'rights' and t.at >= ${start}
    group by 1, 2, 3, 4
  `.execute(tx)
  const net = (account: AccountKind, later: boolean) =>
    rows
      .filter((row) => row.later === later)
      .reduce(
        (sum, row) => sum + (row.credit === account ? row.cents : row.debit === account ? -row.cents : 0),
        0,
      )
  const inMonth = (...kinds: TransferKind[]) =>
    rows.filter((row) => !row.later && kinds.includes(row.kind)).reduce((sum, { cents }) => sum + cents, 0)
  const { circulationCents, claimsCents } = await rightsPosition(tx)
  const carriedCents = circulationCents - net('rights_household', true)
  const closingCents = claimsCents - net('rights_outlet', true)
  const returned = rows.filter((row) => !row.later && row.credit === 'rights_returned')
  return {
    rights: {
      openingCents: carriedCents - net('rights_household', false),
      issuedCents: inMonth('allocation', 'opening_rights'),
      spentCents: inMonth('payment'),
      refundedCents: inMonth('refund'),
      expiredCents: inMonth('expiry'),
      returnedCents: returned.reduce((sum, { cents }) => sum + cents, 0),
      carriedCents,
    },
    claims: {
      openingCents: closingCents - net('rights_outlet', false),
      acceptedCents: inMonth('payment'),
      refundedCents: inMonth('refund'),
      sentCents: inMonth('settlement'),
      cameBackCents: inMonth('settlement_returned'),
      closingCents,
    },
  }
}

async function transfersIn(tx: CaisseTx, first: Day, last: Day): Promise<ClosingFigures['transfers']> {
  const { rows } = await sql<{ executedCents: Cents; executed: number }>`
    select coalesce(sum(amount_cents), 0)::bigint as "executedCents", count(*)::integer as executed
    from settlement_line
    where caisse_id = ${tx.caisseId} and executed_on between ${first}::date and ${last}::date
  `.execute(tx)
  const returned = await sql<{ outletName: string; amountCents: Cents; on: Day }>`
    select outlet.trade_name as "outletName", line.amount_cents as "amountCents", line.status_on as "on"
    from settlement_line line join outlet on outlet.id = line.outlet_id
    where line.caisse_id = ${tx.caisseId} and line.status = 'returned'
      and line.status_on between ${first}::date and ${last}::date
    order by line.status_on, line.batch_id, line.line
  `.execute(tx)
  const waiting = await sql<{ count: number }>`
    select count(*)::integer as count from settlement_batch
    where caisse_id = ${tx.caisseId} and status = 'prepared'
  `.execute(tx)
  return {
    ...rows[0]!,
    returned: returned.rows,
    inFlightCents: 0 - (await balanceOn(tx, 'transfers_in_flight', last)),
    batchesWaiting: waiting.rows[0]!.count,
  }
}

async function bankOn(tx: CaisseTx, bankAccountId: string | null, day: Day): Promise<ClosingFigures['bank']> {
  const ledgerCents = await balanceOn(tx, 'bank', day)
  const reading = bankAccountId === null ? undefined : await bankReadingOn(tx, bankAccountId, day)
  return {
    ledgerCents,
    readCents: reading?.balanceCents ?? null,
    othersCents: reading?.othersCents ?? 0,
  }
}

/** The latest count, if it was made on the last day of the month or later. */
async function cashCounted(tx: CaisseTx, last: Day): Promise<ClosingFigures['cash']['counted']> {
  const count = (await cashCounts(tx, { from: last, limit: 1 }))[0]
  if (!count) return null
  const { on, totalCents } = count
  return { on, totalCents, ledgerCents: await balanceOn(tx, 'cash', on) }
}

async function runsOpen(tx: CaisseTx, month: Month): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from allocation_run
    where caisse_id = ${tx.caisseId} and month = ${month} and status in ('prepared', 'issuing')
  `.execute(tx)
  return rows[0]!.count
}

/** The month of the first due or transfer; null where nothing has happened yet. */
export async function firstMonth(tx: CaisseTx): Promise<Month | null> {
  const { rows } = await sql<{ month: Month | null }>`
    select least(
      (select min(month) from due where caisse_id = ${tx.caisseId}),
      (
        select to_char(min(t.at) at time zone caisse.time_zone, 'YYYY-MM')
        from transfer t join caisse on caisse.id = t.caisse_id
        where t.caisse_id = ${tx.caisseId} group by caisse.time_zone
      )
    ) as month
  `.execute(tx)
  return rows[0]!.month
}
