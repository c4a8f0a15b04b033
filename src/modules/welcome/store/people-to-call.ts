import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { addDays, addMonths, monthOf, type Day, type Month } from '../../../kit/month.ts'
import { lastDayOfGrace } from '../../contributions/rules/due-word.ts'
import { allDueStates } from '../../contributions/store/due-states.ts'
import { graceDays } from '../../treasury/store/counts.ts'
import { recipientsOf } from './recipients.ts'

/** Days between the friendly words and the friendly call. */
export const DAYS_BEFORE_CALL = 7

/** The last month whose contribution is late enough for somebody to call. */
export function monthToCall(today: Day, grace: number): Month {
  const month = monthOf(today)
  return today > addDays(lastDayOfGrace(month, grace), DAYS_BEFORE_CALL) ? month : addMonths(month, -1)
}

export type PersonToCall = {
  householdId: string
  householdName: string
  givenName: string
  phone: string | null
  language: string
  month: Month
}

/**
 * Households whose contribution has not come, written to and not called yet: a voice, never a sanction. No amount
 * is told. Those who left or objected are not on the list.
 */
export async function peopleToCall(tx: CaisseTx, today: Day): Promise<PersonToCall[]> {
  const month = monthToCall(today, await graceDays(tx))
  const late: { id: string; name: string }[] = []
  for await (const states of allDueStates(tx, month))
    for (const { householdId: id, name, missingCents } of states)
      if (missingCents > 0) late.push({ id, name })
  if (late.length === 0) return []
  const called = await callsMade(tx, month)
  const asked = late.filter(({ id }) => !called.has(id))
  const recipients = await recipientsOf(
    tx,
    asked.map(({ id }) => id),
    today,
  )
  const phones = await phonesOf(
    tx,
    [...recipients.values()].map(({ personId }) => personId),
  )
  return asked
    .flatMap(({ id, name }) => {
      const to = recipients.get(id)
      if (!to || (to.leavesOn !== null && to.leavesOn < today)) return []
      const { givenName, language, personId } = to
      return [
        {
          householdId: id,
          householdName: name,
          givenName,
          phone: phones.get(personId) ?? null,
          language,
          month,
        },
      ]
    })
    .sort((a, b) => byName.compare(a.householdName, b.householdName))
}

const byName = new Intl.Collator('fr')

async function callsMade(tx: CaisseTx, month: Month): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('call_made')
    .select('household_id')
    .where('caisse_id', '=', tx.caisseId)
    .where('month', '=', month)
    .execute()
  return new Set(rows.map((row) => row.household_id))
}

async function phonesOf(tx: CaisseTx, personIds: readonly string[]): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ id: string; phone: string | null }>`
    select id, phone from person where caisse_id = ${tx.caisseId} and id = any (${personIds}::uuid[])
  `.execute(tx)
  return new Map(rows.map(({ id, phone }) => [id, phone]))
}

export async function insertCall(tx: CaisseTx, householdId: string, month: Month, at: Date): Promise<void> {
  await tx
    .insertInto('call_made')
    .values({ caisse_id: tx.caisseId, household_id: householdId, month, made_at: at })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'household_id', 'month']).doNothing())
    .execute()
}
