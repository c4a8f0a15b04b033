import { sql, type Updateable } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Newsletter } from '../../../db/schema.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Letter, type Kind, type Part, type Status } from '../rules/letter.ts'

export type Tally = { mailed: number; printed: number; refused: number; bounced: number }

export type Issue = {
  id: string
  number: number
  title: string
  summary: string
  language: 'fr' | 'en'
  territoryIds: string[]
  parts: Part[]
  status: Status
  sendAt: Date | null
  frozen: Letter | null
  publishedAt: Date | null
  finishedAt: Date | null
  tally: Tally | null
}

type Row = Omit<Issue, 'frozen'> & { frozen: unknown }

const COLUMNS = sql`
  id, number, title, summary, language, territory_ids as "territoryIds", parts, status, send_at as "sendAt", frozen,
  published_at as "publishedAt", finished_at as "finishedAt", tally
`

const read = ({ frozen, ...row }: Row): Issue => ({
  ...row,
  frozen: frozen === null ? null : Letter.parse(frozen),
})

export async function listIssues(tx: CaisseTx): Promise<Issue[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from newsletter where caisse_id = ${tx.caisseId} order by number desc
  `.execute(tx)
  return rows.map(read)
}

export async function findIssue(tx: CaisseTx, id: string, { lock = false } = {}): Promise<Issue> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from newsletter where caisse_id = ${tx.caisseId} and id = ${id}
    ${lock ? sql`for no key update` : sql``}
  `.execute(tx)
  const [row] = rows
  if (!row) throw new Refusal('unknown_letter', {}, 404)
  return read(row)
}

/** A published issue by the number in its address. */
export async function findPublished(tx: CaisseTx, number: number): Promise<Issue & { frozen: Letter }> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from newsletter
    where caisse_id = ${tx.caisseId} and number = ${number} and published_at is not null
  `.execute(tx)
  const [row] = rows
  if (!row) throw new Refusal('unknown_letter', {}, 404)
  const issue = read(row)
  return { ...issue, frozen: issue.frozen! }
}

export async function nextNumber(tx: CaisseTx): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from newsletter where caisse_id = ${tx.caisseId}
  `.execute(tx)
  return rows[0]!.next
}

type Head = Pick<Issue, 'number' | 'title' | 'summary' | 'language'>

export async function insertIssue(
  tx: CaisseTx,
  { id, ...head }: Head & { id: string },
  now: Date,
): Promise<void> {
  const done = await tx
    .insertInto('newsletter')
    .values({ caisse_id: tx.caisseId, id, ...head, status: 'draft', created_at: now, changed_at: now })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'number']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!done) throw new Refusal('letter_number_taken', { number: head.number })
}

export async function saveHead(
  tx: CaisseTx,
  { id, ...head }: Head & { id: string },
  now: Date,
): Promise<void> {
  const taken = await tx
    .selectFrom('newsletter')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('number', '=', head.number)
    .where('id', '!=', id)
    .executeTakeFirst()
  if (taken) throw new Refusal('letter_number_taken', { number: head.number })
  await update(tx, id, { ...head, changed_at: now })
}

const update = (tx: CaisseTx, id: string, change: Updateable<Newsletter>) =>
  tx.updateTable('newsletter').set(change).where('caisse_id', '=', tx.caisseId).where('id', '=', id).execute()

export const touch = (tx: CaisseTx, id: string, now: Date) => update(tx, id, { changed_at: now })

export const deleteIssue = (tx: CaisseTx, id: string) =>
  tx.deleteFrom('newsletter').where('caisse_id', '=', tx.caisseId).where('id', '=', id).execute()

export const saveAudience = (
  tx: CaisseTx,
  id: string,
  { territoryIds, parts }: Pick<Issue, 'territoryIds' | 'parts'>,
) => update(tx, id, { territory_ids: territoryIds, parts })

export const schedule = (tx: CaisseTx, id: string, sendAt: Date) =>
  update(tx, id, { status: 'scheduled', send_at: sendAt })

export const setStatus = (tx: CaisseTx, id: string, status: 'draft' | 'sending' | 'stopped') =>
  update(tx, id, { status, ...(status === 'draft' && { send_at: null }) })

export const freeze = (tx: CaisseTx, id: string, letter: Letter, now: Date) =>
  update(tx, id, { status: 'sending', frozen: JSON.stringify(letter), published_at: now })

export const finish = (tx: CaisseTx, id: string, now: Date) =>
  update(tx, id, { status: 'sent', finished_at: now })

export const saveTally = (tx: CaisseTx, id: string, tally: Tally) =>
  update(tx, id, { tally: JSON.stringify(tally) })

// --- blocks ------------------------------------------------------------------------------------

export type Block = {
  id: string
  kind: Kind
  title: string
  body: string
  subjectId: string | null
  picture: Buffer | null
  alt: string
}

export async function listBlocks(tx: CaisseTx, newsletterId: string): Promise<Block[]> {
  const { rows } = await sql<Block>`
    select id, kind, title, body, subject_id as "subjectId", picture, alt
    from newsletter_block where caisse_id = ${tx.caisseId} and newsletter_id = ${newsletterId} order by place, id
  `.execute(tx)
  return rows
}

export async function saveBlock(tx: CaisseTx, newsletterId: string, block: Block): Promise<void> {
  const { id, kind, title, body, subjectId, picture, alt } = block
  await sql`
    insert into newsletter_block (caisse_id, newsletter_id, id, place, kind, title, body, subject_id, picture, alt)
    values (
      ${tx.caisseId}, ${newsletterId}, ${id},
      (select coalesce(max(place), 0) + 1 from newsletter_block
       where caisse_id = ${tx.caisseId} and newsletter_id = ${newsletterId}),
      ${kind}, ${title}, ${body}, ${subjectId}, ${picture}, ${alt}
    )
    on conflict (caisse_id, newsletter_id, id) do update set
      title = excluded.title, body = excluded.body, subject_id = excluded.subject_id, picture = excluded.picture,
      alt = excluded.alt
  `.execute(tx)
}

export const deleteBlock = (tx: CaisseTx, newsletterId: string, id: string) =>
  tx
    .deleteFrom('newsletter_block')
    .where('caisse_id', '=', tx.caisseId)
    .where('newsletter_id', '=', newsletterId)
    .where('id', '=', id)
    .execute()

export async function placeBlocks(tx: CaisseTx, newsletterId: string, ids: readonly string[]): Promise<void> {
  await sql`
    update newsletter_block b set place = n.place
    from unnest(${[...ids]}::uuid[]) with ordinality as n (id, place)
    where b.caisse_id = ${tx.caisseId} and b.newsletter_id = ${newsletterId} and b.id = n.id
  `.execute(tx)
}

/** Whether a letter shows this picture: only such files are given to everybody. */
export async function isPictureOfALetter(tx: CaisseTx, sha256: Buffer): Promise<boolean> {
  const row = await tx
    .selectFrom('newsletter_block')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('picture', '=', sha256)
    .executeTakeFirst()
  return row !== undefined
}
