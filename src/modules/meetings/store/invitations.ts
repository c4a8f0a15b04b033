import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'

export type Guest = { email: string; name: string; language: string; personId: string | null }

/** From now on this calendar is told what changes. */
export async function keepInvitation(
  tx: CaisseTx,
  meetingId: string,
  { guest, sequence, now }: { guest: Guest; sequence: number; now: Date },
): Promise<void> {
  const sent = {
    name: guest.name,
    language: guest.language,
    person_id: guest.personId,
    sequence,
    sent_at: now,
  }
  await tx
    .insertInto('meeting_invitation')
    .values({ caisse_id: tx.caisseId, meeting_id: meetingId, email: guest.email.toLowerCase(), ...sent })
    .onConflict((conflict) =>
      conflict.columns(['caisse_id', 'meeting_id', 'email']).doUpdateSet({ ...sent, withdrawn_at: null }),
    )
    .execute()
}

export async function openInvitations(tx: CaisseTx, meetingId: string): Promise<Guest[]> {
  const { rows } = await sql<Guest>`
    select email, name, language, person_id as "personId" from meeting_invitation
    where caisse_id = ${tx.caisseId} and meeting_id = ${meetingId} and withdrawn_at is null order by email
  `.execute(tx)
  return rows
}

/** The invitation of an address that is still open, taken back. */
export async function takeBackInvitation(
  tx: CaisseTx,
  meetingId: string,
  email: string,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('meeting_invitation')
    .set({ withdrawn_at: now })
    .where('caisse_id', '=', tx.caisseId)
    .where('meeting_id', '=', meetingId)
    .where('email', '=', email.toLowerCase())
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
