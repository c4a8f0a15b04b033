import type { CaisseTx } from '../../../db/db.ts'
import { lockCaisse } from '../../../kit/gesture.ts'
import { monthOf } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { duesOfHousehold, findDue, updateDue } from '../../contributions/store/dues.ts'
import { lastClosedMonth } from '../../ledger/closed-months.ts'
import { refusalToShape } from '../../people/rules/household-shape.ts'
import {
  insertMembers,
  setLeavingWithRights,
  setMemberLeaving,
  updatePerson,
  type Member,
} from '../../people/store/households.ts'
import { dayBefore } from '../rules/event.ts'
import { endAccess, endHelp } from './access.ts'
import type { LifeInputs } from './input.ts'
import { refreshDues, refuseDay } from './month.ts'
import {
  chosenFrom,
  keepKind,
  presentIn,
  trace,
  welcome,
  type Changed,
  type Present,
  type Step,
} from './step.ts'

export async function birth(tx: CaisseTx, step: Step, input: LifeInputs['birth']): Promise<Changed> {
  const { householdId, on, givenName, familyName } = input
  await refuseDay(tx, on, step.today)
  const present = await presentIn(tx, householdId, on)
  const child = { givenName, familyName, child: true, birthMonth: monthOf(on), on }
  refuseShape(present, child)
  const personId = await welcome(tx, step, present, child)
  await trace(tx, step, { householdId, kind: 'birth', on, personId })
  await refreshDues(tx, [householdId])
  return { householdIds: [householdId] }
}

export async function arrival(tx: CaisseTx, step: Step, input: LifeInputs['arrival']): Promise<Changed> {
  const { householdId, on, givenName, familyName, phone, email } = input
  await refuseDay(tx, on, step.today)
  const present = await presentIn(tx, householdId, on)
  const adult = { givenName, familyName, phone, email, child: false, birthMonth: null, on }
  refuseShape(present, adult)
  const personId = await welcome(tx, step, present, adult)
  await trace(tx, step, { householdId, kind: 'arrival', on, personId })
  await refreshDues(tx, [householdId])
  return { householdIds: [householdId] }
}

function refuseShape(
  { household, members }: Present,
  newcomer: { child: boolean; birthMonth: string | null; on: string },
): void {
  const kind = household.kind === 'single' ? 'household' : household.kind
  refuse(refusalToShape(kind, [...members, newcomer], newcomer.on))
}

/** A child counts as an adult from that day on, and may have a number and a code. */
export async function ofAge(tx: CaisseTx, step: Step, input: LifeInputs['of_age']): Promise<Changed> {
  const { householdId, on, personId } = input
  await refuseDay(tx, on, step.today)
  const { members } = await presentIn(tx, householdId, on)
  const [child] = chosenFrom(members, [personId], dayBefore(on))
  if (!child!.child) throw new Refusal('already_adult', {}, 409)
  await setMemberLeaving(tx, { ...child!, householdId, toOn: dayBefore(on) })
  await insertMembers(tx, [{ householdId, personId, child: false, fromOn: on }])
  await trace(tx, step, { householdId, kind: 'of_age', on, personId })
  await refreshDues(tx, [householdId])
  return { householdIds: [householdId] }
}

/** Some go, for a place outside the caisse. Their last day in the household is told; their access ends now. */
export async function departure(tx: CaisseTx, step: Step, input: LifeInputs['departure']): Promise<Changed> {
  const { householdId, on } = input
  await refuseDay(tx, on, step.today)
  await lockCaisse(tx, 'payments')
  const present = await presentIn(tx, householdId, on)
  const going = chosenFrom(present.members, input.personIds, on)
  const staying = present.members.filter((one) => !going.includes(one))
  if (!staying.some((one) => !one.child)) throw new Refusal('household_without_adult')
  for (const member of going) await setMemberLeaving(tx, { ...member, householdId, toOn: on })
  for (const member of going) await endAccess(tx, member, step.now)
  await endHelp(tx, { going, staying }, step.now)
  await keepKind(tx, present.household, staying.length)
  // One event names one person: the first of those who go together.
  await trace(tx, step, { householdId, kind: 'departure', on, personId: going[0]!.personId })
  await refreshDues(tx, [householdId])
  return { householdIds: [householdId] }
}

/**
 * Nobody writes to this person any more, from the commit on. A household in which no adult is left owes nothing more;
 * what it holds may be used until a day, or returns to the pot.
 */
export async function death(tx: CaisseTx, step: Step, input: LifeInputs['death']): Promise<Changed> {
  const { householdId, on, personId } = input
  await refuseDay(tx, on, step.today)
  await lockCaisse(tx, 'payments')
  const present = await presentIn(tx, householdId, on)
  const [gone] = chosenFrom(present.members, [personId], on)
  const staying = present.members.filter((one) => one !== gone)
  await setMemberLeaving(tx, { ...gone!, householdId, toOn: on })
  await endAccess(tx, gone!, step.now)
  await endHelp(tx, { going: [gone!], staying }, step.now)
  await updatePerson(tx, { ...keptOf(gone!), email: null, phone: null })
  const ends = !staying.some((one) => !one.child)
  const rightsUntil = ends ? (input.rightsUntil ?? on) : null
  if (rightsUntil !== null) {
    if (rightsUntil < on) throw new Refusal('rights_end_before_leaving', { day: on })
    await setLeavingWithRights(tx, householdId, { leavesOn: on, rightsUntil })
    await waiveFrom(tx, householdId, monthOf(on))
  } else await keepKind(tx, present.household, staying.length)
  await trace(tx, step, {
    householdId,
    kind: 'death',
    on,
    personId,
    ...(rightsUntil !== null && { untilOn: rightsUntil }),
  })
  await refreshDues(tx, [householdId])
  return { householdIds: [householdId] }
}

const keptOf = ({ personId, givenName, familyName, birthMonth, language }: Member) => ({
  id: personId,
  givenName,
  familyName,
  birthMonth,
  language,
})

/** Nobody is asked for it any more; closed months stay as they were signed. */
async function waiveFrom(tx: CaisseTx, householdId: string, from: string): Promise<void> {
  const closed = await lastClosedMonth(tx)
  for (const { month } of await duesOfHousehold(tx, householdId)) {
    if (month < from || (closed !== null && month <= closed)) continue
    const due = (await findDue(tx, householdId, month))!
    await updateDue(tx, householdId, month, { ...due, waivedCents: due.cents })
  }
}
