import { Temporal } from 'temporal-polyfill'
import type { Role } from '../../kit/actor.ts'
import type { Day } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { spelledPlainly } from '../people/rules/text.ts'

/** CNIL's mark for social accompaniment: two years after the last contact. */
export const AFTER_LEAVING_MONTHS = 24

/** Who read which file stays on the page this long. */
export const READINGS_MONTHS = 12

/** A supervisory authority is told of a breach within that many hours (RGPD, art. 33). */
export const BREACH_HOURS = 72

export const dayAfterMonths = (day: Day, months: number): Day =>
  Temporal.PlainDate.from(day).add({ months }).toString()

/** Roles that sign, decide or sell: their holder is somebody of the caisse until the role ends. */
export function refusalToErase(openRoles: readonly { caisseId: number; role: Role }[]): Refusal | null {
  const team = openRoles.find(({ role }) => role !== 'resident')
  return team ? new Refusal('still_has_a_role', {}, 409) : null
}

/**
 * How a household is called once somebody of it is erased: as before when its name tells nothing of them,
 * else by an adult who remains, else by its payment reference.
 */
export function nameWithout(
  household: { name: string; paymentReference: string },
  erased: { givenName: string; familyName: string },
  remaining: readonly { givenName: string; familyName: string }[],
): string {
  const [next] = remaining
  if (!next) return household.paymentReference
  const name = spelledPlainly(household.name)
  const tells = (word: string) => word.trim() !== '' && name.includes(spelledPlainly(word))
  const shared = remaining.some((one) => spelledPlainly(one.familyName) === spelledPlainly(erased.familyName))
  if (!tells(erased.givenName) && (shared || !tells(erased.familyName))) return household.name
  return `${next.givenName} ${next.familyName}`.trim()
}
