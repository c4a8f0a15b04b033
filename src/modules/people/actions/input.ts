import { z } from 'zod'
import { DayValue, MonthValue } from '../../../kit/month.ts'
import { Line } from '../../../kit/input.ts'
import { HOUSEHOLD_KINDS } from '../rules/household-shape.ts'
import { EMAIL, PHONE } from '../rules/text.ts'

const Text = Line(120)
const Name = Text.min(1)
const Email = z.string().trim().regex(EMAIL, 'email').nullable().default(null)
const Phone = z.string().trim().regex(PHONE, 'phone').nullable().default(null)

/** How somebody is reached, and in which language. */
export const ContactInput = z.object({
  email: Email,
  phone: Phone,
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'language')
    .default('fr'),
})

export const PersonInput = ContactInput.extend({
  givenName: Name,
  familyName: Text.default(''),
  child: z.boolean().default(false),
  birthMonth: MonthValue.nullable().default(null),
})
export type PersonInput = z.output<typeof PersonInput>

export const HouseholdInput = z.object({
  kind: z.enum(HOUSEHOLD_KINDS),
  /** How lists name it; the first adult's name when left out. */
  name: Name.nullable().default(null),
  waveId: z.uuid().nullable().default(null),
  territoryId: z.uuid().nullable().default(null),
  enteredOn: DayValue,
  members: z.array(PersonInput).min(1),
})
export type HouseholdInput = z.output<typeof HouseholdInput>
