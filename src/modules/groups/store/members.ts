import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'

export type GroupMember = {
  contactId: string
  name: string
  resident: boolean
  partnerName: string | null
  email: string | null
  phone: string | null
  /** They agreed that the others of their groups see how to reach them. */
  shares: boolean
  joinedOn: Day
}

/** Who is in a group, by name. */
export async function membersOfGroup(tx: CaisseTx, groupId: string, today: Day): Promise<GroupMember[]> {
  const { rows } = await sql<GroupMember>`
    select m.contact_id as "contactId", m.joined_on as "joinedOn", c.person_id is not null as resident,
      trim(coalesce(p.given_name || ' ' || p.family_name, c.given_name || ' ' || c.family_name)) as name,
      coalesce(p.email, c.email) as email, coalesce(p.phone, c.phone) as phone,
      (
        select coalesce(own.name, s.name, o.trade_name) from contact_role r
        join partner own on own.caisse_id = r.caisse_id and own.id = r.partner_id
        left join structure s on s.caisse_id = own.caisse_id and s.id = own.structure_id
        left join outlet o on o.id = own.outlet_id
        where r.caisse_id = m.caisse_id and r.contact_id = m.contact_id
          and r.from_on <= ${today} and (r.to_on is null or r.to_on >= ${today})
        order by r.from_on, r.id limit 1
      ) as "partnerName",
      exists (
        select from contact_consent y where y.caisse_id = m.caisse_id and y.contact_id = m.contact_id
          and y.purpose = 'sharing' and y.withdrawn_at is null and y.given_on <= ${today}
          and (y.until_on is null or y.until_on >= ${today})
      ) as shares
    from group_member m
    join contact c on c.caisse_id = m.caisse_id and c.id = m.contact_id
    left join person p on p.caisse_id = c.caisse_id and p.id = c.person_id
    where m.caisse_id = ${tx.caisseId} and m.group_id = ${groupId}
    order by coalesce(p.family_name, c.family_name) collate "fr-x-icu", name, m.contact_id
  `.execute(tx)
  return rows
}

export async function isMember(tx: CaisseTx, groupId: string, contactId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('group_member')
    .select('contact_id')
    .where('caisse_id', '=', tx.caisseId)
    .where('group_id', '=', groupId)
    .where('contact_id', '=', contactId)
    .executeTakeFirst()
  return row !== undefined
}

/** Groups that somebody is in. */
export async function groupsOf(tx: CaisseTx, contactId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('group_member')
    .select('group_id')
    .where('caisse_id', '=', tx.caisseId)
    .where('contact_id', '=', contactId)
    .execute()
  return rows.map(({ group_id }) => group_id)
}

export async function insertMembers(
  tx: CaisseTx,
  groupId: string,
  contactIds: readonly string[],
  joinedOn: Day,
): Promise<void> {
  if (contactIds.length === 0) return
  await tx
    .insertInto('group_member')
    .values(
      contactIds.map((contact_id) => ({
        caisse_id: tx.caisseId,
        group_id: groupId,
        contact_id,
        joined_on: joinedOn,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Their open tasks are nobody's from now on; what they did stays done. */
export async function deleteMember(tx: CaisseTx, groupId: string, contactId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('group_member')
    .where('caisse_id', '=', tx.caisseId)
    .where('group_id', '=', groupId)
    .where('contact_id', '=', contactId)
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('group_task')
    .set({ owner_id: null })
    .where('caisse_id', '=', tx.caisseId)
    .where('group_id', '=', groupId)
    .where('owner_id', '=', contactId)
    .where('done_on', 'is', null)
    .execute()
  return numDeletedRows > 0n
}

/** Two cards become one: where both were in a group, one stays. */
export async function followMerge(
  tx: CaisseTx,
  { keptId, goneId }: { keptId: string; goneId: string },
): Promise<void> {
  await sql`
    insert into group_member (caisse_id, group_id, contact_id, joined_on)
    select caisse_id, group_id, ${keptId}, joined_on from group_member
    where caisse_id = ${tx.caisseId} and contact_id = ${goneId}
    on conflict (caisse_id, group_id, contact_id)
      do update set joined_on = least(group_member.joined_on, excluded.joined_on)
  `.execute(tx)
  await tx
    .deleteFrom('group_member')
    .where('caisse_id', '=', tx.caisseId)
    .where('contact_id', '=', goneId)
    .execute()
  await tx
    .updateTable('group_task')
    .set({ owner_id: keptId })
    .where('caisse_id', '=', tx.caisseId)
    .where('owner_id', '=', goneId)
    .execute()
}
