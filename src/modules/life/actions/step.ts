import type { CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import {
  insertMembers,
  insertPersons,
  membersOf,
  setKind,
  type Member,
} from '../../people/store/households.ts'
import { getHousehold, type Household } from '../../people/store/households.ts'
import { insertLifeEvent, type NewLifeEvent } from '../../people/store/life-events.ts'

/** What writing an event knows besides its input; a preview takes the same steps and takes them back. */
export type Step = { app: Pick<App, 'newId'>; key: string; now: Date; today: Day }

/** The households that an event changed, the one it was written for first. */
export type Changed = { householdIds: readonly string[] }

export type Present = { household: Household; members: Member[] }

/** The household with who lives in it on; refused when it has left by then. */
export async function presentIn(tx: CaisseTx, householdId: string, on: Day): Promise<Present> {
  const household = await getHousehold(tx, householdId)
  if (on < household.enteredOn) throw new Refusal('before_household', { day: household.enteredOn })
  if (household.leavesOn) throw new Refusal('household_left', { day: household.leavesOn })
  return { household, members: (await membersOf(tx, householdId)).filter((one) => one.toOn === null) }
}

/** Those of the members who were ticked; refused when one is none of them or came that very day. */
export function chosenFrom(members: readonly Member[], personIds: readonly string[], on: Day): Member[] {
  return personIds.map((personId) => {
    const member = members.find((one) => one.personId === personId)
    if (!member) throw new Refusal('not_a_member', {}, 404)
    if (member.fromOn > on) throw new Refusal('leaves_before_entering', { day: member.fromOn })
    return member
  })
}

export async function trace(tx: CaisseTx, step: Step, event: Omit<NewLifeEvent, 'id'>): Promise<void> {
  await insertLifeEvent(tx, { id: step.key, ...event }, step.now)
}

type Newcomer = { givenName: string; familyName: string; phone?: string | null; email?: string | null }

/** Somebody who was never in the caisse, in a household from a day on; a single person is single no more. */
export async function welcome(
  tx: CaisseTx,
  step: Step,
  { household, members }: Present,
  newcomer: Newcomer & { child: boolean; birthMonth: string | null; on: Day },
): Promise<string> {
  const { child, on, ...person } = newcomer
  const personId = step.app.newId()
  if (household.kind === 'single' && members.length > 0) await setKind(tx, household.id, 'household')
  await insertPersons(tx, [{ id: personId, ...person }])
  await insertMembers(tx, [{ householdId: household.id, personId, child, fromOn: on }])
  return personId
}

/** Whether one person is left, or a group that is none any more. */
export async function keepKind(tx: CaisseTx, { id, kind }: Household, left: number): Promise<void> {
  if (kind !== 'single' && left === 1) await setKind(tx, id, 'single')
}
