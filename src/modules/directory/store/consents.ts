import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Day } from '../../../kit/month.ts'
import type { ConsentSource, Purpose } from '../rules/words.ts'

export type Consent = {
  id: string
  purpose: Purpose
  givenOn: Day
  source: ConsentSource
  untilOn: Day | null
  withdrawnAt: Date | null
}

export type NewConsent = Omit<Consent, 'withdrawnAt'> & { contactId: string }

/** A yes said again begins anew, with its day and where it was said. */
export async function insertConsents(tx: CaisseTx, consents: readonly NewConsent[]): Promise<void> {
  if (consents.length === 0) return
  await tx
    .insertInto('contact_consent')
    .values(
      consents.map((one) => ({
        caisse_id: tx.caisseId,
        id: one.id,
        contact_id: one.contactId,
        purpose: one.purpose,
        given_on: one.givenOn,
        source: one.source,
        until_on: one.untilOn,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['caisse_id', 'contact_id', 'purpose'])
        .where('withdrawn_at', 'is', null)
        .doUpdateSet((eb) => ({
          given_on: eb.ref('excluded.given_on'),
          source: eb.ref('excluded.source'),
          until_on: eb.ref('excluded.until_on'),
        })),
    )
    .execute()
}

/** False when there was no yes to take back. */
export async function withdraw(
  tx: CaisseTx,
  contactId: string,
  purpose: Purpose,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('contact_consent')
    .set({ withdrawn_at: now })
    .where('caisse_id', '=', tx.caisseId)
    .where('contact_id', '=', contactId)
    .where('purpose', '=', purpose)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** All that somebody agreed to and took back, the latest first. */
export async function consentsOf(tx: CaisseTx, contactId: string): Promise<Consent[]> {
  const { rows } = await sql<Consent>`
    select id, purpose, given_on as "givenOn", source, until_on as "untilOn", withdrawn_at as "withdrawnAt"
    from contact_consent where caisse_id = ${tx.caisseId} and contact_id = ${contactId}
    order by given_on desc, id desc
  `.execute(tx)
  return rows
}

/** Who agrees that day to one use. */
export async function whoAgrees(tx: CaisseTx, purpose: Purpose, day: Day): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select contact_id as id from contact_consent
    where caisse_id = ${tx.caisseId} and purpose = ${purpose} and withdrawn_at is null
      and given_on <= ${day} and (until_on is null or until_on >= ${day})
  `.execute(tx)
  return new Set(rows.map(({ id }) => id))
}
