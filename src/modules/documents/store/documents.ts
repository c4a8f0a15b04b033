import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Audience, Viewer } from '../rules/rights.ts'

export type ListedDocument = {
  id: string
  title: string
  audience: Audience
  groupId: string | null
  groupName: string | null
  mediaType: string
  bytes: number
  versions: number
  depositedAt: Date
  depositedBy: string | null
}

export type Document = ListedDocument & {
  folderId: string | null
  description: string
  changedAt: Date
  deletedAt: Date | null
}

/** What whoever looks may read, as a condition on `document d`. */
const readableBy = ({ member, team, groupIds }: Viewer) => sql`(
  ${team} or d.audience = 'public' or (${member} and d.audience = 'members')
  or (d.audience = 'group' and d.group_id = any (${[...groupIds]}::uuid[]))
)`

const LISTED = sql`
  d.id, d.title, d.audience, d.group_id as "groupId", g.name as "groupName", v.media_type as "mediaType",
  v.size_bytes as bytes, v.number as versions, v.deposited_at as "depositedAt", account.display_name as "depositedBy"
`

/** The last version stands for the document. */
const WITH_LAST_VERSION = sql`
  join lateral (
    select * from document_version
    where caisse_id = d.caisse_id and document_id = d.id order by number desc limit 1
  ) v on true
  left join working_group g on g.caisse_id = d.caisse_id and g.id = d.group_id
  left join login_account account on account.id = v.deposited_by
`

export type Page = { limit: number; offset?: number }

/** One page of a folder (or of the top), by title, and how many there are in all. */
export async function listDocuments(
  tx: CaisseTx,
  viewer: Viewer,
  folderId: string | null,
  { limit, offset = 0 }: Page,
): Promise<{ documents: ListedDocument[]; total: number }> {
  const here = sql`
    d.caisse_id = ${tx.caisseId} and d.deleted_at is null and ${readableBy(viewer)}
    and d.folder_id is not distinct from ${folderId}::uuid
  `
  const counted = await sql<{ total: number }>`
    select count(*)::integer as total from document d where ${here}
  `.execute(tx)
  const { rows } = await sql<ListedDocument>`
    with d as (
      select d.* from document d where ${here}
      order by d.title collate "fr-x-icu", d.id limit ${limit} offset ${offset}
    )
    select ${LISTED} from d ${WITH_LAST_VERSION}
    order by d.title collate "fr-x-icu", d.id
  `.execute(tx)
  return { documents: rows, total: counted.rows[0]!.total }
}

/** How many documents one may read in each folder; the top under `null`. */
export async function countByFolder(tx: CaisseTx, viewer: Viewer): Promise<Map<string | null, number>> {
  const { rows } = await sql<{ folderId: string | null; count: number }>`
    select d.folder_id as "folderId", count(*)::integer as count from document d
    where d.caisse_id = ${tx.caisseId} and d.deleted_at is null and ${readableBy(viewer)}
    group by d.folder_id
  `.execute(tx)
  return new Map(rows.map(({ folderId, count }) => [folderId, count]))
}

/** The latest first: what changed since one last came. */
export async function latestDocuments(
  tx: CaisseTx,
  viewer: Viewer,
  limit: number,
): Promise<ListedDocument[]> {
  const { rows } = await sql<ListedDocument>`
    select ${LISTED} from document d ${WITH_LAST_VERSION}
    where d.caisse_id = ${tx.caisseId} and d.deleted_at is null and ${readableBy(viewer)}
    order by v.deposited_at desc, d.id limit ${limit}
  `.execute(tx)
  return rows
}

export async function findDocument(tx: CaisseTx, id: string): Promise<Document | undefined> {
  const { rows } = await sql<Document>`
    select ${LISTED}, d.folder_id as "folderId", d.description, d.changed_at as "changedAt",
      d.deleted_at as "deletedAt"
    from document d ${WITH_LAST_VERSION}
    where d.caisse_id = ${tx.caisseId} and d.id = ${id} and d.forgotten_at is null
  `.execute(tx)
  return rows[0]
}

type NewDocument = {
  id: string
  folderId: string | null
  title: string
  description: string
  audience: Audience
  groupId: string | null
}

export async function insertDocument(tx: CaisseTx, document: NewDocument, at: Date): Promise<void> {
  await tx
    .insertInto('document')
    .values({
      caisse_id: tx.caisseId,
      id: document.id,
      folder_id: document.folderId,
      title: document.title,
      description: document.description,
      audience: document.audience,
      group_id: document.groupId,
      created_at: at,
      changed_at: at,
    })
    .execute()
}

export async function changeDocumentTo(tx: CaisseTx, document: NewDocument, at: Date): Promise<void> {
  await tx
    .updateTable('document')
    .set({
      folder_id: document.folderId,
      title: document.title,
      description: document.description,
      audience: document.audience,
      group_id: document.groupId,
      changed_at: at,
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', document.id)
    .execute()
}

// --- the bin -----------------------------------------------------------------------------------------

export async function setDeleted(
  tx: CaisseTx,
  id: string,
  deleted: { at: Date; by: string | null } | null,
): Promise<void> {
  await tx
    .updateTable('document')
    .set({ deleted_at: deleted?.at ?? null, deleted_by: deleted?.by ?? null })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export type Deleted = {
  id: string
  title: string
  deletedAt: Date
  deletedBy: string | null
  forgottenAt: Date | null
}

/** What was taken away, the latest first; a trace stays when its files are gone. */
export async function listDeleted(tx: CaisseTx, limit: number): Promise<Deleted[]> {
  const { rows } = await sql<Deleted>`
    select d.id, d.title, d.deleted_at as "deletedAt", account.display_name as "deletedBy",
      d.forgotten_at as "forgottenAt"
    from document d left join login_account account on account.id = d.deleted_by
    where d.caisse_id = ${tx.caisseId} and d.deleted_at is not null
    order by d.deleted_at desc, d.id limit ${limit}
  `.execute(tx)
  return rows
}

/** Forgets the files of what was taken away before `before`; the row stays, and tells that it was here. */
export async function forgetDeleted(tx: CaisseTx, before: Date, now: Date): Promise<Buffer[]> {
  const { rows } = await sql<{ sha256: Buffer }>`
    with gone as (
      update document set forgotten_at = ${now}, description = ''
      where caisse_id = ${tx.caisseId} and deleted_at < ${before} and forgotten_at is null
      returning id
    )
    delete from document_version v using gone
    where v.caisse_id = ${tx.caisseId} and v.document_id = gone.id
    returning v.sha256
  `.execute(tx)
  return rows.map(({ sha256 }) => sha256)
}

/** Traces of what was taken away before `before`. */
export async function forgetTraces(tx: CaisseTx, before: Date): Promise<void> {
  await tx
    .deleteFrom('document')
    .where('caisse_id', '=', tx.caisseId)
    .where('forgotten_at', 'is not', null)
    .where('deleted_at', '<', before)
    .execute()
}
