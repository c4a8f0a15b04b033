import { z } from 'zod'
import { inCaisse } from '../../../db/db.ts'
import { ROLES } from '../../../kit/actor.ts'
import type { App } from '../../../kit/app.ts'
import { gesture } from '../../../kit/gesture.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { listCaisses } from '../../caisses/store.ts'
import { deleteOrphanSubscriptions, deleteSubscription, replaceSubscription } from '../store/subscriptions.ts'

/** A calendar of one's own: a new secret address, in place of the one before. */
export const subscribe = gesture(
  'subscribe_calendar',
  ROLES,
  z.object({}),
  async (tx, { app, actor, now, about }) => {
    if (actor.kind !== 'account') throw new Refusal('subscription_needs_account', {}, 403)
    const id = app.newId()
    about(id)
    await replaceSubscription(tx, { id, accountId: actor.accountId, createdAt: now })
  },
)

export const unsubscribe = gesture('unsubscribe_calendar', ROLES, z.object({}), async (tx, { actor }) => {
  if (actor.kind !== 'account') throw new Refusal('subscription_needs_account', {}, 403)
  if (!(await deleteSubscription(tx, actor.accountId))) throw new Refusal('no_subscription', {}, 409)
})

/** Every night: addresses of those who left. They show nothing from the day on which the role ends. */
export async function forgetSubscriptions(app: App): Promise<void> {
  for (const { id } of await listCaisses(app.db)) await inCaisse(app.db, id, deleteOrphanSubscriptions)
}
