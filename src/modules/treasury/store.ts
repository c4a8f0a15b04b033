import { sql } from 'kysely'
import { inCaisse, type CaisseTx, type Db } from '../../db/db.ts'
import type { Cents } from '../../kit/money.ts'
import { addMonths, dayAt, firstDay, lastDay, monthOf, type Day, type Month } from '../../kit/month.ts'
import { getCaisse, listCaisses } from '../caisses/store.ts'
import type { AccountId } from '../ledger/rules.ts'
import { balanceOf, rightsPosition } from '../ledger/store.ts'
import type { Tranche } from './rules/grants.ts'
import { legalCounter, type LegalCounter } from './rules/legal-limits.ts'
import { positionOf, type Position } from './rules/position.ts'
import { meanNetCost, monthsLeft, netCost, type MonthBalance, type Runway } from './rules/runway.ts'

// --- where the caisse stands ----------------------------------------------------------------------

export async function position(tx: CaisseTx): Promise<Position> {
  const { rows } = await sql<{ kind: string; cents: Cents }>`
    select a.kind, sum(
      (select coalesce(sum(amount_cents), 0) from transfer t where t.caisse_id = a.caisse_id and t.credit_account = a.id)
      - (select coalesce(sum(amount_cents), 0) from transfer t where t.caisse_id = a.caisse_id and t.debit_account = a.id)
    )::bigint as cents
    from account a
    where a.caisse_id = ${tx.caisseId} and a.kind in ('bank', 'cash', 'cheques', 'transfers_in_flight')
    group by a.kind
  `.execute(tx)
  const held = new Map(rows.map((row) => [row.kind, row.cents]))
  return positionOf({
    bankCents: held.get('bank') ?? 0,
    cashCents: held.get('cash') ?? 0,
    chequesCents: held.get('cheques') ?? 0,
    inFlightCents: 0 - (held.get('transfers_in_flight') ?? 0),
    ...(await rightsPosition(tx)),
  })
}

export type Coverage = MonthBalance & { netCostCents: Cents; grantsCents: Cents }

/** What the month gave out, and what contributions and grants brought in between its first and last day. */
export async function coverage(tx: CaisseTx, month: Month): Promise<Coverage> {
  const [balance] = await monthBalances(tx, [month])
  const { grantsCents } = await tx
    .selectFrom('grant_tranche')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<Cents>('amount_cents'), eb.lit(0)).as('grantsCents'))
    .where('caisse_id', '=', tx.caisseId)
    .where('received_on', '>=', firstDay(month))
    .where('received_on', '<=', lastDay(month))
    .executeTakeFirstOrThrow()
  return { ...balance!, netCostCents: netCost(balance!), grantsCents }
}

async function monthBalances(tx: CaisseTx, months: readonly Month[]): Promise<MonthBalance[]> {
  const { rows } = await sql<MonthBalance>`
    select
      month,
      (
        select coalesce(sum(granted_cents), 0) from allocation_run
        where caisse_id = ${tx.caisseId} and allocation_run.month = asked.month and status = 'issued'
      )::bigint as "allocationsCents",
      (
        select coalesce(sum(case when undoes_receipt_id is null then amount_cents else -amount_cents end), 0)
        from receipt
        where caisse_id = ${tx.caisseId}
          and received_on >= (asked.month || '-01')::date
          and received_on < (asked.month || '-01')::date + interval '1 month'
      )::bigint as "contributionsCents"
    from unnest(${[...months]}::text[]) as asked (month)
    order by month desc
  `.execute(tx)
  return rows
}

/**
 * How many more months the caisse can issue, at the cost of its last three issued ones up to `month`;
 * null when none was issued yet.
 */
export async function runway(tx: CaisseTx, month: Month, now: Date): Promise<Runway | null> {
  const standing = await standingOf(tx, month, now)
  return standing && monthsLeft({ ...standing, tranches: await signedTranches(tx) })
}

/** What months left are counted from: the first month to issue, what is free today, and what a month costs. */
export async function standingOf(
  tx: CaisseTx,
  month: Month,
  now: Date,
): Promise<{ next: Month; today: Day; freeCents: Cents; netCostCents: Cents } | null> {
  const issued = await tx
    .selectFrom('allocation_run')
    .select('month')
    .distinct()
    .where('caisse_id', '=', tx.caisseId)
    .where('status', '=', 'issued')
    .where('month', '<=', month)
    .orderBy('month', 'desc')
    .limit(3)
    .execute()
  const [last] = issued
  const netCostCents = meanNetCost(
    await monthBalances(
      tx,
      issued.map((row) => row.month),
    ),
  )
  if (!last || netCostCents === null) return null
  const { freeCents } = await position(tx)
  const today = dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)
  return { next: addMonths(last.month, 1), today, freeCents, netCostCents }
}

function signedTranches(tx: CaisseTx) {
  return tx
    .selectFrom('grant_tranche as tranche')
    .innerJoin('grant_award as award', (join) =>
      join.onRef('award.caisse_id', '=', 'tranche.caisse_id').onRef('award.id', '=', 'tranche.grant_id'),
    )
    .select(['tranche.expected_on as expectedOn', 'tranche.amount_cents as amountCents'])
    .where('tranche.caisse_id', '=', tx.caisseId)
    .where('award.signed', '=', true)
    .where('tranche.received_on', 'is', null)
    .execute()
}

/**
 * Payments of all caisses of an organisation over twelve months: the law looks at the issuer, not at the
 * caisse. Refunds are not taken off. Practice caisses and other currencies do not count.
 */
