import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { Role } from '../../kit/actor.ts'
import type { Day } from '../../kit/month.ts'
import type { TableExport } from '../../kit/table-file.ts'

type GrantRow = { name: string; email: string | null; role: Role; fromOn: Day; untilOn: Day | null }

/** Who has or had which role in the caisse. */
export const identityExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'roles',
    columns: [
      { heading: 'identity.export.name', kind: 'text' },
      { heading: 'identity.export.email', kind: 'text' },
      { heading: 'identity.export.role', kind: 'word' },
      { heading: 'identity.export.fromOn', kind: 'day' },
      { heading: 'identity.export.untilOn', kind: 'day' },
    ],
    async *rows() {
      for await (const { name, email, role, fromOn, untilOn } of rowsOf<GrantRow>(
        tx,
        sql`
          select a.display_name as name, a.email, g.role, g.from_on as "fromOn", g.until_on as "untilOn"
          from role_grant g join login_account a on a.id = g.login_account_id
          where g.caisse_id = ${sql.lit(tx.caisseId)}
          order by a.display_name collate "fr-x-icu", a.id, g.from_on, g.role
        `,
      ))
        yield [name, email, `identity.role.${role}`, fromOn, untilOn]
    },
  },
]
