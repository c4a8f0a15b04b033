import type { CaisseTx } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import type { Day } from '../../../kit/month.ts'
import { viewerByRole, type Viewer } from '../rules/rights.ts'

/** What somebody may see in this caisse that day, by their roles and their groups. */
export async function viewerOf(tx: CaisseTx, actor: Actor | null, today: Day): Promise<Viewer> {
  return viewerByRole(actor, tx.caisseId, today)
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
