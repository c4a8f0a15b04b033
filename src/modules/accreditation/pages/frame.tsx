import type { Context } from 'hono'
import type { Role } from '../../../kit/actor.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { CaisseTx } from '../../../db/db.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { outletOfOurs } from '../actions.ts'
import type { Outlet } from '../store.ts'

export const HOME = '/c/:slug/lieux/gerer'
export const OUTLET = `${HOME}/:outlet{[0-9a-f-]{36}}`

/** Who reads the files of outlets: whoever keeps them, and whoever pays. */
export const READERS: readonly Role[] = ['coordinator', 'treasurer', 'administrator']

export const hrefIn = (c: Context<CaisseEnv>, path = ''): string =>
  `/c/${c.get('caisse').slug}/lieux/gerer${path}`

export const outletHref = (c: Context<CaisseEnv>, path = ''): string => hrefIn(c, `/${outletIn(c)}${path}`)

export const outletIn = (c: Context<CaisseEnv>): string => {
  const id = c.req.param('outlet')
  if (!id) throw new Refusal('unknown_outlet', {}, 404)
  return id
}

/** The outlet of the address, if it is one of ours. */
export const readOutlet = (c: Context<CaisseEnv>, tx: CaisseTx): Promise<Outlet> =>
  outletOfOurs(tx, outletIn(c))
