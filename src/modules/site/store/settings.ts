import type { CaisseTx } from '../../../db/db.ts'
import type { Month } from '../../../kit/month.ts'

export type SiteSetting = {
  /** Who answers for what is published. */
  director: string
  hostName: string
  hostAddress: string
  /** Null: figures are not published. */
  figuresFrom: Month | null
}

export async function siteSetting(tx: CaisseTx): Promise<SiteSetting> {
  const row = await tx
    .selectFrom('site_setting')
    .select([
      'director',
      'host_name as hostName',
      'host_address as hostAddress',
      'figures_from as figuresFrom',
    ])
    .where('caisse_id', '=', tx.caisseId)
    .executeTakeFirst()
  return row ?? { director: '', hostName: '', hostAddress: '', figuresFrom: null }
}

export async function setSiteSetting(tx: CaisseTx, setting: SiteSetting): Promise<void> {
  const values = {
    director: setting.director,
    host_name: setting.hostName,
    host_address: setting.hostAddress,
    figures_from: setting.figuresFrom,
  }
  await tx
    .insertInto('site_setting')
    .values({ caisse_id: tx.caisseId, ...values })
    .onConflict((conflict) => conflict.column('caisse_id').doUpdateSet(values))
    .execute()
}
