import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { Cell, CellKind, TableExport } from '../../kit/table-file.ts'
import type { MessageKey } from '../../kit/i18n/translate.ts'

type Columns = readonly (readonly [heading: MessageKey, kind: CellKind])[]

/** A table told by one query, whose columns come in the order of their headings. */
function told(tx: CaisseTx, name: string, columns: Columns, query: ReturnType<typeof sql>): TableExport {
  return {
    name,
    columns: columns.map(([heading, kind]) => ({ heading, kind })),
    async *rows() {
      for await (const row of rowsOf<Record<string, Cell>>(tx, query)) yield Object.values(row)
    },
  }
}

/** The letters, who asked for them, who received which. */
export const newsletterExports = (tx: CaisseTx): TableExport[] => {
  const own = sql`caisse_id = ${sql.lit(tx.caisseId)}`
  return [
    told(
      tx,
      'lettres',
      [
        ['newsletter.export.number', 'number'],
        ['newsletter.export.title', 'text'],
        ['newsletter.export.status', 'word'],
        ['newsletter.export.publishedAt', 'instant'],
        ['newsletter.export.content', 'text'],
      ],
      sql`select number, title, 'newsletter.status.' || status as status, published_at, frozen::text as content
        from newsletter where ${own} order by number`,
    ),
    told(
      tx,
      'blocs-des-lettres',
      [
        ['newsletter.export.number', 'number'],
        ['newsletter.export.place', 'number'],
        ['newsletter.export.kind', 'word'],
        ['newsletter.export.title', 'text'],
        ['newsletter.export.text', 'text'],
        ['newsletter.export.subject', 'text'],
        ['newsletter.export.alt', 'text'],
      ],
      sql`select n.number, b.place, 'newsletter.kind.' || b.kind as kind, b.title, b.body, b.subject_id, b.alt
        from newsletter_block b join newsletter n on n.caisse_id = b.caisse_id and n.id = b.newsletter_id
        where b.caisse_id = ${sql.lit(tx.caisseId)} order by n.number, b.place`,
    ),
    told(
      tx,
      'abonnements-a-la-lettre',
      [
        ['newsletter.export.id', 'text'],
        ['newsletter.export.name', 'text'],
        ['newsletter.export.email', 'text'],
        ['newsletter.export.address', 'text'],
        ['newsletter.export.territory', 'text'],
        ['newsletter.export.part', 'word'],
        ['newsletter.export.status', 'word'],
        ['newsletter.export.source', 'word'],
        ['newsletter.export.askedAt', 'instant'],
        ['newsletter.export.confirmedAt', 'instant'],
        ['newsletter.export.endedAt', 'instant'],
        ['newsletter.export.softBounces', 'number'],
      ],
      sql`select s.id, s.name, s.email, s.address, t.name as territory, 'newsletter.part.' || s.part as part,
          'newsletter.subscriber.' || s.status as status, 'newsletter.source.' || s.source as source, s.asked_at,
          s.confirmed_at, s.ended_at, s.soft_bounces
        from newsletter_subscriber s left join territory t on t.caisse_id = s.caisse_id and t.id = s.territory_id
        where s.caisse_id = ${sql.lit(tx.caisseId)} order by s.asked_at, s.id`,
    ),
    told(
      tx,
      'envois-des-lettres',
      [
        ['newsletter.export.number', 'number'],
        ['newsletter.export.id', 'text'],
        ['newsletter.export.delivery', 'word'],
        ['newsletter.export.doneAt', 'instant'],
        ['newsletter.export.bounce', 'text'],
      ],
      sql`select n.number, d.subscriber_id, 'newsletter.delivery.' || d.status as status, d.done_at, d.bounce
        from newsletter_delivery d join newsletter n on n.caisse_id = d.caisse_id and n.id = d.newsletter_id
        where d.caisse_id = ${sql.lit(tx.caisseId)} order by n.number, d.subscriber_id`,
    ),
    told(
      tx,
      'reglages-de-la-lettre',
      [
        ['newsletter.export.replyTo', 'text'],
        ['newsletter.export.perHour', 'number'],
      ],
      sql`select reply_to, per_hour from newsletter_setting where ${own}`,
    ),
  ]
}