export async function legalPayments(db: Db, organisationId: string, now: Date): Promise<LegalCounter | null> {
  const today = now.toISOString().slice(0, 10)
  const since = new Date(`${addMonths(monthOf(today), -12)}${today.slice(7)}T00:00:00Z`)
  let paidCents = 0
  for (const caisse of await listCaisses(db)) {
    if (caisse.organisation_id !== organisationId || caisse.practice || caisse.currency !== 'EUR') continue
    paidCents += await inCaisse(db, caisse.id, (tx) => paymentsSince(tx, since))
  }
  return legalCounter(paidCents, today)
}

async function paymentsSince(tx: CaisseTx, since: Date): Promise<Cents> {
  const { rows } = await sql<{ cents: Cents }>`
    select coalesce(sum(t.amount_cents), 0)::bigint as cents
    from account a
    join transfer t on t.caisse_id = a.caisse_id and t.credit_account = a.id
    where a.caisse_id = ${tx.caisseId} and a.kind = 'rights_outlet' and t.kind = 'payment' and t.at >= ${since}
  `.execute(tx)
  return rows[0]!.cents
}

// --- opening balance ---------------------------------------------------------------------------------

/** The gesture that recorded what the bank account held at first, if one did. */
export function findOpening(tx: CaisseTx) {
  return tx
    .selectFrom('transfer')
    .select(['gesture_id as gestureId', 'debit_account as opening', 'credit_account as bank'])
    .where('caisse_id', '=', tx.caisseId)
    .where('kind', '=', 'opening')
    .executeTakeFirst()
}

/** What the bank account held at first, as corrected; null when nobody said. */
export async function openingBalance(tx: CaisseTx): Promise<Cents | null> {
  const first = await findOpening(tx)
  // `0 -` and not a sign: nothing left is zero, never minus zero.
  return first ? 0 - (await balanceOf(tx, first.opening)) : null
}

// --- grants ----------------------------------------------------------------------------------------

export type Grant = {
  id: string
  funder: string
  purpose: string
  promisedCents: Cents
  awardedOn: Day
  signed: boolean
  accountId: AccountId
  tranches: (Tranche & { gestureId: string | null })[]
}

/** The latest award first. */
export async function listGrants(tx: CaisseTx, id?: string): Promise<Grant[]> {
  const grants = await tx
    .selectFrom('grant_award')
    .selectAll()
    .where('caisse_id', '=', tx.caisseId)
    .$if(id !== undefined, (query) => query.where('id', '=', id!))
    .orderBy('awarded_on', 'desc')
    .orderBy('id')
    .execute()
  const tranches = await tx
    .selectFrom('grant_tranche')
    .selectAll()
    .where('caisse_id', '=', tx.caisseId)
    .$if(id !== undefined, (query) => query.where('grant_id', '=', id!))
    .orderBy('number')
    .execute()
  return grants.map((grant) => ({
    id: grant.id,
    funder: grant.funder,
    purpose: grant.purpose,
    promisedCents: grant.promised_cents,
    awardedOn: grant.awarded_on,
    signed: grant.signed,
    accountId: grant.account_id,
    tranches: tranches
      .filter((tranche) => tranche.grant_id === grant.id)
      .map((tranche) => ({
        number: tranche.number,
        expectedOn: tranche.expected_on,
        amountCents: tranche.amount_cents,
        receivedOn: tranche.received_on,
        gestureId: tranche.gesture_id,
      })),
  }))
}

export const findGrant = async (tx: CaisseTx, id: string): Promise<Grant | undefined> =>
  (await listGrants(tx, id))[0]

export async function insertGrant(tx: CaisseTx, grant: Omit<Grant, 'tranches'>): Promise<void> {
  await tx
    .insertInto('grant_award')
    .values({
      caisse_id: tx.caisseId,
      id: grant.id,
      funder: grant.funder,
      purpose: grant.purpose,
      promised_cents: grant.promisedCents,
      awarded_on: grant.awardedOn,
      signed: grant.signed,
      account_id: grant.accountId,
    })
    .execute()
}

export async function setGrantSigned(tx: CaisseTx, id: string): Promise<void> {
  await tx
    .updateTable('grant_award')
    .set({ signed: true })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Replaces what was planned and not received, numbered after all that was received. */
export async function replacePlannedTranches(
  tx: CaisseTx,
  grant: Pick<Grant, 'id' | 'tranches'>,
  planned: readonly { expectedOn: Day; amountCents: Cents }[],
): Promise<void> {
  await tx
    .deleteFrom('grant_tranche')
    .where('caisse_id', '=', tx.caisseId)
    .where('grant_id', '=', grant.id)
    .where('received_on', 'is', null)
    .execute()
  if (planned.length === 0) return
  const received = grant.tranches.filter((tranche) => tranche.receivedOn !== null)
  const first = Math.max(0, ...received.map((tranche) => tranche.number)) + 1
  await tx
    .insertInto('grant_tranche')
    .values(
      planned.map((tranche, i) => ({
        caisse_id: tx.caisseId,
        grant_id: grant.id,
        number: first + i,
        expected_on: tranche.expectedOn,
        amount_cents: tranche.amountCents,
      })),
    )
    .execute()
}

export async function setTrancheReceived(
  tx: CaisseTx,
  grantId: string,
  number: number,
  received: { on: Day; gestureId: string } | null,
): Promise<void> {
  await tx
    .updateTable('grant_tranche')
    .set({ received_on: received?.on ?? null, gesture_id: received?.gestureId ?? null })
    .where('caisse_id', '=', tx.caisseId)
    .where('grant_id', '=', grantId)
    .where('number', '=', number)
    .execute()
}
