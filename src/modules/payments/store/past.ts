import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { AccountId } from '../../ledger/rules.ts'

/** A payment that took place elsewhere or before: its gesture has no request to be repeated. */
export type PastPayment = {
  gestureId: string
  deviceId: string
  personId: string
  householdAccount: AccountId
  outletAccount: AccountId
  amountCents: Cents
  at: Date
}

/** Takes over payments made before, all or none; a wallet that they would overdraw refuses them. */
export async function insertPastPayments(tx: CaisseTx, payments: readonly PastPayment[]): Promise<void> {
  const column = <T>(read: (payment: PastPayment) => T) => payments.map(read)
  await sql`
    with past as materialized (
      select * from unnest(
        ${column((one) => one.gestureId)}::uuid[],
        ${column((one) => one.deviceId)}::uuid[],
        ${column((one) => one.personId)}::uuid[],
        ${column((one) => one.householdAccount)}::bigint[],
        ${column((one) => one.outletAccount)}::bigint[],
        ${column((one) => one.amountCents)}::bigint[],
        ${column((one) => one.at)}::timestamptz[]
      ) as past (gesture_id, device_id, person_id, household_account, outlet_account, amount_cents, at)
    ), spent as (
      update wallet set balance_cents = balance_cents - total.cents, seq = seq + total.payments
      from (
        select household_account, sum(amount_cents)::bigint as cents, count(*) as payments
        from past group by household_account
      ) total
      where wallet.caisse_id = ${tx.caisseId} and wallet.account_id = total.household_account
    ), journal as (
      insert into transfer (caisse_id, gesture_id, leg, book, debit_account, credit_account, amount_cents, kind, at)
      select ${tx.caisseId}, gesture_id, 1, 'rights', household_account, outlet_account, amount_cents, 'payment', at
      from past
    )
    insert into gesture (caisse_id, id, kind, device_id, subject_id, request_hash, at)
    select ${tx.caisseId}, gesture_id, 'payment', device_id, person_id, sha256(gesture_id::text::bytea), at
    from past
  `.execute(tx)
}

/** Somebody who had a number before. */
export type PastPayer = { personId: string; number: string; accountId: AccountId; codeHmac: Buffer }

/** Takes over residents' numbers; one that somebody of the installation has refuses them all. */
export async function insertPastPayers(tx: CaisseTx, payers: readonly PastPayer[]): Promise<void> {
  const column = <T>(read: (payer: PastPayer) => T) => payers.map(read)
  await sql`
    insert into resident_number (number, caisse_id)
    select unnest(${column((one) => one.number)}::text[]), ${tx.caisseId}
  `.execute(tx)
  await sql`
    insert into payer (caisse_id, person_id, number, account_id, code_hmac)
    select ${tx.caisseId}, * from unnest(
      ${column((one) => one.personId)}::uuid[],
      ${column((one) => one.number)}::text[],
      ${column((one) => one.accountId)}::bigint[],
      ${column((one) => one.codeHmac)}::bytea[]
    )
  `.execute(tx)
}
