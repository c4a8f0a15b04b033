import type { CaisseTx } from '../../../db/db.ts'
import { lockCaisse } from '../../../kit/gesture.ts'
import type { Cents } from '../../../kit/money.ts'
import { addMonths, type Day, type Month } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { listTerritories, reglementIn } from '../../caisses/store.ts'
import { carryAhead } from '../../contributions/actions/carry.ts'
import { refusalOfAmount } from '../../contributions/rules/pledge.ts'
import { insertPledges } from '../../contributions/store/pledges.ts'
import { lastClosedMonth } from '../../ledger/closed-months.ts'
import { householdAccount, openHouseholdAccounts, post, rightsLeft } from '../../ledger/store.ts'
import { readPaymentReference } from '../../people/rules/payment-reference.ts'
import { refusalToShape } from '../../people/rules/household-shape.ts'
import {
  freeReferences,
  insertHouseholds,
  insertMembers,
  setKind,
  setLeavingWithRights,
  setMemberLeaving,
  setTerritory,
  type Member,
} from '../../people/store/households.ts'
import { announce } from '../../people/store/messages.ts'
import { insertPause, pausesOf } from '../../people/store/life-events.ts'
import { countedFrom, dayBefore } from '../rules/event.ts'
import { shareThatGoes } from '../rules/share.ts'
import { clearCode, endHelp, endSessions, payFrom } from './access.ts'
import type { LifeInputs } from './input.ts'
import {
  countOnlyFrom,
  lastCountedMonth,
  lastDayBefore,
  refreshDues,
  refuseDay,
  refuseWhilePrepared,
} from './month.ts'
import { chosenFrom, keepKind, presentIn, trace, type Changed, type Step } from './step.ts'

/**
 * Some of a household make another one: the balance is shared, and from the commit on nobody who goes pays from the
 * old balance or sees it. What was due before stays with the household that stays.
 */
export async function split(tx: CaisseTx, step: Step, input: LifeInputs['split']): Promise<Changed> {
  const { householdId, on } = input
  await refuseDay(tx, on, step.today)
  await lockCaisse(tx, 'month')
  await lockCaisse(tx, 'payments')
  await refuseWhilePrepared(tx)
  const { household, members } = await presentIn(tx, householdId, on)
  const going = chosenFrom(members, input.personIds, dayBefore(on))
  const staying = members.filter((one) => !going.includes(one))
  for (const side of [going, staying])
    if (!side.some((one) => !one.child)) throw new Refusal('household_without_adult')

  const from = countedFrom(on, await lastCountedMonth(tx))
  const newId = step.app.newId()
  const [reference] = await freeReferences(tx, [newId])
  const first = going.find((one) => !one.child)!
  await insertHouseholds(tx, [
    {
      id: newId,
      kind: going.length === 1 ? 'single' : 'household',
      name: `${first.givenName} ${first.familyName}`.trim(),
      paymentReference: reference!,
      waveId: household.waveId,
      territoryId: await knownTerritory(tx, input.territoryId),
      enteredOn: on,
    },
  ])
  for (const member of going) await setMemberLeaving(tx, { ...member, householdId, toOn: dayBefore(on) })
  await insertMembers(
    tx,
    going.map(({ personId, child }) => ({ householdId: newId, personId, child, fromOn: on })),
  )
  await keepKind(tx, household, staying.length)
  await countOnlyFrom(tx, { id: step.app.newId(), householdId: newId, on, from })
  const accounts = await openHouseholdAccounts(tx, [newId])
  await choose(tx, step, { householdId: newId, members: going, from, cents: input.contribution })

  const cents = shareThatGoes(
    await rightsLeft(tx, householdId),
    input.share.kind === 'agreed'
      ? { kind: 'agreed', cents: input.share.amount }
      : { kind: 'per_head', going: going.length, staying: staying.length },
  )
  if (input.share.kind === 'agreed' && input.share.amount > cents)
    throw new Refusal('share_too_large', { leftRightsCents: cents })
  await moveRights(tx, step, { from: householdId, to: newId, cents })
  for (const member of going) {
    await payFrom(tx, member, accounts[0]!.rights)
    await clearCode(tx, member)
    await endSessions(tx, member)
  }
  await endHelp(tx, { going, staying }, step.now)
  if (input.clearCodes) for (const member of staying) await clearCode(tx, member)
  await trace(tx, step, { householdId, kind: 'split', on, otherHouseholdId: newId, cents })
  await refreshDues(tx, [householdId])
  return { householdIds: [householdId, newId] }
}

async function knownTerritory(tx: CaisseTx, territoryId: string | null): Promise<string | null> {
  if (territoryId === null) return null
  const territories = await listTerritories(tx)
  if (!territories.some(({ id }) => id === territoryId)) throw new Refusal('unknown_territory', {}, 404)
  return territoryId
}

async function choose(
  tx: CaisseTx,
  step: Step,
  chosen: { householdId: string; members: readonly Member[]; from: Month; cents: Cents | null },
): Promise<void> {
  const { householdId, members, from, cents } = chosen
  if (cents === null) return
  const scheme = (await reglementIn(tx, from)).content.contribution
  const household = {
    id: householdId,
    adults: members.filter((one) => !one.child).length,
    children: members.filter((one) => one.child),
  }
  refuse(refusalOfAmount({ scheme, household, cents, from }))
  const pledge = { id: step.app.newId(), householdId, fromMonth: from, cents, thirdPartyName: null }
  await insertPledges(tx, [pledge], step.now)
}

