import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { rightsPosition } from '../../ledger/store.ts'

/** Whether the caisse's euros cover all that is promised once the run is issued. */
export type Coverage = {
  /** Rights that households hold already. */
  circulationCents: Cents
  /** What outlets accepted and were not paid for. */
  claimsCents: Cents
  runCents: Cents
  /** What lapses when the run is issued. */
  expiryCents: Cents
  /** Bank, cash and cheques. */
  eurosCents: Cents
  neededCents: Cents
  /** Zero when covered. */
  missingCents: Cents
}

export async function coverageOf(
  tx: CaisseTx,
  run: { runCents: Cents; expiryCents: Cents },
): Promise<Coverage> {
  const { circulationCents, claimsCents } = await rightsPosition(tx)
  const eurosCents = await eurosHeld(tx)
  const neededCents = circulationCents + claimsCents + run.runCents - run.expiryCents
  const missingCents = Math.max(0, neededCents - eurosCents)
  return { circulationCents, claimsCents, ...run, eurosCents, neededCents, missingCents }
}

async function eurosHeld(tx: CaisseTx): Promise<Cents> {
  const { rows } = await sql<{ cents: Cents }>`
    select coalesce(sum(
      (select coalesce(sum(amount_cents), 0) from transfer t where t.caisse_id = a.caisse_id and t.credit_account = a.id)
      - (select coalesce(sum(amount_cents), 0) from transfer t where t.caisse_id = a.caisse_id and t.debit_account = a.id)
    ), 0)::bigint as cents
    from account a where a.caisse_id = ${tx.caisseId} and a.kind in ('bank', 'cash', 'cheques', 'transfers_in_flight')
  `.execute(tx)
  return rows[0]!.cents
}
