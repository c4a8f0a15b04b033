import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'

type PayerRow = { name: string; number: string; account: number; blockedAt: Date | null }

/** Who may pay, with their number; never anything of their code. Payments themselves are in the journal. */
export const paymentExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'numeros',
    columns: [
      { heading: 'payments.export.person', kind: 'text' },
      { heading: 'payments.export.number', kind: 'text' },
      { heading: 'payments.export.account', kind: 'number' },
      { heading: 'payments.export.blockedAt', kind: 'instant' },
    ],
    async *rows() {
      for await (const { name, number, account, blockedAt } of rowsOf<PayerRow>(
        tx,
        sql`
          select trim(p.given_name || ' ' || p.family_name) as name, payer.number, payer.account_id as account,
            payer.blocked_at as "blockedAt"
          from payer join person p on p.caisse_id = payer.caisse_id and p.id = payer.person_id
          where payer.caisse_id = ${sql.lit(tx.caisseId)}
          order by p.given_name collate "fr-x-icu", p.family_name collate "fr-x-icu", payer.number
        `,
      ))
        yield [name, number, account, blockedAt]
    },
  },
]
