import type { Context } from 'hono'
import type { CaisseTx } from '../../db/db.ts'
import { isOpen, type Actor } from '../../kit/actor.ts'
import type { Day } from '../../kit/month.ts'
import type { CaisseEnv } from '../caisses/web.ts'
import { personOfAccount, PUBLIC_SIGHT, type Sight } from './store/meetings.ts'

/** Which meetings whoever looks may see: everyone's, their caisse's, their groups'. */
export async function sightOf(tx: CaisseTx, actor: Actor | null, today: Day): Promise<Sight> {
  if (actor?.kind === 'number')
    return actor.caisseId === tx.caisseId ? { members: true, groups: { of: actor.personId } } : PUBLIC_SIGHT
  if (actor?.kind !== 'account') return PUBLIC_SIGHT
  const here = actor.grants.filter((grant) => isOpen(grant, tx.caisseId, today))
  if (here.length === 0) return PUBLIC_SIGHT
  const leads = here.some(({ role }) => role === 'coordinator' || role === 'administrator')
  if (leads) return { members: true, groups: 'all' }
  return { members: true, groups: { of: await personOfAccount(tx, actor.accountId) } }
}

export const sightIn = (c: Context<CaisseEnv>, tx: CaisseTx): Promise<Sight> =>
  sightOf(tx, c.get('actor'), c.get('today'))
