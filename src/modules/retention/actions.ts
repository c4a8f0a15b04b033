import { sql } from 'kysely'
import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import { gesture } from '../../kit/gesture.ts'
import { dayAt, type Day } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { getCaisse } from '../caisses/store.ts'
import { forgetThirdParties } from '../contributions/store/pledges.ts'
import { deleteContact } from '../directory/store/contacts.ts'
import { endRolesFor, forgetAccount, forgetAddress, openRolesOf } from '../identity/erasure.ts'
import { endNumberSessions } from '../identity/sessions.ts'
import { forgetSubscriber } from '../newsletter/store/subscribers.ts'
import { forgetAtMeetings } from '../meetings/store/forgetting.ts'
import { forgetPayer } from '../payments/store/erasure.ts'
import {
  clearPerson,
  ERASED_NAME,
  forgetLettersTo,
  forgetRequestsOf,
  hasAddress,
  householdsOf,
  isSomebody,
  renameHousehold,
} from '../people/store/erasure.ts'
import {
  getHousehold,
  membersOf,
  setLeaving,
  setMemberLeaving,
  type Member,
} from '../people/store/households.ts'
import { mandatesOfPersons, setRevoked } from '../people/store/mandates.ts'
import { nameWithout, refusalToErase } from './rules.ts'
import { insertErasure, keepAfterLeaving, type Reason } from './store.ts'

const KEEPERS = ['coordinator', 'administrator'] as const

export const NOTE_ERASURES = 'note_erasures'

export const ErasePerson = z.object({
  personId: z.uuid(),
  sure: z.string().refine((ticked) => ticked === 'yes', 'sure'),
})

/**
 * Somebody asked to be forgotten. Their name, addresses, number and sign-in go; the journal keeps its amounts on an
 * account that is nobody's any more. Who is still in a household leaves it today.
 */
export const erasePerson = gesture(
  'erase_person',
  KEEPERS,
  ErasePerson,
  async (tx, { now, about }, { personId }) => {
    about(personId)
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    if (!(await erase(tx, personId, { now, today: dayAt(now, time_zone), reason: 'asked' })))
      throw new Refusal('unknown_person', {}, 404)
  },
)

type Erasing = { now: Date; today: Day; reason: Reason }

/** False when there is nobody of that id, or nobody any more. Refused for who still holds a role of the team. */
export async function erase(tx: CaisseTx, personId: string, erasing: Erasing): Promise<boolean> {
  const households = await householdsOf(tx, personId)
  if (households.length === 0) return false
  let found = false
  for (const householdId of households) {
    const members = await membersOf(tx, householdId)
    const person = members.find((one) => one.personId === personId)
    if (!person || person.givenName === ERASED_NAME) continue
    found = true
    const adults = members.filter(
      (one) => !one.child && one.personId !== personId && one.givenName !== ERASED_NAME,
    )
    // Nobody answers for the children of a household without an adult: they are forgotten with the last one.
    const alone = !person.child && adults.length === 0
    const children = alone ? members.filter((one) => one.child && one.givenName !== ERASED_NAME) : []
    const household = await getHousehold(tx, householdId)
    await leave(tx, household, [person, ...children], { alone, ...erasing })
    await renameHousehold(tx, householdId, nameWithout(household, person, adults))
    if (alone) {
      await forgetThirdParties(tx, householdId)
      await forgetRequestsOf(tx, householdId)
    }
    for (const one of [person, ...children]) await forget(tx, one, erasing)
  }
  if (found) await sql`select add_job(${NOTE_ERASURES}, '{}'::json)`.execute(tx)
  return found
}

async function leave(
  tx: CaisseTx,
  household: { id: string; enteredOn: Day; leavesOn: Day | null },
  members: readonly Member[],
  { alone, today }: { alone: boolean } & Erasing,
): Promise<void> {
  if (alone) {
    if (household.leavesOn === null || household.leavesOn > today)
      await setLeaving(tx, household.id, today < household.enteredOn ? household.enteredOn : today)
    return
  }
  for (const { personId, fromOn, toOn } of members)
    if (toOn === null || toOn > today)
      await setMemberLeaving(tx, {
        householdId: household.id,
        personId,
        fromOn,
        toOn: today < fromOn ? fromOn : today,
      })
}

async function forget(tx: CaisseTx, person: Member, { now, reason }: Erasing): Promise<void> {
  const { personId, loginAccountId, email } = person
  if (loginAccountId) refuse(refusalToErase(await openRolesOf(tx, loginAccountId)))
  await endNumberSessions(tx, tx.caisseId, personId)
  await forgetPayer(tx, personId)
  await forgetLettersTo(tx, personId)
  // With their roles, consents and groups.
  await deleteContact(tx, personId)
  await forgetAtMeetings(tx, personId, now)
  await clearPerson(tx, personId)
  if (loginAccountId) await forgetAccount(tx, loginAccountId, now)
  await forgetHelpers(tx, personId, now)
  if (email && !(await hasAddress(tx, email))) {
    await forgetAddress(tx, email)
    await forgetSubscriber(tx, email, now)
  }
  await insertErasure(tx, { personId, at: now, reason })
}

/** Who helped this person only has no more reason to be known. */
async function forgetHelpers(tx: CaisseTx, personId: string, now: Date): Promise<void> {
  const mandates = await mandatesOfPersons(tx, [personId])
  await setRevoked(
    tx,
    mandates.map(({ id }) => id),
    now,
  )
  for (const accountId of await endRolesFor(tx, personId, now))
    if (!(await isSomebody(tx, accountId))) await forgetAccount(tx, accountId, now)
}

export const ChangeRetention = z.object({
  months: z
    .string()
    .regex(/^\d{1,2}$/, 'number')
    .transform(Number)
    .refine((months) => months >= 1 && months <= 60, 'retention_months'),
})

/** How long the caisse keeps who left. */
export const changeRetention = gesture(
  'change_retention',
  KEEPERS,
  ChangeRetention,
  async (tx, _, { months }) => {
    await keepAfterLeaving(tx, months)
  },
)
