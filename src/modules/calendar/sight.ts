import type { Context } from 'hono'
import type { CaisseTx } from '../../db/db.ts'
import { isOpen, type Actor } from '../../kit/actor.ts'
import type { Day } from '../../kit/month.ts'
import type { CaisseEnv } from '../caisses/web.ts'
import { groupsOf } from '../groups/store/members.ts'
import { ownHousehold } from '../people/store/own-household.ts'
import { PUBLIC_SIGHT, type Sight } from './store/meetings.ts'

/** Which meetings whoever looks may see: everyone's, their caisse's, their groups'. */
export async function sightOf(tx: CaisseTx, actor: Actor | null, today: Day): Promise<Sight> {
  if (actor?.kind === 'number') return { members: actor.caisseId === tx.caisseId, groups: [] }
  if (actor?.kind !== 'account') return PUBLIC_SIGHT
  const here = actor.grants.filter((grant) => isOpen(grant, tx.caisseId, today))
  if (here.length === 0) return PUBLIC_SIGHT
  const leads = here.some(({ role }) => role === 'coordinator' || role === 'administrator')
  if (leads) return { members: true, groups: 'all' }
  const own = await ownHousehold(tx, actor.accountId, today)
  return { members: true, groups: own ? await groupsOf(tx, own.personId) : [] }
}

export const sightIn = (c: Context<CaisseEnv>, tx: CaisseTx): Promise<Sight> =>
  sightOf(tx, c.get('actor'), c.get('today'))
