import type { CaisseTx } from '../../../db/db.ts'

/** Nobody pays with the number any more, and nothing joins it to anybody; it is never given again. */
export async function forgetPayer(tx: CaisseTx, personId: string): Promise<void> {
  await tx
    .deleteFrom('payer')
    .where('caisse_id', '=', tx.caisseId)
    .where('person_id', '=', personId)
    .execute()
}
