import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture } from '../../../kit/gesture.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { keptFirst, mergeCards, refusalToMerge } from '../rules/merge.ts'
import { ensureContact, takeCard } from '../store/contacts.ts'
import { bringTogether, insertDistinct } from '../store/merge.ts'
import { KEEPERS, todayOf } from './inputs.ts'

const Two = z.object({ keptId: z.uuid(), goneId: z.uuid() })

/** What later modules keep by a card's id follows it, before the card goes. */
export type FollowMerge = (tx: CaisseTx, merge: { keptId: string; goneId: string }) => Promise<void>

/** Two cards of one person become one: what each knew stays, and who did it is noted. */
export const mergeContacts = (follow: readonly FollowMerge[]) =>
  gesture('merge_contacts', KEEPERS, Two, async (tx, gesture, asked) => {
    const { app, actor, now, about } = gesture
    const { one, other } = await takeBoth(tx, asked.keptId, asked.goneId)
    refuse(refusalToMerge(one, other))
    const [kept, gone] = keptFirst(one, other)
    about(kept.id)
    await ensureContact(tx, kept.id, { now, today: await todayOf(tx, gesture) })
    for (const each of follow) await each(tx, { keptId: kept.id, goneId: gone.id })
    await bringTogether(
      tx,
      {
        id: app.newId(),
        keptId: kept.id,
        goneId: gone.id,
        now,
        by: actor.kind === 'account' ? actor.accountId : null,
      },
      mergeCards(kept, gone),
    )
    return { keptId: kept.id }
  })

async function takeBoth(tx: CaisseTx, oneId: string, otherId: string) {
  // Always in the same order, so that two desks cannot wait for each other.
  const taken = new Map<string, Awaited<ReturnType<typeof takeCard>>>()
  for (const id of [oneId, otherId].sort()) taken.set(id, await takeCard(tx, id))
  const [one, other] = [taken.get(oneId), taken.get(otherId)]
  if (!one || !other) throw new Refusal('unknown_contact', {}, 404)
  return { one, other }
}

/** They only look alike: the pair is not shown again. */
export const tellApart = gesture(
  'tell_contacts_apart',
  KEEPERS,
  z.object({ oneId: z.uuid(), otherId: z.uuid() }),
  async (tx, { now, about }, { oneId, otherId }) => {
    about(oneId)
    if (oneId === otherId) throw new Refusal('same_card')
    await takeBoth(tx, oneId, otherId)
    await insertDistinct(tx, oneId, otherId, now)
  },
)
