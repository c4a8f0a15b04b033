import { sql } from 'kysely'
import type { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { Month } from '../../../kit/month.ts'
import type { Decided } from '../../caisses/actions.ts'
import type { Typed } from '../../caisses/rules/reglement-form/fields.ts'

export type DraftStatus = 'writing' | 'proposed' | 'adopted' | 'dropped'
export type DraftOrigin = 'published' | 'partly_published' | 'proposal' | 'adopted'

/** From which month, and the decision that makes it so. */
export type Proposal = { validFrom: Month; decision: z.output<typeof Decided> }

export type Draft = {
  id: string
  name: string
  typed: Typed
  origin: DraftOrigin
  savedAt: Date
  savedBy: string | null
  status: DraftStatus
  proposalId: string | null
  proposal: Proposal | null
  digest: Buffer | null
  versionId: string | null
}

const columns = sql`
  d.id, d.name, d.typed, d.origin, d.saved_at as "savedAt", a.display_name as "savedBy", d.status,
  d.proposal_id as "proposalId", d.proposal, d.digest, d.version_id as "versionId"
`

export async function listDrafts(tx: CaisseTx): Promise<Draft[]> {
  const { rows } = await sql<Draft>`
    select ${columns} from reglement_draft d left join login_account a on a.id = d.saved_by
    where d.caisse_id = ${tx.caisseId} and d.status <> 'dropped'
    order by d.status = 'adopted', d.saved_at desc, d.id
  `.execute(tx)
  return rows
}

export async function findDraft(tx: CaisseTx, id: string): Promise<Draft | undefined> {
  const { rows } = await sql<Draft>`
    select ${columns} from reglement_draft d left join login_account a on a.id = d.saved_by
    where d.caisse_id = ${tx.caisseId} and d.id = ${id}
  `.execute(tx)
  return rows[0]
}

/** The draft, that nobody else changes until the commit. */
export async function takeDraft(tx: CaisseTx, id: string): Promise<Draft | undefined> {
  await sql`select from reglement_draft where caisse_id = ${tx.caisseId} and id = ${id} for update`.execute(
    tx,
  )
  return findDraft(tx, id)
}

export type Saving = { by: string | null; at: Date }

export async function insertDraft(
  tx: CaisseTx,
  draft: Pick<Draft, 'id' | 'name' | 'typed' | 'origin'>,
  { by, at }: Saving,
): Promise<void> {
  await tx
    .insertInto('reglement_draft')
    .values({
      caisse_id: tx.caisseId,
      id: draft.id,
      name: draft.name,
      typed: JSON.stringify(draft.typed),
      origin: draft.origin,
      created_at: at,
      saved_at: at,
      saved_by: by,
      status: 'writing',
    })
    .execute()
}

/** What is written anew is no longer what was proposed. */
export async function saveTyped(
  tx: CaisseTx,
  id: string,
  { name, typed }: Pick<Draft, 'name' | 'typed'>,
  { by, at }: Saving,
): Promise<void> {
  await tx
    .updateTable('reglement_draft')
    .set({
      name,
      typed: JSON.stringify(typed),
      saved_at: at,
      saved_by: by,
      status: 'writing',
      proposal_id: null,
      proposal: null,
      digest: null,
    })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function setProposed(
  tx: CaisseTx,
  id: string,
  { proposalId, proposal, digest }: { proposalId: string; proposal: Proposal; digest: Buffer },
): Promise<void> {
  await tx
    .updateTable('reglement_draft')
    .set({ status: 'proposed', proposal_id: proposalId, proposal: JSON.stringify(proposal), digest })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function setAdopted(tx: CaisseTx, id: string, versionId: string): Promise<void> {
  await tx
    .updateTable('reglement_draft')
    .set({ status: 'adopted', version_id: versionId })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function setDropped(tx: CaisseTx, id: string): Promise<void> {
  await tx
    .updateTable('reglement_draft')
    .set({ status: 'dropped', proposal_id: null, proposal: null, digest: null })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}
