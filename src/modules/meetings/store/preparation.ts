import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'

export type AgendaItem = { id: string; title: string; minutes: number; owner: string }

export async function agendaOf(tx: CaisseTx, meetingId: string): Promise<AgendaItem[]> {
  return tx
    .selectFrom('meeting_agenda_item')
    .select(['id', 'title', 'minutes', 'owner'])
    .where('caisse_id', '=', tx.caisseId)
    .where('meeting_id', '=', meetingId)
    .orderBy('position')
    .execute()
}

export async function replaceAgenda(
  tx: CaisseTx,
  meetingId: string,
  items: readonly AgendaItem[],
): Promise<void> {
  await tx
    .deleteFrom('meeting_agenda_item')
    .where('caisse_id', '=', tx.caisseId)
    .where('meeting_id', '=', meetingId)
    .execute()
  if (items.length === 0) return
  await tx
    .insertInto('meeting_agenda_item')
    .values(
      items.map((item, position) => ({ caisse_id: tx.caisseId, meeting_id: meetingId, position, ...item })),
    )
    .execute()
}

export type Material = {
  id: string
  meetingId: string
  title: string
  fileName: string
  mediaType: string
  bytes: number
  sha256: Buffer
  shared: boolean
}

const MATERIALS = sql`
  select d.id, d.meeting_id as "meetingId", d.title, d.file_name as "fileName", f.media_type as "mediaType",
    length(f.bytes) as bytes, d.sha256, d.shared
  from meeting_material d
  join stored_file f on f.caisse_id = d.caisse_id and f.sha256 = d.sha256
`

export async function materialsOf(tx: CaisseTx, meetingId: string): Promise<Material[]> {
  const { rows } = await sql<Material>`
    ${MATERIALS} where d.caisse_id = ${tx.caisseId} and d.meeting_id = ${meetingId} order by d.added_at, d.id
  `.execute(tx)
  return rows
}

export async function getMaterial(tx: CaisseTx, id: string): Promise<Material> {
  const { rows } = await sql<Material>`
    ${MATERIALS} where d.caisse_id = ${tx.caisseId} and d.id = ${id}
  `.execute(tx)
  if (!rows[0]) throw new Refusal('unknown_material', {}, 404)
  return rows[0]
}

export async function insertMaterial(
  tx: CaisseTx,
  material: {
    id: string
    meetingId: string
    sha256: Buffer
    title: string
    fileName: string
    shared: boolean
  },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('meeting_material')
    .values({
      caisse_id: tx.caisseId,
      id: material.id,
      meeting_id: material.meetingId,
      sha256: material.sha256,
      title: material.title,
      file_name: material.fileName,
      shared: material.shared,
      added_at: now,
    })
    .execute()
}

export async function deleteMaterial(tx: CaisseTx, id: string): Promise<void> {
  await tx.deleteFrom('meeting_material').where('caisse_id', '=', tx.caisseId).where('id', '=', id).execute()
}

export const EXPENSE_KINDS = ['travel', 'childcare', 'time', 'food', 'room', 'other'] as const
export type ExpenseKind = (typeof EXPENSE_KINDS)[number]

export type Expense = {
  id: string
  kind: ExpenseKind
  paidTo: string
  amountCents: Cents
  paidOn: Day
  note: string
}

export async function expensesOf(tx: CaisseTx, meetingId: string): Promise<Expense[]> {
  const { rows } = await sql<Expense>`
    select id, kind, paid_to as "paidTo", amount_cents as "amountCents", paid_on as "paidOn", note
    from meeting_expense where caisse_id = ${tx.caisseId} and meeting_id = ${meetingId}
    order by paid_on, recorded_at, id
  `.execute(tx)
  return rows
}

export async function insertExpense(
  tx: CaisseTx,
  meetingId: string,
  expense: Expense,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('meeting_expense')
    .values({
      caisse_id: tx.caisseId,
      id: expense.id,
      meeting_id: meetingId,
      kind: expense.kind,
      paid_to: expense.paidTo,
      amount_cents: expense.amountCents,
      paid_on: expense.paidOn,
      note: expense.note,
      recorded_at: now,
    })
    .execute()
}

export async function deleteExpense(tx: CaisseTx, id: string): Promise<string | null> {
  const row = await tx
    .deleteFrom('meeting_expense')
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .returning('meeting_id')
    .executeTakeFirst()
  return row?.meeting_id ?? null
}
