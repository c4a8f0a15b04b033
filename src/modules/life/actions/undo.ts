import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { addMonths, type Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { todayIn } from '../../contributions/actions/pledges.ts'
import { findPayer, updatePayer } from '../../payments/store/payers.ts'
import {
  deleteMember,
  getHousehold,
  membersOf,
  setKind,
  setLeavingWithRights,
  setMemberLeaving,
  setTerritory,
  type Member,
} from '../../people/store/households.ts'
import { withdraw } from '../../people/store/messages.ts'
import { endPause, findLifeEvent, lifeOf, type LifeEvent } from '../../people/store/life-events.ts'
import { dayBefore, UNDOABLE } from '../rules/event.ts'
import { endAccess } from './access.ts'
import { lastCountedMonth, refreshDues } from './month.ts'
import { keepKind, trace, type Step } from './step.ts'

export const UndoEvent = z.object({ eventId: z.uuid() })

/**
 * What was written by mistake is met by its contrary, from today on; both stay in the file, and months already issued
 * stay as they are. A separation is met by a reunion, and a reunion by a separation.
 */
export const undoEvent = gesture(
  'life_undo',
  ['coordinator', 'administrator'],
  UndoEvent,
  async (tx, { app, key, now, about }, { eventId }) => {
    await lockCaisse(tx, 'month')
    await lockCaisse(tx, 'payments')
    const event = await findLifeEvent(tx, eventId)
    if (!event) throw new Refusal('unknown_event', {}, 404)
    about(event.householdId)
    if (event.undone) throw new Refusal('event_already_undone', {}, 409)
    if (!UNDOABLE.includes(event.kind)) throw new Refusal('event_needs_another')
    if (await isOvertaken(tx, event)) throw new Refusal('event_overtaken', {}, 409)
    const step = { app, key, now, today: await todayIn(tx, now) }
    await takeBack(tx, step, event)
    await trace(tx, step, { householdId: event.householdId, kind: 'undo', on: step.today, undoes: event.id })
    await refreshDues(tx, [event.householdId])
    return { householdId: event.householdId }
  },
)

/** A later event stands on this one: that one is undone first. */
async function isOvertaken(tx: CaisseTx, event: LifeEvent): Promise<boolean> {
  return (await lifeOf(tx, event.householdId)).some(
    (later) =>
      later.writtenAt > event.writtenAt &&
      later.kind !== 'undo' &&
      !later.undone &&
      (['split', 'merge', 'leaving', 'death'].includes(later.kind) ||
        (later.personId !== null && later.personId === event.personId) ||
        (later.kind === 'move' && event.kind === 'move')),
  )
}

async function takeBack(tx: CaisseTx, step: Step, event: LifeEvent): Promise<void> {
  const { householdId } = event
  switch (event.kind) {
    case 'birth':
    case 'arrival':
      return neverCame(tx, step, event)
    case 'of_age': {
      const places = (await placesOf(tx, event)).sort((a, b) => (a.fromOn < b.fromOn ? 1 : -1))
      await deleteMember(tx, { ...places[0]!, householdId })
      await setMemberLeaving(tx, { ...places[1]!, householdId, toOn: null })
      if (await findPayer(tx, event.personId!)) await endAccess(tx, places[1]!, step.now)
      return
    }
    case 'move':
      return setTerritory(tx, householdId, event.territoryBefore)
    case 'pause':
      return endPause(tx, event.id, (await lastCountedMonth(tx)) ?? addMonths(event.on.slice(0, 7), -1))
    case 'leaving':
      await setLeavingWithRights(tx, householdId, { leavesOn: null, rightsUntil: null })
      return withdraw(tx, 'leaving', [{ householdId, about: event.on }], 'stays', step.now)
    case 'departure':
    case 'death':
      return cameBack(tx, event)
    default:
      throw new Refusal('event_needs_another')
  }
}

const placesOf = async (tx: CaisseTx, { householdId, personId }: LifeEvent): Promise<Member[]> =>
  (await membersOf(tx, householdId)).filter((one) => one.personId === personId)

/** Their place ends yesterday, or never was when it would begin today. */
async function neverCame(tx: CaisseTx, { today, now }: Step, event: LifeEvent): Promise<void> {
  const { householdId } = event
  const place = (await placesOf(tx, event)).find((one) => one.toOn === null)
  if (!place) throw new Refusal('not_a_member', {}, 404)
  if (place.fromOn < today) await setMemberLeaving(tx, { ...place, householdId, toOn: dayBefore(today) })
  else await deleteMember(tx, { ...place, householdId })
  await endAccess(tx, place, now)
  await keepKind(tx, await getHousehold(tx, householdId), await countLeft(tx, householdId))
}

const countLeft = async (tx: CaisseTx, householdId: string): Promise<number> =>
  (await membersOf(tx, householdId)).filter((one) => one.toOn === null).length

/** All who went that day are there again; each chooses a new code. */
async function cameBack(tx: CaisseTx, event: LifeEvent): Promise<void> {
  const { householdId, kind, on } = event
  const household = await getHousehold(tx, householdId)
  const gone = (await membersOf(tx, householdId)).filter(
    (one) => one.toOn === on && (kind === 'departure' || one.personId === event.personId),
  )
  for (const member of gone) {
    await refuseElsewhere(tx, member, on)
    await setMemberLeaving(tx, { ...member, householdId, toOn: null })
    if (await findPayer(tx, member.personId)) await updatePayer(tx, member.personId, { blockedAt: null })
  }
  if (household.leavesOn) await setLeavingWithRights(tx, householdId, { leavesOn: null, rightsUntil: null })
  if (household.kind === 'single' && (await countLeft(tx, householdId)) > 1)
    await setKind(tx, householdId, 'household')
}

/** Nobody is in two households on one day. */
async function refuseElsewhere(tx: CaisseTx, { personId }: Member, after: Day): Promise<void> {
  const elsewhere = await tx
    .selectFrom('household_member')
    .select('household_id')
    .where('caisse_id', '=', tx.caisseId)
    .where('person_id', '=', personId)
    .where('from_on', '>', after)
    .executeTakeFirst()
  if (elsewhere) throw new Refusal('person_elsewhere', {}, 409)
}
