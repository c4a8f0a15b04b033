import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import { shownReference } from '../../people/rules/payment-reference.ts'

export type FoundRecipient = {
  householdId: string
  personId: string
  givenName: string
  language: string
  /** Their own, or that of a relative whom they let receive their messages. */
  email: string | null
  reference: string
  /** The household's last day, where it has one. */
  leavesOn: Day | null
}

/**
 * Whom to write to in each household: an adult who stays in it that day and did not object, first one who has an
 * address. Nobody where everybody left, died or objected.
 */
export async function recipientsOf(
  tx: CaisseTx,
  householdIds: readonly string[],
  today: Day,
): Promise<Map<string, FoundRecipient>> {
  const { rows } = await sql<FoundRecipient>`
    select distinct on (h.id) h.id as "householdId", p.id as "personId", p.given_name as "givenName", p.language,
      coalesce(p.email, helper.email) as email, h.payment_reference as reference, h.leaves_on as "leavesOn"
    from household h
    join household_member m on m.caisse_id = h.caisse_id and m.household_id = h.id and not m.child
      and (m.to_on is null or m.to_on > ${today})
    join person p on p.caisse_id = m.caisse_id and p.id = m.person_id
    left join lateral (
      select a.email from mandate d join login_account a on a.id = d.helper_account_id
      where d.caisse_id = p.caisse_id and d.person_id = p.id and 'messages' = any (d.powers)
        and d.revoked_at is null and d.signed_on <= ${today} and d.until_on >= ${today} and a.email is not null
      order by d.signed_on desc limit 1
    ) helper on true
    where h.caisse_id = ${tx.caisseId} and h.id = any (${householdIds}::uuid[])
      and not exists (
        select from message_objection o where o.caisse_id = p.caisse_id and o.person_id = p.id
      )
    order by h.id, p.email is null, helper.email is null, p.phone is null, m.from_on, p.id
  `.execute(tx)
  return new Map(rows.map((row) => [row.householdId, { ...row, reference: shownReference(row.reference) }]))
}
