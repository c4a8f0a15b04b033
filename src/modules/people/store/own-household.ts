import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import type { Day } from '../../../kit/month.ts'

export type OwnHousehold = { personId: string; givenName: string; householdId: string }

/** The person whom a login stands for, and the household they are in that day. */
export const ownHousehold = (
  tx: CaisseTx,
  loginAccountId: string,
  day: Day,
): Promise<OwnHousehold | undefined> => householdWhere(tx, sql`p.login_account_id = ${loginAccountId}`, day)

/** The household of whoever looks: signed in, or come in by number and code in this caisse. */
export async function householdOf(tx: CaisseTx, actor: Actor, day: Day): Promise<OwnHousehold | undefined> {
  if (actor.kind === 'account') return ownHousehold(tx, actor.accountId, day)
  if (actor.kind === 'number' && actor.caisseId === tx.caisseId)
    return householdWhere(tx, sql`p.id = ${actor.personId}`, day)
  return undefined
}

async function householdWhere(
  tx: CaisseTx,
  person: ReturnType<typeof sql>,
  day: Day,
): Promise<OwnHousehold | undefined> {
  const { rows } = await sql<OwnHousehold>`
    select p.id as "personId", p.given_name as "givenName", m.household_id as "householdId"
    from person p
    join household_member m on m.caisse_id = p.caisse_id and m.person_id = p.id
    where p.caisse_id = ${tx.caisseId} and ${person}
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
