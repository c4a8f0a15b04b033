import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import type { Day } from '../../../kit/month.ts'
import { viewerByRole, type Viewer } from '../rules/rights.ts'

/** What somebody may see in this caisse that day, by their roles and their groups. */
export async function viewerOf(tx: CaisseTx, actor: Actor | null, today: Day): Promise<Viewer> {
  const viewer = viewerByRole(actor, tx.caisseId, today)
  // Whoever came in by number and code proved little: what is a group's own asks for a sign-in.
  if (actor?.kind !== 'account' || viewer.team) return viewer
  return { ...viewer, groupIds: await groupsOfAccount(tx, actor.accountId) }
}

/** By the resident or by the card of the address book that a sign-in stands for. */
async function groupsOfAccount(tx: CaisseTx, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ groupId: string }>`
    select distinct m.group_id as "groupId"
    from group_member m
    join contact c on c.caisse_id = m.caisse_id and c.id = m.contact_id
    left join person p on p.caisse_id = c.caisse_id and p.id = c.person_id
    join login_account account on account.id = ${accountId} and account.disabled_at is null
    where m.caisse_id = ${tx.caisseId}
      and (p.login_account_id = account.id or lower(c.email) = lower(account.email))
  `.execute(tx)
  return rows.map(({ groupId }) => groupId)
}

export type Group = { id: string; name: string }

/** Groups that a document can be kept for: each one for the team, one's own for a group's member. */
export async function groupsToKeepFor(tx: CaisseTx, { team, groupIds }: Viewer): Promise<Group[]> {
  return tx
    .selectFrom('working_group')
    .select(['id', 'name'])
    .where('caisse_id', '=', tx.caisseId)
    .where('status', '<>', 'closed')
    .$if(!team, (query) =>
      query.where('id', 'in', groupIds.length > 0 ? [...groupIds] : ['00000000-0000-0000-0000-000000000000']),
    )
    .orderBy('name')
    .execute()
}
