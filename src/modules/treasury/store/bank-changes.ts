import type { CaisseTx } from '../../../db/db.ts'
import type { BankDetails } from '../../accreditation/rules.ts'

export type CaisseBankChange = BankDetails & { id: string; digest: Buffer; askedAt: Date }

/** Whether none was waiting already. */
export async function insertBankChange(tx: CaisseTx, change: CaisseBankChange): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('caisse_bank_change')
    .values({
      caisse_id: tx.caisseId,
      id: change.id,
      holder: change.holder,
      iban: change.iban,
      bic: change.bic,
      digest: change.digest,
      status: 'asked',
      asked_at: change.askedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** The one that waits for another person. */
export async function askedBankChange(tx: CaisseTx): Promise<CaisseBankChange | undefined> {
  return tx
    .selectFrom('caisse_bank_change')
    .select(['id', 'holder', 'iban', 'bic', 'digest', 'asked_at as askedAt'])
    .where('caisse_id', '=', tx.caisseId)
    .where('status', '=', 'asked')
    .executeTakeFirst()
}

export async function endBankChange(
  tx: CaisseTx,
  id: string,
  status: 'confirmed' | 'withdrawn',
  at: Date,
): Promise<void> {
  await tx
    .updateTable('caisse_bank_change')
    .set({ status, ended_at: at })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function listBankChanges(tx: CaisseTx) {
  return tx
    .selectFrom('caisse_bank_change')
    .select(['holder', 'iban', 'status', 'asked_at as askedAt', 'ended_at as endedAt'])
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('asked_at')
    .execute()
}
