import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'

type Row = {
  id: string
  folder: string | null
  title: string
  description: string
  audience: string
  group: string | null
  number: number
  fileName: string
  bytes: number
  note: string
  depositedAt: Date
  deletedAt: Date | null
}

/** Each version of each document: where it stands, who may read it, and what its file is called. */
export const documentExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'documents',
    columns: [
      { heading: 'documents.export.id', kind: 'text' },
      { heading: 'documents.folder', kind: 'text' },
      { heading: 'documents.titleLabel', kind: 'text' },
      { heading: 'documents.description', kind: 'text' },
      { heading: 'documents.who', kind: 'word' },
      { heading: 'documents.whichGroup', kind: 'text' },
      { heading: 'documents.export.version', kind: 'number' },
      { heading: 'documents.file', kind: 'text' },
      { heading: 'documents.export.bytes', kind: 'number' },
      { heading: 'documents.note', kind: 'text' },
      { heading: 'documents.export.depositedAt', kind: 'instant' },
      { heading: 'documents.export.deletedAt', kind: 'instant' },
    ],
    async *rows() {
      for await (const row of rowsOf<Row>(
        tx,
        sql`
          select d.id, f.name as folder, d.title, d.description, d.audience, g.name as "group", v.number,
            v.file_name as "fileName", v.size_bytes as bytes, v.note, v.deposited_at as "depositedAt",
            d.deleted_at as "deletedAt"
          from document d
          join document_version v on v.caisse_id = d.caisse_id and v.document_id = d.id
          left join document_folder f on f.caisse_id = d.caisse_id and f.id = d.folder_id
          left join working_group g on g.caisse_id = d.caisse_id and g.id = d.group_id
          where d.caisse_id = ${sql.lit(tx.caisseId)} order by d.created_at, d.id, v.number
        `,
      ))
        yield [
          row.id,
          row.folder,
          row.title,
          row.description,
          `documents.audience.${row.audience}`,
          row.group,
          row.number,
          row.fileName,
          row.bytes,
          row.note,
          row.depositedAt,
          row.deletedAt,
        ]
    },
  },
]
