import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture } from '../../../kit/gesture.ts'
import { DayValue } from '../../../kit/month.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { Line } from '../../../kit/input.ts'
import { refusalToShape } from '../rules/household-shape.ts'
import {
  getHousehold,
  insertMembers,
  insertPersons,
  membersOf,
  setKind,
  setLeaving,
  setMemberLeaving,
  updatePerson,
  type Household,
  type Member,
} from '../store/households.ts'
import { announce } from '../store/messages.ts'
import { insertWave, updateWave } from '../store/waves.ts'
import { PersonInput } from './input.ts'

const STAFF = ['coordinator', 'administrator'] as const

export const CreateWave = z.object({
  name: Line(80).min(1),
  startsOn: DayValue,
  plannedHouseholds: z.number().int().min(1).max(10_000_000).nullable().default(null),
  meeting: Line(200).default(''),
})

/** A group of households that enter together: the first twenty, then eighty. */
export const createWave = gesture('create_wave', STAFF, CreateWave, async (tx, { app, about }, input) => {
  const waveId = app.newId()
  about(waveId)
  await insertWave(tx, { id: waveId, ...input })
  return { waveId }
})

export const ChangeWave = CreateWave.extend({ waveId: z.uuid() })

/** Its name, its day, its places, or where one meets. */
export const changeWave = gesture('change_wave', STAFF, ChangeWave, async (tx, { about }, input) => {
  const { waveId, ...wave } = input
  about(waveId)
  await updateWave(tx, { id: waveId, ...wave })
})

export const EndHousehold = z.object({ householdId: z.uuid(), leavesOn: DayValue })

/** The household's last day in the caisse, that day included; asked again, the last answer counts. */
export const endHousehold = gesture(
  'end_household',
  STAFF,
  EndHousehold,
  async (tx, { now, about }, input) => {
    about(input.householdId)
    const household = await getHousehold(tx, input.householdId)
    if (input.leavesOn < household.enteredOn)
      throw new Refusal('leaves_before_entering', { day: household.enteredOn })
    await setLeaving(tx, household.id, input.leavesOn)
    const { leavesOn: day } = input
    await announce(tx, 'leaving', [{ householdId: household.id, about: day, details: { day } }], now)
  },
)

export const AddMember = z.object({ householdId: z.uuid(), fromOn: DayValue, person: PersonInput })

/** Someone arrives in a household; a single person who is joined becomes a household. */
export const addMember = gesture('add_member', STAFF, AddMember, async (tx, { app, about }, input) => {
  const household = await getHousehold(tx, input.householdId)
  refuse(refusalOfDay(household, input.fromOn))
  const present = await presentOn(tx, household.id, input.fromOn)
  const kind = household.kind === 'single' && present.length > 0 ? 'household' : household.kind
  refuse(refusalToShape(kind, [...present, input.person], input.fromOn))
  const { child, ...person } = input.person
  const personId = app.newId()
  about(personId)
  if (kind !== household.kind) await setKind(tx, household.id, kind)
  await insertPersons(tx, [{ id: personId, ...person }])
  await insertMembers(tx, [{ householdId: household.id, personId, child, fromOn: input.fromOn }])
  return { personId }
})

export const RemoveMember = z.object({ householdId: z.uuid(), personId: z.uuid(), toOn: DayValue })

/** Someone's last day in a household. The last adult cannot leave it: the household itself does. */
export const removeMember = gesture('remove_member', STAFF, RemoveMember, async (tx, { about }, input) => {
  about(input.personId)
  const household = await getHousehold(tx, input.householdId)
  const members = await membersOf(tx, household.id)
  const member = members.find((one) => one.personId === input.personId && one.toOn === null)
  if (!member) throw new Refusal('not_a_member', {}, 404)
  if (input.toOn < member.fromOn) throw new Refusal('leaves_before_entering', { day: member.fromOn })
  const others = members.filter((one) => one !== member && one.toOn === null)
  if (!others.some((one) => !one.child)) throw new Refusal('household_without_adult')
  await setMemberLeaving(tx, { ...member, householdId: household.id, toOn: input.toOn })
})

export const CorrectPerson = PersonInput.omit({ child: true }).extend({ personId: z.uuid() })

/** Corrects what is kept of somebody. Whether they count as a child belongs to their place in a household. */
export const correctPerson = gesture('correct_person', STAFF, CorrectPerson, async (tx, { about }, input) => {
  about(input.personId)
  const { personId, ...person } = input
  if (!(await updatePerson(tx, { id: personId, ...person }))) throw new Refusal('unknown_person', {}, 404)
})

function refusalOfDay(household: Household, day: string): Refusal | null {
  if (day < household.enteredOn) return new Refusal('before_household', { day: household.enteredOn })
  if (household.leavesOn && day > household.leavesOn)
    return new Refusal('household_left', { day: household.leavesOn })
  return null
}

async function presentOn(tx: CaisseTx, householdId: string, day: string): Promise<Member[]> {
  const members = await membersOf(tx, householdId)
  return members.filter((member) => member.toOn === null || member.toOn >= day)
}
