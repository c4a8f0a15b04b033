import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import type { Field } from '../../people/rules/household-file/columns.ts'
import type { Saving } from './drafts.ts'

export type ImportStatus = 'read' | 'proposed' | 'done' | 'dropped'

export type HouseholdImport = {
  id: string
  name: string
  file: Buffer | null
  mapping: Partial<Record<Field, number | null>>
  enteredOn: Day | null
  status: ImportStatus
  proposalId: string | null
  digest: Buffer | null
  uploadedAt: Date
  uploadedBy: string | null
  households: number | null
}

const columns = sql`
  i.id, i.name, i.mapping, i.entered_on as "enteredOn", i.status, i.proposal_id as "proposalId", i.digest,
  i.uploaded_at as "uploadedAt", a.display_name as "uploadedBy", i.households
`

/** Without the files themselves. */
export async function listImports(tx: CaisseTx): Promise<Omit<HouseholdImport, 'file'>[]> {
  const { rows } = await sql<Omit<HouseholdImport, 'file'>>`
    select ${columns} from household_import i left join login_account a on a.id = i.uploaded_by
    where i.caisse_id = ${tx.caisseId} and i.status <> 'dropped'
    order by i.uploaded_at desc, i.id limit 20
  `.execute(tx)
  return rows
}

export async function findImport(tx: CaisseTx, id: string): Promise<HouseholdImport | undefined> {
  const { rows } = await sql<HouseholdImport>`
    select ${columns}, i.file from household_import i left join login_account a on a.id = i.uploaded_by
    where i.caisse_id = ${tx.caisseId} and i.id = ${id}
  `.execute(tx)
  return rows[0]
}

/** The import, that nobody else changes until the commit. */
export async function takeImport(tx: CaisseTx, id: string): Promise<HouseholdImport | undefined> {
  await sql`select from household_import where caisse_id = ${tx.caisseId} and id = ${id} for update`.execute(
    tx,
  )
  return findImport(tx, id)
}

export async function insertImport(
  tx: CaisseTx,
  { id, name, file }: { id: string; name: string; file: Uint8Array },
  { by, at }: Saving,
): Promise<void> {
  await tx
    .insertInto('household_import')
    .values({
      caisse_id: tx.caisseId,
      id,
      name,
      file: Buffer.from(file),
      mapping: '{}',
      status: 'read',
      uploaded_at: at,
      uploaded_by: by,
    })
    .execute()
}

type Change =
  | { status: 'read'; mapping: HouseholdImport['mapping']; enteredOn: Day | null }
  | { status: 'proposed'; proposalId: string; digest: Buffer }
  | { status: 'done'; at: Date; households: number }
  | { status: 'dropped' }

/** The file is forgotten with its import. */
export async function setImport(tx: CaisseTx, id: string, change: Change): Promise<void> {
  const { status } = change
  await tx
    .updateTable('household_import')
    .set({
      status,
      ...(status === 'read' && {
        mapping: JSON.stringify(change.mapping),
        entered_on: change.enteredOn,
        proposal_id: null,
        digest: null,
      }),
      ...(status === 'proposed' && { proposal_id: change.proposalId, digest: change.digest }),
      ...(status === 'done' && { done_at: change.at, households: change.households }),
      ...((status === 'done' || status === 'dropped') && { file: null }),
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Files with names in them do not lie about. */
export async function forgetImports(tx: CaisseTx, before: Date): Promise<void> {
  await tx
    .updateTable('household_import')
    .set({ status: 'dropped', file: null })
    .where('caisse_id', '=', tx.caisseId)
    .where('status', 'in', ['read', 'proposed'])
    .where('uploaded_at', '<', before)
    .execute()
}
