import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { AccountKind, Book } from '../../db/schema.ts'
import type { TableExport } from '../../kit/table-file.ts'

type AccountRow = {
  id: number
  book: Book
  kind: AccountKind
  owner: string | null
  household: string | null
}

/** Tells who stands behind the numbers of the journal, as long as the link is kept. */
export const ledgerExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'comptes',
    columns: [
      { heading: 'ledger.export.account', kind: 'number' },
      { heading: 'ledger.export.book', kind: 'word' },
      { heading: 'ledger.export.kind', kind: 'word' },
      { heading: 'ledger.export.household', kind: 'text' },
      { heading: 'ledger.export.owner', kind: 'text' },
    ],
    async *rows() {
      for await (const { id, book, kind, household, owner } of rowsOf<AccountRow>(
        tx,
        sql`
          select a.id, a.book, a.kind, coalesce(outlet.trade_name, grant_award.funder, bank.iban) as owner,
            link.household_id as household
          from account a
          left join outlet on outlet.id = a.owner_id
          left join grant_award on grant_award.caisse_id = a.caisse_id and grant_award.id = a.owner_id
          left join bank_account bank on bank.id = a.owner_id
          left join household_account link on link.caisse_id = a.caisse_id and link.account_id = a.id
          where a.caisse_id = ${sql.lit(tx.caisseId)}
          order by a.id
        `,
      ))
        yield [id, `ledger.book.${book}`, `ledger.account.${kind}`, household, owner]
    },
  },
]
