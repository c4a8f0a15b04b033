import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'

export type ShownMandate = {
  personId: string
  /** A relative, or a structure. */
  helperName: string
  powers: string[]
  signedOn: Day
  untilOn: Day
}

/** Who may see or do something for these people today. */
export async function mandatesFor(
  tx: CaisseTx,
  personIds: readonly string[],
  today: Day,
): Promise<ShownMandate[]> {
  const { rows } = await sql<ShownMandate>`
    select m.person_id as "personId", coalesce(s.name, a.display_name) as "helperName", m.powers,
      m.signed_on as "signedOn", m.until_on as "untilOn"
    from mandate m
    left join structure s on s.caisse_id = m.caisse_id and s.id = m.structure_id
    left join login_account a on a.id = m.helper_account_id
    where m.caisse_id = ${tx.caisseId} and m.person_id = any (${personIds}::uuid[])
      and m.revoked_at is null and m.until_on >= ${today}
    order by m.signed_on, m.id
  `.execute(tx)
  return rows
}
