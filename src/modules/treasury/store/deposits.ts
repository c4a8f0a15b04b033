import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'

export type DepositKind = 'cash' | 'cheques'

export type Deposit = {
  id: string
  kind: DepositKind
  number: number
  on: Day
  amountCents: Cents
  cheques: number
}

/** Under the next number of its kind; the caller holds the treasury. */
export async function insertDeposit(
  tx: CaisseTx,
  deposit: Omit<Deposit, 'number' | 'cheques'>,
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into deposit (caisse_id, id, kind, number, on_day, amount_cents)
    select ${tx.caisseId}, ${deposit.id}, ${deposit.kind},
      coalesce((select max(number) from deposit where caisse_id = ${tx.caisseId} and kind = ${deposit.kind}), 0) + 1,
      ${deposit.on}, ${deposit.amountCents}
    returning number
  `.execute(tx)
  return rows[0]!.number
}

/** The latest first. */
export async function listDeposits(
  tx: CaisseTx,
  { id = null, limit = 12 }: { id?: string | null; limit?: number } = {},
): Promise<Deposit[]> {
  const { rows } = await sql<Deposit>`
    select id, kind, number, on_day as "on", amount_cents as "amountCents",
      (
        select count(*)::integer from deposit_cheque c where c.caisse_id = deposit.caisse_id and c.deposit_id = deposit.id
      ) as cheques
    from deposit
    where caisse_id = ${tx.caisseId} and (${id}::uuid is null or id = ${id})
    order by on_day desc, kind, number desc limit ${limit}
  `.execute(tx)
  return rows
}

export const findDeposit = async (tx: CaisseTx, id: string): Promise<Deposit | undefined> =>
  (await listDeposits(tx, { id }))[0]
