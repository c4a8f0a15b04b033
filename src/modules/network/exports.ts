import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { Cell, CellKind, TableExport } from '../../kit/table-file.ts'
import type { MessageKey } from '../../kit/i18n/translate.ts'

type Columns = readonly (readonly [heading: MessageKey, kind: CellKind])[]

function told(tx: CaisseTx, name: string, columns: Columns, query: ReturnType<typeof sql>): TableExport {
  return {
    name,
    columns: columns.map(([heading, kind]) => ({ heading, kind })),
    async *rows() {
      for await (const row of rowsOf<Record<string, Cell>>(tx, query)) yield Object.values(row)
    },
  }
}

/** The other caisses, what is known of them, what they published. */
export const networkExports = (tx: CaisseTx): TableExport[] => {
  const id = sql.lit(tx.caisseId)
  return [
    told(
      tx,
      'autres-caisses',
      [
        ['network.export.name', 'text'],
        ['network.export.place', 'text'],
        ['network.export.stage', 'word'],
        ['network.export.website', 'text'],
        ['network.export.feed', 'text'],
      ],
      sql`select name, place, 'network.stage.' || stage as stage, website, feed_url
        from sister_caisse where caisse_id = ${id} order by name`,
    ),
    told(
      tx,
      'chiffres-des-autres-caisses',
      [
        ['network.export.name', 'text'],
        ['network.export.label', 'text'],
        ['network.export.value', 'text'],
        ['network.export.source', 'text'],
        ['network.export.readOn', 'day'],
      ],
      sql`select s.name, f.label, f.value, f.source_url, f.read_on
        from sister_figure f join sister_caisse s on s.caisse_id = f.caisse_id and s.id = f.sister_id
        where f.caisse_id = ${id} order by s.name, f.read_on, f.id`,
    ),
    told(
      tx,
      'publications-des-autres-caisses',
      [
        ['network.export.name', 'text'],
        ['network.export.kind', 'word'],
        ['network.export.title', 'text'],
        ['network.export.url', 'text'],
        ['network.export.publishedOn', 'day'],
        ['network.export.startsAt', 'instant'],
      ],
      sql`select s.name, 'network.kind.' || p.kind as kind, p.title, p.url, p.published_on, p.starts_at
        from sister_publication p left join sister_caisse s on s.caisse_id = p.caisse_id and s.id = p.sister_id
        where p.caisse_id = ${id} order by p.added_at, p.id`,
    ),
  ]
}
