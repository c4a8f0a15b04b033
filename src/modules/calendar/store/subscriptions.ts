import type { CaisseTx } from '../../../db/db.ts'

export type Subscription = { id: string; accountId: string; createdAt: Date }

const subscriptions = (tx: CaisseTx) =>
  tx
    .selectFrom('calendar_subscription')
    .select(['id', 'login_account_id as accountId', 'created_at as createdAt'])
    .where('caisse_id', '=', tx.caisseId)

export const subscriptionOf = (tx: CaisseTx, accountId: string): Promise<Subscription | undefined> =>
  subscriptions(tx).where('login_account_id', '=', accountId).executeTakeFirst()

export const findSubscription = (tx: CaisseTx, id: string): Promise<Subscription | undefined> =>
  subscriptions(tx).where('id', '=', id).executeTakeFirst()

/** The address before it shows nothing any more. */
export async function replaceSubscription(tx: CaisseTx, subscription: Subscription): Promise<void> {
  await deleteSubscription(tx, subscription.accountId)
  await tx
    .insertInto('calendar_subscription')
    .values({
      caisse_id: tx.caisseId,
      id: subscription.id,
      login_account_id: subscription.accountId,
      created_at: subscription.createdAt,
    })
    .execute()
}

export async function deleteSubscription(tx: CaisseTx, accountId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('calendar_subscription')
    .where('caisse_id', '=', tx.caisseId)
    .where('login_account_id', '=', accountId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Addresses of people who are nothing in the caisse any more. */
export async function deleteOrphanSubscriptions(tx: CaisseTx): Promise<void> {
  await tx
    .deleteFrom('calendar_subscription')
    .where('caisse_id', '=', tx.caisseId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('role_grant')
            .select('role_grant.role')
            .whereRef('role_grant.caisse_id', '=', 'calendar_subscription.caisse_id')
            .whereRef('role_grant.login_account_id', '=', 'calendar_subscription.login_account_id')
            .where('role_grant.ended_at', 'is', null),
        ),
      ),
    )
    .execute()
}
