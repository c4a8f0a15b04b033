import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { listFigures } from './store/figures.ts'
import { listNews } from './store/news.ts'
import { FIGURES } from './pages/figure-stats.tsx'

/** The site with all its texts, the news, and the figures as they were told. */
export const siteExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'pages-du-site',
    columns: [
      { heading: 'site.export.page', kind: 'text' },
      { heading: 'site.export.kind', kind: 'text' },
      { heading: 'site.export.version', kind: 'number' },
      { heading: 'site.export.title', kind: 'text' },
      { heading: 'site.export.lead', kind: 'text' },
      { heading: 'site.export.body', kind: 'text' },
      { heading: 'site.export.savedAt', kind: 'instant' },
      { heading: 'site.export.published', kind: 'number' },
      { heading: 'site.export.readers', kind: 'text' },
      { heading: 'site.export.validatedOn', kind: 'day' },
    ],
    async *rows() {
      const { rows } = await sql<{
        slug: string
        kind: string
        number: number
        title: string
        lead: string
        body: string
        savedAt: Date
        published: number | null
        readers: string | null
        validatedOn: string | null
      }>`
        select p.slug, p.kind, v.number, v.title, v.lead, v.body, v.saved_at as "savedAt",
          p.published_version as published, e.readers, e.validated_on as "validatedOn"
        from site_page p
        join site_page_version v on v.caisse_id = p.caisse_id and v.page_id = p.id
        left join easy_read_validation e on e.caisse_id = v.caisse_id and e.page_id = v.page_id and e.version = v.number
        where p.caisse_id = ${tx.caisseId} order by p.slug, v.number
      `.execute(tx)
      for (const row of rows)
        yield [
          row.slug,
          row.kind,
          row.number,
          row.title,
          row.lead,
          row.body,
          row.savedAt,
          row.published,
          row.readers,
          row.validatedOn,
        ]
    },
  },
  {
    name: 'actualites',
    columns: [
      { heading: 'site.export.slug', kind: 'text' },
      { heading: 'site.export.title', kind: 'text' },
      { heading: 'site.export.body', kind: 'text' },
      { heading: 'site.export.territory', kind: 'text' },
      { heading: 'site.export.savedAt', kind: 'instant' },
      { heading: 'site.export.published', kind: 'instant' },
    ],
    async *rows() {
      for (const one of await listNews(tx))
        yield [one.slug, one.title, one.body, one.territoryName, one.changedAt, one.publishedAt]
    },
  },
  {
    name: 'chiffres-publies',
    columns: [
      { heading: 'site.export.month', kind: 'month' },
      ...FIGURES.map((name) => ({
        heading: `site.figures.name.${name}` as const,
        kind: name.endsWith('Cents') ? ('cents' as const) : ('number' as const),
      })),
      { heading: 'site.export.savedAt', kind: 'instant' },
    ],
    async *rows() {
      for (const { month, cells, publishedAt } of await listFigures(tx))
        yield [month, ...FIGURES.map((name) => cells[name]), publishedAt]
    },
  },
]