async function moveRights(
  tx: CaisseTx,
  { key, now }: Pick<Step, 'key' | 'now'>,
  move: { from: string; to: string; cents: Cents },
): Promise<void> {
  if (move.cents === 0) return
  const debit = await householdAccount(tx, move.from, 'rights')
  const credit = await householdAccount(tx, move.to, 'rights')
  const leg = { book: 'rights', debit, credit, amountCents: move.cents, kind: 'household_share' } as const
  await post(tx, key, [leg], now)
}

/** Another household joins this one: its people, its balance, what it paid ahead; it ends when it has been counted a last time. */
export async function merge(tx: CaisseTx, step: Step, input: LifeInputs['merge']): Promise<Changed> {
  const { householdId, on } = input
  await refuseDay(tx, on, step.today)
  await lockCaisse(tx, 'month')
  await lockCaisse(tx, 'payments')
  await refuseWhilePrepared(tx)
  const { household, members } = await presentIn(tx, householdId, on)
  const otherId = await householdWithReference(tx, input.otherReference)
  if (otherId === householdId) throw new Refusal('same_household')
  const other = await presentIn(tx, otherId, on)
  const coming = chosenFrom(
    other.members,
    other.members.map((one) => one.personId),
    dayBefore(on),
  )
  const kind = household.kind === 'single' ? 'household' : household.kind
  refuse(refusalToShape(kind, [...members, ...coming], on))
  if (kind !== household.kind) await setKind(tx, householdId, kind)

  for (const member of coming)
    await setMemberLeaving(tx, { ...member, householdId: otherId, toOn: dayBefore(on) })
  await insertMembers(
    tx,
    coming.map(({ personId, child }) => ({ householdId, personId, child, fromOn: on })),
  )
  const from = countedFrom(on, await lastCountedMonth(tx))
  const leavesOn = [lastDayBefore(from), other.household.enteredOn].sort().at(-1)!
  await setLeavingWithRights(tx, otherId, { leavesOn, rightsUntil: null })
  const cents = await rightsLeft(tx, otherId)
  await moveRights(tx, step, { from: otherId, to: householdId, cents })
  const account = await householdAccount(tx, householdId, 'rights')
  for (const member of coming) await payFrom(tx, member, account)
  await trace(tx, step, { householdId: otherId, kind: 'merge', on, otherHouseholdId: householdId, cents })
  await refreshDues(tx, [householdId, otherId])
  await carryAhead(tx, step, { from: otherId, to: householdId })
  return { householdIds: [householdId, otherId] }
}

async function householdWithReference(tx: CaisseTx, typed: string): Promise<string> {
  const reference = readPaymentReference(typed)
  const found =
    reference &&
    (await tx
      .selectFrom('household')
      .select('id')
      .where('caisse_id', '=', tx.caisseId)
      .where('payment_reference', '=', reference)
      .executeTakeFirst())
  if (!found) throw new Refusal('unknown_reference', {}, 404)
  return found.id
}

/** A household lives in another part of the caisse's territory from now on. */
export async function move(tx: CaisseTx, step: Step, input: LifeInputs['move']): Promise<Changed> {
  const { householdId, on } = input
  await refuseDay(tx, on, step.today)
  const { household } = await presentIn(tx, householdId, on)
  const territoryId = await knownTerritory(tx, input.territoryId)
  if (territoryId === household.territoryId) throw new Refusal('already_there', {}, 409)
  await setTerritory(tx, householdId, territoryId)
  await trace(tx, step, { householdId, kind: 'move', on, territoryBefore: household.territoryId })
  return { householdIds: [householdId] }
}

/** Dues and allocation stop for whole months, and start again by themselves. */
export async function pause(tx: CaisseTx, step: Step, input: LifeInputs['pause']): Promise<Changed> {
  const { householdId, fromMonth, untilMonth } = input
  await lockCaisse(tx, 'month')
  if (untilMonth < fromMonth) throw new Refusal('pause_ends_before_it_starts')
  const on: Day = `${fromMonth}-01`
  await presentIn(tx, householdId, step.today)
  const last = [await lastCountedMonth(tx), await lastClosedMonth(tx)]
    .filter((month) => month !== null)
    .sort()
    .at(-1)
  if (last !== undefined && fromMonth <= last)
    throw new Refusal('month_closed', { month: addMonths(last, 1) }, 409)
  const pauses = await pausesOf(tx, householdId)
  if (pauses.some((one) => one.fromMonth <= untilMonth && fromMonth <= one.untilMonth))
    throw new Refusal('pause_overlaps', {}, 409)
  await insertPause(tx, { id: step.key, householdId, fromMonth, untilMonth, reason: 'pause' })
  await trace(tx, step, { householdId, kind: 'pause', on, untilOn: lastDayBefore(addMonths(untilMonth, 1)) })
  await refreshDues(tx, [householdId])
  return { householdIds: [householdId] }
}

/** The household's last day, and the last day on which it may spend what is left. */
export async function leaving(tx: CaisseTx, step: Step, input: LifeInputs['leaving']): Promise<Changed> {
  const { householdId, on, rightsUntil } = input
  // Told ahead: only a closed month is out of reach.
  await refuseDay(tx, on < step.today ? on : step.today, step.today)
  await lockCaisse(tx, 'month')
  await presentIn(tx, householdId, on)
  if (rightsUntil < on) throw new Refusal('rights_end_before_leaving', { day: on })
  if (rightsUntil < step.today) throw new Refusal('rights_end_in_past', { day: step.today })
  await setLeavingWithRights(tx, householdId, { leavesOn: on, rightsUntil })
  await trace(tx, step, { householdId, kind: 'leaving', on, untilOn: rightsUntil })
  await announce(tx, 'leaving', [{ householdId, about: on, details: { day: on, rightsUntil } }], step.now)
  await refreshDues(tx, [householdId])
  return { householdIds: [householdId] }
}
