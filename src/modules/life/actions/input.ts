import { z } from 'zod'
import { Amount } from '../../../kit/money.ts'
import { DayValue, MonthValue } from '../../../kit/month.ts'
import { PersonInput } from '../../people/actions/input.ts'

const about = { householdId: z.uuid(), on: DayValue }
const Names = PersonInput.pick({ givenName: true, familyName: true })
const Ticked = z.array(z.uuid()).min(1, 'required')

export const LIFE_INPUTS = {
  birth: z.object({ ...about, ...Names.shape }),
  arrival: z.object({
    ...about,
    ...Names.shape,
    phone: PersonInput.shape.phone,
    email: PersonInput.shape.email,
  }),
  of_age: z.object({ ...about, personId: z.uuid() }),
  move: z.object({ ...about, territoryId: z.uuid() }),
  pause: z.object({ householdId: z.uuid(), fromMonth: MonthValue, untilMonth: MonthValue }),
  departure: z.object({ ...about, personIds: Ticked }),
  split: z.object({
    ...about,
    personIds: Ticked,
    share: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('per_head') }),
      z.object({ kind: z.literal('agreed'), amount: Amount }),
    ]),
    /** What the new household chooses to give; none where it chooses later. */
    contribution: Amount.nullable().default(null),
    territoryId: z.uuid().nullable().default(null),
    /** Those who stay choose new codes too, where the others may know them. */
    clearCodes: z.boolean().default(false),
  }),
  merge: z.object({ ...about, otherReference: z.string().trim().min(1, 'required').max(40) }),
  leaving: z.object({ ...about, rightsUntil: DayValue }),
  death: z.object({ ...about, personId: z.uuid(), rightsUntil: DayValue.nullable().default(null) }),
} as const

export type LifeInputs = { [K in keyof typeof LIFE_INPUTS]: z.output<(typeof LIFE_INPUTS)[K]> }
