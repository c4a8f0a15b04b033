import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import type { RequestStatus } from '../rules/request.ts'

export type LessRequest = {
  id: string
  householdId: string
  householdName: string
  cents: Cents
  fromMonth: Month
  untilMonth: Month
  status: RequestStatus
  askedAt: Date
  answeredAt: Date | null
}

export async function insertRequest(
  tx: CaisseTx,
  request: Pick<LessRequest, 'id' | 'householdId' | 'cents' | 'fromMonth' | 'untilMonth' | 'askedAt'>,
): Promise<void> {
  await tx
    .insertInto('contribution_request')
    .values({
      caisse_id: tx.caisseId,
      id: request.id,
      household_id: request.householdId,
      amount_cents: request.cents,
      from_month: request.fromMonth,
      until_month: request.untilMonth,
      asked_at: request.askedAt,
    })
    .execute()
}

const selected = sql`
  r.id, r.household_id as "householdId", h.name as "householdName", r.amount_cents as cents,
  r.from_month as "fromMonth", r.until_month as "untilMonth", r.status, r.asked_at as "askedAt",
  r.answered_at as "answeredAt"
  from contribution_request r join household h on h.caisse_id = r.caisse_id and h.id = r.household_id
`

/** What a household asked, the latest first. */
export async function requestsOf(tx: CaisseTx, householdId: string): Promise<LessRequest[]> {
  const { rows } = await sql<LessRequest>`
    select ${selected} where r.caisse_id = ${tx.caisseId} and r.household_id = ${householdId}
    order by r.asked_at desc, r.id desc
  `.execute(tx)
  return rows
}

/** What waits for an answer, the oldest first. */
export async function openRequests(tx: CaisseTx): Promise<LessRequest[]> {
  const { rows } = await sql<LessRequest>`
    select ${selected} where r.caisse_id = ${tx.caisseId} and r.status = 'asked' order by r.asked_at, r.id
  `.execute(tx)
  return rows
}

/** Held until the end, so that it is answered once. */
export async function lockRequest(tx: CaisseTx, id: string): Promise<LessRequest | undefined> {
  const { rows } = await sql<LessRequest>`
    select ${selected} where r.caisse_id = ${tx.caisseId} and r.id = ${id} for update of r
  `.execute(tx)
  return rows[0]
}

export async function setRequestAnswer(
  tx: CaisseTx,
  id: string,
  answer: { status: Exclude<RequestStatus, 'asked'>; exceptionId?: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('contribution_request')
    .set({ status: answer.status, exception_id: answer.exceptionId ?? null, answered_at: answer.at })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}
