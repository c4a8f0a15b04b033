import { sql } from 'kysely'
import type { CaisseId, CaisseTx, Db } from '../../db/db.ts'
import type { Day } from '../../kit/month.ts'
import type { BankDetails } from './rules.ts'

/** Where an outlet asks to be paid from now on, and how far that is. */
export type BankChange = {
  id: string
  outletId: string
  askedIn: CaisseId
  bank: BankDetails
  previous: Omit<BankDetails, 'bic'> | null
  askedById: string | null
  askedBy: string | null
  askedAt: Date
  calledName: string | null
  calledOn: Day | null
  confirmedBy: string | null
  confirmedAt: Date | null
  usableFrom: Date | null
  withdrawnAt: Date | null
}

export async function insertBankChange(
  tx: CaisseTx,
  change: {
    id: string
    outletId: string
    bank: BankDetails
    previous: BankDetails | null
    askedBy: string | null
    at: Date
  },
): Promise<void> {
  await tx
    .insertInto('outlet_bank_change')
    .values({
      id: change.id,
      outlet_id: change.outletId,
      asked_in: tx.caisseId,
      holder: change.bank.holder,
      iban: change.bank.iban,
      bic: change.bank.bic,
      previous_holder: change.previous?.holder ?? null,
      previous_iban: change.previous?.iban ?? null,
      asked_by: change.askedBy,
      asked_at: change.at,
    })
    .execute()
}

const selected = sql`
  change.id, change.outlet_id as "outletId", change.asked_in as "askedIn",
  jsonb_build_object('holder', change.holder, 'iban', change.iban, 'bic', change.bic) as bank,
  case when change.previous_iban is not null
    then jsonb_build_object('holder', change.previous_holder, 'iban', change.previous_iban) end as previous,
  change.asked_by as "askedById", asker.display_name as "askedBy", change.asked_at as "askedAt",
  change.called_name as "calledName", change.called_on as "calledOn", confirmer.display_name as "confirmedBy",
  change.confirmed_at as "confirmedAt", change.usable_from as "usableFrom", change.withdrawn_at as "withdrawnAt"
  from outlet_bank_change change
  left join login_account asker on asker.id = change.asked_by
  left join login_account confirmer on confirmer.id = change.confirmed_by
`

/** All that was ever asked for an outlet, the latest first. */
export async function bankChangesOf(db: Db, outletId: string): Promise<BankChange[]> {
  const { rows } = await sql<BankChange>`
    select ${selected} where change.outlet_id = ${outletId} order by change.asked_at desc, change.id desc
  `.execute(db)
  return rows
}

/** Locked, to be confirmed or withdrawn. */
export async function takeBankChange(tx: CaisseTx, id: string): Promise<BankChange | undefined> {
  const { rows } = await sql<BankChange>`
    select ${selected} where change.id = ${id} for update of change
  `.execute(tx)
  return rows[0]
}

export async function setBankChangeConfirmed(
  tx: CaisseTx,
  id: string,
  confirmed: { by: string | null; at: Date; calledName: string; calledOn: Day; usableFrom: Date },
): Promise<void> {
  await tx
    .updateTable('outlet_bank_change')
    .set({
      confirmed_by: confirmed.by,
      confirmed_at: confirmed.at,
      called_name: confirmed.calledName,
      called_on: confirmed.calledOn,
      usable_from: confirmed.usableFrom,
    })
    .where('id', '=', id)
    .execute()
}

export async function setBankChangeWithdrawn(tx: CaisseTx, id: string, at: Date): Promise<void> {
  await tx.updateTable('outlet_bank_change').set({ withdrawn_at: at }).where('id', '=', id).execute()
}
