import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'

/** The person whom a login stands for, and the household they are in that day. */
export async function ownHousehold(
  tx: CaisseTx,
  loginAccountId: string,
  day: Day,
): Promise<{ personId: string; givenName: string; householdId: string } | undefined> {
  const { rows } = await sql<{ personId: string; givenName: string; householdId: string }>`
    select p.id as "personId", p.given_name as "givenName", m.household_id as "householdId"
    from person p
    join household_member m on m.caisse_id = p.caisse_id and m.person_id = p.id
    where p.caisse_id = ${tx.caisseId} and p.login_account_id = ${loginAccountId}
      and m.from_on <= ${day} and (m.to_on is null or m.to_on >= ${day})
    order by m.from_on desc
    limit 1
  `.execute(tx)
  return rows[0]
}

/** From now on the login stands for this person. */
export async function linkLogin(tx: CaisseTx, personId: string, loginAccountId: string): Promise<void> {
  await tx
    .updateTable('person')
    .set({ login_account_id: loginAccountId })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', personId)
    .execute()
}
