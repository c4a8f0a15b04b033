import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { pairKey } from '../rules/duplicates.ts'
import { consentsAfterMerge, type ConsentRow, type Merged } from '../rules/merge.ts'

export type Merging = { id: string; keptId: string; goneId: string; now: Date; by: string | null }

/** What the kept card says from now on; a resident's own name and addresses stay in `person`. */
export async function addWhatIsNew(tx: CaisseTx, keptId: string, merged: Merged): Promise<void> {
  await sql`
    update contact set
      other_names = ${[...merged.otherNames]}, other_emails = ${[...merged.otherEmails]},
      other_phones = ${[...merged.otherPhones]}, tags = ${[...merged.tags]}, confirmed_on = ${merged.confirmedOn},
      email = case when person_id is null then ${merged.email} end,
      phone = case when person_id is null then ${merged.phone} end,
      territory_id = case when person_id is null then ${merged.territoryId}::uuid end
    where caisse_id = ${tx.caisseId} and id = ${keptId}
  `.execute(tx)
}

/** All that hung on one card hangs on the other; the first is gone. */
export async function bringTogether(tx: CaisseTx, merging: Merging, merged: Merged): Promise<void> {
  const { keptId, goneId, now } = merging
  await endDoubled(tx, merging)
  for (const table of ['contact_role', 'contact_consent', 'public_contact'] as const)
    await tx
      .updateTable(table)
      .set({ contact_id: keptId })
      .where('caisse_id', '=', tx.caisseId)
      .where('contact_id', '=', goneId)
      .execute()
  await sql`
    update contact_merge set kept_id = ${keptId} where caisse_id = ${tx.caisseId} and kept_id = ${goneId}
  `.execute(tx)
  await sql`
    delete from contact_distinct where caisse_id = ${tx.caisseId} and ${goneId} in (one_id, other_id)
  `.execute(tx)
  await tx.deleteFrom('contact').where('caisse_id', '=', tx.caisseId).where('id', '=', goneId).execute()
  await addWhatIsNew(tx, keptId, merged)
  await tx
    .insertInto('contact_merge')
    .values({
      caisse_id: tx.caisseId,
      id: merging.id,
      kept_id: keptId,
      gone_id: goneId,
      merged_at: now,
      merged_by: merging.by,
    })
    .execute()
}

/** At most one live yes for each use. */
async function endDoubled(tx: CaisseTx, { keptId, goneId, now }: Merging): Promise<void> {
  const { rows } = await sql<ConsentRow>`
    select id, purpose, given_on as "givenOn", withdrawn_at::date as "withdrawnOn" from contact_consent
    where caisse_id = ${tx.caisseId} and contact_id in (${keptId}, ${goneId})
  `.execute(tx)
  const { withdrawn, doubled } = consentsAfterMerge(rows)
  const set = (ids: string[]) => sql`caisse_id = ${tx.caisseId} and id = any (${ids}::uuid[])`
  await sql`delete from contact_consent where ${set(doubled)}`.execute(tx)
  await sql`update contact_consent set withdrawn_at = ${now} where ${set(withdrawn)}`.execute(tx)
}

export async function insertDistinct(tx: CaisseTx, oneId: string, otherId: string, now: Date): Promise<void> {
  const [one, other] = [oneId, otherId].sort() as [string, string]
  await tx
    .insertInto('contact_distinct')
    .values({ caisse_id: tx.caisseId, one_id: one, other_id: other, said_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Who was said to be two people, as `findPairs` asks for it. */
export async function apartPairs(tx: CaisseTx): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('contact_distinct')
    .select(['one_id', 'other_id'])
    .where('caisse_id', '=', tx.caisseId)
    .execute()
  return new Set(rows.map(({ one_id, other_id }) => pairKey(one_id, other_id)))
}

export type MergeTrace = { at: Date; by: string | null }

/** When other cards were brought into this one, the latest first. */
export async function mergesOf(tx: CaisseTx, contactId: string): Promise<MergeTrace[]> {
  const { rows } = await sql<MergeTrace>`
    select m.merged_at as at, a.display_name as by from contact_merge m
    left join login_account a on a.id = m.merged_by
    where m.caisse_id = ${tx.caisseId} and m.kept_id = ${contactId} order by m.merged_at desc, m.id
  `.execute(tx)
  return rows
}

/** Where a card that is gone went, so that an old address still leads somewhere. */
export async function keptInstead(tx: CaisseTx, goneId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('contact_merge')
    .select('kept_id')
    .where('caisse_id', '=', tx.caisseId)
    .where('gone_id', '=', goneId)
    .executeTakeFirst()
  return row?.kept_id
}
