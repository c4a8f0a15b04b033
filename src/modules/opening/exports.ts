import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { tickedSteps } from './store/checklist.ts'
import { listDrafts } from './store/drafts.ts'
import { listImports } from './store/imports.ts'

/** What was prepared here: règlements being written, steps of the opening, tables that were imported. */
export const openingExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'reglements_prepares',
    columns: [
      { heading: 'draft.export.name', kind: 'text' },
      { heading: 'draft.export.status', kind: 'word' },
      { heading: 'draft.export.saved', kind: 'instant' },
      { heading: 'draft.export.by', kind: 'text' },
      { heading: 'draft.export.typed', kind: 'text' },
    ],
    async *rows() {
      for (const { name, status, savedAt, savedBy, typed } of await listDrafts(tx))
        yield [name, `draft.status.${status}`, savedAt, savedBy, JSON.stringify(typed)]
    },
  },
  {
    name: 'ouverture',
    columns: [
      { heading: 'opening.export.step', kind: 'word' },
      { heading: 'opening.export.done', kind: 'instant' },
      { heading: 'draft.export.by', kind: 'text' },
    ],
    async *rows() {
      for (const { step, doneAt, by } of await tickedSteps(tx))
        yield [`opening.step.${step}.title`, doneAt, by]
    },
  },
  {
    name: 'imports_de_foyers',
    columns: [
      { heading: 'draft.export.name', kind: 'text' },
      { heading: 'draft.export.status', kind: 'word' },
      { heading: 'opening.export.uploaded', kind: 'instant' },
      { heading: 'draft.export.by', kind: 'text' },
      { heading: 'opening.import.households', kind: 'number' },
    ],
    async *rows() {
      for (const one of await listImports(tx))
        yield [
          one.name,
          `opening.import.status.${one.status}`,
          one.uploadedAt,
          one.uploadedBy,
          one.households,
        ]
    },
  },
]
